import {del, get, promisifyRequest, set, type UseStore} from 'idb-keyval';
import {DATABASE} from './database.js';

/** Where records are kept. Values are anything that `structuredClone` takes. */
export interface KeyValueStore {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
}

const SESSIONS = 'sessions';

/** IndexedDB that does not answer within this many milliseconds counts as unavailable. */
const ANSWER_LIMIT = 5_000;

/**
 * The IndexedDB of this origin, opened at the first use. Its promises reject where the browser blocks it or
 * does not answer.
 */
export function indexedDbStore(): KeyValueStore {
  return {
    get: (key) => withLimit(() => get(key, sessions)),
    set: (key, value) => withLimit(() => set(key, value, sessions)),
    delete: (key) => withLimit(() => del(key, sessions)),
  };
}

/** The connection of this page; undefined while there is none. */
let connection: Promise<IDBDatabase> | undefined;

const forget = () => (connection = undefined);

/** Unlike idb-keyval's own store, it makes way for whoever wants to delete or upgrade the database, and comes back. */
const sessions: UseStore = async (mode, callback) => {
  const database = await (connection ??= connect());
  return callback(database.transaction(SESSIONS, mode).objectStore(SESSIONS));
};

async function connect(): Promise<IDBDatabase> {
  // What fails here has to fail after the promise of it was kept.
  await Promise.resolve();
  try {
    const request = indexedDB.open(DATABASE);
    request.onupgradeneeded = () => request.result.createObjectStore(SESSIONS);
    const database = await promisifyRequest(request);
    database.onclose = forget;
    database.onversionchange = () => {
      forget();
      database.close();
    };
    return database;
  } catch (error) {
    forget();
    throw error;
  }
}

const pageRecords = new Map<string, unknown>();

/** The memory of this page: shared by all elements on it, gone with it. */
export function memoryStore(records = pageRecords): KeyValueStore {
  return {
    get: async (key) => records.get(key),
    set: async (key, value) => void records.set(key, structuredClone(value)),
    delete: async (key) => void records.delete(key),
  };
}

/**
 * Turns to the second store for good once the first has failed, so that trouble with storage never stops a
 * conversation. What the first held is not lost to the caller that writes its whole record each time.
 *
 * @param onFailure - Called once, when that happens.
 */
export function fallBack(
  first: KeyValueStore,
  second: KeyValueStore,
  onFailure: () => void,
): KeyValueStore {
  let current = first;
  const attempt = async <T>(action: (store: KeyValueStore) => Promise<T>): Promise<T> => {
    try {
      return await action(current);
    } catch {
      if (current === first) {
        current = second;
        onFailure();
      }
      return action(second);
    }
  };
  return {
    get: (key) => attempt((store) => store.get(key)),
    set: (key, value) => attempt((store) => store.set(key, value)),
    delete: (key) => attempt((store) => store.delete(key)),
  };
}

/** Some browsers leave a request to a broken or blocked database open for ever. */
async function withLimit<T>(request: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      forget();
      reject(new Error('IndexedDB did not answer.'));
    }, ANSWER_LIMIT);
  });
  try {
    return await Promise.race([request(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
