import type {DeskCommand, DeskEvent} from './hub/agents.js';

const retryDelay = 1000;

export interface DeskConnectionOptions {
  readonly url: string;
  readonly onEvent: (event: DeskEvent) => void;
  /** Called when the connection is there and when it was lost. */
  readonly onConnected: (connected: boolean) => void;
}

/** The agent's socket to the local hub. Comes back by itself when the hub was started anew. */
export class DeskConnection {
  readonly #options: DeskConnectionOptions;
  #socket: WebSocket | undefined;

  constructor(options: DeskConnectionOptions) {
    this.#options = options;
  }

  open() {
    const socket = (this.#socket = new WebSocket(this.#options.url));
    socket.addEventListener('open', () => this.#options.onConnected(true));
    socket.addEventListener('message', ({data}: MessageEvent<string>) =>
      this.#options.onEvent(JSON.parse(data) as DeskEvent),
    );
    socket.addEventListener('close', () => {
      this.#options.onConnected(false);
      setTimeout(() => this.open(), retryDelay);
    });
  }

  /** False when there is no connection to send it over. */
  send(command: DeskCommand): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(command));
    return true;
  }
}
