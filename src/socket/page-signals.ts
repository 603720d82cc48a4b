/** What the page around a socket tells about the network and about whether anybody looks. */
export interface PageSignals {
  /** False only when the browser is sure that there is no network. */
  readonly online: boolean;
  readonly hidden: boolean;
  /** The visitor has left the page; it may be kept, and come back as it was. */
  readonly left: boolean;
  /** Calls the listener after either may have changed; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

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
    const life = new AbortController();
    const options = {signal: life.signal};
    const handlePage = ({type}: Event) => {
      left = type === 'pagehide';
      listener();
    };
    globalThis.addEventListener?.('pagehide', handlePage, options);
    globalThis.addEventListener?.('pageshow', handlePage, options);
    globalThis.addEventListener?.('online', listener, options);
    globalThis.addEventListener?.('offline', listener, options);
    globalThis.document?.addEventListener('visibilitychange', listener, options);
    return () => life.abort();
  },
};
