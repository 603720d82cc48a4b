/** What a visitor has of the chat while the network between the page and the hub does what networks do. */
import assert from 'node:assert/strict';
import {arrives, chatting, HURRIED, isPending, seesLoss} from '../support/chatting.js';
import {behindProxy, inEachBrowser} from '../support/page.js';
import type {Way} from '../support/tcp-proxy.js';

const OFFLINE = 'You are offline. Messages will be sent when you are back.';

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
