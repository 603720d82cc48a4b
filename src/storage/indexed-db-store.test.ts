import {expect} from '@open-wc/testing';
import {promisifyRequest} from 'idb-keyval';
import {restore, spy, stub, useFakeTimers, type SinonFakeTimers} from 'sinon';
import {DATABASE} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import {deleteDatabase, makeDatabase} from './testing/database.js';

const outcome = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('the store in IndexedDB', () => {
  const store = indexedDbStore();
  const unhandled: unknown[] = [];
  const note = ({reason}: PromiseRejectionEvent) => unhandled.push(reason);

  beforeEach(async () => {
    window.addEventListener('unhandledrejection', note);
    await deleteDatabase();
  });

  afterEach(async () => {
    restore();
    // The next test begins without a connection, whatever this one has left.
    await deleteDatabase();
    window.removeEventListener('unhandledrejection', note);
    expect(unhandled.splice(0)).to.be.empty;
  });

  it('changes a value in one go', async () => {
    await store.set('a', 1);
    await Promise.all([1, 2, 3].map((n) => store.update('a', (stored) => (stored as number) + n)));
    expect(await store.get('a')).to.equal(7);
    await store.update('b', (stored) => [stored]);
    expect(await store.get('b')).to.deep.equal([undefined]);
  });

  for (const [what, write, request] of [
    ['value', () => store.set('a', 1), 'put'],
    ['change', () => store.update('a', () => 1), 'put'],
    ['deletion', () => store.delete('a'), 'delete'],
  ] as const) {
    it(`commits a ${what} without waiting for an answer, for which the page may not live`, async () => {
      const requested = spy(IDBObjectStore.prototype, request);
      let state: string | undefined;
      const {commit} = IDBTransaction.prototype;
      stub(IDBTransaction.prototype, 'commit').callsFake(function (this: IDBTransaction) {
        state = requested.firstCall.returnValue.readyState;
        commit.call(this);
      });
      await write();
      expect(state).to.equal('pending');
    });
  }

  it('changes nothing where the change throws', async () => {
    await store.set('a', 1);
    const thrower = () => {
      throw new RangeError('no');
    };
    expect(await outcome(store.update('a', thrower))).to.equal('RangeError');
    expect(await store.get('a')).to.equal(1);
  });

  it('is there again after the site deleted the database', async () => {
    await store.set('a', 1);
    await deleteDatabase();
    expect(await store.get('a')).to.be.undefined;
    await store.set('a', 2);
    expect(await store.get('a')).to.equal(2);
  });

  it('is there again after the browser took the connection away without a word', async () => {
    const open = spy(indexedDB, 'open');
    await store.set('a', 1);
    open.firstCall.returnValue.result.close();
    expect(await store.get('a')).to.equal(1);
    expect(open.callCount).to.equal(2);
  });

  it('is there again after the browser said that it took the connection away', async () => {
    const open = spy(indexedDB, 'open');
    await store.set('a', 1);
    const database = open.firstCall.returnValue.result;
    database.close();
    database.dispatchEvent(new Event('close'));
    expect(await store.get('a')).to.equal(1);
  });

  it('writes again what was cut off with the connection', async () => {
    const open = spy(indexedDB, 'open');
    await store.set('a', 1);
    const database = open.firstCall.returnValue.result;
    const transact = stub(database, 'transaction').callsFake((...args) => {
      transact.restore();
      const transaction = database.transaction(...args);
      stub(transaction, 'commit').callsFake(() => transaction.abort());
      return transaction;
    });
    await store.set('a', 2);
    expect(await store.get('a')).to.equal(2);
  });

  for (const [what, fail, name] of [
    [
      'throws',
      () => stub(indexedDB, 'open').throws(new DOMException('', 'SecurityError')),
      'SecurityError',
    ],
    [
      'has no room',
      () =>
        stub(IDBObjectStore.prototype, 'put').throws(new DOMException('', 'QuotaExceededError')),
      'QuotaExceededError',
    ],
  ] as const) {
    it(`says so where the browser ${what}, and is there again afterwards`, async () => {
      await store.set('a', 1);
      await deleteDatabase();
      const fault = fail();
      expect(await outcome(store.set('a', 2))).to.equal(name);
      expect(await outcome(store.update('a', () => 3))).to.equal(name);
      fault.restore();
      expect(await store.get('a')).to.be.undefined;
      await store.set('a', 4);
      expect(await store.get('a')).to.equal(4);
    });
  }

  it('says so where the database is not ours', async () => {
    (await makeDatabase(1, ['something else'])).close();
    expect(await outcome(store.get('a'))).to.equal('NotFoundError');
  });

  it('makes way for a newer release, and does not touch what that has stored', async () => {
    await store.set('a', 1);
    const newer = await makeDatabase(2);
    expect(await outcome(store.set('a', 2))).to.equal('VersionError');
    expect(await outcome(store.get('a'))).to.equal('VersionError');
    const sessions = newer.transaction('sessions').objectStore('sessions');
    expect(await promisifyRequest(sessions.get('a'))).to.equal(1);
    newer.close();
  });

  describe('without an answer', () => {
    it('rejects after 5 s', async () => {
      stub(indexedDB, 'open').returns({} as IDBOpenDBRequest);
      const clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
      const attempts = Promise.all([store.get('a'), store.set('a', 1)].map(outcome));
      await clock.tickAsync(5_000);
      expect(await attempts).to.deep.equal(['Error', 'Error']);
      expect(clock.countTimers()).to.equal(0);
    });

    it('does not do later what it gave up', async () => {
      const open = indexedDB.open.bind(indexedDB);
      const late = {} as IDBOpenDBRequest;
      const opening = stub(indexedDB, 'open').returns(late);
      const clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
      const attempt = outcome(store.set('a', 'old'));
      await clock.tickAsync(5_000);
      expect(await attempt).to.equal('Error');
      clock.restore();
      opening.restore();
      await store.set('a', 'new');
      const request = open(DATABASE);
      const database = await promisifyRequest(request);
      Object.defineProperty(late, 'result', {value: database});
      const closed = spy(database, 'close');
      late.onsuccess!(new Event('success'));
      expect(await store.get('a')).to.equal('new');
      expect(closed.called, 'nobody needs the late connection').to.be.true;
    });

    describe('while another tab writes', () => {
      let another: IDBDatabase;
      let sessions: IDBObjectStore;
      let isWriting: boolean;
      let clock: SinonFakeTimers;

      beforeEach(async () => {
        await store.set('a', 'first');
        another = await makeDatabase(1);
        sessions = another.transaction('sessions', 'readwrite').objectStore('sessions');
        isWriting = true;
        const goOn = () => {
          if (isWriting) sessions.get('a').onsuccess = goOn;
        };
        goOn();
        clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
      });

      afterEach(() => another.close());

      async function giveUp(attempt: Promise<void>) {
        const given = outcome(attempt);
        await new Promise((resolve) => (sessions.get('a').onsuccess = resolve));
        await clock.tickAsync(5_000);
        expect(await given).to.equal('Error');
        clock.restore();
      }

      function endWriting() {
        isWriting = false;
        return promisifyRequest(sessions.transaction);
      }

      it('takes back a change that it had begun', async () => {
        const change = spy(() => 'given up');
        await giveUp(store.update('a', change));
        await endWriting();
        expect(await store.get('a')).to.equal('first');
        expect(change.called).to.be.false;
      });

      it('puts nothing that it gave up over what comes afterwards', async () => {
        await giveUp(store.set('a', 'given up'));
        const next = store.set('a', 'new');
        await endWriting();
        await next;
        expect(await store.get('a')).to.equal('new');
      });
    });
  });
});
