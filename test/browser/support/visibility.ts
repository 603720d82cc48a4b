/** Lets the page believe that it is hidden, or seen again. */
export function setHidden(hidden: boolean) {
  Object.defineProperties(document, {
    hidden: {configurable: true, get: () => hidden},
    visibilityState: {configurable: true, get: () => (hidden ? 'hidden' : 'visible')},
  });
  document.dispatchEvent(new Event('visibilitychange'));
}

/** The page is what it is. */
export function resetVisibility() {
  Reflect.deleteProperty(document, 'hidden');
  Reflect.deleteProperty(document, 'visibilityState');
  document.dispatchEvent(new Event('visibilitychange'));
}
