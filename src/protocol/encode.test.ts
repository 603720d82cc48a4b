import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {encode} from './encode.js';
import {id, jsonObject, text} from './testing/dialects.js';
import type {ClientFrame} from './types.js';

const conversationId = 'c1';
const clientMessageId = 'u1';

describe('encode', () => {
  const cases: [frame: ClientFrame, payload: object][] = [
    [{type: 'conversation_start'}, {}],
    [
      {
        type: 'conversation_start',
        userId: '',
        userBasicInfo: {},
        userData: {a: undefined},
        metadata: {},
        privateMetadata: {},
      },
      {},
    ],
    [
      {
        type: 'conversation_start',
        userId: 'ann',
        userBasicInfo: {firstName: 'Ann', lastName: 'Lee', email: 'ann@mail.example'},
        userData: {plan: 'pro', left: null},
        metadata: {page: '/'},
        privateMetadata: {token: 't'},
      },
      {
        userId: 'ann',
        userBasicInfo: {firstName: 'Ann', lastName: 'Lee', email: 'ann@mail.example'},
        userData: {plan: 'pro', left: null},
        metadata: {page: '/', private: {token: 't'}},
      },
    ],
    [
      {type: 'conversation_start', privateMetadata: {token: 't'}},
      {metadata: {private: {token: 't'}}},
    ],
    [
      {type: 'user_message', conversationId, clientMessageId, text: 'Hi'},
      {
        type: 'message_create',
        client_msg_id: 'u1',
        conversation_id: 'c1',
        content: {type: 'text', text: 'Hi'},
      },
    ],
    [
      {type: 'user_message', conversationId, clientMessageId, text: '', files: []},
      {
        type: 'message_create',
        client_msg_id: 'u1',
        conversation_id: 'c1',
        content: {type: 'text', text: ''},
      },
    ],
    [
      {
        type: 'user_message',
        conversationId,
        clientMessageId,
        text: 'See',
        files: [{url: 'https://f.example', type: 'image/png', filename: 'a.png'}],
      },
      {
        type: 'message_create',
        client_msg_id: 'u1',
        conversation_id: 'c1',
        content: {
          text: 'See',
          files: [{url: 'https://f.example', type: 'image/png', filename: 'a.png'}],
        },
      },
    ],
    [
      {
        type: 'user_message',
        conversationId,
        clientMessageId,
        text: '',
        files: [{url: 'https://f.example', type: 'image/png', filename: 'a.png'}],
      },
      {
        type: 'message_create',
        client_msg_id: 'u1',
        conversation_id: 'c1',
        content: {files: [{url: 'https://f.example', type: 'image/png', filename: 'a.png'}]},
      },
    ],
    [
      {type: 'action', conversationId, id: 'escalateToHuman'},
      {type: 'normal', id: 'escalateToHuman', data: {}, conversation_id: 'c1'},
    ],
    [
      {type: 'action', conversationId, id: 'vote', data: {stars: 5}},
      {type: 'normal', id: 'vote', data: {stars: 5}, conversation_id: 'c1'},
    ],
    [
      {type: 'metadata', conversationId, clientMessageId, metadata: {page: '/'}},
      {metadata: {page: '/'}, client_msg_id: 'u1', conversation_id: 'c1'},
    ],
    [
      {type: 'metadata', conversationId, clientMessageId, metadata: {}, target: 'bot_live'},
      {metadata: {}, target: 'bot_live', client_msg_id: 'u1', conversation_id: 'c1'},
    ],
    [{type: 'metadata_request', conversationId}, {conversation_id: 'c1'}],
    [{type: 'conversation_transcript_request', conversationId}, {conversation_id: 'c1'}],
    [{type: 'get_user_conversations', userId: 'ann'}, {userId: 'ann'}],
    [{type: 'get_user_conversations_v2', userId: 'ann', filter: {}, search: {}}, {userId: 'ann'}],
    [
      {
        type: 'get_user_conversations_v2',
        userId: 'ann',
        filter: {a: 1},
        search: {b: 'x'},
        pagination: {page: 1, limit: 20},
      },
      {
        userId: 'ann',
        filter: {a: 1},
        search: {b: 'x'},
        pagination: {page: 1, limit: 20},
      },
    ],
    [{type: 'delete_conversation', conversationId}, {conversation_id: 'c1'}],
    [
      {type: 'delete_conversation', conversationId, softDelete: false},
      {conversation_id: 'c1', softdelete: false},
    ],
    [
      {type: 'delete_user_conversations', userId: 'ann', softDelete: true},
      {userId: 'ann', softdelete: true},
    ],
  ];

  for (const [frame, payload] of cases) {
    it(`writes ${JSON.stringify(frame).slice(0, 90)}`, () => {
      expect(JSON.parse(encode(frame))).to.deep.equal({
        action: 'sendMessage',
        event: {event_type: frame.type, event_payload: payload},
      });
    });
  }

  it('sends nothing of a file but what is meant for the hub', () => {
    const file = {url: 'https://f.example', type: 'a/b', filename: 'c', secret: 's'};
    const text = encode({
      type: 'user_message',
      conversationId,
      clientMessageId,
      text: '',
      files: [file],
    });
    expect(text).not.to.contain('secret');
  });

  it('throws for data that is not JSON', () => {
    const metadata: Record<string, unknown> = {};
    metadata.self = metadata;
    expect(() => encode({type: 'conversation_start', metadata})).to.throw(TypeError);
    expect(() => encode({type: 'conversation_start', userData: {big: 1n}})).to.throw(TypeError);
  });

  it('keeps what was said', () => {
    fc.assert(
      fc.property(clientFrame, (frame) => {
        expect(read(encode(frame))).to.deep.equal(frame);
      }),
      {numRuns: 300},
    );
  });
});

const filled = jsonObject.filter((value) => Object.keys(value).length > 0);
const files = fc.array(fc.record({url: fc.webUrl(), type: text, filename: text}), {
  minLength: 1,
  maxLength: 3,
});
const ofConversation = {conversationId: id};
const withId = {conversationId: id, clientMessageId: fc.uuid()};

const clientFrame = fc.oneof(
  fc.record(
    {
      type: fc.constant('conversation_start' as const),
      userId: id,
      userBasicInfo: filled,
      userData: filled,
      metadata: filled.filter((value) => !Object.hasOwn(value, 'private')),
      privateMetadata: filled,
    },
    {requiredKeys: ['type']},
  ),
  fc.record(
    {
      type: fc.constant('user_message' as const),
      ...withId,
      text: fc.oneof(fc.constant(''), text),
      files,
    },
    {requiredKeys: ['type', 'conversationId', 'clientMessageId', 'text']},
  ),
  fc.record({type: fc.constant('action' as const), ...ofConversation, id, data: jsonObject}),
  fc.record(
    {
      type: fc.constant('metadata' as const),
      ...withId,
      metadata: jsonObject,
      target: fc.constantFrom('default' as const, 'bot' as const, 'live' as const),
    },
    {requiredKeys: ['type', 'conversationId', 'clientMessageId', 'metadata']},
  ),
  fc.record({type: fc.constant('metadata_request' as const), ...ofConversation}),
  fc.record({type: fc.constant('conversation_transcript_request' as const), ...ofConversation}),
  fc.record({type: fc.constant('get_user_conversations' as const), userId: id}),
  fc.record(
    {
      type: fc.constant('get_user_conversations_v2' as const),
      userId: id,
      filter: filled,
      search: filled,
      pagination: fc.record({page: fc.nat(), limit: fc.nat()}),
    },
    {requiredKeys: ['type', 'userId']},
  ),
  fc.record(
    {
      type: fc.constant('delete_conversation' as const),
      ...ofConversation,
      softDelete: fc.boolean(),
    },
    {requiredKeys: ['type', 'conversationId']},
  ),
  fc.record(
    {type: fc.constant('delete_user_conversations' as const), userId: id, softDelete: fc.boolean()},
    {requiredKeys: ['type', 'userId']},
  ),
) satisfies fc.Arbitrary<ClientFrame>;

const NAMES: Readonly<Record<string, string>> = {
  conversation_id: 'conversationId',
  client_msg_id: 'clientMessageId',
  softdelete: 'softDelete',
};

/** Reads a frame as the hub's documentation has it, and checks what is constant in it. */
function read(encoded: string): object {
  const {action, event, ...others} = JSON.parse(encoded) as {
    action: unknown;
    event: {event_type: string; event_payload: Record<string, unknown>};
  };
  expect(action).to.equal('sendMessage');
  expect(others).to.deep.equal({});
  expect(event).to.have.all.keys('event_type', 'event_payload');
  const {type, content, ...payload} = event.event_payload;
  const constants: Record<string, string> = {
    user_message: 'message_create',
    action: 'normal',
  };
  expect(type).to.equal(constants[event.event_type]);
  const fields = Object.entries(payload).map(([key, value]) => [NAMES[key] ?? key, value]);
  const frame = Object.fromEntries(fields) as Record<string, unknown>;
  frame.type = event.event_type;
  if (content) Object.assign(frame, readContent(content as Record<string, unknown>));
  if (event.event_type !== 'conversation_start' || !payload.metadata) return frame;
  const {private: privateMetadata, ...metadata} = payload.metadata as Record<string, unknown>;
  if (privateMetadata) frame.privateMetadata = privateMetadata;
  if (Object.keys(metadata).length) frame.metadata = metadata;
  else delete frame.metadata;
  return frame;
}

function readContent({type, text, files, ...others}: Record<string, unknown>): object {
  expect(others).to.deep.equal({});
  expect(type).to.equal(files ? undefined : 'text');
  return files ? {text: text ?? '', files} : {text};
}
