import {uuid} from '../uuid.js';
import type {TabChannel, Tabs} from './tabs.js';

export interface TabGroupHandlers {
  /** The tab counts as one of the group from now on. */
  readonly onJoined: () => void;
  /** It leads. */
  readonly onElected: () => void;
  /** Another tab leads in its place; it is in line again. */
  readonly onDeposed: () => void;
  readonly onMessage: (message: unknown) => void;
  /** The browser has no groups for this page. */
  readonly onUnavailable: () => void;
}

/**
 * The tabs that share something, as one of them sees it. One of them leads at any time, which Web Locks decide: when
 * it closes, crashes or leaves, the next in line follows.
 */
export class TabGroup {
  readonly id = uuid();
  readonly #life = new AbortController();
  readonly #channel: TabChannel;
  readonly #releases = new Set<() => void>();
  #candidacy = new AbortController();

  /** Throws where the browser has no channels for this page. */
  constructor(
    private readonly tabs: Tabs,
    private readonly name: string,
    private readonly handlers: TabGroupHandlers,
  ) {
    this.#channel = tabs.open(name, handlers.onMessage);
    this.#hold(this.#nameOf(this.id)).then(handlers.onJoined, () => this.#fail());
    void this.#run();
  }

  post(message: unknown): void {
    if (!this.#life.signal.aborted) this.#channel.post(message);
  }

  /** Takes the lead from a tab that does not answer. */
  steal(): void {
    this.#candidacy.abort();
    void this.#run(true);
  }

  /** Calls back when another tab of the group is gone, however it went; not after the signal. */
  awaitEnd(id: string, onEnd: () => void, signal: AbortSignal): void {
    this.tabs.lock(this.#nameOf(id), {signal: AbortSignal.any([signal, this.#life.signal])}).then(
      (release) => {
        release();
        onEnd();
      },
      () => undefined,
    );
  }

  /** Leaves for good: nothing is heard or told any more, and another tab leads. */
  leave(): void {
    this.#life.abort();
    this.#candidacy.abort();
    this.#channel.close();
    for (const release of this.#releases) release();
  }

  async #run(steal = false): Promise<void> {
    const candidacy = (this.#candidacy = new AbortController());
    const onLost = () => {
      if (this.#life.signal.aborted || candidacy.signal.aborted) return;
      this.handlers.onDeposed();
      void this.#run();
    };
    try {
      await this.#hold(this.name, {
        onLost,
        ...(steal ? {steal} : {signal: candidacy.signal}),
      });
    } catch {
      if (!candidacy.signal.aborted) this.#fail();
      return;
    }
    if (!candidacy.signal.aborted) this.handlers.onElected();
  }

  /** Holds a lock until this tab leaves. */
  async #hold(name: string, options: Parameters<Tabs['lock']>[1] = {}): Promise<void> {
    const release = await this.tabs.lock(name, options);
    this.#releases.add(release);
    if (!this.#life.signal.aborted) return;
    release();
    throw new DOMException('The group was left.', 'AbortError');
  }

  #fail(): void {
    if (!this.#life.signal.aborted) this.handlers.onUnavailable();
  }

  #nameOf(id: string): string {
    return `${this.name} ${id}`;
  }
}
