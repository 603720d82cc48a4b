import type {Message} from '../../src/client.js';
import {fill, type Localization} from '../i18n/localize.js';
import {authorName} from '../transcript/message-template.js';
import {lines, partText, spokenPart, spokenText} from '../content/part-text.js';

/** A message in words, for where it is not seen itself. */
export interface PreviewWords {
  readonly author: string;
  readonly text: string;
  /** How it is read out. */
  readonly spoken: string;
}

/** Undefined where there is nothing to be said. */
export function previewWords(message: Message, strings: Localization): PreviewWords | undefined {
  const inWords = (word: typeof spokenPart) =>
    spokenText(lines(...message.parts.map((part) => word(part, strings))), message.sender);
  const author = authorName(message, strings);
  const text = inWords(partText);
  if (!text) return undefined;
  return {author, text, spoken: fill(strings.says, {name: author, text: inWords(spokenPart)})};
}
