import assert from 'node:assert/strict';
import {demoGreeting, type Hub} from '../../demo/hub/index.js';
import {inEachBrowser, type Visitor} from '../support/page.js';
import type {SiteOptions} from '../support/site.js';

const policy = (hub: Hub) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${hub.url}`,
    "img-src 'self' data:",
    "require-trusted-types-for 'script'",
    'trusted-types lit-html',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

// The site owner's own script, which has to come from the site as well.
const WATCH = `
  const violations = (window.violations = []);
  document.addEventListener('securitypolicyviolation', (event) =>
    violations.push(event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample));
`;

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
