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
