import {expect} from '@open-wc/testing';
import {isBlank} from './blank.js';

/** Each alone, and all together. */
const INVISIBLE = [
  ...' \t\n\r\v\f\u00a0\u1680\u2000\u2003\u2009\u202f\u205f\u3000',
  ...'\u200b\u200c\u200d\u2060\ufeff\u180e\u034f\u00ad',
  ...'\u061c\u200e\u200f\u202a\u202c\u202e\u2066\u2069',
  ...'\u115f\u1160\u3164\uffa0\u2800\u17b4',
  ...'\ufe0e\ufe0f\u{e0100}\u{e0020}\u{1d159}\u{1d173}\u2063\ufffc\ufff9\u0000\u0007',
  '',
];

describe('a text', () => {
  it('is blank where there is nothing to see', () => {
    for (const text of [...INVISIBLE, INVISIBLE.join('')]) {
      expect(isBlank(text), JSON.stringify(text)).to.be.true;
    }
  });

  it('is not blank where there is anything to see among it', () => {
    const seen = ['.', '0', 'é', 'ﷺ', '你', '한', '🙂', '👩‍👩‍👧', '🇩🇪', '1️⃣', '❤️', '⠁', '\u0600', '�'];
    for (const text of seen) {
      expect(isBlank(text), text).to.be.false;
      expect(isBlank(`${INVISIBLE.join('')}${text}\u200b`), text).to.be.false;
    }
  });
});
