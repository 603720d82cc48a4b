/** The client, and what the element around it needs only once there is one. Loaded when that is wanted. */
import {isBlank} from '../../src/messages/blank.js';
import type {ChatClient, ChatEvent, ChatSnapshot, Message} from '../../src/client.js';
import {ChatError} from '../../src/errors.js';
import {updated} from '../../src/conversation/snapshot.js';
import type {ChatHost, ChatView} from '../chat-host.js';
import {emit, type BeforeSendDetail} from '../events.js';
import {pageEvents} from './page-events.js';

export {canResume, ChatClient} from '../../src/client.js';
export {nextFrame} from '../../src/async.js';

/** Tells the page what happened to the client of the element, and the visitor what they would not see. */
export function tellPage(chat: ChatHost, event: ChatEvent, view: ChatView): void {
  for (const [name, detail] of pageEvents(event)) emit(chat, name, detail);
  if (event.type === 'message' && isUnseen(event.message, view.snapshot)) {
    import('../notifications/notify.js').then(
      ({notify}) => notify(chat, view, event.message),
      // The number on the launcher says it, too.
      () => undefined,
    );
  }
}

/** What comes with a history was there before this page was. */
function isUnseen({sender}: Message, {loading, unreadCount}: ChatSnapshot): boolean {
  return sender !== 'user' && !loading && unreadCount > 0;
}

/** Nothing has changed but the messages. */
export function hasOnlyMessages(before: ChatSnapshot, {messages, ...others}: ChatSnapshot) {
  const next = {...others, messages: before.messages};
  return updated(before, next) === before;
}

/** Sends what the visitor, or the page for them, wants to say, unless the page prevents it. */
export function sendMessage(chat: Element, client: ChatClient, text: string): Message | undefined {
  // The page is not asked about what cannot be sent.
  if (isBlank(text)) throw new ChatError('empty-message', 'There is nothing to see in the text.');
  const detail: BeforeSendDetail = {text, files: []};
  const allowed = emit(chat, 'captivate-before-send', detail, true);
  return allowed && !isBlank(detail.text) ? client.send(detail.text) : undefined;
}
