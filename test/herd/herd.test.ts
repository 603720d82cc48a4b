import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {jitteredWait, type Need} from '../../src/connection/retry-policy.js';
import {chart, table} from './chart.js';
import {
  allBackWithin,
  backWithin,
  LOAD_LIMIT,
  peakLoad,
  RETURN_LIMIT,
  simulateHerd,
  type Herd,
  type HerdPolicy,
} from './herd.js';
import {HUB_DELAY, ServiceHerd} from './service-herd.js';
import {GREETING_LIMIT} from '../../src/timing.js';

const WIDGETS = 100_000;

function herd(seconds: number, failsAfter = 0, policy?: HerdPolicy): Herd {
  const outage = {widgets: WIDGETS, length: seconds * 1000, failsAfter};
  return simulateHerd(policy ? {...outage, policy} : outage);
}

function assertAtMost(value: number, limit: number, what: string) {
  assert.ok(value <= limit, `${what}: ${value} should be at most ${limit}.`);
}

function assertBearable(result: Herd) {
  assertAtMost(peakLoad(result), LOAD_LIMIT, 'attempts in the busiest second, per widget');
  assertAtMost(allBackWithin(result), RETURN_LIMIT, 'seconds until all are back');
}

describe('100,000 widgets that lose their hub', () => {
  for (const seconds of [0, 1, 3, 10, 30, 60, 300]) {
    it(`for ${seconds} s neither flood it nor stay away`, () => {
      assertBearable(herd(seconds));
    });

    it(`for ${seconds} s neither flood it nor stay away where attempts hang`, () => {
      assertBearable(herd(seconds, GREETING_LIMIT));
    });
  }

  for (const [seconds, limit] of [
    [1, 3],
    [10, 3],
    [300, 15],
  ] as const) {
    it(`for ${seconds} s are back soon where the visitor waits`, () => {
      assertAtMost(backWithin(herd(seconds), 'open', 0.5), limit, 'seconds until half are back');
    });
  }

  for (const [seconds, limit] of [
    [1, 5],
    [3, 5],
    [10, 3],
    [300, 15],
  ] as const) {
    it(`for ${seconds} s are back soon where the visitor waits and attempts hang`, () => {
      const result = herd(seconds, GREETING_LIMIT);
      assertAtMost(backWithin(result, 'open', 0.5), limit, 'seconds until half are back');
    });
  }
});

describe('the simulation finds out a policy', () => {
  const policies: readonly (readonly [string, HerdPolicy, number])[] = [
    ['that has everyone try within half a second', (_, random) => random * 500, 1],
    ['without chance', () => 10_000, 1],
    [
      'that knows no need',
      (context, random) => jitteredWait({...context, need: 'open'}, random),
      1,
    ],
    ['that waits for minutes', (context, random) => 4 * jitteredWait(context, random), 300],
  ];
  for (const [name, policy, seconds] of policies) {
    it(name, () => {
      assert.throws(() => assertBearable(herd(seconds, 0, policy)), assert.AssertionError);
    });
  }

  it('that does not favour those who wait', () => {
    const evenly: HerdPolicy = (context, random) =>
      jitteredWait({...context, need: 'visible'}, random);
    const result = herd(10, 0, evenly);
    assertBearable(result);
    assert.ok(backWithin(result, 'open', 0.5) > 3);
  });
});

describe('the services', () => {
  const widgets = 1000;
  let clock: SinonFakeTimers;
  let services: ServiceHerd;

  beforeEach(() => {
    clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date']});
    services = new ServiceHerd(widgets);
    clock.tick(HUB_DELAY);
    services.count();
  });

  afterEach(() => {
    services.close();
    clock.restore();
  });

  for (const [hub, failsAfter] of [
    ['refusing', HUB_DELAY],
    ['mute', GREETING_LIMIT],
  ] as const) {
    it(`do what the simulation says with a hub that is ${hub}`, () => {
      assert.equal(services.ready, widgets);
      services.hub = hub;
      services.loseAll();
      clock.tick(59_999);
      services.hub = 'there';
      clock.tick(RETURN_LIMIT * 1000);
      assert.equal(services.ready, widgets);
      const policy: HerdPolicy = (context, random) => Math.round(jitteredWait(context, random));
      const {attempts} = simulateHerd({widgets, length: 60_000, failsAfter, policy});
      assert.deepEqual(services.attempts, attempts);
    });
  }

  it('are spread when one network comes back to all of them', () => {
    services.signals.set({online: false});
    services.hub = 'refusing';
    services.loseAll();
    clock.tick(300_000);
    services.hub = 'there';
    services.count();
    services.signals.set({online: true});
    clock.tick(RETURN_LIMIT * 1000);
    assert.equal(services.ready, widgets);
    assertAtMost(peakLoad(services), LOAD_LIMIT, 'attempts in the busiest second');
  });
});

describe('the chart', () => {
  it('shows the load over time, and when the hub is back', () => {
    const delays: Record<Need, number[]> = {open: [500], visible: [1000], hidden: [2000]};
    const attempts = [...Array<number>(10).fill(1), ...Array<number>(10).fill(0), 10];
    const tiny = {widgets: 100, length: 1000, failsAfter: 0, attempts, delays};
    const lines = chart(tiny).split('\n');
    assert.deepEqual(
      lines.map((line) => line.slice(0, 14).trimEnd()),
      [
        '   15 % │',
        '        │▃ ▃',
        '        │█ █',
        '        │█ █',
        '        │█ █',
        '    0 % └─┴───',
        '          the',
      ],
    );
  });

  it('comes with the figures', () => {
    const [head, row] = table([simulateHerd({widgets: 1000, length: 1000, failsAfter: 0})]).split(
      '\n',
    );
    assert.equal(row!.length, head!.length);
    assert.match(row!, /^ +1 s +refused +1\d\.?\d? % +\d\.\d s/);
  });
});
