import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, LOST_LINK, until, type Visitor} from '../support/page.js';

const LINK = '<a href="tel:+4930123" id="help">Call us</a>';
const site = {content: LINK};
const withHub = {site: (hub: {readonly url: string}) => ({...site, hubUrl: hub.url})};

/** What the page has put into the tag can be seen. */
const offersHelp = ({page}: Visitor) =>
  page.evaluate(() => document.querySelector('#help')!.checkVisibility());

const helps = (visitor: Visitor) => until('the link', () => offersHelp(visitor));

/** The Tab key gets back there from the box for writing, or from the button that opened the chat. */
async function isReached(visitor: Visitor) {
  await visitor.page.keyboard.down('Shift');
  for (let stops = 0; stops < 8; stops++) {
    if (await visitor.page.evaluate(() => document.activeElement?.id === 'help')) {
      return visitor.page.keyboard.up('Shift');
    }
    await visitor.press('Tab');
  }
  assert.fail('The Tab key does not get to the link.');
}

/** Below the words, within the panel. */
async function standsBelow(visitor: Visitor, words: RegExp) {
  const panel = await visitor.sees('panel', ({moving}) => !moving);
  const notice = await visitor.sees('notice', ({text}) => text !== '');
  assert.match(notice.text, words);
  const box = await visitor.page.evaluate(() => {
    const {top, bottom, left, right} = document.querySelector('#help')!.getBoundingClientRect();
    return {top, bottom, left, right};
  });
  assert.ok(box.top >= notice.bottom - 1, 'it is below the words');
  assert.ok(box.top >= panel.top && box.bottom <= panel.bottom, 'it is in the panel');
  assert.ok(box.left >= panel.left && box.right <= panel.right, 'it is in the panel');
}

inEachBrowser('What the page has put into the tag', (play) => {
  play(
    'is not shown while the chat works',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.sees('launcher');
      assert.equal(await offersHelp(visitor), false);
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      assert.equal(await offersHelp(visitor), false);
      assert.equal(hub.connections, 1);
    },
    withHub,
  );

  play(
    'is shown while the hub cannot be reached, and no longer',
    async ({visit, hub}) => {
      hub.faults.refuseConnections('destroy');
      const visitor = await visit();
      visitor.expectConsole(LOST_LINK);
      await visitor.openChat();
      await helps(visitor);
      await standsBelow(visitor, /cannot be reached/);
      await isReached(visitor);
      hub.faults.acceptConnections();
      await visitor.shows(demoGreeting);
      await until('no link', async () => !(await offersHelp(visitor)));
    },
    withHub,
  );

  play(
    'is shown without a key',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.page.evaluate(() =>
        document.querySelector('captivate-chat')!.removeAttribute('api-key'),
      );
      await visitor.click('launcher');
      await helps(visitor);
      await standsBelow(visitor, /./);
      await isReached(visitor);
    },
    withHub,
  );

  play(
    'is shown where the address of the hub is none',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.click('launcher');
      await helps(visitor);
      await standsBelow(visitor, /./);
    },
    {site: {...site, hubUrl: 'nonsense'}},
  );

  for (const name of ['loaded-client', 'define-panel']) {
    play(
      `is shown where ${name} cannot be loaded, until it can`,
      async ({visit}) => {
        const visitor = await visit();
        visitor.expectConsole(/Failed to load resource|NetworkError|Loading failed|chunks\//);
        let isBroken = true;
        await visitor.page.setRequestInterception(true);
        visitor.page.on('request', (request) => {
          if (isBroken && request.url().includes(`/chunks/${name}-`)) void request.abort();
          else void request.continue();
        });
        await visitor.click('launcher');
        await helps(visitor);
        await standsBelow(visitor, /could not be loaded/);
        await isReached(visitor);
        const tries = () => visitor.requests.filter((address) => address.includes(`/${name}-`));
        const before = tries().length;
        await visitor.click('retry-button');
        await until('another try', () => tries().length > before);
        await helps(visitor);
        isBroken = false;
        await visitor.click('retry-button');
        await visitor.shows(demoGreeting);
        assert.equal(await offersHelp(visitor), false);
        // What comes later shares the code of the panel, wherever that came from.
        for (const [word, part] of [
          ['markdown', 'text'],
          ['cards', 'card'],
          ['html', 'html'],
        ] as const) {
          await visitor.write(word);
          await visitor.sees(part, ({text}) => !text.includes('**'));
        }
        await visitor.sees('text', ({text}) => text.includes('bold') && !text.includes('**'));
        const panels = visitor.requests.filter((address) => /define-panel-.*\.js/.test(address));
        const had = name === 'define-panel' ? panels.at(-1)! : panels[0]!;
        assert.equal(panels.at(-1), had, 'the panel is loaded once');
      },
      withHub,
    );
  }
});
