import {describe, it} from 'node:test';
import {runScripts} from './run.js';

/** The same ones each time; others by hand, with `npm run test:model`. */
const SEED = 1;

const RUNS = 10_000;

describe('a visitor, a network and a hub', () => {
  it(`keep every promise in ${RUNS} scripts made at random`, async () => {
    await runScripts({runs: RUNS, seed: SEED});
  });
});
