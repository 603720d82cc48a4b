import {
  isExpired,
  loadSession,
  loadUnheard,
  unsentOf,
  type SessionRecord,
  type StoredMessage,
} from '../storage/session-record.js';
import type {KeyValueStore} from '../storage/key-value-store.js';
import type {AgentStatus} from './agent.js';
import type {Outbox} from './outbox.js';
import {SessionWriter} from './session-writer.js';
import {SAVE_DELAY} from '../timing.js';

/** Messages of the visitor that are stored. */
export interface Untold {
  /** What the tab that had the session wrote, and may have sent. */
  readonly outbox: readonly StoredMessage[];
  /** What other tabs wrote and nobody has heard of. */
  readonly unheard: readonly StoredMessage[];
}

/** What is known of the visitor's conversation besides its messages, and kept between pages. */
export class Session {
  /** Absent before the hub started one. */
  conversationId: string | undefined;
  /** What the visitor wrote and did not send; undefined until it was written or loaded. */
  draft: string | undefined;
  agent: AgentStatus | undefined;
  /** How much the visitor has seen, in visible parts of messages. */
  readCount = 0;
  /** How many messages of the visitor the hub is known to have. */
  sentCount = 0;
  readonly #writer: SessionWriter;
  #lastActivity = 0;
  /** What other tabs wrote, and is in the outbox, while its own record still has it. */
  readonly #heard = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #loaded = false;
  #unsaved = false;

  constructor(
    private readonly key: string,
    private readonly store: KeyValueStore,
    private readonly outbox: Outbox,
  ) {
    this.#writer = new SessionWriter(key, store);
  }

  /**
   * Brings back what is stored, to which what happened meanwhile is added.
   *
   * @param timeout - Minutes without activity after which only what was never sent is brought back; 0: never.
   */
  async load(timeout: number): Promise<SessionRecord & Untold> {
    const [found, unheard] = await Promise.all([
      loadSession(this.key, this.store),
      loadUnheard(this.key, this.store),
    ]);
    const stored = isExpired(found, timeout) ? unsentOf(found) : found;
    this.#restore(stored);
    if (stored.agent) this.agent = Object.freeze({state: 'joined', agent: stored.agent});
    this.outbox.restore(stored.outbox, stored.sentCount);
    this.#loaded = true;
    if (this.#unsaved) this.save();
    return {...stored, unheard: this.#notHeard(unheard, found)};
  }

  /** Goes on with what another tab has had until now. */
  adopt(record: SessionRecord, agent: AgentStatus | undefined): void {
    this.#restore(record);
    this.agent = agent;
    this.outbox.restore(record.outbox, 0);
    this.#loaded = true;
  }

  /** What was stored in other tabs, and perhaps not told any more. */
  async loadUntold(): Promise<Untold> {
    const [stored, unheard] = await Promise.all([
      loadSession(this.key, this.store),
      loadUnheard(this.key, this.store),
    ]);
    const isOurs = stored.conversationId === this.conversationId;
    const outbox = isOurs ? stored.outbox.filter(({text}) => text !== '') : [];
    return {outbox, unheard: this.#notHeard(unheard, stored)};
  }

  /** What other tabs have written is in the outbox now, and becomes part of the record. */
  keepUnheard(messages: readonly StoredMessage[]): void {
    if (messages.length === 0) return;
    const ids = new Set(messages.map(({id}) => id));
    for (const id of ids) this.#heard.add(id);
    this.save();
    this.#drop(ids);
  }

  /** What is stored. */
  get record(): SessionRecord {
    const {conversationId, agent, draft = '', readCount, sentCount} = this;
    return {
      ...(conversationId !== undefined && {conversationId}),
      outbox: this.outbox.items,
      ...(this.#heard.size > 0 && {heard: [...this.#heard]}),
      draft,
      ...(agent?.state === 'joined' && {agent: agent.agent ?? {}}),
      readCount,
      sentCount,
      lastActivity: this.#lastActivity,
    };
  }

  /** Saves what may wait a moment for more of its kind: what was read, and what is half written. */
  saveSoon(): void {
    this.#timer ??= setTimeout(() => this.save(), SAVE_DELAY);
  }

  /** Saves what waits for that; there may be no later. */
  flush(): void {
    if (this.#timer !== undefined) this.save();
  }

  /** Stores nothing any more: another tab does. */
  abandon(): void {
    this.#stopWaiting();
    this.#writer.abandon();
    this.#loaded = false;
  }

  save(): void {
    this.#stopWaiting();
    // Until the record is loaded, writing it would overwrite what is to be resumed.
    this.#unsaved = !this.#loaded;
    if (!this.#unsaved) this.#writer.save(this.record);
  }

  #stopWaiting(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #notHeard(unheard: readonly StoredMessage[], {heard = []}: SessionRecord) {
    const left = unheard.filter(({id}) => heard.includes(id));
    if (left.length > 0) this.#drop(new Set(left.map(({id}) => id)));
    return unheard.filter((message) => !left.includes(message));
  }

  #drop(ids: ReadonlySet<string>): void {
    this.#writer.dropUnheard(ids, () => {
      for (const id of ids) this.#heard.delete(id);
    });
  }

  #restore({conversationId, draft, readCount, sentCount, lastActivity}: SessionRecord): void {
    this.conversationId = conversationId;
    this.draft ??= draft;
    this.readCount = readCount;
    this.sentCount = sentCount;
    this.#lastActivity = Math.max(this.#lastActivity, lastActivity);
  }

  /** Somebody said something. */
  touch(): void {
    this.#lastActivity = Date.now();
  }

  /** The conversation is over for this visitor; the draft stays. */
  forget(): void {
    this.conversationId = undefined;
    this.agent = undefined;
    this.readCount = 0;
    this.sentCount = 0;
  }

  /** Takes what is stored away. */
  async delete(): Promise<void> {
    this.draft = '';
    this.#stopWaiting();
    await this.#writer.delete();
  }

  /** Resolves when what was saved is stored, or when that takes too long. */
  settled(): Promise<void> {
    return this.#writer.settled();
  }
}
