/** Numbers from 0 up to 1, the same for the same seed. https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What is drawn at random. */
export class Dice {
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = mulberry32(seed);
  }

  between(low: number, high: number): number {
    return low + this.#random() * (high - low);
  }

  /** Each once, in any order, and then all over again. */
  *deck<T>(cards: readonly T[]): Generator<T, never> {
    for (;;) {
      const left = [...cards];
      while (left.length > 0) yield left.splice(Math.floor(this.#random() * left.length), 1)[0]!;
    }
  }
}
