import {waitUntil as poll} from '@open-wc/testing';

/** Costs nothing while all is well. Shorter than what mocha gives a test, so that a failure names what did not come. */
const LIMIT = 60_000;

/** Waits until something holds, as long as a busy machine may need that runs several browsers at once. */
export function waitUntil(
  condition: () => unknown,
  what?: string,
  options: {readonly interval?: number} = {},
): Promise<void> {
  return poll(condition, what, {timeout: LIMIT, interval: 10, ...options});
}
