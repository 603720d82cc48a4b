/**
 * Makes the pictures of the README and the documentation in docs/screenshots/: `npm run screenshots`, after
 * `npm run build`; followed by names, only those. They show the built files on real pages with the real local hub, in
 * Chromium, and say the same every time.
 */
import {mkdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';
import type {Browser, ScreenshotClip, Viewport} from 'puppeteer-core';
import {startDemoServer} from '../demo/demo-server.js';
import type {Hub} from '../demo/hub/index.js';
import {findPageBrowsers, launchOptions} from './support/browsers.js';
import {Tabs, type Visitor} from './support/page.js';
import {DESKTOP, hears, say, SCENES, showScene, standsStill, type Scene} from './support/scenes.js';
import {isBuilt} from './support/site.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'docs/screenshots');

/** Around the panel, so that its shadow is in the picture. */
const MARGIN = 28;

await main();

async function main() {
  if (!isBuilt()) throw new Error('There is nothing to show yet: run "npm run build" first.');
  const chromium = findPageBrowsers().find(({engine}) => engine === 'chromium');
  if (!chromium) throw new Error('The pictures are made with Chromium, which was not found.');
  mkdirSync(FOLDER, {recursive: true});
  const names = process.argv.slice(2);
  const isWanted = (name: string) => names.length === 0 || names.includes(name);

  const {args, ...options} = launchOptions(chromium);
  // Clocks in the pictures speak the language of the pictures, wherever they are made.
  const env = {...process.env, LANGUAGE: 'en_US', TZ: 'UTC'};
  const browser = await puppeteer.launch({...options, env, args: [...args, '--lang=en-US']});
  try {
    for (const [name, scene] of Object.entries(SCENES)) {
      if (isWanted(name)) await show(browser, name, scene);
    }
    if (isWanted('launcher') || isWanted('agent')) await showDemo(browser);
  } finally {
    await browser.close();
  }
}

async function show(browser: Browser, name: string, scene: Scene) {
  const {visitor, close} = await showScene(browser, 'chromium', scene);
  try {
    const {window = DESKTOP, whole = false} = scene;
    const isPhone = window.width < 480;
    await take(visitor, name, whole || isPhone ? undefined : await aroundPanel(visitor, window));
  } finally {
    await close();
  }
}

/** The demo's own page with the launcher, and the page of the agent who has taken a conversation. */
async function showDemo(browser: Browser) {
  const demo = await startDemoServer({port: 0, replyDelay: 0});
  const context = await browser.createBrowserContext();
  try {
    const visitor = await new Tabs(context, 'chromium', DESKTOP).open(demo.demoUrl);
    await visitor.sees('launcher');
    await take(visitor, 'launcher');

    addOtherVisitors(demo.hub);
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await hears(visitor, 'Hello!');
    await say(visitor, 'human');
    await hears(visitor, 'I am looking for a colleague.');

    const agent = await new Tabs(context, 'chromium', DESKTOP).open(demo.agentUrl);
    await click(agent, '[aria-label="Conversations"] li:first-child button');
    await click(agent, '.talk-header .primary');
    await write(agent, 'Hello, this is Alex. What can I do for you?');
    await hears(visitor, 'Hello, this is Alex');
    await say(visitor, 'My grinder is new and I do not know how fine it should be for a filter.');
    await agent.page.waitForFunction(() => document.body.textContent.includes('My grinder'));
    await write(agent, 'Start in the middle, so that a cup runs through in about three minutes.');
    await hears(visitor, 'Start in the middle');
    await say(visitor, 'That helps, thank you!');
    await agent.page.waitForFunction(() => document.body.textContent.includes('That helps'));
    await agent.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await take(agent, 'agent');
  } finally {
    await context.close();
    await demo.close();
  }
}

/** Somebody else is in the agent's list. */
function addOtherVisitors({conversations}: Hub) {
  for (const [firstName, text] of [
    ['Ines', 'Do you deliver to Porto?'],
    ['Johan', 'Thanks, that answers it.'],
  ] as const) {
    const {id} = conversations.start({apiKey: 'other', userBasicInfo: {firstName}});
    conversations.addMessage(id, {sender: 'user', parts: [{type: 'text', text}]});
  }
}

async function write(agent: Visitor, text: string) {
  await click(agent, '#text:not(:disabled)');
  await agent.write(text);
}

async function click({page}: Visitor, selector: string) {
  const found = await page.waitForSelector(selector);
  await found!.click();
}

async function aroundPanel(visitor: Visitor, {width, height}: Viewport): Promise<ScreenshotClip> {
  const {left, top, right, bottom} = await visitor.sees('panel', ({moving}) => !moving);
  const x = Math.max(0, left - MARGIN);
  const y = Math.max(0, top - MARGIN);
  // The launcher stands below the panel and is part of the picture.
  const launcher = await visitor.sees('launcher');
  return {
    x,
    y,
    width: Math.min(right + MARGIN, width) - x,
    height: Math.min(Math.max(bottom, launcher.bottom) + MARGIN, height) - y,
  };
}

/** Takes the picture and says how big it is. */
async function take(visitor: Visitor, name: string, clip?: ScreenshotClip) {
  await standsStill(visitor);
  const path = `${FOLDER}/${name}.png` as const;
  await visitor.page.screenshot({path, ...(clip && {clip})});
  console.log(`${name}.png: ${Math.round(statSync(path).size / 1024)} KB`);
}
