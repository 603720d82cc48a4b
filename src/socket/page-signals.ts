/** What the page around a socket tells about the network and about whether anybody looks. */
export interface PageSignals {
  /** False only when the browser is sure that there is no network. */
  readonly online: boolean;
  readonly hidden: boolean;
  /** Calls the listener after either may have changed; returns the unsubscribe function. */
  subscribe(listener: () => void): () => void;
}

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
  subscribe(listener) {
    const life = new AbortController();
    const options = {signal: life.signal};
    globalThis.addEventListener?.('online', listener, options);
    globalThis.addEventListener?.('offline', listener, options);
    globalThis.document?.addEventListener('visibilitychange', listener, options);
    return () => life.abort();
  },
};
