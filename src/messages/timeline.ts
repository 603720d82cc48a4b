import type {HubMessageEvent, TranscriptEntry} from '../protocol/index.js';
import type {FailureCode} from '../errors.js';
import {isWaiting, type StoredMessage} from '../storage/session-record.js';
import {
  failedMessage,
  historyMessage,
  isFailed,
  ownMessage,
  receivedMessage,
  withStatus,
  type Message,
  type Notice,
} from './message.js';
import {isVisible, unitCount, unitKeys, TranscriptMatcher} from './transcript-matcher.js';

/** Of lines that only tell what has happened, so many are kept behind one message: a visitor wants no more. */
const MOST_LINES = 10;

/** What merging a transcript brought to light. */
export interface Merged {
  /** Messages that were not in the list before, in order. */
  readonly added: readonly Message[];
  /** Ids of the visitor's messages that the transcript shows the hub to have. */
  readonly confirmed: ReadonlySet<string>;
  /** How many messages of the visitor the transcript has. */
  readonly ownCount: number;
}

/** What else has to be known to go on with a list. */
export interface TimelineMarks {
  /** Messages before this one belong to an earlier conversation. */
  readonly start: number;
  /** How many ids were given. */
  readonly lastId: number;
}

/**
 * The list that the visitor sees, merged from three sources: what the visitor writes, what arrives live, and
 * transcripts. No clock, no network, no storage: what goes in decides what comes out.
 *
 * The hub gives no ids that hold for all three, so a transcript is aligned with the list by sender and content,
 * each part with one message at most: "yes", "yes" stays two messages, and a repeated transcript adds nothing.
 */
export class Timeline {
  #messages: readonly Message[] = Object.freeze([]);
  #notices: readonly Notice[] = Object.freeze([]);
  /** Messages before this one belong to an earlier conversation, of which no transcript speaks. */
  #start = 0;
  #receivedCount = 0;
  /** How much had been said with each message of a bot or an agent; unknown after more than the end has changed. */
  #receivedEnds: number[] | undefined;
  #lastId = 0;
  /** The end of a history, shown before all of it is merged. */
  #preview: ReadonlyMap<TranscriptEntry, Message> = new Map();
  /** What transcripts added at the end, and may still come live: hubs store first and send then. */
  #news = '';
  /** A live message was taken for such news. Only a later transcript can tell whether it was. */
  inDoubt = false;
  /** Ids of messages that came. */
  readonly #hubIds = new Set<string>();
  /** Live messages by the ids that came with them. */
  readonly #byEventId = new Map<string, Message>();

  /** Frozen, and the same object until something changes; so is each message in it. */
  get messages(): readonly Message[] {
    return this.#messages;
  }

  /** Lines between the messages; frozen, and the same object until something changes. */
  get notices(): readonly Notice[] {
    return this.#notices;
  }

  get marks(): TimelineMarks {
    return {start: this.#start, lastId: this.#lastId};
  }

  /** Goes on with a list that another tab has had until now. */
  adopt(messages: readonly Message[], notices: readonly Notice[], marks: TimelineMarks): void {
    this.#messages = messages;
    this.#notices = notices;
    for (const {id, code} of notices) {
      // Only that tab knows where the message is to be had; mostly the next transcript brings it.
      if (isPlaceholder(code)) this.renote(id, {code: 'message-unavailable'});
    }
    this.#start = marks.start;
    this.#lastId = marks.lastId;
    this.#receivedEnds = undefined;
    for (const message of messages.slice(marks.start)) {
      if (message.sender === 'user') continue;
      this.#receivedCount += unitCount(message);
      this.#remember(message);
    }
  }

  /** How much bots and agents have said in the current conversation, in visible parts of messages. */
  get receivedCount(): number {
    return this.#receivedCount;
  }

  /** How many messages of bots and agents there are beyond this count of visible parts; whatever there is, in no time. */
  countBeyond(count: number): number {
    const ends = (this.#receivedEnds ??= this.#findEnds());
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > count) high = middle;
      else low = middle + 1;
    }
    return ends.length - low;
  }

  #findEnds(): number[] {
    const received = this.#messages.slice(this.#start).filter(({sender}) => sender !== 'user');
    const all = received.reduce((sum, message) => sum + unitCount(message), 0);
    let end = this.#receivedCount - all;
    return received.map((message) => (end += unitCount(message)));
  }

  /** The newest messages of bots and agents beyond this count of visible parts, oldest first. */
  receivedBeyond(count: number): readonly Message[] {
    const newest: Message[] = [];
    let beyond = this.#receivedCount - count;
    for (let index = this.#messages.length - 1; beyond > 0 && index >= this.#start; index--) {
      const message = this.#messages[index]!;
      if (message.sender === 'user') continue;
      beyond -= unitCount(message);
      newest.push(message);
    }
    return newest.reverse();
  }

  /** Adds a message of the visitor, shown as pending, at the end. */
  write(message: StoredMessage): Message {
    const own = ownMessage(message);
    this.#insert(own, this.#messages.length);
    return own;
  }

  /**
   * Adds messages that the visitor wrote on an earlier page, before what was written on this one; what was answered
   * there comes with the history it is part of.
   */
  restore(stored: readonly StoredMessage[]): void {
    const waiting = stored.filter(isWaiting).map(ownMessage);
    const failed = stored.filter((item) => item.failed).map(ownMessage);
    // What failed has no place in the history; a visitor finds it at the end.
    this.#set([...waiting, ...failed, ...this.#messages]);
  }

  /** Adds a live message; undefined when there is nothing to show, or when it came before: hubs repeat events. */
  receive(event: HubMessageEvent, time: number): Message | undefined {
    return this.#receive(event, time, this.#messages.length);
  }

  /**
   * Puts a message that comes late where a line kept its place, in place of the line; undefined also when a
   * transcript has brought it meanwhile.
   */
  receiveAt(noticeId: string, event: HubMessageEvent, time: number): Message | undefined {
    const notice = this.#notices.find(({id}) => id === noticeId);
    if (!notice) return undefined;
    const position = this.#notices.indexOf(notice);
    const index = this.#messages.findIndex(({id}) => id === notice.after) + 1;
    const message = this.#receive(event, time, index);
    // Lines that stood behind this one stand behind the message now.
    this.#notices = Object.freeze(
      this.#notices
        .toSpliced(position, 1)
        .map((each, i) =>
          message && i >= position && each.after === notice.after
            ? Object.freeze({...each, after: message.id})
            : each,
        ),
    );
    return message;
  }

  /** What transcripts added does not come live any more. */
  forgetNews(): void {
    this.#news = '';
  }

  #receive(event: HubMessageEvent, time: number, index: number): Message | undefined {
    if (!event.parts.some(isVisible)) return undefined;
    const message = receivedMessage(this.#newId(), event, time);
    if (this.#isRepeated(event, message) || this.#isHistory(message, index)) return undefined;
    this.#remember(message);
    if (this.#isNews(message)) return undefined;
    const isLast = index === this.#messages.length;
    if (index < this.#start) this.#start++;
    else this.#receivedCount += unitCount(message);
    if (isLast) this.#receivedEnds?.push(this.#receivedCount);
    else this.#receivedEnds = undefined;
    this.#insert(message, index);
    return message;
  }

  /** Shows the end of a history, in a list that is empty yet, until `merge` has all of it. */
  preview(entries: readonly TranscriptEntry[]): void {
    if (this.#messages.length > 0) return;
    const seen = entries.filter(({parts}) => parts.some(isVisible));
    this.#preview = new Map(seen.map((entry) => [entry, historyMessage(this.#newId(), entry)]));
    this.#messages = Object.freeze([...this.#preview.values()]);
  }

  /** The preview goes where all of it comes, and what was shown of it already comes with that again. */
  #takePreview(): ReadonlyMap<TranscriptEntry, Message> {
    const preview = this.#preview;
    if (preview.size === 0) return preview;
    this.#preview = new Map();
    const shown = new Set(preview.values());
    this.#messages = Object.freeze(this.#messages.filter((message) => !shown.has(message)));
    return preview;
  }

  /**
   * Brings the list in line with the hub's. The order of the transcript wins; what it does not have stays behind
   * the message it followed, except that what the visitor wrote waits at the end, where it will arrive.
   *
   * @param waiting - What the hub is not known to have, and where in the conversation that was written.
   */
  merge(entries: readonly TranscriptEntry[], waiting: readonly StoredMessage[] = []): Merged {
    for (const {id} of entries) if (id !== undefined) this.#hubIds.add(id);
    const preview = this.#takePreview();
    const matcher = new TranscriptMatcher(entries);
    const after = new Map(waiting.map((message) => [message.id, message.after]));
    const current = this.#messages.slice(this.#start);
    const list = [...hiddenAmong(waiting, current).map(ownMessage), ...current];
    const known = list.slice(0, matcher.matchPrefix(list, after));
    const left = list.slice(known.length);
    const positions = this.#positionsOf(left, matcher, after);

    const matched = new Map<number, Message>();
    const following = new Map<number, readonly Message[]>();
    // What the transcript does not have: what waits for the end, and what followed the last message that it has.
    const waitingOwn: Message[] = [];
    let unmatched: Message[] = [];
    let previous = -1;
    const stays = (message: Message) => message.sender !== 'user' || isFailed(message);
    for (const message of left) {
      const position = positions.get(message);
      if (position === undefined) {
        unmatched.push(message);
        continue;
      }
      following.set(previous, unmatched.filter(stays));
      waitingOwn.push(...unmatched.filter((each) => !stays(each)));
      unmatched = [];
      matched.set(position, message);
      previous = position;
    }

    const added: Message[] = [];
    const confirmed = new Set<string>();
    const result: Message[] = [];
    const keep = (message: Message) => {
      if (message.sender === 'user') confirmed.add(message.id);
      result.push(message.sender === 'user' ? withStatus(message, 'sent') : message);
    };
    known.forEach(keep);
    result.push(...(following.get(-1) ?? []));
    for (let position = matcher.prefixLength; position < matcher.length;) {
      const message = matched.get(position);
      const rest = matcher.unmatched(position);
      if (message) {
        keep(message);
        result.push(...(following.get(position) ?? []));
        position += unitCount(message);
      } else if (rest) {
        const message = preview.get(rest.entry) ?? historyMessage(this.#newId(), rest.entry);
        added.push(message);
        result.push(message);
        position = rest.end;
      } else {
        position++;
      }
    }
    result.push(...waitingOwn, ...unmatched);
    for (const message of added) {
      if (message.sender !== 'user') this.#receivedCount += unitCount(message);
    }
    this.#receivedEnds = undefined;
    this.#set([...this.#messages.slice(0, this.#start), ...result]);
    this.#dropFilled(added);
    if (added.length > 0) this.#expect(result, new Set(added));
    return {added, confirmed, ownCount: matcher.ownCount};
  }

  /** Where in the transcript each of these messages is, which is known for those that are found. */
  #positionsOf(
    messages: readonly Message[],
    matcher: TranscriptMatcher,
    after: ReadonlyMap<string, number>,
  ): ReadonlyMap<Message, number | undefined> {
    // What failed may have been written anew in the same words.
    const claims = [
      ...messages.filter((message) => !isFailed(message)),
      ...messages.filter(isFailed),
    ];
    return new Map(
      claims.map((message) => [message, matcher.take(message, after.get(message.id) ?? 0)]),
    );
  }

  /** Changes the status of messages of the visitor. */
  mark(ids: ReadonlySet<string>, status: 'pending' | 'sent'): void {
    const changes: [number, Message][] = [];
    // They are among the last.
    let left = ids.size;
    for (let index = this.#messages.length - 1; left > 0 && index >= 0; index--) {
      const message = this.#messages[index]!;
      if (!ids.has(message.id)) continue;
      left--;
      const marked = withStatus(message, status);
      if (marked !== message) changes.push([index, marked]);
    }
    if (changes.length === 0) return;
    const messages = [...this.#messages];
    for (const [index, marked] of changes) messages[index] = marked;
    this.#messages = Object.freeze(messages);
  }

  /** Shows that a message of the visitor was not delivered. */
  fail(id: string, code: FailureCode): Message | undefined {
    const message = this.#messages.find((each) => each.id === id);
    const failed = message && failedMessage(message, code);
    if (failed) this.#set(this.#messages.map((each) => (each === message ? failed : each)));
    return failed;
  }

  /** Takes a message away. Lines behind it stand behind the one before it then. */
  remove(id: string): void {
    const index = this.#messages.findIndex((message) => message.id === id);
    if (index < 0) return;
    const before = this.#messages[index - 1]?.id;
    this.#notices = Object.freeze(
      this.#notices.map((notice) => {
        const {after, ...line} = notice;
        if (after !== id) return notice;
        return Object.freeze({...line, ...(before !== undefined && {after: before})});
      }),
    );
    if (index < this.#start) this.#start--;
    this.#set(this.#messages.toSpliced(index, 1));
  }

  /** From here on there is another conversation, below a line that says so. What waits moves along. */
  restart(waiting: ReadonlySet<string>): void {
    const earlier = this.#messages.filter(({id}) => !waiting.has(id));
    const moved = this.#messages.filter(({id}) => waiting.has(id));
    this.#preview = new Map();
    this.forgetNews();
    this.#start = earlier.length;
    this.#receivedCount = 0;
    this.#receivedEnds = undefined;
    this.#set(earlier);
    this.note('conversation-restarted');
    this.#set([...earlier, ...moved]);
  }

  /** Forgets everything but what waits to be sent: another conversation is shown from now on. */
  clear(waiting: ReadonlySet<string>): void {
    this.#messages = Object.freeze(this.#messages.filter(({id}) => waiting.has(id)));
    this.#notices = Object.freeze([]);
    this.#preview = new Map();
    this.#start = 0;
    this.#receivedCount = 0;
    this.#receivedEnds = undefined;
    this.forgetNews();
    this.#hubIds.clear();
    this.#byEventId.clear();
  }

  /** Adds a line at the end, unless the same line is the last one there already. */
  note(code: Notice['code'], name?: string): Notice {
    const after = this.#messages.at(-1)?.id;
    const last = this.#notices.at(-1);
    const isSame = last?.code === code && last.after === after && last.name === name;
    // Each message on its way has a line of its own.
    if (isSame && code !== 'message-loading') return last;
    const notice = Object.freeze({
      id: this.#newId(),
      code,
      ...(name !== undefined && {name}),
      ...(after !== undefined && {after}),
    });
    const index = this.#notices.length - MOST_LINES;
    const oldest = this.#notices[index];
    const isFull = oldest && oldest.after === after && isPassing(oldest);
    const kept = isFull ? this.#notices.toSpliced(index, 1) : this.#notices;
    this.#notices = Object.freeze([...kept, notice]);
    return notice;
  }

  /** Takes a line away. */
  unnote(id: string | undefined): void {
    this.#notices = Object.freeze(this.#notices.filter((notice) => notice.id !== id));
  }

  /** Changes what a line says. */
  renote(id: string, change: Pick<Notice, 'code' | 'retryable'>): void {
    this.#notices = Object.freeze(
      this.#notices.map((notice) => {
        if (notice.id !== id) return notice;
        const {after, name} = notice;
        const place = {...(after !== undefined && {after}), ...(name !== undefined && {name})};
        return Object.freeze({id, ...place, ...change});
      }),
    );
  }

  #insert(message: Message, index: number): void {
    const list = this.#messages;
    // Browsers freeze what was written as a list many times faster than what a method made.
    this.#messages = Object.freeze(
      index === list.length
        ? [...list, message]
        : [...list.slice(0, index), message, ...list.slice(index)],
    );
  }

  #remember(message: Message): void {
    if (message.hubId !== undefined) this.#hubIds.add(message.hubId);
    if (message.eventId !== undefined) this.#byEventId.set(message.eventId, message);
  }

  /** An event may carry several messages, so its id tells only together with the content. */
  #isRepeated(event: HubMessageEvent, message: Message): boolean {
    if (event.messageId !== undefined && this.#hubIds.has(event.messageId)) return true;
    const sibling = event.eventId === undefined ? undefined : this.#byEventId.get(event.eventId);
    if (!sibling || (event.messageId !== undefined && sibling.hubId !== undefined)) return false;
    return String(unitKeys(sibling)) === String(unitKeys(message));
  }

  /** Where a transcript has brought what a line kept a place for, the line goes. */
  #dropFilled(added: readonly Message[]): void {
    const left = new Set(added.filter(({sender}) => sender !== 'user'));
    const isFilled = ({code, after}: Notice) => {
      if (!isPlaceholder(code)) return false;
      const next = this.#messages[this.#messages.findIndex(({id}) => id === after) + 1];
      return next !== undefined && left.delete(next);
    };
    const notices = this.#notices.filter((notice) => !isFilled(notice));
    if (notices.length < this.#notices.length) this.#notices = Object.freeze(notices);
  }

  /** A transcript, whose messages have no time, has brought this behind its place already. */
  #isHistory(message: Message, index: number): boolean {
    const behind = this.#messages.slice(index);
    if (behind.length === 0) return false;
    const keys = `,${String(unitKeys(message))},`;
    return behind.some(
      (other) =>
        other.time === undefined &&
        other.sender === message.sender &&
        `,${String(unitKeys(other))},`.includes(keys),
    );
  }

  /** What is new behind all that was heard before, but for what came before a message written elsewhere. */
  #expect(list: readonly Message[], added: ReadonlySet<Message>): void {
    const before = list.findLastIndex(
      (message) => added.has(message) === (message.sender === 'user'),
    );
    const news = list.slice(before + 1).filter(({sender}) => sender !== 'user');
    this.#news += textOf(news);
  }

  /** What a transcript has just brought is not shown once more. Hubs send in order, so all before it is over. */
  #isNews(message: Message): boolean {
    const text = textOf([message]);
    const at = this.#news.indexOf(text);
    this.#news = at < 0 ? '' : this.#news.slice(at + text.length);
    this.inDoubt ||= at >= 0;
    return at >= 0;
  }

  #newId(): string {
    return `m${++this.#lastId}`;
  }

  #set(messages: Message[]): void {
    const current = this.#messages;
    const same =
      messages.length === current.length && messages.every((message, i) => message === current[i]);
    if (!same) this.#messages = Object.freeze(messages);
  }
}

/** Whether the line only tells what has happened at one time. */
function isPassing({code}: Notice): boolean {
  return code === 'unreadable' || code === 'hub-error' || code.startsWith('agent-');
}

/** Whether the line keeps the place of a message. */
function isPlaceholder(code: Notice['code']): boolean {
  return code === 'message-loading' || code === 'message-unavailable';
}

/** Comparable with that of other messages, of which it may be a part. */
function textOf(messages: readonly Message[]): string {
  return messages
    .flatMap(unitKeys)
    .map((key) => `,${key},`)
    .join('');
}

/** What the hub may have though nobody sees it here; the silent opening of a conversation is nothing to see. */
function hiddenAmong(waiting: readonly StoredMessage[], current: readonly Message[]) {
  if (waiting.length === 0) return [];
  const shown = new Set(current.map(({id}) => id));
  return waiting.filter(({id, text}) => text !== '' && !shown.has(id));
}
