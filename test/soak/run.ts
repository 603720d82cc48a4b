/** `npm run soak`: ten minutes by default, `-- --seconds 60` for less, `-- --seed 7` for the faults of another run. */
import {parseArgs} from 'node:util';
import {soak} from './soak.js';

const {values} = parseArgs({options: {seconds: {type: 'string'}, seed: {type: 'string'}}});

await soak({
  seconds: Number(values.seconds ?? 600),
  seed: Number(values.seed ?? Date.now() % 1_000_000),
  log: console.log,
});
console.log('Nothing was lost, doubled, out of order or left pending, and the heap is flat.');
