import type {KeyValueStore} from '../storage/key-value-store.js';
import {saveSession, type SessionRecord} from '../storage/session-record.js';

/** Storage that is slower than this holds no message up, in milliseconds. */
const PATIENCE = 1_000;

/** Writes the newest record, one write at a time, however often it changes meanwhile. */
export class SessionWriter {
  #next: SessionRecord | undefined;
  #writing: Promise<void> | undefined;

  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
  ) {}

  save(record: SessionRecord): void {
    this.#next = record;
    this.#writing ??= this.#write();
  }

  /** Resolves when what was saved is stored, or when that takes too long. */
  async settled(): Promise<void> {
    if (!this.#writing) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)));
    await Promise.race([this.#writing, limit]);
    clearTimeout(timer);
  }

  async #write(): Promise<void> {
    // Changes that come in the same task are one write.
    await Promise.resolve();
    while (this.#next) {
      const record = this.#next;
      this.#next = undefined;
      await saveSession(this.key, record, this.store);
    }
    this.#writing = undefined;
  }
}
