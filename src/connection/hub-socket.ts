import {decodeSteps, type Decoded, type Decoding, type TranscriptEvent} from '../protocol/index.js';
import {nextFrame, nextTask} from '../async.js';

/** `WebSocket.OPEN`, also where there is no global `WebSocket`. */
const OPEN = 1;

export interface HubSocketHandlers {
  /** `raw` is what came, as it came. */
  readonly onDecoded: (decoded: Decoded, raw: unknown) => void;
  /** The end of a long history, while the rest is still being read. */
  readonly onPreview: (event: TranscriptEvent, raw: unknown) => void;
  /** The other side, or the network, ended it. */
  readonly onClose: (code: number) => void;
  /** Whether somebody looks: then what is new is drawn before the rest of a long history is read. */
  readonly isSeen: () => boolean;
}

/** One WebSocket: what comes over it is decoded, in order, until it is closed. */
export class HubSocket {
  #isClosed = false;
  /** What came behind a long history that is still being read. */
  #backlog: unknown[] | undefined;

  constructor(
    private readonly socket: WebSocket,
    private readonly handlers: HubSocketHandlers,
  ) {
    socket.binaryType = 'arraybuffer';
    // Not by `{signal}`: the sockets of the package `ws`, for Node, do not know it.
    socket.addEventListener('message', ({data}) => this.#isClosed || this.#receive(data));
    socket.addEventListener('close', ({code}) => this.#isClosed || handlers.onClose(code));
    // Theirs end the process where nobody listens. What happened is told by `close`.
    socket.addEventListener('error', () => undefined);
  }

  /** False where the text was not written: a socket that is closing takes it without complaint and drops it. */
  send(text: string): boolean {
    if (this.#isClosed || this.socket.readyState !== OPEN) return false;
    this.socket.send(text);
    return true;
  }

  /** After this none of its events can reach anybody. One that is still being opened never opens. */
  close(): void {
    this.#isClosed = true;
    this.#backlog = undefined;
    this.socket.close();
  }

  #receive(data: unknown): void {
    if (this.#backlog) this.#backlog.push(data);
    else this.#read(decodeSteps(data), data);
  }

  #read(decoding: Decoding, raw: unknown): void {
    const {onDecoded, onPreview} = this.handlers;
    try {
      const {done, value} = decoding.next();
      if (done) return onDecoded(value, raw);
      if (value) onPreview(value, raw);
      void this.#readOn(decoding, raw, value !== undefined);
    } catch {
      // Whatever a hub sends, nothing may be thrown into the page.
      onDecoded({error: {reason: 'bad-payload'}}, raw);
    }
  }

  /** Lets the page do something else before the next step, and draw where there is something new to see. */
  async #readOn(decoding: Decoding, raw: unknown, draw: boolean): Promise<void> {
    const backlog: unknown[] = (this.#backlog = []);
    if (draw && this.handlers.isSeen()) await nextFrame();
    await nextTask();
    if (this.#isClosed) return;
    this.#backlog = undefined;
    this.#read(decoding, raw);
    for (const data of backlog) {
      // What came before may have ended the link.
      if (this.#isClosed) return;
      this.#receive(data);
    }
  }
}
