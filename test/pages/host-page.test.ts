import assert from 'node:assert/strict';
import {inEachBrowser, type Visitor} from '../support/page.js';

/** What a slow machine takes four times as long for, and no task may exceed 50 ms there: of the thread's own time. */
const LIMIT = 50 / 4;

/** So often the page is loaded; what only the machine was busy with is not in each of them. */
const LOADS = 5;

/** Runs before the page's own scripts, and keeps which boxes their browser has seen move. */
const OBSERVER = `<script>
  window.shifts = [];
  new PerformanceObserver((found) => {
    for (const {value} of found.getEntries()) window.shifts.push(value);
  }).observe({type: 'layout-shift', buffered: true});
</script>`;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly args: {readonly name?: string};
  /** How long the thread itself was busy, in microseconds; what others did meanwhile on its core is not in it. */
  readonly tdur?: number;
}

/** The longest task of the page's thread, in milliseconds. */
async function longestTask({page}: Visitor, act: () => Promise<void>): Promise<number> {
  await page.tracing.start({categories: ['disabled-by-default-devtools.timeline']});
  await act();
  const trace = new TextDecoder().decode(await page.tracing.stop());
  const {traceEvents} = JSON.parse(trace) as {traceEvents: TraceEvent[]};
  const thread = ({pid, tid}: TraceEvent) => `${pid} ${tid}`;
  const main = traceEvents.filter(({args}) => args.name === 'CrRendererMain').map(thread);
  const tasks = traceEvents.filter(
    (event) => event.name === 'RunTask' && main.includes(thread(event)),
  );
  assert.ok(tasks.length > 0, 'The trace has no tasks.');
  return Math.max(...tasks.map(({tdur = 0}) => tdur)) / 1000;
}

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
  // Only Chromium tells a page of slow tasks and of boxes that move.
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

  play(
    'has no task that a machine four times as slow would be held up by',
    async ({visit}) => {
      const visitor = await visit();
      const tasks: number[] = [];
      for (let load = 0; load < LOADS; load += 1) {
        const task = await longestTask(visitor, async () => {
          await visitor.reload();
          await visitor.sees('launcher');
          await visitor.settled();
        });
        tasks.push(task);
      }
      assert.ok(Math.min(...tasks) < LIMIT, `The longest tasks: ${tasks.join(', ')} ms.`);
      const busy = await longestTask(visitor, () =>
        visitor.page.evaluate(() => {
          for (const end = performance.now() + 100; performance.now() < end;);
        }),
      );
      assert.ok(busy > LIMIT, 'a long one would be seen');
    },
    {site: {body: ''}},
  );
});
