import {expect} from '@open-wc/testing';
import type {ContentPart, Message, Sender} from '../../src/client.js';
import {english} from '../i18n/strings.js';
import {transcriptHtml, transcriptText} from './transcript-file.js';

let count = 0;

function message(
  sender: Sender,
  content: string | ContentPart[],
  more: Partial<Message> = {},
): Message {
  const parts = typeof content === 'string' ? [{type: 'text', text: content} as const] : content;
  const text = typeof content === 'string' ? content : '';
  const status = sender === 'user' ? 'sent' : 'received';
  return {id: `m${++count}`, sender, status, text, parts, ...more};
}

const NOW = new Date(2026, 2, 3, 10, 15).getTime();

const kinds: ContentPart[] = [
  {type: 'text', text: 'One\nTwo'},
  {type: 'pause', milliseconds: 100},
  {type: 'buttons', title: 'Size?', options: [{label: 'Small', value: 'size-s'}]},
  {type: 'cards', cards: [{title: 'Oslo', text: 'Cold', link: 'https://oslo.example/'}]},
  {
    type: 'files',
    title: 'Files',
    files: [{mimeType: '', name: 'a.pdf', url: 'https://files.example/a'}],
  },
  {type: 'html', html: '<p>Hi <b>you</b></p>'},
  {type: 'table', html: '<table><tr><td>a<td>b</table>'},
  {type: 'custom', kind: 'map', raw: {}, text: 'A map'},
  {type: 'custom', kind: 'empty', raw: {}},
];

describe('a transcript as text', () => {
  const text = (...messages: Message[]) =>
    transcriptText(messages, {heading: 'Support', strings: english, now: NOW});

  it('says who said what, below a heading', () => {
    const bodies = text(
      message('bot', 'Welcome', {author: {name: 'Robo'}}),
      message('user', 'Hello'),
      message('agent', 'Hi'),
    ).split('\n\n');
    expect(bodies[0]).to.match(/^Support\nSaved on .*2026/);
    expect(bodies.slice(1)).to.deep.equal(['Robo:\nWelcome', 'You:\nHello', 'Agent:\nHi\n']);
  });

  it('has the time where it is known, and invents none', () => {
    const [, known, unknown] = text(message('bot', 'a', {time: NOW}), message('bot', 'b')).split(
      '\n\n',
    );
    expect(known).to.match(/^Assistant \(.*2026.*10.15.*\):\na$/);
    expect(unknown).to.equal('Assistant:\nb\n');
  });

  it('has every kind of part in words', () => {
    const [, body] = text(message('bot', kinds)).split('\n\n');
    expect(body!.trim().split('\n')).to.deep.equal([
      'Assistant:',
      ...['One', 'Two', 'Size?', '• Small', 'Oslo', 'Cold', 'https://oslo.example/'],
      ...['Files', 'File: a.pdf', 'https://files.example/a', 'Hi you', 'a | b', 'A map'],
    ]);
  });

  it('has the label of what was chosen, as the visitor saw it', () => {
    expect(text(message('bot', kinds), message('user', 'size-s'))).to.include('You:\nSmall');
  });

  it('says what was not sent', () => {
    expect(text(message('user', 'a', {status: 'failed'}))).to.include('You (Not sent):\na');
  });

  it('leaves out what says nothing', () => {
    expect(text(message('bot', [{type: 'pause', milliseconds: 1}]))).not.to.include('Assistant');
  });
});

describe('a transcript as a web page', () => {
  function page(messages: Message[], more: {heading?: string; lang?: string; dir?: 'rtl'} = {}) {
    const source = transcriptHtml(messages, {
      heading: 'Support',
      strings: english,
      now: NOW,
      ...more,
    });
    return {source, parsed: new DOMParser().parseFromString(source, 'text/html')};
  }

  const words = (element: Element | null) => element?.textContent?.replace(/\s+/g, ' ').trim();

  it('is a whole document in the language and direction of the widget', () => {
    const {source, parsed} = page([message('user', 'שלום')], {lang: 'he', dir: 'rtl'});
    expect(source).to.match(/^<!doctype html>/);
    expect(parsed.documentElement.lang).to.equal('he');
    expect(parsed.documentElement.dir).to.equal('rtl');
    expect(parsed.title).to.equal('Support');
    expect(parsed.querySelector('meta[charset="utf-8"]')).to.exist;
    expect(parsed.querySelector('meta[name="viewport"]')).to.exist;
    expect(parsed.querySelector('meta[name="color-scheme"]')).to.have.attribute(
      'content',
      'light dark',
    );
    expect(words(parsed.querySelector('h1'))).to.equal('Support');
  });

  it('says who said what, and when where that is known', () => {
    const {parsed} = page([message('bot', 'a', {time: NOW}), message('user', 'b')]);
    const [first, second] = parsed.querySelectorAll('article');
    expect(first!.querySelector('time')).to.have.attribute('datetime', new Date(NOW).toISOString());
    expect(words(second!)).to.equal('You b');
  });

  it('has every kind of part, with its links', () => {
    const {parsed} = page([message('bot', kinds)]);
    const text = words(parsed.querySelector('article'));
    for (const each of ['One Two', 'Size?', 'Small', 'Oslo', 'a.pdf', 'Hi you', 'a | b', 'A map']) {
      expect(text).to.include(each);
    }
    const links = [...parsed.querySelectorAll('a')].map(({href}) => href);
    expect(links).to.deep.equal(['https://oslo.example/', 'https://files.example/a']);
  });

  const HOSTILE = [
    '</title><script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    `' onmouseover='alert(1)`,
    '</style><svg onload=alert(1)>',
    '<!--',
    '&lt;script&gt;',
  ];

  for (const attack of HOSTILE) {
    it(`takes for text what is: ${attack}`, () => {
      const {parsed} = page(
        [
          message('bot', attack, {author: {name: attack}}),
          message('user', attack, {status: 'failed'}),
          message('agent', [
            {type: 'buttons', title: attack, options: [{label: attack, value: attack}]},
            {type: 'cards', cards: [{title: attack, text: attack, link: attack}]},
            {type: 'files', title: attack, files: [{mimeType: attack, name: attack, url: attack}]},
            {type: 'html', html: attack},
            {type: 'table', html: attack.replaceAll('<', '&lt;')},
            {type: 'custom', kind: attack, raw: {}, text: attack},
          ]),
        ],
        {heading: attack, lang: attack},
      );
      expect(parsed.querySelectorAll('script, img, svg, iframe, object')).to.be.empty;
      expect(parsed.querySelectorAll('style')).to.have.length(1);
      const names = [...parsed.querySelectorAll('*')].flatMap((element) =>
        element.getAttributeNames(),
      );
      expect(names.filter((name) => name.startsWith('on'))).to.be.empty;
      expect(parsed.title).to.equal(attack);
      expect(words(parsed.querySelector('h2 bdi'))).to.equal(attack);
    });
  }

  for (const address of [
    'javascript:alert(1)',
    ' java\nscript:alert(1)',
    'data:text/html,x',
    'file:///etc',
  ]) {
    it(`makes no link of ${JSON.stringify(address)}`, () => {
      const {parsed} = page([
        message('bot', [
          {type: 'cards', cards: [{title: 'x', link: address}]},
          {type: 'files', files: [{mimeType: '', name: 'x', url: address}]},
        ]),
      ]);
      expect(parsed.querySelectorAll('a')).to.be.empty;
    });
  }

  it('names a picture that came as data, without the data', () => {
    const url = `data:image/png;base64,${'A'.repeat(300)}`;
    const messages = [
      message('bot', [
        {type: 'files', files: [{mimeType: 'image/png', name: 'x.png', url}]},
        {type: 'text', text: `![A cat](${url})`},
      ]),
    ];
    expect(page(messages).parsed.body.textContent).to.include('x.png').and.not.include('AAAA');
    expect(transcriptText(messages, {heading: '', strings: english}))
      .to.include('A cat')
      .and.not.include('AAAA');
  });

  it('loads nothing and runs nothing', () => {
    const {parsed} = page([message('bot', kinds)]);
    expect(parsed.querySelectorAll('script, link, img, iframe')).to.be.empty;
    expect(parsed.querySelector('meta[http-equiv="Content-Security-Policy"]')).to.have.attribute(
      'content',
      "default-src 'none'; style-src 'unsafe-inline'",
    );
  });
});
