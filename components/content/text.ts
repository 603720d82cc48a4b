import {css} from '../../styles/css.js';
import {isBlank} from '../../src/messages/blank.js';
import type {CustomPart, TextPart} from '../../src/client.js';
import {linkify} from './linkify.js';
import {html} from '../template.js';
import type {ContentTemplate} from './content.js';
import {lazy, LazyCode} from './lazy.js';
import {withoutPictures} from './data-pictures.js';
import {breakLongWords, longWordsStyles} from './long-words.js';

export const textStyles = css`
  ${longWordsStyles}

  .text {
    white-space: pre-wrap;
  }

  .markdown {
    white-space: normal;
  }

  /* No word stands alone in the last line. */
  .text,
  .markdown :is(p, li) {
    text-wrap: pretty;
  }

  /* Each line has the direction of its own script. */
  .markdown :is(p, li, th, td) {
    unicode-bidi: plaintext;
  }

  .markdown :is(p, ul, ol, blockquote, hr, .code, .scroll) {
    margin: 0.6em 0;
  }

  .markdown :is(p, ul, ol, blockquote, hr, .code, .scroll):first-child {
    margin-block-start: 0;
  }

  .markdown :is(p, ul, ol, blockquote, hr, .code, .scroll):last-child {
    margin-block-end: 0;
  }

  .markdown .raw {
    white-space: pre-wrap;
  }

  .markdown .heading {
    margin-block: 0.9em 0.35em;
    font-weight: var(--_weight);
    line-height: 1.3;
  }

  .markdown .heading[data-depth='1'] {
    font-size: 1.2em;
  }

  .markdown .heading[data-depth='2'] {
    font-size: 1.1em;
  }

  .markdown :is(ul, ol) {
    padding-inline-start: 1.5em;
  }

  .markdown :is(li > ul, li > ol) {
    margin-block: 0.15em 0;
  }

  .markdown li + li {
    margin-block-start: 0.15em;
  }

  .markdown .wide {
    padding-inline-start: 0;
    list-style-position: inside;
  }

  /* There is no room to set everything in. */
  .markdown :is(ul, ol, dl, blockquote) :is(ul, ol, dl, blockquote) :is(ul, ol, dl, blockquote) * {
    margin-inline-start: 0;
    padding-inline-start: 0;
    list-style-position: inside;
  }

  .markdown .task {
    list-style: none;
  }

  .markdown .task input {
    width: 1em;
    height: 1em;
    margin: 0 0.35em 0 0;
    margin-inline: -1.35em 0.35em;
    vertical-align: -0.1em;
    accent-color: currentColor;
  }

  .markdown blockquote {
    padding-inline-start: 0.8em;
    border-inline-start: 3px solid color-mix(in srgb, currentColor 30%, transparent);
  }

  .markdown hr {
    border: 0;
    border-block-start: 1px solid color-mix(in srgb, currentColor 25%, transparent);
  }

  .markdown code {
    padding: 0.1em 0.3em;
    border-radius: 4px;
    background: color-mix(in srgb, currentColor 8%, transparent);
    font:
      0.9em/1.45 ui-monospace,
      'SF Mono',
      Menlo,
      Consolas,
      monospace;
  }

  .markdown .code {
    border-radius: min(var(--_radius), 8px);
    background: color-mix(in srgb, currentColor 8%, transparent);
  }

  .markdown pre {
    margin: 0;
    padding: 8px 10px;
    overflow-x: auto;
    border-radius: min(var(--_radius), 8px);
  }

  .markdown pre code {
    padding: 0;
    background: none;
    overflow-wrap: normal;
    white-space: pre;
  }

  .markdown .copy {
    display: flex;
    justify-content: flex-end;
    align-items: center;
    gap: 8px;
    padding: 0 10px;
    font-size: var(--_font-size-small);
  }

  .markdown .copy button {
    min-height: 24px;
    padding: 4px 0;
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  /* Also holds what is hidden inside of it, which would widen the transcript. */
  .markdown .scroll {
    position: relative;
    overflow-x: auto;
  }

  .markdown table {
    border-collapse: collapse;
    font-size: 0.94em;
  }

  .markdown :is(th, td) {
    min-width: 4em;
    max-width: 20em;
    padding: 4px 8px;
    border: 1px solid color-mix(in srgb, currentColor 25%, transparent);
    overflow-wrap: break-word;
    text-align: start;
    vertical-align: top;
  }

  .markdown [data-align='center'] {
    text-align: center;
  }

  .markdown [data-align='right'] {
    text-align: end;
    /* A number and what it counts. */
    white-space: nowrap;
  }

  .markdown img {
    max-width: 100%;
    height: auto;
    border-radius: min(var(--_radius), 8px);
    vertical-align: bottom;
  }
`;

/**
 * Longer than this, a text is shown as it is: the parser's time grows faster than the text, and the page stands
 * still for as long. No message for a bubble comes near.
 */
const MAX_LENGTH = 50_000;

/**
 * What there is no Markdown without. Each looks for the nearest second sign or at the beginning of a line, so that
 * no text makes them slow.
 */
const SIGNS: readonly RegExp[] = [
  // Emphasis, code and what is struck out have two ends; an underscore inside a word is none, nor is one tilde.
  /\*[^*]*\*|`[^`]*`|~~/,
  /(?<![\p{L}\p{N}_])_+[^\s_][^_]*_/u,
  // Links, images, and the addresses they refer to.
  /\]\(|\]:|<[a-z][\w.+-]*[:@]/i,
  // Characters by name, and those that a backslash keeps from being signs.
  /&[#\w]{2,10};|\\[!-/:-@[-`{-~]|\\$/m,
  // Headings, quotes, lists, rules and code that is set in.
  /^ {0,3}(?:#{1,6}(?:[ \t]|$)|>|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|--|=|_[ \t]*_|\t)|^ {4}/m,
  // The line below the head of a table.
  /\|[ \t]*:?-|-:?[ \t]*\|/,
];

/** No text that was meant to be read has more blanks in a row. */
const MAX_BLANKS = 1000;

/** There may be Markdown in the text. Rather too often than too rarely, yet not for plain sentences. */
export function hasMarkdown(text: string): boolean {
  const read = withoutPictures(text);
  return read.length <= MAX_LENGTH && SIGNS.some((sign) => sign.test(read));
}

const markdown = new LazyCode(() => import('./markdown.js'));

/**
 * Text with its addresses as links. What bots write is Markdown; people mean each sign as it stands. Of a part of an
 * unknown kind, what text it carries.
 */
export const textTemplate: ContentTemplate<TextPart | CustomPart> = (part, {message}) => {
  if (part.text === undefined || isBlank(part.text)) return undefined;
  const plain = part.type === 'custom' || message.sender !== 'bot' || !hasMarkdown(part.text);
  const content = plain ? plainContent(part.text) : markdownContent(part);
  // Inside, every blank counts.
  // prettier-ignore
  return html`<div part="text" class="text" dir="auto">${content}</div>`;
};

/** As it is, except for what browsers take time without end to break into lines. */
function plainContent(text: string) {
  const pieces = linkify(text.replace(/\s{2,}/g, (blanks) => blanks.slice(0, MAX_BLANKS)));
  return pieces.map((piece) => (typeof piece === 'string' ? breakLongWords(piece) : piece));
}

/** The text as it is, until it is known how to show it. */
function markdownContent(part: TextPart) {
  const plain = () => plainContent(withoutPictures(part.text));
  return lazy(markdown, ({renderMarkdown}) => renderMarkdown(part) ?? plain(), plain);
}
