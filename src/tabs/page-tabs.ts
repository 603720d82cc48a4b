import type {LockOptions, TabChannel, Tabs} from './tabs.js';

interface Claim {
  readonly grant: () => void;
  readonly onLost: (() => void) | undefined;
}

/**
 * Stands in for the browser where it has no locks or channels, and where nothing may leave the page: the "tabs" are
 * then the elements of this one page.
 */
export class PageTabs implements Tabs {
  /** By the name of a lock, first the one that holds it, then those in line. */
  readonly #claims = new Map<string, Claim[]>();
  readonly #listeners = new Map<string, Set<(message: unknown) => void>>();

  lock(name: string, {signal, steal, onLost}: LockOptions = {}): Promise<() => void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(new DOMException('Not waited for.', 'AbortError'));
      const claims = this.#claimsOf(name);
      const release = () => this.#withdraw(claims, claim);
      const claim = {grant: () => resolve(release), onLost};
      if (steal) {
        const [holder] = claims.splice(0, 1, claim);
        holder?.onLost?.();
      } else {
        claims.push(claim);
        signal?.addEventListener('abort', () => {
          if (claims[0] === claim) return;
          release();
          reject(new DOMException('Not waited for.', 'AbortError'));
        });
      }
      if (claims[0] === claim) claim.grant();
    });
  }

  open(name: string, listener: (message: unknown) => void): TabChannel {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners);
    // One listener may be given to two channels.
    const heard = (message: unknown) => listener(message);
    listeners.add(heard);
    return {
      post: (message) => {
        for (const other of listeners) {
          if (other === heard) continue;
          const copy: unknown = structuredClone(message);
          void Promise.resolve().then(() => {
            if (listeners.has(other)) other(copy);
          });
        }
      },
      close: () => void listeners.delete(heard),
    };
  }

  #claimsOf(name: string): Claim[] {
    const claims = this.#claims.get(name) ?? [];
    this.#claims.set(name, claims);
    return claims;
  }

  #withdraw(claims: Claim[], claim: Claim): void {
    const position = claims.indexOf(claim);
    if (position < 0) return;
    claims.splice(position, 1);
    if (position === 0) claims[0]?.grant();
  }
}

/** The elements of this page. */
export const pageTabs: Tabs = new PageTabs();
