import {execFile} from 'node:child_process';
import {env, execPath} from 'node:process';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';

const SEED = Number(env.TEST_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Processes of their own, because fast-check keeps what it has made: 100,000 scripts take more than 4 GB. */
const PROCESSES = 10;
const RUNS = 10_000;

const main = fileURLToPath(new URL('main.ts', import.meta.url));

describe('a visitor, a network and a hub', () => {
  for (let index = 0; index < PROCESSES; index++) {
    const seed = (SEED + index) % 2 ** 31;
    it(`keep every promise in ${RUNS} scripts made at random from seed ${seed}`, async () => {
      const args = ['--import', 'tsx', main, '--runs', `${RUNS}`, '--seed', `${seed}`];
      await promisify(execFile)(execPath, args, {maxBuffer: 2 ** 24});
    });
  }
});
