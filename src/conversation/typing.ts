/** Whether an answer to what the visitor said is on its way. */
import {TYPING_LIMIT} from '../timing.js';
export class Typing {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly onChange: () => void) {}

  get active(): boolean {
    return this.#timer !== undefined;
  }

  /** The visitor said something. */
  expect(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), TYPING_LIMIT);
    this.onChange();
  }

  /** Somebody answered, or nobody will. */
  stop(): void {
    if (!this.active) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.onChange();
  }
}
