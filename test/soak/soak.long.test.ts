import {env} from 'node:process';
import {it} from 'node:test';
import {soak} from './soak.js';

const SEED = Number(env.TEST_SEED ?? Date.now() % 1_000_000);

it(`A conversation survives ten minutes of faults from seed ${SEED}`, async () => {
  await soak({seconds: 600, seed: SEED, log: console.log});
});
