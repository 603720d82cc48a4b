import type {ChatSnapshot} from '../../src/client.js';
import type {ChatHost} from '../chat-host.js';
import type {MenuItem} from './chat-menu.js';
import {canAskToNotify} from '../notifications/permission.js';
import type {Strings} from '../i18n/strings.js';

/** What the menu offers to do. */
export type Command =
  | 'request-agent'
  | 'new-conversation'
  | 'download-text'
  | 'download-html'
  | 'notify'
  | 'delete-conversation';

/** What is asked about before it is done. */
export type RiskyCommand = keyof Strings['confirm'];

export const isRisky = (command: Command): command is RiskyCommand =>
  command === 'new-conversation' || command === 'delete-conversation';

/** Asks the element around to do something; it answers by `done`, at once. */
export type CommandEvent = CustomEvent<{readonly command: Command; done?: Promise<unknown>}>;

export interface CommandItem extends MenuItem {
  readonly id: Command;
}

/** What a site does not want to be offered. */
export interface Unwanted {
  readonly agentRequest: boolean;
  readonly transcriptDownload: boolean;
  readonly notifications: boolean;
}

/** What there is to do right now. */
export function commandItems(
  snapshot: ChatSnapshot,
  unwanted: Unwanted,
  strings: Strings,
): readonly CommandItem[] {
  const {agent, conversationId, messages, trouble} = snapshot;
  const isSetUp = trouble !== 'no-api-key' && trouble !== 'bad-address';
  const hasConversation = conversationId !== undefined;
  const hasMessages = messages.length > 0;
  const offered: readonly (CommandItem | false)[] = [
    isSetUp &&
      !unwanted.agentRequest &&
      agent?.state !== 'joined' && {id: 'request-agent', label: strings.talkToPerson},
    hasConversation && hasMessages && {id: 'new-conversation', label: strings.newConversation},
    !unwanted.transcriptDownload &&
      hasMessages && {id: 'download-text', label: strings.downloadText},
    !unwanted.transcriptDownload &&
      hasMessages && {id: 'download-html', label: strings.downloadHtml},
    !unwanted.notifications && canAskToNotify() && {id: 'notify', label: strings.notifyMe},
    hasConversation && {id: 'delete-conversation', label: strings.deleteConversation},
  ];
  return offered.filter((item) => item !== false);
}

/** Does it. Rejects as the method of the element does. */
export function runCommand(chat: ChatHost, command: Command): Promise<unknown> {
  switch (command) {
    case 'request-agent':
      return chat.requestAgent();
    case 'new-conversation':
      return chat.newConversation();
    case 'download-text':
      return chat.downloadTranscript('text');
    case 'download-html':
      return chat.downloadTranscript('html');
    case 'notify':
      // Whatever the answer is, the visitor gave it.
      return Notification.requestPermission();
    case 'delete-conversation':
      // The visitor was told that it cannot be brought back.
      return chat.deleteConversation({hard: true});
  }
}
