import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import type {ContentPart, Message, Sender} from '../src/client.js';
import type {ChatTranscript} from './chat-transcript.js';
import './define-panel.js';

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
    expect(texts('author')).to.deep.equal(['Robo', 'You', 'Ana']);
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
    expect(all('time')).to.have.length(1);
    expect(all('time')[0]).to.have.attribute('datetime', '2026-01-01T12:00:00.000Z');
  });

  it('says what keeps a message from being sent', async () => {
    await show([
      message('user', 'a', {status: 'sent', time: 1}),
      message('user', 'b', {status: 'pending', time: 1}),
      message('user', 'c', {status: 'failed', time: 1}),
    ]);
    expect(texts('status')).to.deep.equal(['Sending…', 'Not sent']);
    expect(all('pending')).to.have.length(1);
    expect(all('failed')).to.have.length(1);
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

  it('welcomes the visitor to an empty conversation only', async () => {
    await show([], {welcome: 'How can we help?'});
    expect(texts('notice')).to.deep.equal(['How can we help?']);
    await add(message('bot', 'Hi'));
    expect(texts('notice')).to.be.empty;
  });

  it('says that a history is on its way', async () => {
    await show([], {loading: true});
    expect(scroller()).to.have.attribute('aria-busy', 'true');
    expect(scroller().textContent).to.include('Loading your conversation…');
    transcript.loading = false;
    await settled();
    expect(scroller().textContent).not.to.include('Loading');
  });

  describe('scrolling', () => {
    it('begins at the end', async () => {
      await show(long());
      expect(distanceToEnd()).to.be.below(1);
    });

    it('follows a reader who is at the end', async () => {
      await show(long());
      await add(message('bot', 'new\n'.repeat(30)));
      expect(distanceToEnd()).to.be.below(1);
    });

    it('stays still for a reader who is not', async () => {
      await show(long());
      scroller().scrollTop = 50;
      await settled();
      await add(message('bot', 'new'));
      expect(scroller().scrollTop).to.equal(50);
    });

    it('shows the visitor what they just wrote, wherever they were reading', async () => {
      await show(long());
      scroller().scrollTop = 50;
      await settled();
      await add(message('user', 'mine'));
      expect(distanceToEnd()).to.be.below(1);
    });

    it('keeps to the end when the space for it shrinks', async () => {
      await show(long());
      transcript.style.height = '180px';
      await settled();
      expect(distanceToEnd()).to.be.below(1);
    });

    it('keeps to the end after it was moved to another place', async () => {
      await show(long());
      const place = await fixture(html`<div></div>`);
      place.append(transcript);
      await settled();
      transcript.style.height = '180px';
      await settled();
      expect(distanceToEnd()).to.be.below(1);
    });
  });

  it('keeps the elements of messages that did not change', async () => {
    await show([message('bot', 'a'), message('user', 'b')]);
    const before = all('message');
    await add(message('bot', 'c'));
    expect(all('message').slice(0, 2)).to.deep.equal(before);
  });

  it('is accessible', async () => {
    const first = message('bot', 'See https://example.com', {time: 1});
    await show(
      [
        first,
        message('user', 'a https://example.com', {status: 'pending'}),
        message('user', 'b', {status: 'failed', time: 1}),
        message('agent', 'c', {author: {name: 'Ana'}}),
      ],
      {notices: [{id: 'n', code: 'conversation-restarted', after: first.id}]},
    );
    await expect(transcript).to.be.accessible();
    await show([], {welcome: 'How can we help?'});
    await expect(transcript).to.be.accessible();
    await show([], {loading: true});
    await expect(transcript).to.be.accessible();
  });
});
