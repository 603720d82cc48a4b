/** Draws what a herd does to its hub, for a terminal. */
import {
  allBackWithin,
  backWithin,
  loadAt,
  LOAD_LIMIT,
  peakLoad,
  RETURN_LIMIT,
  STEPS_PER_SECOND,
  type Herd,
} from './herd.js';

const WIDTH = 72;
const HEIGHT = 5;
const BLOCKS = [' ', ...'▁▂▃▄▅▆▇█'];

/** The busiest second of each column over time; the top is the limit. */
export function chart(herd: Herd): string {
  const span = herd.length / 1000 + RETURN_LIMIT;
  const seconds = Math.ceil(span / WIDTH);
  const columns = Math.ceil(span / seconds);
  const loads = Array.from({length: columns}, (_, column) => busiest(herd, column, seconds));
  const rows = Array.from({length: HEIGHT}, (_, row) => {
    const label = row === 0 ? percent(LOAD_LIMIT) : '';
    return `${label.padStart(7)} │${loads.map((load) => block(load, HEIGHT - 1 - row)).join('')}`;
  });
  const back = Math.floor(herd.length / 1000 / seconds);
  const axis = `${'0 %'.padStart(7)} └${'─'.repeat(back)}┴${'─'.repeat(columns - back - 1)}`;
  const mark = `${' '.repeat(9 + back)}the hub is back (a column is ${seconds} s)`;
  return [...rows, axis, mark].map((line) => line.trimEnd()).join('\n');
}

function busiest(herd: Herd, column: number, seconds: number): number {
  const first = column * seconds;
  const loads = Array.from({length: seconds}, (_, second) =>
    loadAt(herd, (first + second) * STEPS_PER_SECOND),
  );
  return Math.max(...loads);
}

/** What a bar shows in a row, counted from the bottom. Whatever is not nothing can be seen. */
function block(load: number, row: number): string {
  const eighths = Math.ceil((load / LOAD_LIMIT) * HEIGHT * 8);
  return BLOCKS[Math.max(0, Math.min(8, eighths - row * 8))]!;
}

const COLUMNS: readonly (readonly [string, (herd: Herd) => string])[] = [
  ['outage', ({length}) => `${length / 1000} s`],
  ['attempts', ({failsAfter}) => (failsAfter > 0 ? 'hang' : 'refused')],
  ['busiest second', (herd) => percent(peakLoad(herd))],
  ['open: half', (herd) => time(backWithin(herd, 'open', 0.5))],
  ['open: all', (herd) => time(backWithin(herd, 'open', 1))],
  ['closed: half', (herd) => time(backWithin(herd, 'visible', 0.5))],
  ['hidden: half', (herd) => time(backWithin(herd, 'hidden', 0.5))],
  ['everyone', (herd) => time(allBackWithin(herd))],
  ['attempts each', (herd) => attemptsEach(herd).toFixed(1)],
];

/** The figures of several outages, one a row. */
export function table(herds: readonly Herd[]): string {
  const row = (cell: (column: (typeof COLUMNS)[number]) => string) =>
    COLUMNS.map((column) => cell(column).padStart(column[0].length + 2)).join('');
  return [row(([title]) => title), ...herds.map((herd) => row(([, cell]) => cell(herd)))].join(
    '\n',
  );
}

function attemptsEach({attempts, widgets}: Herd): number {
  return attempts.reduce((sum, count) => sum + count, 0) / widgets;
}

function percent(share: number): string {
  return `${+(share * 100).toFixed(1)} %`;
}

function time(seconds: number): string {
  return `${seconds.toFixed(1)} s`;
}
