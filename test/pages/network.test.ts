/** What a visitor has of the chat while the network between the page and the hub does what networks do. */
import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {arrives, chatting, isPending, saidBy, seesLoss} from '../support/chatting.js';
import {behindProxy, inEachBrowser} from '../support/page.js';
import type {Way} from '../support/tcp-proxy.js';

const OFFLINE = 'You are offline. Messages will be sent when you are back.';

/** A dead link is noticed after up to 25 s. Where a test waits for that, long waits of the page are a tenth. */
const HURRIED = behindProxy({
  head: `<script>
    const {setTimeout: start} = window;
    window.setTimeout = (run, delay = 0, ...rest) =>
      start(run, delay < 10_000 ? delay : delay / 10, ...rest);
  </script>`,
});

inEachBrowser('When the network fails', (play) => {
  for (const way of ['toHub', 'toPage'] as const satisfies readonly Way[]) {
    play(
      `messages survive cuts in the middle of a frame, ${way}`,
      async (stage) => {
        const visitor = await chatting(stage);
        stage.network.cutInFrame(way, 2);
        await visitor.write('cut');
        await visitor.write('right behind');
        await arrives(stage, visitor, 'before', 'cut', 'right behind');
      },
      behindProxy(),
    );
  }

  for (const ways of [['toHub'], ['toPage'], ['toHub', 'toPage']] as const) {
    play(
      `a link that is dead though open is noticed, ${ways.join(' and ')}`,
      async (stage) => {
        const visitor = await chatting(stage);
        stage.network.blackhole(...ways);
        await visitor.write('into the void');
        await seesLoss(visitor);
        await isPending(visitor, 'into the void');
        await visitor.write('meanwhile');
        await stage.network.restore();
        await arrives(stage, visitor, 'before', 'into the void', 'meanwhile');
      },
      HURRIED,
    );
  }

  play(
    'messages wait out a moment without a network',
    async (stage) => {
      const visitor = await chatting(stage);
      stage.network.stall();
      await visitor.write('late');
      stage.hub.sayAsAgent(await visitor.conversationId(), 'Are you there?');
      await visitor.shows(demoGreeting, 'before', 'You said: before', 'late');
      await stage.network.restore();
      await visitor.sees('text', ({text}) => text === 'Are you there?');
      await arrives(stage, visitor, 'before', 'late');
      assert.deepEqual(saidBy(stage.hub, 'agent: '), ['Are you there?']);
    },
    behindProxy(),
  );

  play(
    'a message that arrives after its link was given up arrives once',
    async (stage) => {
      const visitor = await chatting(stage);
      stage.network.stall();
      await visitor.write('very late');
      await seesLoss(visitor);
      await isPending(visitor, 'very late');
      await stage.network.restore();
      await arrives(stage, visitor, 'before', 'very late');
    },
    HURRIED,
  );

  play(
    'a slow line carries everything, in order',
    async (stage) => {
      const visitor = await chatting(stage);
      const id = await visitor.conversationId();
      stage.network.throttle({bytesPerSecond: 2_000, latency: 150});
      const texts = ['one', 'two', 'three', 'four'];
      for (const text of texts) {
        await visitor.write(text);
        stage.hub.sayAsAgent(id, `agent on ${text}`);
      }
      await arrives(stage, visitor, 'before', ...texts);
    },
    behindProxy(),
  );

  play(
    'a line on which the history takes longer than an answer may is good enough',
    async (stage) => {
      const visitor = await chatting(stage);
      const id = await visitor.conversationId();
      for (let count = 1; count <= 10; count++) {
        stage.hub.sayAsAgent(id, `${count}${' word'.repeat(600)}`);
      }
      await visitor.sees('text', ({text}) => text.startsWith('10 '));
      stage.hub.faults.cutBeforeStoring();
      stage.network.throttle({bytesPerSecond: 12_000});
      await visitor.write('cut');
      await visitor.write('right behind');
      await arrives(stage, visitor, 'before', 'cut', 'right behind');
    },
    HURRIED,
  );

  for (const how of ['reset', 'closed'] as const) {
    play(
      `messages wait while connections are refused, ${how}`,
      async (stage) => {
        const visitor = await chatting(stage);
        stage.network.refuse(how);
        stage.network.cut();
        await seesLoss(visitor);
        await visitor.write('meanwhile');
        await isPending(visitor, 'meanwhile');
        await stage.network.accept();
        await arrives(stage, visitor, 'before', 'meanwhile');
      },
      behindProxy(),
    );
  }

  play(
    'messages wait while the device is offline and its links die in silence',
    async (stage) => {
      const visitor = await chatting(stage);
      stage.network.blackhole();
      await visitor.page.setOfflineMode(true);
      await visitor.tells(OFFLINE);
      await visitor.write('on the plane');
      await isPending(visitor, 'on the plane');
      await stage.network.restore();
      await visitor.page.setOfflineMode(false);
      await arrives(stage, visitor, 'before', 'on the plane');
    },
    HURRIED,
  );

  play(
    'what is half written stays in the box, and can be gone on with',
    async (stage) => {
      const visitor = await chatting(stage);
      await visitor.type('half a');
      stage.network.refuse();
      stage.network.cut();
      await seesLoss(visitor);
      await visitor.type(' thought');
      await stage.network.accept();
      await visitor.tells();
      assert.equal((await visitor.sees('input', ({focused}) => focused)).value, 'half a thought');
      await visitor.press('Enter');
      await arrives(stage, visitor, 'before', 'half a thought');
    },
    behindProxy(),
  );

  play(
    'a message that is on its way when the page is reloaded arrives once',
    async (stage) => {
      const visitor = await chatting(stage);
      stage.network.throttle({latency: 300});
      await visitor.write('on its way');
      await visitor.reload();
      await visitor.openChat();
      await visitor.sees('text', ({text}) => text === 'on its way');
      await arrives(stage, visitor, 'before', 'on its way');
    },
    behindProxy(),
  );
});
