import {expect} from '@open-wc/testing';
import {scriptedChat} from '../testing/scripted-chat.js';
import {ChatError} from '../errors.js';

/** The code with which a promise is rejected, or what it resolved with; undefined while it is open. */
function outcome(promise: Promise<unknown>): {readonly value: unknown} {
  const result: {value: unknown} = {value: undefined};
  promise.then(
    (value) => (result.value = value),
    (error: unknown) => (result.value = error instanceof ChatError ? error.code : error),
  );
  return result;
}

describe('What a page asks of the hub', () => {
  const chat = scriptedChat();
  const {started, open, pass, begin, botSays} = chat;
  const said = (client: ReturnType<typeof open>) =>
    client.snapshot.messages.map(({sender, text}) => `${sender} ${text}`);

  async function startedWithGreeting(options = {}) {
    const client = await started(options);
    botSays('Welcome', {conversation_id: 'c1'});
    return client;
  }

  describe('metadata', () => {
    it('is set, for whom the page says', async () => {
      const client = await started();
      void client.setMetadata({plan: 'pro'}, {target: 'live'});
      await pass();
      const payload = chat.hub.last.payload('metadata')!;
      expect(payload).to.include({conversation_id: 'c1', target: 'live'});
      expect(payload.metadata).to.deep.equal({plan: 'pro'});
      expect(payload.client_msg_id).to.match(/^[\da-f-]{36}$/);
      chat.hub.last.say('metadata_update_success', {});
      await pass();
    });

    it('is set when the hub says so, and not before', async () => {
      const client = await started();
      let done = false;
      void client.setMetadata({plan: 'pro'}).then(() => (done = true));
      await pass(9_000);
      expect(done).to.be.false;
      chat.hub.last.say('metadata_update_success', {conversation_id: 'c1'});
      await pass();
      expect(done).to.be.true;
    });

    it('can be private', async () => {
      const client = await started();
      void client.setMetadata({score: 7}, {private: true});
      await pass();
      expect(chat.hub.last.payload('metadata')!.metadata).to.deep.equal({private: {score: 7}});
      chat.hub.last.say('metadata_update_success', {});
      await pass();
    });

    it('is read, each answer going to one question, in order', async () => {
      const client = await started();
      const first = outcome(client.getMetadata());
      const second = outcome(client.getMetadata());
      await pass();
      chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {n: 1}});
      chat.hub.last.say('conversation_metadata', {conversation_id: 'c1', content: {n: 2}});
      await pass();
      expect([first.value, second.value]).to.deep.equal([{n: 1}, {n: 2}]);
    });

    it('of another conversation is no answer', async () => {
      const client = await started();
      const asked = outcome(client.getMetadata());
      await pass();
      chat.hub.last.say('conversation_metadata', {conversation_id: 'other', content: {n: 1}});
      await pass(10_000);
      expect(asked.value).to.equal('answer-timeout');
    });

    it('that is not JSON is refused at once', async () => {
      const client = await started();
      const asked = outcome(client.setMetadata({big: 1n}));
      await pass();
      expect(asked.value).to.equal('bad-data');
    });
  });

  it('is refused at once where no frame holds it', async () => {
    const client = await started();
    const long = {text: 'a'.repeat(140_000)};
    const asked = [outcome(client.setMetadata(long)), outcome(client.sendAction('go', long))];
    await pass();
    expect(asked.map(({value}) => value)).to.deep.equal(['bad-data', 'bad-data']);
    expect(chat.hub.last.sentTypes).not.to.include.members(['metadata', 'action']);
  });

  describe('fails', () => {
    it('with a code after 10 s without a connection', async () => {
      const client = open();
      const asked = outcome(client.getMetadata());
      client.connect();
      await pass(9_999);
      expect(asked.value).to.be.undefined;
      await pass(1);
      expect(asked.value).to.equal('connection-failed');
    });

    it('after 10 s in all, also where the clock is turned back meanwhile', async () => {
      const client = open();
      const asked = outcome(client.getMetadata());
      client.connect();
      await pass(8_000);
      chat.clock.setSystemTime(Date.now() - 86_400_000);
      await begin();
      await pass(2_000);
      expect(asked.value).to.equal('answer-timeout');
    });

    it('after 10 s in all, however late the connection came', async () => {
      const client = open();
      const asked = outcome(client.getMetadata());
      client.connect();
      await pass(8_000);
      await begin();
      await pass(2_000);
      expect(asked.value).to.equal('answer-timeout');
    });

    it('when the connection is lost meanwhile', async () => {
      const client = await started();
      const asked = outcome(client.getMetadata());
      await pass();
      chat.hub.last.drop();
      await pass();
      expect(asked.value).to.equal('connection-failed');
    });

    it('when the hub reports an error meanwhile, which is then no matter of the visitor', async () => {
      const client = await started();
      const asked = outcome(client.getMetadata());
      await pass();
      chat.hub.last.say('general_error', {error_code: 500, error_desc: 'Not today'});
      await pass();
      expect(asked.value).to.equal('hub-error');
      expect(client.snapshot.notices).to.be.empty;
    });
  });

  describe('a list of conversations', () => {
    it('is that of the visitor, without the keys of other channels', async () => {
      const client = await started({userId: 'ann'});
      const asked = outcome(client.listConversations());
      await pass();
      expect(chat.hub.last.payload('get_user_conversations')).to.deep.equal({userId: 'ann'});
      const conversations = [{conversation_id: 'c1', metadata: {a: 1}, apiKey: 'other key'}];
      chat.hub.last.say('user_conversations', {conversations});
      await pass();
      expect(asked.value).to.deep.equal({
        conversations: [{conversationId: 'c1', metadata: {a: 1}}],
      });
    });

    it('can be one page of a search', async () => {
      const client = await started({userId: 'ann'});
      const asked = outcome(
        client.listConversations({search: {text: 'coffee'}, page: 2, limit: 5}),
      );
      await pass();
      expect(chat.hub.last.payload('get_user_conversations_v2')).to.deep.equal({
        userId: 'ann',
        search: {text: 'coffee'},
        pagination: {page: 2, limit: 5},
      });
      chat.hub.last.say('user_conversations', {conversations: [], pagination: {page: 2, total: 9}});
      await pass();
      expect(asked.value).to.have.nested.property('pagination.page', 2);
    });

    it('is refused to anonymous visitors, who would see those of others', async () => {
      const client = await started();
      const asked = outcome(client.listConversations());
      await pass();
      expect(asked.value).to.equal('no-user-id');
      expect(chat.hub.last.sentTypes).not.to.include('get_user_conversations');
    });
  });

  describe('a new conversation', () => {
    it('takes the place of the one before', async () => {
      const client = await startedWithGreeting();
      const asked = outcome(client.newConversation());
      await pass();
      expect(said(client)).to.deep.equal(['bot Welcome']);
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(asked.value).to.equal('c2');
      expect(client.snapshot.conversationId).to.equal('c2');
      expect(client.snapshot.messages).to.be.empty;
      expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c2'});
      expect(chat.events).to.deep.include({
        type: 'conversation-start',
        conversationId: 'c2',
        resumed: false,
      });
      botSays('Late word of the first', {conversation_id: 'c1'});
      botSays('Welcome again', {conversation_id: 'c2'});
      expect(said(client)).to.deep.equal(['bot Welcome again']);
    });

    it('is what a reload goes on with', async () => {
      const client = await startedWithGreeting();
      void client.newConversation();
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      client.close();
      const next = open();
      next.connect();
      await pass();
      chat.hub.last.greet();
      await pass();
      expect(chat.hub.last.payload('conversation_transcript_request')).to.deep.equal({
        conversation_id: 'c2',
      });
    });

    it('leaves all as it was where the hub does not start it, and a late start is ignored', async () => {
      const client = await startedWithGreeting();
      const asked = outcome(client.newConversation());
      await pass(10_000);
      expect(asked.value).to.equal('answer-timeout');
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c1');
      expect(said(client)).to.deep.equal(['bot Welcome']);
    });

    it('is started though the page says of the visitor what is not JSON', async () => {
      const client = await started({userData: {big: 1n}});
      const asked = outcome(client.newConversation());
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(asked.value).to.equal('c2');
    });

    it('gets what the visitor writes while it is on its way', async () => {
      const client = await startedWithGreeting();
      void client.newConversation();
      await pass();
      client.send('For the new one');
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['']);
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(said(client)).to.deep.equal(['user For the new one']);
      expect(chat.hub.last.texts).to.deep.equal(['', '', 'For the new one']);
      expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c2'});
    });

    it('that cannot be had leaves what the visitor wrote meanwhile to the old one', async () => {
      const client = await startedWithGreeting();
      client.newConversation().catch(() => undefined);
      await pass();
      client.send('Still here');
      await pass(10_000);
      expect(chat.hub.last.texts).to.deep.equal(['', 'Still here']);
      expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c1'});
    });

    it('does not hear what is still said in the old one', async () => {
      const client = await startedWithGreeting();
      client.send('A question');
      await pass(100);
      expect(chat.hub.last.texts).to.deep.equal(['', 'A question']);
      void client.newConversation();
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      const [old] = chat.hub.sockets;
      old!.say('bot_message', {content: [{type: 'text', text: 'A late answer'}]});
      await pass(500);
      expect(chat.hub.sockets).to.have.length(2);
      expect(said(client)).to.deep.equal([]);
    });

    it('that fails does not stop the first one from starting', async () => {
      const client = open();
      client.connect();
      const asked = outcome(client.newConversation());
      await pass(9_000);
      chat.hub.last.greet();
      await pass(1_500);
      expect(asked.value).to.equal('connection-failed');
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c1'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c1');
    });

    it('tells the page that the person is not there any more', async () => {
      const client = await startedWithGreeting();
      const update = {type: 'livechatAgentConnected', conversation_id: 'c1', data: {name: 'Ana'}};
      chat.hub.last.say('conversation_update', update);
      void client.newConversation();
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      expect(chat.events).to.deep.include({
        type: 'agent-change',
        status: {state: 'left', agent: {name: 'Ana'}},
      });
    });

    it('comes over a new socket where a person was in the old one', async () => {
      const client = await startedWithGreeting();
      const update = {type: 'livechatAgentConnected', conversation_id: 'c1', data: {name: 'Ana'}};
      chat.hub.last.say('conversation_update', update);
      void client.newConversation();
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass(500);
      expect(chat.hub.sockets).to.have.length(2);
      chat.hub.last.greet();
      await pass();
      chat.hub.last.say('conversation_transcript', {conversation_id: 'c2', transcript: []});
      await pass();
      expect(client.snapshot).to.include({conversationId: 'c2'});
      expect(client.snapshot.agent).to.be.undefined;
      expect(chat.hub.last.texts).to.deep.equal(['']);
    });
  });

  describe('another conversation', () => {
    const transcript = [
      {from: 'user', messages: [{type: 'text', text: 'Earlier'}]},
      {from: 'bot', messages: [{type: 'text', text: 'Answer'}]},
    ];

    for (const conversation_id of ['c0', 'ann_c0', undefined]) {
      it(`is opened with its history (the hub says ${conversation_id})`, async () => {
        const client = await startedWithGreeting();
        const asked = client.openConversation('c0');
        await pass();
        chat.hub.last.say('conversation_transcript', {conversation_id, transcript});
        await pass();
        await asked;
        expect(said(client)).to.deep.equal(['user Earlier', 'bot Answer']);
        expect(client.snapshot).to.include({conversationId: 'c0', unreadCount: 0, loading: false});
        expect(chat.events).to.deep.include({
          type: 'conversation-start',
          conversationId: 'c0',
          resumed: true,
        });
        client.send('On we go');
        await pass();
        expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c0'});
      });
    }

    for (const conversation_id of ['c0', undefined]) {
      it(`that the hub refuses changes nothing (it says ${conversation_id})`, async () => {
        const client = await startedWithGreeting();
        const asked = outcome(client.openConversation('c0'));
        await pass();
        chat.hub.last.say('general_error', {
          conversation_id,
          error_code: 400,
          error_desc: 'Invalid conversation_id',
        });
        await pass();
        expect(asked.value).to.equal('hub-error');
        expect(client.snapshot.conversationId).to.equal('c1');
        expect(said(client)).to.deep.equal(['bot Welcome']);
        expect(client.snapshot.notices).to.be.empty;
      });
    }

    describe('is asked for when no other transcript is under way, which need not say whose it is', () => {
      const asked = () =>
        chat.hub.last.sent
          .filter(({event_type}) => event_type === 'conversation_transcript_request')
          .map(({event_payload}) => event_payload.conversation_id);
      const current = [{from: 'bot', messages: [{type: 'text', text: 'Welcome'}]}];

      it('for the page', async () => {
        const client = await startedWithGreeting();
        const first = outcome(client.getTranscript());
        const second = outcome(client.getTranscript());
        void client.openConversation('c0');
        await pass();
        expect(asked()).to.deep.equal(['c1']);
        chat.hub.last.say('conversation_transcript', {transcript: current});
        await pass();
        expect(first.value).to.have.length(1);
        expect(asked()).to.deep.equal(['c1', 'c1']);
        chat.hub.last.say('conversation_transcript', {transcript: current});
        await pass();
        expect(second.value).to.have.length(1);
        expect(client.snapshot.conversationId).to.equal('c1');
        expect(asked()).to.deep.equal(['c1', 'c1', 'c0']);
        chat.hub.last.say('conversation_transcript', {transcript});
        await pass();
        expect(said(client)).to.deep.equal(['user Earlier', 'bot Answer']);
      });

      it('for the link', async () => {
        const client = await startedWithGreeting();
        client.send('hello');
        await pass(15_000 + 5_000);
        expect(asked()).to.deep.equal(['c1']);
        void client.openConversation('c0');
        await pass();
        expect(asked()).to.deep.equal(['c1']);
        chat.hub.last.say('conversation_transcript', {transcript: current});
        await pass();
        expect(asked()).to.deep.equal(['c1', 'c0']);
        chat.hub.last.say('conversation_transcript', {transcript});
        await pass();
        expect(said(client)).to.deep.equal(['user Earlier', 'bot Answer']);
      });

      it('and none is while it is awaited', async () => {
        const client = await startedWithGreeting();
        void client.openConversation('c0');
        await pass();
        const list = outcome(client.getTranscript());
        client.send('hello');
        await pass(9_000);
        expect(asked()).to.deep.equal(['c0']);
        chat.hub.last.say('conversation_transcript', {transcript});
        await pass();
        expect(asked()).to.deep.equal(['c0', 'c0']);
        chat.hub.last.say('conversation_transcript', {transcript});
        await pass();
        expect(list.value).to.have.length(3);
      });

      it('for 10 s at most', async () => {
        const client = await startedWithGreeting();
        void client.getTranscript().catch(() => undefined);
        await pass(1);
        const opened = outcome(client.openConversation('c0'));
        await pass(9_999);
        expect(asked()).to.deep.equal(['c1', 'c0']);
        expect(opened.value).to.be.undefined;
        await pass(1);
        expect(opened.value).to.equal('answer-timeout');
      });
    });

    it('that comes too late is not mixed with the current one', async () => {
      const client = await startedWithGreeting();
      const opened = outcome(client.openConversation('c0'));
      await pass(10_000);
      chat.hub.last.say('conversation_transcript', {transcript});
      await pass();
      expect(opened.value).to.equal('answer-timeout');
      expect(said(client)).to.deep.equal(['bot Welcome']);
    });

    it('that is the current one stays as it is', async () => {
      const client = await startedWithGreeting();
      await client.openConversation('c1');
      expect(chat.hub.last.sentTypes).not.to.include('conversation_transcript_request');
      expect(said(client)).to.deep.equal(['bot Welcome']);
    });
  });

  describe('the transcript', () => {
    it('is brought in line with the hub before it is given', async () => {
      const client = await startedWithGreeting();
      const asked = client.getTranscript();
      await pass();
      const texts = ['Welcome', 'Missed'];
      const transcript = texts.map((text) => ({from: 'bot', messages: [{type: 'text', text}]}));
      chat.hub.last.say('conversation_transcript', {conversation_id: 'c1', transcript});
      await pass();
      expect((await asked).map(({text}) => text)).to.deep.equal(texts);
    });
  });

  describe('deleting', () => {
    it('the conversation empties the list and, for who looks, begins another', async () => {
      const client = await startedWithGreeting();
      client.setViewed(true);
      client.setDraft('half a word');
      const asked = client.deleteConversation();
      await pass();
      expect(chat.hub.last.payload('delete_conversation')).to.deep.equal({
        conversation_id: 'c1',
        softdelete: true,
      });
      chat.hub.last.say('delete_conversation_success', {conversation_id: 'c1'});
      await pass();
      await asked;
      expect(client.snapshot.messages).to.be.empty;
      expect(client.snapshot.draft).to.equal('');
      expect(client.snapshot.notices.map(({code}) => code)).to.deep.equal(['conversation-deleted']);
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c2');
    });

    it('the conversation of who does not look leaves nothing stored, and no connection', async () => {
      const client = await startedWithGreeting();
      const asked = client.deleteConversation({hard: true});
      await pass();
      expect(chat.hub.last.payload('delete_conversation')).to.include({softdelete: false});
      chat.hub.last.say('delete_conversation_success', {conversation_id: 'c1'});
      await pass();
      await asked;
      expect([...chat.records.keys()]).to.be.empty;
      expect(client.snapshot.connection).to.equal('stopped');
      client.connect();
      await begin('c2');
      expect(client.snapshot.conversationId).to.equal('c2');
    });

    it('that the hub does not confirm deletes nothing here', async () => {
      const client = await startedWithGreeting();
      const asked = outcome(client.deleteConversation());
      await pass(10_000);
      expect(asked.value).to.equal('answer-timeout');
      expect(said(client)).to.deep.equal(['bot Welcome']);
      expect([...chat.records.keys()]).to.have.length(1);
    });

    it('what the hub has forgotten empties the list too, and begins another once', async () => {
      const client = await startedWithGreeting();
      client.setViewed(true);
      const done = outcome(client.deleteConversation());
      await pass();
      const unknown = {error_code: 400, error_desc: 'Invalid conversation_id'};
      chat.hub.last.say('general_error', {conversation_id: 'c1', ...unknown});
      await pass();
      expect(done.value).to.equal(undefined);
      expect(said(client)).to.be.empty;
      const starts = chat.hub.last.sentTypes.filter((type) => type === 'conversation_start');
      expect(starts).to.have.length(2);
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(client.snapshot.conversationId).to.equal('c2');
    });

    it('all data deletes all conversations of a visitor with an id', async () => {
      const client = await started({userId: 'ann'});
      const asked = client.deleteMyData();
      await pass();
      expect(chat.hub.last.payload('delete_user_conversations')).to.deep.equal({
        userId: 'ann',
        softdelete: false,
      });
      chat.hub.last.say('delete_conversation_success', {userId: 'ann'});
      await pass();
      await asked;
      expect([...chat.records.keys()]).to.be.empty;
    });

    it('all data of an anonymous visitor touches nobody else', async () => {
      const client = await started();
      const asked = client.deleteMyData();
      await pass();
      expect(chat.hub.last.sentTypes).not.to.include('delete_user_conversations');
      chat.hub.last.say('delete_conversation_success', {conversation_id: 'c1'});
      await pass();
      await asked;
      expect([...chat.records.keys()]).to.be.empty;
    });

    it('all data without a conversation needs no hub', async () => {
      const client = open();
      client.setDraft('half a word');
      await pass(200);
      expect([...chat.records.keys()]).to.have.length(1);
      await client.deleteMyData();
      expect([...chat.records.keys()]).to.be.empty;
      expect(client.snapshot.draft).to.equal('');
    });
  });
});
