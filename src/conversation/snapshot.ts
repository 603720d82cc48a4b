import type {ConnectionState} from '../connection/socket-service.js';
import type {AgentStatus} from './agent.js';
import type {Message, Notice} from '../messages/message.js';

/**
 * What stands between the visitor and the hub right now, worst first; the view finds the words.
 *
 * - `no-api-key`, `bad-address`: the site is set up wrongly; nothing is tried.
 * - `offline`: there is no link, and the browser says that there is no network; it goes on by itself.
 * - `reconnecting`: the link was lost and is being restored.
 * - `unreachable`: the hub was never reached on this page; it is tried again.
 * - `not-starting`: the hub is there and does not start a conversation; it is tried again.
 */
export type ConnectionProblem =
  'no-api-key' | 'bad-address' | 'offline' | 'reconnecting' | 'unreachable' | 'not-starting';

/** All that a view needs, frozen. Parts that did not change are the same objects as before. */
export interface ChatSnapshot {
  readonly connection: ConnectionState;
  readonly trouble?: ConnectionProblem;
  /** Absent before the hub started a conversation. */
  readonly conversationId?: string;
  /** Absent before a person was asked for, or came. */
  readonly agent?: AgentStatus;
  readonly messages: readonly Message[];
  readonly notices: readonly Notice[];
  /** A stored conversation is on its way. */
  readonly loading: boolean;
  /** The other side is about to say something. */
  readonly typing: boolean;
  /** Messages of bots and agents that came while nobody looked. */
  readonly unreadCount: number;
  /** What the visitor wrote and did not send. */
  readonly draft: string;
}

export const EMPTY_SNAPSHOT: ChatSnapshot = Object.freeze({
  connection: 'idle',
  messages: Object.freeze([]),
  notices: Object.freeze([]),
  loading: false,
  typing: false,
  unreadCount: 0,
  draft: '',
});

/** The same object where nothing differs. */
export function updated(snapshot: ChatSnapshot, next: ChatSnapshot): ChatSnapshot {
  const isSame =
    Object.keys(snapshot).length === Object.keys(next).length &&
    (Object.keys(next) as (keyof ChatSnapshot)[]).every((name) => snapshot[name] === next[name]);
  return isSame ? snapshot : Object.freeze(next);
}
