/** Compares what has been built with `size-budget.json`, in bytes after brotli, as a server would send it. */
import {readdirSync, readFileSync} from 'node:fs';
import {brotliCompressSync} from 'node:zlib';

interface Budget {
  /** Files of `dist/`; a `*` stands for the hash in a name. */
  readonly files: readonly string[];
  readonly maxBrotliBytes: number;
}

const dist = new URL('../dist/', import.meta.url);
const budgets = JSON.parse(
  readFileSync(new URL('../size-budget.json', import.meta.url), 'utf8'),
) as Record<string, Budget>;

function find(pattern: string): string {
  const [folder, name] = pattern.includes('/') ? pattern.split('/') : ['.', pattern];
  const [start, end] = name!.split('*');
  const names = readdirSync(new URL(`${folder}/`, dist));
  const matches = names.filter((file) => file.startsWith(start!) && file.endsWith(end ?? ''));
  if (matches.length !== 1)
    throw new Error(`${pattern} should be one file, and is ${matches.length}.`);
  return `${folder}/${matches[0]}`;
}

function brotliBytes(file: string): number {
  return brotliCompressSync(readFileSync(new URL(file, dist))).length;
}

for (const [name, {files: patterns, maxBrotliBytes}] of Object.entries(budgets)) {
  const bytes = patterns.reduce((sum, pattern) => sum + brotliBytes(find(pattern)), 0);
  const verdict = bytes > maxBrotliBytes ? 'TOO BIG' : 'ok';
  console.log(`${name}: ${bytes} of ${maxBrotliBytes} bytes (brotli), ${verdict}`);
  if (bytes > maxBrotliBytes) process.exitCode = 1;
}
