import {expect} from '@open-wc/testing';
import {scriptedChat} from '../testing/scripted-chat.js';

describe('A link that is open but dead', () => {
  const chat = scriptedChat();
  const {pass, botSays} = chat;

  const count = (type: string) => chat.hub.last.sentTypes.filter((sent) => sent === type).length;
  const asked = () => count('metadata_request');
  const askedAll = () => count('conversation_transcript_request');

  async function quiet() {
    const client = await chat.started({start: 'visitor'});
    botSays('Hello');
    return client;
  }

  it('is noticed when a message stays without any answer', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(14_999);
    expect(asked()).to.equal(0);
    await pass(1);
    expect(asked()).to.equal(1);
    await pass(10_000);
    expect(client.snapshot.connection).to.equal('waiting');
    await pass(500);
    expect(chat.hub.sockets).to.have.length(2);
  });

  it('is not taken for dead when the hub answers, or says anything else', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(15_000);
    chat.hub.last.say('conversation_metadata', {content: {}});
    client.send('And this?');
    await pass(15_000);
    expect(asked()).to.equal(2);
    botSays('Yes?');
    await pass(60_000);
    expect(chat.hub.sockets).to.have.length(1);
    expect(asked()).to.equal(2);
  });

  it('may have lived all the time, and something been missed: all is asked for once', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(15_000);
    expect(askedAll()).to.equal(0);
    chat.hub.last.say('conversation_metadata', {content: {}});
    await pass(60_000);
    expect(askedAll()).to.equal(1);
    expect(asked()).to.equal(1);
  });

  it('is not asked for all twice because of the same message', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(20_000);
    expect(askedAll()).to.equal(1);
    chat.hub.last.say('conversation_metadata', {content: {}});
    await pass(60_000);
    expect(askedAll()).to.equal(1);
  });

  it('is not looked for after a message that was answered', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(5_000);
    botSays('Yes?');
    await pass(60_000);
    expect(asked()).to.equal(0);
  });

  it('is not taken for dead by a hub that answers only the bigger question', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(15_000);
    expect(askedAll()).to.equal(0);
    await pass(5_000);
    expect(askedAll()).to.equal(1);
    chat.hub.last.say('conversation_transcript', {transcript: []});
    await pass(60_000);
    expect(chat.hub.sockets).to.have.length(1);
  });

  it('is given more time where the line has shown that it is slow', async () => {
    const client = await quiet();
    client.send('Hello?');
    await pass(25_500);
    chat.hub.last.greet();
    await pass(12_000);
    await chat.recall([{from: 'user', messages: [{type: 'text', text: 'Hello?'}]}]);
    client.send('And now?');
    await pass(15_000 + 19_999);
    expect(client.snapshot.connection).to.equal('ready');
    await pass(1);
    expect(client.snapshot.connection).to.equal('waiting');
  });

  it('is noticed after minutes of silence while the visitor looks', async () => {
    const client = await quiet();
    client.setViewed(true);
    await pass(240_000);
    expect(asked()).to.equal(1);
    expect(askedAll(), 'what was missed').to.equal(1);
    await pass(10_000);
    expect(client.snapshot.connection).to.equal('waiting');
  });

  it('is noticed as soon where it is said again and again that the visitor looks', async () => {
    const client = await quiet();
    for (let time = 0; time < 8; time++) {
      client.setViewed(true);
      await pass(30_000);
    }
    expect(asked()).to.equal(1);
  });

  it('is not looked for while nobody looks', async () => {
    const client = await quiet();
    client.setViewed(true);
    client.setViewed(false);
    await pass(3_600_000);
    expect(asked()).to.equal(0);
    client.setViewed(true);
    chat.signals.set({hidden: true});
    await pass(3_600_000);
    expect(asked()).to.equal(0);
  });

  it('is noticed when a page wakes up that was hidden for long, and not after a glance', async () => {
    await quiet();
    chat.signals.set({hidden: true});
    await pass(5_000);
    chat.signals.set({hidden: false});
    expect(asked()).to.equal(0);
    chat.signals.set({hidden: true});
    await pass(60_000);
    chat.signals.set({hidden: false});
    expect(asked()).to.equal(1);
  });

  for (const [how, hours] of [
    ['back', -3],
    ['forward', 3],
  ] as const) {
    it(`is noticed when a page wakes up, though the clock was set ${how}`, async () => {
      await quiet();
      chat.signals.set({hidden: true});
      await pass(60_000);
      chat.clock.setSystemTime(Date.now() + hours * 3_600_000);
      chat.signals.set({hidden: false});
      expect(asked()).to.equal(1);
    });
  }

  it('is not taken for one that nobody uses because the clock was set forward', async () => {
    const client = await quiet();
    client.setViewed(false);
    chat.clock.setSystemTime(Date.now() + 3 * 3_600_000);
    chat.hub.last.drop();
    await pass(500);
    expect(chat.hub.sockets.length).to.equal(2);
  });

  it('is asked when the browser loses the network, and replaced where it does not answer', async () => {
    const client = await quiet();
    chat.signals.set({online: false});
    expect(asked()).to.equal(1);
    await pass(10_500);
    chat.hub.last.greet();
    expect(client.snapshot.connection).to.equal('ready');
    expect(chat.hub.sockets.length).to.equal(2);
  });

  it('is noticed when the network is back', async () => {
    const client = await quiet();
    chat.signals.set({online: false});
    await pass(1_000);
    chat.signals.set({online: true});
    expect(asked()).to.equal(1);
    await pass(10_000);
    expect(client.snapshot.connection).to.equal('waiting');
  });

  it('loses no message: what was written into it is sent again', async () => {
    const client = await quiet();
    client.send('Into the void');
    await pass(25_500);
    chat.hub.last.greet();
    await pass();
    await chat.recall([{from: 'bot', messages: [{type: 'text', text: 'Hello'}]}]);
    expect(chat.hub.last.texts).to.deep.equal(['Into the void']);
    expect(client.snapshot.messages.map(({text}) => text)).to.deep.equal([
      'Hello',
      'Into the void',
    ]);
  });
});
