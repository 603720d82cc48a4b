import assert from 'node:assert/strict';
import {demoGreeting, type Hub} from '../../demo/hub/index.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';
import type {SiteOptions} from '../support/site.js';

/** What the README says that a site needs, and nothing else. */
function policy(hub: Hub) {
  const host = new URL(hub.url).host;
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ws://${host} http://${host}`,
    `img-src 'self' http://${host} data:`,
    "require-trusted-types-for 'script'",
    'trusted-types lit-html dompurify captivate-chat',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

// The site owner's own script, which has to come from the site as well.
const WATCH = `
  const violations = (window.violations = []);
  document.addEventListener('securitypolicyviolation', (event) =>
    violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
`;

/** Words that the demo bot understands, and what it shows then. A site that has sounds and films needs `media-src`. */
const KINDS = {
  markdown: 'text',
  buttons: 'option',
  card: 'card',
  cards: 'cards',
  picture: 'image',
  file: 'file',
  html: 'html',
  table: 'table',
  custom: 'text',
  pause: 'typing',
  // That it is on its way is a notice, which has to be gone before the next one is counted.
  big: 'more-button',
  human: 'notice',
} as const;

/** In the page: a picture of the hub's has been loaded and drawn. */
function hasPicture() {
  const roots: ParentNode[] = [document];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      if (element instanceof HTMLImageElement && element.complete && element.naturalWidth > 0) {
        return true;
      }
    }
  }
  return false;
}

const strictSite = (hub: Hub): SiteOptions => ({
  headers: {'content-security-policy': policy(hub)},
  head: '<script src="/watch.js"></script>',
  files: {'/watch.js': WATCH},
});

const violations = ({page}: Visitor) =>
  page.evaluate(() => Reflect.get(window, 'violations') as string[]);

inEachBrowser('A page with a strict policy', (play) => {
  play(
    'has a chat that works, is resumed, and breaks no rule',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello, see https://example.com/');
      const list = [demoGreeting, 'Hello, see https://example.com/'];
      await visitor.sees('text', ({text}) => text.startsWith('You said: Hello'));
      assert.deepEqual(await violations(visitor), []);
      await visitor.reload();
      await visitor.openChat();
      await visitor.sees('text', ({text}) => text.startsWith('You said: Hello'));
      assert.equal((await visitor.texts()).length, list.length + 1);
      assert.deepEqual(await violations(visitor), []);
    },
    {site: strictSite},
  );

  play(
    'shows every kind of content without breaking a rule',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      for (const [word, part] of Object.entries(KINDS)) {
        // The visitor's own word is a text as well.
        const before = (await visitor.visible(part)).length + (part === 'text' ? 1 : 0);
        await visitor.write(word);
        await until(`${part} after “${word}”`, async () => {
          return (await visitor.visible(part)).length > before;
        });
      }
      await until('the picture', () => visitor.page.evaluate(hasPicture));
      await visitor.settled();
      assert.deepEqual(await violations(visitor), []);
    },
    {site: strictSite},
  );

  play(
    'is really strict',
    async ({visit}) => {
      const visitor = await visit();
      visitor.expectConsole(/Content.Security.Policy|Trusted|TrustedHTML/i);
      await visitor.page.evaluate(() => {
        const box = document.createElement('div');
        try {
          box.innerHTML = '<b>no</b>';
        } catch {
          // What is expected; the browser reports it as well.
        }
        box.setAttribute('style', 'color: red');
      });
      await visitor.settled();
      const seen = (await violations(visitor)).map((line) => line.split(' ')[0]);
      assert.deepEqual([...new Set(seen)].sort(), ['require-trusted-types-for', 'style-src-attr']);
    },
    {site: strictSite},
  );

  play(
    'looks as it should',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      const panel = await visitor.sees('panel', ({moving}) => !moving);
      assert.deepEqual(
        [panel.right - panel.left, panel.bottom - panel.top].map(Math.round),
        [392, 640],
      );
    },
    {site: strictSite},
  );
});
