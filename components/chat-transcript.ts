import {html, LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query} from 'lit/decorators.js';
import {repeat} from 'lit/directives/repeat.js';
import type {ButtonOption, Message, Notice} from '../src/client.js';
import {readChoices} from '../src/conversation/choices.js';
import {base} from '../styles/base.js';
import {styles} from './chat-transcript.styles.js';
import {contentStyles} from './content/index.js';
import {messageTemplate} from './message-template.js';
import {english} from './strings.js';

/** Told to the element around the transcript: the visitor chose what a bot offered. */
export type ChooseEvent = CustomEvent<{readonly option: ButtonOption}>;

/** Closer to the end than this, in pixels, the reader follows what comes. */
const NEAR_END = 48;

/**
 * The list of what was said. It follows its end for a reader who is there, and stays still for one who is not.
 *
 * @event {ChooseEvent} captivate-choose - The visitor chose an option.
 * @csspart transcript - The list, which scrolls.
 * @csspart message - One part of a message; also has the part `user`, `bot` or `agent`, and `pending` or `failed`.
 * @csspart avatar - The picture beside the last message in a row.
 * @csspart author - Who wrote it.
 * @csspart bubble - The box around the content.
 * @csspart text - The text of a message.
 * @csspart options - The choices that a bot offers.
 * @csspart option - One of them.
 * @csspart time - When it came.
 * @csspart status - What keeps a message from being sent.
 * @csspart notice - A line that nobody wrote.
 */
export class ChatTranscript extends LitElement {
  static override styles = [base, styles, contentStyles];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts =
    'transcript, message, user, bot, agent, pending, failed, avatar, author, bubble, text, options, option, time, status, notice';

  @query('.transcript') private readonly scroller!: HTMLElement;

  @query('.list') private readonly list!: HTMLElement;

  @property({attribute: false}) messages: readonly Message[] = [];

  @property({attribute: false}) notices: readonly Notice[] = [];

  /** Shown while there are no messages. */
  @property() welcome = '';

  /** A history is on its way. */
  @property({type: Boolean}) loading = false;

  #following = true;
  #top = 0;
  #choices = readChoices([], []);
  // The box shrinks when the one for writing grows, and its content grows when a picture loads.
  readonly #sizes = new ResizeObserver(() => this.#follow());

  override connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.#observeSizes();
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#sizes.disconnect();
  }

  protected override firstUpdated() {
    this.#observeSizes();
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (changed.has('messages') || changed.has('notices')) {
      this.#choices = readChoices(this.messages, this.notices);
    }
    if (!changed.has('messages')) return;
    const last = this.messages.at(-1);
    const before = changed.get('messages');
    // Whoever writes wants to see it, wherever they were reading.
    if (last?.sender === 'user' && last.id !== before?.at(-1)?.id) this.#following = true;
  }

  protected override updated() {
    this.#follow();
  }

  #observeSizes() {
    this.#sizes.observe(this.scroller);
    this.#sizes.observe(this.list);
  }

  #follow() {
    if (this.#following) this.scrollToEnd();
  }

  /** Shows the newest message. */
  scrollToEnd() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
  }

  readonly #choose = (option: ButtonOption) => {
    this.dispatchEvent(new CustomEvent('captivate-choose', {detail: {option}}));
  };

  #handleScroll() {
    const {scrollHeight, scrollTop, clientHeight} = this.scroller;
    // Only a reader moves upwards; that the end has moved away is for us to follow.
    if (scrollHeight - scrollTop - clientHeight <= NEAR_END) this.#following = true;
    else if (scrollTop < this.#top) this.#following = false;
    this.#top = scrollTop;
  }

  override render(): TemplateResult {
    // A box that scrolls has to be reachable by keyboard. What is new is read out by the panel, and only that.
    return html`
      <div
        part="transcript"
        class="transcript"
        role="log"
        aria-live="off"
        tabindex="0"
        aria-label=${english.transcript}
        aria-busy=${this.loading ? 'true' : 'false'}
        @scroll=${this.#handleScroll}
      >
        <div class="list">
          ${this.#renderBeginning()} ${this.#renderNotices(undefined)}
          ${repeat(
            this.messages,
            ({id}) => id,
            (message, index) => [
              this.#renderMessage(message, index),
              this.#renderNotices(message.id),
            ],
          )}
        </div>
      </div>
    `;
  }

  #renderBeginning() {
    if (this.loading) {
      return html`<div class="skeleton">
        <i></i><i></i><i></i><span class="visually-hidden">${english.loadingHistory}</span>
      </div>`;
    }
    const welcomes = this.welcome !== '' && this.messages.length === 0;
    return welcomes
      ? html`<p part="notice" class="welcome" dir="auto">${this.welcome}</p>`
      : nothing;
  }

  #renderMessage(message: Message, index: number) {
    const {open, answers, labels} = this.#choices;
    const label = labels.get(message.id);
    return messageTemplate(label === undefined ? message : withText(message, label), {
      first: !this.#belongTogether(this.messages[index - 1], message),
      last: !this.#belongTogether(message, this.messages[index + 1]),
      choice: answers.get(message.id),
      choose: open.has(message.id) ? this.#choose : undefined,
    });
  }

  /** Neighbours of one author, with nothing to be said between them. */
  #belongTogether(a: Message | undefined, b: Message | undefined) {
    return (
      a !== undefined &&
      b !== undefined &&
      a.sender === b.sender &&
      a.author?.name === b.author?.name &&
      (a.status === b.status || a.status === 'sent') &&
      !this.notices.some(({after}) => after === a.id)
    );
  }

  #renderNotices(after: string | undefined) {
    return this.notices.filter((notice) => notice.after === after).map(noticeTemplate);
  }
}

function noticeTemplate({code, name}: Notice) {
  const text = english.notice[code].replace('{name}', () => name || english.agent);
  return html`<p part="notice" class="notice" dir="auto">${text}</p>`;
}

/** The same message, as the visitor knows it. */
function withText(message: Message, text: string): Message {
  return {...message, parts: [{type: 'text', text}], text};
}
