import {expect} from '@open-wc/testing';
import {stub} from 'sinon';
import type {ChatEvent} from '../conversation/conversation.js';
import type {ChatError} from '../errors.js';
import type {JsonObject} from '../protocol/index.js';
import type {ChatOptions} from '../conversation/chat-options.js';
import {memoryStore} from '../storage/key-value-store.js';
import {FakeSignals, type FakeSocket} from '../testing/fake-hub.js';
import {FakeTab} from '../testing/fake-tab.js';
import {scriptedChat} from '../testing/scripted-chat.js';
import {ChatClient} from './chat-client.js';
import {PageTabs} from './page-tabs.js';

interface Tab {
  readonly client: ChatClient;
  readonly tab: FakeTab;
  readonly signals: FakeSignals;
  readonly events: ChatEvent[];
}

describe('ChatClient', () => {
  let browser: PageTabs;
  let tabs: Tab[];

  // Before the hooks of the script, which look for what is left behind.
  afterEach(async () => {
    for (const {client} of tabs) client.close();
    await chat.pass();
    const listeners = tabs.reduce((sum, {signals}) => sum + signals.listeners.size, 0);
    expect(listeners).to.equal(0);
  });

  const chat = scriptedChat();

  beforeEach(() => {
    browser = new PageTabs();
    tabs = [];
  });

  function open(options: Partial<ChatOptions> = {}, store = memoryStore(chat.records)): Tab {
    const tab = new FakeTab(browser);
    const signals = new FakeSignals();
    const events: ChatEvent[] = [];
    const client = new ChatClient(
      {apiKey: 'secret', socketUrl: 'ws://hub.example/dev', ...options},
      {
        openSocket: chat.hub.open,
        retryDelay: () => 500,
        signals,
        store,
        tabs: tab,
      },
    );
    client.listen((event) => events.push(event));
    const opened = {client, tab, signals, events};
    tabs.push(opened);
    return opened;
  }

  /** A tab that leads a conversation which the bot has opened. */
  async function started(): Promise<Tab> {
    const first = open();
    first.client.connect();
    await chat.pass();
    await chat.begin();
    chat.botSays('Hello!', {ch_msg_id: 'b1'});
    await chat.pass();
    return first;
  }

  async function joined(): Promise<Tab> {
    const next = open();
    next.client.connect();
    await chat.pass();
    return next;
  }

  /** A new leader connects and is told what the hub has. */
  async function takenOver(transcript: object[]): Promise<FakeSocket> {
    await chat.pass();
    chat.hub.last.greet();
    await chat.pass();
    await chat.recall(transcript);
    return chat.hub.last;
  }

  const texts = ({client}: Tab) => client.snapshot.messages.map(({text}) => text);
  const statuses = ({client}: Tab) => client.snapshot.messages.map(({status}) => status);
  const told = ({events}: Tab) =>
    events.flatMap((event) => (event.type === 'message' ? event.message.text : []));
  const started_ = ({events}: Tab) =>
    events.flatMap((event) => (event.type === 'conversation-start' ? event.resumed : []));
  const bot = (text: string) => ({from: 'bot', messages: [{type: 'text', text}]});
  const user = (text: string) => ({from: 'user', messages: [{type: 'text', text}]});
  const liveSockets = () => chat.hub.sockets.filter(({readyState}) => readyState < 2);

  describe('in two tabs', () => {
    it('shares one socket and shows the same in both', async () => {
      const first = await started();
      const second = await joined();
      expect(chat.hub.sockets.length).to.equal(1);
      expect(texts(second)).to.deep.equal(['Hello!']);
      expect(second.client.snapshot.connection).to.equal('ready');
      expect(second.client.snapshot.conversationId).to.equal('c1');
      chat.botSays('How are you?');
      await chat.pass();
      expect(texts(first)).to.deep.equal(['Hello!', 'How are you?']);
      expect(texts(second)).to.deep.equal(['Hello!', 'How are you?']);
    });

    it('tells each of them each message once, and that the conversation goes on', async () => {
      const first = await started();
      const second = await joined();
      chat.botSays('two');
      await chat.pass();
      second.client.send('three');
      await chat.pass();
      first.client.send('four');
      await chat.pass();
      expect(told(first)).to.deep.equal(['Hello!', 'two', 'three', 'four']);
      expect(told(second)).to.deep.equal(['two', 'three', 'four']);
      expect(started_(first)).to.deep.equal([false]);
      expect(started_(second)).to.deep.equal([true]);
    });

    it('sends what either writes, in order, and shows it at once', async () => {
      const first = await started();
      const second = await joined();
      const message = second.client.send('from the second');
      expect(texts(second)).to.deep.equal(['Hello!', 'from the second']);
      first.client.send('from the first');
      await chat.pass();
      expect(chat.hub.last.texts.slice(1).sort()).to.deep.equal([
        'from the first',
        'from the second',
      ]);
      expect(texts(first)).to.have.members(['Hello!', 'from the second', 'from the first']);
      expect(texts(second)).to.deep.equal(texts(first));
      expect(statuses(second)).to.deep.equal(['received', 'sent', 'sent']);
      expect(second.client.snapshot.messages.some(({id}) => id === message.id)).to.be.true;
    });

    it('keeps the objects of messages that did not change', async () => {
      await started();
      const second = await joined();
      const [before] = second.client.snapshot.messages;
      chat.botSays('two');
      await chat.pass();
      expect(second.client.snapshot.messages[0] === before).to.be.true;
      expect(second.client.snapshot.messages.every(Object.isFrozen)).to.be.true;
      expect(Object.isFrozen(second.client.snapshot.messages)).to.be.true;
    });

    it('asks the hub on behalf of both', async () => {
      await started();
      const second = await joined();
      const metadata = second.client.getMetadata();
      await chat.pass();
      chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {plan: 'pro'}});
      expect(await metadata).to.deep.equal({plan: 'pro'});
    });

    it('hands the errors of the hub to the tab that asked', async () => {
      await started();
      const second = await joined();
      const code = second.client.listConversations().catch((error: {code: string}) => error.code);
      await chat.pass();
      expect(await code).to.equal('no-user-id');
      const data = {big: 5n} as unknown as Record<string, never>;
      const bad = second.client.sendAction('a', data).catch((error: {code: string}) => error.code);
      await chat.pass();
      expect(await bad).to.equal('bad-data');
    });

    it('counts as read what any of them shows', async () => {
      const first = await started();
      const second = await joined();
      first.client.setViewed(false);
      second.client.setViewed(false);
      await chat.pass();
      chat.botSays('two');
      await chat.pass();
      expect(first.client.snapshot.unreadCount).to.equal(2);
      expect(second.client.snapshot.unreadCount).to.equal(2);
      second.client.setViewed(true);
      await chat.pass();
      expect(first.client.snapshot.unreadCount).to.equal(0);
      expect(second.client.snapshot.unreadCount).to.equal(0);
      second.signals.set({hidden: true});
      await chat.pass();
      chat.botSays('three');
      await chat.pass();
      expect(first.client.snapshot.unreadCount).to.equal(1);
    });

    it('forgets that a tab looked when that has crashed', async () => {
      const first = await started();
      const second = await joined();
      first.client.setViewed(false);
      second.client.setViewed(true);
      await chat.pass();
      second.tab.crash();
      await chat.pass();
      chat.botSays('two');
      await chat.pass();
      expect(first.client.snapshot.unreadCount).to.equal(1);
    });

    it('keeps the draft of each conversation that is left for another', async () => {
      const first = await started();
      first.client.setDraft('in the first');
      const open = async (id: string) => {
        const opened = first.client.openConversation(id);
        await chat.pass();
        chat.hub.last.say('conversation_transcript', {conversation_id: id, transcript: []});
        await chat.pass();
        await opened;
        expect(first.client.snapshot.conversationId).to.equal(id);
        return first.client.snapshot.draft;
      };
      expect(await open('c2')).to.equal('');
      first.client.setDraft('in the second');
      expect(await open('c1')).to.equal('in the first');
      expect(await open('c2')).to.equal('in the second');
    });

    it('leaves each its own draft while its visitor writes', async () => {
      const first = await started();
      first.client.setDraft('one');
      await chat.pass();
      const second = await joined();
      expect(second.client.snapshot.draft).to.equal('one');
      second.client.setDraft('two');
      await chat.pass();
      expect(first.client.snapshot.draft).to.equal('one');
      const third = await joined();
      expect(third.client.snapshot.draft).to.equal('two');
      second.client.setDraft('');
      await chat.pass();
      expect(third.client.snapshot.draft).to.equal('');
      expect(first.client.snapshot.draft).to.equal('one');
    });

    it('connects when the second wants it and the first did not', async () => {
      const first = open();
      await first.client.load();
      expect(chat.hub.sockets.length).to.equal(0);
      const second = await joined();
      expect(chat.hub.sockets.length).to.equal(1);
      second.client.disconnect();
      await chat.pass();
      expect(liveSockets().length).to.equal(0);
      expect(second.client.snapshot.connection).to.equal('stopped');
    });

    it('stays connected for one that wants it, when another that did is gone', async () => {
      const first = open({start: 'visitor'});
      await first.client.load();
      const second = await joined();
      await chat.begin();
      const third = open({start: 'visitor'});
      await third.client.load();
      await chat.pass();
      third.client.connect();
      await chat.pass();
      second.client.close();
      await chat.pass();
      expect(liveSockets().length).to.equal(1);
      expect(third.client.snapshot.connection).to.equal('ready');
    });

    it('leaves one that was disconnected alone', async () => {
      const first = await started();
      first.client.disconnect();
      await joined();
      await takenOver([bot('Hello!')]);
      expect(liveSockets().length).to.equal(1);
      expect(first.client.snapshot.connection).to.equal('stopped');
      first.client.connect();
      await chat.pass();
      expect(liveSockets().length).to.equal(1);
      expect(first.client.snapshot.connection).to.equal('ready');
    });

    it('sends once what a tab stored only after it was sent', async () => {
      const first = await started();
      const {update, ...rest} = memoryStore(chat.records);
      const slow: typeof update = async (key, change) => {
        await new Promise((resolve) => setTimeout(resolve, 2_500));
        return update(key, change);
      };
      const second = open({}, {...rest, update: slow});
      second.client.connect();
      await chat.pass();
      second.client.send('hello once');
      await chat.pass(6_000);
      expect(chat.hub.last.texts).to.deep.equal(['', 'hello once']);
      const history = [bot('Hello!'), user('hello once')];
      void first.client.getTranscript();
      await chat.pass();
      await chat.recall(history);
      for (const {client} of [first, second]) client.close();
      const third = await joined();
      await takenOver(history);
      expect(chat.hub.last.texts).to.be.empty;
      expect(texts(third)).to.deep.equal(['Hello!', 'hello once']);
    });
  });

  describe('where the tab that leads is gone', () => {
    const ends: readonly [string, (first: Tab) => void][] = [
      ['was closed', ({client}) => client.close()],
      ['crashed', ({tab}) => tab.crash()],
      ['was disconnected', ({client}) => client.disconnect()],
      ['is kept by the browser for later', ({signals}) => signals.set({left: true})],
    ];
    for (const [what, end] of ends) {
      it(`goes on in the next, when it ${what}`, async () => {
        const first = await started();
        const second = await joined();
        const [hello] = second.client.snapshot.messages;
        end(first);
        await takenOver([bot('Hello!'), bot('Meanwhile')]);
        expect(texts(second)).to.deep.equal(['Hello!', 'Meanwhile']);
        expect(second.client.snapshot.messages[0] === hello).to.be.true;
        expect(told(second)).to.deep.equal(['Meanwhile']);
        expect(started_(second)).to.deep.equal([true]);
        expect(chat.hub.last.sentTypes).not.to.include('conversation_start');
        second.client.send('still here');
        await chat.pass();
        expect(chat.hub.last.texts).to.deep.equal(['still here']);
      });
    }

    it('takes over within two seconds from one that hangs, when it is needed', async () => {
      const first = await started();
      const second = await joined();
      first.tab.hang();
      second.client.send('anybody there?');
      await chat.pass(2_000);
      expect(chat.hub.sockets.length).to.equal(2);
      await takenOver([bot('Hello!')]);
      expect(chat.hub.last.texts).to.deep.equal(['anybody there?']);
      expect(texts(second)).to.deep.equal(['Hello!', 'anybody there?']);
      first.tab.recover();
      await chat.pass();
      expect(liveSockets().length).to.equal(1);
      expect(texts(first)).to.deep.equal(['Hello!', 'anybody there?']);
      expect(first.client.snapshot.connection).to.equal('ready');
    });

    it('takes over within a minute from one that hangs, though nothing is asked of it', async () => {
      const first = await started();
      const second = await joined();
      await chat.pass(60_000);
      expect(chat.hub.sockets.length, 'it is there').to.equal(1);
      first.tab.hang();
      await chat.pass(32_000);
      expect(chat.hub.sockets.length).to.equal(2);
      await takenOver([bot('Hello!')]);
      chat.botSays('Still there?');
      await chat.pass();
      expect(texts(second)).to.deep.equal(['Hello!', 'Still there?']);
    });

    it('leaves one that hangs alone while the tab is hidden', async () => {
      const first = await started();
      const second = await joined();
      second.signals.set({hidden: true});
      first.tab.hang();
      await chat.pass(120_000);
      expect(chat.hub.sockets.length).to.equal(1);
    });

    it('sends what the visitor writes in one that was busy, before it knows', async () => {
      const first = await started();
      first.tab.hang();
      const second = await joined();
      await chat.pass(1_500);
      await takenOver([bot('Hello!')]);
      first.client.send('typed while busy');
      first.tab.recover();
      await chat.pass(1_000);
      expect(chat.hub.last.texts).to.deep.equal(['typed while busy']);
      for (const tab of [first, second]) {
        expect(texts(tab)).to.deep.equal(['Hello!', 'typed while busy']);
        expect(told(tab).slice(-1)).to.deep.equal(['typed while busy']);
      }
      expect(told(first)).to.have.length(2);
      for (const {client} of [first, second]) client.close();
      const third = await joined();
      await takenOver([bot('Hello!'), user('typed while busy')]);
      expect(chat.hub.last.texts).to.be.empty;
      expect(texts(third)).to.deep.equal(['Hello!', 'typed while busy']);
    });

    it('listens no more to one that was busy and has not heard of it', async () => {
      const {get, ...rest} = memoryStore(chat.records);
      const slow: typeof get = async (key) => {
        await new Promise((resolve) => setTimeout(resolve, 3_000));
        return get(key);
      };
      const first = open({start: 'visitor'}, {...rest, get: slow});
      first.client.connect();
      await chat.pass();
      chat.hub.last.greet();
      const second = await joined();
      first.tab.hang();
      const third = await joined();
      await chat.pass(2_000);
      await chat.begin();
      chat.botSays('one');
      await chat.pass(2_000);
      first.tab.recover();
      chat.botSays('two');
      await chat.pass();
      for (const tab of [first, second, third]) expect(texts(tab)).to.deep.equal(['one', 'two']);
    });

    it('resends what was under way once the transcript lacks it, and no more than once', async () => {
      const first = await started();
      const second = await joined();
      first.client.send('arrived');
      first.client.send('lost');
      await chat.pass();
      first.tab.crash();
      await takenOver([bot('Hello!'), user('arrived')]);
      expect(chat.hub.last.texts).to.deep.equal(['lost']);
      expect(texts(second)).to.deep.equal(['Hello!', 'arrived', 'lost']);
      expect(statuses(second)).to.deep.equal(['received', 'sent', 'sent']);
    });

    it('sends what was written while nobody led', async () => {
      const first = await started();
      const second = await joined();
      const third = await joined();
      first.tab.crash();
      third.client.send('from the third');
      second.client.send('from the second');
      await takenOver([bot('Hello!')]);
      expect(chat.hub.last.texts).to.have.members(['from the third', 'from the second']);
      expect(texts(third)).to.deep.equal(texts(second));
      expect(chat.hub.sockets.length).to.equal(2);
    });

    it('keeps what a tab wrote that crashed before anybody heard of it', async () => {
      const first = await started();
      const second = await joined();
      first.tab.hang();
      second.client.send('lost?');
      await chat.pass();
      second.tab.crash();
      first.tab.crash();
      const third = await joined();
      await takenOver([bot('Hello!')]);
      expect(chat.hub.last.texts).to.deep.equal(['lost?']);
      expect(texts(third)).to.deep.equal(['Hello!', 'lost?']);
    });

    it('sends what a tab stored that went before it could tell', async () => {
      const first = await started();
      const records = memoryStore(chat.records);
      const slow = {
        ...records,
        update: async (key: string, change: (stored: unknown) => unknown) => {
          await records.update(key, change);
          await new Promise((resolve) => setTimeout(resolve, 1_000));
        },
      };
      const second = open({}, slow);
      second.client.connect();
      await chat.pass();
      second.client.send('Goodbye!');
      await chat.pass();
      expect(texts(first)).to.deep.equal(['Hello!']);
      second.tab.crash();
      await chat.pass();
      expect(chat.hub.last.texts).to.deep.equal(['', 'Goodbye!']);
      expect(texts(first)).to.deep.equal(['Hello!', 'Goodbye!']);
      expect(told(first)).to.deep.equal(['Hello!', 'Goodbye!']);
      await chat.pass(1_000);
      expect(chat.hub.last.texts, 'once').to.deep.equal(['', 'Goodbye!']);
    });

    it('answers what was asked of it and not begun', async () => {
      const first = await started();
      const second = await joined();
      first.tab.hang();
      const metadata = second.client.getMetadata();
      await chat.pass(2_000);
      await takenOver([bot('Hello!')]);
      chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {a: 1}});
      expect(await metadata).to.deep.equal({a: 1});
    });

    it('refuses at once what it had begun', async () => {
      const first = await started();
      const second = await joined();
      const code = second.client.getMetadata().catch((error: {code: string}) => error.code);
      await chat.pass();
      first.tab.crash();
      await chat.pass();
      expect(await code).to.equal('connection-failed');
    });

    it('shows the page that comes back what it missed', async () => {
      const first = await started();
      const second = await joined();
      first.signals.set({left: true});
      await takenOver([bot('Hello!')]);
      chat.botSays('Meanwhile');
      await chat.pass();
      second.client.send('yes');
      first.signals.set({left: false});
      await chat.pass();
      expect(texts(first)).to.deep.equal(['Hello!', 'Meanwhile', 'yes']);
      expect(told(first)).to.deep.equal(['Hello!', 'Meanwhile', 'yes']);
      expect(liveSockets().length).to.equal(1);
    });

    it('tells the page that comes back what it missed of a list that another page has anew', async () => {
      const first = await started();
      const second = await joined();
      first.client.send('yes');
      await chat.pass();
      chat.botSays('Fine');
      void first.client.getTranscript();
      await chat.pass();
      const history = [bot('Hello!'), user('yes'), bot('Fine')];
      await chat.recall(history);
      second.signals.set({left: true});
      first.client.close();
      const third = await joined();
      await takenOver(history);
      chat.botSays('Meanwhile');
      await chat.pass();
      second.signals.set({left: false});
      await chat.pass();
      expect(texts(third)).to.deep.equal(['Hello!', 'yes', 'Fine', 'Meanwhile']);
      expect(told(second)).to.deep.equal(['yes', 'Fine', 'Meanwhile']);
    });

    it('tells the page that comes back all, where nothing had been said', async () => {
      const first = open({start: 'visitor'});
      first.client.connect();
      await chat.pass();
      await chat.begin();
      const second = await joined();
      first.signals.set({left: true});
      await takenOver([]);
      chat.botSays('Meanwhile');
      await chat.pass();
      first.signals.set({left: false});
      await chat.pass();
      expect(told(first)).to.deep.equal(['Meanwhile']);
      expect(told(second)).to.deep.equal(['Meanwhile']);
    });

    it('does not go on from what was before another tab went on', async () => {
      const first = open({start: 'visitor'});
      const second = open({start: 'visitor'});
      second.client.connect();
      await chat.pass();
      second.signals.set({left: true});
      first.client.connect();
      await chat.pass();
      await chat.begin('c2');
      first.client.send('hi');
      await chat.pass();
      first.client.close();
      second.signals.set({left: false});
      await takenOver([user('hi')]);
      expect(chat.hub.last.sentTypes).not.to.include('conversation_start');
      expect(chat.hub.last.texts).to.be.empty;
      expect(second.client.snapshot.conversationId).to.equal('c2');
      expect(texts(second)).to.deep.equal(['hi']);
      expect(started_(second)).to.deep.equal([true]);
    });

    it('keeps what a disconnected tab wrote, whatever the others store', async () => {
      const first = await started();
      const second = await joined();
      second.client.disconnect();
      second.client.send('from afar');
      await chat.pass();
      first.client.send('from here');
      await chat.pass();
      for (const {client} of [first, second]) client.close();
      const third = await joined();
      await takenOver([bot('Hello!')]);
      expect(chat.hub.last.texts).to.deep.equal(['from afar', 'from here']);
      expect(texts(third)).to.deep.equal(['Hello!', 'from afar', 'from here']);
    });

    it('leaves a lost link to a tab that is seen', async () => {
      const first = await started();
      const second = await joined();
      first.signals.set({hidden: true});
      await chat.pass();
      chat.hub.last.drop();
      await chat.pass();
      chat.hub.last.greet();
      await takenOver([bot('Hello!')]);
      first.tab.crash();
      await chat.pass();
      expect(liveSockets().length).to.equal(1);
      expect(second.client.snapshot.connection).to.equal('ready');
    });
  });

  describe('a page that is left at once, and comes back', () => {
    /** The visitor wrote, was answered, and is gone. */
    async function answered() {
      const first = await started();
      first.client.send('hi');
      await chat.pass();
      chat.botSays('What can I do for you?');
      await chat.pass();
      first.client.close();
      await chat.pass();
    }

    async function leaveAndComeBack({signals}: Tab) {
      signals.set({left: true});
      await chat.pass();
      signals.set({left: false});
      await chat.pass(100);
    }

    it('does not send again what it sent before', async () => {
      await answered();
      const second = await joined();
      await leaveAndComeBack(second);
      const history = [bot('Hello!'), user('hi'), bot('What can I do for you?')];
      await takenOver(history);
      expect(chat.hub.last.texts).to.be.empty;
      expect(texts(second)).to.deep.equal(['Hello!', 'hi', 'What can I do for you?']);
    });

    it('goes on with the stored conversation, however slow storage is', async () => {
      await answered();
      const records = memoryStore(chat.records);
      const slow = {
        ...records,
        get: (key: string) =>
          new Promise((resolve) => setTimeout(() => resolve(records.get(key)), 100)),
      };
      const second = open({}, slow);
      second.client.connect();
      await chat.pass();
      await leaveAndComeBack(second);
      expect(second.client.snapshot.conversationId).to.equal('c1');
    });
  });

  it('shares nothing with other pages where nothing is to be stored', async () => {
    const locksOf = async (storage: 'local' | 'none') => {
      const address = {apiKey: 'secret', socketUrl: `ws://hub.example/${storage}`};
      const client = new ChatClient(
        {...address, storage},
        {openSocket: chat.hub.open, signals: chat.signals},
      );
      await client.load();
      const {held = []} = await navigator.locks.query();
      client.close();
      return held.filter(({name}) => name!.includes(address.socketUrl)).length;
    };
    expect(await locksOf('none')).to.equal(0);
    expect(await locksOf('local')).to.be.above(0);
  });

  it('waits for storage that is slow, without another tab thinking it dead', async () => {
    const slow = memoryStore(chat.records);
    const store = {
      ...slow,
      get: async (key: string) => {
        await new Promise((resolve) => setTimeout(resolve, 4_000));
        return slow.get(key);
      },
    };
    const first = open({}, store);
    first.client.connect();
    await chat.pass();
    chat.hub.last.greet();
    const second = await joined();
    second.client.send('hi');
    await chat.pass(4_000);
    expect(chat.hub.sockets.length).to.equal(1);
    chat.hub.last.say('conversation_start_success', {conversation_id: 'c1'});
    await chat.pass();
    expect(chat.hub.last.texts).to.deep.equal(['', 'hi']);
    expect(texts(first)).to.deep.equal(['hi']);
    expect(texts(second)).to.deep.equal(['hi']);
  });

  it('keeps the order of what is written while it loads and after that, however slow storage is', async () => {
    const records = memoryStore(chat.records);
    let delay = 1_000;
    const slow = {
      ...records,
      update: async (key: string, change: (stored: unknown) => unknown) => {
        const wait = delay;
        delay = 0;
        await new Promise((resolve) => setTimeout(resolve, wait));
        return records.update(key, change);
      },
    };
    const first = open({start: 'visitor'}, slow);
    first.client.connect();
    first.client.send('one');
    first.client.send('two');
    await chat.pass();
    await chat.begin();
    first.client.send('three');
    await chat.pass(2_000);
    expect(chat.hub.last.texts).to.deep.equal(['one', 'two', 'three']);
    expect(texts(first)).to.deep.equal(['one', 'two', 'three']);
  });

  it('is not stopped by a listener that throws, which is reported as any fault of the page', async () => {
    const {client} = await started();
    const told: string[] = [];
    const failing = client.listen(() => {
      throw new Error('A fault of the page');
    });
    client.listen(({type}) => told.push(type));
    const report = stub(window, 'queueMicrotask');
    client.send('hello');
    failing();
    report.restore();
    expect(report.firstCall.args[0]).to.throw('A fault of the page');
    await chat.pass();
    expect(told).to.deep.equal(['message']);
    expect(chat.hub.last.texts).to.deep.equal(['', 'hello']);
  });

  it('says of a missing key in each tab', async () => {
    for (const {client, events} of [open({apiKey: ''}), open({apiKey: ''})]) {
      void client.load();
      client.connect();
      await chat.pass();
      expect(events.flatMap((event) => (event.type === 'error' ? event.code : []))).to.deep.equal([
        'no-api-key',
      ]);
    }
  });

  it('refuses at once what cannot be asked without a key', async () => {
    const {client} = open({apiKey: ''});
    const code = client.getMetadata().catch((error: {code: string}) => error.code);
    await chat.pass();
    expect(await code).to.equal('no-api-key');
  });

  it('leaves nobody waiting for ever', async () => {
    await started();
    const second = await joined();
    const outcome = second.client.getMetadata().catch((error: {code: string}) => error.code);
    await chat.pass(10_000);
    expect(await outcome).to.be.oneOf(['answer-timeout', 'connection-failed']);
  });

  describe('with reactive data', () => {
    /** What a framework makes of an object; browsers cannot copy it to another tab. */
    const reactive = <T extends object>(target: T): T =>
      new Proxy(target, {
        get: (object, name) => {
          const value: unknown = Reflect.get(object, name);
          return typeof value === 'object' && value !== null ? reactive(value) : value;
        },
      });

    const revoked = () => {
      const {proxy, revoke} = Proxy.revocable({}, {});
      revoke();
      return proxy;
    };

    const errors = ({events}: Tab) =>
      events.flatMap((event) => (event.type === 'error' ? event.code : []));

    async function outcome(promise: Promise<unknown>): Promise<string> {
      const result = promise.then(
        () => 'done',
        (error: ChatError) => error.code,
      );
      await chat.pass();
      return result;
    }

    for (const role of ['leader', 'follower'] as const) {
      describe(`in the ${role}`, () => {
        async function asking(): Promise<Tab> {
          const first = await started();
          return role === 'leader' ? first : joined();
        }

        it('sends metadata as it is at the moment of the call', async () => {
          const {client} = await asking();
          const data = {page: {path: ['cart']}};
          void client.setMetadata(reactive(data), reactive({private: true})).catch(() => undefined);
          data.page.path.push('changed');
          await chat.pass();
          expect(chat.hub.last.payload('metadata')?.['metadata']).to.deep.equal({
            private: {page: {path: ['cart']}},
          });
        });

        it('sends actions', async () => {
          const {client} = await asking();
          const done = client.sendAction('order', reactive({items: [{id: 1}]}));
          expect(await outcome(done)).to.equal('done');
          expect(chat.hub.last.payload('action')?.['data']).to.deep.equal({items: [{id: 1}]});
        });

        it('refuses what is no JSON, and sends nothing', async () => {
          const {client} = await asking();
          const circle: Record<string, unknown> = {};
          circle['circle'] = circle;
          const wrong = [revoked(), circle, {big: 5n}, 'text', ['list'], () => 'text'];
          for (const data of wrong as JsonObject[]) {
            expect(await outcome(client.setMetadata(data))).to.equal('bad-data');
            expect(await outcome(client.sendAction('order', data))).to.equal('bad-data');
          }
          expect(await outcome(client.setMetadata(undefined!))).to.equal('bad-data');
          expect(chat.hub.last.payload('metadata')).to.equal(undefined);
          expect(chat.hub.last.payload('action')).to.equal(undefined);
        });

        it('begins a new conversation with what is true then', async () => {
          const tab = await asking();
          const user = {firstName: 'Ann'};
          tab.client.configure({user: reactive(user), metadata: reactive({cart: [1]})});
          await chat.pass();
          user.firstName = 'Ben';
          tab.client.newConversation().catch(() => undefined);
          await chat.pass();
          const start = chat.hub.last.payload('conversation_start');
          expect(start?.['userBasicInfo']).to.deep.equal({firstName: 'Ben'});
          expect(start?.['metadata']).to.deep.equal({cart: [1]});
          expect(errors(tab)).to.deep.equal([]);
        });

        it('leaves out what cannot be sent, and says so', async () => {
          const tab = await asking();
          tab.client.configure({user: revoked(), metadata: reactive({cart: [1]})});
          await chat.pass();
          tab.client.newConversation().catch(() => undefined);
          await chat.pass();
          const start = chat.hub.last.payload('conversation_start');
          expect(start).not.to.have.property('userBasicInfo');
          expect(start?.['metadata']).to.deep.equal({cart: [1]});
          expect(new Set(errors(tab))).to.deep.equal(new Set(['bad-data']));
        });

        it('forgets what the page takes back', async () => {
          const tab = await asking();
          tab.client.configure({user: {firstName: 'Ann'}});
          tab.client.configure({user: undefined});
          await chat.pass();
          tab.client.newConversation().catch(() => undefined);
          await chat.pass();
          expect(chat.hub.last.payload('conversation_start')).not.to.have.property('userBasicInfo');
        });
      });
    }
  });
});
