/** What the page around a socket tells about the network and about whether anybody looks. */
export interface PageSignals {
  /** False only when the browser is sure that there is no network. */
  readonly online: boolean;
  readonly hidden: boolean;
  /** The visitor has left the page, or the browser has stopped it; it may be kept, and come back as it was. */
  readonly left: boolean;
  /** Calls the listener after any of these may have changed; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

/** The page is listened to while there is anybody to tell. */
const listeners = new Set<() => void>();
let life: AbortController | undefined;
let left = false;

/**
 * The signals of the browser. The only place in the client that looks at the page, and it does without:
 * in a worker or in Node it is always online and never hidden.
 */
export const pageSignals: PageSignals = {
  get online() {
    return globalThis.navigator?.onLine !== false;
  },
  get hidden() {
    return globalThis.document?.visibilityState === 'hidden';
  },
  get left() {
    return left;
  },
  subscribe(listener) {
    life ??= listenToPage();
    // A function for each subscription, so that each ends by itself.
    const tell = () => listener();
    listeners.add(tell);
    return () => {
      listeners.delete(tell);
      if (listeners.size > 0) return;
      life?.abort();
      life = undefined;
    };
  },
};

function listenToPage(): AbortController {
  const controller = new AbortController();
  const options = {signal: controller.signal};
  // Not a copy: whoever ends meanwhile is not called any more.
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const setLeft = (now: boolean) => () => {
    left = now;
    tell();
  };
  left = false;
  const {document} = globalThis;
  globalThis.addEventListener?.('pagehide', setLeft(true), options);
  globalThis.addEventListener?.('pageshow', setLeft(false), options);
  // https://developer.chrome.com/docs/web-platform/page-lifecycle-api
  document?.addEventListener('freeze', setLeft(true), options);
  document?.addEventListener('resume', setLeft(false), options);
  globalThis.addEventListener?.('online', tell, options);
  globalThis.addEventListener?.('offline', tell, options);
  document?.addEventListener('visibilitychange', tell, options);
  return controller;
}
