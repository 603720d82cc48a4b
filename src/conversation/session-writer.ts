import type {KeyValueStore} from '../storage/key-value-store.js';
import {
  deleteSession,
  dropUnheard,
  saveSession,
  type SessionRecord,
} from '../storage/session-record.js';
import {settleWithin} from '../async.js';
import {STORAGE_DELAY_LIMIT} from '../timing.js';

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

  /** What was not begun to be written is not. */
  abandon(): void {
    this.#next = undefined;
  }

  /** What was saved last has these, which other tabs had stored. */
  dropUnheard(ids: ReadonlySet<string>, onDropped: () => void): void {
    this.#writing = this.#writing
      .then(() => dropUnheard(this.key, ids, this.store))
      .then(onDropped)
      .catch(() => undefined);
  }

  /** Takes what is stored away; rejects never. */
  async delete(): Promise<void> {
    this.abandon();
    await deleteSession(this.key, this.store).catch(() => undefined);
  }

  /** Resolves when what was saved is stored, or when that takes too long. */
  settled(): Promise<void> {
    return settleWithin(STORAGE_DELAY_LIMIT, this.#allWritten());
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
