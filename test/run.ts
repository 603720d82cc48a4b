/**
 * Runs the tests: `npm test` for all, or one suite with `test/run.ts node|browser|pages|soak`.
 *
 * The folder of a test file decides which suite it belongs to, and `support/placement.ts` in which engines it runs.
 * Those of `src/`, `components/` and `test/browser/` run in browsers; `test/pages/` drives whole pages from Node, on
 * the built files, and `test/soak/` does so for a while, in Chromium alone; everything else in `test/` and `demo/` runs
 * in Node. Whole pages run beside all others.
 *
 *     --browser chromium   only this engine (may be given several times)
 *     --files <file>       only these test files (so may this; a bare path does as well)
 *     --seed <number>      for what is made at random: a failure says which one it was
 *     --long               the long tests, and only those
 *     --watch              stay and run again on every change (suite `browser`)
 */
import {spawn, type ChildProcess} from 'node:child_process';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {constants, tmpdir} from 'node:os';
import {join} from 'node:path';
import {parseArgs} from 'node:util';
import {
  findBrowsers,
  installMissingBrowsers,
  wantedEngines,
  type BrowserSearch,
} from './support/browsers.js';
import {addProblem, emptyCount, readCounts, type Count} from './support/counts.js';
import {longestFirst, runsInEveryEngine, type Suite} from './support/placement.js';
import {isLongRun, ROOT, testFiles} from './support/test-files.js';

const SUITES: readonly Suite[] = ['node', 'browser', 'pages', 'soak'];

/** How long a suite may take to clean up when it is told to end. */
const END_LIMIT = 10_000;

const running = new Set<ChildProcess>();

interface Choice {
  readonly suites: readonly Suite[];
  readonly files: readonly string[];
  readonly watch: boolean;
}

/** What is run as one process. */
interface Job {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
}

const BUILD: Job = {
  name: 'Build',
  args: ['--import', 'tsx', join(ROOT, 'test/support/build.ts'), '--ensure'],
};

/** How a job's output is shown: as it comes, or as a whole where others run beside it. */
type Output = 'live' | 'whole';

async function main() {
  const choice = readChoice(process.argv.slice(2));
  const scratch = mkdtempSync(join(tmpdir(), 'captivate-tests-'));
  process.on('exit', () => rmSync(scratch, {recursive: true, force: true}));

  const search = prepareBrowsers(choice);
  const lanes = lanesOf(choice, search).filter((jobs) => jobs.length > 0);
  const output = lanes.length > 1 ? 'whole' : 'live';
  const counts: Count[] = [];
  // First, because it is one for all who test what it makes.
  if (choice.suites.some((suite) => suite === 'pages' || suite === 'soak')) {
    counts.push(...(await runJob(BUILD, 'live', scratch, false)));
  }
  if (counts.length === 0) {
    const run = lanes.map((jobs) => runLane(jobs, output, scratch, choice.watch));
    counts.push(...(await Promise.all(run)).flat());
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
      seed: {type: 'string'},
      long: {type: 'boolean', default: false},
      watch: {type: 'boolean', default: false},
    },
  });
  if (values.browser) process.env.TEST_BROWSERS = values.browser.join(',');
  if (values.seed !== undefined) process.env.TEST_SEED = values.seed;
  if (values.long) process.env.TEST_LONG = '1';

  const suite = SUITES.find((name) => name === positionals[0]);
  const files = [...(values.files ?? []), ...positionals.slice(suite ? 1 : 0)];
  const missing = files.find((file) => !existsSync(file));
  if (missing) throw new Error(`There is no test file ${missing}.`);
  const due = SUITES.filter((name) => testFiles(name, files).length > 0);
  return {suites: suite ? [suite] : due, files, watch: values.watch};
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

function browserJob({files, watch}: Choice): Job {
  const runner = join(ROOT, 'node_modules/@web/test-runner/dist/bin.js');
  const chosen = files.length > 0 ? {TEST_FILES: testFiles('browser', files).join('\n')} : {};
  return {name: 'Browsers', args: [runner, ...(watch ? ['--watch'] : [])], env: chosen};
}

/** What runs beside each other, as two cores allow: whole pages wait most of the time, all else hardly ever. */
function lanesOf(choice: Choice, {found}: BrowserSearch): readonly (readonly Job[])[] {
  const {suites, files} = choice;
  const drivable = found.filter(({engine}) => engine !== 'webkit');
  const chromium = drivable.find(({engine}) => engine === 'chromium');
  const busy: Job[] = [];
  if (suites.includes('node')) busy.push(nodeJob('Node', testFiles('node', files)));
  if (suites.includes('browser')) busy.push(browserJob(choice));
  const soaks: Job[] = [];
  // Whoever tests in other browsers only was told so.
  if (suites.includes('soak') && chromium) {
    const env = placeOf('test:soak', chromium.engine);
    soaks.push(nodeJob(`Soak, ${chromium.name}`, testFiles('soak', files), env));
  }
  if (!suites.includes('pages')) return [busy, soaks];
  const all = longestFirst(testFiles('pages', files));
  const pages = drivable.flatMap(({engine, name}, index) => {
    const own = all.filter((file) => index === 0 || runsInEveryEngine(file, isLongRun()));
    const env = {...placeOf('test:pages', engine), TEST_CONCURRENCY: '3'};
    return own.length > 0 ? [nodeJob(`Pages, ${name}`, own, env)] : [];
  });
  return [busy, [...pages, ...soaks]];
}

/** Where a job runs, and which script runs one file of it alone. */
function placeOf(script: string, engine: string): NodeJS.ProcessEnv {
  return {TEST_BROWSERS: engine, TEST_ENGINE: engine, TEST_SCRIPT: script};
}

function nodeJob(name: string, files: readonly string[], env: NodeJS.ProcessEnv = {}): Job {
  const runner = join(ROOT, 'test/support/node-tests.ts');
  return {
    name,
    args: ['--import', 'tsx', runner, ...files.map((file) => join(ROOT, file))],
    env: {...env, TEST_SUITE: name},
  };
}

async function runLane(
  jobs: readonly Job[],
  output: Output,
  scratch: string,
  interactive: boolean,
): Promise<Count[]> {
  const counts: Count[] = [];
  for (const job of jobs) {
    counts.push(...(await runJob(job, output, scratch, interactive)));
  }
  return counts;
}

/** Runs a suite, which counts for itself, and doubts its numbers when its exit code says otherwise. */
async function runJob(
  {name, args, env}: Job,
  output: Output,
  scratch: string,
  interactive: boolean,
): Promise<Count[]> {
  const start = performance.now();
  const file = join(scratch, `${name.replace(/\W/g, '')}.json`);
  if (output === 'live') console.log(`\n— ${name} —`);
  const {code, text} = await run(args, {...env, TEST_COUNTS: file}, output, interactive);
  const seconds = Math.round((performance.now() - start) / 1000);
  if (output === 'whole') console.log(`\n— ${name}, ${seconds} s —\n${text}`);

  if (name === 'Build') return code === 0 ? [] : [noTests(name, `It ended with ${code}.`)];
  const counts = readCounts(file);
  if (!counts || counts.length === 0)
    return [noTests(name, `${name} ended with ${code} before it could count.`)];
  if (code !== 0 && counts.every(({failed}) => failed === 0)) {
    addProblem(counts[0]!, `${name} ended with ${code} although no test failed.`);
  }
  for (const count of counts) {
    if (count.passed + count.failed === 0) addProblem(count, `${count.suite} ran no test.`);
  }
  return counts;
}

/** Runs Node; answers with its exit code, or the name of the signal that ended it, and what it printed if kept. */
function run(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  output: Output,
  interactive: boolean,
): Promise<{code: number | string; text: string}> {
  return new Promise((done, fail) => {
    const to = output === 'live' ? 'inherit' : 'pipe';
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: {...process.env, ...env},
      stdio: [interactive ? 'inherit' : 'ignore', to, to],
    });
    const pieces: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (piece: Buffer) => pieces.push(piece));
    }
    running.add(child);
    child.once('error', fail);
    child.once('close', (code, signal) => {
      running.delete(child);
      done({code: code ?? signal ?? 'nothing', text: Buffer.concat(pieces).toString()});
    });
  });
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

// A suite ends its browsers when it is interrupted; leaving before it has would leave them behind.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => {
    const leave = () => process.exit(128 + constants.signals[signal]);
    if (running.size === 0) return leave();
    for (const child of running) {
      child.removeAllListeners('close').once('exit', () => {
        running.delete(child);
        if (running.size === 0) leave();
      });
      child.kill('SIGINT');
    }
    setTimeout(() => {
      for (const child of running) child.kill('SIGKILL');
    }, END_LIMIT).unref();
  });
}

main().catch((error: unknown) => {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  end(1, '\n0 passed, 1 failed\n');
});
