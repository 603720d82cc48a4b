import {canBeSent, type ClientFrame} from '../protocol/index.js';
import type {ChatOptions} from './chat-options.js';

/**
 * What starts a conversation.
 *
 * @param onBadData - Called where what the page says of the visitor is not JSON, or too long. It is left out then, because it is no
 *   reason to refuse them the chat.
 */
export function startFrame(
  {userId, user, userData, metadata, privateMetadata}: ChatOptions,
  onBadData: () => void,
): ClientFrame {
  const frame = {type: 'conversation_start' as const, ...(userId && {userId})};
  const full = {
    ...frame,
    ...(user && {userBasicInfo: user}),
    ...(userData && {userData}),
    ...(metadata && {metadata}),
    ...(privateMetadata && {privateMetadata}),
  };
  if (canBeSent(full)) return full;
  onBadData();
  return frame;
}
