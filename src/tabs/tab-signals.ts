import {Emitter} from '../emitter.js';
import type {PageSignals} from '../connection/page-signals.js';

/** The signals of this page, which counts as seen while any tab of the conversation is. */
export class TabSignals implements PageSignals {
  #seenElsewhere = false;
  readonly #changes = new Emitter<void>();

  constructor(private readonly page: PageSignals) {}

  get online(): boolean {
    return this.page.online;
  }

  get hidden(): boolean {
    return this.page.hidden && !this.#seenElsewhere;
  }

  get left(): boolean {
    return this.page.left;
  }

  set seenElsewhere(seen: boolean) {
    if (seen === this.#seenElsewhere) return;
    this.#seenElsewhere = seen;
    this.#changes.emit();
  }

  subscribe(listener: () => void): () => void {
    const unsubscribePage = this.page.subscribe(listener);
    const unsubscribe = this.#changes.listen(listener);
    return () => {
      unsubscribePage();
      unsubscribe();
    };
  }
}
