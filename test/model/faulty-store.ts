import type {KeyValueStore} from '../../src/client.js';
import type {SessionRecord, StoredMessage} from '../../src/storage/session-record.js';
import type {VirtualClock} from './virtual-clock.js';

export type StoreMood =
  | {readonly kind: 'well'}
  | {readonly kind: 'slow'; readonly milliseconds: number}
  | {readonly kind: 'rejecting'};

/** The storage of a browser, with the records of one conversation. What a tab was writing when it went is lost. */
export class FaultyStore {
  #mood: StoreMood = {kind: 'well'};
  /** It was never so slow or broken that a message cannot wait for it. */
  isSound = true;
  /** What a tab that comes would find. */
  readonly records = new Map<string, unknown>();
  /** Something was lost, so that a tab may go on from an older state. */
  hasLost = false;
  #lastCommit = 0;

  constructor(private readonly clock: VirtualClock) {}

  set mood(mood: StoreMood) {
    this.#mood = mood;
    if (mood.kind === 'rejecting' || (mood.kind === 'slow' && mood.milliseconds > 500)) {
      this.isSound = false;
    }
  }

  /** What the visitor wrote and has not been seen at the hub, in whichever record. */
  get written(): readonly StoredMessage[] {
    return [...this.records.values()].flatMap((record) => {
      if (Array.isArray(record)) return record as StoredMessage[];
      return (record as SessionRecord | undefined)?.outbox ?? [];
    });
  }

  /** For one tab; after the signal nothing of what it writes arrives. */
  open(life: AbortSignal): KeyValueStore {
    const write = (key: string, change: (stored: unknown) => unknown) =>
      this.#perform(() => {
        if (life.aborted) this.hasLost = true;
        else this.records.set(key, structuredClone(change(this.records.get(key))));
      });
    return {
      get: (key) => this.#perform(() => this.records.get(key)),
      set: (key, value) => {
        const copy: unknown = structuredClone(value);
        return write(key, () => copy);
      },
      update: write,
      delete: (key) => write(key, () => undefined),
    };
  }

  /** In the order in which they were asked for, as IndexedDB does. */
  #perform<T>(action: () => T): Promise<T> {
    const {clock} = this;
    const mood = this.#mood;
    if (mood.kind === 'rejecting') {
      this.hasLost = true;
      return Promise.reject(new Error('The disk is full.'));
    }
    const delay = mood.kind === 'slow' ? mood.milliseconds : 0;
    const at = Math.max(this.#lastCommit, clock.now() + delay);
    if (delay === 0 && at > this.#lastCommit) return Promise.resolve().then(action);
    this.#lastCommit = at;
    return new Promise((resolve) => {
      clock.setTimeout(() => resolve(action()), at - clock.now());
    });
  }
}
