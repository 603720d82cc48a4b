import {ChatClient, type ChatEvent, type ChatSnapshot, type Message} from '../../src/client.js';
import type {ChatOptions, ClientParts} from '../../src/client.js';
import {FakeSignals} from '../../src/testing/fake-hub.js';
import {FakeTab} from '../../src/testing/fake-tab.js';
import type {PageTabs} from '../../src/tabs/page-tabs.js';
import type {FaultyStore} from './faulty-store.js';

export interface PageParts extends Pick<ClientParts, 'openSocket' | 'retryDelay'> {
  readonly browser: PageTabs;
  readonly store: FaultyStore;
}

/** A page with a client on it, and what it has shown and told so far. */
export class Page {
  readonly client: ChatClient;
  readonly signals = new FakeSignals();
  readonly tab: FakeTab;
  /** Since when it knows the conversation; what was said before is history. */
  knownAt = Infinity;
  /** Ids of the messages that were told as new. */
  readonly told = new Set<string>();
  /** The promises that it broke. */
  readonly problems: string[] = [];
  /**
   * It was away while there were other tabs. What another tab has led since has ids that this one cannot know, and
   * what this one wrote meanwhile arrives when it is back.
   */
  wasAway = false;
  isAway = false;
  /** It wants no connection, whether the visitor is there or not. */
  isDisconnected = false;
  #closed = false;
  #shown = new Map<string, Message>();

  readonly #life = new AbortController();

  constructor(options: ChatOptions, {browser, store, ...parts}: PageParts) {
    this.tab = new FakeTab(browser);
    this.client = new ChatClient(options, {
      ...parts,
      signals: this.signals,
      store: store.open(this.#life.signal),
      tabs: this.tab,
    });
    this.client.subscribe((snapshot) => this.#check(snapshot));
    this.client.listen((event) => this.#handleEvent(event));
  }

  /** @param now - The time of the hub. */
  async connect(now: () => number): Promise<void> {
    this.client.connect();
    await this.client.load();
    this.knownAt = now();
  }

  /** It goes, with or without a word to other tabs. */
  close({crashes = false} = {}): void {
    this.#closed = true;
    if (crashes) this.tab.crash();
    this.#life.abort();
    this.client.close();
    if (this.signals.listeners.size > 0)
      this.problems.push('The closed client listens to its page.');
  }

  #handleEvent(event: ChatEvent): void {
    if (this.#closed) this.problems.push(`The closed client tells "${event.type}".`);
    if (event.type === 'error' && event.code === 'bad-frame') this.problems.push(event.message);
    if (event.type !== 'message' || this.wasAway) return;
    const {id, text} = event.message;
    if (this.told.has(id)) this.problems.push(`The message "${text}" was told twice.`);
    if (!this.#shown.has(id)) this.problems.push(`The message "${text}" was told and not shown.`);
    this.told.add(id);
  }

  #check({messages}: ChatSnapshot): void {
    if (this.#closed) this.problems.push('The closed client shows something.');
    const shown = new Map(messages.map((message) => [message.id, message]));
    if (shown.size < messages.length) this.problems.push('Two messages have the same id.');
    for (const [id, before] of this.wasAway ? [] : this.#shown) {
      const now = shown.get(id);
      if (!now) this.problems.push(`The message "${before.text}" has gone, or has another id.`);
      // What was just written has two makers until the conversation is there: this tab and the one that leads.
      const isSettled = before.status !== 'pending';
      if (isSettled && now !== before && JSON.stringify(now) === JSON.stringify(before)) {
        this.problems.push(`The message "${before.text}" has another object and has not changed.`);
      }
    }
    this.#shown = shown;
  }
}
