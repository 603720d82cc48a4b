/** The client, and what the element around it needs only once there is one. Loaded when that is wanted. */
import type {ChatClient, ChatEvent, Message} from '../src/client.js';
import {emit, type BeforeSendDetail} from './events.js';
import {pageEvents} from './page-events.js';

export {canResume, ChatClient} from '../src/client.js';

/** Tells the page what happened to the client of the element. */
export function tellPage(chat: Element, event: ChatEvent): void {
  for (const [name, detail] of pageEvents(event)) emit(chat, name, detail);
}

/** Sends what the visitor, or the page for them, wants to say, unless the page prevents it. */
export function sendMessage(chat: Element, client: ChatClient, text: string): Message | undefined {
  const detail: BeforeSendDetail = {text, files: []};
  const allowed = emit(chat, 'captivate-before-send', detail, true);
  return allowed && detail.text.trim() ? client.send(detail.text) : undefined;
}
