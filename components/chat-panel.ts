import {html, LitElement, nothing, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {EMPTY_SNAPSHOT, type ChatSnapshot, type Message} from '../src/client.js';
import {base} from '../styles/base.js';
import {ChatComposer, type ComposerEvent} from './chat-composer.js';
import {ChatMenu, type MenuEvent, type MenuItem} from './chat-menu.js';
import {styles} from './chat-panel.styles.js';
import {ChatTranscript, type ChooseEvent} from './chat-transcript.js';
import {closeIcon} from './icons.js';
import {english} from './strings.js';

/**
 * What opens: header, transcript and composer around one snapshot. It decides nothing; it asks.
 *
 * @event {ComposerEvent} captivate-submit - The visitor wants to send what they wrote.
 * @event {ComposerEvent} captivate-draft - The visitor changed what is in the box.
 * @event {ChooseEvent} captivate-choose - The visitor chose what a bot offered.
 * @event {MenuEvent} captivate-menu - The visitor chose something from the menu.
 * @event captivate-dismiss - The visitor wants the panel to close.
 * @csspart header - The bar at the top.
 * @csspart title - The heading in it.
 * @csspart subtitle - The line below the heading.
 * @csspart close-button - The button that closes the panel.
 * @csspart notice - A line about the connection.
 */
export class ChatPanel extends LitElement {
  static override styles = [base, styles];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = [
    'header, title, subtitle, close-button, notice',
    ChatMenu.exportedParts,
    ChatTranscript.exportedParts,
    ChatComposer.exportedParts,
  ].join(', ');

  @query('captivate-chat-composer') private readonly composer!: ChatComposer;

  @property({attribute: false}) snapshot: ChatSnapshot = EMPTY_SNAPSHOT;

  @property() heading = english.heading;

  @property() subheading = '';

  @property() welcome = '';

  /** What the menu offers; without anything there is no menu. */
  @property({attribute: false}) menu: readonly MenuItem[] = [];

  @property() placeholder = english.placeholder;

  @state() private announcement = '';

  /** Reads a new message out to who cannot see it. */
  announce({sender, author, text}: Message) {
    if (sender === 'user') return;
    const name = author?.name || english[sender];
    this.announcement = english.says.replace('{name}', () => name).replace('{text}', () => text);
  }

  async focusComposer() {
    await this.updateComplete;
    await this.composer.updateComplete;
    this.composer.focus({preventScroll: true});
  }

  #handleDismiss() {
    this.dispatchEvent(new CustomEvent('captivate-dismiss'));
  }

  #handleKeydown(event: KeyboardEvent) {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.stopPropagation();
    this.#handleDismiss();
  }

  /** What our parts ask for is for the element around us to answer. */
  #forward(event: ComposerEvent | ChooseEvent | MenuEvent) {
    this.dispatchEvent(new CustomEvent(event.type, {detail: event.detail}));
  }

  override connectedCallback() {
    super.connectedCallback();
    this.addEventListener('keydown', this.#handleKeydown);
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.removeEventListener('keydown', this.#handleKeydown);
  }

  override render(): TemplateResult {
    const {messages, notices, loading, draft, trouble} = this.snapshot;
    const subtitle = this.#subtitle;
    const unusable = trouble === 'no-api-key' || trouble === 'bad-address';
    return html`
      <header part="header">
        <div class="titles">
          <h2 part="title" dir="auto">${this.heading}</h2>
          ${subtitle ? html`<p part="subtitle" class="subtitle" dir="auto">${subtitle}</p>` : nothing}
        </div>
        ${
          this.menu.length > 0
            ? html`<captivate-chat-menu
                exportparts=${ChatMenu.exportedParts}
                .items=${this.menu}
                @captivate-menu=${this.#forward}
              ></captivate-chat-menu>`
            : nothing
        }
        <button
          part="close-button"
          class="close"
          type="button"
          aria-label=${english.closeChat}
          title=${english.closeChat}
          @click=${this.#handleDismiss}
        >
          ${closeIcon}
        </button>
      </header>
      <captivate-chat-transcript
        exportparts=${ChatTranscript.exportedParts}
        .messages=${messages}
        .notices=${notices}
        .loading=${loading}
        .welcome=${this.welcome}
        @captivate-choose=${this.#forward}
      ></captivate-chat-transcript>
      <div class="visually-hidden" role="status">${this.announcement}</div>
      <div class="trouble-box" role="status">${this.#renderTrouble()}</div>
      <captivate-chat-composer
        class="composer"
        exportparts=${ChatComposer.exportedParts}
        .draft=${draft}
        .placeholder=${this.placeholder}
        .disabled=${unusable}
        @captivate-submit=${this.#forward}
        @captivate-draft=${this.#forward}
      ></captivate-chat-composer>
    `;
  }

  /** Who is there to talk to, or else what the site says. */
  get #subtitle() {
    const {agent} = this.snapshot;
    return agent?.state === 'joined' ? agent.agent?.name || english.agent : this.subheading;
  }

  #renderTrouble() {
    const {trouble, connection, messages, loading} = this.snapshot;
    if (trouble) return html`<p part="notice" class="trouble">${english.trouble[trouble]}</p>`;
    const starting = connection === 'connecting' && messages.length === 0 && !loading;
    return starting ? html`<p part="notice" class="trouble">${english.connecting}</p>` : nothing;
  }
}
