/**
 * Runs the test files given as arguments in Node, one after the other or so many at a time, and counts. A file without a test is a
 * failure. `node --test` does not count for others, and cannot load a reporter in TypeScript.
 */
import {once} from 'node:events';
import {relative, resolve} from 'node:path';
import {env} from 'node:process';
import type {Readable} from 'node:stream';
import {run} from 'node:test';
import {spec} from 'node:test/reporters';
import {addFailure, addProblem, emptyCount, reportCounts} from './counts.js';

/** No single file may take longer than this. */
const FILE_LIMIT = 3 * 60_000;

/** The part of an event that counting needs; Node's types are looser. */
interface TestEvent {
  readonly name: string;
  readonly nesting: number;
  readonly file?: string;
  readonly skip?: string | boolean;
  readonly details: {
    readonly type?: string;
    readonly error?: {readonly failureType?: string; readonly message?: string};
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
    const file = relative(process.cwd(), resolve(name));
    addProblem(count, passed ? `${file} has no test.` : `${file} failed outside of its tests.`);
  } else if (details.type === 'suite') {
    // A suite fails with its tests; what counts here is only a failure of its own, such as a hook's.
    const own = !passed && details.error?.failureType !== 'subtestsFailed';
    if (own) addProblem(count, `"${name}" failed outside of its tests.`);
  } else if (skip !== undefined && skip !== false) {
    count.skipped += 1;
  } else if (passed) {
    count.passed += 1;
  } else {
    const place = event.file === undefined ? '' : ` in ${relative(process.cwd(), event.file)}`;
    addFailure(count, `"${name}"${place}`, details.error?.message);
  }
}

function isWholeFile({name, nesting}: TestEvent) {
  return nesting === 0 && files.includes(resolve(name));
}
