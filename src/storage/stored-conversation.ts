import {hasDatabase} from './database.js';
import {indexedDbStore} from './key-value-store.js';
import {isExpired, loadSession} from './session-record.js';

/** Whether a conversation is stored that could be gone on with, or a message that waits to be sent. */
export async function hasStoredConversation(key: string, timeoutMinutes: number): Promise<boolean> {
  if (!(await hasDatabase())) return false;
  try {
    const record = await loadSession(key, indexedDbStore());
    if (record.outbox.some(({text, answered}) => text !== '' && !answered)) return true;
    return record.conversationId !== undefined && !isExpired(record, timeoutMinutes);
  } catch {
    return false;
  }
}
