import {waitUntil as poll} from '@open-wc/testing';

/** Shorter than what mocha gives a test, so that a failure names what did not come. */
const LIMIT = 10_000;

/** Waits until something holds, as long as a machine may need that runs three browsers at once. */
export function waitUntil(
  condition: () => unknown,
  what?: string,
  options: {readonly timeout?: number; readonly interval?: number} = {},
): Promise<void> {
  return poll(condition, what, {timeout: LIMIT, ...options});
}
