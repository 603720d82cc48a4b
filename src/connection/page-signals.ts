/** What the page around a socket tells about the network and about whether anybody looks. */
import {PAGE_CHECK_INTERVAL} from '../timing.js';
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
    return findDocument()?.visibilityState === 'hidden';
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

/** The document, where there is one: not in a worker, and not in Node. */
function findDocument() {
  const {document} = globalThis as {
    readonly document?: EventTarget & {readonly visibilityState: string};
  };
  return document;
}

function listenToPage(): AbortController {
  const controller = new AbortController();
  const {signal} = controller;
  const document = findDocument();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let known = '';
  /** Looks again in a while, and says whether something has changed since the last time. */
  const look = (): boolean => {
    clearTimeout(timer);
    if (document && !signal.aborted) timer = setTimeout(handleTimer, PAGE_CHECK_INTERVAL);
    const before = known;
    known = `${left} ${pageSignals.online} ${pageSignals.hidden}`;
    return known !== before;
  };
  // Not a copy: whoever ends meanwhile is not called any more.
  const tell = () => {
    look();
    for (const listener of listeners) listener();
  };
  const handleTimer = () => {
    // The browser runs no timers of a page that was left.
    left = false;
    if (look()) tell();
  };
  const setLeft = (now: boolean) => () => {
    left = now;
    tell();
  };
  const listen = (target: EventTarget | undefined, type: string, handle: () => void) =>
    target?.addEventListener?.(type, handle, {signal});
  left = false;
  look();
  signal.addEventListener('abort', () => clearTimeout(timer));
  listen(globalThis, 'pagehide', setLeft(true));
  listen(globalThis, 'pageshow', setLeft(false));
  // https://developer.chrome.com/docs/web-platform/page-lifecycle-api
  listen(document, 'freeze', setLeft(true));
  listen(document, 'resume', setLeft(false));
  listen(globalThis, 'online', tell);
  listen(globalThis, 'offline', tell);
  listen(document, 'visibilitychange', tell);
  return controller;
}
