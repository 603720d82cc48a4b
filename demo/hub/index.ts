/**
 * The local hub: a real WebSocket server that speaks the Captivate Hub's protocol, for developing and testing against
 * without an account, a network or somebody else's data. Runs in Node.
 */
export {Hub, startHub} from './server.js';
export type {HubOptions} from './server.js';
export {HubCore} from './core.js';
export type {HubCoreOptions, Outcome, ReceivedFrame, Violation} from './core.js';
export {Conversations} from './conversations.js';
export type {
  Conversation,
  ConversationQuery,
  ConversationStart,
  ConversationsOptions,
  MessageVersion,
  MetadataUpdate,
  NewMessage,
  StoredMessage,
  StoredSender,
} from './conversations.js';
export {Faults} from './faults.js';
export type {Bytes, FaultTarget, Refusal} from './faults.js';
export {createDemoBot, demoGreeting} from './demo-bot.js';
export type {DemoBotOptions} from './demo-bot.js';
export type {Bot, BotChat, VisitorMessage} from './bot.js';
export {clientEventTypes, validateFrame} from './validate.js';
export type {
  FrameTransport,
  InvalidFrame,
  ValidFrame,
  ValidateOptions,
  Validated,
} from './validate.js';
export type {TranscriptShape} from './transcript.js';
export type {Clock} from './clock.js';
export type {LinkTransport} from './link.js';
export type {AgentInfo, UpdateType, WireAction, WireEvent, WireObject, WirePart} from './wire.js';
