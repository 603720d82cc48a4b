/** Bytes written as JSON, so that a test in a browser can ask for them too. */
export interface Bytes {
  readonly bytes: readonly number[];
}

/** How a refused connection ends: an answer with status 503, or no answer at all. */
export type Refusal = 'status-503' | 'destroy';

/** What faults do to the hub at once. */
export interface FaultTarget {
  cutAll(): void;
  sendGarbage(data: string | Uint8Array, conversationId?: string): void;
  forget(conversationId: string): boolean;
}

/**
 * Everything that can be made to go wrong. Faults combine freely, each lasts until it is used up, called off or
 * `clear()` is called, and all arguments are JSON, so that a test in a browser can set them.
 */
export class Faults {
  readonly #target: FaultTarget;
  #refusal: {how: Refusal; left: number} | undefined;
  #greets = true;
  #cuts = {before: 0, after: 0};
  #silence: {store: boolean} | undefined;
  #delay = 0;
  #times = 1;
  #lag = 0;

  constructor(target: FaultTarget) {
    this.#target = target;
  }

  /** Refuses new sockets and HTTP requests, for good or this many times. */
  refuseConnections(how: Refusal = 'status-503', times = Infinity) {
    this.#refusal = {how, left: times};
  }

  /** Accepts connections again. */
  acceptConnections() {
    this.#refusal = undefined;
  }

  /** Accepts sockets but never sends them `socket_connected`. Those already greeted are not touched. */
  neverGreet() {
    this.#greets = false;
  }

  /** Drops all sockets now, without a closing handshake: the client sees code 1006. */
  cutAll() {
    this.#target.cutAll();
  }

  /** Drops the socket of each of the next `user_message` frames, and does not store the message. */
  cutBeforeStoring(times = 1) {
    this.#cuts.before = times;
  }

  /**
   * Stores each of the next `user_message` frames, then drops its socket before any reply leaves. The bot still
   * answers: into the transcript and to the conversation's other sockets.
   */
  cutAfterStoring(times = 1) {
    this.#cuts.after = times;
  }

  /**
   * Nothing leaves the hub any more while sockets stay open, as on a dead link; what would have left is lost. Frames
   * that arrive are still stored, unless `store` is false.
   */
  goSilent({store = true}: {readonly store?: boolean} = {}) {
    this.#silence = {store};
  }

  /** Ends the silence. */
  speakAgain() {
    this.#silence = undefined;
  }

  /** Holds every outgoing frame back for this long. The order stays. */
  delay(milliseconds: number) {
    this.#delay = milliseconds;
  }

  /** Sends every event this many times, each time with the same ids. */
  repeat(times: number) {
    this.#times = times;
  }

  /** Sends raw text or bytes to all sockets, or to those of one conversation. */
  sendGarbage(data: string | Bytes, conversationId?: string) {
    const raw = typeof data === 'string' ? data : Uint8Array.from(data.bytes);
    this.#target.sendGarbage(raw, conversationId);
  }

  /** Loses a conversation: its id is refused from now on. False when there was none. */
  forget(conversationId: string): boolean {
    return this.#target.forget(conversationId);
  }

  /** Answers requests for a transcript with what it was this long ago. */
  lagTranscripts(milliseconds: number) {
    this.#lag = milliseconds;
  }

  /** Ends all faults. What was cut, lost or forgotten stays so. */
  clear() {
    this.acceptConnections();
    this.speakAgain();
    this.#greets = true;
    this.#cuts = {before: 0, after: 0};
    this.#delay = 0;
    this.#times = 1;
    this.#lag = 0;
  }

  /** Whether new sockets are greeted. */
  get greets(): boolean {
    return this.#greets;
  }

  /** Whether anything leaves the hub. */
  get silent(): boolean {
    return this.#silence !== undefined;
  }

  /** Whether arriving frames are thrown away. */
  get deaf(): boolean {
    return this.#silence?.store === false;
  }

  /** How long outgoing frames are held back, in milliseconds. */
  get outgoingDelay(): number {
    return this.#delay;
  }

  /** How often each event is sent. */
  get repetitions(): number {
    return this.#times;
  }

  /** How old transcripts are, in milliseconds. */
  get transcriptLag(): number {
    return this.#lag;
  }

  /** Asks how to refuse a new connection, and counts it; undefined accepts it. For the server. */
  takeRefusal(): Refusal | undefined {
    if (!this.#refusal || this.#refusal.left <= 0) return undefined;
    this.#refusal.left -= 1;
    return this.#refusal.how;
  }

  /** Asks whether to cut the socket of a message at this moment, and counts it. For the hub. */
  takeCut(moment: 'before' | 'after'): boolean {
    if (this.#cuts[moment] <= 0) return false;
    this.#cuts[moment] -= 1;
    return true;
  }
}
