import {ANSWER_LIMIT, MAX_ANSWER_LIMIT} from '../timing.js';

/**
 * How long a link may stay without an answer before it is given up. A page sees nothing of a frame before all of it
 * is there, so that a line on which the history takes its time looks like a dead one: each link that was given up
 * leaves the next one twice as long.
 */
export class AdaptiveTimeout {
  #limit = ANSWER_LIMIT;

  /** Milliseconds. */
  get limit(): number {
    return this.#limit;
  }

  get isLongest(): boolean {
    return this.#limit === MAX_ANSWER_LIMIT;
  }

  /** A link was given up. */
  increase(): void {
    this.#limit = Math.min(2 * this.#limit, MAX_ANSWER_LIMIT);
  }

  /** The history has come after so many milliseconds. */
  answered(after: number): void {
    if (after < ANSWER_LIMIT) this.#limit = ANSWER_LIMIT;
  }
}
