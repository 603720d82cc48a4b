/** The class of `<captivate-chat>` and all public types; importing it registers nothing. */
export {CaptivateChat} from './chat/captivate-chat.js';
export type {BeforeSendDetail, CaptivateChatEventMap} from './events.js';
export type {StringOverrides, Strings} from './i18n/strings.js';
export type * from '../src/client.js';
