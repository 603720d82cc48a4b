import {Emitter} from '../emitter.js';
import {ChatError} from '../errors.js';
import type {Outbox} from './outbox.js';
import {ANSWER_LIMIT} from '../timing.js';

/** What a send queue works with. */
export interface SendQueueRoute {
  /** Whether the hub has greeted over the current link. */
  readonly isReady: () => boolean;
  /** Resolves when what is to be sent is stored. */
  readonly stored: () => Promise<void>;
  /** Writes one message to the link; false where that was not possible. */
  readonly write: (id: string, text: string) => boolean;
  /** Called after messages were written. */
  readonly onSent: () => void;
  /** Called when somebody waits for the queue to open. */
  readonly onWanted: () => void;
  /** Called when so many messages are unconfirmed that the hub should be asked which of them it has. */
  readonly onLargeOutbox: () => void;
}

/** With more unconfirmed messages than this, the hub is asked which of them it has. */
const LARGE_OUTBOX = 20;

/**
 * Brings what is in the outbox to the hub: over each link in order, once the conversation is known there, and
 * what an earlier link was handed only after a transcript has shown that it got lost.
 */
export class SendQueue {
  /** Counts the links, so that work for one that is gone can be told. */
  #link = 0;
  /** The link over which messages may leave: its conversation was started, or resumed as far as possible. */
  #openLink = 0;
  /** The link over which a transcript, or a new conversation, showed what the hub has. */
  #verifiedLink = 0;
  #pauses = 0;
  readonly #opened = new Emitter<void>();

  constructor(
    private readonly outbox: Outbox,
    private readonly route: SendQueueRoute,
  ) {}

  /** The number of the current link; 0 before the first. */
  get link(): number {
    return this.#link;
  }

  /** Whether messages may leave over the current link. */
  get isOpen(): boolean {
    return this.#openLink === this.#link && this.isCurrent(this.#link);
  }

  /** Whether opening the current link as verified would send again what an earlier one was handed. */
  get mayResend(): boolean {
    return this.#verifiedLink !== this.#link && this.outbox.wasHandedElsewhere(this.#link);
  }

  /** Whether an earlier link was handed something that nobody has answered. */
  get isUncertain(): boolean {
    return this.#verifiedLink !== this.#link && this.outbox.isUncertain(this.#link);
  }

  isCurrent(link: number): boolean {
    return link === this.#link && this.route.isReady();
  }

  /** Counts a new link, over which nothing leaves yet; returns its number. */
  begin(): number {
    return ++this.#link;
  }

  /** Lets messages leave over the current link; `verified` when it is known which of them the hub has. */
  open(verified: boolean): void {
    this.#openLink = this.#link;
    if (verified) this.#verifiedLink = this.#link;
    this.#opened.emit();
    void this.flush();
  }

  /** Lets nothing leave over the current link until it is opened again. */
  hold(): void {
    this.#openLink = 0;
  }

  /** Keeps messages back until the function that it returns is called. */
  pause(): () => void {
    this.#pauses++;
    return () => {
      this.#pauses--;
      void this.flush();
    };
  }

  /** Resolves when messages may leave; rejects with `connection-failed` after so many milliseconds. */
  whenOpen(limit = ANSWER_LIMIT): Promise<void> {
    if (this.isOpen) return Promise.resolve();
    this.route.onWanted();
    return new Promise((resolve, reject) => {
      const fail = () => {
        stop();
        reject(new ChatError('connection-failed', 'There is no connection to the hub.'));
      };
      const timer = setTimeout(fail, limit);
      const stop = this.#opened.listen(() => {
        clearTimeout(timer);
        stop();
        resolve();
      });
    });
  }

  /** Hands over what is due, in order, once it is stored. */
  async flush(): Promise<void> {
    const link = this.#link;
    await this.route.stored();
    if (this.#pauses > 0 || !this.isCurrent(link) || this.#openLink !== link) return;
    const due = this.outbox.due(link, this.#verifiedLink === link);
    for (const {id, text} of due) {
      if (!this.route.write(id, text)) break;
      this.outbox.markHanded(id, link);
    }
    if (due.length === 0) return;
    this.route.onSent();
    if (this.outbox.size > LARGE_OUTBOX) this.route.onLargeOutbox();
  }

  /** What the current link was handed. */
  get sent(): ReadonlySet<string> {
    return this.outbox.sentOver(this.#link);
  }

  /** Counts what the current link was handed as answered, because somebody spoke over it. */
  answer(): void {
    this.outbox.answer(this.#link);
  }
}
