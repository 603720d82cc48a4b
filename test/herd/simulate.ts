/** `npm run simulate:herd`: prints what 100,000 widgets do when their hub goes away, and for how long. */
import {chart, table} from './chart.js';
import {simulateHerd, type Herd} from './herd.js';
import {GREETING_LIMIT} from '../../src/timing.js';

const WIDGETS = 100_000;
const OUTAGES = [1, 10, 60, 300];

function herds(failsAfter: number): Herd[] {
  return OUTAGES.map((seconds) =>
    simulateHerd({widgets: WIDGETS, length: seconds * 1000, failsAfter}),
  );
}

const refused = herds(0);
console.log(
  `${WIDGETS.toLocaleString('en')} widgets: 10 % open, 30 % closed on a visible page, 60 % in hidden tabs.`,
  'Attempts per second, in percent of the widgets:',
);
for (const herd of refused) {
  console.log(`\nThe hub is away for ${herd.length / 1000} s\n${chart(herd)}`);
}
console.log('\nTimes count from the return of the hub.\n');
console.log(table([...refused, ...herds(GREETING_LIMIT)]));
