import type {PageSignals} from './page-signals.js';
import type {AdaptiveTimeout} from './adaptive-timeout.js';
import {startStopwatch} from '../async.js';
import {UNANSWERED_LIMIT, SILENCE_LIMIT, IDLE_LIMIT, LONG_AWAY} from '../timing.js';

export interface LivenessRoute {
  /** Asks the hub something that takes little to answer; false where that is not possible now. */
  readonly ask: () => boolean;
  /** Asks what the conversation holds. Every hub answers that, and it brings to light what was missed. */
  readonly askAll: () => void;
  /** Called when something came although the browser had said that there is no network. */
  readonly onProven: () => void;
  /** Whether the visitor looks at the conversation: only then does silence matter. */
  readonly isViewed: () => boolean;
  /** Called when the link is dead. */
  readonly onDead: () => void;
}

/**
 * Notices that a link is dead though its socket seems open, as after sleep or behind a proxy that has forgotten it:
 * where something seems wrong the hub is asked a question, and anything that comes within 10 s, or more where the line
 * may be slow, shows that it is there.
 */
export class Liveness {
  #state: 'off' | 'quiet' | 'unanswered' | 'asked' = 'off';
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** What should have been answered was not, so that something may have been missed over a link that lives. */
  #mayLack = false;
  #wasOnline = true;
  #isDoubtful = false;
  /** When something came over the link, by the page's clock. */
  #heardAt = 0;
  /** When something went over it in either direction, likewise. */
  #lastSign = -Infinity;
  /** How long the page has been hidden. */
  #hiddenFor: (() => number) | undefined;

  constructor(
    private readonly answerTimeout: AdaptiveTimeout,
    private readonly route: LivenessRoute,
  ) {}

  /** Whether nothing has gone over the link for so long that its end is no failure. */
  get idle(): boolean {
    return performance.now() - this.#lastSign > IDLE_LIMIT;
  }

  /** The browser has said that the network went, and nothing shows yet that it is wrong, as it is now and then. */
  get isDoubtful(): boolean {
    return this.#isDoubtful;
  }

  /** To be called for whatever comes over the link, which shows that it lives. */
  activity(): void {
    this.#lastSign = performance.now();
    this.#heardAt = this.#lastSign;
    const lacks = this.#mayLack && this.#state === 'asked';
    // A new timer for each frame would cost more than most messages do.
    if (this.#state !== 'quiet' || this.#timer === undefined) this.#listen();
    if (lacks) this.#askAll();
    if (!this.#isDoubtful) return;
    this.#isDoubtful = false;
    this.route.onProven();
  }

  /** Something was sent that should not stay without any answer. */
  sent(): void {
    this.#lastSign = performance.now();
    if (this.#state !== 'quiet') return;
    this.#set('unanswered');
    this.#wait(UNANSWERED_LIMIT, () => {
      this.#mayLack = true;
      this.probe();
    });
  }

  /** Whether the visitor looks has changed. */
  viewedChanged(): void {
    // A wait that began anew with each of many such calls would never end.
    const isWaiting = this.#timer !== undefined && this.route.isViewed();
    if (this.#state === 'quiet' && !isWaiting) this.#listen();
  }

  /** The page was hidden or came back, or the network did. */
  pageChanged({online, hidden}: PageSignals): void {
    const hasTurned = online !== this.#wasOnline;
    const wasHidden = hidden ? 0 : (this.#hiddenFor?.() ?? 0);
    this.#wasOnline = online;
    this.#hiddenFor = hidden ? (this.#hiddenFor ?? startStopwatch()) : undefined;
    if (hasTurned) this.#isDoubtful = !online && this.#state !== 'off';
    this.viewedChanged();
    if (hasTurned || wasHidden > LONG_AWAY) this.probe();
    // What was asked while there was no network has its time from now on.
    if (hasTurned && online && this.#state === 'asked') this.#awaitAnswer();
  }

  /** Finds out whether the link is still there. */
  probe(): void {
    if (this.#state === 'off' || this.#state === 'asked') return;
    if (!this.route.ask()) return this.#set('quiet');
    this.#awaitAnswer();
  }

  #awaitAnswer(): void {
    this.#set('asked');
    const half = this.answerTimeout.limit / 2;
    this.#wait(half, () => {
      // A hub may not know the first question, but every hub knows this one.
      this.#askAll();
      this.#wait(half, () => this.#giveUp());
    });
  }

  /** Ends all waits, because there is no link any more. The next one begins with all that was missed. */
  stop(): void {
    this.#mayLack = false;
    this.#isDoubtful = false;
    this.#set('off');
  }

  #giveUp(): void {
    this.#set('off');
    this.answerTimeout.increase();
    this.route.onDead();
  }

  #listen(): void {
    this.#set('quiet');
    if (this.route.isViewed()) this.#awaitSilence(SILENCE_LIMIT);
  }

  #awaitSilence(limit: number): void {
    this.#wait(limit, () => {
      const left = this.#heardAt + SILENCE_LIMIT - performance.now();
      if (left > 0) this.#awaitSilence(left);
      else this.#breakSilence();
    });
  }

  #breakSilence(): void {
    this.probe();
    // After such a silence no other answer is on its way that this one could hold up.
    if (this.#state === 'asked') this.#askAll();
  }

  #askAll(): void {
    this.#mayLack = false;
    this.route.askAll();
  }

  #set(state: 'off' | 'quiet' | 'unanswered' | 'asked'): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#state = state;
  }

  #wait(limit: number, then: () => void): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      then();
    }, limit);
  }
}
