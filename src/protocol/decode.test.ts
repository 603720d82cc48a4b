import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {decode} from './decode.js';
import {frame, json} from './testing/dialects.js';
import {expectNormal} from './testing/normal-form.js';

function bare(event_type: unknown, event_payload?: unknown, event_id?: unknown): string {
  return JSON.stringify({event_type, event_payload, event_id});
}

function wrapped(event_type: unknown, event_payload?: unknown, event_id?: unknown): string {
  return JSON.stringify({
    action: 'receiveMessage',
    event: {event_type, event_payload, event_id, accepts_response_payload: false},
  });
}

const hi = {type: 'text', text: 'Hi'};

describe('decode', () => {
  const events: [eventType: string, payload: unknown, event: object][] = [
    ['socket_connected', {socket_id: 'abc='}, {type: 'socket_connected', socketId: 'abc='}],
    ['socket_connected', undefined, {type: 'socket_connected', socketId: ''}],
    [
      'conversation_start_success',
      {conversation_id: 'anon_4f1c'},
      {type: 'conversation_start_success', conversationId: 'anon_4f1c'},
    ],
    [
      'conversation_start_success',
      {conversation_id: 17},
      {type: 'conversation_start_success', conversationId: '17'},
    ],
    [
      'bot_message',
      {
        type: 'message_create',
        ch_msg_id: 'm1',
        bot: {name: 'Robo', avatar: 'https://i.example/r'},
        conversation_id: 'c1',
        content: [hi],
      },
      {
        type: 'message',
        sender: 'bot',
        messageId: 'm1',
        conversationId: 'c1',
        author: {name: 'Robo', avatarUrl: 'https://i.example/r'},
        parts: [hi],
      },
    ],
    ['bot_message', {bot: {}, content: hi}, {type: 'message', sender: 'bot', parts: [hi]}],
    ['bot_message', {content: []}, {type: 'message', sender: 'bot', parts: []}],
    ['bot_message', {content: ['']}, {type: 'message', sender: 'bot', parts: []}],
    ['bot_message', {content: [null, hi]}, {type: 'message', sender: 'bot', parts: [hi]}],
    [
      'livechat_message',
      {
        type: 'message_create',
        ch_msg_id: 5,
        conversation_id: '',
        content: [hi],
        livechatName: 'Ann',
      },
      {type: 'message', sender: 'agent', messageId: '5', author: {name: 'Ann'}, parts: [hi]},
    ],
    [
      'action',
      {type: 'normal', id: 'open', data: {page: 2}, conversation_id: 'c1'},
      {
        type: 'action',
        conversationId: 'c1',
        actions: [{id: 'open', type: 'normal', data: {page: 2}}],
      },
    ],
    [
      'action',
      {actions: [{id: 1, data: {}}, null, {}, {id: 'two', data: 'x'}]},
      {
        type: 'action',
        actions: [
          {id: '1', type: 'normal', data: {}},
          {id: 'two', type: 'normal', data: 'x'},
        ],
      },
    ],
    [
      'action',
      {actions: {action: 'open', payload: {a: 1}}},
      {type: 'action', actions: [{id: 'open', type: 'normal', data: {a: 1}}]},
    ],
    [
      'action',
      {title: 'open', payload: 'x', type: 'special'},
      {type: 'action', actions: [{id: 'open', type: 'special', data: 'x'}]},
    ],
    ['action', {id: 'open'}, {type: 'action', actions: [{id: 'open', type: 'normal', data: {}}]}],
    ['action', {actions: []}, {type: 'action', actions: []}],
    [
      'conversation_update',
      {type: 'failedAgentAssignment', conversation_id: 'c1'},
      {type: 'conversation_update', update: 'failedAgentAssignment', conversationId: 'c1'},
    ],
    [
      'conversation_update',
      {type: 'livechatAgentDisconnected', data: null},
      {type: 'conversation_update', update: 'livechatAgentDisconnected'},
    ],
    [
      'conversation_update',
      {type: 'agentIsTyping', data: 1},
      {
        type: 'unknown',
        eventType: 'conversation_update',
        payload: {type: 'agentIsTyping', data: 1},
      },
    ],
    [
      'conversation_update',
      {event_type: 'general_error', event_payload: {error_code: '400'}, event_id: 'e9'},
      {type: 'general_error', eventId: 'e9', code: 400, description: ''},
    ],
    [
      'conversation_transcript',
      {conversation_id: 'c1', transcript: [{messages: [{from: 'user ', messages: [hi]}]}]},
      {
        type: 'conversation_transcript',
        conversationId: 'c1',
        entries: [{sender: 'user', parts: [hi]}],
      },
    ],
    [
      'conversation_transcript',
      {messages: [{from: 'bot', messages: {idChat: 1, messages: [hi]}}]},
      {type: 'conversation_transcript', entries: [{sender: 'bot', parts: [hi]}]},
    ],
    ['conversation_transcript', {messages: []}, {type: 'conversation_transcript', entries: []}],
    [
      'conversation_metadata',
      {conversation_id: 'c1', content: {plan: 'pro'}},
      {type: 'conversation_metadata', conversationId: 'c1', content: {plan: 'pro'}},
    ],
    ['conversation_metadata', {}, {type: 'conversation_metadata', content: {}}],
    [
      'metadata_update_success',
      {conversation_id: 'c1'},
      {type: 'metadata_update_success', conversationId: 'c1'},
    ],
    [
      'user_conversations',
      {
        conversations: [
          {conversation_id: 'c1', metadata: {a: 1}, apiKey: 'k'},
          {conversation_id: 2, metadata: null},
          {metadata: {}},
        ],
        pagination: {
          page: '2',
          pageSize: 10,
          total: 12,
          totalPages: 2,
          hasNextPage: false,
          hasPrevPage: true,
        },
      },
      {
        type: 'user_conversations',
        conversations: [
          {conversationId: 'c1', metadata: {a: 1}, apiKey: 'k'},
          {conversationId: '2', metadata: {}},
        ],
        pagination: {
          page: 2,
          pageSize: 10,
          total: 12,
          totalPages: 2,
          hasNextPage: false,
          hasPrevPage: true,
        },
      },
    ],
    [
      'user_conversations',
      {conversations: [{conversation_id: 'c1'}], pagination: {totalPages: 3}},
      {
        type: 'user_conversations',
        conversations: [{conversationId: 'c1', metadata: {}}],
        pagination: {
          page: 1,
          pageSize: 1,
          total: 1,
          totalPages: 3,
          hasNextPage: true,
          hasPrevPage: false,
        },
      },
    ],
    ['user_conversations', {}, {type: 'user_conversations', conversations: []}],
    [
      'delete_conversation_success',
      {conversation_id: 'c1', userId: 8},
      {type: 'delete_conversation_success', conversationId: 'c1', userId: '8'},
    ],
    [
      'general_error',
      {conversation_id: 'c1', error_code: 400, error_desc: 'Invalid conversation_id'},
      {
        type: 'general_error',
        conversationId: 'c1',
        code: 400,
        description: 'Invalid conversation_id',
      },
    ],
    [
      'general_error',
      {error_code: ' 413 ', error_desc: null, message_link: 'https://m.example/1'},
      {
        type: 'general_error',
        code: 413,
        description: '',
        messageLink: 'https://m.example/1',
      },
    ],
    ['general_error', {error_code: 'BUSY'}, {type: 'general_error', code: 'BUSY', description: ''}],
    [
      'general_error',
      {error_code: '99999999999999999999'},
      {type: 'general_error', code: '99999999999999999999', description: ''},
    ],
    ['general_error', {error_code: ''}, {type: 'general_error', description: ''}],
    ['general_error', null, {type: 'general_error', description: ''}],
    ['bot_typing', {on: true}, {type: 'unknown', eventType: 'bot_typing', payload: {on: true}}],
    ['constructor', [1], {type: 'unknown', eventType: 'constructor', payload: [1]}],
    ['__proto__', 5, {type: 'unknown', eventType: '__proto__', payload: 5}],
  ];

  for (const [eventType, payload, event] of events) {
    it(`reads ${eventType} ${JSON.stringify(payload)?.slice(0, 60)}`, () => {
      expect(decode(bare(eventType, payload))).to.deep.equal({event});
      expect(decode(wrapped(eventType, payload))).to.deep.equal({event});
    });
  }

  it('reads a payload that is JSON in a string, but hands on an unknown one as it came', () => {
    expect(decode(bare('bot_message', '{"content":"Hi"}'))).to.deep.equal({
      event: {type: 'message', sender: 'bot', parts: [hi]},
    });
    expect(decode(bare('bot_typing', '{"on":1}'))).to.deep.equal({
      event: {type: 'unknown', eventType: 'bot_typing', payload: '{"on":1}'},
    });
  });

  it('keeps the id of an event', () => {
    expect(decode(wrapped('bot_message', {content: 'Hi'}, 'e1'))).to.deep.equal({
      event: {type: 'message', sender: 'bot', eventId: 'e1', parts: [hi]},
    });
    expect(decode(bare('action', {id: 'x'}, 12))).to.have.nested.property('event.eventId', '12');
  });

  it('takes no number for an id that JSON has rounded', () => {
    const text =
      '{"event_type":"bot_message","event_id":12345678901234567890,"event_payload":{"content":[]}}';
    expect(decode(text)).to.deep.equal({event: {type: 'message', sender: 'bot', parts: []}});
  });

  for (const data of [
    {name: 'Ann Lee', avatar: 'https://i.example/a'},
    {agentName: 'Ann Lee', avatarUrl: 'https://i.example/a'},
    {agent_name: 'Ann Lee', avatar_url: 'https://i.example/a'},
    {agent: {name: 'Ann Lee', image: 'https://i.example/a'}},
    {agent: 'Ann Lee', photo: 'https://i.example/a'},
    {firstName: 'Ann', lastName: 'Lee', picture: 'https://i.example/a'},
    {agent: {first_name: 'Ann ', last_name: ' Lee', image_url: 'https://i.example/a'}},
    {livechatName: 'Ann Lee', photoUrl: 'https://i.example/a'},
    {displayName: ' Ann Lee ', imageUrl: 'https://i.example/a', name: ''},
    {fullName: 'Ann Lee', picture_url: 'https://i.example/a', bot: {name: 'Robo'}},
  ]) {
    it(`reads an agent from ${JSON.stringify(data)}`, () => {
      const agent = {name: 'Ann Lee', avatarUrl: 'https://i.example/a'};
      const update = 'livechatAgentConnected';
      const event = {type: 'conversation_update', update, agent};
      expect(decode(bare('conversation_update', {type: update, data}))).to.deep.equal({event});
      expect(decode(bare('conversation_update', {type: update, ...data}))).to.deep.equal({event});
    });
  }

  it('prefers the agent of an update to what the update says beside it', () => {
    const payload = {
      type: 'livechatAgentConnected',
      data: {name: 'Team', agent: {name: 'Ann'}},
      livechatName: 'Old',
      avatar: 'https://i.example/a',
    };
    expect(decode(bare('conversation_update', payload))).to.have.deep.nested.property(
      'event.agent',
      {
        name: 'Ann',
        avatarUrl: 'https://i.example/a',
      },
    );
  });

  it('reads UTF-8 from a buffer and from any view of one', () => {
    const bytes = new TextEncoder().encode(`  ${bare('bot_message', {content: 'Grüße 👋'})}`);
    const expected = decode(bare('bot_message', {content: 'Grüße 👋'}));
    expect(expected).to.have.nested.property('event.parts[0].text', 'Grüße 👋');
    expect(decode(bytes)).to.deep.equal(expected);
    expect(decode(bytes.buffer)).to.deep.equal(expected);
    expect(decode(new DataView(bytes.buffer, 2))).to.deep.equal(expected);
  });

  for (const [what, data] of [
    ['undefined', undefined],
    ['null', null],
    ['a number', 5],
    ['a symbol', Symbol()],
    ['a function', () => '{}'],
    ['an object', {}],
    ['a Blob', new Blob(['{"event_type":"x"}'])],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
  ] as const) {
    it(`refuses ${what} as not text`, () => {
      expect(decode(data)).to.deep.equal({error: {reason: 'not-text'}});
    });
  }

  for (const data of ['', 'ping', '{"event_type":', "{'event_type':'x'}", 'NaN', 'undefined']) {
    it(`refuses ${JSON.stringify(data)} as not JSON`, () => {
      expect(decode(data)).to.deep.equal({error: {reason: 'not-json'}});
    });
  }

  for (const data of [
    'null',
    '5',
    '"bot_message"',
    '[]',
    '{}',
    '{"message":"Forbidden"}',
    '{"event_type":""}',
    '{"event_type":5}',
    '{"event":"bot_message"}',
    '{"event":{"event_payload":{}}}',
    '{"__proto__":{"event_type":"general_error"}}',
  ]) {
    it(`refuses ${data} as no event`, () => {
      expect(decode(data)).to.deep.equal({error: {reason: 'not-an-event'}});
    });
  }

  for (const [eventType, payload] of [
    ['conversation_start_success', {}],
    ['conversation_start_success', {conversation_id: ''}],
    ['conversation_start_success', {conversation_id: {}}],
    ['bot_message', {}],
    ['bot_message', {content: null}],
    ['bot_message', {content: [null, {type: 'text'}]}],
    ['bot_message', 'Hi'],
    ['bot_message', '[]'],
    ['livechat_message', {content: true}],
    ['action', {}],
    ['action', {actions: [{}, null]}],
    ['conversation_update', {}],
    ['conversation_update', {event_type: 'general_error', event_payload: 5}],
    ['conversation_transcript', {conversation_id: 'c1'}],
    ['conversation_transcript', {transcript: [null]}],
    ['conversation_metadata', {content: 'x'}],
    ['user_conversations', {conversations: [{}]}],
    ['socket_connected', []],
    ['general_error', 5],
    ['general_error', '"text"'],
  ] as const) {
    it(`refuses ${eventType} ${JSON.stringify(payload)} for its payload`, () => {
      const error = {reason: 'bad-payload', eventType};
      expect(decode(bare(eventType, payload))).to.deep.equal({error});
      expect(decode(wrapped(eventType, payload))).to.deep.equal({error});
    });
  }

  it('is not led astray by keys that objects treat specially', () => {
    const text =
      '{"event_type":"bot_message","__proto__":{"event_id":"x"},"event_payload":' +
      '{"__proto__":{"conversation_id":"evil"},"content":["Hi",{"type":"x","__proto__":{"text":"evil"}}]}}';
    const decoded = decode(text);
    expect(decoded).to.have.nested.property('event.parts[0].text', 'Hi');
    expect(decoded).not.to.have.nested.property('event.conversationId');
    expect(decoded).not.to.have.nested.property('event.eventId');
    expect(decoded).not.to.have.nested.property('event.parts[1].text');
    expect(({} as Record<string, unknown>).conversation_id).to.equal(undefined);
  });

  it('hands on nothing that is nested so deep that it cannot be copied', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as unknown;
    for (const [eventType, payload] of [
      ['bot_message', {content: [{type: 'odd', x: nested(200)}]}],
      ['action', {id: 'go', data: nested(200)}],
      ['bot_typing', nested(200)],
      ['conversation_update', {type: 'odd', x: nested(200)}],
    ] as const) {
      const error = {reason: 'bad-payload', eventType};
      expect(decode(bare(eventType, payload))).to.deep.equal({error});
    }
    const content = ['Hi', {type: 'odd', x: nested(200)}, {type: 'odd', x: nested(90)}];
    expect(decode(bare('bot_message', {content}))).to.have.nested.property('event.parts.length', 2);
  });

  it('survives nesting without end', () => {
    const depth = 50_000;
    const lists = '['.repeat(depth) + ']'.repeat(depth);
    const objects = '{"messages":['.repeat(depth) + ']}'.repeat(depth);
    for (const text of [
      lists,
      objects,
      `{"event_type":"bot_message","event_payload":{"content":${lists}}}`,
      `{"event_type":"bot_message","event_payload":{"content":["Hi",${lists},${objects}]}}`,
      `{"event_type":"conversation_transcript","event_payload":${objects}}`,
      `{"event_type":"x","event_payload":${objects}}`,
      '{"event_type":"conversation_update","event_payload":'.repeat(depth) +
        '1' +
        '}'.repeat(depth),
    ]) {
      expect(decode(text)).to.have.any.keys('event', 'error');
    }
  });

  it('survives very long lists', () => {
    const content = new Array(200_000).fill('x');
    const messages = content.map((text) => ({from: 'user', messages: [text]}));
    expect(decode(bare('bot_message', {content}))).to.have.nested.property(
      'event.parts.length',
      200_000,
    );
    expect(decode(bare('conversation_transcript', {messages}))).to.have.nested.property(
      'event.entries.length',
      200_000,
    );
  });

  describe('for anything at all', () => {
    it('gives an event or an error for any text', () => {
      const texts = fc.oneof(
        fc.string({unit: 'binary'}),
        fc.json(),
        fc.array(fc.nat(0xffff)).map((units) => String.fromCharCode(...units)),
      );
      fc.assert(fc.property(texts, (text) => expectNormal(decode(text))));
    });

    it('gives an event or an error for any bytes', () => {
      fc.assert(fc.property(fc.uint8Array(), (bytes) => expectNormal(decode(bytes))));
    });

    it('gives an event or an error for any value of a program', () => {
      const values = fc.anything({withTypedArray: true, withBigInt: true, withMap: true});
      fc.assert(fc.property(values, (value) => expectNormal(decode(value))));
    });

    it('gives an event or an error for any payload of any event', () => {
      const types = frame.map(({normal}) => normal.type);
      const names = fc.oneof(types, fc.constantFrom('bot_message', 'livechat_message'));
      fc.assert(
        fc.property(names, json, (name, payload) => {
          expectNormal(decode(bare(name, payload)));
          expectNormal(decode(wrapped(name, payload)));
        }),
      );
    });

    it('gives an event or an error for a frame in which any values were cut, replaced or swapped', () => {
      const change = fc.record({
        at: fc.nat(),
        from: fc.nat(),
        how: fc.constantFrom('cut', 'replace', 'swap' as const),
        value: json,
      });
      fc.assert(
        fc.property(frame, fc.array(change, {minLength: 1, maxLength: 4}), ({frame}, changes) => {
          const root = JSON.parse(JSON.stringify({frame})) as Record<string, unknown>;
          for (const {at, from, how, value} of changes) {
            const slots = slotsOf(root);
            const slot = slots[at % slots.length];
            const other = slots[from % slots.length];
            if (!slot || !other) continue;
            if (how === 'cut') delete slot.holder[slot.key];
            else put(slot, how === 'replace' ? value : structuredClone(other.holder[other.key]));
          }
          expectNormal(decode(JSON.stringify(root.frame) ?? ''));
        }),
        {numRuns: 500},
      );
    });

    it('keeps what the hub meant, in every dialect', () => {
      fc.assert(
        fc.property(frame, fc.boolean(), ({normal, frame}, binary) => {
          const text = JSON.stringify(frame);
          const data = binary ? new TextEncoder().encode(text) : text;
          const decoded = decode(data);
          expectNormal(decoded);
          expect(decoded).to.deep.equal({event: normal});
        }),
        {numRuns: 500},
      );
    });
  });
});

interface Slot {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every place of a JSON tree where a value stands. */
function slotsOf(holder: Record<string, unknown>): Slot[] {
  return Object.keys(holder).flatMap((key) => {
    const value = holder[key];
    const inner =
      typeof value === 'object' && value !== null ? slotsOf(value as Record<string, unknown>) : [];
    return [{holder, key}, ...inner];
  });
}

function put({holder, key}: Slot, value: unknown): void {
  Object.defineProperty(holder, key, {value, configurable: true, enumerable: true, writable: true});
}
