import {expect} from '@open-wc/testing';
import type {SessionRecord} from '../storage/session-record.js';
import {scriptedChat} from '../testing/scripted-chat.js';
import type {ChatOptions} from './chat-options.js';
import type {Conversation} from './conversation.js';

const said = (sender: string, text: string) => ({
  from: sender,
  messages: [{type: 'text', text}],
});

describe('A message that cannot be delivered', () => {
  const chat = scriptedChat();
  const {pass, started, open, reconnect, recall} = chat;

  const list = ({snapshot}: Conversation) =>
    snapshot.messages.map(({text, status, failure}) =>
      [text.slice(0, 20), status, failure].filter(Boolean).join(' '),
    );
  const lines = ({snapshot}: Conversation) => snapshot.notices.map(({code}) => code);
  const failures = () =>
    chat.events.flatMap((event) =>
      event.type === 'message-failed' ? `${event.message.text.slice(0, 20)} ${event.code}` : [],
    );
  const requests = () =>
    chat.hub.last.sentTypes.filter((type) => type === 'conversation_transcript_request').length;
  const stored = () => [...chat.records.values()][0] as SessionRecord;

  function complain(more: object = {}) {
    chat.hub.last.say('general_error', {error_code: 500, error_desc: 'Not accepted', ...more});
  }

  /** A conversation with one message that the hub has refused; it has the others. */
  async function refused(text = 'no', before: readonly string[] = []) {
    const client = await started({start: 'visitor'});
    const texts = [...before, text];
    for (const each of texts) client.send(each);
    await pass();
    complain();
    await recall(before.map((each) => said('user', each)));
    return client;
  }

  async function comeBack(transcript: object[], options: Partial<ChatOptions> = {}) {
    const client = open({start: 'visitor', ...options});
    client.connect();
    chat.hub.last.greet();
    await pass();
    await recall(transcript);
    return client;
  }

  describe('because the hub refuses it', () => {
    it('has failed when two transcripts lack it', async () => {
      const client = await started({start: 'visitor'});
      client.send('no');
      await pass();
      complain();
      await pass();
      expect(requests()).to.equal(1);
      chat.hub.last.say('conversation_transcript', {transcript: []});
      await pass(1_999);
      expect(requests(), 'a transcript may lag behind').to.equal(1);
      await pass(1);
      expect(requests()).to.equal(2);
      expect(list(client)).to.deep.equal(['no sent']);
      chat.hub.last.say('conversation_transcript', {transcript: []});
      expect(list(client)).to.deep.equal(['no failed hub-error']);
      expect(failures()).to.deep.equal(['no hub-error']);
      expect(chat.hub.last.texts).to.deep.equal(['no']);
    });

    it('tells it to the page with the message as it is shown', async () => {
      const client = await refused();
      const [event] = chat.events.filter(({type}) => type === 'message-failed');
      expect(event).to.deep.equal({
        type: 'message-failed',
        message: client.snapshot.messages[0],
        code: 'hub-error',
      });
    });

    it('says itself what the line about the error said', async () => {
      const client = await started({start: 'visitor'});
      client.send('no');
      await pass();
      complain();
      expect(lines(client)).to.deep.equal(['hub-error']);
      await recall([]);
      expect(lines(client)).to.be.empty;
    });

    it('has not failed where only the answer did', async () => {
      const client = await started({start: 'visitor'});
      client.send('yes');
      await pass();
      complain();
      await recall([said('user', 'yes')]);
      expect(list(client)).to.deep.equal(['yes sent']);
      expect(lines(client), 'and the visitor is still told').to.deep.equal(['hub-error']);
      expect(failures()).to.be.empty;
      expect(requests(), 'there is nothing to ask again').to.equal(1);
    });

    it('has not failed where a late transcript has it', async () => {
      const client = await started({start: 'visitor'});
      client.send('late');
      await pass();
      complain();
      chat.hub.last.say('conversation_transcript', {transcript: []});
      await pass(2_000);
      chat.hub.last.say('conversation_transcript', {transcript: [said('user', 'late')]});
      expect(list(client)).to.deep.equal(['late sent']);
      expect(failures()).to.be.empty;
    });

    it('leaves those before and behind it as they are', async () => {
      const client = await started({start: 'visitor'});
      client.send('first');
      client.send('no');
      await pass();
      complain();
      client.send('behind');
      await pass();
      expect(chat.hub.last.texts, 'nothing waits').to.deep.equal(['first', 'no', 'behind']);
      await recall([said('user', 'first')]);
      expect(list(client), 'what was written after the error may be on its way').to.deep.equal([
        'first sent',
        'no failed hub-error',
        'behind sent',
      ]);
      await reconnect([said('user', 'first')]);
      expect(chat.hub.last.texts, 'and is sent again as ever').to.deep.equal(['behind']);
    });

    it('is found among others by what the transcript lacks', async () => {
      const client = await started({start: 'visitor'});
      for (const text of ['one', 'no', 'two']) client.send(text);
      await pass();
      complain();
      await recall([said('user', 'one'), said('user', 'two')]);
      expect(list(client)).to.deep.equal(['one sent', 'two sent', 'no failed hub-error']);
    });

    it('is not suspected when a bot has answered it', async () => {
      const client = await started({start: 'visitor'});
      client.send('yes');
      await pass();
      chat.botSays('Hi');
      complain();
      await pass();
      expect(requests()).to.equal(0);
      expect(list(client)).to.deep.equal(['yes sent', 'Hi received']);
    });

    it('is not suspected for the error of another conversation, nor for one that answers a question', async () => {
      const client = await started({start: 'visitor'});
      client.send('yes');
      await pass();
      complain({conversation_id: 'another'});
      const asked = client.getMetadata().catch(({code}: {code: string}) => code);
      await pass();
      complain();
      expect(await asked).to.equal('hub-error');
      expect(requests()).to.equal(0);
    });

    it('is not suspected anew by each error, which may be how a hub refuses to give transcripts', async () => {
      const client = await started({start: 'visitor'});
      client.send('hello');
      await pass();
      for (let count = 0; count < 5; count++) {
        complain();
        await pass();
      }
      expect(requests()).to.equal(1);
      await pass(10_000);
      expect(list(client), 'without a transcript nobody knows').to.deep.equal(['hello sent']);
    });

    it('has its own two transcripts where it was written during those of another', async () => {
      const client = await started({start: 'visitor'});
      client.send('one');
      await pass();
      complain();
      chat.hub.last.say('conversation_transcript', {transcript: []});
      await pass(1_000);
      client.send('two');
      await pass();
      complain();
      chat.hub.last.say('conversation_transcript', {transcript: []});
      await pass(1_999);
      expect(failures()).to.be.empty;
      await pass(1);
      chat.hub.last.say('conversation_transcript', {transcript: []});
      expect(failures()).to.deep.equal(['one hub-error', 'two hub-error']);
    });

    it('is sent again where the link ends before anybody knows', async () => {
      const client = await started({start: 'visitor'});
      client.send('perhaps');
      await pass();
      complain();
      await reconnect([]);
      expect(chat.hub.last.texts).to.deep.equal(['perhaps']);
      expect(list(client)).to.deep.equal(['perhaps sent']);
    });
  });

  describe('because it is too big', () => {
    const big = (letter: string, length = 60_000) => letter.repeat(length);

    async function closedForSize(...texts: readonly string[]) {
      const client = await started({start: 'visitor'});
      for (const text of texts) client.send(text);
      await pass();
      chat.hub.last.drop(1009);
      await pass(500);
      chat.hub.last.greet();
      await pass();
      return client;
    }

    it('has failed when the hub closes the link for it and does not have it', async () => {
      const client = await closedForSize('small', big('b'), 'behind');
      await recall([said('user', 'small')]);
      expect(list(client)).to.deep.equal([
        'small sent',
        `${big('b', 20)} failed message-too-long`,
        'behind sent',
      ]);
      expect(failures()).to.deep.equal([`${big('b', 20)} message-too-long`]);
      expect(chat.hub.last.texts, 'the others go on').to.deep.equal(['behind']);
    });

    it('is measured as it is sent, not by its letters', async () => {
      const client = await closedForSize('x'.repeat(100), '語'.repeat(60));
      await recall([]);
      expect(client.snapshot.messages.map(({status}) => status)).to.deep.equal(['sent', 'failed']);
    });

    it('has not failed where the hub has it after all', async () => {
      const client = await closedForSize(big('b'));
      await recall([said('user', big('b'))]);
      expect(list(client)).to.deep.equal([`${big('b', 20)} sent`]);
    });

    it('is remembered over attempts that fail', async () => {
      await started({start: 'visitor'}).then((client) => client.send(big('b')));
      await pass();
      chat.hub.last.drop(1009);
      await pass(500);
      chat.hub.last.drop();
      await pass(500);
      chat.hub.last.greet();
      await pass();
      await recall([]);
      expect(failures()).to.deep.equal([`${big('b', 20)} message-too-long`]);
    });

    it('is sent again where the link ended for another reason', async () => {
      const client = await started({start: 'visitor'});
      client.send(big('b'));
      await pass();
      await reconnect([]);
      expect(chat.hub.last.texts).to.have.length(1);
      expect(list(client)).to.deep.equal([`${big('b', 20)} sent`]);
    });

    it('fails at once where an earlier page has stored it', async () => {
      const client = await started({start: 'visitor'});
      client.send('short');
      await pass();
      client.close();
      const [[key, record]] = [...chat.records] as [[string, SessionRecord]];
      const long = {...record.outbox[0]!, id: 'long', text: big('l', 140_000)};
      chat.records.set(key, {...record, outbox: [long, ...record.outbox]});
      const next = await comeBack([]);
      expect(failures()).to.deep.equal([`${big('l', 20)} message-too-long`]);
      expect(chat.hub.last.texts).to.deep.equal(['short']);
      next.resend('long');
      await pass();
      expect(chat.hub.last.texts, 'nor is it sent on demand').to.deep.equal(['short']);
      expect(list(next)).to.deep.equal(['short sent', `${big('l', 20)} failed message-too-long`]);
      expect(failures()).to.have.length(2);
    });
  });

  describe('is the visitor’s to decide about:', () => {
    it('sent anew it is the last message, under the same id', async () => {
      const client = await refused('no', ['before']);
      client.send('after');
      const {id} = client.snapshot.messages[1]!;
      client.resend(id);
      expect(list(client)).to.deep.equal(['before sent', 'after pending', 'no pending']);
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['before', 'no', 'after', 'no']);
      expect(chat.hub.last.payload('user_message')).to.include({client_msg_id: id});
      expect(list(client).at(-1)).to.equal('no sent');
      await reconnect(['before', 'after', 'no'].map((text) => said('user', text)));
      expect(list(client)).to.deep.equal(['before sent', 'after sent', 'no sent']);
      expect(stored().outbox).to.be.empty;
      const messages = chat.events.filter(({type}) => type === 'message');
      expect(messages, 'it is no new message').to.have.length(3);
    });

    it('refused again it fails again', async () => {
      const client = await refused();
      client.resend(client.snapshot.messages[0]!.id);
      await pass();
      complain();
      chat.hub.last.say('conversation_transcript', {transcript: []});
      expect(list(client), 'not without a second transcript').to.deep.equal(['no sent']);
      await recall([]);
      expect(list(client)).to.deep.equal(['no failed hub-error']);
      expect(failures()).to.deep.equal(['no hub-error', 'no hub-error']);
    });

    it('without a connection it waits for one', async () => {
      const client = await refused();
      chat.hub.last.drop();
      client.resend(client.snapshot.messages[0]!.id);
      expect(list(client)).to.deep.equal(['no pending']);
      await pass(500);
      chat.hub.last.greet();
      await pass();
      await recall([]);
      expect(chat.hub.last.texts).to.deep.equal(['no']);
    });

    it('discarded it is gone', async () => {
      const client = await refused('no', ['before']);
      client.discard(client.snapshot.messages[1]!.id);
      await pass();
      expect(list(client)).to.deep.equal(['before sent']);
      expect(stored().outbox).to.be.empty;
      await reconnect([said('user', 'before')]);
      expect(list(client)).to.deep.equal(['before sent']);
      expect(chat.hub.last.texts).to.be.empty;
    });

    it('but one that has not failed is not', async () => {
      const client = await started({start: 'visitor'});
      const {id} = client.send('hello');
      await pass();
      client.resend(id);
      client.discard(id);
      client.discard('unknown');
      await pass();
      expect(list(client)).to.deep.equal(['hello sent']);
      expect(chat.hub.last.texts).to.deep.equal(['hello']);
    });
  });

  describe('until that is decided', () => {
    it('is not sent by itself, and stays where it is', async () => {
      const client = await refused('no', ['before']);
      client.send('after');
      await pass();
      const transcript = [said('user', 'before'), said('user', 'after'), said('bot', 'Hi')];
      for (let count = 0; count < 2; count++) {
        await reconnect(transcript);
        expect(chat.hub.last.texts).to.be.empty;
        expect(requests(), 'nothing is uncertain').to.equal(1);
        expect(list(client)).to.deep.equal([
          'before sent',
          'no failed hub-error',
          'after sent',
          'Hi received',
        ]);
      }
    });

    it('is confirmed by a transcript that has it after all', async () => {
      const client = await refused();
      await reconnect([said('user', 'no')]);
      expect(client.snapshot.messages[0]).to.include({status: 'sent'});
      expect(client.snapshot.messages[0]).not.to.have.property('failure');
      expect(stored().outbox).to.be.empty;
    });

    it('does not take the place of what was written anew in the same words', async () => {
      const client = await refused();
      client.send('no');
      await pass();
      await reconnect([said('user', 'no')]);
      expect(list(client)).to.deep.equal(['no failed hub-error', 'no sent']);
      expect(chat.hub.last.texts).to.be.empty;
    });

    it('comes back as failed on the next page, at the end', async () => {
      const client = await refused('no', ['before']);
      const {id} = client.snapshot.messages[1]!;
      await pass();
      client.close();
      chat.events = [];
      const next = await comeBack([said('user', 'before'), said('bot', 'Hi')]);
      expect(list(next)).to.deep.equal(['before sent', 'Hi received', 'no failed hub-error']);
      expect(failures(), 'it was told').to.be.empty;
      expect(requests(), 'nothing is uncertain').to.equal(1);
      expect(chat.hub.last.texts).to.be.empty;
      next.resend(id);
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['no']);
    });

    it('counts for nothing where a later message is looked for', async () => {
      const client = await refused('no', ['before']);
      client.send('again');
      await pass();
      await reconnect([said('user', 'before'), said('user', 'again')]);
      client.send('again');
      await pass();
      expect(stored().outbox.map(({text, after}) => [text, after])).to.deep.equal([
        ['no', 2],
        ['again', 2],
      ]);
    });

    it('stays above the line where the hub ends the conversation, and can be sent in the next', async () => {
      const client = await refused();
      const {id} = client.snapshot.messages[0]!;
      complain({error_code: 400, error_desc: 'Invalid conversation_id'});
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await pass();
      expect(list(client)).to.deep.equal(['no failed hub-error']);
      expect(client.snapshot.notices[0]).to.include({code: 'conversation-restarted', after: id});
      chat.hub.last.say('bot_message', {content: [{type: 'text', text: 'Hi'}]});
      client.resend(id);
      await pass();
      expect(list(client)).to.deep.equal(['Hi received', 'no sent']);
      expect(lines(client)).to.deep.equal(['conversation-restarted']);
      expect(client.snapshot.notices[0], 'the line stays').not.to.have.property('after');
      expect(chat.hub.last.payload('user_message')).to.include({conversation_id: 'c2'});
      await reconnect([said('bot', 'Hi'), said('user', 'no')]);
      expect(list(client)).to.deep.equal(['Hi received', 'no sent']);
    });

    it('stays behind with the conversation that the visitor leaves', async () => {
      const client = await refused();
      const moved = client.newConversation();
      await pass();
      chat.hub.last.say('conversation_start_success', {conversation_id: 'c2'});
      await moved;
      await pass();
      expect(list(client)).to.be.empty;
      expect(stored().outbox).to.be.empty;
    });

    it('is kept beyond a conversation that is too old to be resumed, and not sent in the next', async () => {
      const client = await refused();
      client.send('lost');
      chat.hub.last.drop();
      await pass();
      client.close();
      await pass(61 * 60_000);
      const next = open({start: 'visitor', sessionTimeout: 60});
      next.connect();
      await chat.begin('c2');
      expect(list(next)).to.deep.equal(['lost sent', 'no failed hub-error']);
      expect(chat.hub.last.texts).to.deep.equal(['lost']);
    });
  });
});
