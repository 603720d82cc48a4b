import type {KeyValueStore} from '../storage/key-value-store.js';
import {saveSession, type SessionRecord} from '../storage/session-record.js';

/** Storage that is slower than this holds no message up, in milliseconds. */
const PATIENCE = 1_000;

/** Writes the newest record; what changes in one task is one write. */
export class SessionWriter {
  #next: SessionRecord | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
  ) {}

  save(record: SessionRecord): void {
    // Not held up by a write that is under way, which may be the last thing this page does: stores keep the order.
    if (!this.#next) this.#writing = Promise.resolve().then(() => this.#write());
    this.#next = record;
  }

  /** Takes what is stored away; rejects never. */
  async delete(): Promise<void> {
    this.#next = undefined;
    await this.store.delete(this.key).catch(() => undefined);
  }

  /** Resolves when what was saved is stored, or when that takes too long. */
  async settled(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, PATIENCE)));
    await Promise.race([this.#allWritten(), limit]);
    clearTimeout(timer);
  }

  /** What is saved meanwhile counts as well: it may go to the hub with what was saved before. */
  async #allWritten(): Promise<void> {
    let writing;
    do {
      writing = this.#writing;
      await writing;
    } while (writing !== this.#writing);
  }

  async #write(): Promise<void> {
    const record = this.#next;
    this.#next = undefined;
    if (!record) return;
    await saveSession(this.key, record, this.store).catch(() => undefined);
  }
}
