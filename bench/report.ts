/** Tables of what was measured, as Markdown. */
import {goals, isMet, type Goal, type Medians} from './goals.js';
import {PATIENCE, percentile, type Figure, type Figures} from './measure.js';
import {OURS, type Subject} from './subjects.js';

/** The middle of each figure over all rounds. */
export function mediansOf(rounds: readonly Figures[]): Figures {
  const names = new Set(rounds.flatMap((round) => Object.keys(round) as Figure[]));
  return Object.fromEntries(
    [...names].map((name) => {
      const values = rounds.map((round) => round[name]).filter((value) => value !== undefined);
      return [name, percentile(values, 0.5)];
    }),
  );
}

interface Column {
  readonly head: string;
  readonly figure: Figure;
  readonly format: (value: number) => string;
  /** Told in brackets. */
  readonly aside?: {readonly figure: Figure; readonly format: (value: number) => string};
}

const LOADING: readonly Column[] = [
  {head: 'to load, brotli', figure: 'bytes', format: kilobytes},
  {head: 'to usable', figure: 'usable', format: milliseconds},
  {head: '100 messages', figure: 'history100', format: milliseconds},
  {head: '1,000 messages', figure: 'history1000', format: milliseconds},
  {head: '10,000 messages', figure: 'history10000', format: milliseconds},
  {head: 'longest task then', figure: 'historyTask', format: task},
];

const LIVING: readonly Column[] = [
  {head: 'nodes at 10,000', figure: 'nodes', format: count},
  {head: 'memory at 10,000', figure: 'heap', format: megabytes},
  more('one more at 10', 'moreFew'),
  more('one more at 10,000', 'moreMany'),
  {head: '1,000 one by one', figure: 'burst', format: milliseconds},
  {head: 'longest task then', figure: 'burstTask', format: task},
  {head: 'frame while scrolling', figure: 'frame', format: milliseconds},
];

function more(head: string, figure: 'moreFew' | 'moreMany'): Column {
  const format = (value: number) => `${value.toFixed(1)} ms of CPU`;
  return {head, figure, format: milliseconds, aside: {figure: `${figure}Cpu`, format}};
}

/** All tables; a figure of another product is followed by how many times ours it is. */
export function report(subjects: readonly Subject[], medians: Medians): string {
  return [
    comparison(LOADING, subjects, medians),
    comparison(LIVING, subjects, medians),
    goalTable(goals(medians)),
  ].join('\n\n');
}

function comparison(columns: readonly Column[], subjects: readonly Subject[], medians: Medians) {
  const ours = medians.get(OURS) ?? {};
  const isMeasured = ({id}: Subject) =>
    columns.some(({figure}) => medians.get(id)?.[figure] !== undefined);
  const rows = subjects.filter(isMeasured).map(({id, name}) => {
    const figures = medians.get(id) ?? {};
    return [name, ...columns.map((column) => cell(column, figures, id === OURS ? {} : ours))];
  });
  return table(['', ...columns.map(({head}) => head)], rows);
}

function cell({figure, format, aside}: Column, figures: Figures, ours: Figures): string {
  const value = figures[figure];
  if (value === undefined) return '–';
  if (value === Infinity) return `no end in ${PATIENCE / 1000} s`;
  const own = ours[figure];
  const ratio = own && value ? ` · ${ratioOf(value, own)}×` : '';
  const more = aside && figures[aside.figure];
  return format(value) + (more === undefined ? '' : ` (${aside!.format(more)})`) + ratio;
}

function ratioOf(value: number, own: number): string {
  const ratio = value / own;
  if (ratio < 0.1) return ratio.toFixed(2);
  const text = ratio.toPrecision(2);
  return ratio < 100 ? text : Number(text).toLocaleString('en');
}

function goalTable(all: readonly Goal[]): string {
  return table(
    ['goal', 'at most', 'measured', ''],
    all.map((goal) => [
      goal.what,
      amount(goal, goal.limit),
      amount(goal, goal.value),
      verdict(goal),
    ]),
  );
}

function verdict(goal: Goal): string {
  if (goal.value === undefined || Number.isNaN(goal.limit)) return 'not measured';
  if (isMet(goal)) return 'met';
  return `missed by ${amount(goal, goal.value - goal.limit)}`;
}

function amount({unit}: Goal, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  const digits = unit === '' || value >= 100 ? 0 : 1;
  const text = value.toLocaleString('en', {maximumFractionDigits: value < 1 ? 3 : digits});
  return unit ? `${text} ${unit}` : text;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, index) => (index === 0 ? '---' : '--:'));
  return [head, rule, ...rows].map(line).join('\n');
}

function milliseconds(value: number): string {
  return value < 10_000 ? `${count(value)} ms` : `${(value / 1000).toFixed(0)} s`;
}

/** Tasks below 50 ms are not told of by browsers. */
function task(value: number): string {
  return value === 0 ? 'under 50 ms' : milliseconds(value);
}

function kilobytes(value: number): string {
  return `${(value / 1000).toFixed(value < 20_000 ? 1 : 0)} KB`;
}

function megabytes(value: number): string {
  return `${(value / 1e6).toFixed(1)} MB`;
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en');
}
