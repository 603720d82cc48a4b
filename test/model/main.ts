/**
 * Runs scripts of the model by hand: `npm run test:model -- --runs 100000 --seed 1`. A failure prints the arguments
 * with which it comes again; with those, all that passes between the client and the hub is printed as well.
 */
import {parseArgs} from 'node:util';
import {replay, runScripts} from './run.js';

const {values} = parseArgs({
  options: {
    runs: {type: 'string', default: '10000'},
    seed: {type: 'string', default: String(Math.floor(Math.random() * 2 ** 31))},
    path: {type: 'string'},
  },
});
const seed = Number(values.seed);
if (values.path !== undefined) await replay(seed, values.path, console.log);
const start = performance.now();
const runs = values.path === undefined ? Number(values.runs) : 1;
await runScripts({runs, seed, path: values.path});
const seconds = ((performance.now() - start) / 1000).toFixed(1);
console.log(`${runs} scripts from seed ${seed} keep every promise (${seconds} s).`);
