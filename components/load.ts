import {ChatError} from '../src/errors.js';
import {isHtml} from './launcher/dom.js';

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

/** Why there is no code to do something with. */
export function loadError(): ChatError {
  return isHtml()
    ? new ChatError('load-failed', 'The code of the chat could not be loaded.')
    : new ChatError('unsupported-document', 'The chat cannot be used in XHTML.');
}

/** What cannot be done because its code cannot be fetched, or not be used, rejects with this. */
export function rejectLoad(): never {
  throw loadError();
}

export function requireHtml(): void {
  if (!isHtml()) rejectLoad();
}

/** Lets the page do what is urgent first. Safari has no `requestIdleCallback`. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), {timeout: 2_000});
    else setTimeout(resolve, 200);
  });
}
