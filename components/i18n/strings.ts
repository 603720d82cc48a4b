import type {FailureCode, Notice, ConnectionProblem} from '../../src/client.js';
import {launcherEnglish, type LauncherStrings, type Plural} from './launcher-strings.js';

/** A question, what follows from a yes, and the button that says it. */
export interface Confirmation {
  readonly heading: string;
  readonly text: string;
  readonly action: string;
}

/** Every text that is built in. Placeholders stand in braces. */
export interface Strings extends LauncherStrings {
  readonly placeholder: string;
  readonly send: string;
  readonly tooLong: string;
  readonly transcript: string;
  /** How a new message is read out. */
  readonly says: string;
  /** What a bot offers, before it is read out. */
  readonly choices: Plural;
  /** `{count}` is a number greater than 0. */
  readonly newMessages: Plural;
  readonly toEnd: string;
  readonly unreadDivider: string;
  readonly showMore: string;
  readonly showLess: string;
  readonly loadingHistory: string;
  readonly connecting: string;
  readonly opensInNewTab: string;
  readonly cards: string;
  readonly previousCards: string;
  readonly nextCards: string;
  readonly open: string;
  readonly file: string;
  readonly picture: string;
  readonly closePicture: string;
  readonly fileUnavailable: string;
  readonly table: string;
  readonly code: string;
  readonly copy: string;
  readonly copyCode: string;
  readonly copied: string;
  readonly notCopied: string;
  readonly menu: string;
  readonly talkToPerson: string;
  readonly newConversation: string;
  readonly downloadText: string;
  readonly downloadHtml: string;
  readonly deleteConversation: string;
  readonly notifyMe: string;
  /** What is asked before it is done. */
  readonly confirm: Readonly<Record<'new-conversation' | 'delete-conversation', Confirmation>>;
  readonly cancel: string;
  readonly oneMoment: string;
  readonly notDone: string;
  /** `{time}` is a date and a time. */
  readonly transcriptSaved: string;
  /** `{name}` is that of who writes, or the word for one. */
  readonly typing: string;
  readonly today: string;
  readonly yesterday: string;
  readonly you: string;
  readonly bot: string;
  readonly agent: string;
  readonly pending: string;
  readonly failed: string;
  readonly failure: Readonly<Record<FailureCode, string>>;
  readonly discard: string;
  /** Takes the preview of a message away, and not the message. */
  readonly dismiss: string;
  readonly trouble: Readonly<Record<ConnectionProblem, string>>;
  /** `{name}` is the agent's, or the word for one. */
  readonly notice: Readonly<Record<Notice['code'], string>>;
}

/** Some of the texts, in the page's own words. */
export type StringOverrides = Overrides<Strings>;

type Overrides<Texts> = {
  readonly [Name in keyof Texts]?: Texts[Name] extends Plural
    ? Texts[Name] | string
    : Texts[Name] extends string
      ? string
      : Overrides<Texts[Name]>;
};

export const english: Strings = {
  ...launcherEnglish,
  placeholder: 'Write a message…',
  send: 'Send',
  tooLong: 'This is too long for one message. Please shorten it, or send it in parts.',
  transcript: 'Messages',
  says: '{name} says: {text}',
  choices: {one: '{count} choice', other: '{count} choices'},
  newMessages: {one: '{count} new message', other: '{count} new messages'},
  toEnd: 'Go to the latest message',
  unreadDivider: 'New messages',
  showMore: 'Show more',
  showLess: 'Show less',
  loadingHistory: 'Loading your conversation…',
  connecting: 'Connecting…',
  opensInNewTab: '(opens in a new tab)',
  cards: 'Cards',
  previousCards: 'Previous cards',
  nextCards: 'Next cards',
  open: 'Open',
  file: 'File',
  picture: 'Picture',
  closePicture: 'Close picture',
  fileUnavailable: 'Not available',
  table: 'Table',
  code: 'Code',
  copy: 'Copy',
  copyCode: 'Copy code',
  copied: 'Copied',
  notCopied: 'Not copied',
  menu: 'More',
  talkToPerson: 'Talk to a person',
  newConversation: 'New conversation',
  downloadText: 'Download as text',
  downloadHtml: 'Download as web page',
  deleteConversation: 'Delete my conversation',
  notifyMe: 'Notify me of new messages',
  confirm: {
    'new-conversation': {
      heading: 'Start a new conversation?',
      text: 'It starts from the beginning. What was said so far is no longer shown here.',
      action: 'Start',
    },
    'delete-conversation': {
      heading: 'Delete your conversation?',
      text: 'This deletes the conversation for good. It cannot be brought back.',
      action: 'Delete',
    },
  },
  cancel: 'Cancel',
  oneMoment: 'One moment…',
  notDone: 'That did not work. Please check your connection and try again.',
  transcriptSaved: 'Saved on {time}',
  typing: '{name} is typing…',
  today: 'Today',
  yesterday: 'Yesterday',
  you: 'You',
  bot: 'Assistant',
  agent: 'Agent',
  pending: 'Sending…',
  failed: 'Not sent',
  failure: {
    'hub-error': 'Not sent: The chat service did not accept this message.',
    'message-too-long': 'Not sent: This is too long for one message.',
    'not-delivered': 'Perhaps not delivered: If you send it again, it may arrive twice.',
  },
  discard: 'Discard',
  dismiss: 'Hide message',
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
    'conversation-deleted': 'Your conversation was deleted.',
    unreadable: 'A message could not be shown.',
    'hub-error': 'Something went wrong on our side. Please try that again.',
    'message-loading': 'A long message is on its way…',
    'message-unavailable': 'A long message could not be loaded.',
    'agent-requested': 'A person was asked to join. Please wait a moment.',
    'agent-joined': '{name} has joined the conversation.',
    'agent-left': '{name} has left the conversation.',
    'agent-unavailable': 'Nobody is available right now. You can go on writing here.',
  },
};
