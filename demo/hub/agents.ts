import type {Conversation, Conversations, StoredSender} from './conversations.js';
import {isObject, text} from './wire.js';
import type {AgentInfo, WirePart} from './wire.js';

/*
 * The agent's side. The protocol of the real hub ends at the visitor; how its agents work is not public. What is
 * here, and the path it is served on, is therefore an extension of the local hub alone.
 */

/** One line in the agent's list. */
export interface ConversationSummary {
  readonly conversationId: string;
  readonly visitor: string;
  readonly state: 'bot' | 'waiting' | 'agent';
  /** Who has taken it. */
  readonly agentName?: string;
  /** Whether the one who reads this has taken it. */
  readonly mine: boolean;
  /** Whether the visitor's page is connected. */
  readonly online: boolean;
  readonly lastText: string;
  readonly updatedAt: number;
}

/** One message as the agent's page shows it. */
export interface DeskMessage {
  readonly id: string;
  readonly sender: StoredSender;
  readonly authorName?: string;
  readonly at: number;
  readonly parts: readonly WirePart[];
}

/** What the hub tells an agent's page. */
export type DeskEvent =
  | {readonly type: 'conversations'; readonly conversations: readonly ConversationSummary[]}
  | {
      readonly type: 'messages';
      readonly conversationId: string;
      readonly messages: readonly DeskMessage[];
    }
  | {readonly type: 'error'; readonly message: string};

/** What an agent's page tells the hub. */
export type DeskCommand =
  | {readonly type: 'name'; readonly name: string}
  | {readonly type: 'watch'; readonly conversationId: string}
  | {readonly type: 'take'; readonly conversationId: string}
  | {readonly type: 'write'; readonly conversationId: string; readonly text: string}
  | {readonly type: 'leave'; readonly conversationId: string};

/** What the desk needs of the hub. */
export interface DeskHost {
  readonly conversations: Conversations;
  isOnline(conversationId: string): boolean;
  connectAgent(conversationId: string, agent: AgentInfo): void;
  disconnectAgent(conversationId: string): void;
  sayAsAgent(conversationId: string, ...parts: WirePart[]): unknown;
  /** The last agent's page was closed. */
  agentsGone(): void;
}

/** All open agent's pages. */
export class AgentDesk {
  readonly #host: DeskHost;
  readonly #sessions = new Set<AgentSession>();

  constructor(host: DeskHost) {
    this.#host = host;
  }

  /** How many agent's pages are open. */
  get size(): number {
    return this.#sessions.size;
  }

  /** Lets an agent in. Closing the session leaves the conversations it had taken. */
  open(id: string, send: (data: string) => void): AgentSession {
    const session = new AgentSession(id, this.#host, send, () => this.#remove(session));
    this.#sessions.add(session);
    session.refresh();
    return session;
  }

  /** Shows all agents what has changed. */
  refresh() {
    for (const session of this.#sessions) session.refresh();
  }

  #remove(session: AgentSession) {
    this.#sessions.delete(session);
    if (this.#sessions.size === 0) this.#host.agentsGone();
  }
}

/** One open agent's page. */
export class AgentSession {
  readonly #id: string;
  readonly #host: DeskHost;
  readonly #send: (data: string) => void;
  readonly #onClose: () => void;
  #name = 'Agent';
  #watched: string | undefined;

  constructor(id: string, host: DeskHost, send: (data: string) => void, onClose: () => void) {
    this.#id = id;
    this.#host = host;
    this.#send = send;
    this.#onClose = onClose;
  }

  /** Does what the page asks; what cannot be done is answered with an `error`. */
  receive(data: string) {
    const command = parseCommand(data);
    const problem = command ? this.#run(command) : 'The hub did not understand the command.';
    if (problem !== undefined) this.#emit({type: 'error', message: problem});
    this.refresh();
  }

  /** Sends the list, and the messages of the conversation that the page shows. */
  refresh() {
    const conversations = this.#host.conversations
      .all()
      .filter(({deleted}) => !deleted)
      .map((conversation) => this.#summary(conversation))
      .sort(byUrgency);
    this.#emit({type: 'conversations', conversations});
    if (this.#watched !== undefined) this.#emitMessages(this.#watched);
  }

  close() {
    for (const conversation of this.#host.conversations.all()) {
      if (this.#has(conversation)) this.#host.disconnectAgent(conversation.id);
    }
    this.#onClose();
  }

  #run(command: DeskCommand): string | undefined {
    if (command.type === 'name') return this.#rename(command.name);
    const conversation = this.#host.conversations.find(command.conversationId);
    if (!conversation) return 'This conversation is gone.';
    if (command.type === 'watch') {
      this.#watched = conversation.id;
      return undefined;
    }
    if (command.type === 'take') return this.#take(conversation);
    if (!this.#has(conversation)) return 'Take the conversation first.';
    if (command.type === 'leave') this.#host.disconnectAgent(conversation.id);
    else this.#host.sayAsAgent(conversation.id, text(command.text));
    return undefined;
  }

  #rename(name: string): undefined {
    this.#name = name.trim() || 'Agent';
  }

  #take(conversation: Conversation): string | undefined {
    if (this.#has(conversation)) return undefined;
    if (conversation.agent) return `${conversation.agent.name} has this conversation.`;
    this.#host.connectAgent(conversation.id, {id: this.#id, name: this.#name});
    return undefined;
  }

  #has(conversation: Conversation): boolean {
    return conversation.agent?.['id'] === this.#id;
  }

  #summary(conversation: Conversation): ConversationSummary {
    const {id, agent, waitingForAgent, updatedAt} = conversation;
    return {
      conversationId: id,
      visitor: visitorName(conversation),
      state: agent ? 'agent' : waitingForAgent ? 'waiting' : 'bot',
      ...(agent && {agentName: agent.name}),
      mine: this.#has(conversation),
      online: this.#host.isOnline(id),
      lastText: lastText(conversation),
      updatedAt,
    };
  }

  #emitMessages(conversationId: string) {
    const messages = this.#host.conversations
      .messages(conversationId)
      .filter((message) => !isGreetingRequest(message.parts))
      .map(({id, sender, authorName, storedAt, parts}) => ({
        id,
        sender,
        ...(authorName !== undefined && {authorName}),
        at: storedAt,
        parts,
      }));
    this.#emit({type: 'messages', conversationId, messages});
  }

  #emit(event: DeskEvent) {
    this.#send(JSON.stringify(event));
  }
}

/** Who waits comes first, then whoever wrote last. */
function byUrgency(one: ConversationSummary, other: ConversationSummary): number {
  const waiting = Number(other.state === 'waiting') - Number(one.state === 'waiting');
  return waiting || other.updatedAt - one.updatedAt;
}

function parseCommand(data: string): DeskCommand | undefined {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return undefined;
  }
  return isCommand(value) ? value : undefined;
}

function isCommand(value: unknown): value is DeskCommand {
  if (!isObject(value)) return false;
  const {type, name, conversationId, text: written} = value;
  if (type === 'name') return typeof name === 'string';
  if (typeof conversationId !== 'string') return false;
  if (type === 'write') return typeof written === 'string' && written.trim() !== '';
  return type === 'watch' || type === 'take' || type === 'leave';
}

function visitorName({userId, userBasicInfo}: Conversation): string {
  const {firstName, lastName, email} = userBasicInfo;
  const name = [firstName, lastName].filter((part) => typeof part === 'string' && part).join(' ');
  if (name) return name;
  if (typeof email === 'string' && email) return email;
  return userId === 'anon' ? 'Anonymous visitor' : userId;
}

function lastText({messages}: Conversation): string {
  for (const {parts} of [...messages].reverse()) {
    const part = parts.find(({type, text: value}) => type === 'text' && value !== '');
    if (part) return String(part['text']).slice(0, 120);
  }
  return '';
}

/** The empty message that asks the bot for its greeting says nothing to an agent. */
function isGreetingRequest(parts: readonly WirePart[]): boolean {
  return parts.every(({type, text: value}) => type === 'text' && value === '');
}
