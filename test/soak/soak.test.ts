import {it} from 'node:test';
import {soak} from './soak.js';

/** Always the same faults in the same order; `npm run test:long` has others, and more of them. */
const SEED = 167531;

it('A conversation survives a quarter of a minute of faults, and leaves the heap as it was', async () => {
  await soak({seconds: 15, seed: SEED, log: console.log});
});
