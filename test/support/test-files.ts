import {existsSync, readdirSync} from 'node:fs';
import {join, resolve, sep} from 'node:path';
import {env} from 'node:process';
import {fileURLToPath} from 'node:url';
import {isDue, suiteOf, type Suite} from './placement.js';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The test files of a suite, as paths from the root with slashes: all that are due, or those among `chosen`.
 */
export function testFiles(suite: Suite, chosen: readonly string[] = []): readonly string[] {
  const files = ['src', 'components', 'demo', 'test'].flatMap((folder) => walk(folder));
  const own = files.filter((file) => file.endsWith('.test.ts') && suiteOf(file) === suite);
  const wanted = chosen.map(fromRoot);
  if (wanted.length > 0) return own.filter((file) => wanted.includes(file));
  return own.filter((file) => isDue(file, isLongRun()));
}

/** `TEST_LONG` is set by `npm run test:long`. */
export function isLongRun(): boolean {
  return Boolean(env.TEST_LONG);
}

/** A path that was typed, as it is named here. */
function fromRoot(file: string): string {
  return resolve(file)
    .slice(resolve(ROOT).length + 1)
    .split(sep)
    .join('/');
}

function walk(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  const entries = readdirSync(join(ROOT, folder), {withFileTypes: true});
  return entries
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(path) : [path];
    })
    .sort();
}
