/** A visitor with several tabs of a site has one conversation, over one socket. */
import assert from 'node:assert/strict';
import {isDeepStrictEqual} from 'node:util';
import {demoGreeting} from '../../demo/hub/index.js';
import {chatting, mine, seesLoss} from '../support/chatting.js';
import {
  behindProxy,
  inEachBrowser,
  LOST_LINK,
  stored,
  until,
  type Stage,
  type Visitor,
} from '../support/page.js';

const TABS = 5;

const BEGINNING = [demoGreeting, 'before', 'You said: before'];

/** Tabs with an open chat, all in the middle of the same conversation. The first was there first. */
async function manyTabs(stage: Stage, count = TABS): Promise<[Visitor, ...Visitor[]]> {
  const tabs: [Visitor, ...Visitor[]] = [await chatting(stage)];
  while (tabs.length < count) {
    const tab = await stage.visit();
    tab.expectConsole(LOST_LINK);
    await tab.openChat();
    await tab.shows(...BEGINNING);
    tabs.push(tab);
  }
  return tabs;
}

async function turnTo(tab: Visitor) {
  await tab.bringToFront();
  await tab.click('input');
  await tab.sees('input', ({focused}) => focused);
}

/** What the hub has, without who said it. */
const texts = ({hub}: Stage) => stored(hub).map((line) => line.replace(/^\w+: /, ''));

/** The tab has this text. It is turned to first: in a tab that is hidden, what comes stays transparent. */
async function has(tab: Visitor, words: string) {
  await tab.bringToFront();
  await tab.sees('text', ({text}) => text === words);
}

/** Each tab shows what the hub has, once and in order. */
async function allShow(stage: Stage, tabs: readonly Visitor[]) {
  for (const tab of tabs) {
    await tab.bringToFront();
    await tab.shows(...texts(stage));
    await tab.seesNo('pending');
  }
}

inEachBrowser('Five tabs', (play) => {
  play(
    'share one socket',
    async (stage) => {
      const tabs = await manyTabs(stage);
      assert.equal(stage.hub.connections, 1);
      assert.equal(stage.network.accepted, 1);
      await allShow(stage, tabs);
    },
    behindProxy(),
  );

  play(
    'show once whatever is written in any of them, or comes from the hub',
    async (stage) => {
      const tabs = await manyTabs(stage);
      const id = await tabs[0].conversationId();
      for (const [index, tab] of tabs.entries()) {
        await turnTo(tab);
        await tab.write(`from tab ${index}`);
        await tab.sees('text', ({text}) => text === `You said: from tab ${index}`);
        stage.hub.sayAsAgent(id, `agent ${index}`);
        await tab.sees('text', ({text}) => text === `agent ${index}`);
      }
      assert.deepEqual(mine(stage.hub), ['before', ...tabs.map((_, index) => `from tab ${index}`)]);
      await allShow(stage, tabs);
      assert.equal(stage.network.accepted, 1);
    },
    behindProxy(),
  );

  play(
    'deliver once what is written in two of them while there is no network',
    async (stage) => {
      const tabs = await manyTabs(stage);
      stage.network.refuse();
      stage.network.cut();
      const [first, , third] = tabs;
      await turnTo(third!);
      await seesLoss(third!);
      await third!.write('in the third');
      await third!.sees('message', ({parts}) => parts.includes('pending'));
      await turnTo(first);
      await first.sees('text', ({text}) => text === 'in the third');
      await first.write('in the first');
      await stage.network.accept();
      // Whoever opens the chat does not wait for the next attempt.
      await first.closeChat();
      await first.openChat();
      for (const tab of tabs) {
        await has(tab, 'You said: in the first');
        await tab.seesNo('pending');
        const all = texts(stage).toSorted();
        await until('all texts', async () =>
          isDeepStrictEqual((await tab.texts()).toSorted(), all),
        );
      }
      assert.deepEqual(mine(stage.hub), ['before', 'in the third', 'in the first']);
      assert.equal(stage.network.connections, 1);
    },
    behindProxy(),
  );

  /** What may happen to the tab that holds the socket. */
  const ends: [string, (tab: Visitor) => Promise<unknown>][] = [
    ['is closed', ({page}) => page.close()],
    ['goes to another site', (tab) => tab.leave()],
  ];
  // Firefox offers tests no way to do these.
  if (play.engine === 'chromium') {
    ends.push(['crashes', (tab) => tab.crash()]);
    ends.push(['is frozen', (tab) => setLifecycle(tab, 'frozen')]);
  }

  for (const [what, end] of ends) {
    play(
      `go on when the one with the socket ${what}, and lose nothing`,
      async (stage) => {
        const [first, second, ...others] = await manyTabs(stage);
        await turnTo(second!);
        await second!.type('meanwhile');
        await end(first);
        await second!.press('Enter');
        await until('another one has a socket', () => stage.network.accepted === 2);
        await stage.hub.waitForConnections(1);
        const rest = [second!, ...others];
        for (const tab of rest) await has(tab, 'You said: meanwhile');
        await allShow(stage, rest);
        assert.deepEqual(mine(stage.hub), ['before', 'meanwhile']);
        assert.equal(stage.network.connections, 1);
      },
      behindProxy(),
    );
  }

  if (play.engine === 'chromium') {
    play(
      'are all there when the one with the socket was frozen and thaws',
      async (stage) => {
        const tabs = await manyTabs(stage);
        const [first, second] = tabs;
        await turnTo(second!);
        await setLifecycle(first, 'frozen');
        await second!.write('meanwhile');
        await second!.sees('text', ({text}) => text === 'You said: meanwhile');
        await setLifecycle(first, 'active');
        await turnTo(first);
        await first.sees('text', ({text}) => text === 'You said: meanwhile');
        await first.write('back');
        await first.sees('text', ({text}) => text === 'You said: back');
        assert.deepEqual(mine(stage.hub), ['before', 'meanwhile', 'back']);
        await allShow(stage, tabs);
        assert.equal(stage.hub.connections, 1);
      },
      behindProxy(),
    );
  }

  play(
    'count what is unread, until one of them shows it',
    async (stage) => {
      const tabs = await manyTabs(stage);
      for (const tab of tabs) {
        await tab.bringToFront();
        await tab.closeChat();
      }
      stage.hub.sayAsAgent(await tabs[0].conversationId(), 'Are you there?');
      for (const tab of tabs) await tab.sees('badge', ({text}) => text === '1');
      const last = tabs.at(-1)!;
      await last.openChat();
      await last.sees('text', ({text}) => text === 'Are you there?');
      for (const tab of tabs) await tab.seesNo('badge');
    },
    behindProxy(),
  );

  play(
    'keep each its own draft',
    async (stage) => {
      const tabs = await manyTabs(stage, 3);
      for (const [index, tab] of tabs.entries()) {
        await turnTo(tab);
        await tab.type(`draft ${index}`);
        await tab.sees('input', ({value}) => value === `draft ${index}`);
      }
      const [first, second, third] = tabs;
      await turnTo(second!);
      await second!.press('Enter');
      for (const tab of tabs) await has(tab, 'You said: draft 1');
      assert.equal((await first.sees('input')).value, 'draft 0');
      assert.equal((await second!.sees('input')).value, '');
      assert.equal((await third!.sees('input')).value, 'draft 2');
    },
    behindProxy(),
  );
});

inEachBrowser('Two tabs', (play) => {
  play(
    'share nothing where nothing is stored',
    async ({visit, hub}) => {
      for (const tab of [await visit(), await visit()]) {
        await tab.bringToFront();
        await tab.openChat();
        await tab.shows(demoGreeting);
      }
      assert.equal(hub.connections, 2);
      assert.equal(hub.conversations.all().length, 2);
    },
    {site: {attributes: 'storage="none"'}},
  );

  for (const [what, script] of [
    ['Web Locks', 'delete Navigator.prototype.locks'],
    ['BroadcastChannel', 'delete window.BroadcastChannel'],
  ] as const) {
    play(
      `have each a socket of its own in a browser without ${what}`,
      async (stage) => {
        const first = await chatting(stage);
        const second = await stage.visit();
        await second.openChat();
        await second.shows(...BEGINNING);
        assert.equal(stage.hub.connections, 2);
        await second.write('from the second');
        await second.sees('text', ({text}) => text === 'You said: from the second');
        await turnTo(first);
        await first.write('from the first');
        await first.sees('text', ({text}) => text === 'You said: from the first');
        assert.deepEqual(mine(stage.hub), ['before', 'from the second', 'from the first']);
      },
      behindProxy({head: `<script>${script}</script>`}),
    );
  }
});

async function setLifecycle({page}: Visitor, state: 'frozen' | 'active') {
  const session = await page.createCDPSession();
  await session.send('Page.setWebLifecycleState', {state});
}
