/** What a visitor has of the chat over lines that are slow, or carry nothing though they seem open. */
import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {arrives, chatting, HURRIED, isPending, saidBy, seesLoss} from '../support/chatting.js';
import {behindProxy, inEachBrowser} from '../support/page.js';

inEachBrowser('Over a bad line', (play) => {
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
      // The history takes 1.5 s: longer than an answer may at first, which is 1 s in this page, and far below the 4 s
      // that it may take at last, so that a slow machine does not make it too long.
      stage.network.throttle({bytesPerSecond: 20_000});
      await visitor.write('cut');
      await visitor.write('right behind');
      await arrives(stage, visitor, 'before', 'cut', 'right behind');
    },
    HURRIED,
  );
});
