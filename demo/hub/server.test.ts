import assert from 'node:assert/strict';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {afterEach, describe, it} from 'node:test';
import {HubClient, userMessage} from '../../test/support/hub-client.js';
import type {ReceivedPayload} from '../../test/support/hub-client.js';
import {createDemoBot, demoGreeting, startHub} from './index.js';
import type {Bot, Hub, HubOptions} from './index.js';

let hub: Hub | undefined;

async function start(options: HubOptions = {}): Promise<Hub> {
  return (hub = await startHub({bot: createDemoBot(), ...options}));
}

afterEach(async () => {
  await hub?.close();
  hub = undefined;
});

/** The texts in a transcript of the newer shape. */
function textsIn(payload: ReceivedPayload) {
  return payload.transcript.flatMap(({messages}) =>
    messages.flatMap((entry) => entry.messages.map((part) => part.text)),
  );
}

/** Resolves with the HTTP status that a refused WebSocket shows. */
function statusOf(client: HubClient): Promise<number | undefined> {
  return new Promise((resolve) =>
    client.socket.on('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode);
    }),
  );
}

function post(target: Hub, body: unknown, apiKey = 'key') {
  return fetch(`${target.httpUrl}/api/custom-channel/sockets/message`, {
    method: 'POST',
    headers: {'x-api-key': apiKey, 'content-type': 'application/json'},
    body: JSON.stringify(body),
  });
}

function envelope(eventType: string, payload: unknown, socketId: string) {
  return {
    action: 'sendMessage',
    event: {event_type: eventType, event_payload: payload, socket_id: socketId},
  };
}

describe('Connecting', () => {
  it('greets with a socket_id', async () => {
    const client = await HubClient.connect(await start());
    assert.ok(client.socketId);
  });

  for (const [name, query] of [
    ['no key', ''],
    ['an empty key', 'apikey='],
    ['another key', 'apikey=wrong'],
    ['another spelling', 'APIKEY=right'],
  ]) {
    it(`refuses ${name} with 401`, async () => {
      const {url} = await start({apiKeys: ['right']});
      assert.equal(await statusOf(new HubClient(`${url}?${query}`)), 401);
    });
  }

  it('takes exactly the spelling it is told to', async () => {
    const target = await start({keyName: 'apiKey'});
    await HubClient.connect(target, 'apiKey=key');
    assert.equal(await statusOf(new HubClient(`${target.url}?apikey=key`)), 401);
  });

  it('refuses another path with 404', async () => {
    const {httpUrl} = await start();
    const client = new HubClient(`${httpUrl.replace('http', 'ws')}/other?apikey=key`);
    assert.equal(await statusOf(client), 404);
  });

  it('closes a socket that is idle, and one that is old', async () => {
    const idle = await HubClient.connect(await start({idleTimeout: 20}));
    assert.equal(await idle.closed, 1001);
    await hub?.close();
    const old = await HubClient.connect(await start({maxConnectionTime: 20}));
    assert.equal(await old.closed, 1001);
  });

  it('shares a server with somebody else', async () => {
    const server = createServer((request, response) => {
      if (!hub?.handleRequest(request, response)) response.end('mine');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const target = await start({server});
    const {port} = server.address() as AddressInfo;
    assert.equal(target.url, `ws://127.0.0.1:${port}/dev`);
    const client = await HubClient.connect(target);
    assert.equal(await (await fetch(target.httpUrl)).text(), 'mine');
    assert.equal((await fetch(`${target.httpUrl}/hub-assets/notes.txt`)).status, 200);
    await target.close();
    await client.closed;
    assert.ok(server.listening);
    server.close();
  });
});

describe('A conversation', () => {
  it('greets, replies, and remembers', async () => {
    const client = await HubClient.connect(await start());
    const id = await client.start({userId: 'ada'});
    client.say(id, '');
    assert.equal(await client.nextBotText(), demoGreeting);
    client.say(id, 'Hello');
    assert.equal(await client.nextBotText(), 'You said: Hello');
    client.send('conversation_transcript_request', {conversation_id: id});
    const {event_payload: payload} = await client.next('conversation_transcript');
    assert.deepEqual(textsIn(payload), ['', demoGreeting, 'Hello', 'You said: Hello']);
    assert.deepEqual(hub?.violations, []);
  });

  it('wraps events, or does not, as it is told', async () => {
    const wrapped = await HubClient.connect(await start());
    assert.match(wrapped.raw[0] ?? '', /^{"action":"receiveMessage","event":{"event_type"/);
    assert.match(wrapped.raw[0] ?? '', /"accepts_response_payload":false/);
    await hub?.close();
    const bare = await HubClient.connect(await start({envelope: 'bare'}));
    assert.match(bare.raw[0] ?? '', /^{"event_type":"socket_connected","event_payload"/);
    assert.equal(bare.raw[0]?.includes('accepts_response_payload'), false);
  });

  it('comes with either transcript shape, and with or without stable event ids', async () => {
    const client = await HubClient.connect(await start({transcriptShape: 'messages'}));
    const id = await client.start();
    client.say(id, 'Hi');
    client.send('conversation_transcript_request', {conversation_id: id});
    const {event_payload: old} = await client.next('conversation_transcript');
    assert.deepEqual(
      old.messages.map(({from}) => from),
      ['user ', 'bot '],
    );
    await hub?.close();

    const eventIds = async (transcriptEventIds: 'stable' | 'fresh') => {
      const other = await HubClient.connect(await start({transcriptEventIds}));
      const otherId = await other.start();
      other.say(otherId, 'Hi');
      const live = await other.next('bot_message');
      other.send('conversation_transcript_request', {conversation_id: otherId});
      const {event_payload: payload} = await other.next('conversation_transcript');
      await hub?.close();
      return {live: live.event_id, stored: payload.transcript[1]?.event_id};
    };
    const stable = await eventIds('stable');
    assert.equal(stable.stored, stable.live);
    const fresh = await eventIds('fresh');
    assert.notEqual(fresh.stored, fresh.live);
  });

  it('can leave the greeting request out of the transcript', async () => {
    const client = await HubClient.connect(await start({storeEmptyMessages: false}));
    const id = await client.start();
    client.say(id, '');
    await client.next('bot_message');
    assert.deepEqual(
      hub?.conversations.messages(id).map(({sender}) => sender),
      ['bot'],
    );
  });

  it('goes on over a new socket, without a second start', async () => {
    const target = await start();
    const first = await HubClient.connect(target);
    const id = await first.start();
    await first.close();
    const second = await HubClient.connect(target);
    second.send('conversation_transcript_request', {conversation_id: id});
    await second.next('conversation_transcript');
    target.sayAsBot(id, 'Still here');
    assert.equal(await second.nextBotText(), 'Still here');
  });

  it('reaches every socket that joined it and no other', async () => {
    const target = await start({bot: null});
    const [one, two, other] = [
      await HubClient.connect(target),
      await HubClient.connect(target),
      await HubClient.connect(target),
    ];
    const id = await one.start();
    const otherId = await other.start();
    two.send('metadata_request', {conversation_id: id});
    await two.next('conversation_metadata');
    target.sayAsBot(id, 'For both');
    assert.equal(await one.nextBotText(), 'For both');
    assert.equal(await two.nextBotText(), 'For both');
    other.send('metadata_request', {conversation_id: otherId});
    await other.next('conversation_metadata');
    assert.deepEqual(other.left('bot_message'), []);
  });

  it('is refused when it is unknown, forgotten or of another key', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const id = await client.start();
    const refusedId = async (from: HubClient, conversationId: string) => {
      from.say(conversationId, 'Hi');
      const {event_payload: payload} = await from.next('general_error');
      assert.equal(payload.error_code, 400);
      assert.equal(payload.error_desc, 'Invalid conversation_id');
      return payload.conversation_id;
    };
    assert.equal(await refusedId(client, 'unknown'), 'unknown');
    const stranger = await HubClient.connect(target, 'apikey=other');
    assert.equal(await refusedId(stranger, id), id);
    assert.equal(target.faults.forget(id), true);
    assert.equal(await refusedId(client, id), id);
    assert.deepEqual(target.violations, []);
  });

  it('keeps private metadata from the front end', async () => {
    const client = await HubClient.connect(await start());
    const id = await client.start({metadata: {page: '/', private: {score: 1}}});
    const metadata = {plan: 'free', private: {vip: true}};
    client.send('metadata', {metadata, client_msg_id: 'm', conversation_id: id, target: 'bot'});
    const {event_payload: done} = await client.next('metadata_update_success');
    assert.equal(done.conversation_id, id);
    client.send('metadata_request', {conversation_id: id});
    const {event_payload: answer} = await client.next('conversation_metadata');
    assert.deepEqual(answer, {conversation_id: id, content: {page: '/', plan: 'free'}});
  });

  it('is listed, in pages too', async () => {
    const client = await HubClient.connect(await start());
    const ids = [];
    for (const mode of ['a', 'b', 'ab']) {
      ids.unshift(await client.start({userId: 'ada', metadata: {mode}}));
    }
    client.send('get_user_conversations', {userId: 'ada'});
    const {event_payload: all} = await client.next('user_conversations');
    assert.deepEqual(
      all.conversations.map((item) => item.conversation_id),
      ids,
    );
    const query = {userId: 'ada', search: {mode: 'b'}, pagination: {page: 2, limit: 1}};
    client.send('get_user_conversations_v2', query);
    const {event_payload: page} = await client.next('user_conversations');
    assert.deepEqual(page, {
      conversations: [{conversation_id: ids[1], metadata: {mode: 'b'}, apiKey: 'key'}],
      pagination: {
        page: 2,
        pageSize: 1,
        total: 2,
        totalPages: 2,
        hasNextPage: false,
        hasPrevPage: true,
      },
    });
  });

  it('can be deleted, alone or with all of the user', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const id = await client.start({userId: 'ada'});
    client.send('delete_conversation', {conversation_id: id, softdelete: true});
    assert.equal(
      (await client.next('delete_conversation_success')).event_payload.conversation_id,
      id,
    );
    assert.equal(target.conversations.all()[0]?.deleted, true);
    await client.start({userId: 'ada'});
    await client.start({userId: 'bob'});
    client.send('delete_user_conversations', {userId: 'ada'});
    const {event_payload: answer} = await client.next('delete_conversation_success');
    assert.equal(answer.userId, 'ada');
    assert.deepEqual(
      target.conversations.all().map(({userId, deleted}) => [userId, deleted]),
      [
        ['ada', true],
        ['bob', false],
      ],
    );
  });

  it('lets the visitor edit a message', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const id = await client.start();
    client.say(id, 'Helo');
    await client.next('bot_message');
    const messageId = target.conversations.messages(id)[0]?.eventId;
    client.send('edit_message', {...userMessage(id, 'Hello'), message_id: messageId});
    const {event_payload: answer} = await client.next('message_edited_success');
    assert.deepEqual(answer, {conversation_id: id, message_id: messageId});
    assert.equal(target.conversations.messages(id)[0]?.parts[0]?.['text'], 'Hello');
    client.send('edit_message', {...userMessage(id, 'Hello'), message_id: 'unknown'});
    assert.equal(
      (await client.next('general_error')).event_payload.error_desc,
      'Invalid message_id',
    );
  });

  it('names conversations <userId>_<uuid> where told to', async () => {
    const client = await HubClient.connect(await start({conversationIdStyle: 'user-uuid'}));
    assert.match(await client.start({userId: 'ada'}), /^ada_[0-9a-f-]{36}$/);
  });
});

describe('A frame that breaks the rules', () => {
  it('is recorded without the key and answered with an error', async () => {
    const target = await start();
    const client = await HubClient.connect(target, 'apikey=very-secret');
    client.send('get_user_conversations_v2', {userId: 'ada', apiKeys: ['very-secret', 5]});
    const {event_payload: payload} = await client.next('general_error');
    assert.equal(payload.error_code, 400);
    const [violation] = target.violations;
    assert.match(violation?.reason ?? '', /apiKeys\[1\] must be a non-empty string/);
    assert.match(violation?.frame ?? '', /\(API key\)/);
    assert.equal(JSON.stringify(target.violations).includes('very-secret'), false);
    assert.deepEqual(target.received, []);
  });

  it('may be too big', async () => {
    const target = await start({maxFrameBytes: 500});
    const client = await HubClient.connect(target);
    const id = await client.start();
    client.say(id, 'x'.repeat(500));
    assert.equal((await client.next('general_error')).event_payload.error_code, 413);
    assert.equal(target.violations.length, 1);
    assert.deepEqual(target.conversations.messages(id), []);
  });

  it('may be binary', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    client.socket.send(Buffer.from('{}'));
    await client.next('general_error');
    assert.match(target.violations[0]?.reason ?? '', /binary/);
  });
});

describe('A message too big for the socket', () => {
  it('is fetched by its link, with the key', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const id = await client.start();
    client.say(id, 'big');
    const {event_payload: payload} = await client.next('general_error');
    assert.equal(payload.error_code, 413);
    assert.equal(payload.conversation_id, id);
    const get = (key?: string) =>
      fetch(payload.message_link, key ? {headers: {'x-api-key': key}} : {});
    assert.equal((await get()).status, 401);
    assert.equal((await get('other')).status, 404);
    const body = (await (await get('key')).json()) as {botMessage: {content: {text: string}[]}};
    assert.ok((body.botMessage.content[0]?.text.length ?? 0) > 128 * 1024);
    assert.equal(target.conversations.messages(id).at(-1)?.sender, 'bot');
  });
});

describe('Sending by HTTP', () => {
  it('acknowledges with the status and replies over the socket', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const response = await post(target, envelope('conversation_start', {}, client.socketId));
    assert.equal(response.status, 200);
    assert.equal(await response.text(), 'OK');
    const {event_payload: payload} = await client.next('conversation_start_success');
    const id = payload.conversation_id;
    await post(target, envelope('user_message', userMessage(id, 'Hi'), client.socketId));
    assert.equal(await client.nextBotText(), 'You said: Hi');
    assert.deepEqual(
      target.received.map(({via, socketId}) => [via, socketId]),
      [
        ['http', client.socketId],
        ['http', client.socketId],
      ],
    );
  });

  it('refuses a wrong key, an unknown socket, a wrong frame and an unknown conversation', async () => {
    const target = await start({apiKeys: ['key', 'other']});
    const {socketId} = await HubClient.connect(target);
    const frame = envelope('conversation_start', {}, socketId);
    assert.equal((await post(target, frame, 'wrong')).status, 401);
    assert.equal((await post(target, frame, 'other')).status, 400);
    assert.equal((await post(target, envelope('conversation_start', {}, 'gone'))).status, 400);
    assert.equal(target.violations.length, 0);
    const unknown = envelope('metadata_request', {conversation_id: 'gone'}, socketId);
    assert.equal((await post(target, unknown)).status, 400);
    assert.equal((await post(target, {action: 'sendMessage'})).status, 400);
    assert.deepEqual(
      target.violations.map(({via}) => via),
      ['http'],
    );
  });

  it('answers the transcript, and pages of other origins', async () => {
    const target = await start();
    const client = await HubClient.connect(target);
    const id = await client.start();
    client.say(id, 'Hi');
    await client.next('bot_message');
    const address = `${target.httpUrl}/api/transcript?conversation_id=${id}`;
    const response = await fetch(address, {headers: {'x-api-key': 'key'}});
    assert.equal(response.headers.get('access-control-allow-origin'), '*');
    const body = (await response.json()) as {transcript: {text: string; message_id: string}[]};
    assert.deepEqual(
      body.transcript.map(({text}) => text),
      ['Hi', 'You said: Hi'],
    );
    assert.ok(body.transcript[0]?.message_id);
    assert.equal((await fetch(address)).status, 401);
    assert.equal((await fetch(address, {headers: {'x-api-key': 'other'}})).status, 404);
    const preflight = await fetch(address, {method: 'OPTIONS'});
    assert.equal(preflight.status, 204);
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /x-api-key/);
    assert.equal((await fetch(address, {method: 'DELETE'})).status, 405);
  });
});

describe('What a test can say', () => {
  it('reaches the visitor as it would from the real hub', async () => {
    const target = await start({bot: null});
    const client = await HubClient.connect(target);
    const id = await client.start();

    const stored = target.sayAsBot(id, 'Hello', {type: 'seat_map', rows: 3});
    const bot = await client.next('bot_message');
    assert.equal(bot.event_id, stored.eventId);
    assert.deepEqual(bot.event_payload, {
      type: 'message_create',
      ch_msg_id: stored.id,
      bot: {name: 'Bot'},
      content: [
        {type: 'text', text: 'Hello'},
        {type: 'seat_map', rows: 3},
      ],
      conversation_id: id,
    });

    target.sayAsAgent(id, 'Hello from a human');
    assert.equal((await client.next('livechat_message')).event_payload.conversation_id, '');

    target.sendAction(id, {id: 'open', data: {a: 1}});
    const one = {type: 'normal', id: 'open', data: {a: 1}};
    assert.deepEqual((await client.next('action')).event_payload, one);
    target.sendAction(id, {id: 'open'}, {id: 'close'});
    const two = {
      actions: [
        {id: 'open', data: {}},
        {id: 'close', data: {}},
      ],
    };
    assert.deepEqual((await client.next('action')).event_payload, two);

    target.sendUpdate(id, 'failedAgentAssignment');
    assert.deepEqual((await client.next('conversation_update')).event_payload, {
      type: 'failedAgentAssignment',
      conversation_id: id,
      data: {},
    });

    target.sendError(id, '500', 'Broken');
    assert.equal((await client.next('general_error')).event_payload.error_code, '500');

    target.send(id, {event_type: 'brand_new', event_payload: {a: 1}});
    assert.deepEqual((await client.next('brand_new')).event_payload, {a: 1});
    target.broadcast({event_type: 'brand_new', event_payload: {a: 2}});
    assert.deepEqual((await client.next('brand_new')).event_payload, {a: 2});

    target.sendRaw(id, 'not json');
    await client.until(() => client.raw.at(-1) === 'not json');
  });
});

describe('A bot of your own', () => {
  it('may fail without harm', async () => {
    const bot: Bot = {
      name: 'Broken',
      onMessage: ({text}, chat) => {
        if (text === 'now') throw new Error('now');
        if (text === 'later') return Promise.reject(new Error('later'));
        if (text === 'timer') {
          chat.after(1, () => {
            throw new Error('timer');
          });
        }
        return undefined;
      },
    };
    const client = await HubClient.connect(await start({bot}));
    const id = await client.start();
    for (const text of ['now', 'later', 'timer']) {
      client.say(id, text);
      assert.equal((await client.next('general_error')).event_payload.error_code, 500);
    }
  });

  it('hears actions', async () => {
    const client = await HubClient.connect(await start());
    const id = await client.start();
    client.send('action', {type: 'normal', id: 'wave', data: {}, conversation_id: id});
    assert.match(await client.nextBotText(), /“wave”/);
  });
});

describe('The demo bot', () => {
  it('shows everything that its help lists, and serves the files it shows', async () => {
    const target = await start({agentTimeout: 0});
    const client = await HubClient.connect(target);
    const id = await client.start();
    client.say(id, 'help');
    const {event_payload: help} = await client.next('bot_message');
    const words = help.content[1]?.buttons?.options.map(({value}) => value) ?? [];
    assert.ok(words.length > 15);
    const links = new Set<string>();
    for (const word of words) {
      const before = client.raw.length;
      client.say(id, word);
      await client.until(() => client.raw.length > before);
    }
    for (const frame of client.raw) {
      for (const [link] of frame.matchAll(/http:\/\/127[^"]*hub-assets[^"]*/g)) links.add(link);
    }
    assert.equal(links.size, 3);
    for (const link of links) assert.equal((await fetch(link)).status, 200);
  });

  it('says what was attached', async () => {
    const client = await HubClient.connect(await start());
    const id = await client.start();
    const files = [{url: 'https://files.example/a.png', type: 'image/png', filename: 'a.png'}];
    client.send('user_message', {...userMessage(id, ''), content: {files}});
    assert.equal(await client.nextBotText(), 'You sent a file: a.png');
  });
});
