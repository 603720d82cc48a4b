import {LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query, state} from 'lit/decorators.js';
import {guard} from 'lit/directives/guard.js';
import {repeat} from 'lit/directives/repeat.js';
import type {AgentStatus, ButtonOption, Message, Notice} from '../../src/client.js';
import {readChoices} from '../../src/messages/choices.js';
import {base} from '../../styles/base.js';
import {avatarStyles, avatarTemplate} from './avatar.js';
import {styles} from './chat-transcript.styles.js';
import {contentStyles} from '../content/index.js';
import {DayController} from './day-controller.js';
import {dayBeginnings, dayName} from './days.js';
import {botIcon, chevronDownIcon} from '../icons.js';
import {fillCount, type Localization} from '../i18n/localize.js';
import {longMessageStyles} from './long-message.js';
import {messageTemplate} from './message-template.js';
import {MessageWindow, type WindowHost} from './message-window.js';
import {noticeTemplate} from './notice-template.js';
import {ScrollController, type ScrollHost} from './scroll-controller.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';
import {typingStyles, typingTemplate, typistOf, type Typist} from './typing-template.js';
import {countReceived, isReceived} from './unread.js';
import {nextFrame} from '../../src/async.js';

/** Told to the element around the transcript: the visitor chose what a bot offered. */
export type ChooseEvent = CustomEvent<{readonly option: ButtonOption}>;

/** Told to the element around the transcript: the visitor wants what a line says has failed to be tried again. */
export type RetryEvent = CustomEvent<{readonly noticeId: string}>;

/** Told to the element around the transcript: the visitor has decided about a message that failed. */
export type FailedMessageEvent = CustomEvent<{readonly messageId: string}>;

/**
 * The list of what was said. It follows its end for a reader who is there, and stays still for one who is not; then it
 * offers to go on to what is new.
 *
 * @event {ChooseEvent} captivate-choose - The visitor chose an option.
 * @event {RetryEvent} captivate-retry - The visitor wants something tried again that a line says has failed.
 * @event {FailedMessageEvent} captivate-resend - The visitor wants a message sent anew that failed.
 * @event {FailedMessageEvent} captivate-discard - The visitor wants a message gone that failed.
 * @event captivate-focus-lost - The button that had the focus went with what it was for.
 * @slot welcome - In place of the welcome text.
 * @csspart transcript - The list, which scrolls.
 * @csspart message - One part of a message; also has the part `user`, `bot` or `agent`, and `pending` or `failed`.
 * @csspart avatar - The picture beside the last message in a row, and above the welcome.
 * @csspart author - Who wrote it.
 * @csspart bubble - The box around the content.
 * @csspart text - The text of a message.
 * @csspart options - The choices that a bot offers.
 * @csspart option - One choice that a bot offers.
 * @csspart cards - The cards of a message.
 * @csspart card - One card of a message.
 * @csspart card-image - The picture of a card.
 * @csspart card-title - The heading of a card.
 * @csspart card-text - The text below the heading of a card.
 * @csspart card-link - The link of a card.
 * @csspart cards-button - A button that moves a row of cards backwards or forwards.
 * @csspart file - The row of a file.
 * @csspart image - A picture; of a file, the box that opens the large view.
 * @csspart player - A video or audio player, with the name of the file.
 * @csspart view - A picture in large, over the page.
 * @csspart code - A block of code.
 * @csspart copy-button - The button that copies a block of code.
 * @csspart html - Formatted content of a message.
 * @csspart table - A table that is a message of its own.
 * @csspart time - The time of a message.
 * @csspart day-divider - Between the messages of two days: which day begins.
 * @csspart unread-divider - Where reading stopped.
 * @csspart new-messages - The button that goes on to messages that were not seen.
 * @csspart end-button - The button that goes to the end, from far above it.
 * @csspart more-button - What shows all of a long message, or a part.
 * @csspart typing - In place of a message that is about to come.
 * @csspart status - What keeps a message from being sent.
 * @csspart discard-button - What takes a message away that was not sent.
 * @csspart notice - A line that nobody wrote.
 * @csspart retry-button - What tries again what has failed: in a line, or below a message that was not sent.
 */
export class ChatTranscript extends LitElement implements ScrollHost, WindowHost {
  static override styles = [
    base,
    styles,
    avatarStyles,
    typingStyles,
    contentStyles,
    longMessageStyles,
  ];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts =
    'transcript, message, user, bot, agent, pending, failed, avatar, author, bubble, text, options, option, cards, card, card-image, card-title, card-text, card-link, cards-button, file, image, player, view, code, copy-button, html, table, time, status, notice, day-divider, unread-divider, new-messages, end-button, more-button, typing, retry-button, discard-button';

  readonly #window = new MessageWindow(this);

  readonly #scroll = new ScrollController(this, this.#window);

  /** The box that scrolls. */
  @query('.transcript') readonly scroller!: HTMLElement;

  /** What is in it. */
  @query('.list') readonly list!: HTMLElement;

  /** Where reading stopped. */
  @query('.unread') readonly unreadDivider!: HTMLElement | null;

  /** The texts, in the language of the element around it. */
  @property({attribute: false}) strings: Localization = english;

  @property({attribute: false}) messages: readonly Message[] = [];

  @property({attribute: false}) notices: readonly Notice[] = [];

  /** Whether a person has the conversation. */
  @property({attribute: false}) agent: AgentStatus | undefined;

  /** The other side is about to say something. */
  @property({type: Boolean}) typing = false;

  /** Shown while there are no messages. */
  @property() welcome = '';

  /** The picture of bots that have none. */
  @property() avatar = '';

  /** The first message that came while nobody looked. */
  @property() unread: string | undefined;

  /** A history is on its way. */
  @property({type: Boolean}) loading = false;

  /** The page has something of its own in place of the welcome. */
  @state() private welcomed = false;

  /** The newest message of a bot or an agent that was there when the reader was last at the end. */
  #seen: string | undefined;
  /** The long texts that are shown as a whole. */
  readonly #whole = new Set<string>();
  /** How often that has changed. */
  #toggles = 0;
  /** The newest message of the visitor. */
  #own: string | undefined;
  /** Until the next frame. */
  #frame: Promise<void> | undefined;
  #choices = readChoices([], []);
  /** By the message they stand behind; those at the top by `undefined`. */
  #noticesAfter: ReadonlyMap<string | undefined, readonly Notice[]> = new Map();
  #days = dayBeginnings([], 0);

  constructor() {
    super();
    // Where all is of today, no day is named yet.
    new DayController(this, () => this.#days.size > 0 || this.messages[0]?.time !== undefined);
  }

  /** The first change is drawn at once, those that come soon after it together in the next frame. */
  protected override async scheduleUpdate() {
    await this.#frame;
    this.waitForFrame();
    return super.scheduleUpdate();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('notices')) this.#noticesAfter = byPlace(this.notices);
    if (changed.has('messages')) this.#followMessages();
    this.#window.update(this.#scroll.following);
    // A reader who was at the end is led no further than to what is new.
    const begins = changed.has('unread') && this.unread !== undefined && this.#scroll.following;
    if (begins) this.#scroll.showUnreadDivider(this.#unreadIndex);
    const {messages} = this;
    const {from, to} = this.#window.range;
    this.#choices = readChoices(messages.slice(...turnsAround(messages, from, to)), this.notices);
    // Whether the neighbour behind them begins another day counts as well.
    const range = {from, to: Math.min(messages.length, to + 1)};
    this.#days = dayBeginnings(messages, Date.now(), range);
  }

  #followMessages() {
    // Whoever writes wants to see it, wherever they were reading.
    const own = this.messages.findLast(({sender}) => sender === 'user');
    const isNew = own && own.id !== this.#own && (this.#own === undefined || this.#has(this.#own));
    if (isNew) this.#scroll.follow();
    this.#own = own?.id;
    // Another conversation is read from its end.
    if (this.#seen !== undefined && !this.#has(this.#seen)) {
      this.#seen = undefined;
      this.#scroll.follow();
    }
  }

  /** Quick for those near the end. */
  #has(wanted: string) {
    return this.messages.findLast(({id}) => id === wanted) !== undefined;
  }

  protected override update(changed: PropertyValues<this>) {
    const focused = this.shadowRoot?.activeElement;
    super.update(changed);
    if (!focused || focused.isConnected) return;
    const id = focused.closest<HTMLElement>('[data-id]')?.dataset.id;
    if (focused.matches('.foot button') && !(id && this.#has(id))) {
      this.dispatchEvent(new CustomEvent('captivate-focus-lost'));
    } else if (id || focused.matches('.way-down')) {
      // Who has gone on by keyboard, or scrolled away from where it was, reads on there.
      this.scroller.focus({preventScroll: true});
    }
  }

  waitForFrame(): void {
    this.#frame ??= nextFrame().then(() => (this.#frame = undefined));
  }

  get newest(): string | undefined {
    const last = this.messages.at(-1);
    // What comes with a history has no time.
    return last && isReceived(last) && last.time !== undefined ? last.id : undefined;
  }

  handleEnd(): void {
    this.#seen = this.messages.findLast(isReceived)?.id;
  }

  readonly #choose = (option: ButtonOption) => {
    this.dispatchEvent(new CustomEvent('captivate-choose', {detail: {option}}));
  };

  readonly #retry = (noticeId: string) => {
    this.dispatchEvent(new CustomEvent('captivate-retry', {detail: {noticeId}}));
    // The button goes, and the focus must not be lost with it.
    this.scroller.focus({preventScroll: true});
  };

  readonly #resend = (messageId: string) => {
    this.dispatchEvent(new CustomEvent('captivate-resend', {detail: {messageId}}));
  };

  readonly #discard = (messageId: string) => {
    this.dispatchEvent(new CustomEvent('captivate-discard', {detail: {messageId}}));
  };

  readonly #toggle = (key: string, {type, target, currentTarget}: Event) => {
    const element = currentTarget as HTMLElement;
    const opens = !this.#whole.delete(key);
    if (opens) this.#whole.add(key);
    this.#toggles++;
    // What begins to be read stays where it begins, and a button below the pointer.
    this.#scroll.hold(opens ? element.closest('.message')! : element);
    this.requestUpdate();
    if (type !== 'focusin') return;
    void this.updateComplete.then(() => (target as Element).scrollIntoView({block: 'nearest'}));
  };

  #handleWelcome({currentTarget}: Event) {
    const slot = currentTarget as HTMLSlotElement;
    this.welcomed = slot.assignedNodes({flatten: true}).length > 0;
  }

  /** The focus stays where it is: on a phone the keyboard would close. */
  #handleMouseDown(event: Event) {
    event.preventDefault();
  }

  /**
   * Where a browser takes an end of the list to be, something else may be once it is there, and one that glides to it
   * (WebKit) is stopped by what is put in its place on the way.
   */
  #handleKeydown(event: KeyboardEvent) {
    if (event.target !== event.currentTarget) return;
    if (event.key === 'Home' && this.#window.range.from > 0) this.scroller.scrollTop = 0;
    else if (event.key === 'End' && !this.#window.hasEnd) this.#scroll.follow();
    else return;
    event.preventDefault();
  }

  #handleEndButton() {
    this.#scroll.goToEnd();
  }

  #handleNewMessages() {
    this.#scroll.advance(this.#unreadIndex);
  }

  override render(): TemplateResult {
    const {above, below, range} = this.#window;
    const {from, to} = range;
    // A box that scrolls has to be reachable by keyboard. What is new is read out by the panel, and only that.
    return html`
      <div
        part="transcript"
        class="transcript"
        role="log"
        aria-live="off"
        tabindex="0"
        aria-label=${this.strings.transcript}
        aria-busy=${this.loading ? 'true' : 'false'}
        @keydown=${this.#handleKeydown}
        @scroll=${this.#scroll.handleScroll}
      >
        <div class="list">
          ${this.#renderBeginning()} ${from === 0 ? this.#renderNotices(undefined) : nothing}
          <div class="spacer" .style=${`height: ${above}px`}></div>
          ${repeat(
            this.messages.slice(from, to),
            ({id}) => id,
            (message, index) => [
              this.#renderDay(message),
              this.#renderUnread(message),
              this.#renderMessage(message, from + index),
              this.#renderNotices(message.id),
            ],
          )}
          <div class="spacer" .style=${`height: ${below}px`}></div>
          <div class="typing">${this.#renderTyping()}</div>
        </div>
      </div>
      ${this.#renderWayDown()}
    `;
  }

  #renderBeginning() {
    if (this.loading) {
      return html`<div class="skeleton">
        <i></i><i></i><i></i><span class="visually-hidden">${this.strings.loadingHistory}</span>
      </div>`;
    }
    if (this.messages.length > 0) return nothing;
    return html`<div class="welcome" ?hidden=${!this.welcome && !this.welcomed}>
      <slot name="welcome" @slotchange=${this.#handleWelcome}></slot>
      ${this.welcomed || !this.welcome ? nothing : this.#renderWelcome()}
    </div>`;
  }

  #renderWelcome() {
    return html`${avatarTemplate(botIcon, this.avatar)}
      <p part="notice" dir="auto">${this.welcome}</p>`;
  }

  #renderUnread({id}: Message) {
    if (id !== this.unread) return nothing;
    return html`<p part="unread-divider" class="unread">${this.strings.unreadDivider}</p>`;
  }

  #renderWayDown() {
    const count = this.#newCount;
    if (count > 0) return this.#renderNewMessages(count);
    return this.#scroll.isFar ? this.#renderEndButton() : nothing;
  }

  #renderEndButton() {
    const {toEnd} = this.strings;
    return html`<button
      part="end-button"
      class="way-down round"
      type="button"
      aria-label=${toEnd}
      title=${toEnd}
      @mousedown=${this.#handleMouseDown}
      @click=${this.#handleEndButton}
    >
      ${chevronDownIcon}
    </button>`;
  }

  #renderNewMessages(count: number) {
    const {newMessages, locale} = this.strings;
    return html`<button
      part="new-messages"
      class="way-down"
      type="button"
      @mousedown=${this.#handleMouseDown}
      @click=${this.#handleNewMessages}
    >
      ${chevronDownIcon} ${fillCount(newMessages, count, locale)}
    </button>`;
  }

  /** How many messages a reader who is not at the end has not been shown. */
  get #newCount() {
    if (this.#scroll.following) return 0;
    const seen = this.#seen;
    if (seen === undefined) return countReceived(this.messages, Math.max(0, this.#unreadIndex));
    return countReceived(this.messages, this.messages.findLastIndex(({id}) => id === seen) + 1);
  }

  get #unreadIndex() {
    return this.messages.findLastIndex(({id}) => id === this.unread);
  }

  #renderMessage(message: Message, index: number) {
    const {id} = message;
    const label = this.#choices.labels.get(id);
    const first = !this.#belongTogether(this.messages[index - 1], message);
    const last = !this.#belongTogether(message, this.messages[index + 1] ?? this.#typist);
    const choice = this.#choices.answers.get(id);
    const choose = this.#choices.open.has(id) ? this.#choose : undefined;
    const {avatar, strings} = this;
    // One more message is no work for the others.
    const deps = [message, label, first, last, choice, choose, avatar, strings, this.#toggles];
    return guard(deps, () =>
      messageTemplate(label === undefined ? message : withText(message, label), {
        ...{first, last, avatar, choice, choose},
        resend: this.#resend,
        discard: this.#discard,
        isWhole: (key) => this.#whole.has(key),
        toggle: this.#toggle,
      }),
    );
  }

  /** Neighbours of one author, with nothing to be said between them. */
  #belongTogether(a: Message | undefined, b: Message | Typist | undefined) {
    return (
      a !== undefined &&
      b !== undefined &&
      a.sender === b.sender &&
      a.author?.name === b.author?.name &&
      a.status !== 'failed' &&
      (!('status' in b) || a.status === b.status || a.status === 'sent') &&
      !this.#noticesAfter.has(a.id) &&
      !('id' in b && (this.#days.has(b.id) || b.id === this.unread))
    );
  }

  #renderDay({id}: Message) {
    const day = this.#days.get(id);
    if (day === undefined) return nothing;
    return html`<p part="day-divider" class="day">${dayName(day, Date.now(), this.strings)}</p>`;
  }

  #renderNotices(after: string | undefined) {
    const agent = this.agent?.state === 'joined' ? this.agent.agent : undefined;
    const setting = {agent, retry: this.#retry};
    return this.#noticesAfter.get(after)?.map((notice) => noticeTemplate(notice, setting));
  }

  /** Who is going to speak. */
  get #typist(): Typist | undefined {
    return this.typing ? typistOf(this.messages, this.agent) : undefined;
  }

  #renderTyping() {
    const typist = this.#typist;
    if (!typist) return nothing;
    return typingTemplate(typist, !this.#belongTogether(this.messages.at(-1), typist), this.avatar);
  }
}

/** A range with all that is needed to tell what the visitor chose in it: from one message of theirs to another. */
function turnsAround(messages: readonly Message[], from: number, to: number): [number, number] {
  let [start, end] = [from, to];
  while (start > 0 && messages[start]?.sender !== 'user') start--;
  while (end < messages.length && messages[end]!.sender !== 'user') end++;
  return [start, end + 1];
}

function byPlace(notices: readonly Notice[]): ReadonlyMap<string | undefined, readonly Notice[]> {
  const places = new Map<string | undefined, Notice[]>();
  for (const notice of notices) {
    const there = places.get(notice.after);
    if (there) there.push(notice);
    else places.set(notice.after, [notice]);
  }
  return places;
}

/** The same message, as the visitor knows it. */
function withText(message: Message, text: string): Message {
  return {...message, parts: [{type: 'text', text}], text};
}
