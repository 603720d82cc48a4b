/** What may be downloaded: for each occasion the built files, and how large they may be together. */
import {readdirSync, readFileSync} from 'node:fs';

export interface Budget {
  /** Files of `dist/`; a `*` stands for the hash in a name. */
  readonly files: readonly string[];
  readonly maxBrotliBytes: number;
}

export const DIST = new URL('../../dist/', import.meta.url);

export const budgets = JSON.parse(
  readFileSync(new URL('../../size-budget.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Budget>>;

/** `chunks/client-*.js` for `chunks/client-CI3V5jkX.js`, as the files of a budget are named. */
export const withoutHash = (path: string): string =>
  path.replace(/^(chunks\/.+)-[\w-]{8}\.js$/, '$1-*.js');

/** All that has been built of the tag, by its names in budgets. */
export function builtFiles(): ReadonlyMap<string, string> {
  const chunks = readdirSync(new URL('chunks/', DIST)).map((name) => `chunks/${name}`);
  return new Map(['captivate-chat.js', ...chunks].map((path) => [withoutHash(path), path]));
}

/** The names of the files that there are budgets for on these occasions. */
export const budgeted = (...occasions: readonly string[]): string[] =>
  occasions.flatMap((occasion) => budgets[occasion]!.files).toSorted();
