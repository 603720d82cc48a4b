import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {Conversation, type ChatEvent} from '../conversation/conversation.js';
import type {ChatOptions, ChatParts} from '../conversation/chat-options.js';
import {memoryStore} from '../storage/key-value-store.js';
import {FakeHub, FakeSignals, type FakeSocket} from './fake-hub.js';

const OPTIONS: ChatOptions = {apiKey: 'secret', socketUrl: 'ws://hub.example/dev'};

/** Clients on a network that does what the test says, anew for each test of the suite that asks for it. */
export function scriptedChat() {
  let clients: Conversation[] = [];

  const chat = {
    clock: undefined as unknown as SinonFakeTimers,
    hub: new FakeHub(),
    signals: new FakeSignals(),
    records: new Map<string, unknown>(),
    /** What the clients have told. */
    events: [] as ChatEvent[],

    open(options: Partial<ChatOptions> = {}, parts: ChatParts = {}) {
      const client = new Conversation(
        {...OPTIONS, ...options},
        {
          openSocket: chat.hub.open,
          retryDelay: () => 500,
          signals: chat.signals,
          store: memoryStore(chat.records),
          ...parts,
        },
      );
      client.listen((event) => chat.events.push(event));
      clients.push(client);
      return client;
    },

    /** Lets stored things be loaded and written, and time pass. */
    async pass(milliseconds = 0) {
      await chat.clock.tickAsync(milliseconds);
    },

    async begin(conversationId = 'c1'): Promise<FakeSocket> {
      chat.hub.last.greet();
      await chat.pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: conversationId});
      await chat.pass();
      return chat.hub.last;
    },

    async started(options: Partial<ChatOptions> = {}, parts: ChatParts = {}) {
      const client = chat.open(options, parts);
      client.connect();
      await chat.begin();
      return client;
    },

    async reconnect(transcript: object[]) {
      chat.hub.last.drop();
      await chat.pass(500);
      chat.hub.last.greet();
      await chat.pass();
      await chat.recall(transcript);
    },

    /** Answers with the transcript, and again where the client asks once more because something is missing. */
    async recall(transcript: object[], more: object = {}) {
      const {last} = chat.hub;
      const asked = () =>
        last.sentTypes.filter((type) => type === 'conversation_transcript_request').length;
      const before = asked();
      last.say('conversation_transcript', {transcript, ...more});
      await chat.pass();
      await chat.pass(2_000);
      if (asked() === before) return;
      last.say('conversation_transcript', {transcript, ...more});
      await chat.pass();
    },

    botSays(text: string, more: object = {}) {
      chat.hub.last.say('bot_message', {content: [{type: 'text', text}], ...more});
    },

    /** The codes of the errors that were told. */
    errors: () => chat.events.flatMap((event) => (event.type === 'error' ? event.code : [])),
  };

  beforeEach(() => {
    chat.clock = useFakeTimers({now: 1_700_000_000_000});
    chat.hub = new FakeHub();
    chat.signals = new FakeSignals();
    chat.records = new Map();
    chat.events = [];
    clients = [];
  });

  afterEach(() => {
    for (const client of clients) client.close();
    const timers = chat.clock.countTimers();
    chat.clock.restore();
    if (timers > 0) throw new Error(`${timers} timers were left behind.`);
    const {size} = chat.signals.listeners;
    if (size > 0) throw new Error(`${size} listeners were left behind.`);
  });

  return chat;
}
