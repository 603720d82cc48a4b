import {expect} from '@open-wc/testing';
import {jitteredWait, retryBound, type Need} from './retry-policy.js';

const NEEDS: readonly Need[] = ['open', 'visible', 'hidden'];

describe('the retry policy', () => {
  it('grows its bound from a second to twenty while the visitor looks at the conversation', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 50].map((failures) => retryBound({failures, need: 'open'}));
    expect(bounds).to.deep.equal([1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
  });

  it('is slower the less the visitor needs it', () => {
    for (const failures of [0, 1, 3, 50]) {
      const [open, visible, hidden] = NEEDS.map((need) => retryBound({failures, need}));
      expect(open, `after ${failures} failures`).to.be.below(visible!);
      expect(visible, `after ${failures} failures`).to.be.below(hidden!);
    }
  });

  for (const need of NEEDS) {
    it(`spreads the first wait from nothing to the bound: ${need}`, () => {
      const context = {failures: 0, need};
      expect(jitteredWait(context, 0)).to.equal(0);
      expect(jitteredWait(context, 0.5)).to.equal(retryBound(context) / 2);
      expect(jitteredWait(context, 1)).to.equal(retryBound(context));
    });

    it(`takes later waits from the upper half: ${need}`, () => {
      const context = {failures: 4, need};
      expect(jitteredWait(context, 0)).to.equal(retryBound(context) / 2);
      expect(jitteredWait(context, 1)).to.equal(retryBound(context));
    });
  }

  it('takes one failure for enough where the browser sees no network', () => {
    for (const need of NEEDS) {
      const longest = retryBound({failures: 50, need});
      expect(retryBound({failures: 1, need, offline: true})).to.equal(longest);
      const first = retryBound({failures: 0, need});
      expect(retryBound({failures: 0, need, offline: true}), 'it may be wrong').to.equal(first);
    }
  });

  it('brings chance with it', () => {
    const waits = Array.from({length: 2000}, () => jitteredWait({failures: 0, need: 'open'}));
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = waits.filter((wait) => Math.floor(wait / 100) === tenth).length;
      expect(share, `waits in tenth ${tenth}`).to.be.within(100, 320);
    }
  });
});
