import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {decodeLinkedMessage, decodeParts} from './parts.js';
import {badPart, content, json} from './testing/dialects.js';

const yes = {label: 'Yes', value: 'y'};
const manual = {mimeType: 'application/pdf', name: 'manual.pdf', url: 'https://files.example/1'};

describe('decodeParts', () => {
  const cases: [what: string, wire: unknown, parts: unknown[]][] = [
    ['text', {type: 'text', text: '**Hi**'}, [{type: 'text', text: '**Hi**'}]],
    ['a number as text', {type: 'text', text: 42}, [{type: 'text', text: '42'}]],
    ['a bare string', 'Hi', [{type: 'text', text: 'Hi'}]],
    ['a bare number', 0, [{type: 'text', text: '0'}]],
    ['blanks, which may be meant', ' ', [{type: 'text', text: ' '}]],
    [
      'half of a surrogate pair',
      {type: 'text', text: 'a\ud83d'},
      [{type: 'text', text: 'a\ud83d'}],
    ],
    [
      'buttons',
      {type: 'buttons', buttons: {title: 'Sure?', options: [yes]}},
      [{type: 'buttons', title: 'Sure?', options: [yes]}],
    ],
    [
      'a button with one option that is no list',
      {type: 'button', button: {title: 'Sure?', options: yes}},
      [{type: 'buttons', title: 'Sure?', options: [yes]}],
    ],
    [
      'buttons under "button"',
      {type: 'buttons', button: {options: [yes]}},
      [{type: 'buttons', options: [yes]}],
    ],
    ['buttons as a list', {type: 'buttons', buttons: [yes]}, [{type: 'buttons', options: [yes]}]],
    ['one button on the part', {type: 'button', ...yes}, [{type: 'buttons', options: [yes]}]],
    [
      'options on the part',
      {type: 'buttons', title: 'Sure?', options: [yes]},
      [{type: 'buttons', title: 'Sure?', options: [yes]}],
    ],
    [
      'numbers and missing halves in options',
      {
        type: 'buttons',
        buttons: {title: 5, options: [{label: 1, value: 2}, {label: 'a'}, {value: 'b'}, 'c']},
      },
      [
        {
          type: 'buttons',
          title: '5',
          options: [
            {label: '1', value: '2'},
            {label: 'a', value: 'a'},
            {label: 'b', value: 'b'},
            {label: 'c', value: 'c'},
          ],
        },
      ],
    ],
    [
      'the good options next to bad ones',
      {type: 'buttons', buttons: {options: [null, {}, {label: ''}, {label: {}}, yes, [yes]]}},
      [{type: 'buttons', options: [yes]}],
    ],
    [
      'a title without options',
      {type: 'buttons', buttons: {title: 'Sure?', options: []}},
      [{type: 'buttons', title: 'Sure?', options: []}],
    ],
    [
      'cards',
      {
        type: 'cards',
        cards: [
          {
            text: 'Sofa',
            description: 'Green',
            image_url: 'https://i.example/s',
            link: 'https://x.example',
          },
          {text: 'Chair', description: '', image_url: null},
        ],
      },
      [
        {
          type: 'cards',
          cards: [
            {
              title: 'Sofa',
              text: 'Green',
              imageUrl: 'https://i.example/s',
              link: 'https://x.example',
            },
            {title: 'Chair'},
          ],
        },
      ],
    ],
    [
      'a card on the part itself',
      {type: 'cards', text: 'Sofa', description: 'Green', link: 'https://x.example'},
      [{type: 'cards', cards: [{title: 'Sofa', text: 'Green', link: 'https://x.example'}]}],
    ],
    [
      'a card with a title of its own',
      {type: 'cards', cards: [{title: 'Sofa', text: 'Green'}]},
      [{type: 'cards', cards: [{title: 'Sofa', text: 'Green'}]}],
    ],
    [
      'the good cards next to bad ones',
      {type: 'cards', cards: [5, {}, {text: 'Sofa'}, {text: []}]},
      [{type: 'cards', cards: [{title: 'Sofa'}]}],
    ],
    [
      'files',
      {
        type: 'files',
        title: 'Manuals',
        files: [
          {
            type: 'image',
            mimetype: 'image/png',
            url: 'https://files.example/2',
            filename: 'a.png',
            size: '12',
            thumbnail: 'https://files.example/3',
            storage: {fileKey: 'k'},
          },
          {type: 'application/pdf', url: 'https://files.example/1', filename: 'manual.pdf'},
        ],
      },
      [
        {
          type: 'files',
          title: 'Manuals',
          files: [
            {
              mimeType: 'image/png',
              name: 'a.png',
              url: 'https://files.example/2',
              size: 12,
              thumbnailUrl: 'https://files.example/3',
              storage: {fileKey: 'k'},
            },
            manual,
          ],
        },
      ],
    ],
    [
      'one file under "file"',
      {type: 'file', file: {mimetype: 'application/pdf', url: manual.url, filename: 'manual.pdf'}},
      [{type: 'files', files: [manual]}],
    ],
    [
      'a file on the part itself, whose type is not the file’s',
      {type: 'file', url: manual.url},
      [{type: 'files', files: [{mimeType: '', url: manual.url}]}],
    ],
    [
      'a file that only its store can show',
      {type: 'files', files: [{type: 'image', storage: {presignedUrl: 'https://s3.example'}}]},
      [
        {
          type: 'files',
          files: [
            {
              mimeType: 'image',
              url: 'https://s3.example',
              storage: {presignedUrl: 'https://s3.example'},
            },
          ],
        },
      ],
    ],
    [
      'the good files next to bad ones, without a size that cannot be',
      {
        type: 'files',
        files: [
          {},
          null,
          {type: 'image'},
          {filename: 'a', size: -1},
          {filename: 'b', size: ''},
          manual.url,
        ],
      },
      [
        {
          type: 'files',
          files: [
            {mimeType: '', name: 'a'},
            {mimeType: '', name: 'b'},
            {mimeType: '', url: manual.url},
          ],
        },
      ],
    ],
    [
      'a file name that would be read from right to left',
      {type: 'file', files: [{filename: 'inv\u202efdp.exe'}]},
      [{type: 'files', files: [{mimeType: '', name: 'invfdp.exe'}]}],
    ],
    ['HTML', {type: 'html', html: '<b>Hi</b>'}, [{type: 'html', html: '<b>Hi</b>'}]],
    ['a table', {type: 'table', table: '<table>'}, [{type: 'table', html: '<table>'}]],
    ['a pause', {type: 'pause', time: 800}, [{type: 'pause', milliseconds: 800}]],
    ['a pause as text', {type: 'pause', time: '800'}, [{type: 'pause', milliseconds: 800}]],
    ['a pause in the past', {type: 'pause', time: -5}, [{type: 'pause', milliseconds: 0}]],
    [
      'an unknown part',
      {type: 'carousel', items: [1]},
      [{type: 'custom', kind: 'carousel', raw: {type: 'carousel', items: [1]}}],
    ],
    [
      'an unknown part with text',
      {type: 'quote', text: 'To be'},
      [{type: 'custom', kind: 'quote', raw: {type: 'quote', text: 'To be'}, text: 'To be'}],
    ],
    [
      'a part named like what every object has',
      {type: 'constructor'},
      [{type: 'custom', kind: 'constructor', raw: {type: 'constructor'}}],
    ],
    [
      'an object without a type that we know nothing of',
      {foo: 1},
      [{type: 'custom', kind: '', raw: {foo: 1}}],
    ],
    ['a visitor’s text', {text: 'Hi'}, [{type: 'text', text: 'Hi'}]],
    [
      'a visitor’s text and files',
      {text: 'See', files: [{url: manual.url, type: 'application/pdf', filename: 'manual.pdf'}]},
      [
        {type: 'text', text: 'See'},
        {type: 'files', files: [manual]},
      ],
    ],
    [
      'a visitor’s files with an empty text',
      {text: '', files: [{url: manual.url, type: 'application/pdf', filename: 'manual.pdf'}]},
      [{type: 'files', files: [manual]}],
    ],
    ['empty text, which shows nothing', {type: 'text', text: ''}, []],
    ['empty content', [], []],
  ];

  for (const [what, wire, parts] of cases) {
    it(`reads ${what}`, () => {
      expect(decodeParts(wire)).to.deep.equal(parts);
      // Alone and in a list are the same.
      expect(decodeParts([wire].flat())).to.deep.equal(parts);
    });
  }

  it('keeps the good parts in order and drops bad ones', () => {
    const wire = [null, 'a', {type: 'text'}, {type: 'pause', time: 5}, [['b']], 'c'];
    expect(decodeParts(wire)).to.deep.equal([
      {type: 'text', text: 'a'},
      {type: 'pause', milliseconds: 5},
      {type: 'text', text: 'c'},
    ]);
  });

  it('says so when there is no content', () => {
    expect(decodeParts(undefined)).to.equal(undefined);
    expect(decodeParts(null)).to.equal(undefined);
  });

  it('says so when no part can be read', () => {
    fc.assert(
      fc.property(fc.array(badPart, {minLength: 1}), (wire) => {
        expect(decodeParts(wire)).to.equal(undefined);
      }),
    );
  });

  it('keeps what was meant, in every dialect and between bad parts', () => {
    fc.assert(
      fc.property(content, ({normal, wire}) => {
        expect(decodeParts(JSON.parse(JSON.stringify(wire)))).to.deep.equal(normal);
      }),
    );
  });
});

describe('decodeLinkedMessage', () => {
  it('reads the message that was too big for the socket', () => {
    expect(
      decodeLinkedMessage({botMessage: {content: [{type: 'text', text: 'Long'}]}}),
    ).to.deep.equal([{type: 'text', text: 'Long'}]);
  });

  it('refuses any other body', () => {
    for (const body of [undefined, null, 'OK', [], {}, {botMessage: null}, {botMessage: {}}]) {
      expect(decodeLinkedMessage(body)).to.equal(undefined);
    }
    fc.assert(fc.property(json, (body) => void decodeLinkedMessage(body)));
  });
});
