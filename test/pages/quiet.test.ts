import assert from 'node:assert/strict';
import {setTimeout as wait} from 'node:timers/promises';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';

/** How long nothing happens, in milliseconds, and how long it takes to see that all has settled. */
const SILENCE = 1500;
const REST = 500;

/** The link may be looked after so often, in milliseconds. */
const LINK = 30_000;

/** Runs before the page's own scripts, and keeps what they ask the browser to do later. */
const RECORDER = `<script>
  window.pending = new Map();
  window.ran = [];
  const record = (name, cancel) => {
    const [ask, forget] = [window[name], window[cancel]];
    window[name] = (run, ...others) => {
      const perform = (...args) => {
        window.ran.push(name);
        if (name !== 'setInterval') window.pending.delete(name + id);
        return run(...args);
      };
      const id = ask.call(window, perform, ...others);
      const delay = typeof others[0] === 'number' ? others[0] : 0;
      window.pending.set(name + id, {name, delay, perform, end: () => forget.call(window, id)});
      return id;
    };
    window[cancel] = (id) => {
      window.pending.delete(name + id);
      forget.call(window, id);
    };
  };
  record('setTimeout', 'clearTimeout');
  record('setInterval', 'clearInterval');
  record('requestAnimationFrame', 'cancelAnimationFrame');
  record('requestIdleCallback', 'cancelIdleCallback');
</script>`;

interface Pending {
  readonly name: string;
  readonly delay: number;
  readonly perform: () => void;
  readonly end: () => void;
}

/** What has run since it was asked the last time. */
const ranMeanwhile = ({page}: Visitor) =>
  page.evaluate(() => (Reflect.get(window, 'ran') as string[]).splice(0));

/** What waits, and not for as long as the link may. */
const pendingSoon = ({page}: Visitor): Promise<string[]> =>
  page.evaluate(
    (limit) =>
      [...(Reflect.get(window, 'pending') as Map<string, Pending>).values()]
        .filter(({delay}) => delay < limit)
        .map(({name, delay}) => `${name} ${delay}`),
    LINK,
  );

/** Timers that run once need not be waited for. One that asks for itself again is pending again. */
const hurry = ({page}: Visitor) =>
  page.evaluate((limit) => {
    for (const timer of [...(Reflect.get(window, 'pending') as Map<string, Pending>).values()]) {
      if (timer.name !== 'setTimeout' || timer.delay >= limit) continue;
      timer.end();
      timer.perform();
    }
  }, LINK);

/** How often Chromium has laid the page out, and computed its styles. */
async function layoutsOf({page}: Visitor) {
  const {LayoutCount, RecalcStyleCount} = await page.metrics();
  return {layouts: LayoutCount, styles: RecalcStyleCount};
}

const runningAnimations = ({page}: Visitor) => page.evaluate(() => document.getAnimations().length);

inEachBrowser('An open chat in which nothing happens', (play) => {
  const layouts = (visitor: Visitor) =>
    play.engine === 'chromium' ? layoutsOf(visitor) : undefined;

  play(
    'does nothing',
    async ({visit, hub}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await visitor.write('Hello');
      await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
      await visitor.seesNo('pending');
      let soon: string[] = [];
      await until('it has come to rest', async () => {
        await hurry(visitor);
        await ranMeanwhile(visitor);
        await wait(REST);
        soon = [...(await pendingSoon(visitor)), ...(await ranMeanwhile(visitor))];
        return soon.length === 0;
      }).catch(() => assert.deepEqual(soon, []));
      const frames = hub.received.length;
      const before = await layouts(visitor);

      await wait(SILENCE);

      assert.deepEqual(await layouts(visitor), before);
      assert.deepEqual(await ranMeanwhile(visitor), []);
      assert.deepEqual(await pendingSoon(visitor), []);
      assert.equal(await runningAnimations(visitor), 0);
      assert.equal(hub.received.length, frames);
    },
    {site: {head: RECORDER}},
  );

  play(
    'would be seen to do something',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      await ranMeanwhile(visitor);
      const before = await layouts(visitor);
      await visitor.page.evaluate(
        () =>
          new Promise<void>((resolve) => {
            setTimeout(() => undefined, 5000);
            document.querySelector('h1')!.animate({marginTop: '9px'}, 60_000);
            requestAnimationFrame(() => setTimeout(resolve));
          }),
      );
      const ran = await ranMeanwhile(visitor);
      assert.ok(ran.includes('requestAnimationFrame') && ran.includes('setTimeout'));
      assert.ok((await pendingSoon(visitor)).includes('setTimeout 5000'));
      assert.equal(await runningAnimations(visitor), 1);
      if (before) assert.ok((await layouts(visitor))!.layouts! > before.layouts!);
    },
    {site: {head: RECORDER}},
  );
});
