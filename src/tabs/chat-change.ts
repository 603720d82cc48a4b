import type {ChatState} from '../conversation/chat-state.js';
import type {Message} from '../conversation/message.js';
import type {ChatSnapshot} from '../conversation/snapshot.js';

/** How one state follows from another. Messages that did not change are not in it. */
export interface ChatChange extends Omit<ChatState, 'snapshot'> {
  readonly snapshot: Omit<ChatSnapshot, 'messages'>;
  /** From this message on, so many are replaced by these. */
  readonly at: number;
  readonly removed: number;
  readonly added: readonly Message[];
}

export function changeOf(before: ChatState, after: ChatState): ChatChange {
  const {messages, ...snapshot} = after.snapshot;
  const old = before.snapshot.messages;
  const shorter = Math.min(old.length, messages.length);
  let at = 0;
  if (old === messages) at = shorter;
  while (at < shorter && old[at] === messages[at]) at++;
  let same = 0;
  while (same < shorter - at && old.at(-1 - same) === messages.at(-1 - same)) same++;
  return {
    ...after,
    snapshot,
    at,
    removed: old.length - at - same,
    added: messages.slice(at, messages.length - same),
  };
}

/** The state after a change; messages that did not change are the same objects as before. */
export function changed(before: ChatState, change: ChatChange): ChatState {
  const {at, removed, added, ...after} = change;
  const old = before.snapshot.messages;
  const messages =
    removed === 0 && added.length === 0
      ? old
      : Object.freeze([
          ...old.slice(0, at),
          ...ours(added, old.slice(at, at + removed)),
          ...old.slice(at + removed),
        ]);
  return {...after, snapshot: Object.freeze({...after.snapshot, messages})};
}

/** A state that came from another tab; messages that are known already are the same objects as before. */
export function received(state: ChatState, known: readonly Message[] = []): ChatState {
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
