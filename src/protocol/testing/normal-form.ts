/** For tests: what must hold of everything that `decode` returns, whatever it was given. */
import {expect} from '@open-wc/testing';
import type {Decoded} from '../types.js';

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string' && value !== '';
const isString: Check = (value) => typeof value === 'string';
const isNumber: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const isBoolean: Check = (value) => typeof value === 'boolean';
const isObject: Check = (value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isAnything: Check = () => true;

function oneOf(...values: unknown[]): Check {
  return (value) => values.includes(value);
}

function either(...checks: Check[]): Check {
  return (value) => checks.some((check) => check(value));
}

function list(check: Check, minimum = 0): Check {
  return (value) => Array.isArray(value) && value.length >= minimum && value.every(check);
}

/** Exactly these fields, none of them `undefined`; a name that ends in `?` may be missing. */
function shape(fields: Record<string, Check>): Check {
  return (value) => {
    if (!isObject(value)) return false;
    const object = value as Record<string, unknown>;
    const checks = new Map(
      Object.entries(fields).map(([key, check]) => [key.replace('?', ''), check]),
    );
    return (
      Object.keys(fields).every((key) => key.endsWith('?') || Object.hasOwn(object, key)) &&
      Object.entries(object).every(([key, field]) => checks.get(key)?.(field))
    );
  };
}

const author = either(
  shape({name: isText, 'avatarUrl?': isText}),
  shape({'name?': isText, avatarUrl: isText}),
);

const someField: Check = (value) => Object.keys(value as object).length > 0;

const card = shape({'title?': isText, 'text?': isText, 'imageUrl?': isText, 'link?': isText});

const file = shape({
  mimeType: isString,
  'name?': isText,
  'url?': isText,
  'size?': isNumber,
  'thumbnailUrl?': isText,
  'storage?': isObject,
});

const buttons = {
  type: oneOf('buttons'),
  'title?': isText,
  options: list(shape({label: isText, value: isText})),
};

const part = either(
  shape({type: oneOf('text'), text: isText}),
  shape(buttons),
  shape({
    type: oneOf('cards'),
    cards: list((value) => card(value) && someField(value), 1),
  }),
  shape({type: oneOf('files'), 'title?': isText, files: list(file, 1)}),
  shape({type: oneOf('html', 'table'), html: isText}),
  shape({type: oneOf('pause'), milliseconds: (value) => isNumber(value) && Number(value) >= 0}),
  shape({type: oneOf('custom'), kind: isString, raw: isObject, 'text?': isText}),
);

const entry = either(
  shape({sender: oneOf('user'), 'id?': isText, parts: list(part)}),
  shape({sender: oneOf('bot', 'agent'), 'id?': isText, parts: list(part, 1), 'author?': author}),
);

const conversation = {'conversationId?': isText};
const source = {'eventId?': isText, ...conversation};

const event = either(
  shape({type: oneOf('socket_connected'), socketId: isString}),
  shape({type: oneOf('conversation_start_success'), conversationId: isText}),
  shape({
    ...source,
    type: oneOf('message'),
    sender: oneOf('bot', 'agent'),
    'messageId?': isText,
    'author?': author,
    parts: list(part),
  }),
  shape({
    ...source,
    type: oneOf('action'),
    actions: list(shape({id: isText, type: isText, data: isAnything})),
  }),
  shape({
    ...source,
    type: oneOf('conversation_update'),
    update: oneOf('failedAgentAssignment', 'livechatAgentConnected', 'livechatAgentDisconnected'),
    'agent?': author,
  }),
  shape({...conversation, type: oneOf('conversation_transcript'), entries: list(entry)}),
  shape({...conversation, type: oneOf('conversation_metadata'), content: isObject}),
  shape({...conversation, type: oneOf('metadata_update_success')}),
  shape({
    type: oneOf('user_conversations'),
    conversations: list(shape({conversationId: isText, metadata: isObject, 'apiKey?': isText})),
    'pagination?': shape({
      page: isNumber,
      pageSize: isNumber,
      total: isNumber,
      totalPages: isNumber,
      hasNextPage: isBoolean,
      hasPrevPage: isBoolean,
    }),
  }),
  shape({...conversation, type: oneOf('delete_conversation_success'), 'userId?': isText}),
  shape({
    ...source,
    type: oneOf('general_error'),
    'code?': either(isNumber, isText),
    description: isString,
    'messageLink?': isText,
  }),
  shape({type: oneOf('unknown'), eventType: isText, payload: isAnything}),
);

const decoded = either(
  shape({event}),
  shape({error: shape({reason: oneOf('not-text', 'not-json', 'not-an-event')})}),
  shape({error: shape({reason: oneOf('bad-payload'), eventType: isText})}),
);

/** Fails unless `value` is one event or one error, of exactly the documented form. */
export function expectNormal(value: Decoded): void {
  expect(value).to.satisfy(decoded);
}
