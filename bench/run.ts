/**
 * `npm run bench`: measures the widget next to others, in Chromium, and prints tables.
 *
 *     --rounds 7      how often each figure is measured; all products once in each round
 *     --all           also Carbon AI Chat and BotFramework WebChat, which takes a quarter of an hour longer
 *     --only <id>     only this product (may be given several times)
 *     --write         writes the chart to docs/bench/ and the tables to README.md
 */
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {cpus} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {format, resolveConfig} from 'prettier';
import puppeteer from 'puppeteer-core';
import {startHub} from '../demo/hub/index.js';
import {findBrowsers, launchOptions} from '../test/support/browsers.js';
import {chart} from './chart.js';
import {measure, type Figures} from './measure.js';
import {mediansOf, report} from './report.js';
import {startServer} from './server.js';
import {bundleDriver, makeSubjects} from './subjects.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = join(ROOT, 'README.md');
const TABLES =
  /(?<=<!-- bench: made by `npm run bench -- --write` -->\n).*?(?=<!-- end of the bench -->)/s;

const {values} = parseArgs({
  options: {
    rounds: {type: 'string', default: '7'},
    all: {type: 'boolean', default: false},
    only: {type: 'string', multiple: true},
    write: {type: 'boolean', default: false},
  },
});

install(values.all);
const found = findBrowsers(['chromium']).found[0];
if (found?.engine !== 'chromium') throw new Error('The bench needs Chromium, which was not found.');
const subjects = (await makeSubjects(values)).filter(({id}) => values.only?.includes(id) ?? true);
const driver = await bundleDriver();
const hub = await startHub();
const server = await startServer(subjects, hub.url);
const browser = await puppeteer.launch({...launchOptions(found), protocolTimeout: 600_000});
const results = new Map<string, Figures[]>(subjects.map(({id}) => [id, []]));
const bench = {browser, server, hub, driver, origin: server.origin};
try {
  for (let round = 1; round <= Number(values.rounds); round += 1) {
    for (const subject of subjects) {
      const known = results.get(subject.id)!;
      const start = Date.now();
      known.push(await measure(subject, bench, known));
      const seconds = Math.round((Date.now() - start) / 1000);
      console.log(`Round ${round} of ${values.rounds}: ${subject.id}, ${seconds} s`);
    }
  }
} finally {
  await browser.close();
  await server.close();
  await hub.close();
}

const medians = new Map([...results].map(([id, rounds]) => [id, mediansOf(rounds)]));
const date = new Date().toISOString().slice(0, 10);
const machine = `${found.name}, ${cpus().length} cores, rounds: ${values.rounds}, ${date}`;
const tables = `${report(subjects, medians)}\n\nMedians; ${machine}.\n`;
console.log(`\n${tables}`);
if (values.write) await write();

/** What is measured against is not among the packages of the project. */
function install(all: boolean) {
  const folder = join(ROOT, 'bench/node_modules');
  const needed = all ? 'botframework-webchat' : 'deep-chat';
  if (existsSync(join(folder, needed))) return;
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', ...(all ? [] : ['--omit=dev'])];
  const {status} = spawnSync('npm', ['ci', ...options], {
    cwd: join(ROOT, 'bench'),
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('The packages of bench/ could not be installed.');
}

async function write() {
  const folder = join(ROOT, 'docs/bench');
  mkdirSync(folder, {recursive: true});
  writeFileSync(join(folder, 'histories.svg'), chart(subjects, medians));
  const readme = readFileSync(README, 'utf8');
  if (!TABLES.test(readme)) throw new Error('README.md has no place for the tables.');
  const text = readme.replace(TABLES, () => `\n${tables}\n`);
  const options = await resolveConfig(README);
  writeFileSync(README, await format(text, {...options, filepath: README}));
}
