import {asObject, plain, type JsonObject} from '../protocol/index.js';
import type {ChatOptions} from './chat-options.js';

/** What a page says of the visitor and the conversation. */
const ABOUT = ['user', 'userData', 'metadata', 'privateMetadata'] as const;

type About = {readonly [Name in (typeof ABOUT)[number]]?: JsonObject};

/** Takes the place of what was said before, and is not sent. */
export const NO_ABOUT: About = {user: {}, userData: {}, metadata: {}, privateMetadata: {}};

/**
 * Reads it at this moment, because it may be reactive data that changes.
 *
 * @param onBadData - Called with the name of each that is not a JSON object. It is left out then, because it is no reason to refuse
 *   a visitor the chat.
 */
export function readAbout(options: ChatOptions, onBadData: (name: string) => void): About {
  const read: {-readonly [Name in keyof About]: About[Name]} = {};
  for (const name of ABOUT) {
    if (options[name] == null) continue;
    try {
      const data = asObject(plain(options[name]));
      if (data) read[name] = data;
      else onBadData(name);
    } catch {
      onBadData(name);
    }
  }
  return read;
}
