import type {Conversation, StoredMessage} from './conversations.js';
import type {WireObject, WirePart} from './wire.js';

/** The two shapes in which hubs send a transcript. */
export type TranscriptShape = 'transcript' | 'messages';

export interface TranscriptOptions {
  readonly shape: TranscriptShape;
  /** Show the conversation as it was at this time. */
  readonly asOf?: number;
  /** Gives the `event_id` of an entry; without it, that of the live frame. */
  readonly eventId?: (message: StoredMessage) => string;
}

const channelName = 'Local hub';
const chatbotName = 'Demo bot';

// Both sets of names are in use, and those of the second come with blanks at the end.
const senderNames = {
  transcript: {user: 'user', bot: 'chatbot', agent: 'livechat'},
  messages: {user: 'user ', bot: 'bot ', agent: 'agent '},
} as const;

/** The `event_payload` of a `conversation_transcript`. */
export function transcriptPayload(
  conversation: Conversation,
  options: TranscriptOptions,
): WireObject {
  const entries = transcriptEntries(conversation, options);
  // The older shape says nowhere which conversation it is.
  return options.shape === 'messages'
    ? {messages: entries}
    : {conversation_id: conversation.id, transcript: entries};
}

/** The body of `GET /api/transcript`: the same list, with the fields that only HTTP adds. */
export function httpTranscript(conversation: Conversation, options: TranscriptOptions): WireObject {
  const messages = visibleMessages(conversation, options.asOf);
  return {
    transcript: messages.map((message) => ({
      ...toEntry(message, options),
      ...httpFields(message),
    })),
  };
}

function transcriptEntries(conversation: Conversation, options: TranscriptOptions) {
  return visibleMessages(conversation, options.asOf).map((message) => toEntry(message, options));
}

function visibleMessages(conversation: Conversation, asOf = Infinity): StoredMessage[] {
  return conversation.messages
    .filter(({storedAt}) => storedAt <= asOf)
    .map((message) => ({...message, parts: partsAt(message, asOf)}));
}

function partsAt(message: StoredMessage, asOf: number): readonly WirePart[] {
  return message.versions.findLast(({at}) => at <= asOf)?.parts ?? message.parts;
}

function toEntry(message: StoredMessage, options: TranscriptOptions): WireObject {
  return options.shape === 'transcript'
    ? newEntry(message, options.eventId ?? ((stored) => stored.eventId))
    : oldEntry(message);
}

function newEntry(message: StoredMessage, eventId: (message: StoredMessage) => string): WireObject {
  const entry = {
    from: senderNames.transcript[message.sender],
    actions: [],
    files: filesOf(message.parts),
    chatbotName,
    channelName,
    livechatName: message.sender === 'agent' ? message.authorName : null,
    messages: message.parts,
  };
  return {event_id: eventId(message), messages: [entry]};
}

function oldEntry(message: StoredMessage): WireObject {
  const from = senderNames.messages[message.sender];
  const names = {channelName, chatbotName};
  if (message.sender === 'user') return {from, messages: message.parts, ...names};
  const nested = {idChat: message.id, messages: message.parts, actions: []};
  return {from, messages: nested, actions: [], ...names};
}

function httpFields(message: StoredMessage): WireObject {
  const text = message.parts.find(({type}) => type === 'text')?.['text'];
  const files = filesOf(message.parts);
  return {
    message_id: message.id,
    ...(typeof text === 'string' && {text}),
    ...(files.length > 0 && {files}),
  };
}

function filesOf(parts: readonly WirePart[]): unknown[] {
  return parts.flatMap((part) =>
    part.type === 'files' && Array.isArray(part['files']) ? (part['files'] as unknown[]) : [],
  );
}
