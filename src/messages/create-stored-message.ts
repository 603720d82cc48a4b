import {isBlank} from './blank.js';
import {ChatError} from '../errors.js';
import {isTooLong} from '../protocol/index.js';
import type {StoredMessage} from '../storage/session-record.js';
import {uuid} from '../uuid.js';

/**
 * What the visitor wrote, as it is kept until the hub has it. Throws a `ChatError` with the code `empty-message` when
 * the text is blank, and `message-too-long` when a hub would not take it.
 *
 * @param sentCount - How many messages of the visitor the hub is known to have.
 */
export function createStoredMessage(text: string, sentCount: number): StoredMessage {
  if (isBlank(text))
    throw new ChatError('empty-message', 'A message needs a text that is not blank.');
  const trimmed = text.trim();
  if (isTooLong(trimmed)) {
    throw new ChatError('message-too-long', 'A message has to fit into a frame of 128 KB.');
  }
  return {id: uuid(), text: trimmed, time: Date.now(), after: sentCount};
}
