import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, stored, until, type Stage, type Visitor} from '../support/page.js';

const pathsOf = ({requests}: Visitor, {origin}: Stage) =>
  requests
    .filter((address) => address.startsWith(origin))
    .map((address) => address.slice(origin.length));

/** What the site has stored in the browser. */
function storedByThePage({page}: Visitor) {
  return page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({name}) => name),
    local: localStorage.length,
    session: sessionStorage.length,
    cookies: document.cookie,
  }));
}

const NOTHING = {databases: [], local: 0, session: 0, cookies: ''};

inEachBrowser('A page with the tag', (play) => {
  play('shows a launcher in its corner, and loads no more than that', async (stage) => {
    const visitor = await stage.visit();
    const launcher = await visitor.sees('launcher');
    assert.equal(launcher.label, 'Open chat');
    // Some browsers take the room for their scroll bar from the page.
    const width = await visitor.page.evaluate(() => document.documentElement.clientWidth);
    assert.deepEqual([launcher.right, launcher.bottom], [width - 20, 780]);
    await visitor.settled();
    assert.deepEqual(visitor.requests, [`${stage.origin}/`, `${stage.origin}/captivate-chat.js`]);
    assert.equal(stage.hub.connections, 0);
    assert.deepEqual(await storedByThePage(visitor), NOTHING);
  });

  play(
    'stores nothing on a page that looks through the databases itself',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.sees('launcher');
      await visitor.settled();
      const seen = await visitor.page.evaluate(
        () => Reflect.get(window, 'seen') as Promise<unknown>,
      );
      assert.deepEqual(seen, []);
      assert.deepEqual(await storedByThePage(visitor), NOTHING);
      assert.equal(hub.connections, 0);
    },
    {site: {head: '<script>window.seen = indexedDB.databases();</script>'}},
  );

  const APPROACHES: Record<string, (visitor: Visitor) => Promise<void>> = {
    'points at it': async (visitor) => {
      const {left, right, top, bottom} = await visitor.sees('launcher');
      await visitor.page.mouse.move((left + right) / 2, (top + bottom) / 2);
    },
    'moves the focus to it': async (visitor) => {
      for (let stops = 0; stops < 8; stops++) {
        await visitor.press('Tab');
        if ((await visitor.sees('launcher')).focused) return;
      }
      assert.fail('The Tab key does not get to the launcher.');
    },
  };

  for (const [sentence, approach] of Object.entries(APPROACHES)) {
    play(`only fetches code when a visitor ${sentence}`, async (stage) => {
      const visitor = await stage.visit();
      await visitor.sees('launcher');
      await visitor.settled();
      await approach(visitor);
      for (const name of ['define-panel', 'loaded-client']) {
        await until(`the code of ${name}`, () =>
          visitor.requests.some((address) => address.includes(`/chunks/${name}-`)),
        );
      }
      await visitor.page.waitForNetworkIdle();
      await visitor.settled();
      const [page, entry, ...others] = visitor.requests;
      assert.deepEqual([page, entry], [`${stage.origin}/`, `${stage.origin}/captivate-chat.js`]);
      assert.deepEqual(
        others.filter((address) => !address.startsWith(`${stage.origin}/chunks/`)),
        [],
      );
      assert.equal(stage.hub.connections, 0);
      assert.deepEqual(await storedByThePage(visitor), NOTHING);

      await visitor.openChat();
      await visitor.shows(demoGreeting);
      assert.equal(stage.hub.connections, 1);
    });
  }

  play('greets the visitor who opens the chat', async (stage) => {
    const visitor = await stage.visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    assert.deepEqual(await visitor.texts('title'), ['Support']);
    const paths = pathsOf(visitor, stage);
    assert.deepEqual(paths.slice(0, 2), ['/', '/captivate-chat.js']);
    assert.equal(new Set(paths).size, paths.length, 'nothing is loaded twice');
    assert.ok(paths.length > 2, 'the rest is loaded now');
    assert.ok(paths.slice(2).every((path) => path.startsWith('/chunks/')));
    assert.equal(stage.hub.connections, 1);
  });

  play(
    'shows what the visitor writes at once, and the reply when it comes',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      hub.faults.delay(600);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello');
      assert.equal((await visitor.sees('input')).value, '');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      const messages = await visitor.visible('message');
      assert.deepEqual(
        messages.map(({parts}) => parts),
        ['message bot', 'message user', 'message bot'],
      );
    },
  );

  play('breaks the line with Shift and Enter, and sends with Enter', async ({visit, hub}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.type('one');
    await visitor.page.keyboard.down('Shift');
    await visitor.press('Enter');
    await visitor.page.keyboard.up('Shift');
    await visitor.type('two');
    assert.equal((await visitor.sees('input')).value, 'one\ntwo');
    await visitor.press('Enter');
    await visitor.shows(demoGreeting, 'one\ntwo', 'You said: one\ntwo');
    assert.equal(stored(hub)[1], 'user: one\ntwo');
  });

  play('sends with the button too', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.type('Hello');
    await visitor.click('send-button');
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
  });

  play('is heard in the order of speaking, before the chat is loaded too', async (stage) => {
    const visitor = await stage.visit();
    const texts = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    await visitor.page.evaluate((said) => {
      const chat = document.querySelector('captivate-chat')!;
      for (const text of said) void chat.sendMessage(text);
    }, texts);
    const heard = () =>
      stored(stage.hub).flatMap((line) => (line.startsWith('user: ') ? line.slice(6) : []));
    const said = () => heard().filter((text) => text !== '');
    await until('the hub has all', () => said().length === texts.length);
    assert.deepEqual(said(), texts);
  });

  play(
    'warns once when it has the tag twice, and goes on',
    async ({visit}) => {
      const visitor = await visit();
      const warning = /captivate-chat.* is on this page already/;
      visitor.expectConsole(warning);
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      assert.equal(visitor.consoleLines(warning).length, 1);
    },
    {
      site: {
        scripts:
          '<script type="module" src="/captivate-chat.js"></script>' +
          '<script type="module" src="/captivate-chat.js?v=2"></script>',
      },
    },
  );

  // Site owners write versions into addresses, so that caches let go of the one before.
  play(
    'loads nothing twice from an address with a version',
    async (stage) => {
      const visitor = await stage.visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      const files = pathsOf(visitor, stage).map((path) => path.replace(/\?.*/, ''));
      assert.deepEqual(files, [...new Set(files)]);
    },
    {site: {scripts: '<script type="module" src="/captivate-chat.js?v=2"></script>'}},
  );

  play('closes the socket when the page removes the element', async ({visit, hub}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')?.remove());
    await hub.waitForConnections(0);
    assert.deepEqual(await visitor.parts('launcher'), []);
  });

  play('keeps the session of an element that it moves', async ({visit, hub}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.type('half a');
    await visitor.page.evaluate(() =>
      document.querySelector('#content')?.append(document.querySelector('captivate-chat')!),
    );
    await visitor.shows(demoGreeting);
    assert.equal((await visitor.sees('input')).value, 'half a');
    await visitor.click('input');
    await visitor.press('End');
    await visitor.write(' thought');
    await visitor.shows(demoGreeting, 'half a thought', 'You said: half a thought');
    await until('the hub has one socket', () => hub.connections === 1);
    assert.equal(new Set(hub.received.map(({socketId}) => socketId)).size, 1);
  });
});
