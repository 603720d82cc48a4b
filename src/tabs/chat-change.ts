import type {ChatState} from '../conversation/chat-state.js';
import type {Message, Notice} from '../messages/message.js';
import type {ChatSnapshot} from '../conversation/snapshot.js';

/** How one list follows from another: from this place on, so many are replaced by these. */
interface ListChange<T> {
  readonly at: number;
  readonly removed: number;
  readonly added: readonly T[];
}

/** How one state follows from another. Messages and lines that did not change are not in it. */
export interface ChatChange extends Omit<ChatState, 'snapshot'> {
  readonly snapshot: Omit<ChatSnapshot, 'messages' | 'notices'>;
  readonly messages: ListChange<Message>;
  readonly notices: ListChange<Notice>;
}

export function changeOf(before: ChatState, after: ChatState): ChatChange {
  const {messages, notices, ...snapshot} = after.snapshot;
  return {
    ...after,
    snapshot,
    messages: listChange(before.snapshot.messages, messages),
    notices: listChange(before.snapshot.notices, notices),
  };
}

function listChange<T>(before: readonly T[], after: readonly T[]): ListChange<T> {
  const shorter = Math.min(before.length, after.length);
  let at = before === after ? shorter : 0;
  while (at < shorter && before[at] === after[at]) at++;
  let same = 0;
  while (same < shorter - at && before.at(-1 - same) === after.at(-1 - same)) same++;
  const removed = before.length - at - same;
  return {at, removed, added: after.slice(at, after.length - same)};
}

/** The state after a change; messages that did not change are the same objects as before. */
export function applyChange(before: ChatState, change: ChatChange): ChatState {
  const {messages, notices, ...after} = change;
  const known = before.snapshot;
  const snapshot = Object.freeze({
    ...after.snapshot,
    messages: changedList(known.messages, messages, ours),
    notices: changedList(known.notices, notices, frozenNotices),
  });
  return {...after, snapshot};
}

function frozenNotices(notices: readonly Notice[]): readonly Notice[] {
  return notices.map((notice) => Object.freeze(notice));
}

/** @param own - Makes what came from another tab ours, where it may stand for what was removed. */
function changedList<T>(
  before: readonly T[],
  {at, removed, added}: ListChange<T>,
  own: (added: readonly T[], gone: readonly T[]) => readonly T[],
): readonly T[] {
  if (removed === 0 && added.length === 0) return before;
  const end = at + removed;
  return Object.freeze([
    ...before.slice(0, at),
    ...own(added, before.slice(at, end)),
    ...before.slice(end),
  ]);
}

/** A state that came from another tab; messages that are known already are the same objects as before. */
export function adoptState(state: ChatState, known: readonly Message[] = []): ChatState {
  const messages = Object.freeze(ours(state.snapshot.messages, known));
  return {...state, snapshot: Object.freeze({...state.snapshot, messages})};
}

/** Messages that came from another tab, or those known already that are the same. */
function ours(messages: readonly Message[], known: readonly Message[]): Message[] {
  const before = new Map(known.map((message) => [message.id, message]));
  return messages.map((message) => {
    const old = before.get(message.id);
    return old && isSame(old, message) ? old : frozen(message);
  });
}

/** A message changes in nothing but its status; but two tabs may have named different ones alike. */
function isSame(a: Message, b: Message): boolean {
  return a.sender === b.sender && a.status === b.status && a.text === b.text && a.time === b.time;
}

/** What comes from another tab is a copy, and not frozen as ours are. */
function frozen(message: Message): Message {
  message.parts.forEach(Object.freeze);
  Object.freeze(message.parts);
  return Object.freeze(message);
}
