import {visibleText} from './visible-text.js';
import type {ContentPart, Sender} from '../../src/client.js';
import {withoutPictures} from './data-pictures.js';
import {htmlText} from './html-text.js';
import {fillCount, type Localization} from '../i18n/localize.js';
import type {Strings} from '../i18n/strings.js';

/** A part of a message in words, for where it is not seen; empty for what says nothing. */
export function partText(part: ContentPart, strings: Strings): string {
  switch (part.type) {
    case 'text':
      return lines(withoutPictures(part.text));
    case 'buttons':
      return lines(part.title, part.options.map(({label}) => label).join(', '));
    case 'cards':
      return lines(...part.cards.flatMap(({title, text}) => [title, text]));
    case 'files':
      return lines(part.title, ...part.files.map(({name}) => labelled(strings.file, name)));
    case 'html':
    case 'table':
      return htmlText(part.html);
    case 'custom':
      return lines(part.text);
    case 'pause':
      return '';
  }
}

/** The same for who listens, and hears how much there is to choose from. */
export function spokenPart(part: ContentPart, strings: Localization): string {
  if (part.type !== 'buttons' || part.options.length === 0) return partText(part, strings);
  const {title, options} = part;
  const count = fillCount(strings.choices, options.length, strings.locale);
  return lines(title, labelled(count, options.map(({label}) => label).join(', ')));
}

/** Nobody listens to more than this, in characters; the message is there to be read. */
const LONGEST_SPOKEN = 1000;

/** The text as it is read out: not without end, and what a bot wrote without the signs of Markdown. */
export function spokenText(text: string, sender: Sender): string {
  const spoken = text.slice(0, LONGEST_SPOKEN);
  return (sender === 'bot' && withoutSigns(spoken)) || spoken.trim();
}

/** Signs that stand between numbers, in a face like `^_^` or alone are none of Markdown. */
function withoutSigns(text: string): string {
  return text
    .replace(/!?\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replace(/^[ \t]*(?:#{1,6}|[>•])[ \t]+/gm, '')
    .replace(/(?<![\w^<>;=\\-])(?:[*_`]|~~)+(?=\S)|(?<=[^\s^<>;=-])(?:[*_`]|~~)+(?![\w/])|\|/g, '')
    .trim();
}

/** What is there, a line each. */
export function lines(...texts: readonly (string | undefined)[]): string {
  return texts.flatMap((text) => visibleText(text) ?? []).join('\n');
}

/** "File: photo.jpg", or only the first where there is no second. */
export function labelled(label: string, text: string | undefined): string {
  const shown = visibleText(text);
  return shown ? `${label}: ${shown}` : label;
}
