/** What the widget has to reach, and whether it does. */
import type {Figure, Figures} from './measure.js';
import {HAND_WRITTEN, OURS} from './subjects.js';

export interface Goal {
  readonly what: string;
  readonly unit: 'KB' | 'MB' | 'ms' | '';
  /** Undefined where it was not measured. */
  readonly value: number | undefined;
  readonly limit: number;
}

export type Medians = ReadonlyMap<string, Figures>;

/** Each goal with what was measured, in the unit of the goal. */
export function goals(medians: Medians): Goal[] {
  const ours = medians.get(OURS) ?? {};
  const byHand = medians.get(HAND_WRITTEN) ?? {};
  const times = (factor: number, value: number | undefined) => factor * (value ?? NaN);
  const goal = (
    what: string,
    figure: Figure,
    unit: Goal['unit'],
    limit: number,
    divisor = 1,
  ): Goal => {
    const value = ours[figure];
    return {what, unit, limit, value: value === undefined ? undefined : value / divisor};
  };
  return [
    goal('Page with a closed chat, brotli', 'closedBytes', 'KB', 10, 1000),
    goal('First plain conversation in all, brotli', 'bytes', 'KB', 32, 1000),
    goal('Requests before the visitor wants something', 'closedRequests', '', 1),
    goal('Longest task at load, CPU 4 times slower', 'startTask', 'ms', 50),
    goal('Layout shift', 'startShift', '', 0),
    goal(
      'Launcher is there, within 1.5 times the hand-written page',
      'start',
      'ms',
      times(1.5, byHand.start),
    ),
    goal(
      '10,000 messages, within 2 times those of 100',
      'history10000',
      'ms',
      times(2, ours.history100),
    ),
    goal('Nodes with 10,000 messages', 'nodes', '', 1500),
    goal('Memory for 10,000 messages', 'heap', 'MB', 10, 1e6),
    goal('Longest task with 10,000 messages', 'historyTask', 'ms', 100),
    goal('95 % of frames while scrolling through 5,000', 'frame', 'ms', 20),
    // A frame is 16.7 ms; that it is the same one is told by the work done for it.
    goal(
      'Work for one more message at 10,000, within 1.5 times that at 10',
      'moreManyCpu',
      'ms',
      times(1.5, ours.moreFewCpu),
    ),
    goal(
      '1,000 messages one by one, within 3 times the hand-written page',
      'burst',
      'ms',
      times(3, byHand.burst),
    ),
    goal('Longest task while 1,000 come one by one', 'burstTask', 'ms', 50),
  ];
}

export function isMet({value, limit}: Goal): boolean {
  return value !== undefined && value <= limit;
}
