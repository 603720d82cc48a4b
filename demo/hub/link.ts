import type {Clock, Timers} from './clock.js';
import type {Faults} from './faults.js';

/** What carries a link's frames: a WebSocket, or anything that behaves like one. */
export interface LinkTransport {
  send(data: string | Uint8Array): void;
  /** Closes in order, with a code. */
  close(code: number, reason: string): void;
  /** Drops the connection without a closing handshake. */
  terminate(): void;
}

export interface LinkOptions {
  readonly id: string;
  readonly apiKey: string;
  readonly transport: LinkTransport;
  readonly faults: Faults;
  readonly clock: Clock;
  readonly timers: Timers;
  /** Milliseconds without a frame in either direction after which the hub closes the link. */
  readonly idleTimeout: number;
  /** Milliseconds after which the hub closes the link whatever happens on it. */
  readonly maxConnectionTime: number;
  readonly onClose: (link: Link) => void;
}

/** The hub's end of one connection. All faults of the way out are met here. */
export class Link {
  readonly id: string;
  readonly apiKey: string;
  /** The conversations whose events this link gets. */
  readonly conversationIds = new Set<string>();
  readonly #options: LinkOptions;
  readonly #queue: {due: number; data: string | Uint8Array}[] = [];
  readonly #stopLifetime: () => void;
  #stopIdle: () => void = () => {};
  #stopQueue: (() => void) | undefined;
  #open = true;

  constructor(options: LinkOptions) {
    this.id = options.id;
    this.apiKey = options.apiKey;
    this.#options = options;
    // API Gateway, which the real hub seems to be, says "going away" at both limits.
    const expire = () => this.close(1001, 'Going away');
    this.#stopLifetime = options.timers.start(expire, options.maxConnectionTime);
    this.touch();
  }

  get isOpen(): boolean {
    return this.#open;
  }

  /** Notes that a frame passed, which puts off the idle timeout. */
  touch() {
    this.#stopIdle();
    if (!this.#open) return;
    const {timers, idleTimeout} = this.#options;
    this.#stopIdle = timers.start(() => this.close(1001, 'Going away'), idleTimeout);
  }

  /** Sends one frame, as often and as late as the faults demand. */
  write(data: string | Uint8Array) {
    const {faults, clock} = this.#options;
    const due = clock.now() + faults.outgoingDelay;
    for (let times = 0; times < faults.repetitions; times++) this.#queue.push({due, data});
    if (!this.#stopQueue) this.#flush();
  }

  /** Sends at once and as it is; only silence holds it back. */
  writeRaw(data: string | Uint8Array) {
    if (!this.#open || this.#options.faults.silent) return;
    this.touch();
    this.#options.transport.send(data);
  }

  close(code: number, reason: string) {
    if (!this.#open) return;
    this.detach();
    this.#options.transport.close(code, reason);
  }

  terminate() {
    if (!this.#open) return;
    this.detach();
    this.#options.transport.terminate();
  }

  /** Forgets the connection, which is closed or about to be. */
  detach() {
    if (!this.#open) return;
    this.#open = false;
    this.#queue.length = 0;
    this.#stopQueue?.();
    this.#stopIdle();
    this.#stopLifetime();
    this.#options.onClose(this);
  }

  /** One queue and one timer, so that a frame never overtakes one that was held back longer. */
  #flush() {
    this.#stopQueue = undefined;
    const {clock, timers} = this.#options;
    let next = this.#queue[0];
    while (next && next.due <= clock.now()) {
      this.#queue.shift();
      this.writeRaw(next.data);
      next = this.#queue[0];
    }
    if (next) this.#stopQueue = timers.start(() => this.#flush(), next.due - clock.now());
  }
}
