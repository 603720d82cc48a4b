import type {ConnectionState} from '../connection/socket-service.js';
import type {ConnectionProblem} from './snapshot.js';
import {LOSS_NOTICE_DELAY} from '../timing.js';

/** What else there is to know of a link than its state. */
export interface LinkState {
  /** There is none because nobody needs it. */
  readonly isDormant: boolean;
  /** There is one, though the browser says that there is no network. */
  readonly doubtful: boolean;
}

/** Knows what stands between the visitor and the hub. */
export class ConnectionProblems {
  /** The site is set up wrongly. */
  setup: 'no-api-key' | 'bad-address' | undefined;
  /** The last attempt to connect has failed. */
  failing = false;
  /** The hub is there and has not started a conversation. */
  notStarting = false;
  /** There was a link, here or in the tab that had the conversation before. */
  wasConnected = false;
  #state: ConnectionState = 'idle';
  /** Runs, or has run, while there is no link, or none to rely on. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLongLost = false;

  constructor(private readonly onChange: () => void) {}

  stateChanged(state: ConnectionState, {isDormant, doubtful}: LinkState): void {
    this.#state = state;
    if (state === 'ready') {
      this.failing = false;
      this.wasConnected = true;
    }
    const isLost = state === 'connecting' || (state === 'waiting' && !isDormant) || doubtful;
    // Links end now and then, and most are back before anybody needs them.
    if (isLost && this.#timer !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isLongLost = false;
    if (!isLost) return;
    this.#timer = setTimeout(() => {
      this.#isLongLost = true;
      this.onChange();
    }, LOSS_NOTICE_DELAY);
  }

  /** The worst that there is now. That the browser sees no network matters only where something does not work. */
  worst(online: boolean): ConnectionProblem | undefined {
    if (this.setup) return this.setup;
    if (this.#state === 'idle' || this.#state === 'stopped') return undefined;
    if (!online && (this.failing || this.#isLongLost)) return 'offline';
    if (this.notStarting) return 'not-starting';
    if (this.#state === 'ready') return undefined;
    if (this.wasConnected) return this.#isLongLost ? 'reconnecting' : undefined;
    return this.failing ? 'unreachable' : undefined;
  }
}
