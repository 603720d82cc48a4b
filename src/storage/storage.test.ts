import {expect} from '@open-wc/testing';
import {stub, useFakeTimers} from 'sinon';
import {DATABASE} from './database.js';
import {fallBack, indexedDbStore, memoryStore, type KeyValueStore} from './key-value-store.js';
import {
  EMPTY_SESSION,
  isExpired,
  loadSession,
  saveSession,
  sessionKey,
  type SessionRecord,
} from './session-record.js';
import {hasStoredConversation} from './stored-conversation.js';

const SESSION: SessionRecord = {
  conversationId: 'c1',
  outbox: [{id: 'm1', text: 'hello', time: 1, after: 0, answered: true}],
  draft: 'and',
  readCount: 3,
  sentCount: 1,
  lastActivity: 5,
};

function deleteDatabase(): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(DATABASE);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(new Error('The database could not be deleted.'));
  });
}

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

  it('can be written again after the site deleted the database', async () => {
    const key = sessionKey('ws://hub.example', 'deleted', undefined);
    await saveSession(key, SESSION, indexedDbStore());
    await deleteDatabase();
    expect(await loadSession(key, indexedDbStore())).to.equal(EMPTY_SESSION);
    await saveSession(key, SESSION, indexedDbStore());
    expect(await loadSession(key, indexedDbStore())).to.deep.include(SESSION);
  });

  const good = {...SESSION, version: 1};
  const incomplete = {...good, draft: undefined};
  for (const [what, stored] of [
    ['something else', 'a string'],
    ['nothing', null],
    ['a record of a newer version', {...good, version: 2}],
    ['an incomplete record', incomplete],
    ['a conversation id that is none', {...good, conversationId: 7}],
    ['an outbox that is none', {...good, outbox: 'x'}],
    ['an outbox with something else in it', {...good, outbox: [{id: 'a'}, null]}],
  ] as const) {
    it(`counts as empty where there is ${what}`, async () => {
      const store = memoryStore(new Map<string, unknown>([['k', stored]]));
      expect(await loadSession('k', store)).to.equal(EMPTY_SESSION);
    });
  }

  it('expires after so many minutes without activity, and never by default', () => {
    const now = 100 * 60_000;
    const record = {...SESSION, lastActivity: 70 * 60_000};
    expect(isExpired(record, 29, now)).to.be.true;
    expect(isExpired(record, 30, now)).to.be.false;
    expect(isExpired(record, 0, now)).to.be.false;
  });
});

describe('falling back to another store', () => {
  const broken: KeyValueStore = {
    get: () => Promise.reject(new Error('blocked')),
    set: () => Promise.reject(new Error('blocked')),
    delete: () => Promise.reject(new Error('blocked')),
  };

  it('happens at the first failure, for good, and is told once', async () => {
    let told = 0;
    const store = fallBack(broken, memoryStore(new Map()), () => told++);
    await Promise.all([store.get('a'), store.set('a', 1)]);
    expect(await store.get('a')).to.equal(1);
    await store.delete('a');
    expect(await store.get('a')).to.be.undefined;
    expect(told).to.equal(1);
  });

  it('does not happen while all is well', async () => {
    let told = 0;
    const second = new Map<string, unknown>();
    const store = fallBack(memoryStore(new Map()), memoryStore(second), () => told++);
    await store.set('a', 1);
    expect(await store.get('a')).to.equal(1);
    expect(second.size).to.equal(0);
    expect(told).to.equal(0);
  });

  it('happens where IndexedDB throws', async () => {
    await deleteDatabase();
    const open = stub(indexedDB, 'open').throws(new DOMException('no', 'SecurityError'));
    try {
      let told = 0;
      const store = fallBack(indexedDbStore(), memoryStore(new Map()), () => told++);
      await store.set('a', 1);
      expect(await store.get('a')).to.equal(1);
      expect(told).to.equal(1);
    } finally {
      open.restore();
    }
  });

  it('happens where IndexedDB never answers', async () => {
    await deleteDatabase();
    const open = stub(indexedDB, 'open').returns({} as IDBOpenDBRequest);
    const clock = useFakeTimers();
    try {
      const outcome = indexedDbStore()
        .get('a')
        .catch((error: Error) => error.message);
      await clock.tickAsync(5_000);
      expect(await outcome).to.equal('IndexedDB did not answer.');
    } finally {
      clock.restore();
      open.restore();
    }
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
