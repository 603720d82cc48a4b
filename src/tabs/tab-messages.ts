import type {ChatEvent, Conversation} from '../conversation/conversation.js';
import type {ErrorCode} from '../errors.js';
import type {ChatState} from '../conversation/chat-state.js';
import type {ChatChange} from './chat-change.js';

/** What a tab can have done by the one that leads; each is a method of the conversation. */
export type Command =
  | 'accept'
  | 'configure'
  | 'connect'
  | 'deleteConversation'
  | 'deleteMyData'
  | 'discard'
  | 'getMetadata'
  | 'getTranscript'
  | 'listConversations'
  | 'newConversation'
  | 'openConversation'
  | 'requestAgent'
  | 'resend'
  | 'retry'
  | 'sendAction'
  | 'setDraft'
  | 'setMetadata';

export type Arguments<C extends Command> = Parameters<Pick<Conversation, Command>[C]>;

export type Answer<C extends Command> = Awaited<ReturnType<Pick<Conversation, Command>[C]>>;

/** What one tab contributes to what all need. */
export interface Presence {
  /** The list is seen there; undefined where nobody has said. */
  readonly viewed?: boolean | undefined;
  /** The page is seen there. */
  readonly visible: boolean;
  /** It was asked to connect. */
  readonly connect: boolean;
}

/** Everything that tabs say to each other. `from` and `to` are ids of tabs. */
export type TabMessage =
  /** To the leader. `isNew` asks for the state, `asks` whether it is there. */
  | {
      readonly type: 'presence';
      readonly from: string;
      readonly isNew: boolean;
      readonly asks: boolean;
      readonly presence: Presence;
    }
  | {readonly type: 'leave'; readonly from: string}
  | {
      readonly type: 'call';
      readonly from: string;
      readonly call: number;
      readonly command: Command;
      readonly args: readonly unknown[];
    }
  /** From the leader to all. */
  | {readonly type: 'lead'; readonly from: string}
  | {readonly type: 'change'; readonly from: string; readonly change: ChatChange}
  | {readonly type: 'event'; readonly from: string; readonly event: ChatEvent}
  /** From the leader to one. */
  | {
      readonly type: 'state';
      readonly from: string;
      readonly to: string;
      readonly state: ChatState;
    }
  | {readonly type: 'heard'; readonly from: string; readonly to: string; readonly call?: number}
  | {
      readonly type: 'answer';
      readonly from: string;
      readonly to: string;
      readonly call: number;
      readonly value?: unknown;
      readonly error?: {readonly code: ErrorCode; readonly message: string};
    };
