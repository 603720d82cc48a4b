/**
 * One build for all who need it: `npm run build` ends by leaving a mark of what it was made from, and whoever tests the
 * built files builds only where that has changed since.
 *
 *     tsx test/support/build.ts            leaves the mark
 *     tsx test/support/build.ts --ensure   builds, if that is needed
 */
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {argv} from 'node:process';
import {ROOT} from './test-files.js';

/** What decides what is built. */
const SOURCES = [
  ...['src', 'components', 'styles', 'demo/hub'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
  ...['vite.config.ts', 'custom-elements-manifest.config.mjs'],
];

const MARK = join(ROOT, 'node_modules/.cache/captivate-chat/built-from');

const current = sourcesHash();
if (!argv.includes('--ensure')) {
  mkdirSync(dirname(MARK), {recursive: true});
  writeFileSync(MARK, current);
} else if (!isBuilt()) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = {cwd: ROOT, stdio: 'inherit', shell: npm.endsWith('.cmd')} as const;
  process.exitCode = spawnSync(npm, ['run', 'build'], options).status ?? 1;
}

function isBuilt(): boolean {
  return (
    existsSync(MARK) &&
    existsSync(join(ROOT, 'dist/captivate-chat.js')) &&
    readFileSync(MARK, 'utf8') === current
  );
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap(filesIn)) {
    hash
      .update(file)
      .update('\0')
      .update(readFileSync(join(ROOT, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

/** All files below a path but tests, in an order that does not change. */
function filesIn(path: string): readonly string[] {
  const isFile = /\.\w+$/.test(path);
  if (isFile) return path.endsWith('.test.ts') ? [] : [path];
  const entries = readdirSync(join(ROOT, path)).sort();
  return entries.flatMap((name) => filesIn(`${path}/${name}`));
}
