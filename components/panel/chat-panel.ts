import {LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {keyed} from 'lit/directives/keyed.js';
import type {Author, ChatSnapshot, Message} from '../../src/client.js';
import {EMPTY_SNAPSHOT} from '../../src/conversation/snapshot.js';
import {base} from '../../styles/base.js';
import {iconButton} from '../../styles/icon-button.js';
import {panelTokens} from '../../styles/panel-tokens.js';
import {Announcer} from '../transcript/announcer.js';
import {avatarStyles, avatarTemplate} from '../transcript/avatar.js';
import {ChatComposer, type ComposerEvent} from '../composer/chat-composer.js';
import {ChatConfirm} from './chat-confirm.js';
import {ChatMenu, type MenuEvent} from './chat-menu.js';
import {styles} from './chat-panel.styles.js';
import {
  ChatTranscript,
  type ChooseEvent,
  type FailedMessageEvent,
  type RetryEvent,
} from '../transcript/chat-transcript.js';
import {CommandRunner} from './command-runner.js';
import {commandItems, type Command} from './commands.js';
import type {Mode} from '../chat-host.js';
import {FullscreenController, type FullscreenHost} from './fullscreen-controller.js';
import {agentIcon, closeIcon} from '../icons.js';
import {fill, fillCount, translate, type Localization, type Translation} from '../i18n/localize.js';
import {authorName, failureText} from '../transcript/message-template.js';
import {noticeText} from '../transcript/notice-template.js';
import {lines, spokenPart, spokenText} from '../content/part-text.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';
import {typingText, typistOf} from '../transcript/typing-template.js';
import {firstUnread} from '../transcript/unread.js';

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
 * @slot - What helps where the chat does not work. Only shown then, below the words for it.
 * @slot header - In place of logo and titles.
 * @slot header-actions - More buttons, before those that are there.
 * @slot welcome - In place of the welcome text.
 * @slot footer - Below the box for writing.
 * @csspart header-image - The picture above the header.
 * @csspart header - The bar at the top.
 * @csspart logo - The picture in it; while a person has the conversation, their `avatar` instead.
 * @csspart title - The heading in it.
 * @csspart subtitle - The line below the heading.
 * @csspart close-button - The button that closes the panel.
 * @csspart notice - A line about the connection.
 * @csspart footer - What the page has put below the box for writing.
 */
export class ChatPanel extends LitElement implements FullscreenHost {
  static override styles = [base, panelTokens, iconButton, avatarStyles, styles];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = [
    'header-image, header, logo, title, subtitle, close-button, notice, footer',
    ChatMenu.exportedParts,
    ChatConfirm.exportedParts,
    ChatTranscript.exportedParts,
    ChatComposer.exportedParts,
  ].join(', ');

  readonly #commands = new CommandRunner(this, () => this.#handleClose());

  readonly #announcer = new Announcer(this, (count) =>
    fillCount(this.strings.newMessages, count, this.strings.locale),
  );

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

  /** Where it stands. Only one that floats can be closed. */
  @property() mode: Mode = 'floating';

  /** Pictures: above the header, in it, and of bots that have none. */
  @property() headerImage = '';

  @property() logo = '';

  @property() avatar = '';

  /** The menu does not offer to talk to a person. */
  @property({type: Boolean}) noAgentRequest = false;

  /** The menu does not offer the conversation as a file. */
  @property({type: Boolean}) noTranscriptDownload = false;

  /** The menu offers to be notified by the system. */
  @property({type: Boolean}) notifications = false;

  @property() placeholder = '';

  /** The slots for which the page has something. */
  @state() private filled: ReadonlySet<string> = new Set();

  /** The first message that came while nobody looked: before the panel was opened, or while another tab was. */
  @state() private unread: string | undefined;

  /** Nothing is said of what is not shown. */
  @property({type: Boolean, reflect: true}) override hidden = false;

  /** The changes since it was drawn, by property, with what was there then. */
  #missed: ReadonlyMap<PropertyKey, unknown> = new Map();

  constructor() {
    super();
    this.addController(new FullscreenController(this));
  }

  protected override updated() {
    // It may have another by itself: what was typed and sent in one go was never drawn here.
    this.composer.draft = this.snapshot.draft;
  }

  /** Whatever comes while the panel is closed is drawn once, when it is opened. */
  protected override shouldUpdate(changed: PropertyValues<this>) {
    const isDrawn = !this.hidden || !this.hasUpdated || changed.has('hidden');
    const all: Map<PropertyKey, unknown> = changed;
    for (const [name, before] of this.#missed) all.set(name, before);
    this.#missed = isDrawn ? new Map() : new Map(all);
    return isDrawn;
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('translation')) this.strings = translate(english, this.translation);
    if (changed.has('opening')) this.unread = firstUnread(this.opening);
    if (changed.has('hidden')) this.#announcer.clear();
    const before = changed.get('snapshot');
    if (before) this.#follow(before, changed.has('hidden'));
    if (!this.hidden) this.#announceStates();
  }

  #follow(before: ChatSnapshot, wasHidden: boolean) {
    if (before.unreadCount === 0) this.unread = firstUnread(this.snapshot) ?? this.unread;
    // A question about one conversation must not be answered for another.
    if (before.conversationId !== this.snapshot.conversationId) this.#commands.cancel();
    const {connection, messages} = this.snapshot;
    if (before.connection !== connection || before.messages !== messages) this.#commands.forget();
    // What came while the panel was closed is to be read, and not news.
    if (!this.hidden && !wasHidden) this.#announceNotices(before);
  }

  /** Reads a new message out to who cannot see it. */
  announce(message: Message) {
    // What comes with a history has no time.
    if (message.sender === 'user' || message.time === undefined) return;
    this.#announcer.message(() => {
      const {strings} = this;
      const text = spokenText(
        lines(...message.parts.map((part) => spokenPart(part, strings))),
        message.sender,
      );
      return text && fill(strings.says, {name: authorName(message, strings), text});
    });
  }

  /** Reads out that a message was not sent. */
  announceFailure(message: Message) {
    this.#announcer.say(failureText(message, this.strings));
  }

  async focusComposer() {
    await this.updateComplete;
    if (this.confirm) return this.confirm.focus({preventScroll: true});
    await this.composer.updateComplete;
    this.composer.focus({preventScroll: true});
  }

  /** Lines that nobody wrote tell what came of what the visitor did. */
  #announceNotices(before: ChatSnapshot) {
    // The first lines that there are come with a history.
    if (before === EMPTY_SNAPSHOT || before.notices === this.snapshot.notices) return;
    const known = new Set(before.notices.map(({id, code}) => `${id} ${code}`));
    for (const notice of this.snapshot.notices) {
      if (known.has(`${notice.id} ${notice.code}`)) continue;
      this.#announcer.say(noticeText(notice, this.strings));
    }
  }

  #announceStates() {
    const {typing, messages, agent} = this.snapshot;
    const words = typing ? typingText(typistOf(messages, agent), this.strings) : undefined;
    // However often the other side goes on, until the visitor answers.
    const turn = typing ? messages.findLast(({sender}) => sender === 'user')?.id : undefined;
    this.#announcer.state('typing', words, turn ?? '');
    this.#announcer.state('trouble', this.#trouble);
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
    if (event.key !== 'Escape' || event.isComposing || this.mode !== 'floating') return;
    event.stopPropagation();
    this.#handleDismiss();
  }

  /** What our parts ask for is for the element around us to answer. */
  #forward(event: ComposerEvent | ChooseEvent | RetryEvent | FailedMessageEvent) {
    this.dispatchEvent(new CustomEvent(event.type, {detail: event.detail}));
  }

  #handleSlotChange({currentTarget}: Event) {
    const slot = currentTarget as HTMLSlotElement;
    const filled = new Set(this.filled);
    if (slot.assignedNodes({flatten: true}).length > 0) filled.add(slot.name);
    else filled.delete(slot.name);
    this.filled = filled;
  }

  /** Without a picture there is no place for one. */
  #handlePictureError({currentTarget}: Event) {
    (currentTarget as HTMLElement).hidden = true;
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
    const {messages, notices, agent, typing, loading, trouble} = this.snapshot;
    const unusable = trouble === 'no-api-key' || trouble === 'bad-address';
    const asking = this.#commands.question !== undefined;
    return html`
      ${this.#renderPicture('header-image', this.headerImage)}
      <header part="header" ?inert=${asking}>
        ${this.#renderTitles()}
        <slot name="header-actions"></slot>
        ${this.#renderMenu()} ${this.#renderClose()}
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
        .avatar=${this.avatar}
        .unread=${this.unread}
        @captivate-choose=${this.#forward}
        @captivate-retry=${this.#forward}
        @captivate-resend=${this.#forward}
        @captivate-discard=${this.#forward}
        @captivate-focus-lost=${this.focusComposer}
        ><slot name="welcome" slot="welcome"></slot
      ></captivate-chat-transcript>
      ${this.#announcer.render()}
      <div class="trouble-box">${this.#renderTrouble()}</div>
      <captivate-chat-composer
        class="composer"
        exportparts=${ChatComposer.exportedParts}
        ?inert=${asking}
        .strings=${this.strings}
        .placeholder=${this.placeholder}
        .disabled=${unusable}
        @captivate-submit=${this.#forward}
        @captivate-draft=${this.#forward}
      ></captivate-chat-composer>
      <div part="footer" class="footer" ?hidden=${!this.filled.has('footer')} ?inert=${asking}>
        <slot name="footer" @slotchange=${this.#handleSlotChange}></slot>
      </div>
      ${this.#renderQuestion()}
    `;
  }

  #renderPicture(name: string, source: string) {
    if (!source) return nothing;
    return keyed(
      source,
      html`<img
        part=${name}
        class=${name}
        src=${source}
        alt=""
        @error=${this.#handlePictureError}
      />`,
    );
  }

  #renderTitles() {
    const {heading} = this;
    const subtitle = this.#subtitle;
    const own = this.filled.has('header');
    return html`
      ${own ? nothing : this.#renderLogo()}
      <div class="titles">
        <slot name="header" @slotchange=${this.#handleSlotChange}></slot>
        ${own ? nothing : html`<h2 part="title" dir="auto">${heading || this.strings.heading}</h2>`}
        ${
          own || !subtitle
            ? nothing
            : html`<p part="subtitle" class="subtitle" dir="auto">${subtitle}</p>`
        }
      </div>
    `;
  }

  /** The face of a person who is there to talk to, or else what the site shows. */
  #renderLogo() {
    const person = this.#person;
    return person
      ? avatarTemplate(agentIcon, person.avatarUrl)
      : this.#renderPicture('logo', this.logo);
  }

  #renderClose() {
    if (this.mode !== 'floating') return nothing;
    return html`<button
      part="close-button"
      class="icon-button close"
      type="button"
      aria-label=${this.strings.closeChat}
      title=${this.strings.closeChat}
      @click=${this.#handleDismiss}
    >
      ${closeIcon}
    </button>`;
  }

  /** Who is there to talk to, or else what the site says. */
  get #subtitle() {
    const person = this.#person;
    return person ? person.name || this.strings.agent : this.subheading;
  }

  /** The one who has the conversation; undefined while nobody has. */
  get #person(): Author | undefined {
    const {agent} = this.snapshot;
    return agent?.state === 'joined' ? (agent.agent ?? {}) : undefined;
  }

  #renderMenu() {
    const {noAgentRequest: agentRequest, noTranscriptDownload: transcriptDownload} = this;
    const unwanted = {agentRequest, transcriptDownload, notifications: !this.notifications};
    const items = commandItems(this.snapshot, unwanted, this.strings);
    if (items.length === 0) return nothing;
    return html`<captivate-chat-menu
      class="menu"
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
      .grave=${question.command === 'delete-conversation'}
      .busy=${question.phase === 'busy'}
      .failed=${question.phase === 'failed'}
      @captivate-confirm=${this.#handleConfirm}
      @captivate-cancel=${this.#handleCancel}
    ></captivate-chat-confirm>`;
  }

  #renderTrouble() {
    const words = this.#trouble;
    if (!words) return nothing;
    const help = this.snapshot.trouble ? html`<slot class="help"></slot>` : nothing;
    return html`<div class="trouble">
      <p part="notice">${words}</p>
      ${help}
    </div>`;
  }

  /** What is the matter, in words. */
  get #trouble() {
    const {trouble, connection, messages, loading} = this.snapshot;
    const {strings} = this;
    if (trouble) return strings.trouble[trouble];
    if (this.#commands.failed) return strings.notDone;
    const starting = connection === 'connecting' && messages.length === 0 && !loading;
    return starting ? strings.connecting : undefined;
  }
}
