import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {dayOf} from './days.js';

/** Timers stand still while a computer sleeps; after that one is never later than this, in milliseconds. */
const LONGEST_WAIT = 10 * 60_000;

/** What may happen when a page, or the computer that it is on, wakes up. */
const WAKING = ['focus', 'pageshow', 'visibilitychange'] as const;

/** Has its host drawn anew when another day begins: what was “Today” is “Yesterday” then. */
export class DayController implements ReactiveController {
  #today: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly host: ReactiveControllerHost,
    /** Whether another day would change anything. */
    private readonly hasDays: () => boolean,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    // On its way to the document, the event of the latter passes the window.
    for (const type of WAKING) window.addEventListener(type, this.#check, true);
    this.#wait();
  }

  hostDisconnected(): void {
    for (const type of WAKING) window.removeEventListener(type, this.#check, true);
    clearTimeout(this.#timer);
  }

  hostUpdated(): void {
    this.#today = dayOf(Date.now());
    this.#wait();
  }

  readonly #check = (): void => {
    if (this.hasDays() && dayOf(Date.now()) !== this.#today) this.host.requestUpdate();
    else this.#wait();
  };

  #wait(): void {
    clearTimeout(this.#timer);
    if (!this.hasDays()) return;
    const now = Date.now();
    this.#timer = setTimeout(this.#check, Math.min(dayOf(now, 1) - now, LONGEST_WAIT));
  }
}
