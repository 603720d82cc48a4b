import type {
  AgentStatus,
  ConnectionState,
  CustomPart,
  ErrorCode,
  FailureCode,
  HubAction,
  Message,
} from '../src/client.js';

export interface BeforeSendDetail {
  /** May be changed by the listener; what it holds then is sent. */
  text: string;
  readonly files: readonly File[];
}

/** What `<captivate-chat>` tells the page. All bubble and are composed. */
export interface CaptivateChatEventMap {
  'captivate-open': CustomEvent<undefined>;
  'captivate-close': CustomEvent<undefined>;
  'captivate-connection-change': CustomEvent<{readonly state: ConnectionState}>;
  'captivate-conversation-start': CustomEvent<{
    readonly conversationId: string;
    readonly resumed: boolean;
  }>;
  'captivate-before-send': CustomEvent<BeforeSendDetail>;
  'captivate-message': CustomEvent<{readonly message: Message}>;
  'captivate-message-failed': CustomEvent<{
    readonly message: Message;
    readonly code: FailureCode;
  }>;
  /** `part.kind` is the hub's `type`, and `part.raw` all that the hub sent, untouched. */
  'captivate-part': CustomEvent<{readonly part: CustomPart['raw']; readonly message: Message}>;
  'captivate-unread-change': CustomEvent<{readonly count: number}>;
  'captivate-action': CustomEvent<HubAction>;
  'captivate-agent-change': CustomEvent<AgentStatus>;
  'captivate-link': CustomEvent<{readonly href: string}>;
  'captivate-hub-event': CustomEvent<{readonly type: string; readonly payload: unknown}>;
  'captivate-error': CustomEvent<{readonly code: ErrorCode; readonly message: string}>;
}

/** Tells the page; false when a listener prevented what was announced. */
export function emit<Name extends keyof CaptivateChatEventMap>(
  chat: Element,
  name: Name,
  detail: CaptivateChatEventMap[Name]['detail'],
  cancelable = false,
): boolean {
  return chat.dispatchEvent(
    new CustomEvent(name, {detail, cancelable, bubbles: true, composed: true}),
  );
}

// For elements, and for the document and the window, where they bubble to.
declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- the way to add names to a global map
  interface GlobalEventHandlersEventMap extends CaptivateChatEventMap {}
}
