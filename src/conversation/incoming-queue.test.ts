import {expect} from '@open-wc/testing';
import {scriptedChat} from '../testing/scripted-chat.js';

const text = (words: string) => ({type: 'text', text: words});
const pause = (time: number) => ({type: 'pause', time});

describe('A pause', () => {
  const chat = scriptedChat();
  const {pass, botSays, reconnect} = chat;

  async function viewed() {
    const client = await chat.started({start: 'visitor'});
    client.setViewed(true);
    return client;
  }

  const says = (content: object[], more: object = {}, eventId?: string) =>
    chat.hub.last.say('bot_message', {conversation_id: 'c1', content, ...more}, eventId);

  const texts = (client: Awaited<ReturnType<typeof viewed>>) =>
    client.snapshot.messages.map(({text}) => text);

  it('shows that the bot is writing until it is over, and then the next part', async () => {
    const client = await viewed();
    says([text('One'), pause(1500), text('Two')]);
    expect(texts(client)).to.deep.equal(['One']);
    expect(client.snapshot.typing).to.be.true;
    await pass(1499);
    expect(texts(client)).to.deep.equal(['One']);
    await pass(1);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
    expect(client.snapshot.typing).to.be.false;
  });

  it('before everything is one as well', async () => {
    const client = await viewed();
    says([pause(1000), text('One')]);
    expect(client.snapshot.typing).to.be.true;
    expect(texts(client)).to.be.empty;
    await pass(1000);
    expect(texts(client)).to.deep.equal(['One']);
  });

  it('takes 10 s at most, also together with the next', async () => {
    const client = await viewed();
    says([pause(60_000), pause(60_000), text('One')]);
    await pass(9_999);
    expect(texts(client)).to.be.empty;
    await pass(1);
    expect(texts(client)).to.deep.equal(['One']);
  });

  it('of no time is none, however many there are', async () => {
    const client = await viewed();
    says(Array.from({length: 20_000}, (_, n) => (n % 2 ? text(`${n}`) : pause(0))));
    expect(client.snapshot.messages).to.have.length(1);
    expect(client.snapshot.messages[0]!.parts).to.have.length(10_000);
    expect(chat.errors()).to.be.empty;
  });

  it('at the end of a message holds back the next message', async () => {
    const client = await viewed();
    says([text('One'), pause(1000)]);
    botSays('Two');
    expect(texts(client)).to.deep.equal(['One']);
    await pass(1000);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
    expect(client.snapshot.typing).to.be.false;
  });

  it('at the very end ends by itself', async () => {
    const client = await viewed();
    says([text('One'), pause(1000)]);
    await pass(1000);
    expect(client.snapshot.typing).to.be.false;
  });

  it('does not keep a visitor waiting who writes', async () => {
    const client = await viewed();
    says([text('One'), pause(5000), text('Two')]);
    client.send('Go on');
    expect(texts(client)).to.deep.equal(['One', 'Two', 'Go on']);
    await pass(5000);
    expect(texts(client)).to.deep.equal(['One', 'Two', 'Go on']);
  });

  it('is left out where nobody looks', async () => {
    const client = await chat.started({start: 'visitor'});
    says([text('One'), pause(5000), text('Two')]);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
    expect(client.snapshot.unreadCount).to.equal(2);
  });

  it('ends when nobody looks any more', async () => {
    const client = await viewed();
    says([text('One'), pause(5000), text('Two')]);
    client.setViewed(false);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
    expect(client.snapshot.unreadCount).to.equal(1);
  });

  it('and what is around it are shown once, though the hub repeats the message', async () => {
    const client = await viewed();
    const content = [text('One'), pause(1000), text('Two')];
    says(content, {ch_msg_id: 'm1'}, 'e1');
    says(content, {ch_msg_id: 'm1'}, 'e1');
    await pass(20_000);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
  });

  it('is unknown to history, which adds nothing that came before it', async () => {
    const client = await viewed();
    says([text('One'), pause(5000), text('Two')]);
    await reconnect([{from: 'bot', messages: [text('One'), pause(5000), text('Two')]}]);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
    expect(client.snapshot.typing).to.be.false;
    await pass(5000);
    expect(texts(client)).to.deep.equal(['One', 'Two']);
  });
});

describe('The other side is writing', () => {
  const chat = scriptedChat();
  const {pass, botSays, reconnect, started} = chat;

  async function quiet() {
    return started({start: 'visitor'});
  }

  it('from the message of the visitor to the first answer', async () => {
    const client = await quiet();
    expect(client.snapshot.typing).to.be.false;
    client.send('Hello');
    await pass();
    expect(client.snapshot.typing).to.be.true;
    botSays('Hello yourself');
    expect(client.snapshot.typing).to.be.false;
  });

  it('for 30 s at most', async () => {
    const client = await quiet();
    client.send('Hello');
    await pass(15_000);
    // The hub is there, and the bot silent.
    const transcript = [{from: 'user', messages: [{type: 'text', text: 'Hello'}]}];
    chat.hub.last.say('conversation_transcript', {transcript});
    await pass(14_999);
    expect(client.snapshot.typing).to.be.true;
    await pass(1);
    expect(client.snapshot.typing).to.be.false;
  });

  it('not while the message waits for the network', async () => {
    const client = await quiet();
    chat.hub.last.drop();
    client.send('Hello');
    await pass();
    expect(client.snapshot.typing).to.be.false;
    await pass(500);
    await reconnect([]);
    expect(client.snapshot.typing).to.be.true;
    chat.hub.last.drop();
    expect(client.snapshot.typing).to.be.false;
  });

  it('not while a person has the conversation, of whom nobody can tell', async () => {
    const client = await quiet();
    chat.hub.last.say('conversation_update', {type: 'livechatAgentConnected', data: {}});
    client.send('Hello');
    await pass();
    expect(client.snapshot.typing).to.be.false;
  });

  it('no more when the hub reports an error, which the visitor is told', async () => {
    const client = await quiet();
    client.send('Hello');
    await pass();
    chat.hub.last.say('general_error', {error_code: 500, error_desc: 'Oops'});
    expect(client.snapshot.typing).to.be.false;
    expect(client.snapshot.notices.map(({code}) => code)).to.deep.equal(['hub-error']);
  });

  it('and without that an error is told to the page alone', async () => {
    const client = await quiet();
    chat.hub.last.say('general_error', {error_code: 500, error_desc: 'Oops'});
    expect(client.snapshot.notices).to.be.empty;
    expect(chat.errors()).to.deep.equal(['hub-error']);
  });
});
