/**
 * How much the visitor needs the link.
 *
 * - `open`: they look at the conversation.
 * - `visible`: they look at the page, where the chat is closed.
 * - `hidden`: nobody looks at this page.
 */
export type Need = 'open' | 'visible' | 'hidden';

/** `none`: nobody waits for anything, so the link is left alone until somebody does. */
export type LinkNeed = Need | 'none';

/** What a wait depends on. */
export interface RetryContext {
  /** Attempts that failed in a row since the link was last stable; 0 before the first retry. */
  readonly failures: number;
  readonly need: Need;
  /** The browser believes that there is no network, which is mostly so. */
  readonly offline?: boolean;
}

/** Milliseconds to wait before the next attempt. */
export type RetryPolicy = (context: RetryContext) => number;

/**
 * The longest waits, in milliseconds: before the first retry, and ever. A hub that goes down loses all its visitors
 * in one instant, so even the first retries are spread, most of all those that nobody waits for. The last ones,
 * together with an attempt that hangs, stay below a minute. `npm run simulate:herd` shows what these figures do.
 */
const BOUNDS: Readonly<Record<Need, {readonly first: number; readonly last: number}>> = {
  open: {first: 1_000, last: 20_000},
  visible: {first: 10_000, last: 40_000},
  hidden: {first: 45_000, last: 45_000},
};

/** The longest wait after so many failures: it doubles with each. Without a network, one is enough to wait long. */
export function retryBound({failures, need, offline = false}: RetryContext): number {
  const {first, last} = BOUNDS[need];
  return offline && failures > 0 ? last : Math.min(last, first * 2 ** failures);
}

/**
 * The first wait is anything up to its bound, to spread those who lost the link together. They are spread then, so
 * that later waits take from the upper half: soon after a failure, another is likely.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 *
 * @param random - From 0 up to 1.
 */
export function jitteredWait(context: RetryContext, random = Math.random()): number {
  const share = context.failures === 0 ? random : (1 + random) / 2;
  return share * retryBound(context);
}
