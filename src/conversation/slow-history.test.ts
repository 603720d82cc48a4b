import {expect} from '@open-wc/testing';
import {scriptedChat} from '../testing/scripted-chat.js';

describe('A history that takes its time', () => {
  const chat = scriptedChat();
  const {pass} = chat;
  const OPENING = {from: 'user', messages: []};

  const asked = (type: string) => chat.hub.last.sentTypes.filter((sent) => sent === type).length;

  /** One message may be lost, and another waits behind it. */
  async function loses() {
    const client = await chat.started();
    client.send('perhaps lost');
    await pass();
    chat.hub.last.drop();
    client.send('new');
    await pass(500);
    return client;
  }

  async function greet() {
    chat.hub.last.greet();
    await pass();
  }

  it('is awaited longer over each new link, so that messages keep their order', async () => {
    await loses();
    await greet();
    await pass(10_000);
    expect(chat.hub.sockets, 'the first may be dead').to.have.length(2);
    await pass(500);
    await greet();
    await pass(19_999);
    expect(chat.hub.last.texts).to.be.empty;
    await chat.recall([OPENING]);
    expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
    expect(chat.hub.sockets).to.have.length(3);
    expect(chat.errors()).to.be.empty;
  });

  it('comes again over a link over which it came once, as long as the link is there', async () => {
    await loses();
    await greet();
    chat.hub.last.say('conversation_transcript', {transcript: [OPENING]});
    await pass(2_000);
    expect(asked('conversation_transcript_request')).to.equal(2);
    expect(asked('metadata_request')).to.equal(1);
    chat.hub.last.say('conversation_metadata', {content: {}});
    await pass(39_999);
    expect(chat.hub.last.texts).to.be.empty;
    chat.hub.last.say('conversation_transcript', {transcript: [OPENING]});
    await pass();
    expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
    expect(chat.hub.sockets).to.have.length(2);
  });

  it('is not awaited over a link that is dead', async () => {
    await loses();
    await greet();
    chat.hub.last.say('conversation_transcript', {transcript: [OPENING]});
    await pass(12_000);
    expect(chat.hub.last.texts).to.be.empty;
    await pass(500);
    expect(chat.hub.sockets).to.have.length(3);
  });

  it('is not awaited for ever: what is new goes where the hub never says what it has', async () => {
    await loses();
    for (const limit of [10_000, 20_000, 40_000]) {
      await greet();
      await pass(limit - 1);
      expect(chat.hub.last.texts).to.be.empty;
      await pass(501);
    }
    expect(chat.hub.last.texts).to.deep.equal(['new']);
    expect(chat.errors()).to.deep.equal(['answer-timeout']);
    expect(chat.hub.sockets).to.have.length(4);
  });

  it('is awaited again once a hub that never answered has done so', async () => {
    const client = await loses();
    for (const limit of [10_000, 20_000, 40_000]) {
      await greet();
      await pass(limit + 500);
    }
    expect(chat.hub.last.texts).to.deep.equal(['new']);
    await chat.reconnect([
      OPENING,
      ...['perhaps lost', 'new'].map((text) => ({from: 'user', messages: [{type: 'text', text}]})),
    ]);
    client.send('lost again');
    await pass();
    chat.hub.last.drop();
    client.send('newer');
    await pass(500);
    await greet();
    await pass(10_000);
    expect(chat.hub.last.texts).to.be.empty;
    expect(client.snapshot.connection).to.equal('waiting');
  });

  it('is asked for again where the hub says something else instead', async () => {
    await loses();
    await greet();
    await pass(5_000);
    expect(asked('metadata_request'), 'so that it has something to say').to.equal(1);
    expect(asked('conversation_transcript_request')).to.equal(1);
    chat.botSays('By the way');
    await pass();
    expect(asked('conversation_transcript_request')).to.equal(2);
    chat.botSays('And then');
    await pass();
    expect(asked('conversation_transcript_request'), 'once').to.equal(2);
    await chat.recall([OPENING]);
    expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
    expect(chat.hub.sockets).to.have.length(2);
  });

  it('is asked for once where nothing else comes: the line may be slow', async () => {
    await loses();
    await greet();
    await pass(9_999);
    expect(asked('conversation_transcript_request')).to.equal(1);
    await chat.recall([OPENING]);
    expect(asked('conversation_transcript_request'), 'and one for what was missing').to.equal(2);
    expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
  });

  it('that is missing for the second time is replaced by that over the next link', async () => {
    await loses();
    await greet();
    chat.hub.last.say('conversation_transcript', {transcript: [OPENING]});
    await pass(2_000);
    chat.hub.last.say('conversation_metadata', {content: {}});
    await pass(40_000);
    expect(chat.hub.last.texts, 'nothing new goes before what got lost').to.be.empty;
    await pass(500);
    expect(chat.hub.sockets).to.have.length(3);
    await greet();
    chat.hub.last.say('conversation_transcript', {transcript: [OPENING]});
    await pass();
    expect(chat.hub.last.texts).to.deep.equal(['perhaps lost', 'new']);
  });

  it('tells what was missed, and not once more what came live before it', async () => {
    const first = await chat.started();
    await pass();
    first.close();
    chat.events = [];
    const client = chat.open();
    client.setViewed(true);
    client.connect();
    await pass();
    await greet();
    chat.botSays('live');
    await pass();
    const said = (text: string) => ({from: 'bot', messages: [{type: 'text', text}]});
    await chat.recall([OPENING, said('missed'), said('live')]);
    const told = chat.events.flatMap((event) =>
      event.type === 'message' ? event.message.text : [],
    );
    expect(told).to.deep.equal(['live', 'missed']);
    expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal(['missed', 'live']);
    expect(client.snapshot.unreadCount).to.equal(0);
  });

  describe('that comes when something newer was sent already', () => {
    /** Nothing shows yet that one of them got lost, because it seems to be answered. */
    async function overtakes() {
      const client = await chat.started();
      client.send('lost');
      await pass();
      chat.botSays('By the way');
      chat.hub.last.drop();
      client.send('new');
      await pass(500);
      await greet();
      await pass(10_000);
      expect(chat.hub.last.texts).to.deep.equal(['new']);
      return client;
    }

    it('shows what is lost as not delivered rather than sending it out of order', async () => {
      const client = await overtakes();
      await chat.reconnect([OPENING, {from: 'user', messages: [{type: 'text', text: 'new'}]}]);
      expect(chat.hub.last.texts).to.be.empty;
      const failed = client.snapshot.messages.filter(({status}) => status === 'failed');
      expect(failed.map(({text, failure}) => [text, failure])).to.deep.equal([
        ['lost', 'not-delivered'],
      ]);
      expect(chat.events.filter(({type}) => type === 'message-failed')).to.have.length(1);
      client.resend(failed[0]!.id);
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['lost']);
      expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal([
        'By the way',
        'new',
        'lost',
      ]);
    });

    it('has it sent again where the newer one got lost as well', async () => {
      const client = await overtakes();
      await chat.reconnect([OPENING]);
      expect(chat.hub.last.texts).to.deep.equal(['lost', 'new']);
      expect(client.snapshot.messages.some(({status}) => status === 'failed')).to.be.false;
    });
  });

  it('is awaited no longer than before once it came in time', async () => {
    const client = await loses();
    await greet();
    await pass(10_500);
    await greet();
    await chat.recall([OPENING]);
    client.send('lost again');
    await pass();
    chat.hub.last.drop();
    await pass(500);
    await greet();
    await pass(10_000);
    expect(client.snapshot.connection).to.equal('waiting');
  });

  describe('does not hold up what is new', () => {
    /** All that was sent was answered, so that nothing can be lost. */
    async function answered() {
      const client = await chat.started();
      client.send('hello');
      await pass();
      chat.botSays('Hi!');
      chat.hub.last.drop();
      client.send('new');
      await pass(500);
      await greet();
      return client;
    }

    it('where the hub does not say what it has, and all was answered', async () => {
      const client = await answered();
      await pass(9_999);
      expect(chat.hub.last.texts).to.be.empty;
      await pass(1);
      expect(chat.hub.last.texts).to.deep.equal(['new']);
      expect(client.snapshot.loading).to.be.false;
      expect(chat.errors()).to.deep.equal(['answer-timeout']);
      expect(chat.hub.sockets).to.have.length(2);
    });

    it('where the hub cannot say what it has', async () => {
      await answered();
      chat.hub.last.say('general_error', {error_code: 500, error_desc: 'out of order'});
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['new']);
      expect(chat.hub.sockets).to.have.length(2);
    });

    it('where the hub cannot say in a moment either what got lost', async () => {
      await loses();
      await greet();
      const fails = () =>
        chat.hub.last.say('general_error', {error_code: 500, error_desc: 'out of order'});
      fails();
      await pass(2_000);
      expect(chat.hub.last.texts).to.be.empty;
      expect(asked('conversation_transcript_request')).to.equal(2);
      fails();
      await pass();
      expect(chat.hub.last.texts).to.deep.equal(['new']);
    });
  });
});
