/** How long, in milliseconds, other tabs leave alone what one of them has claimed. */
const HELD = 3000;

/** Whether this tab is the one to do something that all tabs of the site would do in the same moment. */
export function claimOnce(what: string): Promise<boolean> {
  // Where tabs cannot agree, the one that is seen does it.
  if (!navigator.locks) return Promise.resolve(!document.hidden);
  return new Promise((resolve) => {
    navigator.locks
      .request(`captivate-chat ${what}`, {ifAvailable: true}, async (lock) => {
        resolve(lock !== null);
        if (lock) await new Promise((release) => setTimeout(release, HELD));
      })
      .catch(() => resolve(false));
  });
}
