import {expect} from '@open-wc/testing';
import {encode} from './encode.js';
import {isTooLong} from './limits.js';

describe('a text that is too long', () => {
  const bytes = (text: string) =>
    new TextEncoder().encode(
      encode({
        type: 'user_message',
        conversationId: `${'user'.repeat(32)}_${crypto.randomUUID()}`,
        clientMessageId: crypto.randomUUID(),
        text,
      }),
    ).length;

  for (const [kind, letter] of [
    ['plain letters', 'a'],
    ['letters of three bytes', 'ひ'],
    ['pairs of four bytes', '😀'],
    ['quotes, which JSON escapes', '"'],
    ['control characters, which JSON spells out', '\u0001'],
  ] as const) {
    it(`is known by what it takes on the wire: ${kind}`, () => {
      let fits = 1;
      let fails = 200_000;
      while (fails - fits > 1) {
        const middle = Math.floor((fits + fails) / 2);
        if (isTooLong(letter.repeat(middle))) fails = middle;
        else fits = middle;
      }
      expect(bytes(letter.repeat(fits))).to.be.within(126_000, 128 * 1024);
    });
  }
});
