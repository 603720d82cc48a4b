import {expect} from '@open-wc/testing';
import {memoryStore, type KeyValueStore} from '../storage/key-value-store.js';
import type {Conversation} from './conversation.js';
import {scriptedChat} from '../testing/scripted-chat.js';
import {ChatError} from '../errors.js';
import type {ChatOptions} from './chat-options.js';
import type {ChatSnapshot} from './snapshot.js';

/** What no real hub can be made to do on demand; the rest is tested against the local hub. */
describe('Conversation', () => {
  const chat = scriptedChat();
  const {open, pass, begin, started, reconnect, recall, botSays, errors} = chat;

  /** The hub greets and does not say what the conversation holds. */
  async function ignoreQuestion(limit = 10_000) {
    chat.hub.last.greet();
    await pass(limit);
  }

  function said({messages}: ChatSnapshot) {
    return messages.map(({sender, text, status}) => `${sender} ${text} ${status}`);
  }

  describe('starting', () => {
    it('tells the hub who the visitor is', async () => {
      const client = open({
        userId: 'ann',
        user: {firstName: 'Ann'},
        userData: {plan: 'pro'},
        metadata: {page: 'shop'},
        privateMetadata: {score: 7},
      });
      client.connect();
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.payload('conversation_start')).to.deep.equal({
        userId: 'ann',
        userBasicInfo: {firstName: 'Ann'},
        userData: {plan: 'pro'},
        metadata: {page: 'shop', private: {score: 7}},
      });
    });

    it('says nothing of a visitor who is anonymous', async () => {
      open().connect();
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.payload('conversation_start')).to.deep.equal({});
    });

    it('asks the bot to speak first, with a message that is not shown', async () => {
      const client = await started();
      expect(chat.hub.last.texts).to.deep.equal(['']);
      expect(client.snapshot.messages).to.be.empty;
      expect(chat.events).to.deep.include({
        type: 'conversation-start',
        conversationId: 'c1',
        resumed: false,
      });
    });

    it('says nothing where the visitor is to speak first', async () => {
      await started({start: 'visitor'});
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_start']);
    });

    it('keeps what is written before there is a conversation, and sends it after the opening', async () => {
      const client = open();
      client.connect();
      client.send('one');
      client.send('two');
      expect(said(client.snapshot)).to.deep.equal(['user one pending', 'user two pending']);
      await begin();
      expect(chat.hub.last.texts).to.deep.equal(['', 'one', 'two']);
      expect(said(client.snapshot)).to.deep.equal(['user one sent', 'user two sent']);
    });

    it('takes one conversation, however often the hub says so', async () => {
      const client = await started();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c1');
      expect(chat.hub.last.texts).to.deep.equal(['']);
    });

    it('tries a new link where the hub does not start a conversation', async () => {
      const client = open();
      client.connect();
      chat.hub.last.greet();
      await pass(9_999);
      expect(errors()).to.be.empty;
      await pass(1);
      expect(errors()).to.deep.equal(['start-timeout']);
      expect(client.snapshot.trouble).to.equal('not-starting');
      await pass(500);
      expect(chat.hub.sockets).to.have.length(2);
      await begin();
      expect(client.snapshot).to.include({conversationId: 'c1'});
      expect(client.snapshot.trouble).to.be.undefined;
    });

    it('tells the hub what the page knows by then', async () => {
      const client = open({user: {firstName: 'Ann'}});
      client.connect();
      client.configure({user: {firstName: 'Anna'}, metadata: {page: 'cart'}});
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.payload('conversation_start')).to.deep.equal({
        userBasicInfo: {firstName: 'Anna'},
        metadata: {page: 'cart'},
      });
    });

    it('starts without data that cannot be sent', async () => {
      const cycle: Record<string, unknown> = {};
      cycle.self = cycle;
      await started({userId: 'ann', metadata: cycle});
      expect(chat.hub.last.payload('conversation_start')).to.deep.equal({userId: 'ann'});
      expect(errors()).to.deep.equal(['bad-data']);
    });

    it('starts without data that is too big, and says so once', async () => {
      const client = open({userId: 'ann', userData: {text: 'x'.repeat(33_000)}});
      client.connect();
      for (let attempt = 0; attempt < 3; attempt++) {
        chat.hub.last.greet();
        await pass();
        expect(chat.hub.last.payload('conversation_start')).to.deep.equal({userId: 'ann'});
        chat.hub.last.drop();
        await pass(500);
      }
      expect(errors()).to.deep.equal(['bad-data']);
    });

    it('starts without data with which the hub has closed the link as too big', async () => {
      const client = open({userId: 'ann', userData: {text: 'x'.repeat(3_000)}});
      client.connect();
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.payload('conversation_start')).to.have.property('userData');
      chat.hub.last.drop(1009);
      await pass(500);
      await begin();
      expect(chat.hub.sockets[1]!.payload('conversation_start')).to.deep.equal({userId: 'ann'});
      expect(client.snapshot.conversationId).to.equal('c1');
      expect(errors()).to.deep.equal(['bad-data']);
    });

    it('starts without data that the hub refuses as too big', async () => {
      const client = open({userId: 'ann', userData: {text: 'x'.repeat(3_000)}});
      client.connect();
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('general_error', {error_code: 413, error_desc: 'Too big'});
      await pass();
      expect(chat.hub.last.payload('conversation_start')).to.deep.equal({userId: 'ann'});
      chat.hub.last.say('general_error', {error_code: 413, error_desc: 'Too big'});
      await pass();
      const starts = chat.hub.last.sentTypes.filter((type) => type === 'conversation_start');
      expect(starts).to.have.length(2);
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c1'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c1');
      expect(errors()).to.deep.equal(['hub-error', 'bad-data', 'hub-error']);
    });

    it('says again what the page has changed since a start was too big', async () => {
      const client = open({userData: {text: 'x'.repeat(3_000)}});
      client.connect();
      chat.hub.last.greet();
      await pass();
      chat.hub.last.drop(1009);
      client.configure({userData: {text: 'less'}});
      await pass(500);
      chat.hub.last.greet();
      await pass();
      const payload = chat.hub.last.payload('conversation_start');
      expect(payload).to.deep.equal({userData: {text: 'less'}});
      expect(errors()).to.be.empty;
    });
  });

  describe('the link', () => {
    it('needs a key', () => {
      const client = open({apiKey: ''});
      client.connect();
      expect(chat.hub.sockets).to.be.empty;
      expect(errors()).to.deep.equal(['no-api-key']);
      expect(client.snapshot.trouble).to.equal('no-api-key');
    });

    it('needs an address that can be used', () => {
      const client = open({socketUrl: 'not an address'});
      client.connect();
      expect(errors()).to.deep.equal(['bad-address']);
      expect(client.snapshot).to.include({trouble: 'bad-address', connection: 'stopped'});
    });

    it('needs a key that can be part of an address', () => {
      const client = open({apiKey: 'half a pair: \ud800'});
      client.connect();
      expect(errors()).to.deep.equal(['bad-address']);
      expect(client.snapshot.trouble).to.equal('bad-address');
    });

    it('is not hurried by a visitor who has been there all the time', async () => {
      const client = await started();
      client.setViewed(true);
      chat.hub.last.drop();
      client.setViewed(true);
      expect(chat.hub.sockets).to.have.length(1);
      client.setViewed(false);
      client.setViewed(true);
      expect(chat.hub.sockets).to.have.length(2);
    });

    it('puts the key where the hub looks for it', () => {
      open({socketUrl: 'wss://hub.example/dev?apiKey='}).connect();
      expect(chat.hub.last.address).to.equal('wss://hub.example/dev?apiKey=secret');
    });

    it('failing is told once until it works again', async () => {
      const client = open();
      client.connect();
      for (let attempt = 0; attempt < 3; attempt++) {
        chat.hub.last.drop();
        await pass(5_000);
      }
      expect(errors()).to.deep.equal(['connection-failed']);
      expect(client.snapshot.trouble).to.equal('unreachable');
      await begin();
      expect(client.snapshot.trouble).to.be.undefined;
    });

    it('being lost is a quiet matter, of which the visitor learns when it lasts', async () => {
      const client = await started();
      chat.hub.last.drop();
      await pass(2_999);
      expect(client.snapshot.trouble).to.be.undefined;
      await pass(1);
      expect(client.snapshot.trouble).to.equal('reconnecting');
      await begin();
      expect(client.snapshot.trouble).to.be.undefined;
      expect(errors()).to.be.empty;
    });

    describe('ended because it was idle', () => {
      async function idle(viewed: boolean) {
        const client = await started();
        botSays('Welcome');
        client.setViewed(viewed);
        if (viewed) chat.signals.set({hidden: true});
        await pass(600_000);
        chat.hub.last.drop();
        await pass(120_000);
        return client;
      }

      it('comes back at once where the visitor looks', async () => {
        const client = await started();
        botSays('Welcome');
        client.setViewed(true);
        for (let quiet = 0; quiet < 3; quiet++) {
          await pass(240_000);
          chat.hub.last.say('conversation_transcript', {transcript: []});
        }
        chat.hub.last.drop();
        await pass(500);
        expect(chat.hub.sockets.length).to.equal(2);
      });

      for (const [need, call] of [
        ['the panel is opened', (client: Conversation) => client.setViewed(true)],
        ['something is written', (client: Conversation) => void client.send('hi')],
        [
          'the page asks',
          (client: Conversation) => void client.getMetadata().catch(() => undefined),
        ],
        ['the visitor comes back', () => chat.signals.set({hidden: false})],
      ] as const) {
        it(`comes back when ${need}, and not before`, async () => {
          const client = await idle(need === 'the visitor comes back');
          expect(chat.hub.sockets.length).to.equal(1);
          expect(client.snapshot.trouble).to.be.undefined;
          call(client);
          await pass();
          expect(chat.hub.sockets.length).to.equal(2);
          await pass(10_000);
        });
      }

      it('comes back where a person has the conversation', async () => {
        const client = await started();
        botSays('Welcome');
        chat.hub.last.say('conversation_update', {
          type: 'livechatAgentConnected',
          conversation_id: 'c1',
          data: {},
        });
        client.setViewed(false);
        await pass(600_000);
        chat.hub.last.drop();
        await pass(500);
        expect(chat.hub.sockets.length).to.equal(2);
      });
    });

    it('waits for the network where nothing shows that it is there', async () => {
      const client = await started();
      chat.signals.set({online: false});
      client.send('hello');
      await pass(2_999);
      expect(client.snapshot.trouble, 'it may be over soon').to.be.undefined;
      await pass(1);
      expect(client.snapshot).to.include({trouble: 'offline', connection: 'ready'});
      expect(said(client.snapshot), 'nobody can say').to.deep.equal(['user hello pending']);
      chat.signals.set({online: true});
      expect(client.snapshot.trouble).to.be.undefined;
      expect(said(client.snapshot)).to.deep.equal(['user hello sent']);
      expect(chat.hub.last.texts).to.deep.equal(['', 'hello']);
    });

    describe('over which all goes well while the browser says that it is offline', () => {
      /** What was ever shown to stand in the way. */
      const troubles = (client: Conversation) => {
        const all = new Set<unknown>();
        client.subscribe(({trouble}) => all.add(trouble));
        return all;
      };

      it('is used from the start', async () => {
        chat.signals.set({online: false});
        const client = open({start: 'visitor'});
        const shown = troubles(client);
        client.connect();
        client.send('hello');
        await begin();
        await pass(10_000);
        expect([...shown]).to.deep.equal([undefined]);
        expect(said(client.snapshot)).to.deep.equal(['user hello sent']);
        expect(chat.hub.last.texts).to.deep.equal(['hello']);
      });

      it('is asked when the browser begins to, and goes on', async () => {
        const client = await started();
        const shown = troubles(client);
        chat.signals.set({online: false});
        client.send('hello');
        await pass(200);
        chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {}});
        expect(said(client.snapshot)).to.deep.equal(['user hello sent']);
        client.send('more');
        await pass(10_000);
        expect([...shown]).to.deep.equal([undefined]);
        expect(said(client.snapshot)).to.deep.equal(['user hello sent', 'user more sent']);
        expect(chat.hub.sockets.length).to.equal(1);
      });

      it('is taken up again after it was lost', async () => {
        const client = await started();
        const shown = troubles(client);
        chat.signals.set({online: false});
        chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {}});
        chat.hub.last.drop();
        await pass(500);
        chat.hub.last.greet();
        await pass();
        await recall([]);
        expect([...shown]).to.deep.equal([undefined]);
        expect(client.snapshot.connection).to.equal('ready');
      });
    });

    it('that fails where the browser says that it is offline is no fault of the hub', async () => {
      const client = open();
      chat.signals.set({online: false});
      client.connect();
      chat.hub.last.drop();
      expect(client.snapshot.trouble).to.equal('offline');
      await pass(500);
      expect(chat.hub.sockets.length, 'it is tried all the same').to.equal(2);
    });

    it('ends with disconnect() and goes on with connect()', async () => {
      const client = await started();
      client.disconnect();
      expect(client.snapshot).to.include({connection: 'stopped', conversationId: 'c1'});
      client.send('later');
      client.connect();
      chat.hub.last.greet();
      await pass();
      await recall([]);
      expect(chat.hub.last.texts).to.include('later');
    });

    it('tells each of its states once', async () => {
      await started();
      chat.hub.last.drop();
      const states = chat.events.flatMap((event) =>
        event.type === 'connection-change' ? event.state : [],
      );
      expect(states).to.deep.equal(['connecting', 'ready', 'waiting']);
    });
  });

  describe('messages', () => {
    it('of the visitor go out under their own id', async () => {
      const client = await started();
      const message = client.send(' hello ');
      await pass();
      expect(chat.hub.last.payload('user_message')).to.deep.equal({
        type: 'message_create',
        client_msg_id: message.id,
        conversation_id: 'c1',
        content: {type: 'text', text: 'hello'},
      });
    });

    it('cannot be blank', async () => {
      const client = await started();
      for (const text of [' \n', '\u200b\u2060', '\u3164\u2800', '\u202e\u00ad']) {
        expect(() => client.send(text))
          .to.throw(ChatError)
          .with.property('code', 'empty-message');
      }
      expect(client.snapshot.messages).to.be.empty;
    });

    it('of the hub are told once each', async () => {
      await started();
      botSays('Hi', {ch_msg_id: 'm1'});
      botSays('Hi', {ch_msg_id: 'm1'});
      const texts = chat.events.flatMap((event) =>
        event.type === 'message' ? event.message.text : [],
      );
      expect(texts).to.deep.equal(['Hi']);
    });

    it('of another conversation are left out', async () => {
      const client = await started();
      botSays('not for us', {conversation_id: 'other'});
      botSays('by name', {conversation_id: 'c1'});
      botSays('with the visitor before it', {conversation_id: 'ann_c1'});
      chat.hub.last.say('livechat_message', {
        content: [{type: 'text', text: 'Ana'}],
        conversation_id: '',
      });
      expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal([
        'by name',
        'with the visitor before it',
        'Ana',
      ]);
    });

    it('that make no sense cost only themselves, and the visitor learns of it', async () => {
      const client = await started();
      chat.hub.last.sayRaw('{"event_type":"bot_message"');
      botSays('still here');
      expect(errors()).to.deep.equal(['bad-frame']);
      expect(client.snapshot.notices.map(({code}) => code)).to.deep.equal(['unreadable']);
      expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal(['still here']);
    });
  });

  describe('after a link was lost', () => {
    it('asks once more, because a transcript may lag behind', async () => {
      const client = await started();
      botSays('Welcome');
      client.send('stored, and not yet in the transcript');
      await pass(100);
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      const greeting = {from: 'bot', messages: [{type: 'text', text: 'Welcome'}]};
      const mine = {
        from: 'user',
        messages: [{type: 'text', text: 'stored, and not yet in the transcript'}],
      };
      chat.hub.last.say('conversation_transcript', {transcript: [greeting]});
      await pass(1_999);
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_transcript_request']);
      client.send('waits its turn');
      await pass(1);
      chat.hub.last.say('conversation_transcript', {transcript: [greeting, mine]});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['waits its turn']);
    });

    it('asks what the hub has before it sends anything again', async () => {
      const client = await started();
      client.send('arrived');
      client.send('lost');
      await pass();
      chat.hub.last.drop();
      expect(said(client.snapshot)).to.deep.equal(['user arrived pending', 'user lost pending']);
      client.send('new');
      await pass(500);
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_transcript_request']);
      const entry = {from: 'user', messages: [{type: 'text', text: 'arrived'}]};
      await recall([{from: 'user', messages: [{type: 'text', text: ''}]}, entry]);
      expect(chat.hub.last.texts).to.deep.equal(['lost', 'new']);
      expect(said(client.snapshot)).to.deep.equal([
        'user arrived sent',
        'user lost sent',
        'user new sent',
      ]);
    });

    it('sends again under the same id', async () => {
      const client = await started();
      const {id} = client.send('lost');
      await pass();
      await reconnect([{from: 'user', messages: [{type: 'text', text: ''}]}]);
      expect(chat.hub.last.payload('user_message')).to.include({client_msg_id: id});
    });

    it('shows and tells what was missed', async () => {
      const client = await started();
      await reconnect([{from: 'bot', messages: [{type: 'text', text: 'Hello?'}]}]);
      expect(said(client.snapshot)).to.deep.equal(['bot Hello? received']);
      expect(chat.events.filter(({type}) => type === 'message')).to.have.length(1);
    });

    it('does not doubt what was answered', async () => {
      const client = await started();
      client.send('hello');
      await pass();
      botSays('Hi');
      chat.hub.last.drop();
      expect(said(client.snapshot)).to.deep.equal(['user hello sent', 'bot Hi received']);
    });

    it('asks for the greeting again only where the hub never heard of it', async () => {
      await started();
      await reconnect([]);
      expect(chat.hub.last.texts, 'the opening was lost').to.deep.equal(['']);
      await reconnect([{from: 'chatbot', messages: [{type: 'text', text: 'Welcome'}]}]);
      expect(chat.hub.last.texts).to.be.empty;
    });

    it('sends nothing over a link without answers, because what is uncertain goes first', async () => {
      const client = await started();
      client.send('perhaps lost');
      await pass();
      chat.hub.last.drop();
      client.send('new');
      await pass(500);
      chat.hub.last.greet();
      await pass(10_000);
      expect(chat.hub.last.texts).to.be.empty;
      await pass(500);
      chat.hub.last.greet();
      await pass();
      await recall([{from: 'user', messages: []}]);
      expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
      expect(errors()).to.be.empty;
    });

    it('takes each transcript once, however often the hub says it', async () => {
      const client = await started();
      client.send('stored, and not yet in the transcript');
      await pass();
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      const opening = {from: 'user', messages: []};
      for (let times = 0; times < 3; times++) {
        chat.hub.last.say('conversation_transcript', {transcript: [opening]});
      }
      await pass(1_999);
      expect(chat.hub.last.texts).to.be.empty;
    });

    it('shows as sent what was answered, though the browser says that it is offline', async () => {
      const client = await started();
      chat.signals.set({online: false});
      client.send('hello');
      await pass();
      botSays('Hi');
      expect(said(client.snapshot)).to.deep.equal(['user hello sent', 'bot Hi received']);
    });
  });

  describe('an answer that a transcript has before it comes', () => {
    const said = (from: string, text: string) => ({from, messages: [{type: 'text', text}]});
    const history = [said('user', 'hello'), said('bot', 'hi')];
    const texts = (client: Conversation) => client.snapshot.messages.map(({text}) => text);
    const told = () =>
      chat.events.flatMap((event) => (event.type === 'message' ? event.message.text : []));

    async function comesBack() {
      const client = await started({start: 'visitor'});
      client.send('hello');
      await pass();
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('conversation_transcript', {transcript: history});
      return client;
    }

    it('is shown and told once', async () => {
      const client = await comesBack();
      botSays('hi', {ch_msg_id: 'b1'});
      await pass();
      await recall(history);
      expect(texts(client)).to.deep.equal(['hello', 'hi']);
      expect(told()).to.deep.equal(['hello', 'hi']);
    });

    it('is shown twice where it was given twice, as the hub is asked in a moment', async () => {
      const client = await comesBack();
      botSays('hi', {ch_msg_id: 'b2'});
      // Of a hub whose transcripts lag.
      chat.hub.last.say('conversation_transcript', {transcript: history});
      await pass(2_000);
      chat.hub.last.say('conversation_transcript', {transcript: [...history, said('bot', 'hi')]});
      expect(texts(client)).to.deep.equal(['hello', 'hi', 'hi']);
      expect(told()).to.deep.equal(['hello', 'hi', 'hi']);
      const {length} = chat.hub.last.sent;
      await pass(60_000);
      expect(chat.hub.last.sent).to.have.length(length);
    });

    it('is another one where it comes later', async () => {
      const client = await comesBack();
      await pass(5_001);
      botSays('hi', {ch_msg_id: 'b2'});
      expect(texts(client)).to.deep.equal(['hello', 'hi', 'hi']);
    });

    it('is known however long it pauses', async () => {
      const client = await comesBack();
      const content = [
        {type: 'pause', time: 9_000},
        {type: 'text', text: 'hi'},
      ];
      chat.hub.last.say('bot_message', {content});
      await pass(9_000);
      expect(texts(client)).to.deep.equal(['hello', 'hi']);
    });
  });

  describe('a transcript', () => {
    it('of another conversation is none of ours', async () => {
      const client = await started();
      client.send('lost or not');
      await pass();
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      const transcript = [{from: 'bot', messages: [{type: 'text', text: 'other'}]}];
      chat.hub.last.say('conversation_transcript', {transcript, conversation_id: 'another'});
      await pass();
      expect(client.snapshot.messages).to.have.length(1);
      expect(chat.hub.last.texts, 'nothing is known yet').to.be.empty;
    });

    it('that is late counts all the same', async () => {
      const client = await started();
      client.send('lost');
      await pass();
      chat.hub.last.drop();
      await pass(500);
      await ignoreQuestion();
      await pass(500);
      await ignoreQuestion();
      expect(chat.hub.last.texts).to.be.empty;
      await recall([{from: 'user', messages: []}]);
      expect(chat.hub.last.texts).to.deep.equal(['lost']);
      expect(said(client.snapshot)).to.deep.equal(['user lost sent']);
    });

    it('nested without end costs only itself', async () => {
      const client = await started();
      const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
      chat.hub.last.sayRaw(
        `{"event_type":"bot_message","event_payload":{"content":[{"type":"x","text":"odd","y":${deep}}]}}`,
      );
      chat.hub.last.sayRaw(
        `{"event_type":"conversation_transcript","event_payload":{"transcript":[{"from":"bot","messages":[{"type":"x","text":"odd","y":${deep}}]}]}}`,
      );
      botSays('still here');
      expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal(['odd', 'still here']);
    });
  });

  describe('a conversation that the hub refuses', () => {
    async function refused() {
      const client = await started();
      client.send('hello');
      await pass();
      botSays('Hi');
      client.send('anybody?');
      await pass();
      chat.hub.last.say('general_error', {error_code: 400, error_desc: 'Invalid conversation_id'});
      await pass();
      return client;
    }

    it('is replaced by a new one, below a line that says so', async () => {
      const client = await refused();
      expect(client.snapshot.notices).to.have.length(1);
      expect(client.snapshot.notices[0]).to.include({
        code: 'conversation-restarted',
        after: client.snapshot.messages[1]?.id,
      });
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c2');
      expect(chat.hub.last.texts.slice(-2), 'greeting, then what waited').to.deep.equal([
        '',
        'anybody?',
      ]);
      expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c2'});
      expect(said(client.snapshot)).to.deep.equal([
        'user hello sent',
        'bot Hi received',
        'user anybody? sent',
      ]);
    });

    it('takes along what was written meanwhile, wherever it stands', async () => {
      const client = await started({start: 'visitor'});
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      client.send('A');
      botSays('unasked');
      chat.hub.last.say('general_error', {error_code: 400, error_desc: 'Invalid conversation_id'});
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['A']);
      expect(said(client.snapshot)).to.deep.equal(['bot unasked received', 'user A sent']);
    });

    it('is not followed by one refused conversation after the other', async () => {
      await refused();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      chat.hub.last.say('general_error', {error_code: 400, error_desc: 'Invalid conversation_id'});
      await pass();
      const starts = chat.hub.last.sentTypes.filter((type) => type === 'conversation_start');
      expect(starts, 'on this link').to.have.length(2);
      await pass(500);
      expect(chat.hub.sockets, 'another link, after a pause').to.have.length(2);
      await begin('c3');
      expect(chat.hub.last.texts).to.deep.equal(['', 'anybody?']);
    });

    it('is not given up for another error', async () => {
      const client = await started();
      chat.hub.last.say('general_error', {
        error_code: 500,
        error_desc: 'The conversation is tired',
      });
      chat.hub.last.say('general_error', {error_code: 400, error_desc: 'Bad metadata'});
      chat.hub.last.say('general_error', {
        error_code: 400,
        error_desc: 'Invalid conversation_id',
        conversation_id: 'another',
      });
      await pass();
      expect(client.snapshot.conversationId).to.equal('c1');
      expect(errors()).to.deep.equal(['hub-error', 'hub-error', 'hub-error']);
    });
  });

  describe('coming back', () => {
    const history = [
      {from: 'user', messages: [{type: 'text', text: ''}]},
      {from: 'bot', messages: [{type: 'text', text: 'Welcome'}]},
      {from: 'user', messages: [{type: 'text', text: 'hello'}]},
    ];

    /** Leaves with a message that the chat.hub does not have yet, and an unsent draft. */
    async function leave() {
      const client = await started();
      client.setViewed(true);
      botSays('Welcome');
      client.send('hello');
      client.setDraft('and also');
      await pass();
      client.close();
      await pass();
      chat.events = [];
    }

    async function comeBack(options: Partial<ChatOptions> = {}, transcript: object[] = history) {
      const client = open(options);
      client.connect();
      chat.hub.last.greet();
      await pass();
      if (chat.hub.last.sentTypes.includes('conversation_transcript_request')) {
        await recall(transcript);
      }
      await pass();
      return client;
    }

    it('goes on with the same conversation, list and draft, without a second greeting', async () => {
      await leave();
      const client = await comeBack();
      expect(client.snapshot).to.include({conversationId: 'c1', draft: 'and also', loading: false});
      expect(said(client.snapshot)).to.deep.equal(['bot Welcome received', 'user hello sent']);
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_transcript_request']);
      expect(chat.events).to.deep.include({
        type: 'conversation-start',
        conversationId: 'c1',
        resumed: true,
      });
    });

    it('says that the history is on its way', async () => {
      await leave();
      const client = open();
      client.connect();
      await pass();
      expect(client.snapshot.loading).to.be.true;
    });

    it('sends what did not arrive', async () => {
      await leave();
      await comeBack({}, history.slice(0, 2));
      expect(chat.hub.last.texts).to.deep.equal(['hello']);
    });

    it('does not take one that arrived for another in the same words', async () => {
      const client = await started();
      for (let times = 0; times < 2; times++) client.send('yes');
      await pass();
      const opening = {from: 'user', messages: []};
      const yes = {from: 'user', messages: [{type: 'text', text: 'yes'}]};
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('conversation_transcript', {transcript: [opening, yes]});
      await pass();
      client.close();
      await pass();
      await comeBack({}, [opening, yes]);
      expect(chat.hub.last.texts).to.deep.equal(['yes']);
    });

    it('does not take what an earlier page sent for what is written now in the same words', async () => {
      await leave();
      const client = open();
      client.connect();
      client.send('Yes');
      chat.hub.last.greet();
      await pass();
      const yes = {from: 'user', messages: [{type: 'text', text: 'Yes'}]};
      await recall([...history, yes]);
      expect(chat.hub.last.texts).to.deep.equal(['Yes']);
    });

    it('keeps history silent, and tells and counts what came meanwhile', async () => {
      await leave();
      const client = await comeBack({}, [
        ...history,
        {from: 'agent', messages: [{type: 'text', text: 'I am Ana'}]},
      ]);
      const texts = chat.events.flatMap((event) =>
        event.type === 'message' ? event.message.text : [],
      );
      expect(texts).to.deep.equal(['I am Ana']);
      expect(client.snapshot.unreadCount).to.equal(1);
    });

    it('does not lose what is written before the stored session is there', async () => {
      await leave();
      const client = open();
      client.connect();
      client.send('quick');
      client.setDraft('typing');
      await pass();
      expect(client.snapshot.draft).to.equal('typing');
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('conversation_transcript', {transcript: history});
      await pass();
      expect(said(client.snapshot)).to.deep.equal([
        'bot Welcome received',
        'user hello sent',
        'user quick sent',
      ]);
    });

    it('starts anew after too long a time, with the draft still there', async () => {
      await leave();
      await pass(31 * 60_000);
      const client = await comeBack({sessionTimeout: 30});
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_start']);
      expect(client.snapshot.draft).to.equal('and also');
      expect(said(client.snapshot), 'what nobody answered waits').to.deep.equal([
        'user hello pending',
      ]);
    });

    it('starts anew where the chat.hub has forgotten, with what was waiting', async () => {
      await leave();
      const client = open();
      client.connect();
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('general_error', {
        error_code: '400',
        error_desc: 'Invalid conversation_id',
      });
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['', 'hello']);
      expect(client.snapshot.notices.map(({code}) => code)).to.deep.equal([
        'conversation-restarted',
      ]);
      expect(client.snapshot.loading).to.be.false;
    });

    it('does not send again what was answered, where the hub has forgotten', async () => {
      const client = await started();
      for (const text of ['hi', 'price?', 'thanks']) {
        client.send(text);
        await pass();
        botSays(`to ${text}`);
      }
      client.send('bye');
      await pass();
      client.close();
      await pass();
      const again = open();
      again.connect();
      chat.hub.last.greet();
      await pass();
      expect(said(again.snapshot), 'only what waits').to.deep.equal(['user bye pending']);
      chat.hub.last.say('general_error', {error_code: 400, error_desc: 'Invalid conversation_id'});
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['', 'bye']);
    });

    it('sends a message whose words stand in the history already', async () => {
      const yes = {from: 'user', messages: [{type: 'text', text: 'yes'}]};
      await leave();
      const client = await comeBack({}, [...history, yes]);
      client.disconnect();
      client.send('yes');
      await pass();
      client.close();
      await pass();
      const again = await comeBack({}, [...history, yes]);
      expect(chat.hub.last.texts).to.deep.equal(['yes']);
      expect(again.snapshot.messages.map(({text}) => text)).to.deep.equal([
        'Welcome',
        'hello',
        'yes',
        'yes',
      ]);
    });

    it('sends such a message also where it was written before anything was loaded', async () => {
      await leave();
      (await comeBack()).close();
      await pass();
      const client = open();
      client.connect();
      client.send('hello');
      chat.hub.last.greet();
      await pass();
      await recall(history);
      expect(chat.hub.last.texts).to.deep.equal(['hello']);
      expect(said(client.snapshot)).to.have.length(3);
    });

    it('takes an unsent message into the next conversation after too long a time', async () => {
      const client = await started();
      client.disconnect();
      client.send('are you there?');
      await pass();
      client.close();
      await pass(31 * 60_000);
      await comeBack({sessionTimeout: 30});
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['', 'are you there?']);
    });

    it('counts no message twice that the transcript splits', async () => {
      const client = await started();
      client.setViewed(true);
      chat.hub.last.say('bot_message', {
        content: ['a', 'b', 'c'].map((text) => ({type: 'text', text})),
      });
      client.close();
      await pass();
      chat.events = [];
      const entries = ['a', 'b', 'c'].map((text) => ({
        from: 'bot',
        messages: [{type: 'text', text}],
      }));
      const again = await comeBack({}, entries);
      expect(again.snapshot.unreadCount).to.equal(0);
      expect(chat.events.filter(({type}) => type === 'message')).to.be.empty;
    });

    it('is another matter for another visitor', async () => {
      await leave();
      const client = await comeBack({userId: 'bob'});
      expect(client.snapshot.draft).to.equal('');
      expect(chat.hub.last.sentTypes).to.deep.equal(['conversation_start']);
    });
  });

  describe('a human agent', () => {
    const update = (type: string, data: object = {}, eventId?: string) =>
      chat.hub.last.say('conversation_update', {type, data, conversation_id: 'c1'}, eventId);
    const changes = () =>
      chat.events.flatMap((event) => (event.type === 'agent-change' ? event.status : []));
    const lines = ({notices}: ChatSnapshot) => notices.map(({code, name}) => [code, name]);

    it('is asked for, comes, and goes', async () => {
      const client = await started();
      await client.requestAgent();
      expect(chat.hub.last.payload('action')).to.deep.equal({
        type: 'normal',
        id: 'escalateToHuman',
        data: {},
        conversation_id: 'c1',
      });
      expect(client.snapshot.agent).to.deep.equal({state: 'requested'});
      update('livechatAgentConnected', {name: 'Ana', avatar: 'https://a.example/ana.png'});
      expect(client.snapshot.agent).to.deep.equal({
        state: 'joined',
        agent: {name: 'Ana', avatarUrl: 'https://a.example/ana.png'},
      });
      update('livechatAgentDisconnected');
      expect(changes().map(({state, agent}) => [state, agent?.name])).to.deep.equal([
        ['requested', undefined],
        ['joined', 'Ana'],
        ['left', 'Ana'],
      ]);
      expect(lines(client.snapshot)).to.deep.equal([
        ['agent-requested', undefined],
        ['agent-joined', 'Ana'],
        ['agent-left', 'Ana'],
      ]);
    });

    it('is the author of what an agent says', async () => {
      const client = await started();
      update('livechatAgentConnected', {name: 'Ana'});
      const content = [{type: 'text', text: 'Hello'}];
      chat.hub.last
        .say('livechat_message', {content})
        .say('livechat_message', {content, agent: {name: 'Ben'}});
      botSays('beep');
      expect(client.snapshot.messages.map(({author}) => author?.name)).to.deep.equal([
        'Ana',
        'Ben',
        undefined,
      ]);
    });

    it('may not be available', async () => {
      const client = await started();
      update('failedAgentAssignment');
      expect(changes()).to.deep.equal([{state: 'unavailable'}]);
      expect(lines(client.snapshot)).to.deep.equal([['agent-unavailable', undefined]]);
    });

    it('is told of once, however often the hub says so', async () => {
      const client = await started();
      update('livechatAgentConnected', {name: 'Ana'}, 'e1');
      update('livechatAgentConnected', {name: 'Ana'}, 'e2');
      update('livechatAgentDisconnected', {}, 'e3');
      update('livechatAgentConnected', {name: 'Ana'}, 'e1');
      expect(changes().map(({state}) => state)).to.deep.equal(['joined', 'left']);
      expect(client.snapshot.agent?.state).to.equal('left');
    });

    it('of another conversation is none of ours', async () => {
      const client = await started();
      chat.hub.last.say('conversation_update', {
        type: 'livechatAgentConnected',
        conversation_id: 'other',
      });
      expect(client.snapshot.agent).to.be.undefined;
    });

    it('is still there after a resume, unless the bot has spoken since', async () => {
      const client = await started();
      update('livechatAgentConnected', {name: 'Ana'});
      client.close();
      await pass();
      for (const [from, state] of [
        ['agent', 'joined'],
        ['bot', undefined],
      ] as const) {
        const again = open();
        again.connect();
        chat.hub.last.greet();
        await pass();
        chat.hub.last.say('conversation_transcript', {
          transcript: [{from, messages: [{type: 'text', text: 'Hello'}]}],
        });
        await pass();
        expect(again.snapshot.agent?.state, from).to.equal(state);
        again.close();
        await pass();
      }
    });

    it('cannot be asked for without a connection, and nobody waits for ever', async () => {
      const client = open();
      client.connect();
      let code: unknown;
      const asked = client
        .requestAgent()
        .catch((error: unknown) => (code = (error as ChatError).code));
      await pass(10_000);
      await asked;
      expect(code).to.equal('connection-failed');
      expect(client.snapshot.agent).to.be.undefined;
    });

    it('can be asked for before there is a conversation', async () => {
      const client = open();
      client.connect();
      const asked = client.requestAgent();
      await begin();
      await asked;
      expect(chat.hub.last.sentTypes).to.include('action');
    });
  });

  describe('actions', () => {
    it('of the hub are told once each', async () => {
      await started();
      const actions = [{id: 'openCart', data: {n: 1}}, {id: 'wave'}];
      chat.hub.last.say('action', {actions}, 'e1').say('action', {actions}, 'e1');
      chat.hub.last.say('action', {title: 'old', payload: {n: 2}});
      const told = chat.events.flatMap((event) => (event.type === 'action' ? event.action : []));
      expect(told).to.deep.equal([
        {id: 'openCart', type: 'normal', data: {n: 1}},
        {id: 'wave', type: 'normal', data: {}},
        {id: 'old', type: 'normal', data: {n: 2}},
      ]);
    });

    it('of the page go to the hub', async () => {
      const client = await started();
      await client.sendAction('addToCart', {sku: 7});
      expect(chat.hub.last.payload('action')).to.include({id: 'addToCart'});
      expect(chat.hub.last.payload('action')?.data).to.deep.equal({sku: 7});
    });

    it('have to be JSON', async () => {
      const client = await started();
      const data: Record<string, unknown> = {};
      data.self = data;
      const error = await client.sendAction('loop', data).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ChatError).with.property('code', 'bad-data');
    });
  });

  describe('unread messages', () => {
    it('are counted until somebody looks', async () => {
      const client = await started();
      botSays('one');
      botSays('two');
      expect(client.snapshot.unreadCount).to.equal(2);
      client.setViewed(true);
      botSays('three');
      expect(client.snapshot.unreadCount).to.equal(0);
      const counts = chat.events.flatMap((event) =>
        event.type === 'unread-change' ? event.count : [],
      );
      expect(counts).to.deep.equal([1, 2, 0]);
    });

    it('are never those of the visitor', async () => {
      const client = await started();
      client.send('hello');
      expect(client.snapshot.unreadCount).to.equal(0);
    });
  });

  describe('storage', () => {
    it('holds a message before it is sent', async () => {
      let release: () => void = () => undefined;
      const slow: KeyValueStore = {
        ...memoryStore(chat.records),
        set: () => new Promise<void>((resolve) => (release = resolve)),
      };
      const client = open({start: 'visitor'}, {store: slow});
      client.connect();
      await begin();
      client.send('hello');
      await pass();
      expect(chat.hub.last.texts).to.be.empty;
      release();
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['hello']);
      // An earlier write, which this store never finishes, is given up.
      await pass(1_000);
    });

    it('holds a message that is written while another is being stored', async () => {
      const later = (run: () => Promise<void>) =>
        new Promise<void>((resolve) => setTimeout(() => resolve(run()), 100));
      const records = memoryStore(chat.records);
      const slow = {
        ...records,
        set: (...args: [string, unknown]) => later(() => records.set(...args)),
      };
      const client = open({start: 'visitor'}, {store: slow});
      client.connect();
      await begin();
      await pass(100);
      client.send('one');
      await pass(50);
      client.send('two');
      await pass(50);
      expect(chat.hub.last.texts).to.be.empty;
      await pass(50);
      expect(chat.hub.last.texts).to.deep.equal(['one', 'two']);
    });

    it('holds what was written before anybody connects', async () => {
      const client = open();
      client.send('early');
      await pass();
      const [record] = [...chat.records.values()] as {outbox: {text: string}[]}[];
      expect(record?.outbox.map(({text}) => text)).to.deep.equal(['early']);
    });

    it('of any kind may fail', async () => {
      const broken = () => Promise.reject(new Error('broken'));
      const client = open({}, {store: {get: broken, set: broken, update: broken, delete: broken}});
      client.connect();
      await begin();
      client.send('hello');
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['', 'hello']);
      expect(errors()).to.deep.equal(['storage-unavailable']);
    });

    it('that is slow holds nothing up for long', async () => {
      const stuck: KeyValueStore = {
        ...memoryStore(chat.records),
        set: () => new Promise(() => undefined),
      };
      const client = open({start: 'visitor'}, {store: stuck});
      client.connect();
      await begin();
      client.send('hello');
      await pass(1_000);
      expect(chat.hub.last.texts).to.deep.equal(['hello']);
    });

    it('is asked to forget what the hub has', async () => {
      const client = await started();
      client.send('hello');
      await pass();
      await reconnect([
        {from: 'user', messages: [{type: 'text', text: ''}]},
        {from: 'user', messages: [{type: 'text', text: 'hello'}]},
      ]);
      await pass();
      const [record] = [...chat.records.values()] as {outbox: unknown[]}[];
      expect(record?.outbox).to.be.empty;
    });

    it('of a long conversation on one link stays small', async () => {
      const client = await started();
      for (let n = 0; n <= 20; n++) {
        client.send(`m${n}`);
        await pass();
      }
      expect(chat.hub.last.sentTypes.at(-1)).to.equal('conversation_transcript_request');
      const entries = client.snapshot.messages.map(({text}) => ({
        from: 'user',
        messages: [{type: 'text', text}],
      }));
      chat.hub.last.say('conversation_transcript', {
        transcript: [{from: 'user', messages: []}, ...entries],
      });
      await pass();
      const [record] = [...chat.records.values()] as {outbox: unknown[]}[];
      expect(record?.outbox).to.be.empty;
    });
  });

  describe('snapshots', () => {
    it('come at once, frozen, and only when something changed', async () => {
      const client = await started();
      const seen: ChatSnapshot[] = [];
      client.subscribe((snapshot) => seen.push(snapshot));
      expect(seen).to.have.length(1);
      client.setDraft(client.snapshot.draft);
      client.setViewed(false);
      expect(seen).to.have.length(1);
      client.setDraft('x');
      expect(seen).to.have.length(2);
      expect(seen[1]).to.be.frozen;
      expect(seen[1]?.messages).to.equal(seen[0]?.messages);
    });

    it('end with the subscription', async () => {
      const client = await started();
      let count = 0;
      const unsubscribe = client.subscribe(() => count++);
      unsubscribe();
      client.setDraft('x');
      expect(count).to.equal(1);
    });
  });

  it('tells the page of events that it does not know', async () => {
    await started();
    chat.hub.last.say('fireworks', {colour: 'red'});
    expect(chat.events).to.deep.include({
      type: 'hub-event',
      eventType: 'fireworks',
      payload: {colour: 'red'},
    });
  });

  it('never tells the key', async () => {
    const client = await started({apiKey: 'se/cret'});
    chat.hub.last.say('general_error', {error_code: 403, error_desc: 'The key se/cret is blocked'});
    chat.hub.last.say('general_error', {
      error_code: 403,
      error_desc: 'Bad address ?apikey=se%2Fcret',
    });
    chat.hub.last.drop();
    await pass(500);
    chat.hub.last.drop();
    client.close();
    expect(errors()).to.deep.equal(['hub-error', 'hub-error', 'connection-failed']);
    expect(JSON.stringify(chat.events)).not.to.match(/se(\/|%2F)cret/);
  });

  it('calls nobody after it was closed', async () => {
    const client = await started();
    const socket = chat.hub.last;
    chat.events = [];
    client.close();
    socket.say('bot_message', {content: [{type: 'text', text: 'too late'}]});
    expect(chat.events).to.be.empty;
    expect(socket.readyState).to.equal(3);
  });
});
