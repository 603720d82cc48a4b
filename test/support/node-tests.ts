/**
 * Runs the test files given as arguments in Node, one after the other or so many at a time, and counts. A file without
 * a test is a failure. `node --test` does not count for others, and cannot load a reporter in TypeScript.
 */
import {relative, resolve, sep} from 'node:path';
import {env} from 'node:process';
import type {Readable} from 'node:stream';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {addFailure, addProblem, emptyCount, reportCounts} from './counts.js';

/** Ends a file that never does. */
const FILE_LIMIT = env.TEST_LONG ? 60 * 60_000 : 15 * 60_000;

/** The part of an event that counting needs; Node's types are looser. */
interface TestEvent {
  readonly name: string;
  readonly nesting: number;
  readonly skip?: string | boolean;
  readonly details: {
    readonly type?: string;
    readonly error?: {
      readonly failureType?: string;
      readonly message?: string;
      readonly cause?: unknown;
    };
  };
}

const files = process.argv.slice(2).map((file) => resolve(file));
const count = emptyCount(env.TEST_SUITE ?? 'Node');
const waiting = [...files];
const runNext = async (): Promise<void> => {
  const file = waiting.shift();
  if (file === undefined) return;
  await runFile(file);
  await runNext();
};
await Promise.all(Array.from({length: Number(env.TEST_CONCURRENCY ?? 1)}, runNext));

reportCounts([count]);
process.exitCode = count.failed > 0 ? 1 : 0;

/** Each file by itself: an event of a test says where it was defined, which may be a helper, and not for which file. */
async function runFile(file: string): Promise<void> {
  const start = performance.now();
  const events = run({files: [file], timeout: FILE_LIMIT});
  events.on('test:pass', (event) => countTest(file, event, true));
  events.on('test:fail', (event) => countTest(file, event, false));
  let text = '';
  for await (const piece of events.compose(new spec()) as Readable) text += String(piece);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  // As a whole, where others run beside it.
  console.log(`${fromRoot(file)}, ${seconds} s\n${text.replace(/^ℹ .*\n/gm, '')}`);
}

function countTest(path: string, event: TestEvent, passed: boolean) {
  const {name, details, skip} = event;
  const file = fromRoot(path);
  if (isWholeFile(event, path)) {
    // A file stands as a test of its own when it ran none: because it has none, or because it broke.
    if (passed) addProblem(count, `${file} has no test.`);
    else
      addFailure(count, {what: `${file} as a whole`, why: reasonOf(details), alone: alone(file)});
  } else if (details.type === 'suite') {
    // A suite fails with its tests; what counts here is only a failure of its own, such as a hook's.
    const own = !passed && details.error?.failureType !== 'subtestsFailed';
    if (own) addFailure(count, {what: `"${name}", outside of its tests,`, why: reasonOf(details)});
  } else if (skip !== undefined && skip !== false) {
    count.skipped += 1;
  } else if (passed) {
    count.passed += 1;
  } else {
    addFailure(count, {what: `"${name}" in ${file}`, why: reasonOf(details), alone: alone(file)});
  }
}

function reasonOf({error}: TestEvent['details']): string | undefined {
  return error?.cause instanceof Error ? error.cause.message : error?.message;
}

/** The command that runs one file alone, in the engine that failed. */
function alone(file: string): string {
  const browser = env.TEST_ENGINE === undefined ? '' : ` --browser ${env.TEST_ENGINE}`;
  return `npm run ${env.TEST_SCRIPT ?? 'test:node'} -- ${file}${browser}`;
}

function fromRoot(file: string): string {
  return relative(process.cwd(), resolve(file)).split(sep).join('/');
}

function isWholeFile({name, nesting}: TestEvent, path: string) {
  return nesting === 0 && resolve(name) === path;
}
