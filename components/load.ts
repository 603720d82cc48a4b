let tries = 0;

/**
 * Fetches code when it is wanted, once. All wait for the same promise: browsers settle several `import()` of one file
 * in any order. What could not be had is fetched again by who asks next, from another address for the same file, because
 * Firefox remembers for the life of a page what it could not import. Its error names the address, as Chromium's does.
 */
export function loadOnce<Code>(load: () => Promise<Code>): () => Promise<Code> {
  let loading: Promise<Code> | undefined;
  return () =>
    (loading ??= load().catch((error: unknown) => {
      loading = undefined;
      const [address] = /http[^\s?]+/.exec(String(error)) ?? [];
      if (address) load = () => import(/* @vite-ignore */ `${address}?retry=${++tries}`);
      throw error;
    }));
}
