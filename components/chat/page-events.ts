import type {ChatEvent} from '../../src/client.js';
import type {CaptivateChatEventMap} from '../events.js';

/** An event that the page is to be told of. */
export type PageEvent = {
  [Name in keyof CaptivateChatEventMap]: readonly [Name, CaptivateChatEventMap[Name]['detail']];
}[keyof CaptivateChatEventMap];

/** What the page is told of something that happened to the client. */
export function pageEvents(event: ChatEvent): readonly PageEvent[] {
  switch (event.type) {
    case 'connection-change':
      return [['captivate-connection-change', {state: event.state}]];
    case 'conversation-start': {
      const {conversationId, resumed} = event;
      return [['captivate-conversation-start', {conversationId, resumed}]];
    }
    case 'message': {
      const {message} = event;
      const unknown = message.parts.filter((part) => part.type === 'custom');
      return [
        ['captivate-message', {message}],
        ...unknown.map(({raw}): PageEvent => ['captivate-part', {part: raw, message}]),
      ];
    }
    case 'message-failed':
      return [['captivate-message-failed', {message: event.message, code: event.code}]];
    case 'unread-change':
      return [['captivate-unread-change', {count: event.count}]];
    case 'agent-change':
      return [['captivate-agent-change', event.status]];
    case 'action':
      return [['captivate-action', event.action]];
    case 'hub-event':
      return [['captivate-hub-event', {type: event.eventType, payload: event.payload}]];
    case 'error':
      return [['captivate-error', {code: event.code, message: event.message}]];
  }
}
