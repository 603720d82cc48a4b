import {expect} from '@open-wc/testing';
import {memoryStore, type KeyValueStore} from './key-value-store.js';
import {EMPTY_SESSION, loadSession, saveSession} from './session-record.js';
import {fallBack, sessionStore} from './session-store.js';

describe('storage that may fail', () => {
  let records: Map<string, unknown>;
  /** What fails: nothing, writes (as on a full disk), or everything. */
  let broken: 'nothing' | 'writes' | 'all';
  let told: number;

  const reject = () => Promise.reject(new Error('no'));
  const memory = () => memoryStore(records);
  const disk: KeyValueStore = {
    get: (key) => (broken === 'all' ? reject() : memory().get(key)),
    set: (key, value) => (broken === 'nothing' ? memory().set(key, value) : reject()),
    update: async (key, change) => {
      if (broken === 'all') return reject();
      const value = change(records.get(key));
      return broken === 'writes' ? reject() : memory().set(key, value);
    },
    delete: (key) => (broken === 'nothing' ? memory().delete(key) : reject()),
  };
  const append = (letter: string) => (stored: unknown) => `${String(stored)}${letter}`;
  const open = () => fallBack(disk, () => told++);

  beforeEach(() => {
    records = new Map();
    broken = 'nothing';
    told = 0;
  });

  it('is used while all is well', async () => {
    const store = open();
    await store.set('a', 1);
    await store.update('a', append('b'));
    expect(await store.get('a')).to.equal('1b');
    expect([...records.values()]).to.deep.equal(['1b']);
    await store.delete('a');
    expect(records.size).to.equal(0);
    expect(told).to.equal(0);
  });

  it('may be an object of a class', async () => {
    class Shelf implements KeyValueStore {
      get = disk.get;
      set(key: string, value: unknown) {
        return disk.set(key, value);
      }
      update(key: string, change: (stored: unknown) => unknown) {
        return disk.update(key, change);
      }
      delete(key: string) {
        return disk.delete(key);
      }
    }
    const store = sessionStore(new Shelf(), () => told++);
    await store.set('a', 1);
    await store.update('a', append('b'));
    expect([...records.values()]).to.deep.equal(['1b']);
    await store.delete('a');
    expect(records.size).to.equal(0);
    expect(told).to.equal(0);
  });

  it('is told once, and what was written is kept', async () => {
    broken = 'all';
    const store = open();
    await Promise.all([store.get('a'), store.set('a', 1)]);
    expect(await store.get('a')).to.equal(1);
    await store.update('a', append('b'));
    expect(await store.get('a')).to.equal('1b');
    await store.delete('a');
    expect(await store.get('a')).to.be.undefined;
    await store.update('new', append('b'));
    expect(await store.get('new')).to.equal('undefinedb');
    expect(told).to.equal(1);
  });

  it('has the newest again once there is room', async () => {
    const store = open();
    records.set('a', 'old');
    await store.get('a');
    broken = 'writes';
    await store.set('a', 1);
    await store.set('a', 2);
    expect(await store.get('a')).to.equal(2);
    expect(records.get('a')).to.equal('old');
    broken = 'nothing';
    await store.set('a', 3);
    expect(records.get('a')).to.equal(3);
    expect(told).to.equal(1);
    records.set('a', 'of another tab');
    expect(await store.get('a'), 'nothing is left in memory').to.equal('of another tab');
  });

  it('has every change again once there is room', async () => {
    const store = open();
    records.set('a', 'x');
    broken = 'writes';
    await store.update('a', append('y'));
    expect(await store.get('a')).to.equal('xy');
    broken = 'nothing';
    await store.update('a', append('z'));
    expect(records.get('a')).to.equal('xyz');
  });

  it('is not overwritten where it could not be read', async () => {
    const store = open();
    records.set('a', 'precious').set('b', 'precious');
    broken = 'all';
    await store.get('a');
    await store.update('b', append('!'));
    broken = 'nothing';
    await store.set('a', 'mine');
    await store.set('b', 'mine');
    await store.update('a', append('!'));
    expect(await store.get('a')).to.equal('mine!');
    expect(await store.get('b')).to.equal('mine');
    expect([...records.values()]).to.deep.equal(['precious', 'precious']);
  });

  it('is emptied when that is wanted, also where it could not be read', async () => {
    const store = open();
    records.set('a', 'private');
    broken = 'all';
    await store.get('a');
    broken = 'nothing';
    await store.delete('a');
    expect(records.size).to.equal(0);
    await store.set('a', 'new');
    expect(records.get('a')).to.equal('new');
  });

  it('never rejects', async () => {
    broken = 'all';
    const store = open();
    await Promise.all([
      ...[store.delete('a'), store.update('a', append('b'))],
      ...[store.get('a'), store.set('a', 1)],
    ]);
    expect(told).to.equal(1);
  });

  it('is one for all who use it on a page', async () => {
    const shared = {...disk};
    broken = 'writes';
    await sessionStore(shared, () => told++).set('a', 'written');
    expect(await sessionStore(shared, () => told++).get('a')).to.equal('written');
    expect(told).to.equal(1);
  });

  it('leaves the record of a newer release alone', async () => {
    const newer = {conversation: {id: 'c1'}, version: 2};
    records.set('a', newer);
    const store = sessionStore({...disk}, () => told++);
    expect(await loadSession('a', store)).to.equal(EMPTY_SESSION);
    await saveSession('a', {...EMPTY_SESSION, draft: 'mine'}, store);
    await store.update('a', (stored) => ({...(stored as object), readCount: 1}));
    expect(await loadSession('a', store)).to.deep.include({draft: 'mine', readCount: 1});
    expect(records.get('a')).to.equal(newer);
    expect(told).to.equal(1);
  });

  it('leaves the record of a newer release alone that is to be changed unseen', async () => {
    const newer = {conversation: {id: 'c1'}, version: 2};
    records.set('a', newer);
    const store = sessionStore({...disk}, () => told++);
    await store.update('a', () => ({...EMPTY_SESSION, version: 1}));
    expect(records.get('a')).to.equal(newer);
    expect(told).to.equal(1);
  });
});
