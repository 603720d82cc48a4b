import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {WebSocket} from 'ws';
import {HubClient} from '../../test/support/hub-client.js';
import type {ConversationSummary, DeskCommand, DeskEvent, DeskMessage} from './agents.js';
import {createDemoBot, startHub} from './index.js';
import type {Hub} from './index.js';

let hub: Hub;
beforeEach(async () => {
  hub = await startHub({bot: createDemoBot(), agentTimeout: 10});
});
afterEach(() => hub.close());

/** An agent's page without the page. */
class TestAgent {
  readonly socket: WebSocket;
  list: readonly ConversationSummary[] = [];
  messages: readonly DeskMessage[] = [];
  readonly errors: string[] = [];
  #wake = () => {};

  constructor() {
    this.socket = new WebSocket(`${hub.httpUrl.replace('http', 'ws')}/agent`);
    this.socket.on('message', (data: Buffer) => {
      const event = JSON.parse(data.toString('utf8')) as DeskEvent;
      if (event.type === 'conversations') this.list = event.conversations;
      else if (event.type === 'messages') this.messages = event.messages;
      else this.errors.push(event.message);
      this.#wake();
    });
  }

  static async open(): Promise<TestAgent> {
    const agent = new TestAgent();
    await new Promise((resolve) => agent.socket.on('open', resolve));
    agent.do({type: 'name', name: 'Eve'});
    return agent;
  }

  do(command: DeskCommand) {
    this.socket.send(JSON.stringify(command));
  }

  async until(condition: () => boolean) {
    while (!condition()) await new Promise<void>((resolve) => (this.#wake = resolve));
  }
}

async function update(client: HubClient) {
  const {event_payload: payload} = await client.next('conversation_update');
  return payload;
}

function escalate(client: HubClient, conversationId: string) {
  const payload = {
    type: 'normal',
    id: 'escalateToHuman',
    data: {},
    conversation_id: conversationId,
  };
  client.send('action', payload);
}

describe("The agent's side", () => {
  it('lists conversations live, with who waits for a human', async () => {
    const agent = await TestAgent.open();
    const client = await HubClient.connect(hub);
    const id = await client.start({userBasicInfo: {firstName: 'Ada', lastName: 'L.'}});
    await agent.until(() => agent.list.length === 1);
    escalate(client, id);
    await agent.until(() => agent.list[0]?.state === 'waiting');
    assert.equal(agent.list[0]?.visitor, 'Ada L.');
    assert.equal(agent.list[0].online, true);
    await client.close();
    await agent.until(() => agent.list[0]?.online === false);
  });

  it('takes, reads, writes and leaves, and the bot is quiet meanwhile', async () => {
    const agent = await TestAgent.open();
    const client = await HubClient.connect(hub);
    const id = await client.start();
    agent.do({type: 'watch', conversationId: id});
    agent.do({type: 'take', conversationId: id});
    const connected = await update(client);
    assert.equal(connected.type, 'livechatAgentConnected');
    assert.equal(connected.data['name'], 'Eve');

    client.say(id, 'Anybody there?');
    await agent.until(() => agent.messages.length === 1);
    assert.equal(agent.messages[0]?.parts[0]?.['text'], 'Anybody there?');

    agent.do({type: 'write', conversationId: id, text: 'Yes, I am.'});
    const {event_payload: message} = await client.next('livechat_message');
    assert.deepEqual(message.content, [{type: 'text', text: 'Yes, I am.'}]);
    assert.deepEqual(client.left('bot_message'), []);

    agent.do({type: 'leave', conversationId: id});
    assert.equal((await update(client)).type, 'livechatAgentDisconnected');
    client.say(id, 'And now?');
    assert.equal(await client.nextBotText(), 'You said: And now?');
  });

  it('leaves what it had taken when the page closes', async () => {
    const agent = await TestAgent.open();
    const client = await HubClient.connect(hub);
    const id = await client.start();
    agent.do({type: 'take', conversationId: id});
    await update(client);
    agent.socket.close();
    assert.equal((await update(client)).type, 'livechatAgentDisconnected');
  });

  it('fails after a moment when no page is open, or the last one closes', async () => {
    const client = await HubClient.connect(hub);
    const id = await client.start();
    client.say(id, 'human');
    assert.equal((await update(client)).type, 'failedAgentAssignment');
    const agent = await TestAgent.open();
    await agent.until(() => agent.list.length === 1);
    escalate(client, id);
    await agent.until(() => agent.list[0]?.state === 'waiting');
    agent.socket.close();
    assert.equal((await update(client)).type, 'failedAgentAssignment');
  });

  it('says what cannot be done', async () => {
    const one = await TestAgent.open();
    const two = await TestAgent.open();
    const client = await HubClient.connect(hub);
    const id = await client.start();
    one.do({type: 'write', conversationId: id, text: 'Hi'});
    await one.until(() => one.errors.length === 1);
    one.do({type: 'take', conversationId: id});
    await two.until(() => two.list[0]?.state === 'agent');
    two.do({type: 'take', conversationId: id});
    await two.until(() => two.errors.length === 1);
    two.do({type: 'take', conversationId: 'gone'});
    two.socket.send('nonsense');
    await two.until(() => two.errors.length === 3);
    assert.deepEqual(one.errors, ['Take the conversation first.']);
    assert.deepEqual(two.errors, [
      'Eve has this conversation.',
      'This conversation is gone.',
      'The hub did not understand the command.',
    ]);
  });

  it("is closed to other people's pages", async () => {
    const socket = new WebSocket(`${hub.httpUrl.replace('http', 'ws')}/agent`, {
      origin: 'https://evil.example',
    });
    const status = await new Promise((resolve) =>
      socket.on('unexpected-response', (_request, response) => {
        response.resume();
        resolve(response.statusCode);
      }),
    );
    assert.equal(status, 403);
  });
});
