import type {KeyValueStore} from './key-value-store.js';

/** A message of the visitor that the hub has not been seen to have. */
export interface StoredMessage {
  /** `client_msg_id`: stays the same however often the message has to be sent. */
  readonly id: string;
  /** Empty for the silent opening that asks a bot to speak first. */
  readonly text: string;
  /** Epoch milliseconds when the visitor wrote it. */
  readonly time: number;
  /**
   * How many messages of the visitor the hub was known to have when this was written: in a transcript it stands
   * behind them, and an earlier message of the same words is not this one.
   */
  readonly after: number;
  /** A bot or an agent said something after it was sent, so the hub very likely has it. */
  readonly answered?: boolean;
}

/** What is kept of a visitor's conversation between pages. */
export interface SessionRecord {
  /** Absent before the hub started one. */
  readonly conversationId?: string;
  /** In the order in which they were written. */
  readonly outbox: readonly StoredMessage[];
  /** What the visitor wrote and did not send. */
  readonly draft: string;
  /** How much of what bots and agents said the visitor has seen, in visible parts of messages. */
  readonly readCount: number;
  /** How many messages of the visitor the hub is known to have in this conversation. */
  readonly sentCount: number;
  /** The person who had the conversation when the page was left; absent when nobody had. */
  readonly agent?: {readonly name?: string; readonly avatarUrl?: string};
  /** Epoch milliseconds of the last message in either direction. */
  readonly lastActivity: number;
}

export const EMPTY_SESSION: SessionRecord = Object.freeze({
  outbox: [],
  draft: '',
  readCount: 0,
  sentCount: 0,
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

/** What is kept of a conversation that is not gone on with: what the visitor wrote and nobody got. */
export function unsentOf({draft, outbox}: SessionRecord): SessionRecord {
  const unsent = outbox.filter(({text, answered}) => text !== '' && !answered);
  return {...EMPTY_SESSION, draft, outbox: unsent.map((item) => ({...item, after: 0}))};
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
    typeof record.sentCount === 'number' &&
    typeof record.lastActivity === 'number' &&
    (record.agent === undefined || (typeof record.agent === 'object' && record.agent !== null))
  );
}

function isStoredMessage(stored: unknown): stored is StoredMessage {
  if (typeof stored !== 'object' || stored === null) return false;
  const {id, text, time, after} = stored as Partial<Record<keyof StoredMessage, unknown>>;
  const isNumber = (value: unknown) => typeof value === 'number';
  return typeof id === 'string' && typeof text === 'string' && isNumber(time) && isNumber(after);
}
