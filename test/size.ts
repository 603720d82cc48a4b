/**
 * Compares what has been built with `size-budget.json`, in bytes after brotli, as a server would send it. That browsers
 * ask for these files on these occasions, and for no others, is for `test/pages/chunks.test.ts` to see.
 */
import {readFileSync} from 'node:fs';
import {brotliCompressSync} from 'node:zlib';
import {budgets, builtFiles, DIST} from './support/size-budget.js';

const built = builtFiles();

function brotliBytes(file: string): number {
  const path = built.get(file);
  if (path === undefined) throw new Error(`${file} has not been built.`);
  return brotliCompressSync(readFileSync(new URL(path, DIST))).length;
}

for (const [occasion, {files, maxBrotliBytes}] of Object.entries(budgets)) {
  const bytes = files.reduce((sum, file) => sum + brotliBytes(file), 0);
  const verdict = bytes > maxBrotliBytes ? 'TOO BIG' : 'ok';
  console.log(`${occasion}: ${bytes} of ${maxBrotliBytes} bytes (brotli), ${verdict}`);
  if (bytes > maxBrotliBytes) process.exitCode = 1;
}

for (const file of built.keys()) {
  if (Object.values(budgets).some(({files}) => files.includes(file))) continue;
  console.log(`${file} has no budget.`);
  process.exitCode = 1;
}
