import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import {EMPTY_SNAPSHOT, type ChatSnapshot, type Message} from '../src/client.js';
import {base} from '../styles/base.js';
import {iconButton} from '../styles/icon-button.js';
import {panelTokens} from '../styles/panel-tokens.js';
import {ChatComposer, type ComposerEvent} from './chat-composer.js';
import {ChatConfirm} from './chat-confirm.js';
import {ChatMenu, type MenuEvent} from './chat-menu.js';
import {styles} from './chat-panel.styles.js';
import {
  ChatTranscript,
  type ChooseEvent,
  type FailedMessageEvent,
  type RetryEvent,
} from './chat-transcript.js';
import {CommandRunner} from './command-runner.js';
import {commandItems, type Command} from './commands.js';
import {closeIcon} from './icons.js';
import {fill, translate, type Localization, type Translation} from './localize.js';
import {authorName, failureText} from './message-template.js';
import {noticeText} from './notice-template.js';
import {lines, partText, spokenText} from './part-text.js';
import {english} from './strings.js';
import {firstUnread} from './unread.js';

/** Each is a line of its own, so that what comes at once is all heard, and the same words are heard again. */
interface Announcement {
  readonly id: number;
  readonly text: string;
}

/** Those that have been read out long since are taken away. */
const MAX_ANNOUNCEMENTS = 5;

/**
 * What opens: header, transcript and composer around one snapshot. It decides nothing; it asks.
 *
 * @event {ComposerEvent} captivate-submit - The visitor wants to send what they wrote.
 * @event {ComposerEvent} captivate-draft - The visitor changed what is in the box.
 * @event {ChooseEvent} captivate-choose - The visitor chose what a bot offered.
 * @event {RetryEvent} captivate-retry - The visitor wants something tried again that a line says has failed.
 * @event {FailedMessageEvent} captivate-resend - The visitor wants a message sent anew that failed.
 * @event {FailedMessageEvent} captivate-discard - The visitor wants a message gone that failed.
 * @event {CommandEvent} captivate-command - The visitor chose something from the menu, and confirmed it if need be.
 * @event captivate-dismiss - The visitor wants the panel to close.
 * @csspart header - The bar at the top.
 * @csspart title - The heading in it.
 * @csspart subtitle - The line below the heading.
 * @csspart close-button - The button that closes the panel.
 * @csspart notice - A line about the connection.
 */
export class ChatPanel extends LitElement {
  static override styles = [base, panelTokens, iconButton, styles];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = [
    'header, title, subtitle, close-button, notice',
    ChatMenu.exportedParts,
    ChatConfirm.exportedParts,
    ChatTranscript.exportedParts,
    ChatComposer.exportedParts,
  ].join(', ');

  readonly #commands = new CommandRunner(this, () => this.#handleClose());

  @query('captivate-chat-composer') private readonly composer!: ChatComposer;

  @query('captivate-chat-menu') private readonly menu!: ChatMenu | null;

  @query('captivate-chat-confirm') private readonly confirm!: ChatConfirm | null;

  @property({attribute: false}) snapshot: ChatSnapshot = EMPTY_SNAPSHOT;

  /** What the snapshot was when the visitor opened the panel. */
  @property({attribute: false}) opening: ChatSnapshot = EMPTY_SNAPSHOT;

  /** What differs from the built-in English. */
  @property({attribute: false}) translation: Translation = {};

  /** The texts, for all that is in it. */
  @state() strings: Localization = english;

  @property() heading = '';

  @property() subheading = '';

  @property() welcome = '';

  /** The menu does not offer to talk to a person. */
  @property({type: Boolean}) noAgentRequest = false;

  /** The menu does not offer the conversation as a file. */
  @property({type: Boolean}) noTranscriptDownload = false;

  @property() placeholder = '';

  /** The first message that came while nobody looked: before the panel was opened, or while another tab was. */
  @state() private unread: string | undefined;

  /** What is read out, oldest first. */
  @state() private announcements: readonly Announcement[] = [];

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('translation')) this.strings = translate(english, this.translation);
    if (changed.has('opening')) this.unread = firstUnread(this.opening);
    const before = changed.get('snapshot');
    if (!before) return;
    if (before.unreadCount === 0) this.unread = firstUnread(this.snapshot) ?? this.unread;
    // A question about one conversation must not be answered for another.
    if (before.conversationId !== this.snapshot.conversationId) this.#commands.cancel();
    const {connection, messages} = this.snapshot;
    if (before.connection !== connection || before.messages !== messages) this.#commands.forget();
    this.#announceNotices(before);
  }

  /** Reads a new message out to who cannot see it. */
  announce(message: Message) {
    if (message.sender === 'user') return;
    const {strings} = this;
    const text = spokenText(lines(...message.parts.map((part) => partText(part, strings))));
    if (text) this.#announce(fill(strings.says, {name: authorName(message, strings), text}));
  }

  /** Reads out that a message was not sent. */
  announceFailure(message: Message) {
    this.#announce(failureText(message, this.strings));
  }

  #announce(text: string) {
    const id = (this.announcements.at(-1)?.id ?? 0) + 1;
    this.announcements = [...this.announcements.slice(1 - MAX_ANNOUNCEMENTS), {id, text}];
  }

  async focusComposer() {
    await this.updateComplete;
    if (this.confirm) return this.confirm.focus({preventScroll: true});
    await this.composer.updateComplete;
    this.composer.focus({preventScroll: true});
  }

  /** Lines that nobody wrote tell what came of what the visitor did. */
  #announceNotices({notices}: ChatSnapshot) {
    if (notices === this.snapshot.notices || this.hidden) return;
    const known = new Set(notices.map(({id, code}) => `${id} ${code}`));
    const news = this.snapshot.notices.filter(({id, code}) => !known.has(`${id} ${code}`));
    if (news.length === 0) return;
    this.#announce(lines(...news.map((notice) => noticeText(notice, this.strings))));
  }

  /** Who answered a question goes on where it came from. */
  #handleClose() {
    if (this.shadowRoot?.activeElement !== this.confirm) return;
    void this.updateComplete.then(() => (this.menu ?? this.composer).focus({preventScroll: true}));
  }

  #handleMenu({detail}: MenuEvent) {
    this.#commands.choose(detail.id as Command);
  }

  #handleConfirm() {
    this.#commands.confirm();
  }

  #handleCancel() {
    this.#commands.cancel();
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
  #forward(event: ComposerEvent | ChooseEvent | RetryEvent | FailedMessageEvent) {
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
    const {messages, notices, agent, typing, loading, draft, trouble} = this.snapshot;
    const subtitle = this.#subtitle;
    const unusable = trouble === 'no-api-key' || trouble === 'bad-address';
    const asking = this.#commands.question !== undefined;
    return html`
      <header part="header" ?inert=${asking}>
        <div class="titles">
          <h2 part="title" dir="auto">${this.heading || this.strings.heading}</h2>
          ${subtitle ? html`<p part="subtitle" class="subtitle" dir="auto">${subtitle}</p>` : nothing}
        </div>
        ${this.#renderMenu()}
        <button
          part="close-button"
          class="icon-button"
          type="button"
          aria-label=${this.strings.closeChat}
          title=${this.strings.closeChat}
          @click=${this.#handleDismiss}
        >
          ${closeIcon}
        </button>
      </header>
      <captivate-chat-transcript
        exportparts=${ChatTranscript.exportedParts}
        ?inert=${asking}
        .strings=${this.strings}
        .messages=${messages}
        .notices=${notices}
        .agent=${agent}
        .typing=${typing}
        .loading=${loading}
        .welcome=${this.welcome}
        .unread=${this.unread}
        @captivate-choose=${this.#forward}
        @captivate-retry=${this.#forward}
        @captivate-resend=${this.#forward}
        @captivate-discard=${this.#forward}
        @captivate-focus-lost=${this.focusComposer}
      ></captivate-chat-transcript>
      <div class="visually-hidden" role="status" aria-atomic="false">
        ${repeat(
          this.announcements,
          ({id}) => id,
          ({text}) => html`<p>${text}</p>`,
        )}
      </div>
      <div class="trouble-box" role="status">${this.#renderTrouble()}</div>
      <captivate-chat-composer
        class="composer"
        exportparts=${ChatComposer.exportedParts}
        ?inert=${asking}
        .strings=${this.strings}
        .draft=${draft}
        .placeholder=${this.placeholder}
        .disabled=${unusable}
        @captivate-submit=${this.#forward}
        @captivate-draft=${this.#forward}
      ></captivate-chat-composer>
      ${this.#renderQuestion()}
    `;
  }

  /** Who is there to talk to, or else what the site says. */
  get #subtitle() {
    const {agent} = this.snapshot;
    return agent?.state === 'joined' ? agent.agent?.name || this.strings.agent : this.subheading;
  }

  #renderMenu() {
    const {noAgentRequest: agentRequest, noTranscriptDownload: transcriptDownload} = this;
    const items = commandItems(this.snapshot, {agentRequest, transcriptDownload}, this.strings);
    if (items.length === 0) return nothing;
    return html`<captivate-chat-menu
      exportparts=${ChatMenu.exportedParts}
      .strings=${this.strings}
      .items=${items}
      @captivate-menu=${this.#handleMenu}
    ></captivate-chat-menu>`;
  }

  #renderQuestion() {
    const {question} = this.#commands;
    if (!question) return nothing;
    return html`<captivate-chat-confirm
      exportparts=${ChatConfirm.exportedParts}
      .strings=${this.strings}
      .question=${this.strings.confirm[question.command]}
      .busy=${question.phase === 'busy'}
      .failed=${question.phase === 'failed'}
      @captivate-confirm=${this.#handleConfirm}
      @captivate-cancel=${this.#handleCancel}
    ></captivate-chat-confirm>`;
  }

  #renderTrouble() {
    const {trouble, connection, messages, loading} = this.snapshot;
    const {strings} = this;
    if (trouble) return html`<p part="notice" class="trouble">${strings.trouble[trouble]}</p>`;
    if (this.#commands.failed) return html`<p part="notice" class="trouble">${strings.notDone}</p>`;
    const starting = connection === 'connecting' && messages.length === 0 && !loading;
    return starting ? html`<p part="notice" class="trouble">${strings.connecting}</p>` : nothing;
  }
}
