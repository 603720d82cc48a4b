import {promisifyRequest} from 'idb-keyval';
import {DATABASE} from '../database.js';

/** As a site, or a visitor who clears what sites have stored. */
export async function deleteDatabase(): Promise<void> {
  await promisifyRequest(indexedDB.deleteDatabase(DATABASE));
}

/** As another release, or somebody else, would leave it; resolves with the open connection. */
export async function makeDatabase(
  version: number,
  stores: readonly string[] = [],
): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, version);
  request.onupgradeneeded = () => {
    for (const name of stores) request.result.createObjectStore(name);
  };
  return promisifyRequest(request);
}
