import type {Reporter, TestSession, TestSuiteResult} from '@web/test-runner-core';
import {relative} from 'node:path';
import {addFailure, addProblem, emptyCount, reportCounts} from './counts.js';

/** A reporter of web-test-runner that counts tests per browser. A file without a test is a failure. */
export function browserCounts(): Reporter {
  let browsers: readonly string[] = [];
  return {
    start({browserNames}) {
      browsers = browserNames;
    },
    onTestRunFinished({sessions}) {
      reportCounts(browsers.map((browser) => countBrowser(browser, sessions)));
    },
  };
}

function countBrowser(browser: string, sessions: readonly TestSession[]) {
  const count = emptyCount(browser);
  for (const session of sessions.filter((session) => session.browser.name === browser)) {
    const file = relative(process.cwd(), session.testFile);
    const tests = session.testResults ? testsOf(session.testResults) : [];
    // A hook that fails takes the tests after it along; what it threw is the session's.
    const reason = session.errors.map(({message}) => message).join(' ') || undefined;
    for (const test of tests) {
      if (test.skipped) count.skipped += 1;
      else if (test.passed) count.passed += 1;
      else addFailure(count, `"${test.name}" in ${file}`, test.error?.message ?? reason);
    }

    if (!session.passed && tests.every((test) => test.passed || test.skipped)) {
      addProblem(
        count,
        `${file} failed in ${browser} outside of its tests. ${reason ?? ''}`.trim(),
      );
    } else if (tests.length === 0) {
      addProblem(count, `${file} ran no test in ${browser}.`);
    }
  }
  if (count.passed + count.failed + count.skipped === 0) {
    addProblem(count, `${browser} ran no test at all.`);
  }
  return count;
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
