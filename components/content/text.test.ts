import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import type {ContentPart, Message, Sender} from '../../src/client.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';
import {hasMarkdown} from './text.js';

let count = 0;

describe('a text', () => {
  let transcript: ChatTranscript;

  async function show(sender: Sender, ...parts: ContentPart[]) {
    const status = sender === 'user' ? 'sent' : 'received';
    const message: Message = {id: `t${++count}`, sender, status, text: '', parts};
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${[message]}
      ></captivate-chat-transcript>
    `);
  }

  const text = (text: string): ContentPart => ({type: 'text', text});
  const shown = () => transcript.shadowRoot!.querySelector<HTMLElement>('[part="text"]')!;
  const isLoaded = () =>
    performance.getEntriesByType('resource').some(({name}) => name.includes('/markdown.'));

  // What follows is in order: only the first message with Markdown finds it not yet loaded.

  it('is shown exactly as it is, and nothing is loaded for it', async () => {
    const plain = '  Hello,  you!\n\n<b>1 < 2</b> & snake_case_name\n';
    for (const sender of ['bot', 'agent', 'user'] as const) {
      await show(sender, text(plain));
      expect(shown().textContent).to.equal(plain);
    }
    await nextFrame();
    expect(isLoaded()).to.be.false;
  });

  it('stays plain where the visitor wrote it', async () => {
    await show('user', text('**a** [b](https://example.com) `c`\n- d'));
    await nextFrame();
    expect(shown().querySelectorAll('strong, code, li, .markdown')).to.have.length(0);
    expect(shown().innerText).to.include('**a** [b](https://example.com');
    expect(isLoaded()).to.be.false;
  });

  it('stays plain where a person wrote it, line by line, and only addresses are links', async () => {
    const typed =
      '**a** _b_ `c` ~~d~~ [e](https://f.example/g)\n# h\n- i\n> j\n| k | l |\n|---|---|\n1. m  &amp;\\*';
    await show('agent', text(typed));
    await nextFrame();
    expect(shown().querySelectorAll('strong, em, code, del, li, table, .markdown')).to.have.length(
      0,
    );
    const links = [...shown().querySelectorAll('a')];
    expect(links.map(({href}) => href)).to.deep.equal(['https://f.example/g']);
    for (const hint of shown().querySelectorAll('.visually-hidden')) hint.remove();
    expect(shown().textContent).to.equal(typed);
    expect(isLoaded()).to.be.false;
  });

  it('stays plain in a part of an unknown kind', async () => {
    await show('bot', {type: 'custom', kind: 'x', raw: {}, text: '**a**'});
    await nextFrame();
    expect(shown().textContent).to.equal('**a**');
    expect(isLoaded()).to.be.false;
  });

  it('is there before the code for Markdown is, and then takes its shape in the same place', async () => {
    await show('bot', text('**a** https://example.com'));
    const place = shown();
    expect(place.innerText).to.include('**a** https://example.com');
    expect(place.querySelector('a')).to.have.attribute('href', 'https://example.com/');
    await waitUntil(() => place.querySelector('strong'));
    expect(place.isConnected).to.be.true;
    expect(place.innerText).not.to.include('*');
    expect(isLoaded()).to.be.true;
  });

  it('takes its shape at once when the code is there', async () => {
    await show('bot', text('**a**'));
    expect(shown().querySelector('strong')).to.have.text('a');
  });

  const plainTexts = [
    'Hello! How can I help you today?',
    'It costs 5 * 3 = 15, or 20% less - really.',
    'Call +1 (555) 123-4567, or write to a_b@example.com.',
    'See https://example.com/a_b_c/d?e=1&f=2#g.',
    'Open 9.30-17.00, closed on 1.5. and 24.12.2026',
    'snake_case_name and __init',
    'We are #1! :-) <3 1 > 0',
    'About ~5 minutes',
    '3~5 days, 100~200',
    'one\ntwo\n\nthree',
    'this | that',
    'C:\\Users\\me',
    'AT&T, rock & roll',
    '[1] (see below)',
    '-5 degrees\n+1 for that\n1.5 litres',
    '¿Qué tal? مرحبا 你好 🙂',
    '',
  ];
  for (const plain of plainTexts) {
    it(`finds no Markdown in ${JSON.stringify(plain)}`, () => {
      expect(hasMarkdown(plain)).to.be.false;
    });
  }

  const markdownTexts = [
    '*a*',
    '**a**',
    'x _a_',
    '__a__',
    '~~a~~',
    '`a`',
    '```\na',
    '~~~\na\n~~~',
    '# a',
    'a\n## b',
    'a\n===',
    'a\n---',
    '***',
    '_ _ _',
    '- a',
    '* a',
    '+ a',
    '  - a',
    '1. a',
    '23) a',
    '- [ ] a',
    '> a',
    '>a',
    '[a](b)',
    '![a](b)',
    '[a]: b\n\n[a]',
    '<https://a.example>',
    '<a@b.example>',
    'a | b\n- | -',
    '|a|\n|:-:|',
    'a|b\n:-:|:-:',
    'a &amp; b &#x41;',
    '\\*a',
    'a\\\nb',
    '    a',
    '\ta',
  ];
  for (const markdown of markdownTexts) {
    it(`finds the Markdown in ${JSON.stringify(markdown)}`, () => {
      expect(hasMarkdown(markdown)).to.be.true;
    });
  }

  // Where the time grew with the square of the length, these would take minutes.
  for (const sign of ['[', ']', '&', '#', '1', '|', '=', '<a', '_', ' ', '\n', 'a@', 'www.']) {
    it(`is looked through for Markdown however often it has ${JSON.stringify(sign)}`, () => {
      const text = `a${sign.repeat(49_000 / sign.length)}a`;
      expect(hasMarkdown(text)).to.be.false;
    });
  }

  it('is not looked through for Markdown where it is longer than any message', () => {
    expect(hasMarkdown(`*a*${'b'.repeat(50_000)}`)).to.be.false;
    const picture = `data:image/png;base64,${'A'.repeat(100_000)}`;
    expect(hasMarkdown(`![a](${picture})`), 'a picture has nothing to be read').to.be.true;
  });

  it('has no longer row of blanks than can be meant', async () => {
    for (const blank of [' ', '\t', '\n', '\u00a0', '\u3000', ' \n']) {
      await show('user', text(`a${blank.repeat(100_000)}b  c`));
      expect(shown().textContent).to.equal(`a${blank.repeat(1000).slice(0, 1000)}b  c`);
    }
  });

  it('has the same addresses as links, whoever wrote it and whatever else is in it', async () => {
    const written =
      'küche@b.example，https://a.example/Mercury_(planet)。(www.c.example) https://d.example/e:';
    const hrefs = [
      'mailto:k%C3%BCche@b.example',
      'https://a.example/Mercury_(planet)',
      'https://www.c.example/',
      'https://d.example/e',
    ];
    for (const [sender, typed] of [
      ['user', written],
      ['agent', written],
      ['bot', written],
      ['bot', `**a** ${written}`],
      ['bot', `${written}\n\n- **${written}**\n\n| ${written} |\n|-|\n| *${written}* |`],
    ] as const) {
      await show(sender, text(typed));
      if (typed !== written) await waitUntil(() => shown().querySelector('strong'));
      const found = [...shown().querySelectorAll('a')].map((link) => link.getAttribute('href'));
      const times = typed.split(written).length - 1;
      expect(found, typed).to.deep.equal(Array.from({length: times}, () => hrefs).flat());
    }
  });

  it('is as it was written where Markdown would leave nothing of it', async () => {
    for (const written of [
      ...['+', '-', '*', '#', '###', '>', '> >', '1.', '2024.', '1)', '***', '---', '_ _ _'],
      ...['[]()', '![]()', '- -', '```', '&nbsp;', '+\n+', '> -'],
    ]) {
      await show('bot', text(written));
      await nextFrame();
      expect(shown().innerText.trim(), written).to.equal(written);
    }
  });

  it('shows nothing where nothing can be seen of it', async () => {
    for (const blank of ['\u200b', '\u3164\u2800', '\u202e\u00ad\ufe0f']) {
      await show('bot', text(blank), text('a'));
      expect(transcript.shadowRoot!.querySelectorAll('[part="bubble"]')).to.have.length(1);
    }
  });

  it('has a very long word in pieces, with and without Markdown', async () => {
    const word = 'م'.repeat(20_000);
    for (const [sender, written] of [
      ['user', word],
      ['bot', word],
      ['bot', `*a* ${word}`],
      ['bot', `\`${word}\``],
      ['bot', `*a*\n\n<div>${word}`],
    ] as const) {
      await show(sender, text(written));
      expect(shown().textContent).to.include(word);
      expect(shown().querySelectorAll('.word-piece'), written.slice(0, 12)).to.have.length.above(
        39,
      );
    }
  });
});
