import {expect, fixture, html, nextFrame, oneEvent} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {useFakeTimers} from 'sinon';
import type {AgentStatus, ContentPart, Message, Sender} from '../../src/client.js';
import type {ChatTranscript, FailedMessageEvent, RetryEvent} from './chat-transcript.js';
import '../panel/define-panel.js';
import {languages} from '../i18n/locales/languages.js';

let count = 0;

function message(sender: Sender, text: string, more: Partial<Message> = {}): Message {
  const status = sender === 'user' ? 'sent' : 'received';
  return {id: `m${++count}`, sender, status, text, parts: [{type: 'text', text}], ...more};
}

const long = () => Array.from({length: 40}, (_, n) => message('bot', `Message ${n}`));

describe('the transcript', () => {
  let transcript: ChatTranscript;

  async function show(messages: readonly Message[], more: Partial<ChatTranscript> = {}) {
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${messages}
      ></captivate-chat-transcript>
    `);
    Object.assign(transcript, more);
    await settled();
  }

  async function settled() {
    await transcript.updateComplete;
    // Scrolling and changes of size are told in the next frame.
    await nextFrame();
    await nextFrame();
  }

  async function add(...messages: Message[]) {
    transcript.messages = [...transcript.messages, ...messages];
    await settled();
  }

  function all(part: string) {
    return [...transcript.shadowRoot!.querySelectorAll<HTMLElement>(`[part~="${part}"]`)];
  }

  const texts = (part: string) => all(part).map((element) => element.innerText.trim());
  const isSeen = (element: HTMLElement) => getComputedStyle(element).opacity === '1';
  const scroller = () => all('transcript')[0]!;
  const distanceToEnd = () =>
    scroller().scrollHeight - scroller().scrollTop - scroller().clientHeight;

  it('shows who said what, in order', async () => {
    await show([
      message('bot', 'Welcome', {author: {name: 'Robo'}}),
      message('user', 'Hello'),
      message('agent', 'I am Ana', {author: {name: 'Ana'}}),
    ]);
    expect(texts('text')).to.deep.equal(['Welcome', 'Hello', 'I am Ana']);
    expect(texts('author')).to.deep.equal(['Robo', 'You', 'Ana · Agent']);
    expect(all('message').map((element) => element.part.value)).to.deep.equal([
      'message bot',
      'message user',
      'message agent',
    ]);
  });

  it('gives each visible part of a message a bubble of its own', async () => {
    const parts: ContentPart[] = [
      {type: 'text', text: 'one'},
      {type: 'pause', milliseconds: 100},
      {type: 'custom', kind: 'x', raw: {}},
      {type: 'text', text: 'two'},
    ];
    await show([message('bot', '', {parts})]);
    expect(all('message')).to.have.length(2);
    expect(texts('bubble')).to.deep.equal(['one', 'two']);
  });

  it('takes markup for text', async () => {
    await show([message('bot', '<img src=x onerror=alert(1)> & <b>bold</b>')]);
    expect(texts('text')).to.deep.equal(['<img src=x onerror=alert(1)> & <b>bold</b>']);
    expect(all('text')[0]!.querySelector('img, b')).to.be.null;
  });

  it('keeps line breaks', async () => {
    await show([message('user', 'one\ntwo')]);
    expect(all('text')[0]!.innerText).to.equal('one\ntwo');
  });

  it('keeps a long word inside its bubble', async () => {
    await show([message('bot', 'x'.repeat(400)), message('user', 'y'.repeat(400))]);
    for (const bubble of all('bubble')) {
      expect(bubble.getBoundingClientRect().width).to.be.below(300);
    }
    expect(scroller().scrollWidth).to.equal(scroller().clientWidth);
  });

  it('shows names and times once for what belongs together', async () => {
    const time = Date.UTC(2026, 0, 1, 12);
    await show([message('bot', 'a', {time}), message('bot', 'b', {time}), message('user', 'c')]);
    const visible = all('author').filter((element) => element.matches('.author'));
    expect(visible).to.have.length(1);
    expect(all('author'), 'each has one for screen readers').to.have.length(3);
    expect(all('time').filter(isSeen)).to.have.length(1);
    expect(all('time'), 'each has one for screen readers').to.have.length(2);
    expect(all('time')[0]).to.have.attribute('datetime', '2026-01-01T12:00:00.000Z');
  });

  it('says what keeps a message from being sent', async () => {
    await show([
      message('user', 'a', {status: 'sent', time: 1}),
      message('user', 'b', {status: 'pending', time: 1}),
      message('user', 'c', {status: 'failed', failure: 'hub-error', time: 1}),
    ]);
    expect(texts('status')).to.deep.equal([
      'Sending…',
      'Not sent: The chat service did not accept this message.',
    ]);
    expect(all('pending')).to.have.length(1);
    expect(all('failed')).to.have.length(1);
  });

  describe('a message that was not sent', () => {
    const failed = (text: string, more: Partial<Message> = {}) =>
      message('user', text, {status: 'failed', failure: 'hub-error', time: 1, ...more});

    it('says why in its own words, also in a row of them', async () => {
      await show([failed('a'), failed('b', {failure: 'message-too-long'})]);
      expect(texts('status')).to.deep.equal([
        'Not sent: The chat service did not accept this message.',
        'Not sent: This is too long for one message.',
      ]);
      expect(texts('retry-button')).to.deep.equal(['Try again', 'Try again']);
      expect(texts('discard-button')).to.deep.equal(['Discard', 'Discard']);
    });

    it('offers nothing more once it is on its way', async () => {
      const first = failed('a');
      await show([first]);
      transcript.messages = [message('user', 'a', {id: first.id, status: 'pending'})];
      await settled();
      expect(all('retry-button')).to.be.empty;
      expect(all('discard-button')).to.be.empty;
      expect(texts('status')).to.deep.equal(['Sending…']);
    });

    for (const [button, name] of [
      ['retry-button', 'captivate-resend'],
      ['discard-button', 'captivate-discard'],
    ] as const) {
      it(`is decided about by keyboard: ${name}`, async () => {
        const second = failed('b');
        await show([failed('a'), second]);
        all('retry-button')[1]!.focus();
        if (button === 'discard-button') await sendKeys({press: 'Tab'});
        const asked = oneEvent<FailedMessageEvent>(transcript, name);
        await sendKeys({press: 'Enter'});
        expect((await asked).detail).to.deep.equal({messageId: second.id});
      });
    }

    it('tells when its buttons go with the focus, and only then', async () => {
      const first = failed('a');
      const second = failed('b');
      await show([first, second]);
      let lost = 0;
      transcript.addEventListener('captivate-focus-lost', () => lost++);
      all('retry-button')[1]!.focus();
      transcript.messages = [second];
      await settled();
      expect(lost, 'another has gone').to.equal(0);
      transcript.messages = [];
      await settled();
      expect(lost).to.equal(1);
      transcript.messages = [first];
      await settled();
      scroller().focus();
      transcript.messages = [];
      await settled();
      expect(lost, 'the focus was elsewhere').to.equal(1);
    });

    it('stays inside a narrow panel, from right to left too', async () => {
      await show([failed('x'.repeat(200))]);
      transcript.dir = 'rtl';
      transcript.style.width = '240px';
      await settled();
      expect(scroller().scrollWidth).to.equal(scroller().clientWidth);
      const edge = all('bubble')[0]!.getBoundingClientRect().left;
      const foot = all('status')[0]!.getBoundingClientRect().left;
      expect(foot, 'on the side of the visitor').to.be.closeTo(edge, 20);
      for (const button of [...all('retry-button'), ...all('discard-button')]) {
        expect(button.getBoundingClientRect().height).to.be.at.least(24);
      }
    });
  });

  it('invents no time where none is known', async () => {
    await show([message('bot', 'old')]);
    expect(all('time')).to.be.empty;
  });

  it('shows a line that nobody wrote behind its message', async () => {
    const first = message('bot', 'old');
    await show([first, message('bot', 'new')], {
      notices: [
        {id: 'n1', code: 'conversation-restarted', after: first.id},
        {id: 'n2', code: 'unreadable'},
      ],
    });
    expect(
      all('text')
        .concat(all('notice'))
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((element) => element.innerText),
    ).to.deep.equal([
      'A message could not be shown.',
      'old',
      'Your earlier conversation has ended. This is a new one.',
      'new',
    ]);
  });

  it('offers to try again what a line says has failed', async () => {
    const first = message('user', 'a');
    await show([first], {
      notices: [{id: 'n1', code: 'message-unavailable', retryable: true, after: first.id}],
    });
    const retried = oneEvent<RetryEvent>(transcript, 'captivate-retry');
    expect(texts('retry-button')).to.deep.equal(['Try again']);
    all('retry-button')[0]!.focus();
    await sendKeys({press: 'Enter'});
    expect((await retried).detail).to.deep.equal({noticeId: 'n1'});
    // The button goes; who used it is still in the chat.
    expect(all('transcript')[0]!.matches(':focus')).to.be.true;
  });

  it('offers nothing where nothing can be tried again', async () => {
    await show([], {
      notices: [
        {id: 'n1', code: 'message-loading'},
        {id: 'n2', code: 'hub-error'},
      ],
    });
    expect(all('notice')).to.have.length(2);
    expect(all('retry-button')).to.be.empty;
  });

  describe('of several days', () => {
    const at = (day: number, hour = 12) => new Date(2026, 2, 3 + day, hour).getTime();
    let clock: ReturnType<typeof useFakeTimers>;

    beforeEach(() => {
      clock = useFakeTimers({now: at(0), toFake: ['Date', 'setTimeout', 'clearTimeout']});
    });

    afterEach(() => clock.restore());

    it('says between the messages which day begins', async () => {
      await show([
        message('bot', 'a', {time: at(-1)}),
        message('user', 'b', {time: at(-1, 13)}),
        message('bot', 'c', {time: at(0, 8)}),
      ]);
      expect(texts('day-divider')).to.deep.equal(['Yesterday', 'Today']);
      const order = [...all('day-divider'), ...all('text')].sort(
        (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
      );
      expect(order.map(({innerText}) => innerText)).to.deep.equal([
        'Yesterday',
        'a',
        'b',
        'Today',
        'c',
      ]);
    });

    describe('when another day begins', () => {
      const midnight = at(1, 0);

      const MESSAGES = [
        message('bot', 'a', {time: at(-1)}),
        message('user', 'b', {time: at(0, 8)}),
        message('bot', 'c', {time: at(0, 9)}),
      ];

      /** As after a sleep: the time is another, and no timer ran meanwhile. */
      async function sleepUntil(time: number, wake: () => unknown) {
        clock.setSystemTime(time);
        wake();
        await settled();
      }

      it('calls the days by their new names', async () => {
        await show(MESSAGES);
        expect(texts('day-divider')).to.deep.equal(['Yesterday', 'Today']);
        clock.tick(midnight - 1 - at(0));
        await settled();
        expect(texts('day-divider')).to.deep.equal(['Yesterday', 'Today']);
        clock.tick(1);
        await settled();
        expect(texts('day-divider').at(-1)).to.equal('Yesterday');
        expect(texts('day-divider')[0]).to.include('March 2');
        clock.tick(at(2, 0) - midnight);
        await settled();
        expect(texts('day-divider').at(-1)).to.include('March 3');
      });

      it('names the first day, where all was of today', async () => {
        await show(MESSAGES.slice(1));
        expect(all('day-divider')).to.be.empty;
        clock.tick(midnight - at(0));
        await settled();
        expect(texts('day-divider')).to.deep.equal(['Yesterday']);
      });

      it('does so in each language', async () => {
        await show(MESSAGES);
        for (const [name, load] of Object.entries(languages)) {
          clock.setSystemTime(at(0));
          transcript.strings = {...(await load()).default, locale: name};
          await settled();
          const {today, yesterday} = transcript.strings;
          expect(texts('day-divider'), name).to.deep.equal([yesterday, today]);
          clock.tick(midnight - at(0));
          await settled();
          expect(texts('day-divider').at(-1), name).to.equal(yesterday);
        }
      });

      for (const [what, wake] of [
        ['the page is seen again', () => document.dispatchEvent(new Event('visibilitychange'))],
        ['it is back at the page', () => window.dispatchEvent(new Event('focus'))],
        ['the page is shown again', () => window.dispatchEvent(new Event('pageshow'))],
        ['some minutes have passed', () => clock.tick(10 * 60_000)],
      ] as const) {
        it(`has slept through it, does so when ${what}`, async () => {
          await show(MESSAGES);
          await sleepUntil(at(1, 7), wake);
          expect(texts('day-divider').at(-1)).to.equal('Yesterday');
        });
      }

      it('does so when it is back in the document', async () => {
        await show(MESSAGES);
        const parent = transcript.parentElement!;
        transcript.remove();
        await sleepUntil(at(1, 7), () => parent.append(transcript));
        clock.tick(10 * 60_000);
        await settled();
        expect(texts('day-divider').at(-1)).to.equal('Yesterday');
      });

      it('keeps a timer only while there are days, and never more than one', async () => {
        await show([message('bot', 'old')]);
        clock.runAll();
        expect(clock.countTimers()).to.equal(0);
        transcript.messages = MESSAGES;
        await settled();
        transcript.messages = [...MESSAGES, message('bot', 'd', {time: at(0, 10)})];
        await settled();
        clock.tick(1000);
        expect(clock.countTimers()).to.equal(1);
        transcript.remove();
        expect(clock.countTimers()).to.equal(0);
        window.dispatchEvent(new Event('focus'));
        expect(clock.countTimers()).to.equal(0);
      });
    });

    it('says nothing of a day where no time is known', async () => {
      await show([message('bot', 'old'), message('bot', 'new', {time: at(0)})]);
      expect(all('day-divider')).to.be.empty;
    });

    it('names the author again on the next day', async () => {
      await show([message('bot', 'a', {time: at(-1)}), message('bot', 'b', {time: at(0)})]);
      expect(all('author').filter((element) => element.matches('.author'))).to.have.length(2);
    });
  });

  describe('times', () => {
    const time = Date.UTC(2026, 0, 1, 12);

    it('are shown where the pointer or the focus is, and move nothing', async () => {
      await show([message('bot', 'See https://example.com', {time}), message('bot', 'b', {time})]);
      const [quiet] = all('time');
      expect(isSeen(quiet!)).to.be.false;
      const before = all('message').map((element) => element.getBoundingClientRect().top);
      // Nothing else than its colour and whether it is seen depends on it.
      transcript.shadowRoot!.querySelector('a')!.focus();
      await Promise.all(quiet!.getAnimations().map(({finished}) => finished));
      expect(isSeen(quiet!)).to.be.true;
      const after = all('message').map((element) => element.getBoundingClientRect().top);
      expect(after).to.deep.equal(before);
      expect(scroller().scrollWidth).to.equal(scroller().clientWidth);
    });

    it('are there for what was not sent as well', async () => {
      await show([message('user', 'a', {status: 'failed', time})]);
      expect(all('time')).to.have.length(1);
      expect(isSeen(all('time')[0]!)).to.be.false;
    });

    it('have the whole date for who points at them, in the language of that moment', async () => {
      const date = (locale?: string) =>
        new Intl.DateTimeFormat(locale, {dateStyle: 'full'}).format(time);
      const point = () => all('time')[0]!.dispatchEvent(new PointerEvent('pointerenter'));
      await show([message('bot', 'a', {time})]);
      point();
      expect(all('time')[0]!.title).to.include(date());
      transcript.strings = {...transcript.strings, locale: 'de'};
      await settled();
      point();
      expect(all('time')[0]!.title).to.include(date('de'));
    });
  });

  describe('while the other side writes', () => {
    const dots = () => all('typing')[0];
    const status = () => transcript.shadowRoot!.querySelector<HTMLElement>('.typing')!;
    const ana: AgentStatus = {state: 'joined', agent: {name: 'Ana'}};

    it('shows three dots, which are no message', async () => {
      await show([message('user', 'Hello')], {typing: true});
      expect(all('message')).to.have.length(1);
      expect(dots()!.querySelectorAll('i')).to.have.length(3);
      transcript.typing = false;
      await settled();
      expect(dots()).to.be.undefined;
    });

    it('says so to who reads on to there', async () => {
      await show([message('bot', 'Hi', {author: {name: 'Robo'}}), message('user', 'Hello')]);
      const region = status();
      expect(region.textContent.trim()).to.equal('');
      transcript.typing = true;
      await settled();
      expect(status()).to.equal(region);
      expect(region.querySelector('.visually-hidden')!.textContent).to.equal('Robo is typing…');
    });

    it('names the person who has the conversation', async () => {
      await show([message('bot', 'Hi', {author: {name: 'Robo'}})], {typing: true, agent: ana});
      expect(status().textContent).to.include('Ana is typing…').and.not.include('Robo');
    });

    it('has a word for who has no name', async () => {
      await show([], {typing: true});
      expect(status().textContent).to.include('Assistant is typing…');
    });

    /** Where the bubbles stand once they have stopped moving. */
    function tops() {
      scroller()
        .getAnimations({subtree: true})
        .forEach((animation) => animation.cancel());
      return all('bubble').map((element) => element.getBoundingClientRect().top);
    }

    for (const [name, list] of Object.entries({
      'after the visitor': () => [message('user', 'a', {time: 1})],
      'after the same author': () => [message('bot', 'a', {time: 1})],
      'with a name': () => [
        message('bot', 'a', {author: {name: 'Robo'}, time: 1}),
        message('user', 'b', {time: 1}),
      ],
    })) {
      it(`does not jump when the message comes, ${name}`, async () => {
        const messages = list();
        const author = messages[0]!.author;
        await show(messages, {typing: true});
        const before = tops();
        const height = scroller().scrollHeight;
        transcript.typing = false;
        await add(message('bot', 'c', {time: 1, ...(author && {author})}));
        const after = tops();
        expect(after).to.have.length(before.length + 1);
        before.forEach((top, index) => expect(after[index]).to.be.closeTo(top, 1));
        expect(scroller().scrollHeight).to.be.closeTo(height, 1);
      });
    }

    it('follows a reader who is at the end, and no other', async () => {
      await show(long());
      transcript.typing = true;
      await settled();
      expect(distanceToEnd()).to.be.below(1);
      transcript.typing = false;
      await settled();
      scroller().scrollTop = 50;
      await settled();
      transcript.typing = true;
      await settled();
      expect(scroller().scrollTop).to.equal(50);
    });

    it('is accessible', async () => {
      await show([message('user', 'a')], {typing: true, agent: ana});
      await expect(transcript).to.be.accessible();
    });
  });

  describe('pictures of authors', () => {
    const picture = () => all('avatar')[0]!.querySelector('img');
    const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

    it('are loaded late, and without telling from where', async () => {
      const avatarUrl = new URL('/nowhere.png', location.href).href;
      await show([message('agent', 'a', {author: {name: 'Ana', avatarUrl}})]);
      expect(picture()!.src).to.equal(avatarUrl);
      expect(picture()).to.have.attribute('referrerpolicy', 'no-referrer');
      expect(picture()).to.have.attribute('loading', 'lazy');
      expect(picture()).to.have.attribute('decoding', 'async');
      expect(picture()).to.have.attribute('alt', '');
    });

    it('give way to the icon when they are broken', async () => {
      const avatarUrl = new URL('/nowhere.png', location.href).href;
      await show([message('agent', 'a', {author: {avatarUrl}})]);
      if (!picture()!.hidden) await oneEvent(picture()!, 'error');
      expect(getComputedStyle(picture()!).display).to.equal('none');
      expect(all('avatar')[0]!.querySelector('svg')).to.exist;
    });

    for (const avatarUrl of ['javascript:alert(1)', PIXEL, 'mailto:a@b.example', 'file:///x', '']) {
      it(`are not taken from ${JSON.stringify(avatarUrl.slice(0, 20))}`, async () => {
        await show([message('bot', 'a', {author: {avatarUrl}})]);
        expect(picture()).to.be.null;
        expect(all('avatar')[0]!.querySelector('svg')).to.exist;
      });
    }

    it('stand beside the line that says who has come', async () => {
      const avatarUrl = new URL('/nowhere.png', location.href).href;
      await show([], {
        agent: {state: 'joined', agent: {name: 'Ana', avatarUrl}},
        notices: [{id: 'n', code: 'agent-joined', name: 'Ana'}],
      });
      expect(texts('notice')).to.deep.equal(['Ana has joined the conversation.']);
      expect(picture()!.src).to.equal(avatarUrl);
    });
  });

  it('welcomes the visitor to an empty conversation only', async () => {
    await show([], {welcome: 'How can we help?'});
    expect(texts('notice')).to.deep.equal(['How can we help?']);
    expect(all('avatar').length).to.equal(1);
    await add(message('bot', 'Hi'));
    expect(texts('notice')).to.be.empty;
    expect(scroller().querySelector('.welcome')).to.be.null;
  });

  it('says that a history is on its way', async () => {
    await show([], {loading: true});
    expect(scroller()).to.have.attribute('aria-busy', 'true');
    expect(scroller().textContent).to.include('Loading your conversation…');
    transcript.loading = false;
    await settled();
    expect(scroller().textContent).not.to.include('Loading');
  });

  it('keeps the elements of messages that did not change', async () => {
    await show([message('bot', 'a'), message('user', 'b')]);
    const before = all('message');
    await add(message('bot', 'c'));
    expect(all('message').slice(0, 2)).to.deep.equal(before);
  });

  it('keeps nothing of messages that are gone', async () => {
    const first = message('bot', 'a');
    await show([first]);
    const {childNodes} = transcript.shadowRoot!.querySelector('.list')!;
    const count = childNodes.length;
    for (let n = 0; n < 30; n++) {
      const next = message('user', 'b', {status: 'pending'});
      transcript.messages = [first, next];
      transcript.notices = [{id: 'n', code: 'agent-requested', after: next.id}];
      await transcript.updateComplete;
      transcript.messages = [first, {...next, status: 'failed', failure: 'hub-error'}];
      await transcript.updateComplete;
      transcript.messages = [first];
      transcript.notices = [];
      await transcript.updateComplete;
    }
    // Nor the marks of Lit: https://github.com/lit/lit/issues/5298, because of which package.json pins lit-html.
    expect(childNodes.length).to.equal(count);
  });

  it('is accessible', async () => {
    const first = message('bot', 'See https://example.com', {time: 1});
    await show(
      [
        first,
        message('user', 'a https://example.com', {status: 'pending'}),
        message('user', 'b', {status: 'failed', failure: 'hub-error', time: 1}),
        message('agent', 'c', {author: {name: 'Ana'}}),
      ],
      {
        notices: [
          {id: 'n', code: 'conversation-restarted', after: first.id},
          {id: 'o', code: 'message-loading', after: first.id},
          {id: 'p', code: 'message-unavailable', retryable: true, after: first.id},
        ],
      },
    );
    await expect(transcript).to.be.accessible();
    await show([], {welcome: 'How can we help?'});
    await expect(transcript).to.be.accessible();
    await show([], {loading: true});
    await expect(transcript).to.be.accessible();
  });
});
