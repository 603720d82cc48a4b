import {expect} from '@open-wc/testing';
import {findAddresses} from './addresses.js';

const found = (text: string) =>
  [...findAddresses(text)].map(({start, end}) => text.slice(start, end));

describe('the addresses in a text', () => {
  const cases: Readonly<Record<string, readonly (readonly [text: string, ...found: string[]])[]>> =
    {
      'end where a sentence does': [
        ['See https://a.example.', 'https://a.example'],
        ['See https://a.example/b, or not', 'https://a.example/b'],
        ['https://a.example/b: a page', 'https://a.example/b'],
        ['https://a.example/b; www.c.example!', 'https://a.example/b', 'www.c.example'],
        ['Is it https://a.example/b?', 'https://a.example/b'],
        ['https://a.example/b…', 'https://a.example/b'],
        ['https://a.example/b...', 'https://a.example/b'],
        ['Write to ann@b.example.', 'ann@b.example'],
      ],
      'end where a Chinese or a Japanese sentence does': [
        ...[...'，。」）》、；：！？『』】〉〕～｡｣､'].map(
          (sign) => [`https://a.example/b${sign}c`, 'https://a.example/b'] as const,
        ),
        ['请看https://a.example，谢谢', 'https://a.example'],
        ['（https://a.example/b）', 'https://a.example/b'],
        ['「https://a.example」です', 'https://a.example'],
        ['邮箱：ann@b.example，谢谢', 'ann@b.example'],
        ['https://a.example、https://b.example', 'https://a.example', 'https://b.example'],
      ],
      'end where the sentence of any other script does': [
        ['انظر https://a.example/b، شكرا', 'https://a.example/b'],
        ['https://a.example/b؟', 'https://a.example/b'],
        ['https://a.example/b।', 'https://a.example/b'],
      ],
      'need no blank around them where a script has none': [
        ['请看https://a.example谢谢', 'https://a.example'],
        ['联系ann@b.example谢谢', 'ann@b.example'],
        ['www.a.example으로', 'www.a.example'],
      ],
      'have the brackets that belong to them': [
        ['https://a.example/Mercury_(planet)', 'https://a.example/Mercury_(planet)'],
        ['(https://a.example/Mercury_(planet))', 'https://a.example/Mercury_(planet)'],
        ['(see https://a.example/b)', 'https://a.example/b'],
        ['[https://a.example/b]', 'https://a.example/b'],
        ['https://a.example/b_(c)_(d).', 'https://a.example/b_(c)_(d)'],
        ['https://a.example/?a[b]=c', 'https://a.example/?a[b]=c'],
        ['https://a.example/{id}/b', 'https://a.example/{id}/b'],
        ['https://a.example/b(which is', 'https://a.example/b'],
        ['[a](https://a.example/b) [c](www.d.example)', 'https://a.example/b', 'www.d.example'],
        ['http://[::1]:8080/a', 'http://[::1]:8080/a'],
      ],
      'have no quotes around them': [
        ['"https://a.example/b"', 'https://a.example/b'],
        ["'https://a.example/b'", 'https://a.example/b'],
        ['“https://a.example/b”', 'https://a.example/b'],
        ['«https://a.example/b»', 'https://a.example/b'],
        ['‘https://a.example/b’', 'https://a.example/b'],
        ['`https://a.example/b`', 'https://a.example/b'],
        ["'ann@b.example'", 'ann@b.example'],
        ['<https://a.example/b>', 'https://a.example/b'],
      ],
      'have no signs of Markdown around them': [
        ['**https://a.example**', 'https://a.example'],
        ['*https://a.example/b*', 'https://a.example/b'],
        ['_https://a.example/b_', 'https://a.example/b'],
        ['~~https://a.example/b~~', 'https://a.example/b'],
        ['请看**https://a.example/b**谢谢', 'https://a.example/b'],
        ['请看*https://a.example/b*谢谢', 'https://a.example/b'],
        ['**https://a.example/b**:', 'https://a.example/b'],
        ['~~https://a.example/b~~로', 'https://a.example/b'],
      ],
      'are whole': [
        ['küche@example.de', 'küche@example.de'],
        ['info@müller.example', 'info@müller.example'],
        ["o'brien@b.example", "o'brien@b.example"],
        ['R&D@b.example', 'R&D@b.example'],
        ['имя@b.example', 'имя@b.example'],
        ['ann.b+c@shop.b.example', 'ann.b+c@shop.b.example'],
        ['mailto:ann@b.example', 'mailto:ann@b.example'],
        ["https://a.example/it's_me", "https://a.example/it's_me"],
        ['https://a.example/Michelson–Morley', 'https://a.example/Michelson–Morley'],
        ['https://müller.example/straße', 'https://müller.example/straße'],
        ['https://例え.テスト/水星', 'https://例え.テスト/水星'],
        ['https://a.example:8080/b?c=1&d=2#!/e', 'https://a.example:8080/b?c=1&d=2#!/e'],
        ['http://localhost:3000/a', 'http://localhost:3000/a'],
        ['http://192.168.0.1/a', 'http://192.168.0.1/a'],
        ['https://a@b.example/c', 'https://a@b.example/c'],
        ['https://a.example/b?titles=A|B|C', 'https://a.example/b?titles=A|B|C'],
        ['https://a.example/b*c', 'https://a.example/b*c'],
      ],
      'are several in a list': [
        ['https://a.example/b,https://c.example/d', 'https://a.example/b', 'https://c.example/d'],
        ['https://a.example/b|https://c.example/d', 'https://a.example/b', 'https://c.example/d'],
        ['www.a.example,www.b.example', 'www.a.example', 'www.b.example'],
        ['ann@b.example;c@d.example', 'ann@b.example', 'c@d.example'],
      ],
      'are none where there are none': [
        ['e.g. node.js file.txt 3.14 v1.2.3 a.b 10:30 and/or'],
        ['me@home 1@2.3 react@18.2.0 @user@b.example'],
        ['https:// http:// www. www.. https://. mailto: @ a@'],
        ['xhttps://a.example ftp://a.example ftp://www.a.example'],
        ['javascript:alert(1) data:text/html,x file:///a'],
        ['https://a:b:c http://http://'],
        ['https://a.example:99999999/ https://a.example:port'],
        ['ann@b.example@c.example'],
      ],
    };
  for (const [what, texts] of Object.entries(cases)) {
    it(what, () => {
      for (const [text, ...expected] of texts) expect(found(text), text).to.deep.equal(expected);
    });
  }

  it('are none of a length that no browser would follow', () => {
    const long = `https://a.example/${'b'.repeat(5000)}`;
    expect(found(`${long} https://c.example`)).to.deep.equal(['https://c.example']);
  });
});
