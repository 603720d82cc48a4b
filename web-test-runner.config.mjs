// Unit and component tests in every engine that this machine has. Which tests run here is decided by their folder:
// those of src/, components/ and test/browser/. All others run in Node; see test/run.ts.
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
const {webkitLauncher} = await import('./test/support/webkit.ts');

const {found} = findBrowsers();
if (found.length === 0) {
  throw new Error('No browser was found to run the tests in. Run `npm test` to learn why.');
}

export default {
  files: ['src/**/*.test.ts', 'components/**/*.test.ts', 'test/browser/**/*.test.ts'],
  browsers: found.map(launcher),
  // One page at a time in each browser: only the page in front has the focus and timers that keep time.
  concurrency: 1,
  concurrentBrowsers: 3,
  browserStartTimeout: 60_000,
  testsStartTimeout: 60_000,
  testFramework: {config: {timeout: 20_000}},
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
