/** The longest that a frame is waited for, in milliseconds; a page that is not seen has none. */
const MAX_FRAME = 200;

/** Resolves when the browser is about to draw; at once where nothing is drawn, as in Node. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    if (!globalThis.requestAnimationFrame) return resolve();
    const timer = setTimeout(resolve, MAX_FRAME);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** Resolves in another task, soon; also in a hidden page, where timers are slow. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}

/** Resolves when the promise is settled, or after so many milliseconds. */
export async function settleWithin(limit: number, promise: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => (timer = setTimeout(resolve, limit)));
  await Promise.race([promise, timeout]).catch(() => undefined);
  clearTimeout(timer);
}

/**
 * Starts to measure: the function that it returns says how many milliseconds have passed. The clock of a page may stand
 * still while the machine sleeps, and that of the machine may be set back, so the one that saw more time counts.
 */
export function startStopwatch(): () => number {
  const date = Date.now();
  const time = performance.now();
  return () => Math.max(Date.now() - date, performance.now() - time);
}
