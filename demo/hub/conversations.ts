import {randomUuid, systemClock} from './clock.js';
import type {Clock} from './clock.js';
import {isObject} from './wire.js';
import type {AgentInfo, WireObject, WirePart} from './wire.js';

/** Who wrote a stored message. */
export type StoredSender = 'user' | 'bot' | 'agent';

/** One message as the hub keeps it. */
export interface StoredMessage {
  /** `ch_msg_id` of a hub's message; `message_id` for an edit. */
  readonly id: string;
  /** `event_id` of the frame that carried a hub's message; an id of its own for a visitor's. */
  readonly eventId: string;
  readonly sender: StoredSender;
  /** `client_msg_id` of a visitor's message. */
  readonly clientMessageId?: string;
  /** The name of the bot or of the agent. */
  readonly authorName?: string;
  readonly storedAt: number;
  /** What the message says now: its newest version. */
  readonly parts: readonly WirePart[];
  /** Every version with the time it was written, oldest first. */
  readonly versions: readonly MessageVersion[];
}

export interface MessageVersion {
  readonly at: number;
  readonly parts: readonly WirePart[];
}

/** What is known of a message before the hub stores it. */
export interface NewMessage {
  readonly sender: StoredSender;
  readonly parts: readonly WirePart[];
  readonly eventId?: string;
  readonly clientMessageId?: string;
  readonly authorName?: string;
}

/** A metadata update, with whom the sender meant it for. */
export interface MetadataUpdate {
  readonly at: number;
  readonly target: string;
  readonly metadata: WireObject;
}

/** One conversation as the hub keeps it. */
export interface Conversation {
  readonly id: string;
  /** The key it was started with; another key does not get at it. */
  readonly apiKey: string;
  readonly userId: string;
  readonly userBasicInfo: WireObject;
  readonly userData: WireObject;
  /** Without `private`, which no front end reads back. */
  readonly metadata: WireObject;
  readonly privateMetadata: WireObject;
  readonly metadataUpdates: readonly MetadataUpdate[];
  readonly messages: readonly StoredMessage[];
  /** The human who has taken the conversation; the bot is quiet meanwhile. */
  readonly agent: AgentInfo | undefined;
  /** The visitor asked for a human and none has come yet. */
  readonly waitingForAgent: boolean;
  /** Soft-deleted: kept here, but the outside finds it no more. */
  readonly deleted: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** What a conversation starts with. */
export interface ConversationStart {
  readonly apiKey: string;
  readonly userId?: string;
  readonly userBasicInfo?: WireObject;
  readonly userData?: WireObject;
  /** May hold `private`, which is kept apart. */
  readonly metadata?: WireObject;
}

/** Which conversations of a user to list. */
export interface ConversationQuery {
  readonly apiKeys: readonly string[];
  readonly userId: string;
  /** Metadata fields that have to be equal. */
  readonly filter?: WireObject;
  /** Metadata fields that have to contain a text, whatever its case. */
  readonly search?: WireObject;
}

export interface ConversationsOptions {
  readonly clock?: Clock;
  readonly randomId?: () => string;
  /** `'uuid'` gives `<uuid>`, `'user-uuid'` gives `<userId>_<uuid>`. Both occur. */
  readonly idStyle?: 'uuid' | 'user-uuid';
}

type Mutable<T> = {-readonly [Key in keyof T]: T[Key]};
type Entry = Mutable<Omit<Conversation, 'messages' | 'metadataUpdates'>> & {
  messages: StoredMessage[];
  metadataUpdates: MetadataUpdate[];
};

/**
 * Everything the hub remembers. It knows neither sockets nor frames and takes its clock and its ids from outside, so
 * that it runs in a browser and on virtual time too. What it hands out is live: read it, do not keep it.
 */
export class Conversations {
  readonly #entries = new Map<string, Entry>();
  readonly #clock: Clock;
  readonly #randomId: () => string;
  readonly #idStyle: 'uuid' | 'user-uuid';

  constructor(options: ConversationsOptions = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#randomId = options.randomId ?? randomUuid;
    this.#idStyle = options.idStyle ?? 'uuid';
  }

  /** All conversations, oldest first, the soft-deleted ones too. */
  all(): readonly Conversation[] {
    return [...this.#entries.values()];
  }

  /** The conversation with this id, unless it is unknown or deleted. */
  find(conversationId: string): Conversation | undefined {
    const entry = this.#entries.get(conversationId);
    return entry?.deleted ? undefined : entry;
  }

  /** The messages of a conversation in order; empty when it is unknown. Finds soft-deleted ones too. */
  messages(conversationId: string): readonly StoredMessage[] {
    return this.#entries.get(conversationId)?.messages ?? [];
  }

  /** A user's conversations, newest first. */
  list(query: ConversationQuery): readonly Conversation[] {
    return this.all()
      .filter((conversation) => !conversation.deleted && matches(conversation, query))
      .reverse();
  }

  start(details: ConversationStart): Conversation {
    const now = this.#clock.now();
    const userId = details.userId ?? 'anon';
    const {visible, hidden} = splitMetadata(details.metadata ?? {});
    const entry: Entry = {
      id: this.#newConversationId(userId),
      apiKey: details.apiKey,
      userId,
      userBasicInfo: details.userBasicInfo ?? {},
      userData: details.userData ?? {},
      metadata: visible,
      privateMetadata: hidden,
      metadataUpdates: [],
      messages: [],
      agent: undefined,
      waitingForAgent: false,
      deleted: false,
      createdAt: now,
      updatedAt: now,
    };
    this.#entries.set(entry.id, entry);
    return entry;
  }

  /** Appends a message. The same message sent twice is stored twice: no hub is known to look at `client_msg_id`. */
  addMessage(conversationId: string, message: NewMessage): StoredMessage {
    const entry = this.#entry(conversationId);
    const now = this.#clock.now();
    const {eventId, ...rest} = message;
    const stored: StoredMessage = {
      ...rest,
      id: this.#randomId(),
      eventId: eventId ?? this.#randomId(),
      storedAt: now,
      versions: [{at: now, parts: message.parts}],
    };
    entry.messages.push(stored);
    entry.updatedAt = now;
    return stored;
  }

  /**
   * Replaces what a visitor's message says. False when no message of the visitor has this id, which may be the
   * message's own or that of its event.
   */
  editMessage(conversationId: string, messageId: string, parts: readonly WirePart[]): boolean {
    const entry = this.#entry(conversationId);
    const index = entry.messages.findIndex(
      ({id, eventId, sender}) => sender === 'user' && (id === messageId || eventId === messageId),
    );
    const message = entry.messages[index];
    if (!message) return false;
    const now = this.#clock.now();
    entry.messages[index] = {...message, parts, versions: [...message.versions, {at: now, parts}]};
    entry.updatedAt = now;
    return true;
  }

  /** Adds to the metadata. What is under `private` goes where no front end reads it. */
  addMetadata(conversationId: string, metadata: WireObject, target = 'default') {
    const entry = this.#entry(conversationId);
    const {visible, hidden} = splitMetadata(metadata);
    entry.metadata = {...entry.metadata, ...visible};
    entry.privateMetadata = {...entry.privateMetadata, ...hidden};
    entry.metadataUpdates.push({at: this.#clock.now(), target, metadata});
  }

  /** Says which human has the conversation; `undefined` gives it back to the bot. */
  setAgent(conversationId: string, agent: AgentInfo | undefined) {
    const entry = this.#entry(conversationId);
    entry.agent = agent;
    entry.waitingForAgent = false;
  }

  setWaitingForAgent(conversationId: string, waiting: boolean) {
    this.#entry(conversationId).waitingForAgent = waiting;
  }

  /** Soft: no longer found, but kept. Otherwise gone. False when there was none to delete. */
  delete(conversationId: string, options: {readonly soft?: boolean} = {}): boolean {
    const entry = this.#entries.get(conversationId);
    if (!entry || entry.deleted) return false;
    if (options.soft) entry.deleted = true;
    else this.#entries.delete(conversationId);
    return true;
  }

  /** Loses a conversation, as a hub does at the end of a session: its id is refused from now on. */
  forget(conversationId: string): boolean {
    return this.#entries.delete(conversationId);
  }

  #entry(conversationId: string): Entry {
    const entry = this.#entries.get(conversationId);
    if (!entry) throw new Error(`The hub knows no conversation "${conversationId}".`);
    return entry;
  }

  #newConversationId(userId: string): string {
    return this.#idStyle === 'uuid' ? this.#randomId() : `${userId}_${this.#randomId()}`;
  }
}

function splitMetadata(metadata: WireObject): {visible: WireObject; hidden: WireObject} {
  const {private: hidden, ...visible} = metadata;
  return {visible, hidden: isObject(hidden) ? hidden : {}};
}

function matches(conversation: Conversation, query: ConversationQuery): boolean {
  const {metadata} = conversation;
  return (
    conversation.userId === query.userId &&
    query.apiKeys.includes(conversation.apiKey) &&
    Object.entries(query.filter ?? {}).every(([field, wanted]) =>
      isSame(metadata[field], wanted),
    ) &&
    Object.entries(query.search ?? {}).every(([field, wanted]) => contains(metadata[field], wanted))
  );
}

function isSame(value: unknown, wanted: unknown): boolean {
  return value !== undefined && JSON.stringify(value) === JSON.stringify(wanted);
}

function contains(value: unknown, wanted: unknown): boolean {
  return value !== undefined && searchable(value).includes(searchable(wanted));
}

function searchable(value: unknown): string {
  return (typeof value === 'string' ? value : JSON.stringify(value)).toLowerCase();
}
