import {expect} from '@open-wc/testing';
import type {ContentPart} from '../../src/client.js';
import {partText, spokenText} from './part-text.js';
import {english} from '../i18n/strings.js';

describe('a part in words', () => {
  const cases: Readonly<Record<string, readonly [part: ContentPart, text: string]>> = {
    'is its text': [{type: 'text', text: ' Hello '}, 'Hello'],
    'is the question and the options': [
      {
        type: 'buttons',
        title: 'Size?',
        options: [
          {label: 'S', value: '1'},
          {label: 'M', value: '2'},
        ],
      },
      'Size?\nS, M',
    ],
    'is what stands on the cards': [
      {
        type: 'cards',
        cards: [
          {title: 'Oslo', text: 'Cold'},
          {title: 'Rome', link: 'https://x.example'},
        ],
      },
      'Oslo\nCold\nRome',
    ],
    'is the names of the files': [
      {
        type: 'files',
        title: 'Here',
        files: [
          {mimeType: '', name: 'a.pdf'},
          {mimeType: '', url: 'https://x.example/long'},
        ],
      },
      'Here\nFile: a.pdf\nFile',
    ],
    'is the words of the HTML': [{type: 'html', html: '<p>Hi <b>you</b></p>'}, 'Hi you'],
    'is the cells of a table': [{type: 'table', html: '<table><tr><td>a<td>b</table>'}, 'a | b'],
    'is nothing where nothing can be seen': [
      {
        type: 'cards',
        cards: [{title: '\u200b', text: '\u3164\u2800'}],
      },
      '',
    ],
    'is only what can be seen': [
      {type: 'files', title: '\u00ad', files: [{mimeType: '', name: '\u202e\u200b'}]},
      'File',
    ],
    'is the text of what is unknown': [
      {type: 'custom', kind: 'map', raw: {}, text: 'A map'},
      'A map',
    ],
    'is nothing for what is unknown and has none': [{type: 'custom', kind: 'map', raw: {}}, ''],
    'is nothing for silence': [{type: 'pause', milliseconds: 5}, ''],
  };
  for (const [name, [part, text]] of Object.entries(cases)) {
    it(name, () => expect(partText(part, english)).to.equal(text));
  }
});

describe('a text that is read out', () => {
  it('has no signs of Markdown where a bot wrote it', () => {
    for (const [written, spoken] of [
      ['**a** _b_ `c` ~~d~~ [e](https://f.example)', 'a b c d e'],
      ['# a\n> b', 'a\nb'],
      ['**重点。**文字', '重点。文字'],
    ] as const) {
      expect(spokenText(written, 'bot'), written).to.equal(spoken);
    }
  });

  it('keeps every sign that is none of Markdown', () => {
    for (const written of [
      '10*2*3',
      '3~5 days, ~100',
      '5 * 3',
      'snake_case',
      '^_^',
      '>_<',
      '***',
      '+',
    ]) {
      expect(spokenText(written, 'bot'), written).to.equal(written);
    }
  });

  it('is what a person typed', () => {
    const written = '**a** _b_ `c` | [e](https://f.example)\n# g';
    expect(spokenText(written, 'agent')).to.equal(written);
    expect(spokenText(written, 'user')).to.equal(written);
  });

  it('has nothing of the data of a picture', () => {
    const text = `See ![A cat](data:image/png;base64,${'A'.repeat(5000)}) here`;
    const part = {type: 'text', text} as const;
    expect(spokenText(partText(part, english), 'bot')).to.equal('See A cat here');
  });
});
