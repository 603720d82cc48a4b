/** What is left of a conversation when its page dies without a word. */
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {arrives, chatting, isPending, mine} from '../support/chatting.js';
import {behindProxy, inEachBrowser, isStored, LOST_LINK, Tabs, until} from '../support/page.js';

inEachBrowser('When the page dies', (play) => {
  // Firefox offers tests no way to crash a tab. Its whole browser is killed below.
  if (play.engine === 'chromium') {
    play(
      'another tab delivers what the first had sent, once',
      async (stage) => {
        const first = await chatting(stage);
        stage.network.stall('toHub');
        await first.write('precious');
        await until('it is stored', () => isStored(first, 'precious'));
        await first.crash();
        const second = await stage.visit();
        second.expectConsole(LOST_LINK);
        await stage.network.restore();
        await second.openChat();
        await second.sees('text', ({text}) => text === 'precious');
        await arrives(stage, second, 'before', 'precious');
      },
      behindProxy(),
    );

    play(
      'another tab delivers what the first could not send',
      async (stage) => {
        const first = await chatting(stage);
        stage.network.refuse();
        stage.network.cut();
        await first.write('precious');
        await first.type('half a thought');
        await until('it is stored', () => isStored(first, 'half a thought'));
        await first.crash();
        const second = await stage.visit();
        second.expectConsole(LOST_LINK);
        await second.openChat();
        await isPending(second, 'precious');
        await stage.network.restore();
        await second.sees('text', ({text}) => text === 'You said: precious');
        await second.sees('input', ({value}) => value === 'half a thought');
        await second.write(', and the rest');
        await arrives(stage, second, 'before', 'precious', 'half a thought, and the rest');
      },
      behindProxy(),
    );
  }

  for (const [moment, isStalled] of [
    ['that the hub had', false],
    ['that the hub had not', true],
  ] as const) {
    play(
      `a message ${moment} when the browser was killed is there once in the next`,
      async (stage) => {
        const profile = mkdtempSync(join(tmpdir(), 'captivate-profile-'));
        try {
          const first = await play.launch(profile);
          const open = (tabs: Tabs) => ({visit: () => tabs.open(`${stage.origin}/`)});
          const visitor = await chatting(
            open(new Tabs(first.defaultBrowserContext(), play.engine)),
          );
          if (isStalled) stage.network.blackhole();
          else stage.network.blackhole('toPage');
          await visitor.write('precious');
          await visitor.type('half a thought');
          await until('it is stored', () => isStored(visitor, 'half a thought'));
          if (!isStalled) await stage.hub.waitUntil(() => mine(stage.hub).length === 2);
          first.process()!.kill('SIGKILL');
          await until('it is gone', () => !first.connected);
          await stage.network.restore();

          const second = await play.launch(profile);
          try {
            const next = await open(new Tabs(second.defaultBrowserContext(), play.engine)).visit();
            await next.openChat();
            await next.sees('input', ({value}) => value === 'half a thought');
            await next.sees('text', ({text}) => text === 'precious');
            await next.sees('text', ({text}) => text === 'You said: precious');
            await next.write(', and the rest');
            await arrives(stage, next, 'before', 'precious', 'half a thought, and the rest');
          } finally {
            await second.close();
          }
        } finally {
          rmSync(profile, {recursive: true, force: true, maxRetries: 5});
        }
      },
      behindProxy(),
    );
  }
});
