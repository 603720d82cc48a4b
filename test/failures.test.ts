import assert from 'node:assert/strict';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {env} from 'node:process';
import {describe, it} from 'node:test';
import type {TestSession, TestSuiteResult} from '@web/test-runner-core';
import {browserCounts} from './support/browser-counts.js';
import {addFailure, emptyCount, type Count} from './support/counts.js';

const FILE = 'components/transcript/scroll.test.ts';

/** What of a session counts. */
function session(parts: Partial<TestSession>): TestSession {
  return {browser: {name: 'WebKit'}, testFile: resolve(FILE), errors: [], ...parts} as TestSession;
}

function results(...tests: TestSuiteResult['tests']): TestSuiteResult {
  return {name: '', suites: [], tests};
}

/** What the reporter hands on when these were run. */
function counted(...sessions: readonly TestSession[]): Count[] {
  const folder = mkdtempSync(join(tmpdir(), 'captivate-counts-'));
  const before = env.TEST_COUNTS;
  env.TEST_COUNTS = join(folder, 'counts.json');
  try {
    const reporter = browserCounts();
    void reporter.start?.({browserNames: ['WebKit', 'WebKit']} as never);
    void reporter.onTestRunFinished?.({sessions} as never);
    return JSON.parse(readFileSync(env.TEST_COUNTS, 'utf8')) as Count[];
  } finally {
    if (before === undefined) delete env.TEST_COUNTS;
    else env.TEST_COUNTS = before;
    rmSync(folder, {recursive: true});
  }
}

const passed = {name: 'scrolls', passed: true, skipped: false} as const;
const failed = {
  name: 'stays',
  passed: false,
  skipped: false,
  error: {message: 'it moved'},
} as const;
const ALONE = `  Alone: npm run test:browser -- ${FILE} --browser webkit`;

describe('the last lines of a run', () => {
  it('count each browser once, and name what failed, where, why and how to run it alone', () => {
    const [count, ...others] = counted(
      session({passed: false, testResults: results(passed, failed)}),
    );
    assert.deepEqual(others, []);
    assert.equal(`${count!.passed} ${count!.failed}`, '1 1');
    assert.deepEqual(count!.problems, [`WebKit: "stays" in ${FILE} failed. it moved\n${ALONE}`]);
  });

  it('name the reason of a hook for the tests that it took along', () => {
    const {error, ...silent} = failed;
    const [count] = counted(
      session({
        passed: false,
        errors: [{message: 'the hub was gone'}],
        testResults: results(silent),
      }),
    );
    assert.match(count!.problems[0]!, /"stays" in .* failed\. the hub was gone/);
  });

  it('name a browser that died as that', () => {
    const errors = [{message: 'Protocol error: Target closed.'}];
    const [count] = counted(session({passed: false, errors}));
    assert.match(count!.problems[0]!, /^WebKit: the browser, which died in .*, failed\. Protocol/);
  });

  it('tell of a file that ran no test', () => {
    const [count] = counted(session({passed: true, testResults: results()}));
    assert.deepEqual(count!.problems, [`${FILE} ran no test in WebKit.`]);
  });

  it('say so where there is no reason', () => {
    const count = emptyCount('Node');
    addFailure(count, {what: '"a"', why: ' '});
    assert.deepEqual(count.problems, ['Node: "a" failed. It gave no reason.']);
  });
});
