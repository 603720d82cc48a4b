import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {HubClient, userMessage} from '../../test/support/hub-client.js';
import {createDemoBot, HubCore, startHub} from './index.js';
import type {Hub} from './index.js';

let hub: Hub;
beforeEach(async () => {
  hub = await startHub({bot: createDemoBot()});
});
afterEach(() => hub.close());

function textsOf(conversationId: string) {
  return hub.conversations.messages(conversationId).map(({parts}) => parts[0]?.['text']);
}

/** Sends a request that is always answered, so that what did not come before its answer will not come at all. */
async function fence(client: HubClient, conversationId: string) {
  client.send('metadata_request', {conversation_id: conversationId});
  await client.next('conversation_metadata');
}

/** Opens a socket that may never be greeted; resolves once the hub has it. */
async function openSocket(): Promise<HubClient> {
  const client = new HubClient(`${hub.url}?apikey=key`);
  await new Promise((resolve) => client.socket.on('open', resolve));
  return client;
}

describe('Faults', () => {
  it('refuse connections with 503, so many times', async () => {
    hub.faults.refuseConnections('status-503', 1);
    const client = new HubClient(`${hub.url}?apikey=key`);
    const status = await new Promise((resolve) =>
      client.socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    assert.equal(status, 503);
    await HubClient.connect(hub);
  });

  it('refuse connections without an answer, until called off', async () => {
    hub.faults.refuseConnections('destroy');
    for (let attempt = 0; attempt < 2; attempt++) {
      assert.equal(await new HubClient(`${hub.url}?apikey=key`).closed, 1006);
    }
    await assert.rejects(fetch(`${hub.httpUrl}/api/transcript`));
    hub.faults.acceptConnections();
    await HubClient.connect(hub);
  });

  it('accept but never greet', async () => {
    hub.faults.neverGreet();
    const mute = await openSocket();
    await hub.waitForConnections(1);
    hub.faults.clear();
    await HubClient.connect(hub);
    hub.broadcast({event_type: 'fence', event_payload: {}});
    await mute.next('fence');
    assert.deepEqual(mute.left('socket_connected'), []);
  });

  it('cut all sockets without a goodbye', async () => {
    const clients = [await HubClient.connect(hub), await HubClient.connect(hub)];
    hub.faults.cutAll();
    assert.deepEqual(await Promise.all(clients.map(({closed}) => closed)), [1006, 1006]);
    assert.equal(hub.connections, 0);
  });

  it('cut before a message is stored', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.cutBeforeStoring();
    client.say(id, 'lost');
    assert.equal(await client.closed, 1006);
    assert.deepEqual(textsOf(id), []);
    const next = await HubClient.connect(hub);
    next.say(id, 'kept');
    await next.next('bot_message');
    assert.deepEqual(textsOf(id), ['kept', 'You said: kept']);
  });

  it('cut off what was read behind a message already', () => {
    const core = new HubCore();
    const nothing = () => {};
    const transport = {send: nothing, close: nothing, terminate: nothing};
    const link = core.connect('key', transport);
    const {id} = core.conversations.start({apiKey: 'key'});
    core.faults.cutBeforeStoring();
    for (const text of ['lost', 'right behind']) {
      const event = {event_type: 'user_message', event_payload: userMessage(id, text)};
      core.receive(link, JSON.stringify({action: 'sendMessage', event}));
    }
    assert.deepEqual(core.conversations.messages(id), []);
  });

  it('cut after a message is stored but before the reply', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.cutAfterStoring();
    client.say(id, 'stored');
    assert.equal(await client.closed, 1006);
    assert.deepEqual(textsOf(id), ['stored', 'You said: stored']);
    assert.deepEqual(client.left('bot_message'), []);
  });

  it('cut messages that come by HTTP too', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    const send = (text: string) =>
      fetch(`${hub.httpUrl}/api/custom-channel/sockets/message`, {
        method: 'POST',
        headers: {'x-api-key': 'key'},
        body: JSON.stringify({
          action: 'sendMessage',
          event: {
            event_type: 'user_message',
            event_payload: userMessage(id, text),
            socket_id: client.socketId,
          },
        }),
      });
    hub.faults.cutAfterStoring();
    await assert.rejects(send('stored'));
    assert.equal(await client.closed, 1006);
    assert.equal(textsOf(id)[0], 'stored');
  });

  it('go silent and still store', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.goSilent();
    client.say(id, 'into the void');
    await hub.waitForFrames('user_message');
    hub.faults.speakAgain();
    await fence(client, id);
    assert.deepEqual(client.left('bot_message'), []);
    assert.deepEqual(textsOf(id), ['into the void', 'You said: into the void']);
  });

  it('go silent and deaf', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.goSilent({store: false});
    client.say(id, 'into the void');
    await hub.waitForFrames('user_message');
    hub.faults.speakAgain();
    await fence(client, id);
    assert.deepEqual(textsOf(id), []);
  });

  it('delay what leaves, in order', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.delay(30);
    hub.sayAsBot(id, 'late');
    hub.faults.delay(0);
    hub.sayAsBot(id, 'later');
    assert.equal(await client.nextBotText(), 'late');
    assert.equal(await client.nextBotText(), 'later');
  });

  it('repeat events with the same ids', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.repeat(3);
    hub.sayAsBot(id, 'again');
    hub.faults.repeat(1);
    await fence(client, id);
    const events = client.left('bot_message');
    assert.equal(events.length, 3);
    assert.equal(new Set(events.map(({event_id: eventId}) => eventId)).size, 1);
    assert.deepEqual(textsOf(id), ['again']);
  });

  it('send garbage, to all or to one conversation', async () => {
    const one = await HubClient.connect(hub);
    const two = await HubClient.connect(hub);
    const id = await one.start();
    hub.faults.sendGarbage('{"half', id);
    hub.faults.sendGarbage({bytes: [104, 105]});
    await one.until(() => one.raw.at(-1) === 'hi');
    await two.until(() => two.raw.at(-1) === 'hi');
    assert.ok(one.raw.includes('{"half'));
    assert.ok(!two.raw.includes('{"half'));
  });

  it('answer with an old transcript', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    client.say(id, 'Hi');
    await client.next('bot_message');
    hub.faults.lagTranscripts(60_000);
    client.send('conversation_transcript_request', {conversation_id: id});
    const old = await client.next('conversation_transcript');
    assert.deepEqual(old.event_payload.transcript, []);
    hub.faults.clear();
    client.send('conversation_transcript_request', {conversation_id: id});
    const now = await client.next('conversation_transcript');
    assert.equal(now.event_payload.transcript.length, 2);
  });

  it('combine, and all end at once', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    hub.faults.repeat(2);
    hub.faults.delay(10);
    hub.faults.cutBeforeStoring(5);
    hub.faults.neverGreet();
    hub.faults.refuseConnections();
    hub.sayAsBot(id, 'twice and late');
    assert.equal(await client.nextBotText(), 'twice and late');
    assert.equal(await client.nextBotText(), 'twice and late');
    hub.faults.clear();
    const other = await HubClient.connect(hub);
    other.say(id, 'stored');
    assert.equal(await other.nextBotText(), 'You said: stored');
  });
});
