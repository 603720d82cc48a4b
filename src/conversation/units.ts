import type {ContentPart, Sender, TranscriptEntry} from '../protocol/index.js';
import type {Message} from './message.js';

/** One visible part of a transcript. Hubs group parts into messages differently live and in transcripts. */
interface Unit {
  readonly key: string;
  readonly entry: TranscriptEntry;
  readonly part: ContentPart;
}

/** The visible parts of a transcript in order, each of which is taken by one message at most. */
export class Units {
  readonly #units: readonly Unit[];
  readonly #taken: boolean[];
  /** Positions by key, in order; those that were taken are dropped from the front. */
  readonly #positions = new Map<string, number[]>();

  constructor(entries: readonly TranscriptEntry[]) {
    this.#units = entries.flatMap((entry) =>
      entry.parts
        .filter(isVisible)
        .map((part) => ({key: unitKey(entry.sender, part), entry, part})),
    );
    this.#taken = this.#units.map(() => false);
    this.#units.forEach(({key}, position) => {
      const positions = this.#positions.get(key);
      if (positions) positions.push(position);
      else this.#positions.set(key, [position]);
    });
  }

  get length(): number {
    return this.#units.length;
  }

  /** Takes the earliest free run with the content of this message and says where it is. */
  take(message: Message): number | undefined {
    const keys = unitKeys(message);
    const [first] = keys;
    if (first === undefined) return undefined;
    const positions = this.#positions.get(first) ?? [];
    const index = positions.findIndex((position) => this.#isFree(position, keys));
    if (index < 0) return undefined;
    const [position] = positions.splice(index, 1) as [number];
    this.#taken.fill(true, position, position + keys.length);
    return position;
  }

  /** The entry at this position, reduced to the parts from here on that no message took; and where it ends. */
  rest(position: number): {entry: TranscriptEntry; end: number} | undefined {
    const first = this.#units[position];
    if (!first || this.#taken[position]) return undefined;
    let end = position;
    while (this.#units[end]?.entry === first.entry && !this.#taken[end]) end++;
    const parts = this.#units.slice(position, end).map(({part}) => part);
    return {entry: {...first.entry, parts}, end};
  }

  #isFree(position: number, keys: readonly string[]): boolean {
    return keys.every(
      (key, offset) =>
        this.#units[position + offset]?.key === key && !this.#taken[position + offset],
    );
  }
}

/** Whether the part is content, rather than silence or timing. */
export function isVisible(part: ContentPart): boolean {
  return part.type !== 'pause' && !(part.type === 'text' && part.text.trim() === '');
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

/** Blanks are left out of account: hubs trim and fold them on the way into a transcript. */
function unitKey(sender: Sender, part: ContentPart): string {
  const content =
    part.type === 'text' ? part.text.trim().replace(/\s+/g, ' ') : JSON.stringify(part);
  return `${sender} ${part.type} ${content}`;
}
