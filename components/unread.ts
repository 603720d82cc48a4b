import type {ChatSnapshot, Message} from '../src/client.js';

/** What bots and agents have said. */
export function received(messages: readonly Message[]): readonly Message[] {
  return messages.filter(({sender}) => sender !== 'user');
}

/** The id of the first message that came while nobody looked. */
export function firstUnread({messages, unreadCount}: ChatSnapshot): string | undefined {
  return unreadCount > 0 ? received(messages).at(-unreadCount)?.id : undefined;
}
