/** What whole-page tests of a conversation have in common: it begins, and everything arrives. */
import assert from 'node:assert/strict';
import {demoGreeting, type Hub} from '../../demo/hub/index.js';
import {behindProxy, LOST_LINK, stored, until, type Stage, type Visitor} from './page.js';

/** A dead link is noticed after up to 25 s. Where a test waits for that, long waits of a page that is chatting are a tenth. */
export const HURRIED = behindProxy({
  head: `<script>
    window.hurry = false;
    const {setTimeout: start} = window;
    window.setTimeout = (run, delay = 0, ...rest) =>
      start(run, window.hurry && delay >= 5_000 ? delay / 10 : delay, ...rest);
  </script>`,
});

/** What one side said, as the hub has it. */
export const saidBy = (hub: Hub, sender: string) =>
  stored(hub).flatMap((line) => (line.startsWith(sender) ? line.slice(sender.length) : []));

export const mine = (hub: Hub) => saidBy(hub, 'user: ');

/** A visitor who has written "before". */
export async function chatting({visit}: Pick<Stage, 'visit'>): Promise<Visitor> {
  const visitor = await visit();
  visitor.expectConsole(LOST_LINK);
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  await visitor.write('before');
  await visitor.shows(demoGreeting, 'before', 'You said: before');
  await visitor.page.evaluate(() => Object.assign(window, {hurry: true}));
  return visitor;
}

/** With the network well again everything arrives once and in order, and so does what is written now. */
export async function arrives(
  {hub}: Pick<Stage, 'hub'>,
  visitor: Visitor,
  ...texts: readonly string[]
) {
  await until('all is in the hub', () => mine(hub).length >= texts.length);
  await visitor.tells();
  await visitor.write('after');
  await visitor.sees('text', ({text}) => text === 'You said: after');
  await visitor.seesNo('pending');
  const written = [...texts, 'after'];
  const lines = () => stored(hub).map((line) => line.replace(/^\w+: /, ''));

  assert.deepEqual(mine(hub), written);
  await until('the list is as long', async () => (await visitor.texts()).length >= lines().length);
  const shown = await visitor.texts();
  assert.deepEqual(shown.toSorted(), lines().toSorted());
  assert.deepEqual(
    shown.filter((text) => written.includes(text)),
    written,
  );
  await visitor.reload();
  await visitor.openChat();
  await visitor.shows(...lines());
  assert.deepEqual(mine(hub), written);
}

export async function isPending(visitor: Visitor, text: string) {
  const message = await visitor.sees('message', ({parts}) => parts.includes('pending'));
  assert.match(message.text, new RegExp(text));
  await visitor.sees('status', ({text}) => text === 'Sending…');
}

/** The visitor is told that there is no link; whether it is the first one depends on who holds it. */
export async function seesLoss(visitor: Visitor) {
  await visitor.sees('notice', ({text}) => /^(Reconnecting|The chat cannot be reached)/.test(text));
}
