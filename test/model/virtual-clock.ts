import type {Clock} from '../../demo/hub/clock.js';

interface Timer {
  readonly at: number;
  readonly run: () => void;
}

const START = 1_700_000_000_000;

const realTimers = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  now: Date.now,
  sinceStart: performance.now,
};

/** Lets all promises that can go on do so. */
const settlePromises = () => new Promise<void>((resolve) => setImmediate(resolve));

/**
 * Time that passes when the test says so, and at once. Faster than sinon's, which waits for a real timer after each
 * of its own: a script runs through minutes of it, and there are many scripts.
 */
export class VirtualClock implements Clock {
  #now = START;
  /** By how much the clock of the machine is wrong. */
  #error = 0;
  /** By time; timers of the same time in the order in which they were set. */
  readonly #timers: Timer[] = [];
  /** Those that were set through the globals: the client's. */
  readonly #global = new Set<Timer>();

  now(): number {
    return this.#now;
  }

  /** Somebody sets the clock of the machine. */
  jump(milliseconds: number): void {
    this.#error += milliseconds;
  }

  setTimeout(run: () => void, milliseconds: number): Timer {
    const timer = {at: this.#now + Math.max(0, milliseconds), run};
    const index = this.#timers.findLastIndex(({at}) => at <= timer.at) + 1;
    this.#timers.splice(index, 0, timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const index = this.#timers.indexOf(handle as Timer);
    if (index >= 0) this.#timers.splice(index, 1);
  }

  /** How many timers the client has set and not cleared. */
  get clientTimers(): number {
    return this.#timers.filter((timer) => this.#global.has(timer)).length;
  }

  async advance(milliseconds: number): Promise<void> {
    const end = this.#now + milliseconds;
    await settlePromises();
    for (let next = this.#timers[0]; next && next.at <= end; next = this.#timers[0]) {
      this.#timers.shift();
      this.#now = next.at;
      next.run();
      await settlePromises();
    }
    this.#now = end;
  }

  /** Makes this the time of everything until the function that it returns is called. */
  install(): () => void {
    const set = (run: () => void, milliseconds = 0) => {
      const timer = this.setTimeout(run, milliseconds);
      this.#global.add(timer);
      return timer;
    };
    globalThis.setTimeout = set as unknown as typeof setTimeout;
    globalThis.clearTimeout = (timer) => this.clearTimeout(timer);
    Date.now = () => this.#now + this.#error;
    performance.now = () => this.#now - START;
    return () => {
      globalThis.setTimeout = realTimers.setTimeout;
      globalThis.clearTimeout = realTimers.clearTimeout;
      Date.now = realTimers.now;
      performance.now = realTimers.sinceStart;
    };
  }
}
