import type {KeyValueStore} from './key-value-store.js';

/** A message of the visitor that the hub has not been seen to have. */
export interface StoredMessage {
  /** `client_msg_id`: stays the same however often the message has to be sent. */
  readonly id: string;
  /** Empty for the silent opening that asks a bot to speak first. */
  readonly text: string;
  /** Epoch milliseconds when the visitor wrote it. */
  readonly time: number;
}

/** What is kept of a visitor's conversation between pages. */
export interface SessionRecord {
  /** Absent before the hub started one. */
  readonly conversationId?: string;
  /** In the order in which they were written. */
  readonly outbox: readonly StoredMessage[];
  /** What the visitor wrote and did not send. */
  readonly draft: string;
  /** How many messages of bots and agents the visitor has seen in this conversation. */
  readonly readCount: number;
  /** Epoch milliseconds of the last message in either direction. */
  readonly lastActivity: number;
}

export const EMPTY_SESSION: SessionRecord = Object.freeze({
  outbox: [],
  draft: '',
  readCount: 0,
  lastActivity: 0,
});

const VERSION = 1;

/** One record per hub, channel and visitor. An absent and an empty user id are both the anonymous visitor. */
export function sessionKey(hubAddress: string, apiKey: string, userId: string | undefined): string {
  return JSON.stringify([hubAddress, apiKey, userId ?? '']);
}

/** The stored session, or an empty one where there is none, or none that this version can read. */
export async function loadSession(key: string, store: KeyValueStore): Promise<SessionRecord> {
  const stored = await store.get(key);
  return isRecord(stored) ? stored : EMPTY_SESSION;
}

export async function saveSession(
  key: string,
  record: SessionRecord,
  store: KeyValueStore,
): Promise<void> {
  await store.set(key, {...record, version: VERSION});
}

/** Whether a conversation that was last active then is too old to be resumed; 0 minutes means never. */
export function isExpired(
  record: SessionRecord,
  timeoutMinutes: number,
  now = Date.now(),
): boolean {
  return timeoutMinutes > 0 && now - record.lastActivity > timeoutMinutes * 60_000;
}

function isRecord(stored: unknown): stored is SessionRecord & {version: number} {
  if (typeof stored !== 'object' || stored === null) return false;
  const record = stored as Partial<Record<keyof SessionRecord | 'version', unknown>>;
  return (
    record.version === VERSION &&
    (record.conversationId === undefined || typeof record.conversationId === 'string') &&
    Array.isArray(record.outbox) &&
    record.outbox.every(isStoredMessage) &&
    typeof record.draft === 'string' &&
    typeof record.readCount === 'number' &&
    typeof record.lastActivity === 'number'
  );
}

function isStoredMessage(stored: unknown): stored is StoredMessage {
  if (typeof stored !== 'object' || stored === null) return false;
  const {id, text, time} = stored as Partial<Record<keyof StoredMessage, unknown>>;
  return typeof id === 'string' && typeof text === 'string' && typeof time === 'number';
}
