import {readAuthor} from './author.js';
import {CUT, type LongHistory} from './long-history.js';
import {decodeParts} from './parts.js';
import {asId, asObject, asText, compact, readList} from './read.js';
import {drain} from './drain.js';
import type {JsonObject, Sender, TranscriptEntry} from './types.js';

const SENDERS: ReadonlyMap<string, Sender> = new Map([
  ['user', 'user'],
  ['chatbot', 'bot'],
  ['bot', 'bot'],
  ['livechat', 'agent'],
  ['agent', 'agent'],
]);

/** So many entries are read in one step. */
const STEP = 1000;

/** More than can be seen at once. */
const END = 60;

/** How deep groups may nest. The hub nests one; whatever is deeper than this is not read. */
const MAX_DEPTH = 4;

/**
 * Decodes a conversation's history, whose entries are in chronological order, under `transcript` or
 * `messages`. All of these occur, also side by side:
 *
 * - groups, `{event_id, messages: [entry, …]}`, which have no sender of their own;
 * - entries, `{from, messages: [part, …]}`;
 * - entries whose parts lie one level deeper, `{from, messages: {idChat, messages: [part, …]}}`;
 * - entries as the HTTP interface has them, `{from, message_id, text, files, content}`.
 *
 * What becomes of an entry:
 *
 * - `id` is its `message_id`, `id` or `ch_msg_id`. A group's `event_id` and an `idChat` are shared by several
 *   messages and so are never used, nor is an id that comes twice in the same transcript.
 * - A visitor's message is always kept, with `parts: []` where its text is empty (so begins a conversation in
 *   which the bot speaks first) or cannot be read: that the hub has it is what counts.
 * - A message of a bot or an agent that has nothing to show is left out, and so are an entry without any
 *   content, actions (their time has passed) and what comes from a sender that we do not know.
 * - An entry that cannot be read costs only itself.
 *
 * @param value The list, or an object with it under `transcript` or `messages`: the payload of a
 *   `conversation_transcript` event as well as the answer by HTTP.
 * @returns `undefined` when there is no list, or when it had entries and none of them could be read. That is
 *   not an empty conversation: it says nothing about what the hub has.
 */
export function decodeTranscript(value: unknown): Entries | undefined {
  return drain(transcriptSteps(value));
}

type Entries = readonly TranscriptEntry[];

type Steps = Generator<Entries | undefined, Entries | undefined>;

/**
 * As `decodeTranscript`, but of a long history only so much in each step that a page has time for something else
 * between two of them. Yields the last entries first, because they are what a visitor looks at.
 */
export function* transcriptSteps(value: unknown): Steps {
  const list = Array.isArray(value) ? value : listOf(asObject(value));
  if (!Array.isArray(list) || list.length <= STEP) return withoutSharedIds(readEntries(list));
  // To parse it has taken its time already.
  yield undefined;
  const beginning = list.length - END;
  return yield* readInSteps(list.slice(beginning), slicesBefore(list, beginning));
}

/** As `transcriptSteps`, for a history of which only the end has been parsed so far. */
export function* cutTranscriptSteps(holder: JsonObject | undefined, {before}: LongHistory): Steps {
  return yield* readInSteps(withoutCut(listOf(holder)), before);
}

/** The list that was cut, be it that of the only group. */
function withoutCut(list: unknown): unknown[] {
  if (!Array.isArray(list)) throw new SyntaxError('Another list was cut.');
  if (list[0] === CUT) return list.slice(1);
  const group = list.length === 1 ? asObject(list[0]) : undefined;
  return withoutCut(group?.from === undefined ? listOf(group) : undefined);
}

function* slicesBefore(list: readonly unknown[], end: number) {
  for (let from = 0; from < end; from += STEP) yield list.slice(from, Math.min(from + STEP, end));
}

function* readInSteps(last: unknown, before: Iterable<unknown>): Steps {
  const end = readEntries(last);
  yield end;
  const read: (Entries | undefined)[] = [];
  for (const list of before) {
    read.push(readEntries(list));
    yield undefined;
  }
  const readable = [...read, end].filter((entries) => entries !== undefined);
  return withoutSharedIds(readable.length > 0 ? readable.flat() : undefined);
}

function readEntries(list: unknown): Entries | undefined {
  return readList(list, (item) => readEntry(item, 0));
}

function listOf(holder: JsonObject | undefined): unknown {
  return holder?.transcript ?? holder?.messages;
}

function readEntry(
  value: unknown,
  depth: number,
): TranscriptEntry | readonly TranscriptEntry[] | undefined {
  const entry = asObject(value);
  if (!entry) return undefined;
  const from = asText(entry.from);
  if (from === undefined) {
    return depth < MAX_DEPTH
      ? readList(listOf(entry), (item) => readEntry(item, depth + 1))
      : undefined;
  }
  const sender = SENDERS.get(from.trim().toLowerCase());
  return sender ? readMessage(entry, sender) : [];
}

function readMessage(entry: JsonObject, sender: Sender): TranscriptEntry | [] | undefined {
  const {text, files} = entry;
  const content = entry.messages ?? entry.content;
  // An entry that has none of these records an action, not a message.
  if (isNullish(content) && isNullish(text) && isNullish(files)) return [];
  const body = decodeParts(unwrap(content, 0));
  // Text and files of the entry itself count where its content has none: some hubs repeat them there.
  const own = (type: 'text' | 'files', value: unknown) =>
    isNullish(value) || body?.some((part) => part.type === type)
      ? []
      : (decodeParts({type, [type]: value}) ?? []);
  const parts = [...own('text', text), ...(body ?? []), ...own('files', files)];
  if (sender !== 'user' && !parts.length) return body || isNullish(content) ? [] : undefined;
  return compact({
    sender,
    id: asId(entry.message_id) ?? asId(entry.id) ?? asId(entry.ch_msg_id),
    parts,
    author: sender === 'user' ? undefined : readAuthor(sender, entry),
  });
}

/** Parts that lie deeper, in an `{idChat, messages: […]}`, are lifted to where the others are. */
function unwrap(content: unknown, depth: number): unknown {
  if (depth === MAX_DEPTH) return content;
  if (Array.isArray(content)) {
    const isFlat = content.every((item) => !Array.isArray(item) && innerOf(item) === undefined);
    return isFlat ? content : content.flatMap((item) => unwrap(item, depth + 1));
  }
  const inner = innerOf(content);
  return inner === undefined ? content : unwrap(inner, depth + 1);
}

function innerOf(value: unknown): unknown {
  const wrapper = asObject(value);
  return wrapper?.type === undefined ? (wrapper?.messages ?? undefined) : undefined;
}

function isNullish(value: unknown): value is null | undefined {
  return value === undefined || value === null;
}

function withoutSharedIds(entries: Entries | undefined): Entries | undefined {
  if (!entries) return undefined;
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const {id} of entries) if (id !== undefined) (seen.has(id) ? shared : seen).add(id);
  if (shared.size === 0) return entries;
  return entries.map((entry) =>
    entry.id !== undefined && shared.has(entry.id) ? compact({...entry, id: undefined}) : entry,
  );
}
