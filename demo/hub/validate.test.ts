import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {clientEventTypes, validateFrame} from './validate.js';
import type {WireObject} from './wire.js';

const conversationId = '3f0c2f0e-5b0a-4a1e-9a53-000000000001';
const message = {
  type: 'message_create',
  client_msg_id: '3f0c2f0e-5b0a-4a1e-9a53-000000000002',
  conversation_id: conversationId,
  content: {type: 'text', text: 'Hello'},
};
const extractedFile = {
  filename: 'notes.txt',
  type: 'text/plain',
  textContent: {
    type: 'file_content',
    text: 'Notes',
    metadata: {
      source: 'file_attachment',
      originalFileName: 'notes.txt',
      storageType: 'direct',
    },
  },
  storage: {
    fileKey: 'key/notes.txt',
    presignedUrl: 'https://files.example/notes.txt',
    expiresIn: 1_800_000_000,
    fileSize: 5,
    processingTime: 12,
  },
};
const linkedFile = {url: 'https://files.example/a.png', type: 'image/png', filename: 'a.png'};

function frame(eventType: string, payload: unknown, extra: WireObject = {}) {
  const event = {event_type: eventType, event_payload: payload, ...extra};
  return JSON.stringify({action: 'sendMessage', event});
}

function reasonOf(data: string | Uint8Array, transport: 'socket' | 'http' = 'socket') {
  const checked = validateFrame(data, {transport});
  return 'invalid' in checked ? checked.invalid.reason : undefined;
}

const right: readonly [eventType: string, payload: WireObject][] = [
  ['conversation_start', {}],
  [
    'conversation_start',
    {
      userId: 'ada',
      userBasicInfo: {firstName: 'Ada', lastName: 'L.', email: 'ada@example.com', plan: 'free'},
      userData: {visits: 3},
      metadata: {page: '/prices', private: {score: 7}},
    },
  ],
  ['user_message', message],
  ['user_message', {...message, content: {type: 'text', text: ''}}],
  ['user_message', {...message, content: {text: 'See', files: [linkedFile]}}],
  ['user_message', {...message, content: {files: [linkedFile, extractedFile]}}],
  ['action', {type: 'normal', id: 'escalateToHuman', data: {}, conversation_id: conversationId}],
  ['metadata', {metadata: {a: 1}, client_msg_id: 'x', conversation_id: conversationId}],
  ...['default', 'bot', 'live', 'bot_live'].map((target): [string, WireObject] => [
    'metadata',
    {
      metadata: {private: {a: 1}},
      target,
      client_msg_id: 'x',
      conversation_id: conversationId,
    },
  ]),
  ['metadata_request', {conversation_id: conversationId}],
  ['conversation_transcript_request', {conversation_id: conversationId}],
  ['get_user_conversations', {userId: 'ada'}],
  ['get_conversations', {userId: 'ada'}],
  ['get_user_conversations_v2', {userId: 'ada'}],
  [
    'get_user_conversations_v2',
    {
      userId: 'ada',
      filter: {mode: 'a'},
      search: {mode: 'a'},
      pagination: {page: 1, limit: '10'},
      apiKeys: ['key'],
    },
  ],
  ['delete_conversation', {conversation_id: conversationId}],
  ['delete_conversation', {conversation_id: conversationId, softdelete: false}],
  ['delete_user_conversations', {userId: 'ada', softdelete: true}],
  ['edit_message', {...message, message_id: 'm1'}],
];

/** What breaks a payload, by event: each with the path that the reason has to name. */
const wrong: readonly [eventType: string, payload: unknown, path: string][] = [
  ['conversation_start', {userId: ''}, 'event_payload.userId'],
  ['conversation_start', {userId: 5}, 'event_payload.userId'],
  ['conversation_start', {userBasicInfo: {email: 5}}, 'userBasicInfo.email'],
  ['conversation_start', {userBasicInfo: []}, 'userBasicInfo'],
  ['conversation_start', {userData: 'x'}, 'userData'],
  ['conversation_start', {metadata: {private: 'x'}}, 'metadata.private'],
  ['conversation_start', {metadata: null}, 'metadata'],
  ['conversation_start', {user_id: 'ada'}, '"user_id"'],
  ['user_message', {...message, type: 'message'}, 'event_payload.type'],
  ['user_message', {...message, client_msg_id: ''}, 'client_msg_id'],
  ['user_message', {...message, client_msg_id: 7}, 'client_msg_id'],
  ['user_message', {...message, conversation_id: ''}, 'conversation_id'],
  ['user_message', {...message, text: 'Hello'}, '"text"'],
  ['user_message', {...message, content: 'Hello'}, 'content'],
  ['user_message', {...message, content: {text: 'Hello'}}, 'content.type'],
  ['user_message', {...message, content: {type: 'text'}}, 'content.text'],
  ['user_message', {...message, content: {type: 'text', text: null}}, 'content.text'],
  ['user_message', {...message, content: {type: 'html', text: 'x'}}, 'content.type'],
  ['user_message', {...message, content: {type: 'text', text: 'x', files: [linkedFile]}}, '"type"'],
  ['user_message', {...message, content: {files: []}}, 'content.files'],
  ['user_message', {...message, content: {files: [{...linkedFile, url: ''}]}}, 'files[0].url'],
  ['user_message', {...message, content: {files: [{...linkedFile, size: 5}]}}, '"size"'],
  [
    'user_message',
    {...message, content: {files: [{...extractedFile, textContent: {}}]}},
    'textContent.type',
  ],
  [
    'action',
    {type: 'custom', id: 'a', data: {}, conversation_id: conversationId},
    'event_payload.type',
  ],
  ['action', {type: 'normal', id: '', data: {}, conversation_id: conversationId}, 'id'],
  ['action', {type: 'normal', id: 'a', conversation_id: conversationId}, 'data is missing'],
  ['action', {type: 'normal', id: 'a', data: {}}, 'conversation_id is missing'],
  ['metadata', {metadata: {}, conversation_id: conversationId}, 'client_msg_id is missing'],
  [
    'metadata',
    {metadata: {}, target: 'all', client_msg_id: 'x', conversation_id: conversationId},
    'target',
  ],
  ['metadata', {metadata: [], client_msg_id: 'x', conversation_id: conversationId}, 'metadata'],
  ['metadata_request', {}, 'conversation_id is missing'],
  ['metadata_request', {conversation_id: conversationId, userId: 'ada'}, '"userId"'],
  ['conversation_transcript_request', {conversation_id: 5}, 'conversation_id'],
  ['get_user_conversations', {}, 'userId is missing'],
  ['get_user_conversations', {userId: ''}, 'userId'],
  ['get_user_conversations_v2', {userId: 'ada', pagination: {page: 0, limit: 5}}, 'page'],
  ['get_user_conversations_v2', {userId: 'ada', pagination: {page: 1}}, 'limit is missing'],
  ['get_user_conversations_v2', {userId: 'ada', apiKeys: []}, 'apiKeys'],
  ['get_user_conversations_v2', {userId: 'ada', filter: 'x'}, 'filter'],
  ['delete_conversation', {conversation_id: conversationId, softdelete: 'yes'}, 'softdelete'],
  ['delete_conversation', {conversation_id: conversationId, softDelete: true}, '"softDelete"'],
  ['delete_user_conversations', {}, 'userId is missing'],
  ['edit_message', message, 'message_id is missing'],
  ['edit_message', {...message, message_id: ''}, 'message_id'],
];

describe('validateFrame', () => {
  for (const [eventType, payload] of right) {
    it(`accepts ${eventType} ${JSON.stringify(payload).slice(0, 80)}`, () => {
      assert.equal(reasonOf(frame(eventType, payload)), undefined);
    });
  }

  it('has an accepted example of every event', () => {
    const shown = new Set(right.map(([eventType]) => eventType));
    assert.deepEqual([...shown].sort(), [...clientEventTypes].sort());
  });

  for (const [eventType, payload, path] of wrong) {
    it(`refuses ${eventType} ${JSON.stringify(payload).slice(-80)}`, () => {
      const reason = reasonOf(frame(eventType, payload)) ?? '';
      assert.ok(reason.startsWith(`${eventType}: event_payload`), reason);
      assert.ok(reason.includes(path), reason);
    });
  }

  const brokenEnvelopes: readonly [name: string, data: string | Uint8Array][] = [
    ['text that is not JSON', 'hello'],
    ['nothing', ''],
    ['bytes', new TextEncoder().encode(frame('conversation_start', {}))],
    ['a list', '[]'],
    ['another action', JSON.stringify({action: 'send', event: {}})],
    ['no event', JSON.stringify({action: 'sendMessage'})],
    ['a bare event', JSON.stringify({event_type: 'conversation_start', event_payload: {}})],
    ['a payload that is a list', frame('conversation_start', [])],
    ['an unknown event', frame('conversation_begin', {})],
    ['an event named like a property of every object', frame('constructor', {})],
    ['an event that only the hub sends', frame('bot_message', {})],
    ['an extra field in the event', frame('conversation_start', {}, {event_id: 'x'})],
    ['a socket_id over the socket', frame('conversation_start', {}, {socket_id: 'x'})],
  ];
  for (const [name, data] of brokenEnvelopes) {
    it(`refuses ${name}`, () => assert.notEqual(reasonOf(data), undefined));
  }

  it('wants a socket_id by HTTP', () => {
    assert.equal(reasonOf(frame('conversation_start', {}, {socket_id: 'x'}), 'http'), undefined);
    assert.match(reasonOf(frame('conversation_start', {}), 'http') ?? '', /socket_id is missing/);
    assert.match(
      reasonOf(frame('conversation_start', {}, {socket_id: null}), 'http') ?? '',
      /socket_id must be a non-empty string/,
    );
  });

  it('measures a frame in bytes, not in characters', () => {
    const text = frame('user_message', {...message, content: {type: 'text', text: 'é'.repeat(50)}});
    const bytes = new TextEncoder().encode(text).byteLength;
    assert.ok('frame' in validateFrame(text, {maxFrameBytes: bytes}));
    const checked = validateFrame(text, {maxFrameBytes: bytes - 1});
    assert.ok('invalid' in checked && checked.invalid.tooLarge);
  });

  it('says which conversation a refused frame named', () => {
    const checked = validateFrame(frame('user_message', {conversation_id: 'c1'}));
    assert.ok('invalid' in checked);
    assert.equal(checked.invalid.conversationId, 'c1');
    assert.equal(checked.invalid.eventType, 'user_message');
  });
});
