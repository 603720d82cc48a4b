// Unit and component tests: those of src/, components/ and test/browser/, each in the engines that
// test/support/placement.ts gives it. All other tests run in Node; see test/run.ts.
import {relative, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {esbuildPlugin} from '@web/dev-server-esbuild';
import {defaultReporter} from '@web/test-runner';
import {chromeLauncher} from '@web/test-runner-chrome';
import puppeteer from 'puppeteer-core';
import {register} from 'tsx/esm/api';

// From here on Node imports TypeScript, so that `npx web-test-runner` works by itself.
register();
const {findBrowsers, launchOptions} = await import('./test/support/browsers.ts');
const {browserCounts} = await import('./test/support/browser-counts.ts');
const {hubPlugin} = await import('./test/support/hub-plugin.ts');
const {runsInEveryEngine} = await import('./test/support/placement.ts');
const {isLongRun, testFiles} = await import('./test/support/test-files.ts');
const {webkitLauncher} = await import('./test/support/webkit.ts');

const {found} = findBrowsers();
if (found.length === 0) {
  throw new Error('No browser was found to run the tests in. Run `npm test` to learn why.');
}

const browsers = found.map(launcher);
const files = testFiles('browser', process.env.TEST_FILES?.split('\n'));
const everywhere = files.filter((file) => runsInEveryEngine(file, isLongRun()));
const inOne = files.filter((file) => !runsInEveryEngine(file, isLongRun()));

export default {
  groups: [
    {name: 'in every engine', files: everywhere, browsers},
    {name: 'in one engine', files: inOne, browsers: browsers.slice(0, 1)},
  ].filter((group) => group.files.length > 0),
  // One page at a time in each browser: only the page in front has the focus and timers that keep time.
  concurrency: 1,
  concurrentBrowsers: 3,
  // Limits are for what never ends. A machine that has much else to do may take its time.
  browserStartTimeout: 120_000,
  testsStartTimeout: 120_000,
  testsFinishTimeout: 900_000,
  testFramework: {config: {timeout: 120_000}},
  // Lit's development build tells of mistakes that its other build hides.
  nodeResolve: {exportConditions: ['development']},
  plugins: [
    // It reads decorator flags only from a file whose path it is given.
    esbuildPlugin({ts: true, tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url))}),
    hubPlugin(),
  ],
  // Without a terminal the moving progress bar is only noise in a log.
  staticLogging: !process.stdout.isTTY,
  reporters: [defaultReporter(), browserCounts()],
  filterBrowserLogs: ({args}) => !String(args[0]).startsWith('Lit is in dev mode.'),
};

function launcher(browser) {
  if (browser.engine === 'webkit') return webkitLauncher(browser);
  const launcher = chromeLauncher({
    puppeteer,
    launchOptions: launchOptions(browser),
    concurrency: 1,
  });
  launcher.name = browser.engine === 'firefox' ? 'Firefox' : 'Chromium';
  return launcher;
}
