import type {ReactiveController, ReactiveControllerHost, TemplateResult} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {html} from '../template.js';

/** How long, in milliseconds, what was said is left alone; what comes meanwhile is said together. */
const BREATH = 1000;

/** When what was said is taken away again, so that nobody comes upon it twice while they read. */
const KEPT = 6000;

/** What is over sooner is not worth a word. */
const PATIENCE = 1000;

/** With more than this at once, messages are counted, and not read out. */
const MOST = 4;

interface Announcement {
  /** Asked for when it is said: of a thousand messages only the number is. */
  readonly text: () => string;
  readonly isMessage?: boolean;
}

interface Line {
  readonly id: number;
  readonly text: string;
}

interface State {
  readonly text: string;
  readonly turn: string | undefined;
  readonly timer: ReturnType<typeof setTimeout>;
  said: boolean;
}

/** Reads out what is new to who cannot see it: each thing once, and what comes in bursts in a few words. */
export class Announcer implements ReactiveController {
  #waiting: Announcement[] = [];
  #lines: readonly Line[] = [];
  #lastId = 0;
  #isBreathing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #states = new Map<string, State>();

  constructor(
    private readonly host: ReactiveControllerHost,
    /** In place of so many messages. */
    private readonly summary: (count: number) => string,
  ) {
    host.addController(this);
  }

  /** Says what somebody wrote. */
  message(text: () => string): void {
    this.#add({text, isMessage: true});
  }

  /** Says a line that nobody wrote. */
  say(text: string): void {
    this.#add({text: () => text});
  }

  /**
   * Says how things are, as soon as they have been so for a moment; `undefined` when they are no more. What comes and
   * goes in one turn is said once in it.
   */
  state(name: string, text: string | undefined, turn?: string): void {
    const before = this.#states.get(name);
    if (before?.text === text && before?.turn === turn) return;
    if (text === undefined && before?.said && turn !== undefined) return;
    clearTimeout(before?.timer);
    this.#states.delete(name);
    if (text === undefined) return;
    const timer = setTimeout(() => {
      state.said = true;
      this.say(text);
    }, PATIENCE);
    const state: State = {text, turn, timer, said: false};
    this.#states.set(name, state);
  }

  /** Forgets what was not said yet, and takes away what was. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#isBreathing = false;
    this.#waiting = [];
    for (const {timer} of this.#states.values()) clearTimeout(timer);
    this.#states.clear();
    this.#takeAway();
  }

  hostUpdate(): void {
    if (this.#isBreathing || this.#waiting.length === 0) return;
    const texts = this.#compose(this.#waiting);
    this.#waiting = [];
    if (texts.length === 0) return;
    // What comes at once is all heard, and the same words are heard again, where each is an element of its own.
    this.#lines = texts.map((text) => ({id: ++this.#lastId, text}));
    this.#isBreathing = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#goOn(), BREATH);
  }

  hostDisconnected(): void {
    this.clear();
  }

  /** What a screen reader listens to. It has to be there before anything is said. */
  render(): TemplateResult {
    return html`<div class="visually-hidden" role="status" aria-atomic="false">
      ${repeat(
        this.#lines,
        ({id}) => id,
        ({text}) => html`<p>${text}</p>`,
      )}
    </div>`;
  }

  #add(announcement: Announcement): void {
    this.#waiting.push(announcement);
    if (!this.#isBreathing) this.host.requestUpdate();
  }

  #goOn(): void {
    this.#isBreathing = false;
    if (this.#waiting.length > 0) this.host.requestUpdate();
    else this.#timer = setTimeout(() => this.#takeAway(), KEPT);
  }

  #takeAway(): void {
    if (this.#lines.length === 0) return;
    this.#lines = [];
    this.host.requestUpdate();
  }

  #compose(waiting: readonly Announcement[]): readonly string[] {
    const isFew = waiting.length <= MOST;
    const messages = waiting.filter(({isMessage}) => isMessage);
    const others = waiting.filter(({isMessage}) => !isMessage).slice(-MOST);
    const said = (isFew ? waiting : others).map(({text}) => text());
    if (!isFew && messages.length > 0) said.unshift(this.summary(messages.length));
    return said.filter((text) => text !== '');
  }
}
