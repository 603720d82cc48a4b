/** What the retry policy makes of all the widgets that lose one hub in the same instant, in virtual time. */
import {jitteredWait, type Need, type RetryContext} from '../../src/connection/retry-policy.js';
import {SECOND_ATTEMPT_AFTER} from '../../src/timing.js';

export interface Outage {
  /** How long the hub is away, in milliseconds. */
  readonly length: number;
  /** How long an attempt takes to fail meanwhile. One that begins when the hub is back succeeds. */
  readonly failsAfter: number;
}

export interface HerdOptions extends Outage {
  readonly widgets: number;
  readonly seed?: number;
  readonly policy?: HerdPolicy;
}

export type HerdPolicy = (context: RetryContext, random: number) => number;

export interface Herd extends Outage {
  readonly widgets: number;
  /** How many attempts there are in each tenth of a second since the loss. */
  readonly attempts: readonly number[];
  /** How long after the return of the hub each widget is back, in milliseconds, sorted. */
  readonly delays: Readonly<Record<Need, readonly number[]>>;
}

/** No second may see more attempts than this, per widget. */
export const LOAD_LIMIT = 0.15;
/** How long after the return of the hub the last widget may come back, in seconds. */
export const RETURN_LIMIT = 60;

/** A tenth of a second, in milliseconds. */
const STEP = 100;
export const STEPS_PER_SECOND = 10;

const NEEDS: readonly Need[] = ['open', 'visible', 'hidden'];

/** One in ten looks at the conversation, three see a page with a closed chat, six are in hidden tabs. */
export function needOf(widget: number): Need {
  const place = widget % 10;
  if (place === 0) return 'open';
  return place < 4 ? 'visible' : 'hidden';
}

export function simulateHerd(options: HerdOptions): Herd {
  const {widgets, length, failsAfter} = options;
  const attempts: number[] = [];
  const delays: Record<Need, number[]> = {open: [], visible: [], hidden: []};
  for (let widget = 0; widget < widgets; widget++) {
    const times = attemptsOf(widget, options);
    for (const time of times) countAttempt(attempts, time);
    delays[needOf(widget)].push(times.at(-1)! - length);
  }
  for (const list of Object.values(delays)) list.sort((a, b) => a - b);
  return {widgets, length, failsAfter, attempts, delays};
}

export function countAttempt(attempts: number[], time: number): void {
  const step = Math.floor(time / STEP);
  while (attempts.length <= step) attempts.push(0);
  attempts[step]! += 1;
}

/** When a widget tries, up to the attempt that succeeds. Widgets do not know of each other. */
function attemptsOf(widget: number, options: HerdOptions): number[] {
  const {length, failsAfter, seed = 1, policy = jitteredWait} = options;
  const random = randomFrom(seed + widget);
  const need = needOf(widget);
  const times: number[] = [];
  let time = 0;
  for (let failures = 0; ; failures++) {
    time += policy({failures, need}, random());
    times.push(time);
    if (time >= length) return times;
    // Later ones have one beside them already that hangs.
    const getsSecond = failures === 0 && need === 'open' && failsAfter > SECOND_ATTEMPT_AFTER;
    if (getsSecond) times.push(time + SECOND_ATTEMPT_AFTER);
    if (times.at(-1)! >= length) return times;
    time += failsAfter;
  }
}

/** Numbers from 0 up to 1, for a seed the same each time (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Attempts in the second that begins with a step, per widget. A widget that tries twice counts twice. */
export function loadAt({attempts, widgets}: Pick<Herd, 'attempts' | 'widgets'>, step: number) {
  const second = attempts.slice(step, step + STEPS_PER_SECOND);
  return second.reduce((sum, count) => sum + count, 0) / widgets;
}

/** The load in the worst of all seconds, wherever it begins. */
export function peakLoad(herd: Pick<Herd, 'attempts' | 'widgets'>): number {
  return Math.max(...herd.attempts.map((_, step) => loadAt(herd, step)));
}

/** After how many seconds since the return of the hub this share of a group is back. */
export function backWithin({delays}: Herd, need: Need, share: number): number {
  const group = delays[need];
  return group[Math.ceil(group.length * share) - 1]! / 1000;
}

/** After how many seconds since the return of the hub all are back. */
export function allBackWithin(herd: Herd): number {
  return Math.max(...NEEDS.map((need) => backWithin(herd, need, 1)));
}
