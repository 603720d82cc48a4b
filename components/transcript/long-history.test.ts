import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {waitUntil} from '../../test/support/wait-until.js';
import type {Message, Sender} from '../../src/client.js';
import type {ChatTranscript} from './chat-transcript.js';
import '../panel/define-panel.js';

const HEIGHT = 500;

let count = 0;

function message(sender: Sender, text: string, more: Partial<Message> = {}): Message {
  const status = sender === 'user' ? 'sent' : 'received';
  return {id: `m${++count}`, sender, status, text, parts: [{type: 'text', text}], ...more};
}

/** Of very different heights, with options, links and lists here and there. */
function history(length: number): Message[] {
  return Array.from({length}, (_, n) => {
    if (n % 5 === 4) return message('user', `Question ${n}`);
    const lines = 1 + ((n * 7) % 11);
    return message('bot', `Answer ${n}\n${`Line of ${n}\n`.repeat(n % 3 === 0 ? lines : 0)}`);
  });
}

/** Tells when somebody wants to know its text, as only who draws it does. */
function watched(original: Message, tell: (id: string) => void): Message {
  const {id, text} = original;
  const part = {
    type: 'text' as const,
    get text() {
      tell(id);
      return text;
    },
  };
  return {...original, parts: [part]};
}

describe('a long history', () => {
  let transcript: ChatTranscript;

  async function show(messages: readonly Message[], more: Partial<ChatTranscript> = {}) {
    const place = await fixture(html`<div></div>`);
    transcript = document.createElement('captivate-chat-transcript');
    transcript.style.cssText = `height: ${HEIGHT}px; width: 360px`;
    Object.assign(transcript, {messages, ...more});
    place.append(transcript);
    await settled();
  }

  /** When what is seen has its elements, and it is known what room the others need. */
  async function settled() {
    for (let frame = 0; frame < 4; frame++) {
      await transcript.updateComplete;
      await nextFrame();
    }
  }

  const all = (part: string) => [
    ...transcript.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`),
  ];
  const scroller = () => all('transcript')[0]!;
  const topOf = (element: Element) =>
    element.getBoundingClientRect().top - scroller().getBoundingClientRect().top;
  const distanceToEnd = () =>
    scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  const ids = () => [...new Set(all('message').map(({dataset}) => dataset.id!))];
  const idOf = (n: number) => transcript.messages.at(n)!.id;
  const isSeen = (id: string) =>
    all('message').some(
      (each) =>
        each.dataset.id === id && topOf(each) < HEIGHT && topOf(each) + each.offsetHeight > 0,
    );

  /** What is seen is messages from top to bottom, in their order, without a gap. */
  function expectFull() {
    const shown = ids();
    const from = transcript.messages.findIndex(({id}) => id === shown[0]);
    const expected = transcript.messages.slice(from, from + shown.length).map(({id}) => id);
    expect(shown).to.deep.equal(expected);
    const boxes = all('message');
    const {length} = transcript.messages;
    if (from > 0) expect(topOf(boxes[0]!), 'above').to.be.at.most(0);
    const end = topOf(boxes.at(-1)!) + boxes.at(-1)!.offsetHeight;
    if (from + shown.length < length) expect(end, 'below').to.be.at.least(HEIGHT);
  }

  function nodes(root: Node): number {
    const inside = root instanceof Element && root.shadowRoot ? nodes(root.shadowRoot) : 0;
    return 1 + inside + [...root.childNodes].reduce((sum, each) => sum + nodes(each), 0);
  }

  async function scrollTo(top: number) {
    scroller().scrollTop = top;
    await settled();
  }

  it('of 10,000 messages has at most 1,500 nodes, wherever one reads', async () => {
    await show(history(10_000));
    const end = scroller().scrollHeight;
    for (const top of [end, end - 3_000, end / 2, 100, 0]) {
      await scrollTo(top);
      expectFull();
      expect(nodes(transcript), `at ${top}`).to.be.at.most(1_500);
    }
  });

  it('may come in two pieces, its end first; what is seen stays, element by element', async () => {
    const list = history(5_000);
    await show(list.slice(-60), {loading: true});
    expect(isSeen(list.at(-1)!.id)).to.equal(true);
    const seen = all('message').filter(({dataset}) => isSeen(dataset.id!));
    const tops = seen.map(topOf);
    Object.assign(transcript, {messages: list, loading: false});
    await settled();
    expect(seen.every(({isConnected}) => isConnected)).to.equal(true);
    seen.forEach((element, n) => expect(topOf(element)).to.be.closeTo(tops[n]!, 1));
    expect(distanceToEnd()).to.be.below(1);
    expectFull();
  });

  it('begins at its end, and both ends are within reach', async () => {
    await show(history(10_000));
    expect(isSeen(idOf(-1))).to.equal(true);
    expect(distanceToEnd()).to.be.below(1);
    scroller().focus();
    await sendKeys({press: 'Home'});
    await waitUntil(() => isSeen(idOf(0)) && scroller().scrollTop === 0, 'the beginning');
    await settled();
    expectFull();
    await sendKeys({press: 'End'});
    await waitUntil(() => isSeen(idOf(-1)) && distanceToEnd() < 1, 'the end');
    await settled();
    expectFull();
  });

  it('keeps each message in its place while a reader goes upwards through 5,000 of them', async () => {
    await show(history(5_000));
    let steps = 0;
    for (; steps < 30; steps++) {
      const before = new Map(all('message').map((each) => [each, topOf(each)]));
      const step = 170 + (steps % 7) * 40;
      scroller().scrollTop -= step;
      // What was seen before and still is has moved by as much as the reader wanted, in this frame and the next ones.
      for (let frame = 0; frame < 3; frame++) {
        await nextFrame();
        await nextFrame();
        const still = [...before].filter(([each]) => each.isConnected && topOf(each) < HEIGHT);
        expect(still.length).to.be.above(0);
        for (const [each, top] of still) {
          expect(topOf(each) - top, `step ${steps}, ${each.dataset.id}`).to.be.closeTo(step, 1);
        }
      }
      expectFull();
    }
    expect(isSeen(idOf(-1))).to.equal(false);
  });

  it('stays still for a reader far from its end when something comes', async () => {
    await show(history(1_000));
    await scrollTo(scroller().scrollHeight / 2);
    const look = all('message').find((each) => topOf(each) >= 0)!;
    const top = topOf(look);
    const news = history(100).filter(({sender}) => sender === 'bot');
    transcript.messages = [...transcript.messages, ...news];
    await settled();
    expect(topOf(look)).to.be.closeTo(top, 1);
    transcript.messages = transcript.messages.slice(20);
    await settled();
    expect(topOf(look), 'when some go above').to.be.closeTo(top, 1);
    expectFull();
  });

  it('shows visitors what they write, from wherever they read', async () => {
    await show(history(1_000));
    await scrollTo(100);
    transcript.messages = [...transcript.messages, message('user', 'mine')];
    await settled();
    expect(distanceToEnd()).to.be.below(1);
    expect(isSeen(idOf(-1))).to.equal(true);
    expectFull();
  });

  it('begins where reading stopped, however far that is from its end', async () => {
    const messages = history(1_000);
    await show(messages, {unread: messages[400]!.id});
    expect(all('unread-divider')).to.have.length(1);
    expect(topOf(all('unread-divider')[0]!)).to.be.closeTo(8, 1);
    expect(isSeen(messages[400]!.id)).to.equal(true);
    expectFull();
    all('new-messages')[0]!.click();
    await waitUntil(() => distanceToEnd() < 1 && isSeen(idOf(-1)), 'the end');
  });

  describe('that goes on', () => {
    for (const length of [10, 10_000]) {
      it(`draws of ${length} messages one more, and no other`, async () => {
        const drawn: string[] = [];
        const tell = (id: string) => drawn.push(id);
        await show(
          [...history(length), message('user', 'Hello')].map((each) => watched(each, tell)),
        );
        const next = watched(message('agent', 'Hi'), tell);
        drawn.length = 0;
        transcript.messages = [...transcript.messages, next];
        await settled();
        expect(isSeen(next.id)).to.equal(true);
        expect([...new Set(drawn)]).to.deep.equal([next.id]);
      });
    }

    it('is complete after 1,000 messages in as many tasks, and drawn once a frame at most', async () => {
      await show(history(100));
      let updates = 0;
      let frames = 0;
      transcript.addController({hostUpdated: () => updates++});
      let isOver = false;
      const tick = () => {
        frames++;
        if (!isOver) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
      const {port1, port2} = new MessageChannel();
      const more = history(1_000);
      for (const each of more) {
        const task = new Promise((resolve) => (port2.onmessage = resolve));
        port1.postMessage(undefined);
        await task;
        transcript.messages = [...transcript.messages, each];
      }
      await transcript.updateComplete;
      const [drawn, seen] = [updates, frames];
      isOver = true;
      port1.close();
      await settled();
      expect(drawn).to.be.at.most(2 * seen + 2);
      expect(distanceToEnd()).to.be.below(1);
      expect(isSeen(more.at(-1)!.id)).to.equal(true);
      expectFull();
    });
  });

  it('keeps what stands between messages, and who belongs together, at the edges of what is drawn', async () => {
    const day = (n: number) => new Date(2026, 0, 1 + Math.floor(n / 100), 12).getTime();
    await show(history(1_000).map((each, n) => ({...each, time: day(n)})));
    await scrollTo(scroller().scrollHeight / 2);
    const days = all('day-divider').map((each) => each.nextElementSibling!);
    const shown = ids().map((id) => transcript.messages.findIndex((each) => each.id === id));
    const begins = shown.filter((n) => n % 100 === 0).map((n) => idOf(n));
    expect(days.map((each) => (each as HTMLElement).dataset.id)).to.deep.equal(begins);
  });

  it('leaves the focus in the list when what had it is far away', async () => {
    await show([
      ...history(200),
      message('bot', 'See https://example.com'),
      message('user', 'Yes'),
    ]);
    const link = transcript.shadowRoot!.querySelector<HTMLElement>('[part~="bubble"] a')!;
    link.focus({preventScroll: true});
    expect(transcript.shadowRoot!.activeElement === link).to.equal(true);
    await scrollTo(0);
    expect(transcript.shadowRoot!.activeElement === scroller()).to.equal(true);
    expect(scroller().scrollTop).to.equal(0);
  });

  it('is accessible', async () => {
    await show(history(1_000));
    await scrollTo(scroller().scrollHeight / 2);
    await expect(transcript).to.be.accessible();
  });
});
