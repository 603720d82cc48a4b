import type {ConnectionState} from '../socket/socket-service.js';
import type {Trouble} from './snapshot.js';

/** A lost link is told to the visitor after so long, in milliseconds. */
const LOSS_PATIENCE = 3_000;

/** Knows what stands between the visitor and the hub. */
export class Troubles {
  /** The site is set up wrongly. */
  setup: 'no-api-key' | 'bad-address' | undefined;
  /** The last attempt to connect has failed. */
  failing = false;
  /** The hub is there and has not started a conversation. */
  notStarting = false;
  /** There was a link, here or in the tab that had the conversation before. */
  wasConnected = false;
  #state: ConnectionState = 'idle';
  /** Runs, or has run, while there is no link. */
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isLongLost = false;

  constructor(private readonly onChange: () => void) {}

  /** @param asleep - There is no link because nobody needs it. */
  stateChanged(state: ConnectionState, asleep: boolean): void {
    this.#state = state;
    if (state === 'ready') {
      this.failing = false;
      this.wasConnected = true;
    }
    const isTrying = state === 'connecting' || (state === 'waiting' && !asleep);
    // Links end now and then, and most are back before anybody needs them.
    if (isTrying && this.#timer !== undefined) return;
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#isLongLost = false;
    if (!isTrying) return;
    this.#timer = setTimeout(() => {
      this.#isLongLost = true;
      this.onChange();
    }, LOSS_PATIENCE);
  }

  /** The worst that there is now. */
  worst(online: boolean): Trouble | undefined {
    if (this.setup) return this.setup;
    if (this.#state === 'idle' || this.#state === 'stopped') return undefined;
    if (!online) return 'offline';
    if (this.notStarting) return 'not-starting';
    if (this.#state === 'ready') return undefined;
    if (this.wasConnected) return this.#isLongLost ? 'reconnecting' : undefined;
    return this.failing ? 'unreachable' : undefined;
  }
}
