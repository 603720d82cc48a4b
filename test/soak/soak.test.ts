import {it} from 'node:test';
import {soak} from './soak.js';

it('A conversation survives a minute of faults, and leaves the heap as it was', async () => {
  await soak({seconds: 60, seed: Date.now() % 1_000_000, log: console.log});
});
