/**
 * Makes the pictures of the README and the documentation in docs/screenshots/: `npm run screenshots`, after
 * `npm run build`. They show the built files on real pages with the real local hub, in Chromium, and say the same
 * every time.
 */
import {mkdirSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import puppeteer from 'puppeteer-core';
import type {Browser, ScreenshotClip, Viewport} from 'puppeteer-core';
import {startDemoServer} from '../demo/demo-server.js';
import {createDemoBot, startHub, type Bot, type Hub} from '../demo/hub/index.js';
import {findPageBrowsers, launchOptions} from './support/browsers.js';
import {Tabs, until, type Visitor} from './support/page.js';
import {isBuilt, startSite, type SiteOptions} from './support/site.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'docs/screenshots');

const DESKTOP: Viewport = {width: 1280, height: 800, deviceScaleFactor: 2};
/** For pictures of a whole window, which would be too heavy otherwise. */
const WINDOW: Viewport = {width: 1280, height: 800};
const PHONE: Viewport = {width: 390, height: 844, deviceScaleFactor: 2};

/** Around the panel, so that its shadow is in the picture. */
const MARGIN = 28;

/** A picture of the chat on somebody's page. */
interface Scene {
  /** What the bot says, one message after the other; the first is its greeting. */
  readonly answers?: readonly (readonly string[])[];
  /** Without one of these and without answers nobody answers. */
  readonly bot?: string | Bot;
  /** Attributes of the tag. */
  readonly tag?: string;
  /** Attributes of the page. */
  readonly page?: string;
  readonly window?: Viewport;
  readonly dark?: boolean;
  /** What happens between the opened panel and the picture. */
  readonly play: (visitor: Visitor, hub: Hub) => Promise<void>;
}

const TAG = 'subheading="Small Hill Coffee" placeholder="Ask us anything"';

const CONVERSATION: Scene = {
  answers: [
    ['Hello! I am Hilda. How can I help?'],
    [
      'They left our roastery this morning and should be with you tomorrow before noon.',
      'You can follow them here: https://example.com/track/4711',
    ],
  ],
  play: async (visitor) => {
    await hears(visitor, 'Hello!');
    await say(visitor, 'Hi! I ordered two bags of Sidamo on Monday. Are they on their way?');
    await hears(visitor, 'You can follow');
    await say(visitor, 'Wonderful, thank you!');
  },
};

/** All that a bot can say, in a window as high as that. */
const KINDS: Scene = {
  bot: createDemoBot(),
  window: {width: 640, height: 4450, deviceScaleFactor: 1},
  tag: `${TAG} style="--captivate-panel-height: 4300px"`,
  play: async (visitor) => {
    await hears(visitor, 'Hello!');
    await say(visitor, 'markdown');
    await visitor.sees('text', ({text}) => text.includes('and code') && !text.includes('**'));
    await say(visitor, 'html');
    await visitor.sees('html', ({text}) => text.includes('on its way'));
    await say(visitor, 'table');
    await visitor.sees('table');
    for (const word of ['card', 'cards', 'picture', 'audio', 'file', 'custom']) {
      const before = (await visitor.visible('message')).length;
      await say(visitor, word);
      await until(word, async () => (await visitor.visible('message')).length > before + 1);
    }
    await say(visitor, 'buttons');
    await visitor.sees('option', ({text}) => text === 'With milk');
    await say(visitor, 'I take it with milk');
    await hears(visitor, 'You said: I take it with milk');
    await say(visitor, 'human');
    await visitor.sees('notice', ({text}) => text.startsWith('Nobody is available'));
    await say(visitor, 'pause');
    await visitor.sees('typing');
  },
};

/** A message that the hub does not accept, and does not store. */
const FAILED: Scene = {
  ...CONVERSATION,
  play: async (visitor, hub) => {
    await CONVERSATION.play(visitor, hub);
    const [conversation] = hub.conversations.all();
    // The silent opening, and what was said before.
    await hub.waitForFrames('user_message', 3);
    hub.faults.goSilent({store: false});
    await say(visitor, 'One more question: do you grind the beans for me?');
    await hub.waitForFrames('user_message', 4);
    hub.faults.speakAgain();
    hub.sendError(conversation!.id, 403, 'Refused');
    await visitor.sees('failed');
  },
};

const SCENES: Readonly<Record<string, Scene>> = {
  conversation: CONVERSATION,
  'conversation-dark': {...CONVERSATION, dark: true},
  phone: {...CONVERSATION, window: PHONE},

  arabic: {
    page: 'lang="ar" dir="rtl"',
    tag: 'subheading="قهوة التل الصغير" placeholder="اكتب رسالة…"',
    bot: 'هيلدا',
    answers: [
      ['مرحبا! أنا هيلدا، مساعدة قهوة التل الصغير. كيف يمكنني مساعدتك؟'],
      ['غادر طلبك المحمصة هذا الصباح وسيصل إليك غدا قبل الظهر.'],
    ],
    play: async (visitor) => {
      await visitor.page.evaluate(() =>
        document.querySelector('captivate-chat')!.setAttribute('heading', 'الدعم'),
      );
      await hears(visitor, 'مرحبا');
      await say(visitor, 'طلبت كيسين من Sidamo يوم الاثنين. هل طلبي في الطريق؟');
      await hears(visitor, 'غادر');
      await say(visitor, 'رائع، شكرا لك!');
    },
  },

  kinds: KINDS,
  'kinds-phone': {...KINDS, window: {width: 390, height: 4300, deviceScaleFactor: 1}},

  menu: {
    ...CONVERSATION,
    play: async (visitor, hub) => {
      await CONVERSATION.play(visitor, hub);
      await visitor.click('menu-button');
      await visitor.sees('menu-item');
    },
  },

  confirm: {
    ...CONVERSATION,
    play: async (visitor, hub) => {
      await CONVERSATION.play(visitor, hub);
      await visitor.click('menu-button');
      await visitor.sees('menu-item');
      await visitor.press('End', 'Enter');
      await visitor.sees('confirm');
    },
  },

  reconnecting: {
    ...CONVERSATION,
    play: async (visitor, hub) => {
      await CONVERSATION.play(visitor, hub);
      hub.faults.refuseConnections('destroy');
      hub.faults.cutAll();
      await visitor.tells('Reconnecting…');
      await say(visitor, 'One more question: do you grind the beans for me?');
      await visitor.sees('status');
    },
  },

  failed: FAILED,
  'failed-dark': {...FAILED, dark: true},

  offline: {
    ...CONVERSATION,
    play: async (visitor, hub) => {
      await CONVERSATION.play(visitor, hub);
      await visitor.page.setOfflineMode(true);
      hub.faults.cutAll();
      await visitor.tells('You are offline. Messages will be sent when you are back.');
    },
  },

  empty: {
    tag: `${TAG} start="visitor" welcome-text="Questions about our coffees or your order? We answer at any hour."`,
    play: async (visitor, hub) => {
      await until('the conversation', () => hub.conversations.all().length === 1);
      await visitor.sees('notice', ({text}) => text.startsWith('Questions'));
      await until('only the welcome', async () => (await visitor.texts('notice')).length === 1);
    },
  },

  long: {
    window: {...DESKTOP, deviceScaleFactor: 1.5},
    answers: [
      [
        'A few words about brewing, since you ask:\n\n1. Grind the beans just before you brew.\n' +
          '2. Use 60 g for each litre, and water at 94 °C.\n3. Pour slowly, in circles.\n\n' +
          'Soft water lets a Sidamo taste of peach; hard water hides it.',
        'https://example.com/guides/brewing-by-hand/with-a-filter-and-a-little-patience/index.html?from=chat&topic=water',
      ],
      ['Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüsselloch.'],
    ],
    play: async (visitor) => {
      await hears(visitor, 'https://');
      await say(
        visitor,
        'I have read https://example.com/guides, and the water here in the hills is rather hard. ' +
          'Is that a reason to filter it?\n\nAnn (ann@example.com)',
      );
      await hears(visitor, 'Donau');
    },
  },
};

await main();

async function main() {
  if (!isBuilt()) throw new Error('There is nothing to show yet: run "npm run build" first.');
  const chromium = findPageBrowsers().find(({engine}) => engine === 'chromium');
  if (!chromium) throw new Error('The pictures are made with Chromium, which was not found.');
  mkdirSync(FOLDER, {recursive: true});

  const {args, ...options} = launchOptions(chromium);
  // Clocks in the pictures speak the language of the pictures, wherever they are made.
  const env = {...process.env, LANGUAGE: 'en_US', TZ: 'UTC'};
  const browser = await puppeteer.launch({...options, env, args: [...args, '--lang=en-US']});
  try {
    for (const [name, scene] of Object.entries(SCENES)) await showScene(browser, name, scene);
    await showDemo(browser);
  } finally {
    await browser.close();
  }
}

async function showScene(browser: Browser, name: string, scene: Scene) {
  const {window = DESKTOP, dark = false} = scene;
  const hub = await startHub({bot: botOf(scene)});
  const site = await startSite({...shop(scene), hubUrl: hub.url});
  const context = await browser.createBrowserContext();
  try {
    const visitor = await new Tabs(context, 'chromium', window).open(`${site.origin}/`);
    const scheme = {name: 'prefers-color-scheme', value: dark ? 'dark' : 'light'};
    await visitor.page.emulateMediaFeatures([scheme]);
    // Opened by the page, the chat does not take the focus, and no caret blinks in the picture.
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await visitor.sees('input');
    await scene.play(visitor, hub);
    await take(visitor, name, window.width < 480 ? undefined : await aroundPanel(visitor, window));
  } finally {
    await context.close();
    await site.close();
    await hub.close();
  }
}

/** The demo's own page with the launcher, and the page of the agent who has taken a conversation. */
async function showDemo(browser: Browser) {
  const demo = await startDemoServer({port: 0, replyDelay: 0});
  const context = await browser.createBrowserContext();
  try {
    const visitor = await new Tabs(context, 'chromium', WINDOW).open(demo.demoUrl);
    await visitor.sees('launcher');
    await take(visitor, 'launcher');

    addOtherVisitors(demo.hub);
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await hears(visitor, 'Hello!');
    await say(visitor, 'human');
    await hears(visitor, 'I am looking for a colleague.');

    const agent = await new Tabs(context, 'chromium', WINDOW).open(demo.agentUrl);
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

/** A page like the demo's, but with the built files. */
function shop({page, tag = TAG}: Scene): SiteOptions {
  const style = (name: string) => readFileSync(join(ROOT, 'demo', name), 'utf8');
  return {
    ...(page && {page}),
    attributes: tag,
    head: '<link rel="stylesheet" href="/demo.css">',
    files: {'/demo.css': style('demo.css'), '/theme.css': style('theme.css')},
    body: `
      <header class="site-header"><p class="brand">Small Hill Coffee</p></header>
      <main>
        <div class="hero">
          <h1>Roasted this morning, at your door tomorrow.</h1>
          <p class="lead">Three coffees, one small roaster.</p>
        </div>
      </main>`,
  };
}

function botOf({answers, bot = 'Hilda'}: Scene): Bot | null {
  if (typeof bot !== 'string') return bot;
  return answers ? scriptedBot(bot, answers) : null;
}

function scriptedBot(name: string, answers: readonly (readonly string[])[]): Bot {
  let next = 0;
  return {name, onMessage: (_message, chat) => chat.say(...(answers[next++] ?? []))};
}

async function say({page}: Visitor, text: string) {
  await page.evaluate(async (words) => {
    await document.querySelector('captivate-chat')!.sendMessage(words);
  }, text);
}

async function hears(visitor: Visitor, beginning: string) {
  await until(`a message that begins with "${beginning}"`, async () =>
    (await visitor.texts()).some((text) => text.startsWith(beginning)),
  );
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

/** Waits until nothing moves, takes the picture and says how big it is. */
async function take(visitor: Visitor, name: string, clip?: ScreenshotClip) {
  await visitor.page.bringToFront();
  await until('everything stands still', async () => {
    const boxes = await Promise.all(
      ['panel', 'message', 'notice'].map((each) => visitor.parts(each)),
    );
    return boxes.flat().every(({moving}) => !moving);
  });
  const path = `${FOLDER}/${name}.png` as const;
  await visitor.page.screenshot({path, ...(clip && {clip})});
  console.log(`${name}.png: ${Math.round(statSync(path).size / 1024)} KB`);
}
