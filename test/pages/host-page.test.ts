import assert from 'node:assert/strict';
import {inEachBrowser, type Visitor} from '../support/page.js';

/** Runs before the page's own scripts, and keeps which boxes their browser has seen move. */
const OBSERVER = `<script>
  window.shifts = [];
  new PerformanceObserver((found) => {
    for (const {value} of found.getEntries()) window.shifts.push(value);
  }).observe({type: 'layout-shift', buffered: true});
</script>`;

/** Its browser tells the page of boxes that moved in the tasks that follow. */
async function shifts(visitor: Visitor) {
  await visitor.settled();
  return visitor.page.evaluate(async () => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return Reflect.get(window, 'shifts') as number[];
  });
}

/** What the parser, or the first paint, had to wait for. */
const blocking = ({page}: Visitor) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => Reflect.get(entry, 'renderBlockingStatus') === 'blocking')
      .map(({name}) => name),
  );

inEachBrowser('The page around a closed chat', (play) => {
  // Only Chromium tells a page of boxes that move. How long its tasks are is measured by the bench.
  if (play.engine !== 'chromium') {
    play('keeps its boxes where they are', async ({visit}) => {
      const visitor = await visit();
      const height = () => visitor.page.evaluate(() => document.documentElement.scrollHeight);
      const place = () =>
        visitor.page.evaluate(() => document.querySelector('h1')!.getBoundingClientRect().toJSON());
      const [before, high] = [await place(), await height()];
      await visitor.sees('launcher');
      await visitor.settled();
      assert.deepEqual(await place(), before);
      assert.equal(await height(), high);
    });
    return;
  }

  play(
    'has no box moved, and waits for nothing',
    async ({visit}) => {
      const visitor = await visit();
      await visitor.sees('launcher');
      assert.deepEqual(await shifts(visitor), []);
      assert.deepEqual(await blocking(visitor), []);
      await visitor.page.evaluate(() => {
        document.body.prepend(Object.assign(document.createElement('p'), {textContent: 'moved'}));
      });
      assert.equal((await shifts(visitor)).length, 1, 'it would be told');
    },
    {site: {head: OBSERVER}},
  );
});
