/**
 * A long conversation in Chromium over a bad network: faults at random while the visitor and the hub write, then a
 * network that is well, and what must hold then.
 */
import assert from 'node:assert/strict';
import {setTimeout as wait} from 'node:timers/promises';
import puppeteer from 'puppeteer-core';
import {startHub, type Hub} from '../../demo/hub/index.js';
import {findPageBrowsers, launchOptions} from '../support/browsers.js';
import {Tabs, violations} from '../support/page.js';
import {startSite} from '../support/site.js';
import {startTcpProxy} from '../support/tcp-proxy.js';
import {networkFaults, pageFaults, type Fault, type Scene} from './faults.js';
import {Dice} from './random.js';
import {SoakVisitor} from './visitor.js';

export interface SoakOptions {
  /** How long there are faults, in all. */
  readonly seconds: number;
  /** The same seed gives the same faults in the same order; what they hit depends on time. */
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** Five a second, each way. */
const BETWEEN_MESSAGES = 200;

/** No conversation goes on for longer: a list grows with its messages, and nothing is to be learned from that. */
const ROUND = 60;
/** Loads the page's code. What of it is run only now and then is compiled in the first round after that. */
const WARM_UP = {name: 'Warm-up', seconds: 15, faults: networkFaults};

/** The share of the time in which pages stay. A page that is reloaded begins with a heap that is new. */
const ONE_PAGE = 0.7;

/** How long everything may take to arrive once the network is well: two dead links, and the longest wait. */
const RECOVERY = 90_000;
const GLANCE = 100;

const HEAP_GROWTH = 1.1;

interface Round {
  readonly name: string;
  readonly seconds: number;
  readonly faults: Readonly<Record<string, Fault>>;
}

/** Rejects when something is lost, doubled, out of order or pending, or when the heap has grown. */
export async function soak({seconds, seed, log}: SoakOptions): Promise<void> {
  const found = findPageBrowsers().find(({engine}) => engine === 'chromium');
  assert.ok(found, 'The soak runs in Chromium, and there is none.');
  const hub = await startHub();
  const network = await startTcpProxy(hub.url);
  const site = await startSite({hubUrl: network.url});
  const options = launchOptions(found);
  // What is run often is compiled anew for a long time, and code counts as heap.
  const args = [...options.args, '--js-flags=--jitless'];
  const browser = await puppeteer.launch({...options, args});
  try {
    const tabs = new Tabs(await browser.createBrowserContext(), 'chromium');
    const hubHas = (text: string) =>
      hub.conversations.all().some(({id}) => textsOf(hub, id).includes(text));
    const visitor = new SoakVisitor(tabs, `${site.origin}/`, hubHas);
    const scene = {hub, network, visitor, dice: new Dice(seed)};
    log(`Seed ${seed}, ${seconds} s of faults in ${found.name}`);
    await visitor.open();

    let before: number | undefined;
    for (const round of rounds(seconds)) {
      const conversation = new Conversation(scene, await visitor.startAnew());
      await conversation.live(round);
      const recovery = await conversation.recover().catch((error: unknown) => {
        log(`${round.name} had\n  ${conversation.hits.join('\n  ')}`);
        throw error;
      });
      await visitor.startAnew();
      const heap = await visitor.heap();
      log(
        `${round.name}: ${conversation.summary}, ${network.accepted} links so far, ` +
          `well after ${(recovery / 1000).toFixed(1)} s, heap ${(heap / 2 ** 20).toFixed(2)} MB`,
      );
      if (before !== undefined && round.faults === networkFaults) assertFlat(before, heap);
      if (round.name !== WARM_UP.name) before ??= heap;
    }
    const hosts = [network.url, site.origin].map((address) => new URL(address).host);
    assert.deepEqual([...tabs.complaints(hosts), ...violations(hub)], []);
  } finally {
    await browser.close();
    await site.close();
    network.close();
    await hub.close();
  }
}

function rounds(seconds: number): readonly Round[] {
  const split = (name: string, total: number, faults: Round['faults']): Round[] => {
    const count = Math.max(2, Math.ceil(total / ROUND));
    return Array.from({length: count}, (_, index) => ({
      name: `${name} ${index + 1}`,
      seconds: total / count,
      faults,
    }));
  };
  return [
    WARM_UP,
    ...split('One page', seconds * ONE_PAGE - WARM_UP.seconds, networkFaults),
    ...split('Many pages', seconds * (1 - ONE_PAGE), {...networkFaults, ...pageFaults}),
  ];
}

function assertFlat(before: number, after: number) {
  const share = ((after / before - 1) * 100).toFixed(1);
  assert.ok(after <= before * HEAP_GROWTH, `The heap has grown by ${share} %.`);
}

/** One conversation, with what was said in it. */
class Conversation {
  /** The faults, and when they came. */
  readonly hits: string[] = [];
  readonly #byVisitor: string[] = [];
  readonly #byHub: string[] = [];
  #over = false;

  constructor(
    private readonly scene: Scene,
    private readonly id: string,
  ) {}

  get summary(): string {
    const messages = `${this.#byVisitor.length} messages to the hub and ${this.#byHub.length} from it`;
    return `${messages}, ${this.hits.length} faults`;
  }

  /** Messages and faults. */
  async live({seconds, faults}: Round): Promise<void> {
    const hub = this.#talk((text) => void this.scene.hub.sayAsBot(this.id, text), this.#byHub);
    const visitor = this.#talk((text) => this.scene.visitor.write(text), this.#byVisitor);
    const talks = Promise.all([hub, visitor]);
    const end = Date.now() + seconds * 1000;
    for (const name of this.scene.dice.deck(Object.keys(faults))) {
      await Promise.race([wait(this.scene.dice.between(100, 2_000)), talks]);
      if (Date.now() >= end) break;
      this.hits.push(`${name}, at ${this.#byVisitor.length}`);
      await faults[name]!(this.scene);
    }
    this.#over = true;
    await talks;
  }

  /** The network is well: resolves with the milliseconds until all was as it must be. */
  async recover(): Promise<number> {
    const {hub, network, visitor} = this.scene;
    hub.faults.clear();
    await network.restore();
    const start = Date.now();
    const count = this.#byVisitor.length + this.#byHub.length;
    const isThere = async () =>
      textsOf(hub, this.id).length >= count &&
      (await visitor.pending()) === 0 &&
      (await visitor.list()).length >= count;
    while (!(await isThere()) && Date.now() < start + RECOVERY) await wait(GLANCE);
    const recovery = Date.now() - start;

    const inHub = textsOf(hub, this.id);
    assertSame(inHub.filter(isVisitors), this.#byVisitor, 'the visitor wrote', 'the hub');
    assertSame(inHub.filter(isHubs), this.#byHub, 'the hub said', 'the hub');
    // Messages that cross each other stand in the list as they came; the transcript has the last word.
    const live = (await visitor.list()).map(({text}) => text);
    assertSame(live.filter(isVisitors), this.#byVisitor, 'the visitor wrote', 'the list');
    assertSame(live.filter(isHubs), this.#byHub, 'the hub said', 'the list');
    await visitor.update();
    const list = await visitor.list();
    assertSame(
      list.map(({text}) => text),
      inHub,
      'the hub has',
      'the list',
    );
    assert.deepEqual(
      list.filter(({status}) => status !== 'sent' && status !== 'received'),
      [],
    );
    assert.equal(await visitor.pending(), 0);
    return recovery;
  }

  /** Says something new at a steady pace. */
  async #talk(say: (text: string) => void | Promise<void>, said: string[]) {
    const who = said === this.#byHub ? 'hub' : 'visitor';
    for (let next = Date.now(); !this.#over; next += BETWEEN_MESSAGES) {
      if (next > Date.now()) await wait(next - Date.now());
      const text = `${who} ${said.length + 1} in ${this.id}`;
      said.push(text);
      await say(text);
    }
  }
}

const isVisitors = (text: string) => text.startsWith('visitor ');
const isHubs = (text: string) => text.startsWith('hub ');

/** Without the silent request for a greeting. */
function textsOf(hub: Hub, conversationId: string): string[] {
  const messages = hub.conversations.find(conversationId)?.messages ?? [];
  return messages.flatMap(({parts}) => parts.map((part) => part['text'] as string)).filter(Boolean);
}

/** A list of thousands is nothing to print. */
function assertSame(
  actual: readonly string[],
  expected: readonly string[],
  what: string,
  where: string,
) {
  const lost = expected.filter((text) => !actual.includes(text));
  const twice = actual.filter((text, index) => actual.indexOf(text) !== index);
  const foreign = actual.filter((text) => !expected.includes(text));
  assert.deepEqual(
    {lost, twice, foreign},
    {lost: [], twice: [], foreign: []},
    `What ${what}, in ${where}`,
  );
  const index = actual.findIndex((text, position) => text !== expected[position]);
  if (index < 0) return;
  const around = (list: readonly string[]) => list.slice(Math.max(0, index - 2), index + 6);
  assert.deepEqual(around(actual), around(expected), `The order of what ${what}, in ${where}`);
}
