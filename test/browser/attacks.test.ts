import {aTimeout, expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {addresses, blockPictures, fragments, hasRun, markdown, texts} from '../support/attacks.js';
import {findForbidden} from '../support/forbidden.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';

type WirePart = {readonly type: string; readonly [field: string]: unknown};

/** Every kind of part, with what an attacker would write in each place where text can stand. */
const partsWithText = (text: string): WirePart[] => [
  {type: 'text', text},
  {type: 'buttons', buttons: {title: text, options: [{label: text, value: text}]}},
  {type: 'cards', cards: [{text, description: text}]},
  {type: 'files', title: text, files: [{type: text, filename: text, size: text}]},
  {type: text || 'x', text},
  {type: 'html', html: text},
  {type: 'table', table: text},
];

/** Every place where an address can stand. */
const partsWithAddress = (address: string): WirePart[] => [
  {type: 'text', text: `[link](${address}) ![picture](${address}) <${address}>`},
  {type: 'cards', cards: [{text: 'Card', image_url: address, link: address}]},
  {type: 'file', files: [{type: 'image/png', filename: 'a.png', url: address, thumbnail: address}]},
  {type: 'file', files: [{type: 'audio/mpeg', filename: 'a.mp3', url: address}]},
  {type: 'file', files: [{type: 'application/pdf', filename: 'a.pdf', url: address}]},
];

/** What takes long to lay out is tried one by one beside the code that shows it. */
const short = fragments.filter(({length}) => length < 6000);

const CORPUS: Readonly<Record<string, readonly WirePart[]>> = {
  'fragments of HTML': short.map((fragment) => ({type: 'html', html: fragment})),
  'fragments of HTML as tables': short.map((fragment) => ({type: 'table', table: fragment})),
  'fragments of HTML as text': short.map((fragment) => ({type: 'text', text: fragment})),
  'texts with Markdown': markdown.map((text) => ({type: 'text', text})),
  'texts in every place': texts.flatMap(partsWithText),
  'addresses in every place': addresses.flatMap(partsWithAddress),
};

/** A message has to fit into a frame, in most cases. */
const BATCH = 20_000;

function* batches(parts: readonly WirePart[]): Generator<WirePart[]> {
  let batch: WirePart[] = [];
  let size = 0;
  for (const part of parts) {
    const length = JSON.stringify(part).length;
    if (batch.length > 0 && size + length > BATCH) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(part);
    size += length;
  }
  if (batch.length > 0) yield batch;
}

/** Through the real hub and its socket, into the whole element. */
describe('A hostile hub', () => {
  let hub: TestHub;
  let chat: CaptivateChat;
  const user = () => `victim-${crypto.randomUUID()}`;

  async function put(userId: string) {
    chat = await fixture(html`
      <captivate-chat
        api-key="attack-key"
        socket-url=${hub.url}
        user-id=${userId}
        start="visitor"
        open
      ></captivate-chat>
    `);
    await waitUntil(() => chat.conversationId !== undefined && transcript() !== undefined, '');
  }

  const panel = () => chat.renderRoot.querySelector('captivate-chat-panel')?.renderRoot;
  const transcript = () => panel()?.querySelector('captivate-chat-transcript');
  const bubbles = () => [
    ...transcript()!.renderRoot.querySelectorAll<HTMLElement>('[part~="bubble"]'),
  ];

  before(blockPictures);

  beforeEach(async () => {
    hub = await startTestHub({bot: 'none'});
  });

  afterEach(async () => {
    fixtureCleanup();
    await hub.close();
  });

  /** What was loaded later has taken its place, and what could run has had its chance. */
  async function settled(messages: number) {
    await waitUntil(() => chat.messages.length >= messages, `${messages} messages`);
    await transcript()!.updateComplete;
    for (let frame = 0; frame < 5; frame++) await nextFrame();
    await aTimeout(100);
  }

  function expectNoHarm() {
    expect(hasRun(), 'an attack ran').to.be.false;
    expect(findForbidden(chat.renderRoot)).to.deep.equal([]);
    expect(overflowing()).to.deep.equal([]);
  }

  /** What reaches over the edge of its bubble, where it is not cut off there. */
  function overflowing(): string[] {
    return bubbles().flatMap((bubble) => {
      const {left, right, top, bottom} = bubble.getBoundingClientRect();
      const points = [
        [left - 3, (top + bottom) / 2],
        [right + 3, (top + bottom) / 2],
      ] as const;
      const root = bubble.getRootNode() as ShadowRoot;
      return points
        .map(([x, y]) => root.elementFromPoint(x, y))
        .filter((element) => element && element !== bubble && bubble.contains(element))
        .map((element) => `${element!.localName} of ${bubble.innerHTML.slice(0, 100)}`);
    });
  }

  for (const [name, parts] of Object.entries(CORPUS)) {
    it(`does no harm with ${name}, live and after a resume`, async () => {
      const userId = user();
      await put(userId);
      let messages = 0;
      for (const batch of batches(parts)) {
        await hub.sayAsBot(chat.conversationId!, ...batch);
        messages++;
      }
      await settled(messages);
      expect(bubbles().length).to.be.above(0);
      expectNoHarm();
      fixtureCleanup();
      await put(userId);
      await settled(messages);
      expectNoHarm();
    });
  }

  it('does no harm with the names and pictures of agents', async () => {
    await put(user());
    const id = chat.conversationId!;
    for (const text of texts.slice(0, 30)) {
      await hub.connectAgent(id, {name: text});
      await hub.sayAsAgent(id, 'Hello');
    }
    for (const avatar of addresses) {
      await hub.connectAgent(id, {name: 'Ana', avatar});
    }
    await hub.sayAsAgent(id, 'Hello');
    await settled(2);
    expectNoHarm();
  });
});
