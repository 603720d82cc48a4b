import {aTimeout, expect, fixture, html, nextFrame} from '@open-wc/testing';
import type {ContentPart, Message} from '../../src/client.js';
import {
  addresses,
  badAddresses,
  blockPictures,
  fragments,
  hasRun,
  markdown,
  texts,
} from '../../test/support/attacks.js';
import {findForbidden} from '../../test/support/forbidden.js';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';

let count = 0;

const toMessage = (...parts: ContentPart[]): Message => ({
  id: `a${++count}`,
  sender: 'bot',
  status: 'received',
  text: '',
  parts,
});

const everything = [...fragments, ...markdown, ...addresses, ...texts];

/** What takes long to lay out is shown once, as the kind it was made for. */
const short = everything.filter((text) => text.length < 6000);

/** Where there is no markup, one fragment does no other than the next. */
const some = [...texts, ...addresses, ...markdown.slice(0, 40), ...fragments.slice(0, 40)];

/** Each attack in each field of each kind that holds text or an address. */
const places: Readonly<Record<string, (attack: string) => Message>> = {
  'a text': (text) => toMessage({type: 'text', text}),
  'the text of an agent': (text) => ({...toMessage({type: 'text', text}), sender: 'agent'}),
  'a text of the visitor': (text) => ({
    ...toMessage({type: 'text', text}),
    sender: 'user',
    status: 'sent',
  }),
  'the title of buttons': (title) => toMessage({type: 'buttons', title, options: []}),
  'a button': (text) =>
    toMessage({type: 'buttons', title: '', options: [{label: text, value: text}]}),
  'a card': (text) =>
    toMessage({type: 'cards', cards: [{title: text, text, imageUrl: text, link: text}]}),
  'the address of a card': (link) =>
    toMessage({type: 'cards', cards: [{title: 'a', link, imageUrl: link}, {title: 'b'}]}),
  'a file': (text) =>
    toMessage({
      type: 'files',
      title: text,
      files: [{mimeType: text, name: text, url: text, thumbnailUrl: text}],
    }),
  'the address of a picture': (url) =>
    toMessage({type: 'files', files: [{mimeType: 'image/png', name: 'a', url, thumbnailUrl: url}]}),
  'an author': (text) => ({
    ...toMessage({type: 'text', text: 'a'}),
    author: {name: text, avatarUrl: text},
  }),
  'a part of unknown kind': (text) =>
    toMessage({type: 'custom', kind: text, raw: {type: text, html: text}, text}),
};

describe('a hostile message', () => {
  let transcript: ChatTranscript;

  async function show(messages: readonly Message[]) {
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${messages}
      ></captivate-chat-transcript>
    `);
    await nextFrame();
    await nextFrame();
    await aTimeout(0);
  }

  const root = () => transcript.shadowRoot!;
  const all = (selector: string) => [...root().querySelectorAll<HTMLElement>(selector)];

  function expectNoHarm() {
    expect(hasRun(), 'something ran').to.be.false;
    expect(findForbidden(root())).to.deep.equal([]);
    const scroller = root().querySelector('.transcript')!;
    expect(scroller.scrollWidth, 'width').to.be.at.most(scroller.clientWidth);
    const box = transcript.getBoundingClientRect();
    for (const bubble of all('.bubble')) {
      const {left, right} = bubble.getBoundingClientRect();
      expect(left, bubble.textContent.slice(0, 99)).to.be.at.least(box.left);
      expect(right, bubble.textContent.slice(0, 99)).to.be.at.most(box.right);
    }
  }

  before(async () => {
    blockPictures();
    await show([
      toMessage({type: 'text', text: '**a**'}),
      toMessage({type: 'html', html: '<b>a</b>'}),
    ]);
    await waitUntil(() => all('strong').length + all('b').length === 2);
  });

  for (const [name, makeMessage] of Object.entries(places)) {
    it(`does no harm in ${name}`, async () => {
      await show(some.map(makeMessage));
      expect(all('.message').length).to.be.above(0);
      expectNoHarm();
    });
  }

  for (const type of ['html', 'table'] as const) {
    it(`does no harm as ${type}`, async () => {
      await show(short.map((html) => toMessage({type, html})));
      expect(all(`[part="${type}"]`).length).to.be.above(0);
      expectNoHarm();
    });
  }

  it('does no harm in the address of a film', async () => {
    // Each player costs a browser a lot.
    const films = addresses.map((url) => ({mimeType: 'video/mp4', name: 'a', url}));
    await show([toMessage({type: 'files', files: films})]);
    expectNoHarm();
  });

  for (const text of everything.filter(({length}) => length >= 6000)) {
    it(`does no harm where it is long: ${text.length} times ${text.slice(0, 20)}`, async () => {
      const type = fragments.includes(text) ? 'html' : 'text';
      await show([toMessage(type === 'html' ? {type, html: text} : {type, text})]);
      expectNoHarm();
    });
  }

  it('does no harm in many parts of one message', async () => {
    const parts = short.slice(0, 150).map((html): ContentPart => ({type: 'html', html}));
    await show([toMessage(...parts)]);
    expectNoHarm();
  });

  it('leads nowhere that is not allowed', async () => {
    for (const link of badAddresses) {
      await show([
        toMessage({type: 'cards', cards: [{title: 'a', link}]}),
        toMessage({type: 'html', html: `<a href="${link.replaceAll('"', '&quot;')}">a</a>`}),
        toMessage({type: 'files', files: [{mimeType: 'image/png', name: 'a', url: link}]}),
        toMessage({type: 'text', text: `[a](<${link}>)`}),
      ]);
      const targets = all('a').map((each) => each.getAttribute('href')!);
      // Where Markdown does not take it for an address, the text that is left may have one of its own.
      const wrong = targets.filter((each) => !/^(?:https?|mailto|tel):/.test(each));
      expect(wrong, link).to.deep.equal([]);
      // In HTML, NUL is a letter like others, and what begins with it is a path.
      if (!link.includes('\0')) expect(all('[part="html"] a').length, link).to.equal(0);
    }
  });

  it('is found out where it does get in', async () => {
    await show([toMessage({type: 'html', html: '<p>a</p>'})]);
    const place = all('[part="html"]')[0]!;
    const wrong: readonly [string, Record<string, string>][] = [
      ['p', {style: 'color: red'}],
      ['p', {class: 'visually-hidden'}],
      ['p', {id: 'x'}],
      ['p', {onclick: ''}],
      ['a', {href: ' java\nscript:x'}],
      ['a', {href: 'https://a.example', target: '_blank'}],
      ['img', {src: 'data:image/png,'}],
      ['iframe', {}],
      ['x-y', {}],
      ['slot', {}],
    ];
    for (const [name, attributes] of wrong) {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      place.append(element);
      expect(findForbidden(root()), `${name} ${Object.keys(attributes).join()}`).not.to.be.empty;
      element.remove();
    }
    expect(findForbidden(root())).to.be.empty;
  });
});
