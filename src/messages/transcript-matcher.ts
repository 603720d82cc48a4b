import {isBlank} from './blank.js';
import {stringify, type ContentPart, type Sender, type TranscriptEntry} from '../protocol/index.js';
import {isFailed, type Message} from './message.js';

/** One visible part of a transcript. Hubs group parts into messages differently live and in transcripts. */
interface Unit {
  readonly entry: TranscriptEntry;
  readonly part: ContentPart;
  /** How many messages of the visitor stand before this one. */
  readonly after: number;
}

/** The visible parts of a transcript in order, each of which is taken by one message at most. */
export class TranscriptMatcher {
  /** How many messages of the visitor there are. */
  readonly ownCount: number;
  readonly #units: Unit[] = [];
  readonly #taken: boolean[];
  /** Where the content of each is, and what that is; known once somebody asks. */
  #index: {readonly keys: readonly string[]; readonly positions: Map<string, number[]>} | undefined;
  /** By the content of a message. */
  readonly #runs = new Map<string, Runs>();
  #prefixLength = 0;

  constructor(entries: readonly TranscriptEntry[]) {
    let after = 0;
    for (const entry of entries) {
      const before = this.#units.length;
      for (const part of entry.parts) {
        if (isVisible(part)) this.#units.push({entry, part, after});
      }
      if (entry.sender === 'user' && this.#units.length > before) after++;
    }
    this.ownCount = after;
    this.#taken = new Array<boolean>(this.#units.length).fill(false);
  }

  get length(): number {
    return this.#units.length;
  }

  /** How many of them the messages take that the transcript begins with. */
  get prefixLength(): number {
    return this.#prefixLength;
  }

  /**
   * Takes as many of these messages as the transcript begins with, one behind the other, and says how many. That is
   * what `take` would give each of them, and all that has to be done where nothing is new.
   *
   * @param after - How many messages of the visitor have to stand before each, by id.
   */
  matchPrefix(messages: readonly Message[], after: ReadonlyMap<string, number>): number {
    let count = 0;
    let position = 0;
    for (const message of messages) {
      const end = this.#endOf(message, position, after.get(message.id) ?? 0);
      if (end === undefined) break;
      position = end;
      count++;
    }
    this.#prefixLength = position;
    this.#taken.fill(true, 0, position);
    return count;
  }

  /** Where the message ends if it begins here. */
  #endOf(message: Message, position: number, after: number): number | undefined {
    let end = position;
    for (const part of message.parts) {
      if (!isVisible(part)) continue;
      const unit = this.#units[end];
      if (unit?.entry.sender !== message.sender || !isSameContent(unit.part, part))
        return undefined;
      end++;
    }
    // What failed has no place of its own while others may have it.
    const isThere = end > position && !isFailed(message) && this.#units[position]!.after >= after;
    return isThere ? end : undefined;
  }

  /**
   * Takes the earliest free run with the content of this message and says where it is.
   *
   * @param after - How many messages of the visitor have to stand before it.
   */
  take(message: Message, after: number): number | undefined {
    const keys = unitKeys(message);
    if (keys.length === 0) return undefined;
    const position = this.#runsOf(keys).take((start) => this.#units[start]!.after >= after);
    if (position !== undefined) this.#taken.fill(true, position, position + keys.length);
    return position;
  }

  /** The entry at this position, reduced to the parts from here on that no message took; and where it ends. */
  unmatched(position: number): {entry: TranscriptEntry; end: number} | undefined {
    const first = this.#units[position];
    if (!first || this.#taken[position]) return undefined;
    let end = position;
    while (this.#units[end]?.entry === first.entry && !this.#taken[end]) end++;
    if (end - position === first.entry.parts.length) return {entry: first.entry, end};
    const parts = this.#units.slice(position, end).map(({part}) => part);
    return {entry: {...first.entry, parts}, end};
  }

  #runsOf(keys: readonly string[]): Runs {
    const name = keys.length === 1 ? keys[0]! : stringify(keys);
    const known = this.#runs.get(name);
    if (known) return known;
    const isTaken = (start: number) => keys.some((_, offset) => this.#taken[start + offset]);
    const runs = new Runs(this.#startsOf(keys), isTaken);
    this.#runs.set(name, runs);
    return runs;
  }

  #indexed() {
    if (this.#index) return this.#index;
    // The beginning is taken, so nobody looks for it.
    const keys = this.#units.map(({entry, part}, position) =>
      position < this.#prefixLength ? '' : unitKey(entry.sender, part),
    );
    const positions = new Map<string, number[]>();
    keys.forEach((key, position) => {
      if (position < this.#prefixLength) return;
      const known = positions.get(key);
      if (known) known.push(position);
      else positions.set(key, [position]);
    });
    return (this.#index = {keys, positions});
  }

  /** Where these stand one after the other. Looks where the rarest of them stands: many may begin alike. */
  #startsOf(keys: readonly string[]): readonly number[] {
    const {keys: all, positions} = this.#indexed();
    const places = keys.map((key) => positions.get(key) ?? []);
    const rarest = places.reduce((rare, place) => (place.length < rare.length ? place : rare));
    const starts = rarest.map((position) => position - places.indexOf(rarest));
    return starts.filter((start) => keys.every((key, offset) => all[start + offset] === key));
  }
}

/** The positions where the same content begins, of which those that are taken are never looked at twice. */
class Runs {
  /** By index, an index at or behind which the next may be that is not taken. */
  readonly #next: number[];

  constructor(
    private readonly starts: readonly number[],
    private readonly isTaken: (start: number) => boolean,
  ) {
    this.#next = starts.map((_, index) => index);
  }

  /** The first free position, which may be taken now, from the first on that stands late enough. */
  take(isLateEnough: (start: number) => boolean): number | undefined {
    return this.starts[this.#freeFrom(this.#firstWhere(isLateEnough))];
  }

  #firstWhere(isLateEnough: (start: number) => boolean): number {
    let low = 0;
    let high = this.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isLateEnough(this.starts[middle]!)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #freeFrom(index: number): number {
    const passed: number[] = [];
    while (index < this.starts.length) {
      const next = this.#next[index]!;
      if (next === index && !this.isTaken(this.starts[index]!)) break;
      passed.push(index);
      index = Math.max(next, index + 1);
    }
    for (const each of passed) this.#next[each] = index;
    return index;
  }
}

/** Whether the part is content, rather than silence or timing. */
export function isVisible(part: ContentPart): boolean {
  return part.type !== 'pause' && !(part.type === 'text' && isBlank(part.text));
}

/** How many visible parts the message has. */
export function unitCount({parts}: Message): number {
  let count = 0;
  for (const part of parts) if (isVisible(part)) count++;
  return count;
}

const keysOf = new WeakMap<Message, readonly string[]>();

/** What the message is made of, comparable with the units of a transcript. */
export function unitKeys(message: Message): readonly string[] {
  let keys = keysOf.get(message);
  if (!keys) {
    keys = message.parts.filter(isVisible).map((part) => unitKey(message.sender, part));
    keysOf.set(message, keys);
  }
  return keys;
}

function isSameContent(a: ContentPart, b: ContentPart): boolean {
  if (a.type === 'text' && b.type === 'text' && a.text === b.text) return true;
  return a.type === b.type && contentKey(a) === contentKey(b);
}

function unitKey(sender: Sender, part: ContentPart): string {
  return `${sender} ${part.type} ${contentKey(part)}`;
}

function contentKey(part: ContentPart): string {
  switch (part.type) {
    case 'text':
      // Hubs trim and fold blanks on the way into a transcript.
      return part.text.trim().replace(/\s+/g, ' ');
    case 'custom':
      // What else such a part holds may be nested too deeply to be walked.
      return `${part.kind} ${part.text ?? ''}`;
    case 'files':
      return stringify(part.files.map(({name, url}) => [name, url]));
    default:
      return stringify(part);
  }
}
