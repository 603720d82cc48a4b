import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {placeAt, rangeAround, rangeAtEnd, rangeMoved, type IndexRange} from './range.js';

const NOTHING: IndexRange = {from: 0, to: 0};

/** Any part of a list that is longer than what is ever given elements as a whole. */
const list = fc.integer({min: 41, max: 10_000}).chain((count) =>
  fc.record({
    count: fc.constant(count),
    first: fc.integer({min: 0, max: count - 1}),
    seen: fc.integer({min: 1, max: 30}),
    from: fc.integer({min: 0, max: count - 1}),
    size: fc.integer({min: 1, max: 120}),
  }),
);

describe('the messages that have elements', () => {
  it('are all of a short list', () => {
    expect(rangeAround({from: 3, to: 5}, 40, NOTHING)).to.deep.equal({from: 0, to: 40});
    expect(rangeAtEnd(40, NOTHING)).to.deep.equal({from: 0, to: 40});
    expect(rangeMoved(12, {from: 5, to: 9}, 100)).to.deep.equal({from: 0, to: 12});
    expect(rangeAtEnd(0, {from: 5, to: 9})).to.deep.equal(NOTHING);
  });

  it('are those that are seen and at most 15 on either side, wherever the others were', () => {
    fc.assert(
      fc.property(list, ({count, first, seen, from, size}) => {
        const end = Math.min(count, first + seen);
        const range = rangeAround({from: first, to: end}, count, {
          from,
          to: Math.min(count, from + size),
        });
        expect(range.from).to.be.within(Math.max(0, first - 15), Math.max(0, first - 6));
        expect(range.to).to.be.within(Math.min(count, end + 6), Math.min(count, end + 15));
      }),
    );
  });

  it('stay the same while they suffice', () => {
    fc.assert(
      fc.property(list, ({count, first, seen, from, size}) => {
        const before = {from, to: Math.min(count, from + size)};
        const see = {from: first, to: Math.min(count, first + seen)};
        const range = rangeAround(see, count, before);
        expect(rangeAround(see, count, range)).to.deep.equal(range);
      }),
    );
    const range = rangeAround({from: 100, to: 110}, 1000, NOTHING);
    expect(rangeAround({from: 104, to: 114}, 1000, range)).to.deep.equal(range);
  });

  it('are those around the nearest message where none is', () => {
    expect(rangeAround({from: -7, to: -2}, 100, NOTHING).from).to.equal(0);
    expect(rangeAround({from: 107, to: 112}, 100, NOTHING).to).to.equal(100);
  });

  it('are few at an end that grows one by one, or all at once', () => {
    let range = rangeAtEnd(10_000, NOTHING);
    expect(range).to.deep.equal({from: 9_976, to: 10_000});
    range = rangeAtEnd(10_001, range);
    expect(range, 'the others stay').to.deep.equal({from: 9_976, to: 10_001});
    for (let count = 10_002; count < 10_100; count++) {
      range = rangeAtEnd(count, rangeAround({from: count - 10, to: count}, count, range));
      expect(range.to - range.from).to.be.within(16, 40);
    }
    expect(rangeAtEnd(20_000, range), 'where none stays').to.deep.equal({from: 19_976, to: 20_000});
    expect(rangeAtEnd(100, range).from).to.be.within(60, 90);
  });

  it('are the same after others came or went before them', () => {
    expect(rangeMoved(1_000, {from: 500, to: 540}, 30)).to.deep.equal({from: 530, to: 570});
    expect(rangeMoved(1_000, {from: 500, to: 540}, -30)).to.deep.equal({from: 470, to: 510});
    expect(rangeMoved(520, {from: 500, to: 540}, 0)).to.deep.equal({from: 500, to: 520});
    expect(rangeMoved(300, {from: 500, to: 540}, 0)).to.deep.equal({from: 299, to: 300});
  });
});

describe('the message at a height', () => {
  const range = {from: 10, to: 13};
  const places = {top: 100, bottoms: [120, 200, 210], height: 50};

  it('is found among those that have elements', () => {
    expect([100, 119, 120, 199, 205].map((y) => placeAt(y, range, places))).to.deep.equal([
      10, 10, 11, 11, 12,
    ]);
  });

  it('is guessed above and below them', () => {
    expect([99, 50, 49, -400].map((y) => placeAt(y, range, places))).to.deep.equal([9, 9, 8, 0]);
    expect([210, 259, 260].map((y) => placeAt(y, range, places))).to.deep.equal([13, 13, 14]);
  });
});
