/** What a lock is asked for with. */
export interface LockOptions {
  /** Ends the wait for it; the promise rejects then. Not for a lock that is taken. */
  readonly signal?: AbortSignal;
  /** Takes it from whoever holds it, at once. */
  readonly steal?: boolean;
  /** Called when another tab took it. */
  readonly onLost?: () => void;
}

/** What is said in one of them is heard by all others of the same name, in order, and never by itself. */
export interface TabChannel {
  /** Throws where the message cannot be cloned. */
  post(message: unknown): void;
  close(): void;
}

/** What the tabs of a browser have in common. */
export interface Tabs {
  /**
   * Waits for the lock of this name, in line with all others. Resolves with the function that gives it back; the
   * end of a tab, a crash included, does so too. Rejects where the browser has no locks for this page.
   */
  lock(name: string, options?: LockOptions): Promise<() => void>;

  /** Throws where the browser has no channels for this page. */
  open(name: string, listener: (message: unknown) => void): TabChannel;
}
