/**
 * Whole pages in the browsers of this machine, for tests that are sentences about what a visitor sees. A visitor has
 * the pointer and the keyboard of a real browser, and sees what is drawn, through every shadow root.
 */
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import type {
  Browser,
  BrowserContext,
  ConsoleMessage,
  KeyInput,
  LaunchOptions,
  Page,
  Viewport,
} from 'puppeteer-core';
import {createDemoBot, startHub} from '../../demo/hub/index.js';
import type {Conversation, Hub, HubOptions} from '../../demo/hub/index.js';
import {findPageBrowsers, launchOptions, type PageBrowser} from './browsers.js';
import {startSite, type SiteOptions} from './site.js';
import {startTcpProxy, type TcpProxy} from './tcp-proxy.js';

/** Whatever is waited for happens within this many milliseconds, also on a machine that has much else to do. */
const LIMIT = 60_000;
/** Looking costs all processes of a browser some work: often at first, then ever less. */
const FIRST_GLANCE = 20;
const LAST_GLANCE = 250;

/** What browsers themselves report when a hub cannot be reached or a link breaks. */
export const LOST_LINK =
  /^WebSocket connection to 'ws:|Firefox can’t establish a connection to the server at ws:|^Error: The connection to ws:\S+ was interrupted/;

/** What the visitor can tell of one box of the chat. */
export interface Part {
  readonly text: string;
  /** What stands in it, if it is one to write in. */
  readonly value: string;
  readonly label: string | null;
  readonly parts: string;
  readonly visible: boolean;
  readonly focused: boolean;
  readonly moving: boolean;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** It could be scrolled sideways. */
  readonly tooWide: boolean;
}

/** A tab of a visitor's browser. */
export class Visitor {
  /** Every address that the tab has asked for, its sockets' too, in order. */
  readonly requests: string[] = [];
  readonly #expected: RegExp[] = [];
  readonly #console: {readonly type: string; readonly text: string}[] = [];
  readonly #errors: string[] = [];

  constructor(
    readonly page: Page,
    readonly engine: PageBrowser['engine'],
    private readonly origin: string,
  ) {
    page.on('request', (request) => this.#note(request.url()));
    page.on('console', (message) => this.#hear(message));
    page.on('pageerror', (error) => this.#errors.push(String(error)));
  }

  /** Chromium tells of sockets in its own protocol only; Firefox lists them with the other requests. */
  async watchSockets() {
    if (this.engine !== 'chromium') return;
    const session = await this.page.createCDPSession();
    session.on('Network.webSocketCreated', ({url}) => this.#note(url));
    await session.send('Network.enable');
  }

  async goTo(path: string) {
    await this.page.goto(new URL(path, this.origin).href);
  }

  async reload() {
    await this.page.reload();
  }

  /** The process of the tab dies, which tells nobody. Chromium only: Firefox offers no way. */
  async crash() {
    const crashed = new Promise((resolve) => this.page.once('error', resolve));
    const session = await this.page.createCDPSession();
    // There is nobody left to answer.
    session.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  /** Away from the site, to where nothing of it runs. */
  async leave() {
    await this.page.goto('about:blank');
  }

  /** Turns to this tab. In one that is hidden, nothing is drawn, and what comes stays transparent. */
  async bringToFront() {
    await this.page.bringToFront();
    await until('the tab is in front', () => this.page.evaluate(() => !document.hidden));
  }

  /** Resolves when the page has had time for all that it wanted to do at load. */
  async settled() {
    await this.page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestIdleCallback(() => requestAnimationFrame(() => setTimeout(resolve)));
        }),
    );
  }

  /** All boxes with this part name, in order. */
  parts(name: string): Promise<Part[]> {
    return this.page.evaluate(readParts, name);
  }

  /** The boxes with this part name that can be seen. */
  async visible(name: string): Promise<Part[]> {
    return (await this.parts(name)).filter(({visible}) => visible);
  }

  async texts(name = 'text'): Promise<string[]> {
    return (await this.visible(name)).map(({text}) => text);
  }

  /** Waits until exactly these messages are in the list. */
  async shows(...expected: readonly string[]) {
    await this.#becomes(() => this.texts(), expected);
  }

  /** Waits until these are the lines that nobody wrote; none when called without. */
  async tells(...expected: readonly string[]) {
    await this.#becomes(() => this.texts('notice'), expected);
  }

  /** Waits for a box that can be seen, and is as it should be. */
  async sees(name: string, isRight: (part: Part) => boolean = () => true): Promise<Part> {
    let found: Part | undefined;
    let seen: readonly Part[] = [];
    await until(`${name} ${isRight.toString()}`, async () => {
      seen = await this.visible(name);
      found = seen.find(isRight);
      return found !== undefined;
    }).catch(async (error: Error) => {
      const boxes = seen.map(({text, value, focused}) => `"${text || value}"${focused ? '*' : ''}`);
      const [input] = await this.visible('input').catch(() => []);
      const box = input && `"${input.value}"${input.focused ? ', with the focus' : ''}`;
      error.message += `; seen: ${boxes.join(', ') || 'nothing'}; in the box: ${box ?? 'nothing'}`;
      throw error;
    });
    return found!;
  }

  async seesNo(name: string) {
    await until(`no ${name}`, async () => (await this.visible(name)).length === 0);
  }

  /** With the pointer, in the middle, where it stands still. */
  async click(name: string) {
    let before: Part | undefined;
    await until(`${name} in its place`, async () => {
      const [now] = await this.visible(name);
      const still = now !== undefined && now.left === before?.left && now.top === before.top;
      before = now;
      return still;
    });
    const {left, right, top, bottom} = before!;
    await this.page.mouse.click((left + right) / 2, (top + bottom) / 2);
  }

  /** Opens the chat with the launcher, and can write at once. */
  async openChat() {
    await this.click('launcher');
    await this.sees('input', ({focused}) => focused);
  }

  async closeChat() {
    await this.click('close-button');
    await this.seesNo('panel');
  }

  async type(text: string) {
    await this.page.keyboard.type(text);
  }

  async press(...keys: readonly KeyInput[]) {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** What a visitor does who is in the box for writing. */
  async write(text: string) {
    await this.type(text);
    await this.press('Enter');
  }

  async conversationId(): Promise<string> {
    const id = await this.page.evaluate(
      () => document.querySelector('captivate-chat')?.conversationId,
    );
    assert.ok(id, 'There is no conversation.');
    return id;
  }

  /** The browser will report this, and that is no fault. */
  expectConsole(pattern: RegExp) {
    this.#expected.push(pattern);
  }

  /** What the console has shown that matches. */
  consoleLines(pattern: RegExp): string[] {
    return this.#console.map(({text}) => text).filter((text) => pattern.test(text));
  }

  /** What should not have happened, in full sentences. */
  complaints(allowedHosts: readonly string[]): string[] {
    const foreign = this.requests.filter(
      (address) => !allowedHosts.includes(new URL(address).host),
    );
    const isExpected = (text: string) => this.#expected.some((pattern) => pattern.test(text));
    const spoken = this.#console.filter(({type}) => ['error', 'warn', 'assert'].includes(type));
    return [
      ...foreign.map((address) => `The page asked for ${address}.`),
      ...spoken
        .filter(({text}) => !isExpected(text))
        .map(({type, text}) => `On the console (${type}): ${text}`),
      // Firefox reports what it has to say of the network and of policies in the same way as what a page throws.
      ...this.#errors
        .filter((error) => !isExpected(error))
        .map((error) => `The page threw: ${error}`),
    ];
  }

  #note(address: string) {
    if (/^(data|blob|about):/.test(address)) return;
    this.requests.push(address);
  }

  #hear(message: ConsoleMessage) {
    this.#console.push({type: message.type(), text: message.text()});
  }

  async #becomes(read: () => Promise<readonly string[]>, expected: readonly string[]) {
    let seen: readonly string[] = [];
    const matches = async () => {
      seen = await read();
      return seen.join('\n') === expected.join('\n');
    };
    await until('the expected', matches).catch((error: unknown) => {
      assert.deepEqual(seen, expected);
      throw error;
    });
  }
}

/** What one test has: a hub, a site and a browser without a past. */
export interface Stage {
  readonly hub: Hub;
  /** What can be put between the page and the hub, with `behindProxy`. */
  readonly network: TcpProxy;
  readonly origin: string;
  readonly engine: PageBrowser['engine'];
  /** Opens a tab at a page of the site. */
  visit(path?: string): Promise<Visitor>;
}

export interface StageOptions {
  readonly hub?: HubOptions;
  readonly site?: SiteOptions | ((hub: Hub, network: TcpProxy) => SiteOptions);
  /** The window, in CSS pixels. */
  readonly window?: {readonly width: number; readonly height: number};
}

/** Of a site whose pages reach the hub through the stage's `network`. */
export function behindProxy(site: SiteOptions = {}): StageOptions {
  return {site: (_hub, network) => ({hubUrl: network.url, ...site})};
}

export interface Play {
  /** A test with a stage of its own. It fails too when the hub or the page has to complain at the end. */
  (sentence: string, run: (stage: Stage) => Promise<void>, options?: StageOptions): void;
  /** The browser of these tests, where a test sets its own stage. */
  readonly browser: () => Browser;
  /** Starts another one like it, for a test that ends it itself, with the past that is kept in this folder. */
  readonly launch: (profile: string) => Promise<Browser>;
  readonly engine: PageBrowser['engine'];
}

/** Browsers keep pages that are left, to be quick when the visitor goes back; puppeteer's do not by themselves. */
export const KEEPING_PAGES: LaunchOptions = {
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
  extraPrefsFirefox: {
    'browser.sessionhistory.max_total_viewers': 4,
    'fission.bfcacheInParent': true,
  },
};

const FIREFOX_PREFERENCES: LaunchOptions['extraPrefsFirefox'] = {
  // Painting is most of the work of a Firefox without a window, and no test needs 60 pictures a second.
  'layout.frame_rate': 30,
  'dom.ipc.processPrelaunch.enabled': false,
  // Otherwise, it scrolls by other rules when a program turns the wheel.
  'remote.events.async.wheel.enabled': true,
};

function launchBrowser(found: PageBrowser, options: LaunchOptions): Promise<Browser> {
  const extraPrefsFirefox = {...FIREFOX_PREFERENCES, ...options.extraPrefsFirefox};
  return puppeteer.launch({...launchOptions(found), ...options, extraPrefsFirefox});
}

/** The browsers of this file, by what they were launched with: starting one takes longer than most tests. */
const launched = new Map<string, Promise<Browser>>();

/** Whether they are closed at the end of the file. */
let isClosing = false;

function sharedBrowser(found: PageBrowser, options: LaunchOptions): Promise<Browser> {
  const key = JSON.stringify([found.path, options]);
  const browser = launched.get(key) ?? launchBrowser(found, options);
  launched.set(key, browser);
  return browser;
}

async function closeBrowsers() {
  const browsers = await Promise.all(launched.values());
  await Promise.all(browsers.map((browser) => browser.close()));
}

/** Tests that run in each browser that was found, launched with these options in addition to those it needs. */
export function inEachBrowser(
  subject: string,
  define: (play: Play) => void,
  options: LaunchOptions = {},
) {
  if (!isClosing) after(closeBrowsers);
  isClosing = true;
  for (const found of findPageBrowsers()) {
    void describe(`${subject}, in ${found.name}`, () => {
      let browser: Browser;
      before(async () => {
        browser = await sharedBrowser(found, options);
      });
      const launch = (userDataDir: string) => launchBrowser(found, {userDataDir});

      const play = (
        sentence: string,
        run: (stage: Stage) => Promise<void>,
        options: StageOptions = {},
      ) => void it(sentence, () => perform(browser, found.engine, options, run));
      define(Object.assign(play, {browser: () => browser, launch, engine: found.engine}));
    });
  }
}

/** Waits for a condition, and says what was missing. A page that is being left answers nothing for a moment. */
export async function until(what: string, condition: () => boolean | Promise<boolean>) {
  const end = Date.now() + LIMIT;
  let trouble: unknown;
  for (let glance = FIRST_GLANCE; Date.now() < end; glance = Math.min(glance * 1.2, LAST_GLANCE)) {
    try {
      if (await condition()) return;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    await wait(glance);
  }
  throw new Error(`Not within ${LIMIT} ms: ${what}`, {cause: trouble});
}

/** Whether anything that the page has stored holds this text. Nothing inside has a name, as in `readParts`. */
export function isStored({page}: Visitor, text: string): Promise<boolean> {
  return page.evaluate(async (wanted) => {
    for (const {name} of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => resolve(request.result);
      });
      const stores = [...database.objectStoreNames];
      const records = await Promise.all(
        stores.map(
          (store) =>
            new Promise((resolve) => {
              const request = database.transaction(store).objectStore(store).getAll();
              request.onsuccess = () => resolve(request.result);
            }),
        ),
      );
      database.close();
      if (JSON.stringify(records).includes(wanted)) return true;
    }
    return false;
  }, text);
}

/** What the hub keeps of its only conversation, as `user: Hello`; the silent request for a greeting left out. */
export function stored(hub: Hub): string[] {
  const {messages} = onlyConversation(hub);
  return messages
    .map(({sender, parts}) => `${sender}: ${parts.map((part) => String(part['text'])).join(' ')}`)
    .filter((line) => line !== 'user: ');
}

export function onlyConversation(hub: Hub): Conversation {
  const [conversation, ...others] = hub.conversations.all();
  assert.ok(conversation, 'The hub has no conversation.');
  assert.equal(others.length, 0, 'The hub has more than one conversation.');
  return conversation;
}

/** Opens tabs in one browser context, and complains about all of them in the end. */
export class Tabs {
  readonly #visitors: Visitor[] = [];

  constructor(
    private readonly context: BrowserContext,
    private readonly engine: PageBrowser['engine'],
    private readonly window: Viewport = {width: 1280, height: 800},
  ) {}

  async open(address: string): Promise<Visitor> {
    const page = await this.context.newPage();
    await page.setViewport(this.window);
    const visitor = new Visitor(page, this.engine, new URL(address).origin);
    this.#visitors.push(visitor);
    await visitor.watchSockets();
    await page.goto(address);
    return visitor;
  }

  complaints(allowedHosts: readonly string[]): string[] {
    return this.#visitors.flatMap((visitor) => visitor.complaints(allowedHosts));
  }
}

async function perform(
  browser: Browser,
  engine: PageBrowser['engine'],
  {hub: hubOptions, site: siteOptions = {}, window}: StageOptions,
  run: (stage: Stage) => Promise<void>,
) {
  const hub = await startHub({bot: createDemoBot(), ...hubOptions});
  const network = await startTcpProxy(hub.url);
  const chosen = typeof siteOptions === 'function' ? siteOptions(hub, network) : siteOptions;
  const site = await startSite({hubUrl: hub.url, ...chosen});
  const context = await browser.createBrowserContext();
  const tabs = new Tabs(context, engine, window);
  try {
    const visit = (path = '/') => tabs.open(site.origin + path);
    await run({hub, network, engine, origin: site.origin, visit});
    const hosts = [hub.url, network.url, site.origin].map((address) => new URL(address).host);
    assert.deepEqual([...tabs.complaints(hosts), ...violations(hub)], []);
  } catch (error) {
    // What the driver says of it depends on what was asked last.
    if (!browser.connected) throw new Error(`The browser (${engine}) has died.`, {cause: error});
    throw error;
  } finally {
    if (browser.connected) await context.close();
    await site.close();
    network.close();
    await hub.close();
  }
}

/** What the hub has to complain about. */
export function violations(hub: Hub): string[] {
  return hub.violations.map(({reason, frame}) => `The hub refused a frame: ${reason} ${frame}`);
}

/** Runs in the page, where nothing of this file exists, so everything is in it and nothing inside has a name. */
function readParts(name: string): Part[] {
  const roots: ParentNode[] = [];
  for (const chat of document.querySelectorAll('captivate-chat')) {
    if (chat.shadowRoot) roots.push(chat.shadowRoot);
  }
  const found: HTMLElement[] = [];
  // The list grows while it is walked through.
  for (const root of roots) {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      if (element.part.contains(name)) found.push(element);
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  return found.map((element) => {
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return {
      ...{left, top, right, bottom},
      text: element.innerText.trim(),
      value: (element as HTMLTextAreaElement).value ?? '',
      label: element.getAttribute('aria-label'),
      parts: element.part.value,
      visible:
        right > left &&
        bottom > top &&
        element.checkVisibility({opacityProperty: true, visibilityProperty: true}),
      focused: element.matches(':focus'),
      moving: element.getAnimations().length > 0,
      tooWide: element.scrollWidth > element.clientWidth,
    };
  });
}
