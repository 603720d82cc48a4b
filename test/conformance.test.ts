import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {after, before, beforeEach, describe, it} from 'node:test';
import type * as PublicClient from 'captivate-chat-api';
import {WebSocket as NodeWebSocket} from 'ws';
import {createDemoBot, demoGreeting, startHub} from '../demo/hub/index.js';
import type {Bot, BotChat, Hub, VisitorMessage} from '../demo/hub/index.js';

type Api = PublicClient.CaptivateChatAPI;
type Conversation = Awaited<ReturnType<Api['createConversation']>>;

/** The addresses built into the public client, which must never be contacted from here. */
const socketAddress = 'wss://channel.wss.captivatechat.ai/dev';
const apiAddress = 'https://channel.prod.captivat.io';
const apiKey = 'conformance-key';

const originalFetch = globalThis.fetch;
const originalWebSocket = globalThis.WebSocket;
const originalSetTimeout = globalThis.setTimeout;

/** Sends what is meant for production to the local hub, and refuses everything else. */
function redirect(address: string, from: string, to: string): string {
  assert.ok(address.startsWith(from), `The public client wants to contact ${address}.`);
  return to + address.slice(from.length);
}

/** Points the globals that the public client uses at the local hub. To be called before it is loaded. */
function pointClientAt(hub: Hub) {
  class RedirectedWebSocket extends NodeWebSocket {
    constructor(address: string) {
      super(redirect(address, socketAddress, hub.url));
    }
  }
  const redirectedFetch = (input: string, init?: RequestInit) => {
    // The link to a big message is the hub's own.
    if (input.startsWith(hub.httpUrl)) return originalFetch(input, init);
    return originalFetch(redirect(input, apiAddress, hub.httpUrl), init);
  };
  // The client never clears its time limit of 10 s, which would keep the test's process alive for so long.
  const unreferencedSetTimeout = (run: () => void, milliseconds?: number) =>
    originalSetTimeout(run, milliseconds).unref();
  Object.assign(globalThis, {
    WebSocket: RedirectedWebSocket,
    fetch: redirectedFetch,
    setTimeout: unreferencedSetTimeout,
  });
}

function restoreGlobals() {
  Object.assign(globalThis, {
    WebSocket: originalWebSocket,
    fetch: originalFetch,
    setTimeout: originalSetTimeout,
  });
}

/** The demo bot, which can be kept waiting: the client offers no way to listen before the greeting may come. */
function createPatientBot() {
  const demoBot = createDemoBot();
  const patientBot = {
    ...demoBot,
    permission: Promise.resolve(),
    async onMessage(message: VisitorMessage, chat: BotChat) {
      await patientBot.permission;
      await demoBot.onMessage?.(message, chat);
    },
  } satisfies Bot & {permission: Promise<void>};
  return patientBot;
}

/** Resolves with the content and the kind of the first message that passes. */
function nextMessage(conversation: Conversation, passes: (text: string) => boolean) {
  return new Promise<{text: string; type: string}>((resolve) => {
    conversation.onMessage((content: unknown, type) => {
      const parts = Array.isArray(content) ? (content as {text?: string}[]) : [];
      const text = parts.map((part) => part.text ?? '').join('');
      if (passes(text)) resolve({text, type});
    });
  });
}

describe('The public client captivate-chat-api against the local hub', () => {
  const bot = createPatientBot();
  let hub: Hub;
  let api: Api;
  let conversation: Conversation;

  before(async () => {
    hub = await startHub({bot, apiKeys: [apiKey]});
    pointClientAt(hub);
    // A CommonJS bundle, which reads the globals while it is loaded.
    const {CaptivateChatAPI} = createRequire(import.meta.url)(
      'captivate-chat-api',
    ) as typeof PublicClient;
    api = await CaptivateChatAPI.create(apiKey);
  });

  beforeEach(async () => {
    conversation = await api.createConversation('ada', {firstName: 'Ada'}, {}, 'user-first');
  });

  after(async () => {
    api.dispose();
    // A hub that went away before the socket was closed in order would make the client connect again.
    await hub.waitForConnections(0);
    restoreGlobals();
    await hub.close();
    // What the client sends is in the document too, so none of it may have broken a rule.
    assert.deepEqual(hub.violations, []);
  });

  it('connects', () => {
    assert.equal(api.isSocketActive(), true);
    assert.ok(api.getSocketId());
  });

  it('creates a conversation and receives the greeting', async () => {
    let allow = () => {};
    bot.permission = new Promise((resolve) => (allow = resolve));
    const created = await api.createConversation('ada', {firstName: 'Ada'}, {page: '/'});
    const greeting = nextMessage(created, () => true);
    allow();
    assert.deepEqual(await greeting, {text: demoGreeting, type: 'ai_agent'});
  });

  it('sends a message and receives the reply', async () => {
    const reply = nextMessage(conversation, (text) => text.startsWith('You said'));
    await conversation.sendMessage('Hello');
    assert.equal((await reply).text, 'You said: Hello');
  });

  it('fetches a message that is too big for the socket', async () => {
    const reply = nextMessage(conversation, (text) => text.length > 128 * 1024);
    await conversation.sendMessage('big');
    assert.equal((await reply).type, 'ai_agent');
  });

  it('receives messages of a human agent', async () => {
    const reply = nextMessage(conversation, () => true);
    hub.sayAsAgent(conversation.getConversationId(), 'Hello, I am Eve.');
    assert.deepEqual(await reply, {text: 'Hello, I am Eve.', type: 'human_agent'});
  });

  it('receives actions and updates', async () => {
    const id = conversation.getConversationId();
    const actions = new Promise((resolve) => conversation.onActionReceived(resolve));
    hub.sendAction(id, {id: 'open'}, {id: 'close'});
    assert.deepEqual(await actions, [
      {id: 'open', data: {}},
      {id: 'close', data: {}},
    ]);
    const update = new Promise<{type: string}>((resolve) =>
      conversation.onConversationUpdate(resolve),
    );
    hub.sendUpdate(id, 'failedAgentAssignment');
    assert.equal((await update).type, 'failedAgentAssignment');
  });

  it('reads the transcript', async () => {
    const reply = nextMessage(conversation, () => true);
    await conversation.sendMessage('Hello');
    await reply;
    const transcript = (await conversation.getTranscript()) as {text: string}[];
    assert.deepEqual(
      transcript.map(({text}) => text),
      ['Hello', 'You said: Hello'],
    );
  });

  it('sets metadata and reads it back, without what is private', async () => {
    await conversation.setMetadata({plan: 'free'});
    await conversation.setPrivateMetadata({score: 7});
    assert.deepEqual(await conversation.getMetadata(), {plan: 'free'});
    const stored = hub.conversations.find(conversation.getConversationId());
    assert.deepEqual(stored?.privateMetadata, {score: 7});
  });

  it('lists the conversations of a user, in pages too', async () => {
    await conversation.setMetadata({mode: 'special'});
    const {conversations} = await api.getUserConversations('ada');
    assert.equal(conversations[0]?.getConversationId(), conversation.getConversationId());
    const page = await api.getUserConversations({
      userId: 'ada',
      filter: {mode: 'special'},
      pagination: {page: '1', limit: '5'},
    });
    assert.equal(page.pagination?.total, 1);
    assert.equal(page.conversations[0]?.getConversationId(), conversation.getConversationId());
  });

  it('edits a message', async () => {
    await conversation.sendMessage('Helo');
    const [message] = (await conversation.getTranscript()) as {message_id: string}[];
    await conversation.editMessage(message?.message_id ?? '', 'Hello');
    const [edited] = (await conversation.getTranscript()) as {text: string}[];
    assert.equal(edited?.text, 'Hello');
  });

  it('sends an action', async () => {
    const reply = nextMessage(conversation, (text) => text.includes('“wave”'));
    await conversation.sendAction('wave');
    await reply;
  });

  it('deletes a conversation, then all of a user', async (context) => {
    // The client logs every refusal before it throws.
    context.mock.method(console, 'error', () => {});
    const id = conversation.getConversationId();
    await conversation.delete();
    await assert.rejects(conversation.sendMessage('Hello?'));
    assert.equal(hub.conversations.find(id), undefined);
    await api.deleteUserConversations('ada', {softDelete: false});
    const {conversations} = await api.getUserConversations('ada');
    assert.deepEqual(conversations, []);
  });
});
