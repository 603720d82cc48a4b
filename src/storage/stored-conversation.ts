import {DATABASE, indexedDbStore} from './key-value-store.js';
import {isExpired, loadSession} from './session-record.js';

/**
 * Whether a conversation is stored that could be resumed. Looks without leaving a trace: where nothing was ever
 * stored, not even an empty database is made. Answers no where storage is out of reach.
 */
export async function hasStoredConversation(key: string, timeoutMinutes: number): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    if (!databases.some(({name}) => name === DATABASE)) return false;
    const record = await loadSession(key, indexedDbStore());
    return record.conversationId !== undefined && !isExpired(record, timeoutMinutes);
  } catch {
    return false;
  }
}
