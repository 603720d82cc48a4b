/** What a suite reports to `test/run.ts`, in numbers rather than in pretty output. */
import {readFileSync, writeFileSync} from 'node:fs';
import {env} from 'node:process';

/** One line of the closing table. */
export interface Count {
  readonly suite: string;
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, each in a full sentence: tests, files without a test, crashes. They close the log of a run. */
  readonly problems: string[];
}

/** A test that failed, or a file that did so outside of its tests. */
export interface Failure {
  readonly what: string;
  readonly why?: string | undefined;
  /** The command that runs it alone. */
  readonly alone?: string | undefined;
}

export function emptyCount(suite: string): Count {
  return {suite, passed: 0, failed: 0, skipped: 0, problems: []};
}

export function addFailure(count: Count, {what, why, alone}: Failure): void {
  const reason = why?.trim() || 'It gave no reason.';
  const lines = [`${count.suite}: ${what} failed. ${reason}`];
  if (alone !== undefined) lines.push(`  Alone: ${alone}`);
  addProblem(count, lines.join('\n'));
}

/** Adds a failure that no test stands for. */
export function addProblem(count: Count, problem: string): void {
  count.failed += 1;
  count.problems.push(problem);
}

/** Hands the numbers to the process that started this one, if it asked for them. */
export function reportCounts(counts: readonly Count[]): void {
  if (env.TEST_COUNTS) writeFileSync(env.TEST_COUNTS, JSON.stringify(counts));
}

/** Reads what `reportCounts` wrote; nothing when the suite ended before it could report. */
export function readCounts(file: string): Count[] | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Count[];
  } catch {
    return undefined;
  }
}
