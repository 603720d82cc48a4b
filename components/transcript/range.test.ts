import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {placeAt, spanAround, spanAtEnd, spanMoved, type Span} from './range.js';

const NOTHING: Span = {from: 0, to: 0};

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
    expect(spanAround({from: 3, to: 5}, 40, NOTHING)).to.deep.equal({from: 0, to: 40});
    expect(spanAtEnd(40, NOTHING)).to.deep.equal({from: 0, to: 40});
    expect(spanMoved(12, {from: 5, to: 9}, 100)).to.deep.equal({from: 0, to: 12});
    expect(spanAtEnd(0, {from: 5, to: 9})).to.deep.equal(NOTHING);
  });

  it('are those that are seen and at most 15 on either side, wherever the others were', () => {
    fc.assert(
      fc.property(list, ({count, first, seen, from, size}) => {
        const end = Math.min(count, first + seen);
        const span = spanAround({from: first, to: end}, count, {
          from,
          to: Math.min(count, from + size),
        });
        expect(span.from).to.be.within(Math.max(0, first - 15), Math.max(0, first - 6));
        expect(span.to).to.be.within(Math.min(count, end + 6), Math.min(count, end + 15));
      }),
    );
  });

  it('stay the same while they suffice', () => {
    fc.assert(
      fc.property(list, ({count, first, seen, from, size}) => {
        const before = {from, to: Math.min(count, from + size)};
        const see = {from: first, to: Math.min(count, first + seen)};
        const span = spanAround(see, count, before);
        expect(spanAround(see, count, span)).to.deep.equal(span);
      }),
    );
    const span = spanAround({from: 100, to: 110}, 1000, NOTHING);
    expect(spanAround({from: 104, to: 114}, 1000, span)).to.deep.equal(span);
  });

  it('are those around the nearest message where none is', () => {
    expect(spanAround({from: -7, to: -2}, 100, NOTHING).from).to.equal(0);
    expect(spanAround({from: 107, to: 112}, 100, NOTHING).to).to.equal(100);
  });

  it('are few at an end that grows one by one, or all at once', () => {
    let span = spanAtEnd(10_000, NOTHING);
    expect(span).to.deep.equal({from: 9_976, to: 10_000});
    span = spanAtEnd(10_001, span);
    expect(span, 'the others stay').to.deep.equal({from: 9_976, to: 10_001});
    for (let count = 10_002; count < 10_100; count++) {
      span = spanAtEnd(count, spanAround({from: count - 10, to: count}, count, span));
      expect(span.to - span.from).to.be.within(16, 40);
    }
    expect(spanAtEnd(20_000, span), 'where none stays').to.deep.equal({from: 19_976, to: 20_000});
    expect(spanAtEnd(100, span).from).to.be.within(60, 90);
  });

  it('are the same after others came or went before them', () => {
    expect(spanMoved(1_000, {from: 500, to: 540}, 30)).to.deep.equal({from: 530, to: 570});
    expect(spanMoved(1_000, {from: 500, to: 540}, -30)).to.deep.equal({from: 470, to: 510});
    expect(spanMoved(520, {from: 500, to: 540}, 0)).to.deep.equal({from: 500, to: 520});
    expect(spanMoved(300, {from: 500, to: 540}, 0)).to.deep.equal({from: 299, to: 300});
  });
});

describe('the message at a height', () => {
  const span = {from: 10, to: 13};
  const places = {top: 100, bottoms: [120, 200, 210], height: 50};

  it('is found among those that have elements', () => {
    expect([100, 119, 120, 199, 205].map((y) => placeAt(y, span, places))).to.deep.equal([
      10, 10, 11, 11, 12,
    ]);
  });

  it('is guessed above and below them', () => {
    expect([99, 50, 49, -400].map((y) => placeAt(y, span, places))).to.deep.equal([9, 9, 8, 0]);
    expect([210, 259, 260].map((y) => placeAt(y, span, places))).to.deep.equal([13, 13, 14]);
  });
});
