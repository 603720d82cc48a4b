/**
 * Runs the tests: `npm test` for all, or one suite with `test/run.ts node|browser|pages|soak`.
 *
 * The folder of a test file decides where it runs. Those of `src/`, `components/` and `test/browser/` run in the
 * browsers; `test/pages/` drives whole pages from Node, once per browser, on the built files, and `test/soak/` does so
 * for long, in Chromium alone; everything else in `test/` and `demo/` runs in Node.
 *
 *     --browser chromium   only this engine (may be given several times)
 *     --files <file>       only these test files (so may this; a bare path does as well)
 *     --watch              stay and run again on every change (suite `browser`)
 */
import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join, resolve, sep} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {
  findBrowsers,
  installMissingBrowsers,
  wantedEngines,
  type BrowserSearch,
} from './support/browsers.js';
import {addProblem, emptyCount, readCounts, type Count} from './support/counts.js';

type Suite = 'node' | 'browser' | 'pages' | 'soak';

const SUITES: readonly Suite[] = ['node', 'browser', 'pages', 'soak'];
const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** How long a suite may take to clean up when it is told to end. */
const END_LIMIT = 10_000;

let running: ChildProcess | undefined;

interface Choice {
  readonly suites: readonly Suite[];
  readonly files: readonly string[];
  readonly watch: boolean;
}

async function main() {
  const choice = readChoice(process.argv.slice(2));
  const scratch = mkdtempSync(join(tmpdir(), 'captivate-tests-'));
  process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

  const counts: Count[] = [];
  const search = prepareBrowsers(choice);
  if (choice.suites.includes('node')) counts.push(...(await runNode(choice, scratch)));
  if (choice.suites.includes('browser')) counts.push(...(await runBrowser(choice, scratch)));
  if (choice.suites.includes('pages') || choice.suites.includes('soak')) {
    counts.push(...(await runBuilt(choice, search, scratch)));
  }
  if (counts.length === 0) counts.push(noTests('Tests', 'No suite had a test to run.'));
  finish(counts, search);
}

function readChoice(args: string[]): Choice {
  const {values, positionals} = parseArgs({
    args,
    allowPositionals: true,
    options: {
      browser: {type: 'string', multiple: true},
      files: {type: 'string', multiple: true},
      watch: {type: 'boolean', default: false},
    },
  });
  if (values.browser) process.env.TEST_BROWSERS = values.browser.join(',');

  const suite = SUITES.find((name) => name === positionals[0]);
  const files = [...(values.files ?? []), ...positionals.slice(suite ? 1 : 0)].map((file) =>
    resolve(file),
  );
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new Error(`There is no test file ${missing}.`);
  return {
    suites: suite
      ? [suite]
      : SUITES.filter((name) => files.length === 0 || testFiles(name, files).length > 0),
    files,
    watch: values.watch,
  };
}

/** Completes the machine where that is ours to do, says what is skipped, and insists on one browser at least. */
function prepareBrowsers({suites}: Choice): BrowserSearch {
  if (suites.every((suite) => suite === 'node')) return {found: [], skipped: []};
  const engines = wantedEngines();
  installMissingBrowsers(engines);
  const search = findBrowsers(engines);
  for (const {name, path} of search.found) console.log(`Found ${name} (${path})`);
  for (const {engine, reason} of search.skipped) console.log(`Skipping ${engine}: ${reason}`);
  if (search.found.length === 0) {
    throw new Error(
      'No browser was found to run the tests in. Install Chromium, Chrome, Edge or Firefox and run them again.',
    );
  }
  return search;
}

async function runNode(choice: Choice, scratch: string) {
  const files = testFiles('node', choice.files);
  if (files.length === 0) return [noTests('Node', 'test/ and demo/ hold no test for Node.')];
  return runNodeTests('Node', files, scratch);
}

async function runBrowser({files, watch}: Choice, scratch: string) {
  const chosen = testFiles('browser', files);
  const folders = 'src/, components/ and test/browser/';
  if (chosen.length === 0)
    return [noTests('Browsers', `${folders} hold no test for the browsers.`)];

  const runner = join(ROOT, 'node_modules/@web/test-runner/dist/bin.js');
  // Web-test-runner takes patterns, in which only slashes separate folders.
  const picked =
    files.length > 0 ? ['--files', ...chosen.map((file) => file.split(sep).join('/'))] : [];
  return runSuite(
    'Browsers',
    [runner, ...picked, ...(watch ? ['--watch'] : [])],
    {},
    scratch,
    watch,
  );
}

/** The suites that test the built files. */
async function runBuilt(choice: Choice, search: BrowserSearch, scratch: string) {
  console.log('\n— Build —');
  const build = await run(npm(), ['run', 'build'], {});
  if (build !== 0)
    return [noTests('Pages', `The build ended with ${build}, so no page was tested.`)];

  const counts: Count[] = [];
  if (choice.suites.includes('pages')) counts.push(...(await runPages(choice, search, scratch)));
  if (choice.suites.includes('soak')) counts.push(...(await runSoak(choice, search, scratch)));
  return counts;
}

async function runPages(choice: Choice, search: BrowserSearch, scratch: string) {
  const files = testFiles('pages', choice.files);
  if (files.length === 0) return [noTests('Pages', 'test/pages/ holds no test.')];

  const counts: Count[] = [];
  for (const {engine, name} of search.found.filter(({engine}) => engine !== 'webkit')) {
    // Three at a time, because they wait most of the time.
    const env = {TEST_BROWSERS: engine, TEST_CONCURRENCY: '3'};
    counts.push(...(await runNodeTests(`Pages, ${name}`, files, scratch, env)));
  }
  return counts;
}

async function runSoak(choice: Choice, search: BrowserSearch, scratch: string) {
  const chromium = search.found.find(({engine}) => engine === 'chromium');
  // Whoever tests in other browsers only was told so.
  if (!chromium) return [];
  const files = testFiles('soak', choice.files);
  if (files.length === 0) return [noTests('Soak', 'test/soak/ holds no test.')];
  return runNodeTests(`Soak, ${chromium.name}`, files, scratch, {TEST_BROWSERS: 'chromium'});
}

function runNodeTests(
  suite: string,
  files: readonly string[],
  scratch: string,
  env: NodeJS.ProcessEnv = {},
) {
  const runner = join(ROOT, 'test/support/node-tests.ts');
  const args = ['--import', 'tsx', runner, ...files];
  return runSuite(suite, args, {...env, TEST_SUITE: suite}, scratch);
}

/** Runs a suite, which counts for itself, and doubts its numbers when its exit code says otherwise. */
async function runSuite(
  suite: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  scratch: string,
  interactive = false,
): Promise<Count[]> {
  console.log(`\n— ${suite} —`);
  const file = join(scratch, 'counts.json');
  rmSync(file, {force: true});
  const code = await run(process.execPath, args, {...env, TEST_COUNTS: file}, interactive);

  const counts = readCounts(file);
  if (!counts || counts.length === 0)
    return [noTests(suite, `${suite} ended with ${code} before it could count.`)];
  if (code !== 0 && counts.every(({failed}) => failed === 0)) {
    addProblem(counts[0]!, `${suite} ended with ${code} although no test failed.`);
  }
  for (const count of counts) {
    if (count.passed + count.failed === 0) addProblem(count, `${count.suite} ran no test.`);
  }
  return counts;
}

/** Runs a program with its output on ours; answers with its exit code, or the name of the signal that ended it. */
function run(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  interactive = false,
) {
  return new Promise<number | string>((done, fail) => {
    running = spawn(command, args, {
      cwd: ROOT,
      env: {...process.env, ...env},
      stdio: [interactive ? 'inherit' : 'ignore', 'inherit', 'inherit'],
      // On Windows npm is a script, which only a shell can start.
      shell: command.endsWith('.cmd'),
    });
    running.once('error', fail);
    running.once('exit', (code, signal) => done(code ?? signal ?? 'nothing'));
  });
}

/** The test files of a suite, or those among `chosen` that belong to it. */
function testFiles(suite: Suite, chosen: readonly string[]): readonly string[] {
  const files = ['src', 'components', 'demo', 'test'].flatMap((folder) => walk(join(ROOT, folder)));
  const own = files.filter((file) => file.endsWith('.test.ts') && suiteOf(file) === suite);
  return chosen.length > 0 ? own.filter((file) => chosen.includes(file)) : own;
}

function suiteOf(file: string): Suite {
  const path = file
    .slice(resolve(ROOT).length + 1)
    .split(sep)
    .join('/');
  if (path.startsWith('test/pages/')) return 'pages';
  if (path.startsWith('test/soak/')) return 'soak';
  return /^(src|components|test\/browser)\//.test(path) ? 'browser' : 'node';
}

function walk(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const entries = readdirSync(folder, {withFileTypes: true});
  return entries
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? walk(path) : [path];
    })
    .sort();
}

function noTests(suite: string, problem: string) {
  const count = emptyCount(suite);
  addProblem(count, problem);
  return count;
}

/** Prints the table and, last of all, the sum. */
function finish(counts: readonly Count[], {skipped}: BrowserSearch) {
  const width = Math.max(...counts.map(({suite}) => suite.length), 5);
  const row = (...cells: [string, ...(string | number)[]]) =>
    cells
      .map((cell, index) => (index === 0 ? String(cell).padEnd(width) : String(cell).padStart(9)))
      .join('');

  const lines = ['', row('Suite', 'passed', 'failed', 'skipped')];
  for (const count of counts)
    lines.push(row(count.suite, count.passed, count.failed, count.skipped));
  lines.push(...skipped.map(({engine, reason}) => `Not run in ${engine}: ${reason}`));
  lines.push(...counts.flatMap(({problems}) => problems));

  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  lines.push('', `${passed} passed, ${failed} failed`, '');
  end(failed > 0 ? 1 : 0, lines.join('\n'));
}

/** Nothing may be printed after the last line, so the process ends with it. */
function end(code: number, text: string) {
  process.stdout.write(text, () => process.exit(code));
}

function npm() {
  return process.platform === 'win32' ? 'npm.cmd' : 'npm';
}

// A suite ends its browsers when it is interrupted; leaving before it has would leave them behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    const leave = () => process.exit(128 + constants.signals[signal]);
    if (!running || running.exitCode !== null) return leave();
    running.removeAllListeners('exit').once('exit', leave).kill('SIGINT');
    setTimeout(() => running?.kill('SIGKILL'), END_LIMIT).unref();
  });
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  end(1, '\n0 passed, 1 failed\n');
});
