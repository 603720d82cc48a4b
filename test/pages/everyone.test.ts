import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, until, type StageOptions, type Visitor} from '../support/page.js';

const UNBREAKABLE = `https://example.com/${'a-very-long-address-'.repeat(12)}`;

const PHONES = [
  {width: 390, height: 844},
  {width: 320, height: 568},
];

/** How the page itself stands. */
function pageOf({page}: Visitor) {
  return page.evaluate(() => {
    const {documentElement: root, body} = document;
    return {
      scrolled: scrollY,
      sideways: root.scrollWidth > root.clientWidth,
      marks: [root, body].flatMap((element) => element.getAttributeNames()),
      locked: [root, body].some((element) => getComputedStyle(element).overflowY !== 'visible'),
    };
  });
}

inEachBrowser('A visitor with a keyboard', (play) => {
  play('opens, writes, and closes; the focus comes back', async ({visit}) => {
    const visitor = await visit();
    await visitor.sees('launcher');
    await tabTo(visitor, 'launcher');
    await visitor.press('Enter');
    await visitor.sees('input', ({focused}) => focused);
    await visitor.shows(demoGreeting);
    await visitor.write('Hello');
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    await visitor.press('Escape');
    await visitor.seesNo('panel');
    await visitor.sees('launcher', ({focused}) => focused);
    await visitor.press(' ');
    await visitor.sees('input', ({focused}) => focused);
  });

  play('reaches everything in the panel, and leaves it', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.type('Hello');
    await visitor.press('Tab');
    await visitor.sees('send-button', ({focused}) => focused);
    await visitor.press('Tab');
    await visitor.sees('launcher', ({focused}) => focused);
    for (const name of ['send-button', 'input', 'transcript', 'close-button']) {
      await visitor.page.keyboard.down('Shift');
      await visitor.press('Tab');
      await visitor.page.keyboard.up('Shift');
      await visitor.sees(name, ({focused}) => focused);
    }
    await visitor.press('Enter');
    await visitor.seesNo('panel');
    await visitor.sees('launcher', ({focused}) => focused);
  });
});

inEachBrowser('A visitor with a phone', (play) => {
  for (const window of PHONES) {
    const options: StageOptions = {window};

    play(
      `has the chat on the whole screen of ${window.width}×${window.height}`,
      async ({visit}) => {
        const visitor = await visit();
        await visitor.page.evaluate(() => scrollTo(0, 300));
        await visitor.openChat();
        await visitor.shows(demoGreeting);
        const panel = await visitor.sees('panel', ({moving}) => !moving);
        const width = await visitor.page.evaluate(() => document.documentElement.clientWidth);
        const {left, top, right, bottom} = panel;
        assert.deepEqual(
          {left, top, right, bottom},
          {left: 0, top: 0, right: width, bottom: window.height},
        );
        for (const name of ['close-button', 'input', 'send-button']) {
          const part = await visitor.sees(name);
          assert.ok(part.left >= 0 && part.right <= width, `${name} is inside the screen`);
          assert.ok(part.top >= 0 && part.bottom <= window.height, `${name} is inside the screen`);
        }
        const {sideways, scrolled, marks} = await pageOf(visitor);
        assert.deepEqual(
          {sideways, scrolled, marks},
          {sideways: false, scrolled: 300, marks: ['lang']},
        );
      },
      options,
    );

    play(
      `never scrolls sideways on ${window.width}×${window.height}`,
      async ({visit, hub}) => {
        const visitor = await visit();
        await visitor.openChat();
        await visitor.shows(demoGreeting);
        hub.sayAsBot(await visitor.conversationId(), UNBREAKABLE);
        await visitor.sees('text', ({text}) => text.includes('a-very-long-address'));
        await visitor.write('a'.repeat(200));
        await visitor.sees('text', ({text}) => text === `You said: ${'a'.repeat(200)}`);
        assert.equal((await visitor.sees('transcript')).tooWide, false);
        assert.equal((await visitor.sees('input')).tooWide, false);
        assert.equal((await pageOf(visitor)).sideways, false);
      },
      options,
    );

    play(
      `scrolls the page as before when it is closed, on ${window.width}×${window.height}`,
      async ({visit}) => {
        const visitor = await visit();
        const before = await pageOf(visitor);
        await visitor.openChat();
        await visitor.shows(demoGreeting);
        await visitor.closeChat();
        assert.deepEqual(await pageOf(visitor), before);
        await visitor.page.mouse.move(100, 100);
        await visitor.page.mouse.wheel({deltaY: 240});
        await until('the page scrolled', async () => (await pageOf(visitor)).scrolled > 100);
      },
      options,
    );
  }
});

/** Until the focus is there; a page has only so many stops. */
async function tabTo(visitor: Visitor, name: string) {
  for (let stop = 0; stop < 8; stop++) {
    await visitor.press('Tab');
    const [part] = await visitor.parts(name);
    if (part?.focused) return;
  }
  assert.fail(`Tab does not lead to the ${name}.`);
}
