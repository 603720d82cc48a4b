import type {Conversation} from './conversations.js';
import type {WireAction, WireObject, WirePart} from './wire.js';

/** What a visitor wrote, as a bot gets it. */
export interface VisitorMessage {
  /** Empty in the message with which a client asks the bot for its greeting. */
  readonly text: string;
  readonly files: readonly WireObject[];
}

/** What a bot can do in a conversation. Everything a bot says is dropped while a human has the conversation. */
export interface BotChat {
  /** The conversation as the hub keeps it, read-only. */
  readonly conversation: Conversation;
  /** Sends one message with these content parts; a string stands for a text part. */
  say(...parts: readonly (string | WirePart)[]): void;
  /** Asks the page to do something. */
  act(...actions: readonly WireAction[]): void;
  /** Sends a `general_error`. */
  fail(code: number, description: string): void;
  /** Asks for a human, as the action `escalateToHuman` does. */
  requestAgent(): void;
  /** Runs something later, unless the hub was closed in the meantime. */
  after(milliseconds: number, run: () => void): void;
  /** The address of one of the small files that the hub serves: `picture.svg`, `sound.wav`, `notes.txt`. */
  assetUrl(name: string): string;
}

/**
 * Answers visitors. Give one to `startHub({bot})` to try your own script. A method that throws, or whose promise is
 * rejected, shows to the visitor as a `general_error` 500.
 */
export interface Bot {
  /** Shown as the author of its messages. */
  readonly name: string;
  /** The visitor wrote something, or wants to be greeted. */
  onMessage?(message: VisitorMessage, chat: BotChat): void | Promise<void>;
  /** The page or the visitor sent an action other than `escalateToHuman`. */
  onAction?(action: WireAction, chat: BotChat): void | Promise<void>;
}
