import {expect} from '@open-wc/testing';
import {fullJitter, retryBound} from './retry-policy.js';

describe('the retry policy', () => {
  it('grows its bound from half a second to half a minute', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 7, 50].map((failures) =>
      retryBound({failures, hidden: false}),
    );
    expect(bounds).to.deep.equal([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is slower on a hidden page', () => {
    for (const failures of [0, 3, 50]) {
      expect(retryBound({failures, hidden: true})).to.be.greaterThan(
        retryBound({failures, hidden: false}),
      );
    }
  });

  it('spreads the waits over the whole bound', () => {
    const context = {failures: 4, hidden: false};
    const waits = Array.from({length: 2000}, () => fullJitter(context) / retryBound(context));
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = waits.filter((wait) => Math.floor(wait * 10) === tenth).length;
      expect(share, `waits in tenth ${tenth}`).to.be.within(100, 320);
    }
    expect(Math.max(...waits)).to.be.below(1);
  });
});
