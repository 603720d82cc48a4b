import {isObject} from './wire.js';
import type {WireEvent, WireObject} from './wire.js';

/** API Gateway's limit for one message, which the hub takes over: 128 KB. */
export const defaultMaxFrameBytes = 128 * 1024;

/** How a frame came: over the socket, or by HTTP, where it names its socket. */
export type FrameTransport = 'socket' | 'http';

export interface ValidateOptions {
  readonly transport?: FrameTransport;
  readonly maxFrameBytes?: number;
}

/** A frame that keeps all rules. */
export interface ValidFrame {
  readonly event: WireEvent;
  /** Only by HTTP. */
  readonly socketId?: string;
}

/** Why a frame was refused. */
export interface InvalidFrame {
  /** A full sentence. */
  readonly reason: string;
  readonly tooLarge?: boolean;
  /** What could be read of it, so that the answer can name it. */
  readonly eventType?: string;
  readonly conversationId?: string;
}

export type Validated = {readonly frame: ValidFrame} | {readonly invalid: InvalidFrame};

/** Returns what is wrong with a value, as the end of a sentence that begins with its path. */
type Rule = (value: unknown, path: string) => string | undefined;
/** The rules of an object's fields. A name that ends in `?` may be missing. */
type Fields = Readonly<Record<string, Rule>>;

const anyObject: Rule = (value, path) =>
  isObject(value) ? undefined : `${path} must be an object`;
const anyString: Rule = (value, path) =>
  typeof value === 'string' ? undefined : `${path} must be a string`;
const filledString: Rule = (value, path) =>
  typeof value === 'string' && value !== '' ? undefined : `${path} must be a non-empty string`;
const anyBoolean: Rule = (value, path) =>
  typeof value === 'boolean' ? undefined : `${path} must be true or false`;
const anyNumber: Rule = (value, path) =>
  typeof value === 'number' ? undefined : `${path} must be a number`;
// The public client's types allow `'1'` as well as `1`.
const countingNumber: Rule = (value, path) =>
  (typeof value === 'number' || typeof value === 'string') && /^[1-9]\d*$/.test(String(value))
    ? undefined
    : `${path} must be a whole number from 1`;

function oneOf(...values: readonly string[]): Rule {
  const names = values.map((value) => `"${value}"`).join(', ');
  return (value, path) =>
    typeof value === 'string' && values.includes(value) ? undefined : `${path} must be ${names}`;
}

function listOf(rule: Rule): Rule {
  return (value, path) => {
    if (!Array.isArray(value) || value.length === 0) return `${path} must be a non-empty list`;
    return firstProblem(value.map((item, index) => rule(item, `${path}[${index}]`)));
  };
}

/** An object with these fields; others are refused unless it is open. */
function shape(fields: Fields, {open = false} = {}): Rule {
  const names = Object.keys(fields).map((name) => name.replace('?', ''));
  return (value, path) => {
    if (!isObject(value)) return `${path} must be an object`;
    const extra = Object.keys(value).find((name) => !names.includes(name));
    if (extra !== undefined && !open) return `${path} must not have a field "${extra}"`;
    return firstProblem(
      Object.entries(fields).map(([name, rule]) => checkField(value, path, name, rule)),
    );
  };
}

function checkField(value: WireObject, path: string, name: string, rule: Rule) {
  const key = name.replace('?', '');
  if (Object.hasOwn(value, key)) return rule(value[key], `${path}.${key}`);
  return name.endsWith('?') ? undefined : `${path}.${key} is missing`;
}

function firstProblem(problems: readonly (string | undefined)[]): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

const metadata = shape({'private?': anyObject}, {open: true});
const userBasicInfo = shape(
  {'firstName?': anyString, 'lastName?': anyString, 'email?': anyString},
  {open: true},
);

const linkedFile = shape({url: filledString, type: anyString, filename: filledString});
const extractedFile = shape({
  filename: filledString,
  type: anyString,
  textContent: shape({
    type: oneOf('file_content'),
    text: anyString,
    metadata: shape({
      source: oneOf('file_attachment'),
      originalFileName: filledString,
      'storageType?': oneOf('direct'),
    }),
  }),
  'storage?': shape({
    fileKey: filledString,
    presignedUrl: filledString,
    expiresIn: anyNumber,
    'fileSize?': anyNumber,
    'processingTime?': anyNumber,
  }),
});
const file: Rule = (value, path) =>
  isObject(value) && 'textContent' in value ? extractedFile(value, path) : linkedFile(value, path);

const textContent = shape({type: oneOf('text'), text: anyString});
const filesContent = shape({'text?': anyString, files: listOf(file)});
const content: Rule = (value, path) =>
  isObject(value) && 'files' in value ? filesContent(value, path) : textContent(value, path);

const message = {
  type: oneOf('message_create'),
  client_msg_id: filledString,
  conversation_id: filledString,
  content,
};
const userOnly = shape({userId: filledString});
const conversationOnly = shape({conversation_id: filledString});

/** The payload rules of every event that a client may send. */
const payloadRules: Readonly<Record<string, Rule>> = {
  conversation_start: shape({
    'userId?': filledString,
    'userBasicInfo?': userBasicInfo,
    'userData?': anyObject,
    'metadata?': metadata,
  }),
  user_message: shape(message),
  action: shape({
    type: oneOf('normal'),
    id: filledString,
    data: anyObject,
    conversation_id: filledString,
  }),
  metadata: shape({
    metadata,
    'target?': oneOf('default', 'bot', 'live', 'bot_live'),
    client_msg_id: filledString,
    conversation_id: filledString,
  }),
  metadata_request: conversationOnly,
  conversation_transcript_request: conversationOnly,
  get_user_conversations: userOnly,
  // The name in the older manual.
  get_conversations: userOnly,
  get_user_conversations_v2: shape({
    userId: filledString,
    'filter?': anyObject,
    'search?': anyObject,
    'pagination?': shape({page: countingNumber, limit: countingNumber}),
    'apiKeys?': listOf(filledString),
  }),
  delete_conversation: shape({conversation_id: filledString, 'softdelete?': anyBoolean}),
  delete_user_conversations: shape({userId: filledString, 'softdelete?': anyBoolean}),
  edit_message: shape({...message, message_id: filledString}),
};

const eventFields = {event_type: filledString, event_payload: anyObject};
const envelopes: Readonly<Record<FrameTransport, Rule>> = {
  socket: shape({action: oneOf('sendMessage'), event: shape(eventFields)}),
  http: shape({
    action: oneOf('sendMessage'),
    event: shape({...eventFields, socket_id: filledString}),
  }),
};

/** The names of all events that a client may send. */
export const clientEventTypes: readonly string[] = Object.keys(payloadRules);

/** Checks one received frame against the protocol, as strictly as its description allows. Never throws. */
export function validateFrame(data: string | Uint8Array, options: ValidateOptions = {}): Validated {
  const {transport = 'socket', maxFrameBytes = defaultMaxFrameBytes} = options;
  if (byteLength(data) > maxFrameBytes) {
    const reason = `The frame has ${byteLength(data)} bytes; ${maxFrameBytes} are allowed.`;
    return {invalid: {reason, tooLarge: true}};
  }
  if (typeof data !== 'string') return refuse('The frame is binary; frames must be text.');
  const value = parse(data);
  if (value === undefined) return refuse('The frame is not JSON.');
  return checkValue(value, transport);
}

function checkValue(value: unknown, transport: FrameTransport): Validated {
  const problem = envelopes[transport](value, 'The frame');
  if (problem !== undefined) return refuse(`${problem}.`, value);
  const {event} = value as {event: WireEvent & {socket_id?: string}};
  const rule = Object.hasOwn(payloadRules, event.event_type) && payloadRules[event.event_type];
  if (!rule) return refuse(`No client sends an event_type "${event.event_type}".`, value);
  const wrong = rule(event.event_payload, 'event_payload');
  if (wrong !== undefined) return refuse(`${event.event_type}: ${wrong}.`, value);
  const {socket_id: socketId, ...rest} = event;
  return {frame: {event: rest, ...(socketId !== undefined && {socketId})}};
}

function refuse(reason: string, value?: unknown): Validated {
  return {invalid: {reason, ...namesIn(value)}};
}

function namesIn(value: unknown): {eventType?: string; conversationId?: string} {
  const event = isObject(value) && isObject(value['event']) ? value['event'] : {};
  const payload = isObject(event['event_payload']) ? event['event_payload'] : {};
  const {event_type: eventType} = event;
  const {conversation_id: conversationId} = payload;
  return {
    ...(typeof eventType === 'string' && {eventType}),
    ...(typeof conversationId === 'string' && {conversationId}),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The size of a frame on the wire. */
export function byteLength(data: string | Uint8Array): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).byteLength : data.byteLength;
}
