import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {Conversations} from './conversations.js';
import {httpTranscript, transcriptPayload} from './transcript.js';
import {text} from './wire.js';

/** A store whose time stands still until told otherwise, and whose ids count up. */
function createStore(idStyle: 'uuid' | 'user-uuid' = 'uuid') {
  let now = 1000;
  let ids = 0;
  const clock = {now: () => now, setTimeout: () => 0, clearTimeout: () => {}};
  const store = new Conversations({clock, randomId: () => `id-${++ids}`, idStyle});
  return {store, passTime: (milliseconds: number) => void (now += milliseconds)};
}

describe('Conversations', () => {
  it('calls a visitor without an id "anon"', () => {
    const {store} = createStore();
    assert.equal(store.start({apiKey: 'key'}).userId, 'anon');
  });

  it('names conversations in the style asked for', () => {
    assert.equal(createStore('uuid').store.start({apiKey: 'k', userId: 'ada'}).id, 'id-1');
    assert.equal(createStore('user-uuid').store.start({apiKey: 'k', userId: 'ada'}).id, 'ada_id-1');
  });

  it('keeps private metadata apart', () => {
    const {store} = createStore();
    const metadata = {page: '/', private: {score: 1}};
    const {id} = store.start({apiKey: 'key', metadata});
    store.addMetadata(id, {plan: 'free', private: {vip: true}}, 'bot');
    assert.deepEqual(store.find(id)?.metadata, {page: '/', plan: 'free'});
    assert.deepEqual(store.find(id)?.privateMetadata, {score: 1, vip: true});
    assert.equal(store.find(id)?.metadataUpdates[0]?.target, 'bot');
  });

  it('stores a message that comes twice twice', () => {
    const {store} = createStore();
    const {id} = store.start({apiKey: 'key'});
    const message = {sender: 'user', parts: [text('Hi')], clientMessageId: 'c1'} as const;
    store.addMessage(id, message);
    store.addMessage(id, message);
    assert.equal(store.messages(id).length, 2);
  });

  it('edits messages of the visitor only', () => {
    const {store} = createStore();
    const {id} = store.start({apiKey: 'key'});
    const mine = store.addMessage(id, {sender: 'user', parts: [text('Helo')]});
    const theirs = store.addMessage(id, {sender: 'bot', parts: [text('Hi')]});
    assert.equal(store.editMessage(id, mine.id, [text('Hello')]), true);
    assert.equal(store.editMessage(id, mine.eventId, [text('Hello!')]), true);
    assert.equal(store.editMessage(id, theirs.id, [text('Bye')]), false);
    assert.deepEqual(
      store.messages(id).map(({parts}) => parts[0]?.['text']),
      ['Hello!', 'Hi'],
    );
  });

  it('keeps a soft-deleted conversation to itself and drops a deleted one', () => {
    const {store} = createStore();
    const soft = store.start({apiKey: 'key', userId: 'ada'});
    const hard = store.start({apiKey: 'key', userId: 'ada'});
    store.delete(soft.id, {soft: true});
    store.delete(hard.id);
    assert.equal(store.find(soft.id), undefined);
    assert.deepEqual(
      store.all().map(({id}) => id),
      [soft.id],
    );
    assert.deepEqual(store.list({userId: 'ada', apiKeys: ['key']}), []);
    assert.equal(store.delete(soft.id), false);
  });

  it('lists by user, key, exact filter and loose search, newest first', () => {
    const {store} = createStore();
    const start = (userId: string, apiKey: string, mode: string) =>
      store.start({userId, apiKey, metadata: {mode}}).id;
    const fred = start('ada', 'key', 'fred');
    const alfred = start('ada', 'key', 'Alfred');
    start('ada', 'other', 'fred');
    start('bob', 'key', 'fred');
    const ids = (query: object) =>
      store.list({userId: 'ada', apiKeys: ['key'], ...query}).map(({id}) => id);
    assert.deepEqual(ids({}), [alfred, fred]);
    assert.deepEqual(ids({filter: {mode: 'fred'}}), [fred]);
    assert.deepEqual(ids({search: {mode: 'FRED'}}), [alfred, fred]);
    assert.deepEqual(ids({filter: {missing: 'x'}}), []);
  });
});

describe('Transcripts', () => {
  function createTalk() {
    const {store, passTime} = createStore();
    const {id} = store.start({apiKey: 'key'});
    const question = store.addMessage(id, {sender: 'user', parts: [text('Hi')]});
    passTime(100);
    store.addMessage(id, {sender: 'bot', parts: [text('Hello'), text('!')], authorName: 'Bot'});
    store.addMessage(id, {sender: 'agent', parts: [text('Me')], authorName: 'Eve'});
    const conversation = store.find(id);
    assert.ok(conversation);
    return {store, passTime, conversation, question};
  }

  it('come in the new shape', () => {
    const {conversation, question} = createTalk();
    const payload = transcriptPayload(conversation, {shape: 'transcript'});
    assert.equal(payload['conversation_id'], conversation.id);
    const [first, , third] = payload['transcript'] as {event_id: string; messages: unknown[]}[];
    assert.equal(first?.event_id, question.eventId);
    assert.deepEqual(first?.messages, [
      {
        from: 'user',
        actions: [],
        files: [],
        chatbotName: 'Demo bot',
        channelName: 'Local hub',
        livechatName: null,
        messages: [text('Hi')],
      },
    ]);
    assert.equal((third?.messages[0] as {livechatName: string}).livechatName, 'Eve');
  });

  it('come in the old shape, blanks and nesting included', () => {
    const {conversation} = createTalk();
    const payload = transcriptPayload(conversation, {shape: 'messages'});
    assert.equal('conversation_id' in payload, false);
    const entries = payload['messages'] as {from: string; messages: unknown}[];
    assert.deepEqual(
      entries.map(({from}) => from),
      ['user ', 'bot ', 'agent '],
    );
    assert.deepEqual(entries[0]?.messages, [text('Hi')]);
    assert.deepEqual((entries[1]?.messages as {messages: unknown}).messages, [
      text('Hello'),
      text('!'),
    ]);
  });

  it('show an earlier time: without later messages, before later edits', () => {
    const {store, passTime, conversation, question} = createTalk();
    passTime(100);
    store.editMessage(conversation.id, question.id, [text('Edited')]);
    const asOf = question.storedAt;
    const payload = httpTranscript(conversation, {shape: 'transcript', asOf});
    const entries = payload['transcript'] as {text: string; message_id: string}[];
    assert.deepEqual(
      entries.map((entry) => entry.text),
      ['Hi'],
    );
    assert.equal(entries[0]?.message_id, question.id);
  });
});
