/** The headless client: everything but the view. Needs no DOM. */
export {ChatClient, type ClientParts} from './tabs/chat-client.js';
export type {LockOptions, TabChannel, Tabs} from './tabs/tabs.js';
export type {ChatEvent} from './conversation/conversation.js';
export {canResume, type ChatOptions, type ChatParts} from './conversation/chat-options.js';
export type {
  ConversationList,
  ConversationQuery,
  DeleteOptions,
  MetadataOptions,
} from './conversation/requests.js';
export type {AgentState, AgentStatus} from './conversation/agent.js';
export type {Message, MessageStatus, Notice} from './messages/message.js';
export {
  EMPTY_SNAPSHOT,
  type ChatSnapshot,
  type ConnectionProblem,
} from './conversation/snapshot.js';
export {ChatError, type ErrorCode, type FailureCode} from './errors.js';
export type {
  Author,
  ButtonOption,
  ButtonsPart,
  Card,
  CardsPart,
  ContentPart,
  ConversationSummary,
  CustomPart,
  FileItem,
  FilesPart,
  HtmlPart,
  HubAction,
  JsonObject,
  MetadataTarget,
  Pagination,
  PausePart,
  Sender,
  TablePart,
  TextPart,
  UserInfo,
} from './protocol/index.js';
export type {PageSignals} from './connection/page-signals.js';
export type {ConnectionState} from './connection/socket-service.js';
export type {KeyValueStore} from './storage/key-value-store.js';
