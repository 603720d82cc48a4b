import {HUB_SOCKETS, type JsonObject, type UserInfo} from '../protocol/index.js';
import type {PageSignals} from '../connection/page-signals.js';
import type {SocketOptions} from '../connection/socket-service.js';
import type {KeyValueStore} from '../storage/key-value-store.js';
import {sessionKey} from '../storage/session-record.js';
import {hasStoredConversation} from '../storage/stored-conversation.js';

export interface ChatOptions {
  /** The Channel API key. Empty: nothing is tried. */
  readonly apiKey: string;
  /** Which of the deployed hubs; `production` by default. */
  readonly environment?: 'production' | 'development';
  /** Address of another hub's socket (`ws:` or `wss:`), in place of the environment's. */
  readonly socketUrl?: string | undefined;
  /** Absent: the visitor is anonymous. */
  readonly userId?: string | undefined;
  readonly user?: UserInfo | undefined;
  readonly userData?: JsonObject | undefined;
  readonly metadata?: JsonObject | undefined;
  /** The hub never gives these back to a page. */
  readonly privateMetadata?: JsonObject | undefined;
  /** Who speaks first in a new conversation; `bot` by default. */
  readonly start?: 'bot' | 'visitor';
  /** `local` (default) keeps the conversation in IndexedDB, `none` in the memory of this page. */
  readonly storage?: 'local' | 'none';
  /** Minutes without activity after which a stored conversation is not resumed; 0 (default): never. */
  readonly sessionTimeout?: number;
}

/** What a client works with, to be replaced where there is no browser. */
export interface ChatParts {
  readonly openSocket?: SocketOptions['open'];
  readonly retryDelay?: SocketOptions['retryDelay'];
  readonly signals?: PageSignals;
  readonly store?: KeyValueStore;
}

/** The address of the hub's socket, without the key. An unknown environment counts as `production`. */
export function socketBase({
  socketUrl,
  environment,
}: Pick<ChatOptions, 'socketUrl' | 'environment'>): string {
  const {production, development} = HUB_SOCKETS;
  return socketUrl || (environment === 'development' ? development : production);
}

/** Where the session of these options is stored. */
export function sessionKeyOf(options: ChatOptions): string {
  return sessionKey(socketBase(options), options.apiKey, options.userId);
}

/** Whether these options find a stored conversation to go on with, or a message that waits to be sent. */
export function canResume(options: ChatOptions): Promise<boolean> {
  return hasStoredConversation(sessionKeyOf(options), options.sessionTimeout ?? 0);
}
