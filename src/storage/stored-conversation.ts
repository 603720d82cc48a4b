import {hasDatabase} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import {
  isExpired,
  isWaiting,
  loadSession,
  loadUnheard,
  type StoredMessage,
} from './session-record.js';

/** Whether a conversation is stored that could be gone on with, or a message that waits to be sent. */
export async function hasStoredConversation(key: string, timeoutMinutes: number): Promise<boolean> {
  if (!(await hasDatabase())) return false;
  try {
    const store = indexedDbStore();
    const [record, unheard] = await Promise.all([loadSession(key, store), loadUnheard(key, store)]);
    // What a tab wrote that did not lead is in a record of its own until the one that leads has it.
    const isAdopted = ({id}: StoredMessage) => record.heard?.includes(id) ?? false;
    if (record.outbox.some(isWaiting) || !unheard.every(isAdopted)) return true;
    return record.conversationId !== undefined && !isExpired(record, timeoutMinutes);
  } catch {
    return false;
  }
}
