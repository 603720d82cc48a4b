import {expect} from '@open-wc/testing';
import {visibleText} from './visible-text.js';

describe('what can be seen of a text', () => {
  it('keeps what joins its letters', () => {
    for (const text of ['می‌خواهم', '👩‍🚀', 'ᄒ\u1160', 'a\u00adb', '❤️']) {
      expect(visibleText(` ${text}\n`)).to.equal(text);
    }
  });

  it('is nothing where nothing can be seen', () => {
    for (const text of [undefined, '', ' \n', '\u200b\u3164\u2800']) {
      expect(visibleText(text)).to.be.undefined;
    }
  });
});
