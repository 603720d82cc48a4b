/**
 * Which test runs where. What depends on the engine runs in every engine that was found; all else would only be the
 * same code three times, and runs in one. The reasons are in CONTRIBUTING.md.
 */

/** Of the tests in browsers: storage, locks, channels and page life; focus, scrolling, layout, announcements and input. */
const IN_EVERY_ENGINE: readonly string[] = [
  'src/connection/page-signals.test.ts',
  'src/storage/indexed-db-store.test.ts',
  'src/storage/storage.test.ts',
  'src/tabs/tabs.test.ts',
  'components/transcript/announcer.test.ts',
  'components/notifications/chat-preview.test.ts',
  'components/chat/captivate-chat.test.ts',
  'components/composer/chat-composer.test.ts',
  'components/panel/chat-confirm.test.ts',
  'components/panel/chat-menu.test.ts',
  'components/panel/chat-panel.test.ts',
  'components/transcript/chat-transcript.test.ts',
  'components/content/cards.test.ts',
  'components/content/files.test.ts',
  'components/content/sanitize.test.ts',
  'components/transcript/long-history.test.ts',
  'components/transcript/scroll.test.ts',
  'test/browser/announcements.test.ts',
  'test/browser/canary.test.ts',
  'test/browser/commands.test.ts',
  'test/browser/hostile-page.test.ts',
  'test/browser/modes.test.ts',
];

/** Of the whole pages: where modules, storage, tabs, keys, policies and the life of a page differ between engines. */
const PAGES_IN_EVERY_ENGINE: readonly string[] = [
  'test/pages/attention.test.ts',
  'test/pages/chunks.test.ts',
  'test/pages/host-page.test.ts',
  'test/pages/keyboard.test.ts',
  'test/pages/life.test.ts',
  'test/pages/opinionated-page.test.ts',
  'test/pages/storage.test.ts',
  'test/pages/strict.test.ts',
  'test/pages/tabs.test.ts',
  'test/pages/xhtml.test.ts',
];

/** Take longest, mostly because they wait. Begun first, none of them is left at the end while nothing runs beside it. */
export const longestPages: readonly string[] = [
  'test/pages/bad-lines.test.ts',
  'test/pages/tabs.test.ts',
  'test/pages/network.test.ts',
  'test/pages/geometry.test.ts',
  'test/pages/storage.test.ts',
  'test/pages/faults.test.ts',
  'test/pages/opinionated-page.test.ts',
  'test/pages/life.test.ts',
];

const EVERYWHERE: ReadonlySet<string> = new Set([...IN_EVERY_ENGINE, ...PAGES_IN_EVERY_ENGINE]);

/** Run in one engine with each change, and in every one by the long command: what would take three times too long. */
const LONG_IN_EVERY_ENGINE: ReadonlySet<string> = new Set([
  'components/content/attacks.test.ts',
  'test/browser/access.test.ts',
  'test/browser/attacks.test.ts',
  'test/browser/theme.test.ts',
]);

export type Suite = 'node' | 'browser' | 'pages' | 'soak';

/** @param file - As a path from the root, with slashes; as everywhere here. */
export function suiteOf(file: string): Suite {
  if (file.startsWith('test/pages/')) return 'pages';
  if (file.startsWith('test/soak/')) return 'soak';
  return /^(src|components|test\/browser)\//.test(file) ? 'browser' : 'node';
}

/** Whether a run is the place for this file: one with each change, or a long one (`npm run test:long`). */
export function isDue(file: string, isLongRun: boolean): boolean {
  const isLongTest = file.endsWith('.long.test.ts');
  return isLongRun ? isLongTest || LONG_IN_EVERY_ENGINE.has(file) : !isLongTest;
}

/** Whether each engine has to show that it does this right. */
export function runsInEveryEngine(file: string, isLongRun: boolean): boolean {
  return isLongRun || EVERYWHERE.has(file);
}

/** Those of whole pages in the order in which they are begun. */
export function longestFirst(files: readonly string[]): string[] {
  const long = longestPages.filter((file) => files.includes(file));
  return [...long, ...files.filter((file) => !long.includes(file))];
}

/** The files that are named here, so that a test can see that they exist. */
export const placedFiles: readonly string[] = [...EVERYWHERE, ...LONG_IN_EVERY_ENGINE];
