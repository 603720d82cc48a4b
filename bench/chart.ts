/** Draws what a history costs against its length, one line for each product, on two logarithmic scales. */
import type {Medians} from './goals.js';
import {LENGTHS} from './measure.js';
import {OURS, type Subject} from './subjects.js';

const WIDTH = 880;
const HEIGHT = 400;
const LEFT = 64;
const RIGHT = 350;
const TOP = 40;
const BOTTOM = 44;
const LABEL_HEIGHT = 17;

/** Told apart without red against green, on light and on dark. */
const COLORS = ['#3987e5', '#d95926', '#199e70', '#c98500', '#9085e9', '#d55181', '#008300'];

interface Line {
  readonly name: string;
  readonly color: string;
  readonly ours: boolean;
  readonly points: readonly (readonly [length: number, time: number])[];
}

export function chart(subjects: readonly Subject[], medians: Medians): string {
  const lines = subjects
    .map(({id, name}, index): Line => ({
      name: name.replaceAll('`', ''),
      color: COLORS[index % COLORS.length]!,
      ours: id === OURS,
      points: LENGTHS.map(
        (length) => [length, medians.get(id)?.[`history${length}`] ?? Infinity] as const,
      ).filter(([, time]) => Number.isFinite(time)),
    }))
    .filter(({points}) => points.length > 0);
  const times = lines.flatMap(({points}) => points.map(([, time]) => time));
  const decades = range(
    Math.floor(Math.log10(Math.min(...times))),
    Math.ceil(Math.log10(Math.max(...times))),
  );
  const [low, high] = [decades[0]!, Math.max(decades.at(-1)!, decades[0]! + 1)];
  const x = (length: number) => LEFT + ((Math.log10(length) - 2) / 2) * (WIDTH - LEFT - RIGHT);
  const y = (time: number) =>
    HEIGHT - BOTTOM - ((Math.log10(time) - low) / (high - low)) * (HEIGHT - TOP - BOTTOM);

  const ticks = decades.map((decade) => {
    const place = y(10 ** decade);
    return `<path class="grid" d="M${LEFT} ${place}H${WIDTH - RIGHT}"/><text class="quiet" x="${LEFT - 8}" y="${place + 4}" text-anchor="end">${timeName(10 ** decade)}</text>`;
  });
  const lengths = LENGTHS.map(
    (length) =>
      `<text class="quiet" x="${x(length)}" y="${HEIGHT - BOTTOM + 22}" text-anchor="middle">${length.toLocaleString('en')}</text>`,
  );
  const drawn = lines.map(({points, color, ours}) => {
    const path = points.map(([length, time]) => `${round(x(length))} ${round(y(time))}`).join('L');
    const dots = points.map(
      ([length, time]) =>
        `<circle cx="${round(x(length))}" cy="${round(y(time))}" r="${ours ? 5 : 4}"/>`,
    );
    return `<g fill="${color}" stroke="${color}"><path fill="none" stroke-width="${ours ? 3.5 : 2}" d="M${path}"/>${dots.join('')}</g>`;
  });
  const labels = spread(lines.map((line) => ({line, place: y(line.points.at(-1)![1])}))).map(
    ({line: {name, color, ours, points}, place}) => {
      const start = x(points.at(-1)![0]) + 12;
      return `<rect x="${start}" y="${round(place) - 5}" width="9" height="9" rx="2" fill="${color}"/><text x="${start + 15}" y="${round(place) + 4}"${ours ? ' font-weight="bold"' : ''}>${escape(name)}</text>`;
    },
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="title">
<title id="title">Time until the newest message of a history is painted, against the number of its messages</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.quiet { fill: #59636e }
.grid { stroke: #d1d9e0 }
@media (prefers-color-scheme: dark) {
  text { fill: #f0f6fc }
  .quiet { fill: #9198a1 }
  .grid { stroke: #3d444d }
}
</style>
<text x="${LEFT}" y="20">Time until the newest message is painted, by messages in the history</text>
${[...ticks, ...lengths, ...drawn, ...labels].join('\n')}
</svg>
`;
}

/** Moves labels apart that would lie over each other. */
function spread<Label extends {readonly place: number}>(labels: readonly Label[]): Label[] {
  let end = -Infinity;
  return labels
    .toSorted((a, b) => a.place - b.place)
    .map((label) => {
      end = Math.max(label.place, end + LABEL_HEIGHT);
      return {...label, place: end};
    });
}

function range(first: number, last: number): number[] {
  return Array.from({length: last - first + 1}, (_, index) => first + index);
}

function timeName(time: number): string {
  return time < 1000 ? `${time} ms` : `${time / 1000} s`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
