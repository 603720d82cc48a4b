/** So much is parsed in one step, in characters; a frame that is no longer needs no others. */
const STEP = 200_000;

/** What is parsed first has more than can be seen at once, in characters. */
const END = 20_000;

/** A list of a history, and how each of its items begins: with the name of the same field, most likely. */
const LIST = /"(?:transcript|messages)"\s*:\s*\[\s*(\{\s*"[^"\\]*"\s*:)/g;

/** The first item of a list from which something was cut. */
export const CUT = '(cut)';

/** The frame of a long history in several texts. */
export interface LongHistory {
  /** The frame with no more than the end of its list, behind a first item `CUT`. */
  readonly frame: string;
  /** The list's other items, in order, as lists that are parsed when they are asked for; throws a `SyntaxError`. */
  readonly before: Iterable<unknown>;
}

/**
 * Cuts a frame between items of its history. Where it is cut follows from how the text looks; that it was cut
 * rightly is certain once all texts have been parsed: each is valid JSON, with brackets closed, only if it has whole
 * items of one list.
 *
 * @returns `undefined` for a frame that is short, or in which nobody can see where an item begins.
 */
export function cutLongHistory(text: string): LongHistory | undefined {
  if (text.length <= STEP) return undefined;
  const lists = text.matchAll(LIST);
  // Where all messages are in one group, it is its list that is long.
  return cutList(text, lists.next().value) ?? cutList(text, lists.next().value);
}

function cutList(text: string, found: RegExpExecArray | undefined): LongHistory | undefined {
  if (!found) return undefined;
  const item = found[1]!;
  const first = found.index + found[0].length - item.length;
  const last = lastItems(text, item);
  if (last <= first) return undefined;
  return {
    frame: `${text.slice(0, first)}"${CUT}",${text.slice(last)}`,
    before: listsBetween(text, item, first, last),
  };
}

/** Where the items begin that are parsed first, or the only one. */
function lastItems(text: string, item: string): number {
  const near = text.indexOf(item, text.length - END);
  return near < 0 ? text.lastIndexOf(item) : near;
}

function* listsBetween(text: string, item: string, first: number, last: number) {
  for (let from = first; from < last;) {
    const next = text.indexOf(item, from + STEP);
    const to = next < 0 ? last : Math.min(next, last);
    // Behind the comma before the next item has to stand something, which goes again.
    const items = JSON.parse(`[${text.slice(from, to)}null]`) as unknown[];
    yield items.slice(0, -1);
    from = to;
  }
}
