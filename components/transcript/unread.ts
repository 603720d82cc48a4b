import type {ChatSnapshot, Message} from '../../src/client.js';

/** The id of the first message that came while nobody looked. */
export function firstUnread({messages, unreadCount}: ChatSnapshot): string | undefined {
  let left = unreadCount;
  return left > 0 ? messages.findLast((each) => isReceived(each) && --left === 0)?.id : undefined;
}

/** How many messages bots and agents have said from that place on. */
export function countReceived(messages: readonly Message[], from: number): number {
  let count = 0;
  for (let index = messages.length - 1; index >= from; index--) {
    if (isReceived(messages[index]!)) count++;
  }
  return count;
}

export function isReceived({sender}: Message): boolean {
  return sender !== 'user';
}
