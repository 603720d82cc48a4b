import type {ContentPart, Sender, TranscriptEntry} from '../protocol/index.js';
import type {Message} from './message.js';

/** One visible part of a transcript. Hubs group parts into messages differently live and in transcripts. */
interface Unit {
  readonly key: string;
  readonly entry: TranscriptEntry;
  readonly part: ContentPart;
  /** How many messages of the visitor stand before this one. */
  readonly after: number;
}

/** The visible parts of a transcript in order, each of which is taken by one message at most. */
export class Units {
  readonly #units: Unit[] = [];
  readonly #taken: boolean[];
  /** Positions by key, in order; those that were taken are dropped from the front. */
  readonly #positions = new Map<string, number[]>();

  constructor(entries: readonly TranscriptEntry[]) {
    let after = 0;
    for (const entry of entries) {
      const parts = entry.parts.filter(isVisible);
      for (const part of parts) {
        this.#units.push({key: unitKey(entry.sender, part), entry, part, after});
      }
      if (entry.sender === 'user' && parts.length > 0) after++;
    }
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

  /**
   * Takes the earliest free run with the content of this message and says where it is.
   *
   * @param after - How many messages of the visitor have to stand before it.
   */
  take(message: Message, after: number): number | undefined {
    const keys = unitKeys(message);
    const [first] = keys;
    if (first === undefined) return undefined;
    const positions = this.#positions.get(first) ?? [];
    const index = positions.findIndex(
      (position) => this.#units[position]!.after >= after && this.#isFree(position, keys),
    );
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
      return JSON.stringify(part.files.map(({name, url}) => [name, url]));
    default:
      return JSON.stringify(part);
  }
}
