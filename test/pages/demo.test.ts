import assert from 'node:assert/strict';
import {it} from 'node:test';
import {startDemoServer, type DemoServer} from '../../demo/demo-server.js';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, Tabs, until, violations, type Visitor} from '../support/page.js';

interface Demo {
  readonly server: DemoServer;
  visit(): Promise<Visitor>;
  visitAsAgent(): Promise<Visitor>;
}

const heading = ({page}: Visitor) => page.$eval('#talk-title', ({textContent}) => textContent);

/** Clicks what an agent sees with this text. */
async function choose({page}: Visitor, selector: string) {
  const found = await page.waitForSelector(selector);
  await found!.click();
}

async function open(tabs: Tabs, address: string) {
  const visitor = await tabs.open(address);
  // The demo is served from source, with the Lit that helps developers.
  visitor.expectConsole(/^Lit is in dev mode/);
  return visitor;
}

inEachBrowser('The demo', (play) => {
  const scene = (sentence: string, run: (demo: Demo) => Promise<void>) => {
    it(sentence, async () => {
      const server = await startDemoServer({port: 0, replyDelay: 0});
      const context = await play.browser().createBrowserContext();
      const tabs = new Tabs(context, play.engine);
      try {
        const visit = () => open(tabs, server.demoUrl);
        const visitAsAgent = () => open(tabs, server.agentUrl);
        await run({server, visit, visitAsAgent});
        const complaints = tabs.complaints([new URL(server.demoUrl).host]);
        assert.deepEqual([...complaints, ...violations(server.hub)], []);
      } finally {
        await context.close();
        await server.close();
      }
    });
  };

  scene('has a bot to chat with, and goes on after a reload', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('text');
    await visitor.shows(demoGreeting, 'text', 'This is plain text.');
    await visitor.reload();
    await visitor.openChat();
    await visitor.shows(demoGreeting, 'text', 'This is plain text.');
  });

  scene(
    'has a page for a human agent, who takes over and leaves',
    async ({visit, visitAsAgent}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('human');
      const asked = [demoGreeting, 'human', 'I am looking for a colleague.'];
      await visitor.shows(...asked);

      const agent = await visitAsAgent();
      await choose(agent, '[data-conversation]');
      await until('the conversation', async () => (await heading(agent)) !== null);
      await choose(agent, '.talk-header .primary');
      await agent.page.waitForSelector('#text:not(:disabled)');
      await agent.page.focus('#text');
      await agent.write('Hello, this is Alex.');
      const helped = [...asked, 'Hello, this is Alex.'];

      await visitor.bringToFront();
      await visitor.shows(...helped);
      assert.equal((await visitor.visible('agent')).length, 1);
      await visitor.click('input');
      await visitor.write('Thank you!');
      await visitor.shows(...helped, 'Thank you!');

      await agent.bringToFront();
      await until('the agent reads it', () =>
        agent.page.$eval('.log', ({textContent}) => textContent.includes('Thank you!')),
      );
      await choose(agent, '.talk-header button:not(.back, .primary)');
      await agent.page.waitForSelector('#text:disabled');

      await visitor.bringToFront();
      await visitor.click('input');
      await visitor.write('Bye');
      await visitor.shows(...helped, 'Thank you!', 'Bye', 'You said: Bye');
      await visitor.reload();
      await visitor.openChat();
      await visitor.shows(...helped, 'Thank you!', 'Bye', 'You said: Bye');
    },
  );

  scene('shows a failure and gets over it', async ({visit, server}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.page.click('[data-fault="keep-next"]');
    await until('the fault is set', () =>
      visitor.page.$eval('#fault-status', ({textContent}) => textContent.startsWith('Done')),
    );
    await visitor.click('input');
    await visitor.write('Hello');
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    const mine = server.hub.received.filter(({eventType}) => eventType === 'user_message');
    assert.ok(mine.length >= 2);
  });
});
