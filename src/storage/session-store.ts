import {VERSION} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import type {KeyValueStore} from './key-value-store.js';

/** What storage could not take, by key. */
interface Memory {
  /** The newest values. */
  readonly kept: Map<string, unknown>;
  /** The keys of which nobody knows what is stored, so that nothing may be put in its place. */
  readonly unread: Set<string>;
}

const newMemory = (): Memory => ({kept: new Map(), unread: new Set()});

const indexedDb = indexedDbStore();

/** Whoever uses the same store on this page shares what it could not take. */
const memories = new WeakMap<KeyValueStore, Memory>();

/**
 * Where conversations are kept so that trouble with storage never stops one: in IndexedDB, or another store, and in
 * the memory of this page what that cannot take.
 *
 * @param onFailure - Called once, at the first trouble.
 */
export function sessionStore(store = indexedDb, onFailure: () => void): KeyValueStore {
  const memory = memories.get(store) ?? newMemory();
  memories.set(store, memory);
  return fallBack(respectNewer(store), onFailure, memory);
}

/** Rejects where a newer release has written, as if storage were out of reach. */
function respectNewer(store: KeyValueStore): KeyValueStore {
  return {
    get: async (key) => readable(await store.get(key)),
    set: (key, value) => store.set(key, value),
    update: (key, change) => store.update(key, (stored) => change(readable(stored))),
    delete: (key) => store.delete(key),
  };
}

function readable(stored: unknown): unknown {
  const {version} = (stored ?? {}) as {version?: unknown};
  if (typeof version === 'number' && version > VERSION) {
    throw new Error('A newer release has written this.');
  }
  return stored;
}

/**
 * Keeps in memory what a store does not take, such as a disk that is full, and offers the store the newest value with
 * each later write. What could not be read, however, is not overwritten: from then on memory takes its place. It never
 * rejects.
 *
 * @param onFailure - Called once, at the first failure.
 */
export function fallBack(
  store: KeyValueStore,
  onFailure: () => void,
  {kept, unread}: Memory = newMemory(),
): KeyValueStore {
  let hasFailed = false;
  const handleFailure = () => {
    if (!hasFailed) onFailure();
    hasFailed = true;
  };

  const get = async (key: string) => {
    if (kept.has(key) || unread.has(key)) return kept.get(key);
    try {
      return await store.get(key);
    } catch {
      unread.add(key);
      handleFailure();
      return undefined;
    }
  };

  const set = async (key: string, value: unknown) => {
    if (unread.has(key)) return void kept.set(key, value);
    try {
      await store.set(key, value);
      kept.delete(key);
    } catch {
      kept.set(key, value);
      handleFailure();
    }
  };

  const update = async (key: string, change: (stored: unknown) => unknown) => {
    if (kept.has(key) || unread.has(key)) return set(key, change(kept.get(key)));
    let wasRead = false;
    let value: unknown;
    try {
      await store.update(key, (stored) => {
        wasRead = true;
        return (value = change(stored));
      });
    } catch {
      if (!wasRead) unread.add(key);
      kept.set(key, wasRead ? value : change(undefined));
      handleFailure();
    }
  };

  const remove = async (key: string) => {
    try {
      await store.delete(key);
      kept.delete(key);
      unread.delete(key);
    } catch {
      kept.set(key, undefined);
      handleFailure();
    }
  };

  return {get, set, update, delete: remove};
}
