/** What a wait depends on. */
export interface RetryContext {
  /** Attempts that failed in a row since the link was last stable; 0 before the first retry. */
  readonly failures: number;
  /** Nobody looks at this page. */
  readonly hidden: boolean;
}

/** Milliseconds to wait before the next attempt. */
export type RetryPolicy = (context: RetryContext) => number;

const FIRST_BOUND = 500;
const LAST_BOUND = 30_000;
const HIDDEN_FACTOR = 2;

/**
 * How long a link must have been ready before its end counts as a first failure again, in milliseconds. More than
 * a client waits for an answer, so that a hub that greets and says nothing else is not asked again and again.
 */
export const STABLE_AFTER = 15_000;

/** The longest wait after so many failures: 0.5 s, doubling to 30 s; twice that on a hidden page. */
export function retryBound({failures, hidden}: RetryContext): number {
  const bound = Math.min(LAST_BOUND, FIRST_BOUND * 2 ** failures);
  return hidden ? bound * HIDDEN_FACTOR : bound;
}

/**
 * Full jitter: anything up to the bound, so that all the visitors of a hub that went down do not come back in
 * the same second. https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export const fullJitter: RetryPolicy = (context) => Math.random() * retryBound(context);
