import {expect} from '@open-wc/testing';
import {stub} from 'sinon';
import {DATABASE} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import {memoryStore} from './key-value-store.js';
import {
  deleteSession,
  dropUnheard,
  EMPTY_SESSION,
  isExpired,
  loadSession,
  loadUnheard,
  saveSession,
  saveUnheard,
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
    ['a time that is none', {...good, outbox: [{...SESSION.outbox[0], time: 1e300}]}],
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

  it('keeps apart what other tabs wrote', async () => {
    const store = memoryStore(new Map());
    await saveSession('key', SESSION, store);
    await saveUnheard('key', {id: 'm2', text: 'hello', time: 2, after: 0}, store);
    await saveUnheard('key', {id: 'm3', text: 'hello', time: 3, after: 4}, store);
    await saveSession('key', SESSION, store);
    const placed = async () => (await loadUnheard('key', store)).map(({id, after}) => [id, after]);
    expect(await placed()).to.deep.equal([
      ['m2', 0],
      ['m3', 4],
    ]);
    await dropUnheard('key', new Set(['m2']), store);
    expect(await placed()).to.deep.equal([['m3', 4]]);
    await deleteSession('key', store);
    expect(await placed()).to.be.empty;
    expect(await loadSession('key', store)).to.equal(EMPTY_SESSION);
  });

  it('finds nothing from other tabs where there is something else', async () => {
    const store = memoryStore(new Map<string, unknown>([['key unheard', [7, {id: 'x'}, null]]]));
    expect(await loadUnheard('key', store)).to.be.empty;
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

  it('finds what a tab wrote that did not lead, until one that leads has it', async () => {
    const message = {id: 'm1', text: 'hello', time: 1, after: 0};
    const store = indexedDbStore();
    await saveSession(key, EMPTY_SESSION, store);
    expect(await hasStoredConversation(key, 1)).to.be.false;
    await saveUnheard(key, message, store);
    expect(await hasStoredConversation(key, 1)).to.be.true;
    await saveSession(key, {...EMPTY_SESSION, heard: ['m1']}, store);
    expect(await hasStoredConversation(key, 1)).to.be.false;
    await dropUnheard(key, new Set(['m1']), store);
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
