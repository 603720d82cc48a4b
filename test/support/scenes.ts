/**
 * The chat on somebody's page in every state that can be looked at. The pictures of the documentation show them, and a
 * test measures them.
 */
import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import type {Browser, Viewport} from 'puppeteer-core';
import {createDemoBot, startHub, type Bot, type Hub, type WirePart} from '../../demo/hub/index.js';
import type {PageBrowser} from './browsers.js';
import {Tabs, until, type Visitor} from './page.js';
import {startSite, type SiteOptions} from './site.js';

export const DESKTOP: Viewport = {width: 1280, height: 800, deviceScaleFactor: 1};
export const PHONE: Viewport = {width: 390, height: 844, deviceScaleFactor: 1};
/** The same phone on its side. */
export const LYING: Viewport = {width: 844, height: 390, deviceScaleFactor: 1};
/** For pictures of the documentation's text. */
const FINE: Viewport = {...DESKTOP, deviceScaleFactor: 2};

export interface Scene {
  /** What the bot says, one message after the other; the first is its greeting. */
  readonly answers?: readonly (readonly (string | WirePart)[])[];
  /** Without one of these and without answers nobody answers. */
  readonly bot?: string | Bot;
  /** Attributes of the tag. */
  readonly tag?: string;
  readonly heading?: string;
  /** Attributes of the page. */
  readonly page?: string;
  /** The site's own styles, besides those of the demo. */
  readonly style?: string;
  readonly window?: Viewport;
  readonly dark?: boolean;
  /** The picture is that of the whole window. */
  readonly whole?: boolean;
  /** What happens between the opened panel and the picture. */
  readonly play: (visitor: Visitor, hub: Hub) => Promise<void>;
}

/** What is said in one language. */
interface Script {
  readonly scene: Pick<Scene, 'page' | 'tag' | 'heading' | 'bot'>;
  readonly answers: readonly (readonly string[])[];
  readonly questions: readonly string[];
  readonly welcome: string;
  readonly news: readonly [first: string, next: string, last: string];
}

const SHOP = 'subheading="Small Hill Coffee" placeholder="Ask us anything"';

const ENGLISH: Script = {
  scene: {tag: SHOP, bot: 'Hilda'},
  answers: [
    ['Hello! I am Hilda. How can I help?'],
    [
      'They left our roastery this morning and should be with you tomorrow before noon.',
      'You can follow them here: https://example.com/track/4711',
    ],
  ],
  questions: [
    'Hi! I ordered two bags of Sidamo on Monday. Are they on their way?',
    'Wonderful, thank you!',
    'One more question: do you grind the beans for me?',
  ],
  welcome: 'Questions about our coffees or your order? We answer at any hour.',
  news: ['One more thing: your parcel is here.', 'It has {n} bags in it.', 'Take your time.'],
};

const ARABIC: Script = {
  scene: {
    page: 'lang="ar" dir="rtl"',
    tag: 'subheading="قهوة التل الصغير" placeholder="اكتب رسالة…"',
    heading: 'الدعم',
    bot: 'هيلدا',
  },
  answers: [
    ['مرحبا! أنا هيلدا، مساعدة قهوة التل الصغير. كيف يمكنني مساعدتك؟'],
    ['غادر طلبك المحمصة هذا الصباح وسيصل إليك غدا قبل الظهر.'],
  ],
  questions: [
    'طلبت كيسين من Sidamo يوم الاثنين. هل طلبي في الطريق؟',
    'رائع، شكرا لك!',
    'سؤال آخر: هل تطحنون القهوة لي؟',
  ],
  welcome: 'هل لديك سؤال عن قهوتنا أو طلبك؟ نجيب في أي وقت.',
  news: ['شيء آخر: وصل طردك.', 'فيه {n} أكياس.', 'خذ وقتك.'],
};

/** A few words, in both directions. */
const conversation = ({scene, answers, questions}: Script): Scene => ({
  ...scene,
  answers,
  play: async (visitor) => {
    await hears(visitor, answers[0]![0]!);
    await say(visitor, questions[0]!);
    await hears(visitor, answers[1]!.at(-1)!);
    await say(visitor, questions[1]!);
  },
});

const empty = ({scene, welcome}: Script): Scene => ({
  ...scene,
  tag: `${scene.tag} start="visitor" welcome-text="${welcome}"`,
  play: async (visitor, hub) => {
    await until('the conversation', () => hub.conversations.all().length === 1);
    await visitor.sees('notice', ({text}) => text === welcome);
    await until('only the welcome', async () => (await visitor.texts('notice')).length === 1);
  },
});

/** With a message that the hub does not accept, and does not store. */
const failed = (script: Script): Scene =>
  after(conversation(script), async (visitor, hub) => {
    const [talk] = hub.conversations.all();
    // The silent opening, and what was said before.
    await hub.waitForFrames('user_message', 3);
    hub.faults.goSilent({store: false});
    await say(visitor, script.questions[2]!);
    await hub.waitForFrames('user_message', 4);
    hub.faults.speakAgain();
    hub.sendError(talk!.id, 403, 'Refused');
    await visitor.sees('failed');
  });

/** The bot has said enough while nobody looked to be led to where reading stopped. */
const unread = (script: Script): Scene =>
  after(conversation(script), async (visitor, hub) => {
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.hide());
    const [talk] = hub.conversations.all();
    const [first, next, last] = script.news;
    const news = Array.from({length: 24}, (_, n) => next.replace('{n}', String(n + 2)));
    for (const text of [first, ...news, last]) hub.sayAsBot(talk!.id, text);
    await visitor.sees('badge', ({text}) => text === '26');
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await visitor.sees('new-messages');
  });

const TALK = conversation(ENGLISH);

/** All that a bot can say, in a window as high as that. */
const KINDS: Scene = {
  bot: createDemoBot(),
  window: {width: 640, height: 4540, deviceScaleFactor: 1},
  tag: `${SHOP} style="--captivate-panel-height: 4380px"`,
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

const KINDS_PHONE: Scene = {...KINDS, window: {width: 390, height: 4380, deviceScaleFactor: 1}};

/** A person has taken over. */
const PERSON = after(TALK, async (visitor, hub) => {
  const [talk] = hub.conversations.all();
  hub.connectAgent(talk!.id, {name: 'Ines'});
  hub.sayAsAgent(talk!.id, 'Hello, this is Ines. I have put a third bag into your parcel.');
  await hears(visitor, 'Hello, this is Ines');
});

const MENU = after(TALK, openMenu);

const CONFIRM = after(MENU, async (visitor) => {
  await visitor.press('End', 'Enter');
  await visitor.sees('confirm');
});

const RECONNECTING = after(TALK, async (visitor, hub) => {
  hub.faults.refuseConnections('destroy');
  hub.faults.cutAll();
  await visitor.tells('Reconnecting…');
  await say(visitor, ENGLISH.questions[2]!);
  await visitor.sees('status');
});

const OFFLINE = after(TALK, async (visitor, hub) => {
  await visitor.page.setOfflineMode(true);
  hub.faults.cutAll();
  await visitor.tells('You are offline. Messages will be sent when you are back.');
});

const LONG: Scene = {
  tag: SHOP,
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
};

/** The site's own pictures and words. */
const BRAND: Scene = {
  ...TALK,
  tag: `${SHOP} logo-src="/logo.svg" header-image-src="/hills.svg" avatar-src="/logo.svg" launcher-icon-src="/logo.svg"`,
};

const INLINE: Scene = {
  ...TALK,
  tag: `${SHOP} mode="inline" style="width: 600px; height: 380px; margin-inline: auto"`,
  whole: true,
};

const PAGE: Scene = {...TALK, tag: `${SHOP} mode="page"`, whole: true};

/** What is said on the site of one theme. */
interface ThemeScript {
  readonly heading: string;
  readonly subheading: string;
  readonly placeholder: string;
  readonly bot: string;
  /** The colour of the page. */
  readonly color: string;
  readonly greeting: string;
  readonly question: string;
  readonly answer: string;
  readonly choice: string;
  readonly options: readonly string[];
}

const COFFEE = themed('A coffee shop', {
  heading: 'Small Hill Coffee',
  subheading: 'Roasted this morning',
  placeholder: 'Ask us anything',
  bot: 'Hilda',
  color: '#efe2d0',
  greeting: 'Good morning! Which coffee may I tell you about?',
  question: 'Which one do you like with milk?',
  answer: 'Huila! Caramel and red apple, and milk only makes it rounder.',
  choice: 'Shall I put a bag aside for you?',
  options: ['Whole beans', 'Ground', 'Not today'],
});

const DARK_TECH = themed('Dark tech', {
  heading: 'hill.cloud',
  subheading: 'All systems are up',
  placeholder: 'Type a question',
  bot: 'hillbot',
  color: '#010409',
  greeting: 'Ready. Ask me about builds, deploys or keys.',
  question: 'Why does my deploy wait?',
  answer:
    'Build `4711` has passed. `eu-west` runs the old version until somebody approves the new one.',
  choice: 'What next?',
  options: ['Approve', 'Show the log', 'Roll back'],
});

const PLAYFUL = themed('Playful', {
  heading: 'Kites & Robots',
  subheading: 'The toy shop on the small hill',
  placeholder: 'Say something nice',
  bot: 'Pip',
  color: '#e5dbff',
  greeting: 'Hello, hello! 🎈 Who gets a present today?',
  question: 'My nephew. He is turning six!',
  answer: 'Six! 🎉 That is the best age for nearly everything.',
  choice: 'What does he love most?',
  options: ['🪁 Kites', '🤖 Robots', '🎨 Painting'],
});

const STATES = {conversation, empty, failed, unread};

/** Every state in both schemes, sizes and directions, and more that is looked at once. */
export const SCENES: Readonly<Record<string, Scene>> = {
  ...Object.fromEntries(Object.entries(STATES).flatMap(([name, state]) => variants(name, state))),
  conversation: {...TALK, window: FINE},
  'conversation-dark': {...TALK, window: FINE, dark: true},
  kinds: KINDS,
  'kinds-phone': KINDS_PHONE,
  person: PERSON,
  menu: {...MENU, window: FINE},
  'menu-arabic': after(conversation(ARABIC), openMenu),
  confirm: {...CONFIRM, window: FINE},
  reconnecting: RECONNECTING,
  offline: OFFLINE,
  long: LONG,
  brand: BRAND,
  'brand-phone': {...BRAND, window: PHONE},
  'phone-lying': {...TALK, window: LYING, whole: true},
  inline: INLINE,
  page: PAGE,
  'theme-coffee': COFFEE,
  'theme-dark-tech': DARK_TECH,
  'theme-playful': PLAYFUL,
};

function variants(name: string, state: (script: Script) => Scene): [string, Scene][] {
  return [ENGLISH, ARABIC].flatMap((script) =>
    [DESKTOP, PHONE].flatMap((window) =>
      [false, true].map((dark): [string, Scene] => {
        const words = [
          name,
          window === PHONE && 'phone',
          script === ARABIC && 'arabic',
          dark && 'dark',
        ];
        return [words.filter(Boolean).join('-'), {...state(script), window, dark}];
      }),
    ),
  );
}

function after(scene: Scene, play: Scene['play']): Scene {
  return {
    ...scene,
    play: async (visitor, hub) => {
      await scene.play(visitor, hub);
      await play(visitor, hub);
    },
  };
}

/** One of the example themes, on a site that it suits. */
function themed(theme: string, script: ThemeScript): Scene {
  const {appearance, style} = readTheme(theme);
  const {heading, subheading, placeholder, bot, color, greeting, question, options} = script;
  const choices = options.map((option) => ({label: option, value: option}));
  return {
    tag: `subheading="${subheading}" placeholder="${placeholder}" ${appearance}`,
    heading,
    page: `lang="en" style="--page: ${color}"`,
    style,
    bot,
    answers: [
      [greeting],
      [script.answer, {type: 'buttons', buttons: {title: script.choice, options: choices}}],
    ],
    window: FINE,
    play: async (visitor) => {
      await hears(visitor, greeting);
      await say(visitor, question);
      await visitor.sees('option', ({text}) => text === options.at(-1));
    },
  };
}

/** As the documentation has it, so that its reader gets what the picture shows. */
function readTheme(name: string) {
  const file = fileURLToPath(new URL('../../docs/themes.md', import.meta.url));
  const themes = readFileSync(file, 'utf8');
  const start = themes.indexOf(`**${name}**`);
  const [, appearance, style] =
    /^.*`(appearance="\w+")`.*\n\n```css\n([^`]+)```/.exec(themes.slice(start)) ?? [];
  if (start < 0 || !appearance || !style) throw new Error(`docs/themes.md has no theme "${name}".`);
  return {appearance, style};
}

async function openMenu(visitor: Visitor) {
  await visitor.click('menu-button');
  await visitor.sees('menu-item');
}

/** What is left of a scene when it has been played. */
export interface Shown {
  readonly visitor: Visitor;
  close(): Promise<void>;
}

/** Plays a scene in a browser without a past, with the built files and a hub of its own. */
export async function showScene(
  browser: Browser,
  engine: PageBrowser['engine'],
  scene: Scene,
): Promise<Shown> {
  const hub = await startHub({bot: botOf(scene)});
  const site = await startSite({...shop(scene), hubUrl: hub.url});
  const context = await browser.createBrowserContext();
  const close = async () => {
    await context.close();
    await site.close();
    await hub.close();
  };
  try {
    const tabs = new Tabs(context, engine, scene.window ?? DESKTOP);
    const visitor = await tabs.open(`${site.origin}/`);
    if (scene.dark) await darken(visitor);
    // Opened by the page, the chat does not take the focus, and no caret blinks in the picture.
    await visitor.page.evaluate((heading) => {
      const chat = document.querySelector('captivate-chat')!;
      chat.heading = heading;
      chat.show();
    }, scene.heading ?? 'Support');
    await visitor.sees('input');
    await scene.play(visitor, hub);
    return {visitor, close};
  } catch (error) {
    await close();
    throw error;
  }
}

/** Waits until nothing of it moves but what never ends. */
export async function standsStill({page}: Visitor) {
  await page.bringToFront();
  await until('everything stands still', () =>
    page.evaluate(() => {
      const roots: (Document | ShadowRoot)[] = [document];
      // The list grows while it is walked through.
      for (const root of roots) {
        for (const element of root.querySelectorAll('*')) {
          if (element.shadowRoot) roots.push(element.shadowRoot);
        }
      }
      return roots
        .flatMap((root) => root.getAnimations())
        .every(({playState, effect}) => {
          return playState !== 'running' || effect?.getTiming().iterations === Infinity;
        });
    }),
  );
  // What follows the size of the window has been told of it by then.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
}

async function darken({page}: Visitor) {
  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
}

/** A page like the demo's, but with the built files. */
function shop({page, tag = SHOP, style: own = ''}: Scene): SiteOptions {
  const style = (name: string) =>
    readFileSync(fileURLToPath(new URL(`../../demo/${name}`, import.meta.url)), 'utf8');
  return {
    ...(page && {page}),
    attributes: tag,
    head: `<link rel="stylesheet" href="/demo.css"><style>${own}</style>`,
    files: {
      '/demo.css': style('demo.css'),
      '/theme.css': style('theme.css'),
      '/logo.svg': LOGO,
      '/hills.svg': HILLS,
    },
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

const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" width="72" height="72" viewBox="0 0 72 72">
  <rect width="72" height="72" fill="#8a4b2a"/><path d="M12 54 30 26l10 14 6-8 14 22z" fill="#fffaf3"/></svg>`;

const HILLS = `<svg xmlns="http://www.w3.org/2000/svg" width="800" height="180" viewBox="0 0 800 180">
  <rect width="800" height="180" fill="#f3d9b1"/><path d="M0 180 220 60l160 120zM260 180 480 30l320 150z" fill="#8a4b2a"/></svg>`;

function botOf({answers, bot = 'Hilda'}: Scene): Bot | null {
  if (typeof bot !== 'string') return bot;
  if (!answers) return null;
  let next = 0;
  return {name: bot, onMessage: (_message, chat) => chat.say(...(answers[next++] ?? []))};
}

export async function say({page}: Visitor, text: string) {
  await page.evaluate(async (words) => {
    await document.querySelector('captivate-chat')!.sendMessage(words);
  }, text);
}

export async function hears(visitor: Visitor, beginning: string) {
  await until(`a message that begins with "${beginning}"`, async () =>
    (await visitor.texts()).some((text) => text.startsWith(beginning)),
  );
}
