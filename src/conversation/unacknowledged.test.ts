import {expect} from '@open-wc/testing';
import {memoryStore} from '../storage/key-value-store.js';
import {loadUnheard, saveUnheard} from '../storage/session-record.js';
import {scriptedChat} from '../testing/scripted-chat.js';
import {sessionKeyOf} from './chat-options.js';
import {createStoredMessage} from '../messages/create-stored-message.js';

describe('What another tab wrote, and stored in a record of its own', () => {
  const chat = scriptedChat();
  const {pass} = chat;
  const KEY = sessionKeyOf({apiKey: 'secret', socketUrl: 'ws://hub.example/dev'});
  const written = createStoredMessage('from another tab', 0);
  const store = () => memoryStore(chat.records);
  const own = {from: 'user', messages: [{type: 'text', text: written.text}]};

  async function resumes() {
    const client = chat.open({start: 'visitor'});
    client.connect();
    await pass();
    chat.hub.last.greet();
    await pass();
    return client;
  }

  beforeEach(async () => {
    const earlier = await chat.started({start: 'visitor'});
    await pass();
    earlier.close();
    await saveUnheard(KEY, written, store());
  });

  it('is sent once the hub has shown that it does not have it', async () => {
    const client = await resumes();
    expect(chat.hub.last.texts).to.be.empty;
    await chat.recall([]);
    expect(chat.hub.last.texts).to.deep.equal([written.text]);
    expect(client.snapshot.messages.map(({id}) => id)).to.deep.equal([written.id]);
    expect(await loadUnheard(KEY, store())).to.be.empty;
  });

  it('is not sent again where the tab that had the conversation could not store that it was', async () => {
    const client = await resumes();
    await chat.recall([own]);
    expect(chat.hub.last.texts).to.be.empty;
    expect(client.snapshot.messages.map(({id}) => id)).to.deep.equal([written.id]);
  });

  it('is neither shown nor sent again where only that record was not emptied', async () => {
    const hearing = await resumes();
    hearing.accept(written);
    await chat.recall([own]);
    hearing.close();
    await saveUnheard(KEY, written, store());
    const [record] = [...chat.records.values()].slice(0, 1) as object[];
    chat.records.set(KEY, {...record, heard: [written.id]});
    const client = await resumes();
    await chat.recall([own]);
    expect(chat.hub.last.texts).to.be.empty;
    expect(client.snapshot.messages).to.have.length(1);
    expect(await loadUnheard(KEY, store())).to.be.empty;
  });

  it('is named in the record until the other one was emptied', async () => {
    const client = await chat.started({start: 'visitor'});
    client.accept(written);
    expect(client.state.record.heard).to.deep.equal([written.id]);
    await pass();
    expect(client.state.record.heard).to.be.undefined;
  });
});
