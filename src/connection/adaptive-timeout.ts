import {ANSWER_LIMIT} from '../conversation/pending-requests.js';

/** In milliseconds. The biggest frame of a hub, 128 KB, takes no longer on a line that carries 3.2 KB per second. */
export const LONGEST_PATIENCE = 4 * ANSWER_LIMIT;

/**
 * How long a link may stay without an answer before it is given up. A page sees nothing of a frame before all of it
 * is there, so that a line on which the history takes its time looks like a dead one: each link that was given up
 * leaves the next one twice as long.
 */
export class Patience {
  #limit = ANSWER_LIMIT;

  /** Milliseconds. */
  get limit(): number {
    return this.#limit;
  }

  get isLongest(): boolean {
    return this.#limit === LONGEST_PATIENCE;
  }

  /** A link was given up. */
  lengthen(): void {
    this.#limit = Math.min(2 * this.#limit, LONGEST_PATIENCE);
  }

  /** The history has come after so many milliseconds. */
  answered(after: number): void {
    if (after < ANSWER_LIMIT) this.#limit = ANSWER_LIMIT;
  }
}
