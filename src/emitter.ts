/** Calls whoever listens. */
export class Emitter<T> {
  readonly #listeners = new Set<(value: T) => void>();

  /** Returns the function that ends it. */
  listen(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  emit(value: T): void {
    // A copy, so that whoever leaves or joins meanwhile disturbs nobody.
    for (const listener of [...this.#listeners]) listener(value);
  }

  clear(): void {
    this.#listeners.clear();
  }
}
