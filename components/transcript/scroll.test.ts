import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import {sendKeys, sendMouse, setViewport} from '@web/test-runner-commands';
import {restore, stub} from 'sinon';
import {waitUntil} from '../../test/support/wait-until.js';
import {
  EMPTY_SNAPSHOT,
  type ChatSnapshot,
  type ContentPart,
  type Message,
  type Sender,
} from '../../src/client.js';
import type {ChatPanel} from '../panel/chat-panel.js';
import type {ChatTranscript} from './chat-transcript.js';
import '../panel/define-panel.js';

const HEIGHT = 320;

/** What is scrolled to has this much room above it. */
const SPACE = 8;

const PICTURE = new URL('/docs/screenshots/menu.png', location.href).href;

let count = 0;

function message(
  sender: Sender,
  text: string,
  parts: readonly ContentPart[] = [{type: 'text', text}],
): Message {
  const status = sender === 'user' ? 'sent' : 'received';
  return {id: `m${++count}`, sender, status, text, parts};
}

const talk = (length = 40) =>
  Array.from({length}, (_, n) => message(n % 4 === 3 ? 'user' : 'bot', `Message ${n}`));

describe('scrolling', () => {
  let transcript: ChatTranscript;

  async function show(messages: readonly Message[], more: Partial<ChatTranscript> = {}) {
    const place = await fixture(html`<div></div>`);
    transcript = document.createElement('captivate-chat-transcript');
    transcript.style.cssText = `height: ${HEIGHT}px; width: 320px`;
    Object.assign(transcript, {messages, ...more});
    place.append(transcript);
    await painted();
  }

  /** When the next frame has been painted. Nothing may have moved in it, so there is no second one to wait for. */
  async function painted() {
    await transcript.updateComplete;
    await nextFrame();
    await nextFrame();
  }

  async function add(...messages: Message[]) {
    transcript.messages = [...transcript.messages, ...messages];
    await painted();
  }

  /** As a reader does, who stays there. */
  async function scrollTo(top: number) {
    scroller().scrollTop = top;
    await painted();
    await painted();
  }

  const all = (part: string) => [
    ...transcript.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`),
  ];
  const scroller = () => all('transcript')[0]!;
  const button = () => all('new-messages')[0];
  const divider = () => all('unread-divider')[0];
  const texts = (part: string) => all(part).map((element) => element.innerText.trim());
  const distanceToEnd = () =>
    scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;
  const bubble = (text: string) => all('bubble').find(({innerText}) => innerText.trim() === text)!;
  const topOf = (element: Element) =>
    element.getBoundingClientRect().top - scroller().getBoundingClientRect().top;
  const focused = () => transcript.shadowRoot!.activeElement;

  function wantNoMotion() {
    const {matchMedia} = window;
    stub(window, 'matchMedia').callsFake((query) =>
      matchMedia(query === '(prefers-reduced-motion: reduce)' ? 'all' : query),
    );
  }

  afterEach(() => restore());

  /** The texts of which some is seen. */
  const seen = () =>
    all('bubble')
      .filter((each) => topOf(each) + each.offsetHeight > 0 && topOf(each) < HEIGHT)
      .map(({innerText}) => innerText.trim());

  /** The first message that begins where the reader looks. */
  const lookedAt = () => all('message').find((each) => topOf(each) >= 0)!.dataset.id!;
  const placeOf = (id: string) => topOf(scroller().querySelector(`[data-id="${id}"]`)!);

  /** What a reader looks at stays where it is while this happens. */
  async function expectStillness(change: () => unknown, id = lookedAt()) {
    const before = placeOf(id);
    await change();
    await painted();
    expect(placeOf(id), `the place of ${id}`).to.be.closeTo(before, 1);
  }

  describe('at the end', () => {
    it('begins there', async () => {
      await show(talk());
      expect(distanceToEnd()).to.be.below(1);
    });

    it('begins there with a history that comes, as soon as it is seen', async () => {
      await show([], {loading: true});
      expect(all('transcript')[0]!.textContent).to.include('Loading your conversation…');
      transcript.loading = false;
      transcript.messages = talk(200);
      await painted();
      expect(distanceToEnd()).to.be.below(1);
      expect(seen()).to.include('Message 199');
    });

    it('follows what comes', async () => {
      await show(talk());
      await add(message('bot', 'new\n'.repeat(30)));
      expect(distanceToEnd()).to.be.below(1);
    });

    it('follows within some pixels of the end, too', async () => {
      await show(talk());
      await scrollTo(scroller().scrollTop - 30);
      await add(message('bot', 'new'));
      expect(distanceToEnd()).to.be.below(1);
    });

    it('stays when something in the list grows', async () => {
      await show(talk());
      bubble('Message 3').style.height = '400px';
      await painted();
      expect(distanceToEnd()).to.be.below(1);
      bubble('Message 39').style.height = '200px';
      await painted();
      expect(distanceToEnd()).to.be.below(1);
    });

    it('stays when the space for it shrinks, as when a keyboard opens, and when it is back', async () => {
      await show(talk());
      for (const height of [120, HEIGHT]) {
        transcript.style.height = `${height}px`;
        await painted();
        expect(distanceToEnd()).to.be.below(1);
      }
    });

    it('stays when the window is resized and all lines break anew', async () => {
      const words = 'some words that fill more than a line. '.repeat(3);
      await show(talk().map((each) => message(each.sender, `${words}${each.text}`)));
      transcript.style.width = '100%';
      try {
        for (const width of [400, 1000]) {
          await setViewport({width, height: 600});
          await painted();
          expect(distanceToEnd(), `at ${width} px`).to.be.below(1);
        }
      } finally {
        await setViewport({width: 800, height: 600});
      }
    });

    it('stays when it was moved to another place', async () => {
      await show(talk());
      const place = await fixture(html`<div></div>`);
      place.append(transcript);
      await painted();
      transcript.style.height = '180px';
      await painted();
      expect(distanceToEnd()).to.be.below(1);
    });

    it('stays while the panel is closed, whatever comes', async () => {
      await show(talk());
      transcript.hidden = true;
      await painted();
      await add(...talk(30));
      transcript.hidden = false;
      await painted();
      expect(distanceToEnd()).to.be.below(1);
    });

    describe('after which a message comes that is longer than the box', () => {
      const long = () => ({...message('bot', `Long${' answer'.repeat(150)}`), time: 1});
      const topOfLong = () => topOf(all('message').find(({innerText}) => /Long/.test(innerText))!);

      it('shows its beginning, and what follows leaves it there', async () => {
        await show(talk());
        await add(long());
        expect(topOfLong()).to.be.closeTo(SPACE, 1);
        expect(button()).to.exist;
        await add(message('bot', 'And more'));
        expect(topOfLong()).to.be.closeTo(SPACE, 1);
      });

      it('is there again for who has read on', async () => {
        await show(talk());
        await add(long());
        await scrollTo(scroller().scrollHeight);
        transcript.style.width = '300px';
        await painted();
        expect(distanceToEnd()).to.be.below(1);
        await add({...message('bot', 'Short'), time: 2});
        expect(distanceToEnd()).to.be.below(1);
      });

      it('is where a conversation begins all the same that ends with it', async () => {
        await show([...talk(), long()]);
        expect(distanceToEnd()).to.be.below(1);
      });
    });

    it('is shown to visitors who write, wherever they were reading', async () => {
      await show(talk());
      await scrollTo(50);
      await add(message('user', 'mine'));
      expect(distanceToEnd()).to.be.below(1);
    });

    it('is shown of another conversation', async () => {
      await show(talk());
      await scrollTo(50);
      transcript.messages = talk(60);
      await painted();
      expect(distanceToEnd()).to.be.below(1);
    });
  });

  describe('for a reader who is not at the end', () => {
    beforeEach(async () => {
      await show(talk());
      await scrollTo(600);
    });

    it('stays still when something comes', async () => {
      await expectStillness(() => add(message('bot', 'new\n'.repeat(30))));
    });

    it('stays still when somebody begins to write', async () => {
      await expectStillness(() => (transcript.typing = true));
    });

    it('stays still when parts above grow and shrink', async () => {
      const above = bubble('Message 0');
      await expectStillness(() => (above.style.height = '300px'));
      await expectStillness(() => (above.style.height = ''));
    });

    it('stays still when pictures above load', async () => {
      const picture = () => scroller().querySelector<HTMLImageElement>('.html img');
      const markup = `<img src="${PICTURE}" alt="The menu">`;
      const {messages} = transcript;
      const index = messages.findIndex(({id}) => id === lookedAt());
      const shown = message('bot', '', [{type: 'html', html: markup}]);
      await expectStillness(async () => {
        transcript.messages = messages.toSpliced(index - 1, 0, shown);
        await waitUntil(() => picture(), 'the picture');
        // Ours would be loaded when it is scrolled to.
        const eager = Object.assign(new Image(), {src: `${PICTURE}?eager`, alt: 'The menu'});
        picture()!.replaceWith(eager);
        await eager.decode();
        expect(eager.clientHeight).to.be.above(50);
        await painted();
      });
      expect(placeOf(shown.id)).to.be.below(0);
    });

    it('stays still when what is above goes', async () => {
      await expectStillness(() => (transcript.messages = transcript.messages.slice(3)));
    });

    it('stays still when the space for it changes', async () => {
      await expectStillness(() => (transcript.style.height = '200px'));
      await expectStillness(() => (transcript.style.height = '400px'));
    });

    it('keeps the same messages in sight when all lines break anew', async () => {
      const words = 'some words that fill more than a line. '.repeat(3);
      await show(talk().map((each) => message(each.sender, `${words}${each.text}`)));
      await scrollTo(2000);
      await expectStillness(() => (transcript.style.width = '500px'));
    });

    it('is where it was when the panel is opened again', async () => {
      await expectStillness(async () => {
        transcript.hidden = true;
        await painted();
        transcript.hidden = false;
      });
      await expectStillness(async () => {
        transcript.hidden = true;
        await painted();
        bubble('Message 0').style.height = '300px';
        await add(message('bot', 'new'), message('agent', 'newer'));
        transcript.hidden = false;
      });
    });

    it('is where it was when the chat was moved to another place of the page', async () => {
      const place = await fixture(html`<div></div>`);
      await expectStillness(() => place.append(transcript));
    });

    it('stays still when what is looked at is taken away', async () => {
      const {messages} = transcript;
      const index = messages.findIndex(({id}) => id === lookedAt());
      await expectStillness(
        () => (transcript.messages = messages.toSpliced(index, 1)),
        messages[index - 1]!.id,
      );
    });

    it('moves no focus', async () => {
      const outside = await fixture<HTMLInputElement>(html`<input />`);
      outside.focus();
      await add(message('bot', 'new'));
      await scrollTo(100_000);
      await add(message('user', 'mine'));
      expect(document.activeElement === outside).to.equal(true);
    });
  });

  describe('offers a button', () => {
    beforeEach(async () => {
      await show(talk());
      expect(texts('new-messages')).to.deep.equal([]);
    });

    it('that counts what has come while a reader was not at the end', async () => {
      await scrollTo(50);
      expect(texts('new-messages'), 'nothing is new').to.deep.equal([]);
      await add(message('bot', 'a'));
      expect(texts('new-messages')).to.deep.equal(['1 new message']);
      await add(message('agent', 'b'), message('bot', 'c'));
      expect(texts('new-messages')).to.deep.equal(['3 new messages']);
    });

    it('only to who is not at the end', async () => {
      await add(message('bot', 'a'));
      expect(texts('new-messages')).to.deep.equal([]);
      await scrollTo(50);
      expect(texts('new-messages'), 'it was seen').to.deep.equal([]);
    });

    it('that goes when the reader reaches the end by themselves', async () => {
      await scrollTo(50);
      await add(message('bot', 'a'));
      await scrollTo(100_000);
      expect(texts('new-messages')).to.deep.equal([]);
      await scrollTo(50);
      expect(texts('new-messages'), 'it was seen').to.deep.equal([]);
    });

    it('that is above what it covers, in the middle, and as large as a finger', async () => {
      for (const dir of ['ltr', 'rtl']) {
        transcript.dir = dir;
        await scrollTo(50);
        await add(message('bot', 'a'));
        const {left, right, bottom, width, height} = button()!.getBoundingClientRect();
        const box = transcript.getBoundingClientRect();
        expect(left - box.left, dir).to.be.closeTo(box.right - right, 1);
        expect(bottom).to.be.below(box.bottom);
        const corner = transcript.shadowRoot!.elementFromPoint(left + width / 2, bottom + 4);
        expect(corner === button(), 'larger than it looks').to.equal(true);
        expect(height + 10).to.be.at.least(44);
      }
    });

    for (const how of ['mouse', 'Enter']) {
      it(`that goes to the end by ${how}`, async () => {
        await scrollTo(50);
        await add(message('bot', 'a'));
        if (how === 'mouse') {
          const {left, top} = button()!.getBoundingClientRect();
          await sendMouse({type: 'click', position: [Math.round(left) + 9, Math.round(top) + 9]});
        } else {
          scroller().focus();
          await sendKeys({press: 'Tab'});
          while (focused() !== button()) await sendKeys({press: 'Tab'});
          await sendKeys({press: how});
        }
        await waitUntil(() => distanceToEnd() < 1, 'the end');
        expect(texts('new-messages')).to.deep.equal([]);
        // Who goes by keyboard goes on in the list; who does not is left where they write.
        expect(focused() === scroller()).to.equal(how !== 'mouse');
      });
    }

    it('that takes a reader there without a way for who wants no motion', async () => {
      wantNoMotion();
      await scrollTo(50);
      await add(message('bot', 'a'));
      button()!.click();
      await painted();
      expect(distanceToEnd()).to.be.below(1);
    });

    it('that is accessible', async () => {
      await scrollTo(50);
      await add(message('bot', 'a'));
      await expect(transcript).to.be.accessible();
    });
  });

  describe('offers the way back to the end', () => {
    const endButton = () => all('end-button')[0];

    const awayFromEnd = (distance: number) =>
      scrollTo(scroller().scrollHeight - scroller().clientHeight - distance);

    beforeEach(async () => {
      await show(talk());
    });

    it('from further away than what is seen at once', async () => {
      expect(all('end-button').length).to.equal(0);
      await awayFromEnd(HEIGHT - 20);
      expect(all('end-button').length).to.equal(0);
      await awayFromEnd(HEIGHT + 20);
      expect(endButton()!.ariaLabel).to.equal('Go to the latest message');
      await awayFromEnd(HEIGHT - 20);
      expect(all('end-button').length).to.equal(0);
    });

    it('until something new has come, which says more', async () => {
      await scrollTo(50);
      expect(all('end-button').length).to.equal(1);
      await add(message('bot', 'a'));
      expect(all('end-button').length).to.equal(0);
      expect(texts('new-messages')).to.deep.equal(['1 new message']);
    });

    for (const how of ['mouse', 'Enter']) {
      it(`by ${how}`, async () => {
        await scrollTo(50);
        if (how === 'mouse') {
          const {left, top} = endButton()!.getBoundingClientRect();
          await sendMouse({type: 'click', position: [Math.round(left) + 9, Math.round(top) + 9]});
        } else {
          scroller().focus();
          while (focused() !== endButton()) await sendKeys({press: 'Tab'});
          await sendKeys({press: how});
        }
        await waitUntil(() => distanceToEnd() < 1 && !endButton(), 'the end');
        expect(focused() === scroller()).to.equal(how !== 'mouse');
      });
    }

    it('at the side where lines end, as large as a finger, and accessible', async () => {
      await scrollTo(50);
      await expect(transcript).to.be.accessible();
      for (const dir of ['ltr', 'rtl']) {
        transcript.dir = dir;
        await painted();
        const {left, right, width} = endButton()!.getBoundingClientRect();
        const box = transcript.getBoundingClientRect();
        const margin = dir === 'ltr' ? box.right - right : left - box.left;
        expect(margin, dir).to.be.within(8, 20);
        expect(width + 10).to.be.at.least(44);
      }
    });
  });

  describe('where reading stopped', () => {
    const unread = (n: number) => transcript.messages.at(-n)!.id;

    it('draws a line before the first message that was not seen', async () => {
      await show(talk());
      transcript.unread = unread(3);
      await painted();
      expect(texts('unread-divider')).to.deep.equal(['New messages']);
      const next = bubble(transcript.messages.at(-3)!.text);
      const previous = bubble(transcript.messages.at(-4)!.text);
      expect(topOf(divider()!)).to.be.within(topOf(previous), topOf(next));
    });

    it('begins at the line rather than at the end', async () => {
      const messages = talk();
      await show(messages, {unread: messages.at(-20)!.id});
      expect(topOf(divider()!)).to.be.closeTo(SPACE, 1);
      expect(texts('new-messages')).to.deep.equal(['15 new messages']);
    });

    it('begins at the end if the line is seen there', async () => {
      const messages = talk();
      await show(messages, {unread: messages.at(-2)!.id});
      expect(distanceToEnd()).to.be.below(1);
      expect(topOf(divider()!)).to.be.within(0, HEIGHT);
      expect(texts('new-messages')).to.deep.equal([]);
    });

    it('leaves a reader where they were; the button goes to the line first', async () => {
      wantNoMotion();
      await show(talk());
      await scrollTo(50);
      await expectStillness(async () => {
        transcript.hidden = true;
        await add(...Array.from({length: 20}, (_, n) => message('bot', `News ${n}`)));
        Object.assign(transcript, {hidden: false, unread: unread(20)});
      });
      expect(texts('new-messages')).to.deep.equal(['20 new messages']);
      button()!.click();
      await painted();
      expect(topOf(divider()!)).to.be.closeTo(SPACE, 1);
      button()!.click();
      await painted();
      expect(distanceToEnd()).to.be.below(1);
      expect(texts('new-messages')).to.deep.equal([]);
    });

    it('is accessible, from right to left too', async () => {
      await show(talk());
      transcript.unread = unread(3);
      transcript.dir = 'rtl';
      await painted();
      expect(scroller().scrollWidth).to.equal(scroller().clientWidth);
      await expect(transcript).to.be.accessible();
    });

    describe('in the panel', () => {
      let panel: ChatPanel;

      const snapshot = (messages: readonly Message[], unreadCount: number): ChatSnapshot => ({
        ...EMPTY_SNAPSHOT,
        ...{conversationId: 'c1', connection: 'ready', messages, unreadCount},
      });

      async function open(before: ChatSnapshot) {
        Object.assign(panel, {hidden: false, opening: before});
        await panel.updateComplete;
        panel.snapshot = {...before, unreadCount: 0};
        await panel.updateComplete;
        transcript = panel.shadowRoot!.querySelector('captivate-chat-transcript')!;
        await painted();
      }

      beforeEach(async () => {
        panel = await fixture(html`
          <captivate-chat-panel
            role="dialog"
            aria-label="Support"
            style="display: grid; grid-template-rows: auto 1fr; height: 500px; width: 360px"
            hidden
          ></captivate-chat-panel>
        `);
      });

      it('stands as long as it is open, and no longer', async () => {
        const messages = talk();
        await open(snapshot(messages, 2));
        const line = () => divider()?.nextElementSibling?.getAttribute('data-id');
        const first = messages.filter(({sender}) => sender === 'bot').at(-2)!.id;
        expect(line()).to.equal(first);
        const more = [...messages, message('bot', 'more')];
        panel.snapshot = snapshot(more, 0);
        await panel.updateComplete;
        await painted();
        expect(line(), 'when more comes').to.equal(first);
        panel.hidden = true;
        await open(snapshot(more, 0));
        expect(texts('unread-divider'), 'when it is opened again').to.deep.equal([]);
        panel.hidden = true;
        await open(snapshot([...more, message('bot', 'still more')], 1));
        expect(line()).to.equal(`m${count}`);
      });
    });
  });

  describe('a long message', () => {
    const LONG = Array.from({length: 60}, (_, n) => `Line ${n}`).join('\n');
    const more = () => all('more-button')[0]!;

    it('is shown in part, until more of it is wanted', async () => {
      await show([message('bot', LONG), message('bot', 'short')]);
      expect(texts('more-button')).to.deep.equal(['Show more']);
      expect(all('bubble')[0]!.offsetHeight).to.be.below(600);
      more().click();
      await painted();
      expect(all('bubble')[0]!.offsetHeight).to.be.above(900);
      expect(texts('more-button')).to.deep.equal(['Show less']);
      more().click();
      await painted();
      expect(all('bubble')[0]!.offsetHeight).to.be.below(600);
    });

    it('stays where it begins when it is opened, and the button where it is when it is closed', async () => {
      await show([...talk(), message('bot', LONG), ...talk(3)]);
      const begin = topOf(more().closest('[part~="message"]')!);
      more().focus();
      await sendKeys({press: 'Enter'});
      await painted();
      expect(topOf(more().closest('[part~="message"]')!)).to.be.closeTo(begin, 1);
      expect(focused() === more(), 'the focus stays').to.equal(true);
      await scrollTo(scroller().scrollTop + topOf(more()) - 100);
      const place = topOf(more());
      more().click();
      await painted();
      expect(topOf(more())).to.be.closeTo(place, 1);
    });

    it('is shown as a whole where the keyboard gets to what is not seen of it', async () => {
      await show([message('bot', `${LONG}\nhttps://example.com`), message('bot', 'short')]);
      const link = transcript.shadowRoot!.querySelector<HTMLElement>('[part~="bubble"] a')!;
      scroller().focus();
      await sendKeys({press: 'Tab'});
      while (focused() !== link) await sendKeys({press: 'Tab'});
      await painted();
      expect(texts('more-button')).to.deep.equal(['Show less']);
      expect(topOf(link)).to.be.within(0, HEIGHT);
      expect(focused() === link).to.equal(true);
    });

    it('is not one for a line more', async () => {
      await show([message('bot', 'Line\n'.repeat(20)), message('bot', 'x'.repeat(1000))]);
      expect(texts('more-button')).to.deep.equal([]);
    });

    it('is accessible', async () => {
      await show([message('bot', LONG), message('user', LONG)]);
      await expect(transcript).to.be.accessible();
    });
  });
});
