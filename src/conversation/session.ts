import {isExpired, loadSession, unsentOf, type SessionRecord} from '../storage/session-record.js';
import type {KeyValueStore} from '../storage/key-value-store.js';
import type {AgentStatus} from './agent.js';
import type {Outbox} from './outbox.js';
import {SessionWriter} from './session-writer.js';

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
  async load(timeout: number): Promise<SessionRecord> {
    const found = await loadSession(this.key, this.store);
    const stored = isExpired(found, timeout) ? unsentOf(found) : found;
    this.conversationId = stored.conversationId;
    this.draft ??= stored.draft;
    if (stored.agent) this.agent = Object.freeze({state: 'joined', agent: stored.agent});
    this.readCount = stored.readCount;
    this.sentCount = stored.sentCount;
    this.#lastActivity = Math.max(this.#lastActivity, stored.lastActivity);
    this.outbox.restore(stored.outbox, stored.sentCount);
    this.#loaded = true;
    if (this.#unsaved) this.save();
    return stored;
  }

  save(): void {
    // Until the record is loaded, writing it would overwrite what is to be resumed.
    this.#unsaved = !this.#loaded;
    if (this.#unsaved) return;
    const {conversationId, agent, draft = '', readCount, sentCount} = this;
    this.#writer.save({
      ...(conversationId !== undefined && {conversationId}),
      outbox: this.outbox.items,
      draft,
      ...(agent?.state === 'joined' && {agent: agent.agent ?? {}}),
      readCount,
      sentCount,
      lastActivity: this.#lastActivity,
    });
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
    await this.#writer.delete();
  }

  /** Resolves when what was saved is stored, or when that takes too long. */
  settled(): Promise<void> {
    return this.#writer.settled();
  }
}
