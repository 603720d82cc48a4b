import {expect} from '@open-wc/testing';
import {stub} from 'sinon';
import {DATABASE} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import {memoryStore} from './key-value-store.js';
import {
  EMPTY_SESSION,
  isExpired,
  loadSession,
  saveSession,
  saveWritten,
  sessionKey,
  type SessionRecord,
} from './session-record.js';
import {hasStoredConversation} from './stored-conversation.js';
import {deleteDatabase} from './testing/database.js';

const SESSION: SessionRecord = {
  conversationId: 'c1',
  outbox: [{id: 'm1', text: 'hello', time: 1, after: 0, answered: true}],
  draft: 'and',
  readCount: 3,
  sentCount: 1,
  lastActivity: 5,
};

describe('a stored session', () => {
  for (const [kind, open] of [
    ['IndexedDB', indexedDbStore],
    ['the memory of the page', memoryStore],
  ] as const) {
    it(`comes back from ${kind} as it was`, async () => {
      const key = sessionKey('ws://hub.example', kind, 'ann');
      await saveSession(key, SESSION, open());
      expect(await loadSession(key, open())).to.deep.include(SESSION);
      await open().delete(key);
      expect(await loadSession(key, open())).to.equal(EMPTY_SESSION);
    });
  }

  it('has a record of its own for each hub, channel and visitor', () => {
    const keys = [
      sessionKey('ws://a', 'k', 'ann'),
      sessionKey('ws://b', 'k', 'ann'),
      sessionKey('ws://a', 'l', 'ann'),
      sessionKey('ws://a', 'k', 'bob'),
      sessionKey('ws://a', 'k', undefined),
    ];
    expect(new Set(keys).size).to.equal(keys.length);
    expect(sessionKey('ws://a', 'k', '')).to.equal(sessionKey('ws://a', 'k', undefined));
  });

  for (const [kind, open] of [
    ['IndexedDB', indexedDbStore],
    ['the memory of the page', memoryStore],
  ] as const) {
    it(`can be changed in ${kind}, by several at once`, async () => {
      const key = sessionKey('ws://hub.example', `changed in ${kind}`, 'ann');
      const add = (draft: string) => (stored: unknown) => ({
        ...(stored as SessionRecord),
        draft: (stored as SessionRecord).draft + draft,
      });
      await saveSession(key, SESSION, open());
      await Promise.all([open().update(key, add('1')), open().update(key, add('2'))]);
      expect(await loadSession(key, open())).to.deep.include({...SESSION, draft: 'and12'});
    });
  }

  const good = {...SESSION, version: 1};
  const incomplete = {...good, draft: undefined};
  for (const [what, stored] of [
    ['something else', 'a string'],
    ['nothing', null],
    ['a record without a version', {...good, version: undefined}],
    ['an incomplete record', incomplete],
    ['a conversation id that is none', {...good, conversationId: 7}],
    ['an outbox that is none', {...good, outbox: 'x'}],
    ['an outbox with something else in it', {...good, outbox: [{id: 'a'}, null]}],
    ['a message twice', {...good, outbox: [...SESSION.outbox, ...SESSION.outbox]}],
    ['an answer that is none', {...good, outbox: [{...SESSION.outbox[0], answered: 'no'}]}],
    ['a count that is none', {...good, readCount: NaN}],
    ['an agent who is nobody', {...good, agent: null}],
    ['an agent whose name is none', {...good, agent: {name: ['Eve']}}],
    ['a list', [good]],
    ['a date', new Date(0)],
  ] as const) {
    it(`counts as empty where there is ${what}`, async () => {
      const store = memoryStore(new Map<string, unknown>([['k', stored]]));
      expect(await loadSession('k', store)).to.equal(EMPTY_SESSION);
    });
  }

  it('places what another tab wrote behind what the hub is known to have', async () => {
    const store = memoryStore(new Map());
    await saveSession('key', SESSION, store);
    await saveWritten('key', {id: 'm2', text: 'hello', time: 2, after: 0}, store);
    const {outbox} = await loadSession('key', store);
    expect(outbox.map(({id, after}) => [id, after])).to.deep.equal([
      ['m1', 0],
      ['m2', 1],
    ]);
  });

  it('expires after so many minutes without activity, and never by default', () => {
    const now = 100 * 60_000;
    const record = {...SESSION, lastActivity: 70 * 60_000};
    expect(isExpired(record, 29, now)).to.be.true;
    expect(isExpired(record, 30, now)).to.be.false;
    expect(isExpired(record, 0, now)).to.be.false;
  });
});

describe('looking for a conversation', () => {
  const key = sessionKey('ws://hub.example', 'peek', undefined);

  it('leaves no trace where nothing was ever stored', async () => {
    await deleteDatabase();
    expect(await hasStoredConversation(key, 0)).to.be.false;
    const names = (await indexedDB.databases()).map(({name}) => name);
    expect(names).not.to.include(DATABASE);
  });

  it('finds one that can be resumed, and no other', async () => {
    const store = indexedDbStore();
    await saveSession(key, {...SESSION, lastActivity: Date.now()}, store);
    expect(await hasStoredConversation(key, 0)).to.be.true;
    expect(await hasStoredConversation(key, 1)).to.be.true;
    expect(await hasStoredConversation(sessionKey('ws://other', 'peek', ''), 0)).to.be.false;
    await saveSession(key, {...SESSION, lastActivity: Date.now() - 61_000}, store);
    expect(await hasStoredConversation(key, 1)).to.be.false;
    await saveSession(key, {...EMPTY_SESSION, draft: 'only a draft'}, store);
    expect(await hasStoredConversation(key, 0)).to.be.false;
  });

  it('finds a message that waits to be sent', async () => {
    const outbox = [{id: 'm1', text: 'hello', time: 1, after: 0}];
    await saveSession(key, {...EMPTY_SESSION, outbox}, indexedDbStore());
    expect(await hasStoredConversation(key, 0)).to.be.true;
  });

  it('answers no where storage is out of reach', async () => {
    await saveSession(key, SESSION, indexedDbStore());
    const open = stub(indexedDB, 'databases').rejects(new DOMException('no', 'SecurityError'));
    try {
      expect(await hasStoredConversation(key, 0)).to.be.false;
    } finally {
      open.restore();
    }
    expect(await hasStoredConversation(key, 0)).to.be.true;
  });
});
