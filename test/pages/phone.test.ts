import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';

const PHONE = {width: 390, height: 700};

const scrolled = ({page}: Visitor) => page.evaluate(() => scrollY);

/** As a screen with a keyboard over it tells of it. */
async function keyboard({page}: Visitor, height: number) {
  await page.evaluate((shown) => {
    const viewport = window.visualViewport!;
    Object.defineProperty(viewport, 'height', {value: shown, configurable: true});
    viewport.dispatchEvent(new Event('resize'));
  }, height);
}

inEachBrowser('On a phone', (play) => {
  play(
    'the chat is the screen, with the box for writing above the keyboard, and the page stays as it was',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.page.evaluate(() => scrollTo(0, 200));
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      const panel = await visitor.sees('panel', ({moving}) => !moving);
      const {left, top, right, bottom} = panel;
      // Firefox has a bar at the side of the page.
      const width = await visitor.page.evaluate(() => document.documentElement.clientWidth);
      assert.deepEqual([left, top, right, bottom], [0, 0, width, PHONE.height]);

      await until('the code for it', () =>
        visitor.requests.some((address) => /\/fullscreen-[\w-]+\.js$/.test(address)),
      );
      await keyboard(visitor, 380);
      await visitor.sees('panel', (part) => part.bottom === 380);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      const composer = await visitor.sees('composer');
      assert.ok(composer.bottom <= 380, 'The box for writing is below the keyboard.');
      await until('the answer above it', async () => {
        const last = (await visitor.visible('text')).at(-1)!;
        return last.bottom <= composer.top && last.top >= 0;
      });
      await keyboard(visitor, PHONE.height);
      await visitor.sees('panel', (part) => part.bottom === PHONE.height);

      // A wheel where a finger would be.
      await visitor.page.mouse.move(100, 30);
      await visitor.page.mouse.wheel({deltaY: 120});
      await visitor.page.mouse.move(100, 300);
      await visitor.page.mouse.wheel({deltaY: 240});
      await visitor.page.mouse.wheel({deltaY: -240});
      await visitor.settled();
      assert.equal(await scrolled(visitor), 200);

      await visitor.closeChat();
      assert.equal(await scrolled(visitor), 200);
      await visitor.page.mouse.wheel({deltaY: 120});
      await until('the page scrolls', async () => (await scrolled(visitor)) > 200);
    },
    {window: PHONE},
  );

  // Firefox has no way to say that a screen has a notch.
  if (play.engine === 'chromium') {
    play(
      'nothing stands below a notch, a rounded corner or the bar of the system',
      async ({visit}) => {
        const visitor = await visit();
        const before = await visitor.sees('launcher');
        const session = await visitor.page.createCDPSession();
        const insets = {top: 40, bottom: 30, left: 24, right: 24};
        await session.send('Emulation.setSafeAreaInsetsOverride', {insets});
        await visitor.sees('launcher', ({bottom}) => bottom === before.bottom - 30);
        await visitor.openChat();
        await visitor.shows(demoGreeting);
        await visitor.sees('panel', ({moving}) => !moving);
        const header = await visitor.sees('header');
        assert.deepEqual([header.left, header.top, header.right], [24, 40, PHONE.width - 24]);
        assert.equal((await visitor.sees('composer')).bottom <= PHONE.height - 30, true);
      },
      {window: PHONE},
    );
  }

  play(
    'the Tab key goes round in the chat',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await until('the code for it', () =>
        visitor.page.evaluate(
          () =>
            document
              .querySelector('captivate-chat')!
              .shadowRoot!.querySelector('captivate-chat-panel')!.ariaModal === 'true',
        ),
      );
      for (let n = 0; n < 12; n++) {
        await visitor.press('Tab');
        const inside = await visitor.page.evaluate(
          () => document.activeElement?.localName === 'captivate-chat',
        );
        assert.ok(inside, `The focus left the chat with Tab number ${n + 1}.`);
      }
    },
    {window: PHONE},
  );
});

inEachBrowser('On paper', (play) => {
  // Firefox has no way to say that a page is printed.
  if (play.engine !== 'chromium') return;

  play('there is no chat that floats', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.page.emulateMediaType('print');
    await visitor.seesNo('panel');
    await visitor.seesNo('launcher');
  });

  play(
    'a chat in the page is what was said',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.shows(demoGreeting);
      await visitor.page.emulateMediaType('print');
      await visitor.sees('text', ({text}) => text === demoGreeting);
      await visitor.seesNo('input');
    },
    {site: (hub) => ({hubUrl: hub.url, attributes: 'mode="inline"', body: '<h1>Help</h1>'})},
  );
});
