import {get, promisifyRequest, type UseStore} from 'idb-keyval';
import {DATABASE, VERSION} from './database.js';
import type {KeyValueStore} from './key-value-store.js';
import {STORAGE_ANSWER_LIMIT} from '../timing.js';

const SESSIONS = 'sessions';

const NO_ANSWER = 'IndexedDB did not answer.';

/**
 * The IndexedDB of this origin, opened at the first use. Its promises reject where the browser blocks it, where it is
 * full, does not answer, or belongs to a newer release. What was rejected is not done later either, except for what the
 * browser had already taken when it stopped answering; that still comes before whatever is asked afterwards.
 */
export function indexedDbStore(): KeyValueStore {
  return {
    get: (key) => attempt((sessions) => get(key, sessions)),
    set: (key, value) => write((sessions) => void sessions.put(value, key)),
    update: (key, change) =>
      write(async (sessions) => {
        sessions.put(change(await promisifyRequest(sessions.get(key))), key);
      }),
    delete: (key) => write((sessions) => void sessions.delete(key)),
  };
}

/** A transaction that is left to commit by itself does so only while the page lives: just before a reload it is lost. */
function write(action: (sessions: IDBObjectStore) => void | Promise<void>): Promise<void> {
  return attempt((sessions) =>
    sessions('readwrite', async (store) => {
      await action(store);
      store.transaction.commit();
      return promisifyRequest(store.transaction);
    }),
  );
}

/** The connection of this page; undefined while there is none. */
let connection: Promise<IDBDatabase> | undefined;

/** Unlike idb-keyval's own, it makes way for whoever wants to delete or upgrade the database. */
function connect(): Promise<IDBDatabase> {
  const opening = open();
  connection = opening;
  opening.then(
    (database) => {
      database.onclose = () => forget(opening);
      database.onversionchange = () => discard(opening);
    },
    () => forget(opening),
  );
  return opening;
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, VERSION);
  request.onupgradeneeded = () => request.result.createObjectStore(SESSIONS);
  return promisifyRequest(request);
}

function forget(old: Promise<IDBDatabase> | undefined): void {
  if (connection === old) connection = undefined;
}

function discard(old: Promise<IDBDatabase> | undefined): void {
  forget(old);
  old?.then(
    (database) => database.close(),
    () => undefined,
  );
}

/** Tries it once more on a new connection where there was one before: that may be lost without a word. */
async function attempt<T>(action: (sessions: UseStore) => Promise<T>): Promise<T> {
  let used: Promise<IDBDatabase> | undefined;
  let transaction: IDBTransaction | undefined;
  let isOver = false;
  const sessions: UseStore = async (mode, callback) => {
    used = connection ?? connect();
    const database = await used;
    if (isOver) throw new Error(NO_ANSWER);
    transaction = database.transaction(SESSIONS, mode);
    return callback(transaction.objectStore(SESSIONS));
  };
  const twice = async () => {
    const wasConnected = connection !== undefined;
    try {
      return await action(sessions);
    } catch (error) {
      transaction = undefined;
      discard(used);
      if (!wasConnected || isOver) throw error;
      return action(sessions);
    }
  };
  return withLimit(twice(), () => {
    isOver = true;
    discard(used);
    try {
      transaction?.abort();
    } catch {
      // Once its commit was asked for it cannot be taken back.
    }
  });
}

/** Some browsers leave a request to a broken or blocked database open for ever. */
async function withLimit<T>(work: Promise<T>, handleOver: () => void): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(NO_ANSWER));
      handleOver();
    }, STORAGE_ANSWER_LIMIT);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
