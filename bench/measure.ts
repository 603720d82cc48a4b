/** One round of one product: every figure once, each on a page of its own. */
import {setTimeout as wait} from 'node:timers/promises';
import type {Browser, CDPSession, Page} from 'puppeteer-core';
import {opener, openPage, type Chat, type OpenChat, type Opening} from './chats.js';
import type {BenchServer} from './server.js';
import {OURS, type Subject} from './subjects.js';

/** What does not end within this many milliseconds has no end. */
export const PATIENCE = 120_000;

/** What takes longer is measured in the first round only. */
const LONG = 10_000;

/** The lengths of the histories. */
export const LENGTHS = [100, 1000, 10_000] as const;
export const LONGEST = 10_000;

const FEW = 10;
const BURST = 1000;
const SCROLLED = 5000;
const SCROLL_STEPS = 60;
const SCROLL_PIXELS = 400;
const MORE = 5;
/** A message that takes longer than this, in milliseconds, is the only one that is measured. */
const SLOW = 1000;
const SLOWDOWN = 4;

/** Times in milliseconds; sizes in bytes; what never ended is infinite. */
export type Figure =
  | 'bytes'
  | 'usable'
  | `history${(typeof LENGTHS)[number]}`
  | 'historyTask'
  | 'nodes'
  | 'heap'
  | 'moreFew'
  | 'moreFewCpu'
  | 'moreMany'
  | 'moreManyCpu'
  | 'burst'
  | 'burstTask'
  | 'frame'
  | 'closedBytes'
  | 'closedRequests'
  | 'start'
  | 'startTask'
  | 'startShift';

export type Figures = Partial<Record<Figure, number>>;

export interface Bench extends Opening {
  readonly server: BenchServer;
}

/** Measures a product once, but for what has taken too long before. */
export async function measure(
  subject: Subject,
  bench: Bench,
  known: readonly Figures[],
): Promise<Figures> {
  const open = opener(subject, bench);
  const figures: Figures = {};
  const isTooLong = (name: Figure) => known.some((round) => (round[name] ?? 0) > LONG);
  /** `name` is what is said to have no end where that is so, be it to open the chat or what is done with it. */
  const attempt = async (
    count: number,
    [opening, name]: readonly [Figure, Figure],
    run: (chat: Chat) => Promise<void>,
  ) => {
    if (isTooLong(opening) || isTooLong(name)) return;
    const chat = await inTime(open(count));
    const done = chat && (await inTime(run(chat).then(() => true)));
    if (!done) figures[chat ? name : opening] = Infinity;
    await closeAll(bench.browser);
  };

  const empty = await measureLoad(open, bench.server, figures);
  for (const length of LENGTHS) {
    const history = `history${length}` as const;
    await attempt(length, [history, length === LONGEST ? 'moreMany' : history], (chat) =>
      measureHistory(chat, empty, figures),
    );
  }
  await attempt(FEW, ['moreFew', 'moreFew'], async (chat) => {
    const {time, cpu} = await measureMore(chat);
    Object.assign(figures, {moreFew: time, moreFewCpu: cpu});
  });
  await attempt(0, ['burst', 'burst'], async (chat) => {
    const {time, longestTask} = await chat.addMany(1, BURST);
    Object.assign(figures, {burst: time, burstTask: longestTask});
  });
  await attempt(SCROLLED, [`history${LONGEST}`, 'frame'], async ({page}) => {
    const times = await page.evaluate(
      (steps, pixels) => window.bench.scroll(steps, pixels),
      SCROLL_STEPS,
      SCROLL_PIXELS,
    );
    figures.frame = percentile(times, 0.95);
  });
  await measureStart(subject, bench, figures);
  return figures;
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
}

/** What the first visit costs until the visitor can write. Returns the memory that it takes. */
async function measureLoad(open: OpenChat, server: BenchServer, figures: Figures) {
  server.takeRequests();
  const chat = await open(0);
  try {
    figures.bytes = sumOf(server);
    figures.usable = (await chat.page.evaluate(() => window.bench.state())).usable!;
    return await heapOf(chat.page);
  } finally {
    await chat.close();
  }
}

async function measureHistory(chat: Chat, empty: number, figures: Figures) {
  const {time, longestTask} = chat.shown!;
  Object.assign(figures, {[`history${chat.count}`]: time});
  if (chat.count < LONGEST) return;
  figures.historyTask = longestTask;
  figures.nodes = await chat.page.evaluate(() => window.bench.countNodes());
  figures.heap = (await heapOf(chat.page)) - empty;
  const more = await measureMore(chat);
  Object.assign(figures, {moreMany: more.time, moreManyCpu: more.cpu});
}

/** A message that comes when nothing else goes on: until it is painted, and what the page's thread has to do. */
async function measureMore(chat: Chat): Promise<{time: number; cpu: number}> {
  const session = await chat.page.createCDPSession();
  await session.send('Performance.enable');
  const times: number[] = [];
  const works: number[] = [];
  for (let number = chat.count + 1; number <= chat.count + MORE; number += 1) {
    const idle = await workDuring(session, () => chat.page.evaluate(() => undefined));
    const work = await workDuring(session, async () => {
      times.push((await chat.add(number)).time);
    });
    works.push(Math.max(0, work - idle));
    // One that is slow says enough.
    if (times[0]! > SLOW) break;
  }
  return {time: percentile(times, 0.5), cpu: percentile(works, 0.5)};
}

/** How long the thread of the page was busy, in milliseconds, until all has settled. */
async function workDuring(session: CDPSession, act: () => Promise<unknown>): Promise<number> {
  const before = await metric(session, 'TaskDuration');
  await act();
  await wait(200);
  return ((await metric(session, 'TaskDuration')) - before) * 1000;
}

async function heapOf(page: Page): Promise<number> {
  const session = await page.createCDPSession();
  await session.send('Performance.enable');
  // What was held by something that is gone goes with the second.
  for (let time = 0; time < 2; time += 1) await session.send('HeapProfiler.collectGarbage');
  return metric(session, 'JSHeapUsedSize');
}

async function metric(session: CDPSession, wanted: string): Promise<number> {
  const {metrics} = await session.send('Performance.getMetrics');
  return metrics.find(({name}) => name === wanted)!.value;
}

/** What the page around it notices of a chat that nobody has opened, and then the same on a slow machine. */
async function measureStart(subject: Subject, bench: Bench, figures: Figures) {
  bench.server.takeRequests();
  const quick = await startPage(subject, bench, 1);
  figures.closedBytes = sumOf(bench.server, (requests) => {
    figures.closedRequests = requests;
  });
  const slow = await startPage(subject, bench, SLOWDOWN);
  figures.start = (subject.id === OURS ? quick.launcher : quick.usable)!;
  figures.startTask = slow.longestTask;
  figures.startShift = Math.max(quick.layoutShift, slow.layoutShift);
}

async function startPage({id}: Subject, bench: Bench, rate: number) {
  const context = await bench.browser.createBrowserContext();
  try {
    const page = await openPage(context, bench, 'blank');
    const session = await page.createCDPSession();
    await session.send('Emulation.setCPUThrottlingRate', {rate});
    await page.goto(`${bench.origin}/${id}`);
    await page.waitForFunction(() => {
      const {usable, launcher} = window.bench.state();
      return (usable ?? launcher) !== undefined;
    });
    await wait(1000);
    return await page.evaluate(() => window.bench.state());
  } finally {
    await context.close();
  }
}

function sumOf(server: BenchServer, count: (requests: number) => void = () => undefined): number {
  const requests = server.takeRequests();
  count(requests.length);
  return requests.reduce((sum, {brotliBytes}) => sum + brotliBytes, 0);
}

/** `undefined` where it does not end in time. */
async function inTime<T>(work: Promise<T>): Promise<T | undefined> {
  const limit = new AbortController();
  const end = wait(PATIENCE, undefined, {signal: limit.signal}).catch(() => undefined);
  try {
    return await Promise.race([work, end]);
  } finally {
    limit.abort();
    // Its page is going to be closed.
    work.catch(() => undefined);
  }
}

/** Also pages that do not answer any more: their browser closes them. */
async function closeAll(browser: Browser) {
  await Promise.all(
    browser.browserContexts().map((context) => context.close().catch(() => undefined)),
  );
}
