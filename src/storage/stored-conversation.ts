import {hasDatabase} from './database.js';
import {indexedDbStore} from './indexed-db-store.js';
import {isExpired, isWaiting, loadSession} from './session-record.js';

/** Whether a conversation is stored that could be gone on with, or a message that waits to be sent. */
export async function hasStoredConversation(key: string, timeoutMinutes: number): Promise<boolean> {
  if (!(await hasDatabase())) return false;
  try {
    const record = await loadSession(key, indexedDbStore());
    if (record.outbox.some(isWaiting)) return true;
    return record.conversationId !== undefined && !isExpired(record, timeoutMinutes);
  } catch {
    return false;
  }
}
