import {Emitter} from '../emitter.js';
import type {ErrorCode} from '../errors.js';
import {
  encode,
  type ClientFrame,
  type Decoded,
  type FrameError,
  type HubEvent,
  type TranscriptEvent,
} from '../protocol/index.js';
import {HubSocket} from './hub-socket.js';
import {pageSignals, type PageSignals} from './page-signals.js';
import {jitteredWait, type LinkNeed, type RetryPolicy} from './retry-policy.js';
import {
  GREETING_LIMIT,
  MAX_GREETING_LIMIT,
  SECOND_ATTEMPT_AFTER,
  STABLE_AFTER,
  DORMANT_CHECK_INTERVAL,
} from '../timing.js';

/**
 * - `idle`: not asked to connect yet.
 * - `connecting`: a socket or two are being opened, or are open and the hub has not greeted yet.
 * - `ready`: the hub greeted; frames can leave.
 * - `waiting`: there is no socket; the next attempt comes after a delay.
 * - `stopped`: closed for good, by us or because the address cannot be used.
 */
export type ConnectionState = 'idle' | 'connecting' | 'ready' | 'waiting' | 'stopped';

export type SocketEvent =
  /** `closeCode` says why the link ended, where the hub ended it. */
  | {readonly type: 'state'; readonly state: ConnectionState; readonly closeCode?: number}
  /** `raw` is what came, as it came. */
  | {readonly type: 'event'; readonly event: HubEvent; readonly raw: unknown}
  /** The end of a long history, while the rest is still being read; the event with all of it follows. */
  | {readonly type: 'preview'; readonly event: TranscriptEvent; readonly raw: unknown}
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

/** A socket over which the hub has not greeted yet. */
interface Attempt {
  readonly socket: HubSocket;
  /** Ends it when it has had its time. */
  timer?: ReturnType<typeof setTimeout>;
}

/** Keeps one connection to the hub alive. Knows frames, not conversations. */
export class SocketService {
  #state: ConnectionState = 'idle';
  readonly #events = new Emitter<SocketEvent>();
  readonly #options: Required<SocketOptions>;

  /** The one over which the hub has greeted. */
  #socket: HubSocket | undefined;
  /** At most two, the older first. */
  #attempts: Attempt[] = [];
  /** Each attempt that took longer leaves the next one more, and once it was needed it is needed again. */
  #greetingLimit = GREETING_LIMIT;
  /** Until the newest attempt counts as a failed one, or until a link counts as stable. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Until the next attempt, though another one may still be under way. */
  #waitTimer: ReturnType<typeof setTimeout> | undefined;
  /** The newest attempt should have been greeted by now. */
  #hangs = false;
  #sleeps = false;
  #failures = 0;
  #unsubscribeSignals: (() => void) | undefined;
  #wasAway = false;
  #wasOnline = true;

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
    this.#wasOnline = signals.online;
    this.#unsubscribeSignals = signals.subscribe(() => this.#handleSignal());
    this.#failures = 0;
    this.#attempt();
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
  reconnectNow(): void {
    if (this.#options.signals.left) return;
    const isAlone = this.#hangs && this.#attempts.length === 1;
    if (this.#state === 'waiting' || this.#waitTimer !== undefined || isAlone) this.#attempt();
  }

  /** There is no link, and none is tried for while nobody needs it. */
  get isDormant(): boolean {
    return this.#state === 'waiting' && (this.#sleeps || this.#waitTimer === undefined);
  }

  /** The link is needed again. */
  resume(): void {
    if (this.isDormant) this.reconnectNow();
  }

  /** True when the frame was written; false leaves it with the caller to keep and send again. */
  send(frame: ClientFrame): boolean {
    return this.#socket?.send(encode(frame)) ?? false;
  }

  /** Beside the oldest of those that hang, which may still be greeted. */
  #attempt(): void {
    this.#stopTimers();
    this.#hangs = false;
    this.#endAttempts(1);
    if (!this.#open()) return;
    this.#timer = setTimeout(() => this.#handleHang(), SECOND_ATTEMPT_AFTER);
    this.#setState('connecting');
  }

  /** False where the address cannot be used. */
  #open(): boolean {
    const {open, address, signals} = this.#options;
    try {
      const socket = new HubSocket(open(address()), {
        onDecoded: (decoded, raw) => this.#handleDecoded(socket, decoded, raw),
        onPreview: (event, raw) => {
          if (socket === this.#socket) this.#events.emit({type: 'preview', event, raw});
        },
        onClose: (code) => this.#handleClose(socket, code),
        isSeen: () => !signals.hidden,
      });
      const attempt: Attempt = {socket};
      this.#attempts.push(attempt);
      this.#limit(attempt);
      return true;
    } catch {
      // An address that is malformed, or that this page may not use, does not get better by trying again.
      // The browser's own message names the address, key included, so it goes no further.
      this.close();
      this.#events.emit({type: 'failure', code: 'bad-address'});
      return false;
    }
  }

  /** Ends the attempt when it has had its time, which an older one may have lengthened meanwhile. */
  #limit(attempt: Attempt, had = 0): void {
    const limit = this.#greetingLimit;
    attempt.timer = setTimeout(() => {
      if (this.#greetingLimit > limit) return this.#limit(attempt, limit);
      this.#greetingLimit = Math.min(2 * limit, MAX_GREETING_LIMIT);
      this.#handleFailure(attempt);
    }, limit - had);
  }

  /** Some networks lose what opens a connection, and some hubs are away for a moment only: another attempt may fare better. */
  #handleHang(): void {
    this.#hangs = true;
    if (this.#attempts.length === 1 && this.#options.need() === 'open' && !this.#open()) return;
    this.#timer = setTimeout(() => this.#goOn(), GREETING_LIMIT - SECOND_ATTEMPT_AFTER);
  }

  #handleDecoded(socket: HubSocket, decoded: Decoded, raw: unknown): void {
    if ('error' in decoded) return this.#events.emit({type: 'bad-frame', error: decoded.error});
    const {event} = decoded;
    if (socket !== this.#socket) {
      // Some proxies accept a connection only to drop it; the hub's greeting proves that it is there.
      if (event.type === 'socket_connected') this.#becomeReady(socket);
      // Of what comes before it only that something is wrong is heard.
      else if (event.type !== 'general_error') return;
    }
    this.#events.emit({type: 'event', event, raw});
  }

  #becomeReady(socket: HubSocket): void {
    this.#stopTimers();
    this.#hangs = false;
    this.#socket = socket;
    // Before anybody is told, so that never two of them begin a conversation.
    this.#endAttempts();
    this.#timer = setTimeout(() => (this.#failures = 0), STABLE_AFTER);
    this.#setState('ready');
  }

  #handleClose(socket: HubSocket, code: number): void {
    const attempt = this.#attempts.find((each) => each.socket === socket);
    if (attempt) this.#handleFailure(attempt, code);
    else this.#retry(code);
  }

  #handleFailure(attempt: Attempt, closeCode?: number): void {
    const isNewest = attempt === this.#attempts.at(-1);
    clearTimeout(attempt.timer);
    attempt.socket.close();
    this.#attempts = this.#attempts.filter((each) => each !== attempt);
    if (this.#attempts.length === 0) this.#retry(closeCode);
    else if (isNewest) this.#goOn();
    this.#events.emit({type: 'failure', code: 'connection-failed'});
  }

  /** The one place that decides what the end of a link means: the hub documents no end that is final. */
  #retry(closeCode?: number): void {
    this.#socket?.close();
    this.#socket = undefined;
    this.#hangs = false;
    this.#goOn();
    this.#setState('waiting', closeCode);
  }

  /** Another attempt is made after a while, unless that is decided already. */
  #goOn(): void {
    if (this.#waitTimer === undefined) this.#wait(this.#failures++);
  }

  #wait(failures: number): void {
    const {signals, retryDelay} = this.#options;
    this.#stopTimers();
    const need = this.#options.need();
    this.#sleeps = need === 'none';
    if (need === 'none') {
      this.#waitTimer = setTimeout(() => this.#wait(failures), DORMANT_CHECK_INTERVAL);
      return;
    }
    const context = {failures, need, ...(!signals.online && {offline: true})};
    this.#waitTimer = setTimeout(() => this.#attempt(), retryDelay(context));
  }

  #handleSignal(): void {
    const {online, hidden, left} = this.#options.signals;
    const cameBack = this.#wasAway && !hidden && !left;
    const isOnlineAgain = online && !this.#wasOnline;
    this.#wasAway = hidden || left;
    this.#wasOnline = online;
    if (left) return this.#pause();
    // Visitors come back one by one, and are not kept waiting.
    if (cameBack) this.reconnectNow();
    // A network comes back to all its tabs and people at once, so they are spread as after a loss.
    else if (isOnlineAgain && (this.#state === 'waiting' || this.#hangs)) this.#wait(0);
  }

  /** A page that is kept for when the visitor comes back must hold no connection, or it is not kept. */
  #pause(): void {
    this.#detach();
    this.#setState('waiting');
  }

  /** After this no event of a socket and no timer can reach us. */
  #detach(): void {
    this.#stopTimers();
    this.#hangs = false;
    this.#endAttempts();
    this.#socket?.close();
    this.#socket = undefined;
  }

  /** Those from this one on, but for the one over which the hub has greeted. */
  #endAttempts(first = 0): void {
    for (const {socket, timer} of this.#attempts.splice(first)) {
      clearTimeout(timer);
      if (socket !== this.#socket) socket.close();
    }
  }

  #stopTimers(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#waitTimer);
    this.#waitTimer = undefined;
  }

  #setState(state: ConnectionState, closeCode?: number): void {
    if (state === this.#state) return;
    this.#state = state;
    this.#events.emit({type: 'state', state, ...(closeCode !== undefined && {closeCode})});
  }
}
