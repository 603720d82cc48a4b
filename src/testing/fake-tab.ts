import type {PageTabs} from '../tabs/page-tabs.js';
import type {LockOptions, TabChannel, Tabs} from '../tabs/tabs.js';

/** One tab of a browser, which can crash or hang. */
export class FakeTab implements Tabs {
  readonly #ends = new Set<() => void>();
  #isGone = false;
  /** What it was told while it hung. */
  #missed: (() => void)[] | undefined;

  constructor(private readonly browser: PageTabs) {}

  async lock(name: string, options?: LockOptions): Promise<() => void> {
    const release = await this.browser.lock(name, {
      ...options,
      onLost: () => this.#deliver(() => options?.onLost?.()),
    });
    if (this.#isGone) release();
    this.#ends.add(release);
    return release;
  }

  open(name: string, listener: (message: unknown) => void): TabChannel {
    const channel = this.browser.open(name, (message) => this.#deliver(() => listener(message)));
    this.#ends.add(() => channel.close());
    return {
      post: (message) => {
        if (!this.#isGone) channel.post(message);
      },
      close: () => channel.close(),
    };
  }

  /** It is gone without a word. */
  crash(): void {
    this.#isGone = true;
    for (const end of this.#ends) end();
  }

  /** It holds what it holds, and hears nothing. */
  hang(): void {
    this.#missed = [];
  }

  /** It hears what it missed. */
  recover(): void {
    const missed = this.#missed ?? [];
    this.#missed = undefined;
    for (const deliver of missed) deliver();
  }

  #deliver(deliver: () => void): void {
    if (this.#isGone) return;
    if (this.#missed) this.#missed.push(deliver);
    else deliver();
  }
}
