import {expect} from '@open-wc/testing';
import {spy} from 'sinon';
import {memoryStore} from '../storage/key-value-store.js';
import {scriptedChat} from '../testing/scripted-chat.js';

describe('What is stored of a conversation', () => {
  const chat = scriptedChat();
  const {pass, botSays} = chat;

  async function reading() {
    const store = memoryStore(chat.records);
    const set = spy(store, 'set');
    const client = await chat.started({start: 'visitor'}, {store});
    client.setViewed(true);
    await pass(1_000);
    set.resetHistory();
    return {client, set};
  }

  const record = () => [...chat.records.values()][0] as {readCount: number; draft: string};

  it('is written once for many messages that come one after the other', async () => {
    const {set} = await reading();
    for (let count = 0; count < 100; count++) {
      botSays(`message ${count}`);
      await pass(1);
    }
    await pass(200);
    expect(set.callCount).to.equal(1);
    expect(record().readCount).to.equal(100);
  });

  it('is written at once where the visitor has written', async () => {
    const {client, set} = await reading();
    client.send('hello');
    await pass();
    expect(set.callCount).to.equal(1);
  });

  it('has no draft any more as soon as that was sent', async () => {
    const {client, set} = await reading();
    client.setDraft('hello');
    client.send('hello');
    client.setDraft('');
    await pass();
    expect(record().draft).to.equal('');
    expect(set.callCount).to.equal(1);
  });

  it('is written at once before the page may end', async () => {
    const {client, set} = await reading();
    client.setDraft('half a');
    chat.signals.set({hidden: true});
    await pass();
    expect(record().draft).to.equal('half a');
    client.setDraft('half a word');
    client.disconnect();
    await pass();
    expect(record().draft).to.equal('half a word');
    expect(set.callCount).to.equal(2);
  });

  it('is written before the client is closed', async () => {
    const {client} = await reading();
    client.setDraft('last words');
    client.close();
    await pass();
    expect(record().draft).to.equal('last words');
  });
});
