import {expect, fixture, html} from '@open-wc/testing';
import {breakLongWords} from './long-words.js';

describe('a long word', () => {
  const show = (text: string) => fixture(html`<p>${breakLongWords(text)}</p>`);

  for (const [what, text, count] of [
    ['of joined letters', 'م'.repeat(2500), 5],
    ['of accents', `e${'\u0301'.repeat(999)}`, 2],
    ['of pictures, which take two places each', '🙂'.repeat(501), 2],
    ['between others', `a ${'b'.repeat(500)}\n c`, 1],
    ['and another one', `${'b'.repeat(500)} ${'c'.repeat(700)}`, 3],
  ] as const) {
    it(`comes in pieces: one ${what}`, async () => {
      const element = await show(text);
      expect(element.textContent).to.equal(text);
      expect(element.querySelectorAll('.word-piece')).to.have.length(count);
      const pieces = [...element.childNodes].map(({textContent}) => textContent ?? '');
      expect(pieces.every((piece) => piece.isWellFormed?.() ?? true)).to.be.true;
    });
  }

  it('is none where there are blanks', () => {
    const text = `${'b'.repeat(499)} `.repeat(2000);
    expect(breakLongWords(text)).to.deep.equal([text]);
  });
});
