/** A visitor who has turned to other things learns of an answer, and is not told of it more often than once. */
import assert from 'node:assert/strict';
import {chatting} from '../support/chatting.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';

const title = ({page}: Visitor) => page.title();

/** Counts what would be heard: there is no loudspeaker here. */
const COUNT_TONES = `
  document.documentElement.dataset.tones = '0';
  AudioScheduledSourceNode.prototype.start = () => document.documentElement.dataset.tones++;
  AudioContext.prototype.resume = () => Promise.resolve();
  Object.defineProperty(BaseAudioContext.prototype, 'state', {get: () => 'running'});
  undefined;`;

const tones = ({page}: Visitor) =>
  page.evaluate(() => Number(document.documentElement.dataset['tones']));

const isHidden = ({page}: Visitor) => page.evaluate(() => document.hidden);

inEachBrowser('A message while nobody looks', (play) => {
  play(
    'is in the title of each tab, is heard from one of them, and is gone when it was read',
    async (stage) => {
      const first = await chatting(stage);
      const second = await stage.visit();
      await second.openChat();
      const tabs = [first, second];
      const names = await Promise.all(tabs.map(title));
      for (const tab of tabs) {
        await tab.bringToFront();
        await tab.page.evaluate(COUNT_TONES);
        await tab.closeChat();
      }
      const other = await stage.visit('/other.html');
      await other.bringToFront();
      for (const tab of tabs) await until('a hidden tab', () => isHidden(tab));

      stage.hub.sayAsAgent(await first.conversationId(), 'Are you there?');
      for (const [index, tab] of tabs.entries()) {
        const wanted = `(1) ${names[index]}`;
        await until(wanted, async () => (await title(tab)) === wanted);
      }
      await until('a tone', async () => (await tones(first)) + (await tones(second)) > 0);

      await second.bringToFront();
      await until('the own title', async () => (await title(second)) === names[1]);
      assert.equal((await second.sees('preview-text')).text, 'Are you there?');
      assert.equal(await title(first), `(1) ${names[0]}`);
      await second.click('preview-message');
      await second.sees('input', ({focused}) => focused);
      await second.seesNo('preview');
      await until('the own title', async () => (await title(first)) === names[0]);
      assert.equal((await tones(first)) + (await tones(second)), 1);
    },
    {
      site: {
        attributes: 'sound',
        files: {'/other.html': '<link rel="icon" href="data:,"><title>Other</title>'},
      },
    },
  );

  play('is fetched with its code only when it comes', async (stage) => {
    const visitor = await stage.visit();
    const hasCode = () => visitor.requests.some((address) => /\/notify-/.test(address));
    await visitor.openChat();
    await visitor.write('Hello');
    await visitor.sees('text', ({text}) => text === 'You said: Hello');
    await visitor.closeChat();
    assert.equal(hasCode(), false);
    stage.hub.sayAsAgent(await visitor.conversationId(), 'Are you there?');
    await visitor.sees('preview-text', ({text}) => text === 'Are you there?');
    assert.equal(hasCode(), true);
  });
});
