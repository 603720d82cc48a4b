/** So long it takes at the most, in milliseconds; a page that is not seen has no frames. */
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
