/** Which messages of a list have elements: from the first of these places up to the other, without it. */
export interface IndexRange {
  readonly from: number;
  readonly to: number;
}

/** A list as short as this has elements for all. */
const SHORT = 40;

/** At least and at most so many messages have elements on either side of what is seen, and what is aimed at. */
const LEAST = 6;
const MOST = 15;
const MARGIN = 10;

/** So many are enough at the end before it is known how many are seen there. */
const TAIL = 24;

/** The messages that need elements while these are seen. An edge that is far enough away, and not too far, stays. */
export function rangeAround(seen: IndexRange, count: number, {from, to}: IndexRange): IndexRange {
  if (count <= SHORT) return {from: 0, to: count};
  const first = clamp(seen.from, 0, count - 1);
  const end = clamp(seen.to, first + 1, count);
  return {
    from: isRight(first - from, from === 0) ? from : Math.max(0, first - MARGIN),
    to: isRight(to - end, to === count) ? to : Math.min(count, end + MARGIN),
  };
}

/** The messages that need elements at the end of a list that has grown or shrunk. */
export function rangeAtEnd(count: number, {from, to}: IndexRange): IndexRange {
  if (count <= SHORT) return {from: 0, to: count};
  // Of many at once, none of the others would stay.
  const size = count - to < to - from ? Math.max(to - from, TAIL) : TAIL;
  const rest = count - from;
  return {from: rest >= LEAST && rest <= size + MARGIN ? from : count - size, to: count};
}

/** The same messages, after others came or went before and behind them. */
export function rangeMoved(count: number, {from, to}: IndexRange, shift: number): IndexRange {
  if (count <= SHORT) return {from: 0, to: count};
  const moved = clamp(from + shift, 0, count - 1);
  return {from: moved, to: clamp(to + shift, moved + 1, count)};
}

/** What is where in a box that scrolls, in pixels. */
export interface Places {
  /** Of each message that has elements, where it ends; the first of them is that of the range. */
  readonly bottoms: readonly number[];
  /** Where the first of them begins. */
  readonly top: number;
  /** What is taken for the height of a message that has none. */
  readonly height: number;
}

/** The place in the list of what is at that height; not always one that there is. */
export function placeAt(y: number, {from}: IndexRange, {top, bottoms, height}: Places): number {
  if (y < top) return from - Math.ceil((top - y) / height);
  const found = bottoms.findIndex((bottom) => bottom > y);
  if (found >= 0) return from + found;
  const end = bottoms.at(-1) ?? top;
  return from + bottoms.length + Math.floor((y - end) / height);
}

function isRight(margin: number, isLast: boolean): boolean {
  return margin >= (isLast ? 0 : LEAST) && margin <= MOST;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
