import type {LockOptions, TabChannel, Tabs} from './tabs.js';

/** All tabs of this browser on this origin, by Web Locks and BroadcastChannel; undefined without them. */
export function browserTabs(): Tabs | undefined {
  const locks = globalThis.navigator?.locks;
  if (!locks || !('BroadcastChannel' in globalThis)) return undefined;
  return {
    lock: (name, options = {}) => holdLock(locks, name, options),
    open: openChannel,
  };
}

function holdLock(
  locks: LockManager,
  name: string,
  {signal, steal, onLost}: LockOptions,
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    let held = false;
    const request: globalThis.LockOptions = steal ? {steal} : {...(signal && {signal})};
    locks
      .request(name, request, () => {
        held = true;
        return new Promise<void>((release) => resolve(release));
      })
      .catch((error: unknown) => {
        if (held) onLost?.();
        else reject(error instanceof Error ? error : new Error('There are no locks.'));
      });
  });
}

function openChannel(name: string, listener: (message: unknown) => void): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener('message', (event) => listener(event.data));
  return {
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}
