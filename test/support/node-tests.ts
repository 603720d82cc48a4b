/**
 * Runs the test files given as arguments in Node, one after the other or so many at a time, and counts. A file without
 * a test is a failure. `node --test` does not count for others, and cannot load a reporter in TypeScript.
 */
import {once} from 'node:events';
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
  readonly file?: string;
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
const events = run({files, concurrency: Number(env.TEST_CONCURRENCY ?? 1), timeout: FILE_LIMIT});
events.on('test:pass', (event) => countTest(event, true));
events.on('test:fail', (event) => countTest(event, false));
(events.compose(new spec()) as Readable).pipe(process.stdout);
await once(events, 'end');

reportCounts([count]);
process.exitCode = count.failed > 0 ? 1 : 0;

function countTest(event: TestEvent, passed: boolean) {
  const {name, details, skip} = event;
  if (isWholeFile(event)) {
    // A file stands as a test of its own when it ran none: because it has none, or because it broke.
    const file = fromRoot(name);
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
    const file = event.file === undefined ? undefined : fromRoot(event.file);
    const what = file === undefined ? `"${name}"` : `"${name}" in ${file}`;
    addFailure(count, {what, why: reasonOf(details), alone: file && alone(file)});
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

function isWholeFile({name, nesting}: TestEvent) {
  return nesting === 0 && files.includes(resolve(name));
}
