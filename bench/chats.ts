/** How a chat that is measured gets a history and more messages: from the hub, or by its page's own means. */
import {setTimeout as wait} from 'node:timers/promises';
import type {Browser, BrowserContext, Page} from 'puppeteer-core';
import type {Hub} from '../demo/hub/index.js';
import {messageAt, messages} from './messages.js';
import type {Painted} from './pages/driver.js';
import {OURS, type Subject} from './subjects.js';

/** Time for a page to get quiet, in milliseconds. */
const REST = 400;

/** The one page at a time that is measured. */
export interface Chat {
  readonly page: Page;
  readonly count: number;
  /** How long the history took to be shown; absent without one. */
  readonly shown: Painted | undefined;
  add(number: number): Promise<Painted>;
  addMany(first: number, count: number): Promise<Painted>;
  close(): Promise<void>;
}

export interface Opening {
  readonly browser: Browser;
  readonly origin: string;
  readonly hub: Hub;
  readonly driver: string;
}

export type OpenChat = (count: number) => Promise<Chat>;

/** Opens a page in which so many messages are shown, and nothing else is going on. */
export function opener(subject: Subject, opening: Opening): OpenChat {
  return subject.id === OURS ? hubOpener(opening) : pageOpener(subject, opening);
}

export async function openPage(
  context: BrowserContext,
  {driver, origin}: Opening,
  path: string,
): Promise<Page> {
  const page = await context.newPage();
  await page.setViewport({width: 1280, height: 800});
  await page.evaluateOnNewDocument(driver);
  await page.goto(`${origin}/${path}`);
  return page;
}

async function untilUsable(page: Page) {
  await page.waitForFunction(() => window.bench.state().usable !== undefined);
  await wait(REST);
}

function pageOpener({id}: Subject, opening: Opening): OpenChat {
  return async (count) => {
    const context = await opening.browser.createBrowserContext();
    const page = await openPage(context, opening, id);
    await untilUsable(page);
    const shown = count > 0 ? await page.evaluate((n) => window.bench.show(n), count) : undefined;
    await wait(REST);
    return {
      page,
      count,
      shown,
      add: (number) => page.evaluate((n) => window.bench.add(n), number),
      addMany: (first, many) => page.evaluate((a, b) => window.bench.addMany(a, b), first, many),
      close: () => context.close(),
    };
  };
}

/** A visitor comes back to a conversation that their browser has stored, and the hub has. */
function hubOpener(opening: Opening): OpenChat {
  const {hub, browser} = opening;
  return async (count) => {
    const context = await browser.createBrowserContext();
    const id = count > 0 ? await visitFirst(context, opening, count) : undefined;
    const page = await context.newPage();
    await page.setViewport({width: 1280, height: 800});
    await page.evaluateOnNewDocument(opening.driver);
    if (count > 0) {
      await page.evaluateOnNewDocument(
        (n) => window.bench.expect(n, '"conversation_transcript"'),
        count,
      );
    }
    await page.goto(`${opening.origin}/${OURS}?open`);
    const shown = count > 0 ? await page.evaluate(() => window.bench.expected()) : undefined;
    await untilUsable(page);
    await page.waitForFunction(() => document.querySelector('captivate-chat')?.conversationId);
    const conversationId =
      id ?? (await page.evaluate(() => document.querySelector('captivate-chat')!.conversationId!));
    await wait(REST);

    const hear = async (last: number, say: () => void) => {
      await page.evaluate((n) => window.bench.expect(n, '"bot_message"'), last);
      say();
      return page.evaluate(() => window.bench.expected());
    };
    const say = (number: number) => void hub.sayAsBot(conversationId, messageAt(number).text);
    return {
      page,
      count,
      shown,
      add: (number) => hear(number, () => say(number)),
      async addMany(first, many) {
        const last = first + many - 1;
        const painted = await hear(last, () => {
          for (let number = first; number <= last; number += 1) say(number);
        });
        const has = await page.evaluate(
          () => document.querySelector('captivate-chat')!.messages.length,
        );
        if (has !== last) throw new Error(`The list has ${has} of ${last} messages.`);
        return painted;
      },
      close: () => context.close(),
    };
  };
}

/** The visit in which the browser learned of the conversation, and all of it was read. */
async function visitFirst(context: BrowserContext, opening: Opening, count: number) {
  const {hub} = opening;
  const {id} = hub.conversations.start({apiKey: 'bench'});
  for (const {sender, text} of messages(count)) {
    hub.conversations.addMessage(id, {sender, parts: [{type: 'text', text}]});
  }
  const page = await openPage(context, opening, `${OURS}?open`);
  await untilUsable(page);
  await page.evaluate(
    async (n, conversationId) => {
      window.bench.expect(n, '"conversation_transcript"');
      await document.querySelector('captivate-chat')!.openConversation(conversationId);
      await window.bench.expected();
    },
    count,
    id,
  );
  await wait(REST);
  await page.close();
  return id;
}
