import {readAuthor} from './author.js';
import {cutLongHistory, type LongHistory} from './long-history.js';
import {decodeParts} from './parts.js';
import {
  asId,
  asNumber,
  asObject,
  asString,
  asText,
  compact,
  isCloneable,
  readList,
} from './read.js';
import {drain} from './drain.js';
import {cutTranscriptSteps, transcriptSteps} from './transcript.js';
import type {
  ConversationSummary,
  Decoded,
  HubAction,
  HubErrorEvent,
  HubEvent,
  JsonObject,
  Pagination,
  TranscriptEntry,
  TranscriptEvent,
} from './types.js';

/** Reads the payload of one event type; `undefined` refuses it. */
type EventReader = (payload: JsonObject, eventId: string | undefined) => HubEvent | undefined;

/** Every event that we know, by the hub's `event_type`; but for transcripts, which are read in steps. */
const READERS: ReadonlyMap<string, EventReader> = new Map([
  ['socket_connected', readSocketConnected],
  ['conversation_start_success', readConversationStart],
  ['bot_message', messageReader('bot')],
  ['livechat_message', messageReader('agent')],
  ['action', readAction],
  ['conversation_update', readConversationUpdate],
  ['conversation_metadata', readMetadata],
  ['metadata_update_success', readMetadataUpdated],
  ['user_conversations', readConversations],
  ['delete_conversation_success', readDeleted],
  ['general_error', readError],
]);

const UPDATES = [
  'failedAgentAssignment',
  'livechatAgentConnected',
  'livechatAgentDisconnected',
] as const;

/**
 * Decodes one frame of the hub. Takes what a socket's `message` event carries as `data`: text, or UTF-8 in
 * an `ArrayBuffer` or a view of one (a socket has to have `binaryType = 'arraybuffer'`; a `Blob` is refused).
 * Never throws, costs time linear in the size of the frame.
 *
 * The event may be wrapped, `{action, event: {event_type, event_payload, event_id}}`, or bare; the payload may
 * be an object, JSON in a string, or missing, which counts as an empty object. An unknown event type is an
 * event too, `unknown`, with its payload as it came; so is a `conversation_update` of an unknown kind. Of what is
 * handed on as it came, what is nested more than 100 times cannot be read.
 *
 * Otherwise the answer is an error:
 *
 * - `not-text`: neither text nor valid UTF-8;
 * - `not-json`;
 * - `not-an-event`: JSON without an `event_type`;
 * - `bad-payload`: a payload of the wrong shape, or without what the event is about. That is the id of
 *   a `conversation_start_success`, the content of a message, the actions of an `action`, the kind of
 *   a `conversation_update`, the list of a `conversation_transcript`. A list that has items of which none can
 *   be read is refused as well, while one that is empty is not: a message with `content: []` has no parts and
 *   a `user_conversations` without any list has no conversations.
 */
export function decode(data: unknown): Decoded {
  return drain(decodeSteps(data));
}

/** A frame that is being decoded. */
export type Decoding<Result = Decoded> = Generator<TranscriptEvent | undefined, Result>;

/**
 * As `decode`, but a long history in steps, between which a page has time for something else. One of them yields an
 * event with no more than the end of it: the very entries that the event with all of it has there as well, where what
 * comes before them makes sense.
 */
export function* decodeSteps(data: unknown): Decoding {
  const text = toText(data);
  if (text === undefined) return {error: {reason: 'not-text'}};
  const cut = cutLongHistory(text);
  const decoded = cut && (yield* decodeCut(cut));
  if (decoded) return decoded;
  const frame = parse(text);
  return frame === undefined ? {error: {reason: 'not-json'}} : yield* decodeFrame(frame);
}

/** `undefined` where it turns out that what was cut is no history, or was cut in a wrong place. */
function* decodeCut(cut: LongHistory): Decoding<Decoded | undefined> {
  try {
    const decoded = yield* decodeFrame(JSON.parse(cut.frame), cut);
    const isHistory = 'event' in decoded && decoded.event.type === 'conversation_transcript';
    return isHistory ? decoded : undefined;
  } catch {
    return undefined;
  }
}

function* decodeFrame(frame: unknown, cut?: LongHistory): Decoding {
  const envelope = findEnvelope(frame);
  if (!envelope) return {error: {reason: 'not-an-event'}};
  const event =
    envelope.eventType === 'conversation_transcript'
      ? yield* readTranscript(envelope, cut)
      : readEvent(envelope);
  return event ? {event} : {error: {reason: 'bad-payload', eventType: envelope.eventType}};
}

interface Envelope {
  readonly eventType: string;
  readonly eventId: string | undefined;
  readonly payload: unknown;
}

function toText(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  if (typeof data !== 'object' || data === null) return undefined;
  try {
    return new TextDecoder('utf-8', {fatal: true}).decode(data as ArrayBuffer);
  } catch {
    return undefined;
  }
}

/** Parsed JSON, or `undefined`, which JSON cannot say. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function findEnvelope(frame: unknown): Envelope | undefined {
  return toEnvelope(asObject(frame)?.event) ?? toEnvelope(frame);
}

function toEnvelope(value: unknown): Envelope | undefined {
  const event = asObject(value);
  const eventType = event?.event_type;
  return event && typeof eventType === 'string' && eventType
    ? {eventType, eventId: asId(event.event_id), payload: event.event_payload}
    : undefined;
}

function readEvent(envelope: Envelope): HubEvent | undefined {
  const {eventType, eventId, payload} = envelope;
  const read = READERS.get(eventType);
  if (!read) return readUnknown(eventType, payload);
  const object = payloadOf(envelope);
  return object && read(object, eventId);
}

function readUnknown(eventType: string, payload: unknown): HubEvent | undefined {
  return isCloneable(payload) ? {type: 'unknown', eventType, payload} : undefined;
}

function payloadOf({payload}: Envelope): JsonObject | undefined {
  return asObject(typeof payload === 'string' ? parse(payload) : (payload ?? {}));
}

function readSocketConnected(payload: JsonObject): HubEvent {
  return {type: 'socket_connected', socketId: asId(payload.socket_id) ?? ''};
}

function readConversationStart(payload: JsonObject): HubEvent | undefined {
  const conversationId = asId(payload.conversation_id);
  return conversationId ? {type: 'conversation_start_success', conversationId} : undefined;
}

function messageReader(sender: 'bot' | 'agent'): EventReader {
  return (payload, eventId) => {
    const parts = decodeParts(payload.content);
    if (!parts) return undefined;
    return compact({
      type: 'message',
      sender,
      eventId,
      messageId: asId(payload.ch_msg_id),
      conversationId: asId(payload.conversation_id),
      author: readAuthor(sender, payload),
      parts,
    } as const);
  };
}

/** One action on the payload itself, or several under `actions`. */
function readAction(payload: JsonObject, eventId: string | undefined): HubEvent | undefined {
  const actions = readList(payload.actions ?? payload, readOneAction);
  const conversationId = asId(payload.conversation_id);
  return actions && compact({type: 'action', eventId, conversationId, actions} as const);
}

/** Older bots say `action` or `title` for `id`, and `payload` for `data`. */
function readOneAction(value: unknown): HubAction | undefined {
  const action = asObject(value) ?? {id: value};
  const id = asId(action.id) ?? asId(action.action) ?? asId(action.title);
  const data = action.data ?? action.payload ?? {};
  return id && isCloneable(data) ? {id, type: asText(action.type) ?? 'normal', data} : undefined;
}

function readConversationUpdate(
  payload: JsonObject,
  eventId: string | undefined,
): HubEvent | undefined {
  // The product manual's template for errors has them inside of an update.
  const nested = toEnvelope(payload);
  if (nested?.eventType === 'general_error')
    return readEvent({...nested, eventId: nested.eventId ?? eventId});
  const kind = asText(payload.type);
  if (!kind) return undefined;
  const update = UPDATES.find((known) => known === kind);
  if (!update) return readUnknown('conversation_update', payload);
  return compact({
    type: 'conversation_update',
    update,
    eventId,
    conversationId: asId(payload.conversation_id),
    agent: readAuthor('agent', payload.data, payload),
  } as const);
}

function* readTranscript(
  envelope: Envelope,
  cut: LongHistory | undefined,
): Decoding<TranscriptEvent | undefined> {
  const payload = payloadOf(envelope);
  const conversationId = asId(payload?.conversation_id);
  const toEvent = (entries: readonly TranscriptEntry[] | undefined) =>
    entries && compact({type: 'conversation_transcript', conversationId, entries} as const);
  const steps = cut ? cutTranscriptSteps(payload, cut) : transcriptSteps(payload);
  for (;;) {
    const {done, value} = steps.next();
    if (done) return toEvent(value);
    yield toEvent(value);
  }
}

function readMetadata(payload: JsonObject): HubEvent | undefined {
  const content = asObject(payload.content ?? {});
  const conversationId = asId(payload.conversation_id);
  return content && compact({type: 'conversation_metadata', conversationId, content} as const);
}

function readMetadataUpdated(payload: JsonObject): HubEvent {
  const conversationId = asId(payload.conversation_id);
  return compact({type: 'metadata_update_success', conversationId} as const);
}

function readConversations(payload: JsonObject): HubEvent | undefined {
  const conversations = readList(payload.conversations ?? [], readSummary);
  if (!conversations) return undefined;
  const pagination = readPagination(payload.pagination, conversations.length);
  return compact({type: 'user_conversations', conversations, pagination} as const);
}

function readSummary(value: unknown): ConversationSummary | undefined {
  const summary = asObject(value);
  const conversationId = asId(summary?.conversation_id);
  if (!conversationId) return undefined;
  const metadata = asObject(summary?.metadata) ?? {};
  return compact({conversationId, metadata, apiKey: asText(summary?.apiKey)});
}

/** What is missing is what it would be if `count` conversations were all there are. */
function readPagination(value: unknown, count: number): Pagination | undefined {
  const fields = asObject(value);
  if (!fields) return undefined;
  const page = asNumber(fields.page) ?? 1;
  const totalPages = asNumber(fields.totalPages) ?? page;
  return {
    page,
    pageSize: asNumber(fields.pageSize) ?? count,
    total: asNumber(fields.total) ?? count,
    totalPages,
    hasNextPage: asBoolean(fields.hasNextPage) ?? page < totalPages,
    hasPrevPage: asBoolean(fields.hasPrevPage) ?? page > 1,
  };
}

function asBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined;
}

function readDeleted(payload: JsonObject): HubEvent {
  return compact({
    type: 'delete_conversation_success',
    conversationId: asId(payload.conversation_id),
    userId: asId(payload.userId),
  } as const);
}

function readError(payload: JsonObject, eventId: string | undefined): HubErrorEvent {
  return compact({
    type: 'general_error',
    eventId,
    conversationId: asId(payload.conversation_id),
    code: readCode(payload.error_code),
    description: asString(payload.error_desc) ?? '',
    messageLink: asText(payload.message_link),
  } as const);
}

function readCode(value: unknown): number | string | undefined {
  const text = asText(value)?.trim();
  const number = Number(text);
  return text && /^\d+$/.test(text) && Number.isSafeInteger(number) ? number : text || undefined;
}
