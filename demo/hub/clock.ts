/** Time and chance, replaceable so that a test can run the hub on virtual time and get the same ids twice. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs something later; what it returns is only ever handed back to `clearTimeout`. */
  setTimeout(run: () => void, milliseconds: number): unknown;
  clearTimeout(handle: unknown): void;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout: (run, milliseconds) => globalThis.setTimeout(run, milliseconds),
  clearTimeout: (handle) => globalThis.clearTimeout(handle as ReturnType<typeof setTimeout>),
};

/** A random UUID. */
export function randomUuid(): string {
  return globalThis.crypto.randomUUID();
}

/** Timers that can all be dropped at once, so that nothing runs after the hub was closed. */
export class Timers {
  readonly #clock: Clock;
  readonly #pending = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Runs something later and returns the function that prevents it. */
  start(run: () => void, milliseconds: number): () => void {
    const cancel = () => {
      this.#clock.clearTimeout(handle);
      this.#pending.delete(cancel);
    };
    const handle = this.#clock.setTimeout(() => {
      this.#pending.delete(cancel);
      run();
    }, milliseconds);
    this.#pending.add(cancel);
    return cancel;
  }

  /** Prevents everything that has not run yet. */
  clear() {
    for (const cancel of [...this.#pending]) cancel();
  }
}
