import type {TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {html} from '../template.js';

/** No word of any language, and hardly an address, comes near. It begins only where a word does, to be quick. */
const LONG_WORD = /((?<!\S)\S{500,})/;

export const longWordsStyles = css`
  .word-piece {
    display: block;
  }
`;

/**
 * The text, with a very long word in pieces, each of which is broken into lines by itself: the time that browsers
 * take for joined letters or for accents grows with the square of their number.
 */
export function breakLongWords(text: string): (string | TemplateResult[])[] {
  // What was split at stands at every second place.
  return text.split(LONG_WORD).map((piece, index) => (index % 2 === 0 ? piece : pieces(piece)));
}

// Inside, every blank counts.
// prettier-ignore
const pieces = (word: string) =>
  word.match(/.{1,500}/gsu)!.map((piece) => html`<span class="word-piece">${piece}</span>`);
