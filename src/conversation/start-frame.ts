import {frameBytes, MAX_START_BYTES, type ClientFrame} from '../protocol/index.js';
import type {ChatOptions} from './chat-options.js';

type StartFrame = Extract<ClientFrame, {type: 'conversation_start'}>;

/** What starts a conversation, and what of what the page says of the visitor is not part of it. */
export interface Start {
  readonly frame: ClientFrame;
  /** The names of what is not JSON, or too much for a hub; that is no reason to refuse a visitor the chat. */
  readonly leftOut: readonly string[];
}

/**
 * With all that the page says of the visitor, or as much as fits: the small before the big.
 *
 * @param limit - How many bytes the hub takes.
 */
export function startOf(options: Omit<ChatOptions, 'apiKey'>, limit = MAX_START_BYTES): Start {
  const {userId, user, userData, metadata, privateMetadata} = options;
  const candidates: readonly (readonly [string, Partial<StartFrame> | undefined])[] = [
    ['user', user && {userBasicInfo: user}],
    ['userData', userData && {userData}],
    ['metadata', metadata && {metadata}],
    ['privateMetadata', privateMetadata && {privateMetadata}],
  ];
  let frame: StartFrame = {type: 'conversation_start', ...(userId && {userId})};
  const leftOut: string[] = [];
  const sized = candidates.flatMap(([name, part]) => {
    return part ? [{name, part, bytes: frameBytes({type: 'conversation_start', ...part})}] : [];
  });
  for (const {name, part} of sized.toSorted((a, b) => a.bytes - b.bytes)) {
    const fuller = {...frame, ...part};
    if (frameBytes(fuller) <= limit) frame = fuller;
    else leftOut.push(name);
  }
  return {frame, leftOut};
}
