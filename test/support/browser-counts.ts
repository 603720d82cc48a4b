import type {Reporter, TestSession, TestSuiteResult} from '@web/test-runner-core';
import {relative, sep} from 'node:path';
import {addFailure, addProblem, emptyCount, reportCounts} from './counts.js';

/** What the drivers of browsers say when there is no browser any more. */
const DEATH =
  /Target closed|Session closed|Connection closed|Page crashed|browser has disconnected|invalid session id|ECONNREFUSED|socket hang up/i;

/** A reporter of web-test-runner that counts tests per browser. A file without a test is a failure. */
export function browserCounts(): Reporter {
  let browsers: readonly string[] = [];
  return {
    start({browserNames}) {
      browsers = [...new Set(browserNames)];
    },
    onTestRunFinished({sessions}) {
      reportCounts(browsers.map((browser) => countBrowser(browser, sessions)));
    },
  };
}

function countBrowser(browser: string, sessions: readonly TestSession[]) {
  const count = emptyCount(browser);
  for (const session of sessions.filter((session) => session.browser.name === browser)) {
    const file = relative(process.cwd(), session.testFile).split(sep).join('/');
    const alone = `npm run test:browser -- ${file} --browser ${browser.toLowerCase()}`;
    const tests = session.testResults ? testsOf(session.testResults) : [];
    // A hook that fails takes the tests after it along; what it threw is the session's.
    const reason = session.errors.map(({message}) => message).join(' ') || undefined;
    for (const {name, skipped, passed, error} of tests) {
      if (skipped) count.skipped += 1;
      else if (passed) count.passed += 1;
      else addFailure(count, {what: `"${name}" in ${file}`, why: error?.message ?? reason, alone});
    }

    if (!session.passed && tests.every((test) => test.passed || test.skipped)) {
      const what = isDead(reason) ? `the browser, which died in ${file},` : `${file} as a whole`;
      addFailure(count, {what, why: reason, alone});
    } else if (tests.length === 0) {
      addProblem(count, `${file} ran no test in ${browser}.`);
    }
  }
  if (count.passed + count.failed + count.skipped === 0) {
    addProblem(count, `${browser} ran no test at all.`);
  }
  return count;
}

function isDead(reason: string | undefined): boolean {
  return reason !== undefined && DEATH.test(reason);
}

function testsOf(suite: TestSuiteResult): TestSuiteResult['tests'] {
  return [...suite.tests, ...suite.suites.flatMap(testsOf)];
}
