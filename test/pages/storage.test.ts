import assert from 'node:assert/strict';
import type {Page} from 'puppeteer-core';
import {demoGreeting} from '../../demo/hub/index.js';
import {
  inEachBrowser,
  onlyConversation,
  stored,
  until,
  type Stage,
  type StageOptions,
  type Visitor,
} from '../support/page.js';

/** Scripts that run before the tag's own. */
function withScript(script: string): StageOptions {
  const listen = `
    window.errors = [];
    addEventListener('captivate-error', ({detail}) => window.errors.push(detail.code));`;
  return {
    site: {
      head: `<script>${listen}${script}</script>`,
      files: {'/other.html': '<link rel="icon" href="data:,"><p>Another page of the site</p>'},
    },
  };
}

/** The fault is there on the first page of the site, and gone on the others. */
const onHome = (script: string) => withScript(`if (location.pathname === '/') {${script}}`);

declare global {
  interface Window {
    /** What the page has heard of. */
    errors: string[];
    /** There is no room on the disk. */
    isFull: boolean;
    /** Keeps storage busy until it is released. */
    holdStorage: () => Promise<void>;
    releaseStorage: () => void;
  }
}

const errors = ({page}: Visitor) => page.evaluate(() => window.errors);

const key = ({hub}: Stage) => JSON.stringify([hub.url, 'test-key', '']);

interface DatabaseContent {
  readonly storeName?: string;
  readonly key?: string;
  readonly record?: unknown;
  /** The connection stays open. */
  readonly held?: boolean;
}

/** A database as another program, or a later release, would make it. */
function makeDatabase(
  page: Page,
  version: number,
  {storeName = 'sessions', key = '', record, held = false}: DatabaseContent,
) {
  return page.evaluate(
    (version, storeName, key, record, held) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open('captivate-chat', version);
        request.onerror = () => reject(new Error(request.error?.name));
        request.onupgradeneeded = () => {
          const {result} = request;
          if (!result.objectStoreNames.contains(storeName)) result.createObjectStore(storeName);
          if (key) request.transaction!.objectStore(storeName).put(record, key);
        };
        request.onsuccess = () => {
          if (!held) request.result.close();
          resolve();
        };
      }),
    ...([version, storeName, key, record, held] as const),
  );
}

/** What is stored, whoever stored it. */
function readRecords(page: Page): Promise<unknown[]> {
  return page.evaluate(
    () =>
      new Promise<unknown[]>((resolve, reject) => {
        const request = indexedDB.open('captivate-chat');
        request.onerror = () => reject(new Error(request.error?.name));
        request.onsuccess = () => {
          const sessions = request.result.transaction('sessions').objectStore('sessions');
          const all = sessions.getAll();
          all.onsuccess = () => {
            request.result.close();
            resolve(all.result as unknown[]);
          };
        };
      }),
  );
}

/** Resolves when the database is gone, which takes until everybody has let go of it. */
function deleteDatabase({page}: Visitor) {
  return page.evaluate(
    () =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase('captivate-chat');
        request.onsuccess = () => resolve();
        request.onerror = () => reject(new Error(request.error?.name));
      }),
  );
}

async function writesAndIsAnswered(visitor: Visitor, text: string) {
  await visitor.click('input');
  await visitor.write(text);
  await visitor.sees('text', (part) => part.text === `You said: ${text}`);
  await visitor.seesNo('pending');
}

/** Opens the chat, writes, is answered, and the page has heard of these errors and no others. */
async function chatsInSpite(visitor: Visitor, ...expected: readonly string[]) {
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  for (const text of ['one', 'two']) await writesAndIsAnswered(visitor, text);
  await visitor.shows(demoGreeting, 'one', 'You said: one', 'two', 'You said: two');
  assert.deepEqual(await errors(visitor), expected);
}

/** Comes back to find the only conversation as the hub has it. */
async function resumesOn(visitor: Visitor, path: string, {hub}: Stage) {
  await visitor.goTo(path);
  await visitor.openChat();
  await visitor.shows(...stored(hub).map((line) => line.replace(/^\w+: /, '')));
  assert.equal(await visitor.conversationId(), onlyConversation(hub).id);
  assert.deepEqual(await errors(visitor), []);
}

/** What may be stored where a record should be. */
const RECORDS: readonly (readonly [what: string, record: unknown])[] = [
  ['nonsense', 'nonsense'],
  ['a list', [1, {outbox: null}]],
  [
    'a record with wrong parts',
    {version: 1, conversationId: {}, outbox: [{id: 7}], draft: null, readCount: 'x'},
  ],
];

inEachBrowser('The chat goes on', (play) => {
  play(
    'where the browser blocks storage',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor, 'storage-unavailable');
      await visitor.goTo('/prices');
      await chatsInSpite(visitor);
      assert.equal(stage.hub.conversations.all().length, 2, 'of the first nothing is left');
    },
    onHome(`
      IDBFactory.prototype.open = () => {
        throw new DOMException('The operation is insecure.', 'SecurityError');
      };`),
  );

  play(
    'where storage fails later than at once',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor, 'storage-unavailable');
    },
    onHome(`
      IDBFactory.prototype.open = () => {
        const request = {error: new DOMException('Not in a private window.', 'InvalidStateError')};
        setTimeout(() => request.onerror(new Event('error')));
        return request;
      };`),
  );

  play(
    'where storage never answers',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor, 'storage-unavailable');
    },
    onHome('IDBFactory.prototype.open = () => ({});'),
  );

  play(
    'where the disk is full, and is stored once there is room',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor, 'storage-unavailable');
      await visitor.page.evaluate(() => void (window.isFull = false));
      await writesAndIsAnswered(visitor, 'three');
      assert.deepEqual(await errors(visitor), ['storage-unavailable']);
      await resumesOn(visitor, '/prices', stage);
    },
    onHome(`
      window.isFull = true;
      const {put} = IDBObjectStore.prototype;
      IDBObjectStore.prototype.put = function (...args) {
        if (window.isFull) throw new DOMException('The disk is full.', 'QuotaExceededError');
        return put.apply(this, args);
      };`),
  );

  play(
    'where storage is slow to open, and is resumed',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor);
      await resumesOn(visitor, '/prices', stage);
    },
    onHome(`
      const {open} = IDBFactory.prototype;
      IDBFactory.prototype.open = function (...args) {
        const request = open.apply(this, args);
        const slow = {};
        request.onupgradeneeded = (event) => {
          slow.result = request.result;
          slow.onupgradeneeded(event);
        };
        request.onsuccess = (event) => {
          slow.result = request.result;
          setTimeout(() => slow.onsuccess(event), 2_000);
        };
        return slow;
      };`),
  );

  play(
    'while storage is slow, which keeps no message',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor);
      await visitor.page.evaluate(() => window.holdStorage());
      await writesAndIsAnswered(visitor, 'three');
      await visitor.page.evaluate(() => window.releaseStorage());
      await writesAndIsAnswered(visitor, 'four');
      assert.deepEqual(await errors(visitor), []);
      await resumesOn(visitor, '/prices', stage);
    },
    withScript(`
      window.holdStorage = () => new Promise((resolve) => {
        const request = indexedDB.open('captivate-chat');
        request.onsuccess = () => {
          const database = request.result;
          const sessions = database.transaction('sessions', 'readwrite').objectStore('sessions');
          let isHeld = true;
          window.releaseStorage = () => {
            isHeld = false;
            database.close();
          };
          // A transaction lasts as long as it is asked for something.
          const ask = () => {
            if (isHeld) sessions.get('').onsuccess = ask;
            resolve();
          };
          sessions.get('').onsuccess = ask;
        };
      });`),
  );

  // What a record is made of is read by our own code, whatever the engine is.
  for (const [what, record] of play.engine === 'firefox' ? [] : RECORDS) {
    play(
      `where ${what} is stored, and is resumed`,
      async (stage) => {
        const visitor = await stage.visit('/other.html');
        await makeDatabase(visitor.page, 1, {key: key(stage), record});
        await visitor.goTo('/');
        await chatsInSpite(visitor);
        await resumesOn(visitor, '/prices', stage);
      },
      withScript(''),
    );
  }

  play(
    'where somebody else has a database of this name',
    async (stage) => {
      const visitor = await stage.visit('/other.html');
      await makeDatabase(visitor.page, 1, {storeName: 'theirs'});
      await visitor.goTo('/');
      await chatsInSpite(visitor, 'storage-unavailable');
    },
    withScript(''),
  );

  play(
    'where a newer release has stored something, which stays',
    async (stage) => {
      const visitor = await stage.visit('/other.html');
      const record = {version: 99, conversations: [{id: 'c1', outbox: ['precious']}]};
      await makeDatabase(visitor.page, 1, {key: key(stage), record});
      await visitor.goTo('/');
      await chatsInSpite(visitor, 'storage-unavailable');
      assert.deepEqual(await readRecords(visitor.page), [record]);
    },
    withScript(''),
  );

  play(
    'where the database is of a newer release, which stays',
    async (stage) => {
      const visitor = await stage.visit('/other.html');
      const record = {conversations: [{id: 'c1', outbox: ['precious']}]};
      await makeDatabase(visitor.page, 99, {key: key(stage), record});
      await visitor.goTo('/');
      await chatsInSpite(visitor, 'storage-unavailable');
      assert.deepEqual(await readRecords(visitor.page), [record]);
    },
    withScript(''),
  );

  play(
    'when a newer release in another tab takes the database over',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor);
      const other = await stage.visit('/other.html');
      const record = {conversations: [{id: 'c1', outbox: ['precious']}]};
      await makeDatabase(other.page, 2, {key: key(stage), record, held: true});
      await visitor.bringToFront();
      for (const text of ['three', 'four']) await writesAndIsAnswered(visitor, text);
      assert.deepEqual(await errors(visitor), ['storage-unavailable']);
      assert.deepEqual(await readRecords(other.page), [record]);
    },
    withScript(''),
  );

  play(
    'when the site deletes the database, and is stored again',
    async (stage) => {
      const visitor = await stage.visit();
      await chatsInSpite(visitor);
      await deleteDatabase(visitor);
      await writesAndIsAnswered(visitor, 'three');
      assert.deepEqual(await errors(visitor), []);
      await resumesOn(visitor, '/prices', stage);
    },
    withScript(''),
  );

  // Firefox has no command for it.
  if (play.engine === 'chromium') {
    play(
      'when the visitor clears what sites have stored, and is stored again',
      async (stage) => {
        const visitor = await stage.visit();
        await chatsInSpite(visitor);
        const session = await visitor.page.createCDPSession();
        const {origin} = stage;
        await session.send('Storage.clearDataForOrigin', {origin, storageTypes: 'indexeddb'});
        await writesAndIsAnswered(visitor, 'three');
        assert.deepEqual(await errors(visitor), []);
        await until('it is stored', async () => (await readRecords(visitor.page)).length === 1);
        await resumesOn(visitor, '/prices', stage);
      },
      withScript(''),
    );
  }
});
