import type {FailureCode} from '../errors.js';
import {stringify} from '../protocol/json.js';
import {VERSION} from './database.js';
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
  /** A transcript had a later message of the visitor and not this one, so that it cannot be sent again in its place. */
  readonly overtaken?: boolean;
  /** Why it was not delivered; the visitor decides what becomes of it. */
  readonly failed?: FailureCode;
}

/** What is kept of a visitor's conversation between pages. */
export interface SessionRecord {
  /** Absent before the hub started one. */
  readonly conversationId?: string;
  /** In the order in which they were written. */
  readonly outbox: readonly StoredMessage[];
  /** Ids of what other tabs wrote that is in the outbox, or was, and may still have a record of its own. */
  readonly heard?: readonly string[];
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

const FAILURES: ReadonlySet<unknown> = new Set<FailureCode>([
  'hub-error',
  'message-too-long',
  'not-delivered',
]);

/** One record per hub, channel and visitor. An absent and an empty user id are both the anonymous visitor. */
export function sessionKey(hubAddress: string, apiKey: string, userId: string | undefined): string {
  return stringify([hubAddress, apiKey, userId ?? '']);
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

/** Takes all away that is stored of a session. */
export async function deleteSession(key: string, store: KeyValueStore): Promise<void> {
  await Promise.all([store.delete(key), store.delete(unheardKey(key))]);
}

/**
 * What was written in tabs that do not have the session, and that nobody is known to have heard of. It was sent all
 * the same where storage was too slow to say so.
 */
export async function loadUnheard(
  key: string,
  store: KeyValueStore,
): Promise<readonly StoredMessage[]> {
  return messagesOf(await store.get(unheardKey(key)));
}

/** Stores a message that was written in a tab which does not have the session. */
export async function saveUnheard(
  key: string,
  written: StoredMessage,
  store: KeyValueStore,
): Promise<void> {
  await store.update(unheardKey(key), (stored) => [...messagesOf(stored), written]);
}

/** These are in the session now. */
export async function dropUnheard(
  key: string,
  ids: ReadonlySet<string>,
  store: KeyValueStore,
): Promise<void> {
  await store.update(unheardKey(key), (stored) =>
    messagesOf(stored).filter(({id}) => !ids.has(id)),
  );
}

/** A record of its own, because the tab that has the session writes the other as a whole. */
function unheardKey(key: string): string {
  return `${key} unheard`;
}

function messagesOf(stored: unknown): readonly StoredMessage[] {
  return Array.isArray(stored) ? stored.filter(isStoredMessage) : [];
}

/** Whether a conversation that was last active then is too old to be resumed; 0 minutes means never. */
export function isExpired(
  record: SessionRecord,
  timeoutMinutes: number,
  now = Date.now(),
): boolean {
  return timeoutMinutes > 0 && now - record.lastActivity > timeoutMinutes * 60_000;
}

/** A message that the visitor wrote and nothing shows the hub to have. */
export function isWaiting({text, answered, failed}: StoredMessage): boolean {
  return text !== '' && !answered && !failed;
}

/** What is kept of a conversation that is not gone on with: what the visitor wrote and nobody got. */
export function unsentOf({draft, outbox}: SessionRecord): SessionRecord {
  const unsent = outbox.filter(({text, answered}) => text !== '' && !answered);
  return {...EMPTY_SESSION, draft, outbox: unsent.map((item) => ({...item, after: 0}))};
}

function isRecord(stored: unknown): stored is SessionRecord & {version: number} {
  if (!isObject(stored)) return false;
  const {version, conversationId, outbox, heard, draft, agent} = stored;
  return (
    version === VERSION &&
    isOptional(isText, conversationId) &&
    Array.isArray(outbox) &&
    outbox.every(isStoredMessage) &&
    new Set(outbox.map(({id}) => id)).size === outbox.length &&
    isOptional((value) => Array.isArray(value) && value.every(isText), heard) &&
    isText(draft) &&
    [stored.readCount, stored.sentCount, stored.lastActivity].every(Number.isFinite) &&
    isOptional(isAgent, agent)
  );
}

function isStoredMessage(stored: unknown): stored is StoredMessage {
  if (!isObject(stored)) return false;
  const {id, text, time, after, answered, overtaken, failed} = stored;
  return (
    [id, text].every(isText) &&
    [time, after].every(Number.isFinite) &&
    !Number.isNaN(new Date(time as number).getTime()) &&
    [answered, overtaken].every((mark) => isOptional((it) => typeof it === 'boolean', mark)) &&
    isOptional((value) => FAILURES.has(value), failed)
  );
}

function isAgent(stored: unknown): boolean {
  return isObject(stored) && [stored.name, stored.avatarUrl].every((it) => isOptional(isText, it));
}

function isOptional(isRight: (stored: unknown) => boolean, stored: unknown): boolean {
  return stored === undefined || isRight(stored);
}

function isObject(stored: unknown): stored is Readonly<Record<string, unknown>> {
  return typeof stored === 'object' && stored !== null;
}

function isText(stored: unknown): boolean {
  return typeof stored === 'string';
}
