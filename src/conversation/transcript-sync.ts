import {ChatError} from '../errors.js';
import type {HubEvent} from '../protocol/index.js';
import type {SendQueue} from './send-queue.js';
import type {AdaptiveTimeout} from '../connection/adaptive-timeout.js';
import type {PendingRequests} from './pending-requests.js';
import {ANSWER_LIMIT, MAX_ANSWER_LIMIT, TRANSCRIPT_LAG, TRANSCRIPT_OVERDUE} from '../timing.js';

/** What a sync works with. */
export interface TranscriptSyncRoute {
  readonly sendQueue: SendQueue;
  readonly pending: PendingRequests;
  readonly answerTimeout: AdaptiveTimeout;
  readonly conversationId: () => string | undefined;
  /** Asks for the transcript; false where that is not possible now. */
  readonly request: () => boolean;
  /** Whether this is the transcript of the conversation. */
  readonly isTranscript: (event: HubEvent) => boolean;
  /** Finds out whether the link is still there. */
  readonly checkLink: () => void;
  /** Makes a hub say something over a link that is there. */
  readonly probe: () => void;
  /** Takes another link. */
  readonly restart: () => void;
  /** Messages leave without a transcript. With an error where the hub did not give one, though there was time. */
  readonly onUnverified: (error?: ChatError) => void;
}

/**
 * Asks over each link what the conversation holds, because hubs repeat nothing: what was missed, and which messages
 * of the visitor got lost. What is uncertain goes before what is new, so that nothing leaves before the answer.
 */
export class TranscriptSync {
  /** The last link over which a transcript came. */
  #transcriptLink = 0;
  /** The last link over which a transcript was asked for once more, because something is missing in it. */
  #recheckedLink = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #overdueTimer: ReturnType<typeof setTimeout> | undefined;
  /** The last request was not answered, however long that was waited for. */
  #isMute = false;
  /** A transcript is overdue, so that whatever else comes over the link shows that it got lost. */
  #isOverdue = false;
  /** An earlier link was given up for want of the second transcript; the first over the next one stands for it. */
  #lacksSecond = false;

  constructor(private readonly route: TranscriptSyncRoute) {}

  /** Whether a transcript has come over the current link. */
  get hasTranscript(): boolean {
    return this.#transcriptLink === this.route.sendQueue.link;
  }

  /** Resolves when messages may leave over this link, or it is given up. */
  async resume(link: number): Promise<void> {
    const {sendQueue, answerTimeout, conversationId, onUnverified} = this.route;
    const resumed = conversationId();
    const asked = performance.now();
    this.#probeWhenOverdue();
    try {
      await this.ask(this.#limit());
      answerTimeout.answered(performance.now() - asked);
    } catch (error) {
      this.#stopProbing();
      // A refusal meanwhile has started another conversation.
      if (!sendQueue.isCurrent(link) || resumed !== conversationId()) return;
      if (!(error instanceof ChatError && error.code === 'answer-timeout')) {
        // A hub that has trouble may be over it in a moment.
        return sendQueue.isUncertain && this.recheck('once') ? undefined : onUnverified();
      }
      // The link is at fault rather than the hub, as long as that can be. What is new would overtake what got lost.
      if (sendQueue.isUncertain && !this.#isMute) {
        this.#lacksSecond = this.hasTranscript;
        this.#isMute = answerTimeout.isLongest && !this.#lacksSecond;
        answerTimeout.increase();
        if (!this.#isMute) return this.route.restart();
      }
      onUnverified(error);
    }
  }

  /** Resolves when a transcript has come; rejects as `PendingRequests` says. */
  async ask(limit = ANSWER_LIMIT): Promise<void> {
    const {pending, request, isTranscript} = this.route;
    if (!request()) return;
    await pending.ask((event) => isTranscript(event) || undefined, {
      limit,
      isTranscript: true,
      // Nothing else was asked, and nothing was sent, before the first transcript.
      failsOnHubError: !this.hasTranscript,
    });
  }

  /**
   * Something came over the link. Frames do not overtake each other, so a transcript that is overdue is not merely on
   * a slow line: it is asked for again.
   */
  activity(): void {
    if (!this.#isOverdue) return;
    this.#isOverdue = false;
    this.ask().catch(() => undefined);
  }

  #probeWhenOverdue(delay = TRANSCRIPT_OVERDUE): void {
    this.#stopProbing();
    this.#overdueTimer = setTimeout(() => {
      this.#probeWhenOverdue(2 * delay);
      this.#isOverdue = true;
      this.route.probe();
    }, delay);
  }

  #stopProbing(): void {
    clearTimeout(this.#overdueTimer);
    this.#isOverdue = false;
  }

  /** To be called with each transcript of the conversation. */
  transcriptReceived(): void {
    this.#stopProbing();
    this.#isMute = false;
    this.#transcriptLink = this.route.sendQueue.link;
  }

  /**
   * Asks for the transcript once more, because what seems to be lost may only be missing from one that lags behind what
   * the hub took in.
   *
   * - `once`: in a moment, unless that has been done over this link.
   * - `again`: in a moment, though that may have been done.
   * - `now`: at once, and once more if something is missing then.
   *
   * @returns False where it has been done, and is not done now.
   */
  recheck(mode: 'once' | 'again' | 'now'): boolean {
    const {link} = this.route.sendQueue;
    if (mode !== 'once') this.#recheckedLink = 0;
    if (mode === 'now') {
      this.stop();
      void this.resume(link);
      return true;
    }
    if (this.#lacksSecond) this.#recheckedLink = link;
    this.#lacksSecond = false;
    if (this.#recheckedLink === link) return false;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#recheckedLink = link;
      // Before a transcript for which a slow line needs its time.
      this.route.checkLink();
      void this.resume(link);
    }, TRANSCRIPT_LAG);
    return true;
  }

  /** Ends all waits: what was missing is not asked for once more. */
  stop(): void {
    this.#stopProbing();
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** How long to wait for a transcript before messages leave without it, in milliseconds. */
  #limit(): number {
    const {sendQueue, answerTimeout} = this.route;
    // Without anything uncertain nothing can be overtaken; and a hub that never gives a transcript must not stop the
    // visitor for ever.
    if (!sendQueue.isUncertain || this.#isMute) return ANSWER_LIMIT;
    // What has come once over this link comes again, unless the link dies, which is noticed otherwise.
    return this.hasTranscript ? MAX_ANSWER_LIMIT : answerTimeout.limit;
  }
}
