import type {FailureCode} from '../errors.js';

/**
 * What the hub seems to have refused. It does not say which message an error is about, so that the messages it may be
 * about are under suspicion until a transcript shows which of them the hub has.
 */
export class RejectionCandidates {
  /** The line of the transcript that tells of the error. */
  notice: string | undefined;
  readonly #codes = new Map<string, FailureCode>();

  get any(): boolean {
    return this.#codes.size > 0;
  }

  has(id: string): boolean {
    return this.#codes.has(id);
  }

  add(id: string, code: FailureCode): void {
    this.#codes.set(id, code);
  }

  /** The hub has these. */
  confirm(ids: ReadonlySet<string>): void {
    for (const id of ids) this.#codes.delete(id);
  }

  /** The link is gone. Without an answer to it, what an error was about is only uncertain, as all that was sent last. */
  linkLost(): void {
    for (const [id, code] of this.#codes) if (code === 'hub-error') this.#codes.delete(id);
  }

  /** What is left is refused; by id, why. */
  reject(): ReadonlyMap<string, FailureCode> {
    const codes = new Map(this.#codes);
    this.drop();
    return codes;
  }

  drop(): void {
    this.#codes.clear();
    this.notice = undefined;
  }
}
