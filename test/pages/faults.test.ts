import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, LOST_LINK, stored, until, type Visitor} from '../support/page.js';
import {budgeted} from '../support/size-budget.js';

const OFFLINE = 'You are offline. Messages will be sent when you are back.';

async function greeted(visitor: Visitor) {
  visitor.expectConsole(LOST_LINK);
  await visitor.openChat();
  await visitor.shows(demoGreeting);
}

inEachBrowser('When something breaks', (play) => {
  play('a message arrives once though transcripts lag behind', async ({visit, hub}) => {
    const visitor = await visit();
    await greeted(visitor);
    hub.faults.lagTranscripts(1_500);
    hub.faults.cutAfterStoring();
    await visitor.write('precious');
    await visitor.shows(demoGreeting, 'precious', 'You said: precious');
    await visitor.seesNo('pending');
    assert.deepEqual(stored(hub), [
      ...[`bot: ${demoGreeting}`, 'user: precious', 'bot: You said: precious'],
    ]);
  });

  for (const [moment, cut] of [
    ['before', 'cutBeforeStoring'],
    ['after', 'cutAfterStoring'],
  ] as const) {
    play(`a message cut off ${moment} the hub stored it arrives once`, async ({visit, hub}) => {
      const visitor = await visit();
      await greeted(visitor);
      hub.faults[cut]();
      await visitor.write('precious');
      await visitor.shows(demoGreeting, 'precious', 'You said: precious');
      await visitor.seesNo('pending');
      await visitor.write('next');
      await visitor.shows(
        ...[demoGreeting, 'precious', 'You said: precious'],
        ...['next', 'You said: next'],
      );
      assert.deepEqual(stored(hub), [
        ...[`bot: ${demoGreeting}`, 'user: precious', 'bot: You said: precious'],
        ...['user: next', 'bot: You said: next'],
      ]);
    });
  }

  play(
    'the visitor is told of a hub that is down, and writes all the same',
    async ({visit, hub}) => {
      hub.faults.refuseConnections('destroy');
      const visitor = await visit();
      visitor.expectConsole(LOST_LINK);
      await visitor.openChat();
      await visitor.tells('The chat cannot be reached right now. Trying again…');
      await visitor.write('Anybody there?');
      await visitor.shows('Anybody there?');
      assert.equal((await visitor.sees('status')).text, 'Sending…');
      hub.faults.acceptConnections();
      await visitor.tells();
      await visitor.sees('text', ({text}) => text === 'You said: Anybody there?');
      await visitor.seesNo('pending');
      const mine = stored(hub).filter((line) => line.startsWith('user: '));
      assert.deepEqual(mine, ['user: Anybody there?']);
    },
  );

  play(
    'the visitor is told that the link is lost, and what they write is kept',
    async ({visit, hub}) => {
      const visitor = await visit();
      await greeted(visitor);
      hub.faults.refuseConnections('destroy');
      hub.faults.cutAll();
      await visitor.tells('Reconnecting…');
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello');
      hub.faults.acceptConnections();
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      await visitor.tells();
      assert.deepEqual(stored(hub), [
        `bot: ${demoGreeting}`,
        'user: Hello',
        'bot: You said: Hello',
      ]);
    },
  );

  play(
    'the visitor is told that they are offline, and heard when they are back',
    async ({visit, hub}) => {
      const visitor = await visit();
      await greeted(visitor);
      await visitor.page.setOfflineMode(true);
      // The browsers keep sockets that are open when they are told to be offline.
      hub.faults.cutAll();
      await visitor.tells(OFFLINE);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello');
      assert.equal(hub.connections, 0);
      await visitor.page.setOfflineMode(false);
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      await visitor.tells();
      assert.deepEqual(stored(hub), [
        `bot: ${demoGreeting}`,
        'user: Hello',
        'bot: You said: Hello',
      ]);
    },
  );

  play('the visitor who is offline from the start is told so', async ({visit}) => {
    const visitor = await visit();
    visitor.expectConsole(LOST_LINK);
    const {left, top} = await visitor.sees('launcher');
    // The code is there, the network is not.
    await visitor.page.mouse.move(left + 20, top + 20);
    const chunks = budgeted('first conversation').length - budgeted('page load').length;
    await until('the code is there', async () => (await loadedChunks(visitor)) === chunks);
    await visitor.settled();
    await visitor.page.setOfflineMode(true);
    await visitor.openChat();
    await visitor.tells(OFFLINE);
    await visitor.page.setOfflineMode(false);
    await visitor.shows(demoGreeting);
    await visitor.tells();
  });

  play('a chat that could not be loaded says so, and comes when asked for again', async (stage) => {
    const visitor = await stage.visit();
    visitor.expectConsole(/Failed to load resource|dynamically imported module/);
    await visitor.settled();
    await visitor.page.setOfflineMode(true);
    await visitor.click('launcher');
    await visitor.sees('notice', ({text}) => text.startsWith('The chat could not be loaded.'));
    await visitor.page.setOfflineMode(false);
    // Firefox remembers for the whole life of a page that a module could not be fetched, as the standard says:
    // https://github.com/whatwg/html/issues/6768
    if (stage.engine === 'firefox') {
      await visitor.reload();
      await visitor.openChat();
    } else {
      await visitor.click('retry-button');
    }
    await visitor.shows(demoGreeting);
  });

  play(
    'a start that is too big for the hub is made without its data',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.page.evaluate(() => {
        const errors: string[] = [];
        const chat = document.querySelector('captivate-chat')!;
        chat.addEventListener('captivate-error', ({detail}) => errors.push(detail.code));
        chat.userData = {text: 'x'.repeat(3_000)};
        Object.assign(window, {errors});
      });
      await greeted(visitor);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      const starts = hub.received.filter(({eventType}) => eventType === 'conversation_start');
      assert.deepEqual(
        starts.map(({payload}) => payload),
        [{}],
      );
      const errors = await visitor.page.evaluate(() => Reflect.get(window, 'errors') as unknown);
      assert.deepEqual(errors, ['bad-data']);
    },
    {hub: {maxPayload: 2_000}},
  );

  play('a reload in the middle of it loses nothing', async ({visit, hub}) => {
    const visitor = await visit();
    await greeted(visitor);
    hub.faults.refuseConnections('destroy');
    hub.faults.cutAll();
    await visitor.write('precious');
    await visitor.shows(demoGreeting, 'precious');
    await visitor.reload();
    await visitor.openChat();
    await visitor.sees('text', ({text}) => text === 'precious');
    hub.faults.acceptConnections();
    await visitor.shows(demoGreeting, 'precious', 'You said: precious');
    assert.deepEqual(stored(hub), [
      ...[`bot: ${demoGreeting}`, 'user: precious', 'bot: You said: precious'],
    ]);
  });
});

/** How many files with the code of the chat have come; a request that was made is not enough. */
function loadedChunks({page}: Visitor): Promise<number> {
  return page.evaluate(
    () =>
      performance.getEntriesByType('resource').filter((e) => e.name.includes('/chunks/')).length,
  );
}
