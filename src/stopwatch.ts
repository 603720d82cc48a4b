/**
 * Starts to measure: the function that it returns says how many milliseconds have passed. The clock of a page may stand
 * still while the machine sleeps, and that of the machine may be set back, so the one that saw more time counts.
 */
export function startStopwatch(): () => number {
  const date = Date.now();
  const time = performance.now();
  return () => Math.max(Date.now() - date, performance.now() - time);
}
