import {Emitter} from '../emitter.js';
import type {ErrorCode} from '../errors.js';
import {nextFrame} from '../next-frame.js';
import {nextTask} from '../next-task.js';
import {
  decodeSteps,
  encode,
  type ClientFrame,
  type Decoded,
  type Decoding,
  type FrameError,
  type HubEvent,
  type TranscriptEvent,
} from '../protocol/index.js';
import {pageSignals, type PageSignals} from './page-signals.js';
import {jitteredWait, STABLE_AFTER, type LinkNeed, type RetryPolicy} from './retry-policy.js';

/**
 * - `idle`: not asked to connect yet.
 * - `connecting`: a socket is being opened, or is open and the hub has not greeted yet.
 * - `ready`: the hub greeted; frames can leave.
 * - `waiting`: there is no socket; the next attempt comes after a delay, or soon after the network is back.
 * - `stopped`: closed for good, by us or because the address cannot be used.
 */
export type ConnectionState = 'idle' | 'connecting' | 'ready' | 'waiting' | 'stopped';

export type SocketEvent =
  /** `closeCode` says why the link ended, where the hub ended it. */
  | {readonly type: 'state'; readonly state: ConnectionState; readonly closeCode?: number}
  | {readonly type: 'event'; readonly event: HubEvent}
  /** The end of a long history, while the rest is still being read; the event with all of it follows. */
  | {readonly type: 'preview'; readonly event: TranscriptEvent}
  | {readonly type: 'bad-frame'; readonly error: FrameError}
  /** An attempt failed. Comes with each one; a link that was ready and ended is no failure. */
  | {readonly type: 'failure'; readonly code: ErrorCode};

export interface SocketOptions {
  /** Where to connect, key included. Asked before every attempt; throwing means that the address is unusable. */
  readonly address: () => string;
  readonly open?: (address: string) => WebSocket;
  readonly retryDelay?: RetryPolicy;
  /**
   * How much the visitor needs the link; asked before every wait. By default a page that is looked at counts as
   * one whose visitor waits, because only the owner knows what it shows.
   */
  readonly need?: () => LinkNeed;
  readonly signals?: PageSignals;
}

/** How long the hub has to greet after an attempt began, in milliseconds. The public client uses the same. */
export const GREETING_LIMIT = 10_000;

/** `WebSocket.OPEN`, also where there is no global `WebSocket`. */
const OPEN = 1;

/** Keeps one connection to the hub alive. Knows frames, not conversations. */
export class SocketService {
  #state: ConnectionState = 'idle';
  readonly #events = new Emitter<SocketEvent>();
  readonly #options: Required<SocketOptions>;

  /** Ends with the current socket: after that none of its events or timers can reach us. */
  #life = new AbortController();
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  #unsubscribeSignals: (() => void) | undefined;
  #wasAway = false;
  /** What came behind a long history that is still being read. */
  #backlog: unknown[] | undefined;

  constructor(options: SocketOptions) {
    this.#options = {
      open: (address) => new WebSocket(address),
      retryDelay: jitteredWait,
      need: () => (this.#options.signals.hidden ? 'hidden' : 'open'),
      signals: pageSignals,
      ...options,
    };
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Returns the unsubscribe function. */
  subscribe(listener: (event: SocketEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  /** Connects and stays connected until `close()`. Does nothing where that is already under way. */
  connect(): void {
    if (this.#state !== 'idle' && this.#state !== 'stopped') return;
    const {signals} = this.#options;
    this.#wasAway = signals.hidden;
    this.#unsubscribeSignals = signals.subscribe(() => this.#handleSignal());
    this.#failures = 0;
    this.#attemptIfOnline();
  }

  /** Ends the connection and every timer and listener; `connect()` starts a new one. */
  close(): void {
    this.#detach();
    this.#unsubscribeSignals?.();
    this.#unsubscribeSignals = undefined;
    this.#setState('stopped');
  }

  /** Gives up a link that does not answer and tries a new one after the usual delay. */
  restart(): void {
    if (this.#state === 'ready') this.#retry();
  }

  /** Cuts a wait short, because the visitor needs the link now. */
  hurry(): void {
    const {online, left} = this.#options.signals;
    if (this.#state === 'waiting' && online && !left) this.#attempt();
  }

  /** There is no link, and none is tried for before `wake()` or a visitor who comes back. */
  get asleep(): boolean {
    return this.#state === 'waiting' && this.#timer === undefined && this.#options.signals.online;
  }

  /** The link is needed again. */
  wake(): void {
    if (this.asleep) this.hurry();
  }

  /** True when the frame was written; false leaves it with the caller to keep and send again. */
  send(frame: ClientFrame): boolean {
    // A socket that is closing takes frames without complaint and drops them.
    if (this.#state !== 'ready' || this.#socket?.readyState !== OPEN) return false;
    this.#socket.send(encode(frame));
    return true;
  }

  #attemptIfOnline(): void {
    if (this.#options.signals.online) this.#attempt();
    else this.#setState('waiting');
  }

  #attempt(): void {
    this.#detach();
    this.#life = new AbortController();
    const {signal} = this.#life;
    try {
      const socket = (this.#socket = this.#options.open(this.#options.address()));
      socket.binaryType = 'arraybuffer';
      // Not by `{signal}`: the sockets of the package `ws`, for Node, do not know it.
      socket.addEventListener('message', ({data}) => signal.aborted || this.#receive(data));
      socket.addEventListener('close', ({code}) => signal.aborted || this.#handleClose(code));
      // Theirs end the process where nobody listens. What happened is told by `close`.
      socket.addEventListener('error', () => undefined);
    } catch {
      // An address that is malformed, or that this page may not use, does not get better by trying again.
      // The browser's own message names the address, key included, so it goes no further.
      this.close();
      this.#events.emit({type: 'failure', code: 'bad-address'});
      return;
    }
    this.#timer = setTimeout(() => this.#handleClose(), GREETING_LIMIT);
    this.#setState('connecting');
  }

  #receive(data: unknown): void {
    if (this.#backlog) this.#backlog.push(data);
    else this.#read(decodeSteps(data));
  }

  #read(decoding: Decoding): void {
    try {
      const {done, value} = decoding.next();
      if (done) return this.#handleDecoded(value);
      if (value) this.#events.emit({type: 'preview', event: value});
      void this.#readOn(decoding, value !== undefined);
    } catch {
      // Whatever a hub sends, nothing may be thrown into the page.
      this.#events.emit({type: 'bad-frame', error: {reason: 'bad-payload'}});
    }
  }

  /** Lets the page do something else before the next step, and draw where there is something new to see. */
  async #readOn(decoding: Decoding, draw: boolean): Promise<void> {
    const {signal} = this.#life;
    const backlog: unknown[] = (this.#backlog = []);
    if (draw && !this.#options.signals.hidden) await nextFrame();
    await nextTask();
    if (signal.aborted) return;
    this.#backlog = undefined;
    this.#read(decoding);
    for (const data of backlog) {
      // What came before may have ended the link.
      if (signal.aborted) return;
      this.#receive(data);
    }
  }

  #handleDecoded(decoded: Decoded): void {
    if ('error' in decoded) return this.#events.emit({type: 'bad-frame', error: decoded.error});
    // Some proxies accept a connection only to drop it; the hub's greeting proves that it is there.
    if (decoded.event.type === 'socket_connected' && this.#state === 'connecting') {
      this.#becomeReady();
    }
    this.#events.emit({type: 'event', event: decoded.event});
  }

  #becomeReady(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#failures = 0), STABLE_AFTER);
    this.#setState('ready');
  }

  #handleClose(code?: number): void {
    const failed = this.#state === 'connecting';
    this.#retry(code);
    if (failed) this.#events.emit({type: 'failure', code: 'connection-failed'});
  }

  /** The one place that decides what the end of a link means: the hub documents no end that is final. */
  #retry(closeCode?: number): void {
    this.#detach();
    const failures = this.#failures++;
    if (this.#options.signals.online) this.#wait(failures);
    this.#setState('waiting', closeCode);
  }

  #wait(failures: number): void {
    const need = this.#options.need();
    if (need === 'none') return;
    this.#timer = setTimeout(() => this.#attempt(), this.#options.retryDelay({failures, need}));
  }

  #handleSignal(): void {
    const {online, hidden, left} = this.#options.signals;
    const cameBack = this.#wasAway && !hidden && !left;
    this.#wasAway = hidden || left;
    if (left) return this.#pause();
    if (this.#state !== 'waiting') return;
    if (!online) this.#detach();
    // Visitors come back one by one, and are not kept waiting.
    else if (cameBack) this.#attempt();
    // A network comes back to all its tabs and people at once, so they are spread as after a loss.
    else if (this.#timer === undefined) this.#wait(0);
  }

  /** A page that is kept for when the visitor comes back must hold no connection, or it is not kept. */
  #pause(): void {
    this.#detach();
    this.#setState('waiting');
  }

  /** After this no event of the old socket and no timer can reach us. */
  #detach(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#life.abort();
    this.#socket?.close();
    this.#socket = undefined;
    this.#backlog = undefined;
  }

  #setState(state: ConnectionState, closeCode?: number): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.emit({type: 'state', state, ...(closeCode !== undefined && {closeCode})});
  }
}
