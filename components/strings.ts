import type {Notice, Trouble} from '../src/client.js';

/** Every text that is built in. Placeholders stand in braces. */
export interface Strings {
  readonly heading: string;
  readonly openChat: string;
  readonly closeChat: string;
  /** `{count}` is a number greater than 0. */
  readonly unread: string;
  readonly placeholder: string;
  readonly send: string;
  readonly transcript: string;
  /** How a new message is read out. */
  readonly says: string;
  readonly loadingHistory: string;
  readonly connecting: string;
  readonly loadFailed: string;
  readonly tryAgain: string;
  readonly opensInNewTab: string;
  readonly menu: string;
  readonly talkToPerson: string;
  readonly you: string;
  readonly bot: string;
  readonly agent: string;
  readonly pending: string;
  readonly failed: string;
  readonly trouble: Readonly<Record<Trouble, string>>;
  /** `{name}` is the agent's, or the word for one. */
  readonly notice: Readonly<Record<Notice['code'], string>>;
}

export const english: Strings = {
  heading: 'Chat',
  openChat: 'Open chat',
  closeChat: 'Close chat',
  unread: 'unread: {count}',
  placeholder: 'Write a message…',
  send: 'Send',
  transcript: 'Messages',
  says: '{name}: {text}',
  loadingHistory: 'Loading your conversation…',
  connecting: 'Connecting…',
  // Some browsers remember what could not be loaded for as long as the page stays.
  loadFailed:
    'The chat could not be loaded. Check your connection and try again, or reload the page.',
  tryAgain: 'Try again',
  opensInNewTab: '(opens in a new tab)',
  menu: 'More',
  talkToPerson: 'Talk to a person',
  you: 'You',
  bot: 'Assistant',
  agent: 'Agent',
  pending: 'Sending…',
  failed: 'Not sent',
  trouble: {
    'no-api-key': 'This chat is not set up completely: its key is missing.',
    'bad-address': 'This chat is not set up correctly: its address cannot be used.',
    offline: 'You are offline. Messages will be sent when you are back.',
    reconnecting: 'Reconnecting…',
    unreachable: 'The chat cannot be reached right now. Trying again…',
    'not-starting': 'The chat does not answer right now. Trying again…',
  },
  notice: {
    'conversation-restarted': 'Your earlier conversation has ended. This is a new one.',
    unreadable: 'A message could not be shown.',
    'agent-requested': 'A person was asked to join. Please wait a moment.',
    'agent-joined': '{name} has joined the conversation.',
    'agent-left': '{name} has left the conversation.',
    'agent-unavailable': 'Nobody is available right now. You can go on writing here.',
  },
};
