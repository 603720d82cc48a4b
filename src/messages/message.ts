import type {
  Author,
  ContentPart,
  HubMessageEvent,
  Sender,
  TranscriptEntry,
} from '../protocol/index.js';
import type {FailureCode} from '../errors.js';
import type {StoredMessage} from '../storage/session-record.js';

/**
 * - `pending`: the visitor's, not yet handed to the hub.
 * - `sent`: the visitor's, handed to the hub.
 * - `failed`: the visitor's, and it is not tried again by itself.
 * - `received`: from a bot or an agent.
 */
export type MessageStatus = 'pending' | 'sent' | 'failed' | 'received';

/** One message of the conversation. Frozen: a message that changes is replaced by a new object. */
export interface Message {
  /** Stable for as long as the page lives. The visitor's own messages go to the hub under it. */
  readonly id: string;
  readonly sender: Sender;
  readonly status: MessageStatus;
  readonly parts: readonly ContentPart[];
  /** The text of all parts, a line each. */
  readonly text: string;
  /** Epoch milliseconds; absent for what comes from a transcript, which knows no times. */
  readonly time?: number;
  readonly author?: Author;
  /** The hub's `ch_msg_id`, where it came live and has one. */
  readonly hubId?: string;
  /** The hub's `event_id`, likewise; several messages may share it. */
  readonly eventId?: string;
  /** Why a `failed` message was not delivered. */
  readonly failure?: FailureCode;
}

/** A line in the transcript that nobody wrote. */
export interface Notice {
  readonly id: string;
  /** What it says, in a word that the view puts into a sentence. */
  readonly code:
    | 'conversation-restarted'
    | 'conversation-deleted'
    | 'unreadable'
    | 'hub-error'
    | 'message-loading'
    | 'message-unavailable'
    | 'agent-requested'
    | 'agent-joined'
    | 'agent-left'
    | 'agent-unavailable';
  /** Of whom it speaks; absent where the hub did not say. */
  readonly name?: string;
  /** What failed can be tried again. */
  readonly retryable?: true;
  /** The message it stands behind; absent at the top. */
  readonly after?: string;
}

export function ownMessage({id, text, time, failed}: StoredMessage): Message {
  const parts = [{type: 'text', text}] as const;
  const message = {id, sender: 'user', status: 'pending', parts, text, time} as const;
  return failed ? failedMessage(message, failed) : freeze(message);
}

export function receivedMessage(id: string, event: HubMessageEvent, time: number): Message {
  const {messageId: hubId, eventId} = event;
  const ids = {...(hubId !== undefined && {hubId}), ...(eventId !== undefined && {eventId})};
  return freeze({...content(id, 'received', event), ...ids, time});
}

export function historyMessage(id: string, entry: TranscriptEntry): Message {
  return freeze(content(id, entry.sender === 'user' ? 'sent' : 'received', entry));
}

export function withStatus(message: Message, status: 'pending' | 'sent'): Message {
  if (message.status === status) return message;
  const changed: {-readonly [Name in keyof Message]: Message[Name]} = {...message, status};
  delete changed.failure;
  return freeze(changed);
}

export function isFailed({status}: Message): boolean {
  return status === 'failed';
}

export function failedMessage(message: Message, failure: FailureCode): Message {
  return freeze({...message, status: 'failed', failure});
}

function content(
  id: string,
  status: MessageStatus,
  {sender, parts, author}: HubMessageEvent | TranscriptEntry,
): Message {
  const message = {id, sender, status, parts, text: textOf(parts)};
  return author ? {...message, author} : message;
}

function textOf(parts: readonly ContentPart[]): string {
  const [first] = parts;
  if (parts.length === 1 && first?.type === 'text') return first.text;
  const texts = parts.map((part) => ('text' in part ? part.text : undefined));
  return texts.filter(Boolean).join('\n');
}

function freeze(message: Message): Message {
  for (const part of message.parts) Object.freeze(part);
  Object.freeze(message.parts);
  return Object.freeze(message);
}
