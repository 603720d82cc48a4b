import {expect, fixture, html, nextFrame} from '@open-wc/testing';
import {Tokenizer} from 'marked';
import {restore, stub} from 'sinon';
import {waitUntil} from '../../test/support/wait-until.js';
import type {Message} from '../../src/client.js';
import type {ChatTranscript} from '../transcript/chat-transcript.js';
import '../panel/define-panel.js';
// Loaded beforehand, so that what is shown first is what stays.
import {renderMarkdown} from './markdown.js';

const PICTURE = '/docs/screenshots/empty.png';

const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

const everything = `# One
## Two
### Three

A *soft* and **strong** and ~~wrong~~ and \`code <b>\`
second line

- a
- b
  1. c
  2. d

3. three
4. four

- [x] done
- [ ] to do

> quoted
> more

---

\`\`\`js
const a = '<b>' && "${'long '.repeat(40)}";
\`\`\`

| Name | Price | ${'Wide | '.repeat(12)}
|:-----|------:|${'---|'.repeat(12)}
| *a*  | 1     | ${'wide | '.repeat(12)}

[other](https://other.example/x "title") [same](/same) <a@b.example> www.example.com

![A cat](https://other.example/cat.png)
`;

let count = 0;

describe('Markdown', () => {
  let transcript: ChatTranscript;

  function toMessage(text: string): Message {
    const parts = [{type: 'text', text} as const];
    return {id: `d${++count}`, sender: 'bot', status: 'received', text, parts};
  }

  async function show(...texts: string[]) {
    transcript = await fixture(html`
      <captivate-chat-transcript
        style="height: 300px; width: 320px"
        .messages=${texts.map(toMessage)}
      ></captivate-chat-transcript>
    `);
    await nextFrame();
  }

  const shown = () => transcript.shadowRoot!.querySelector<HTMLElement>('[part="text"]')!;
  const all = <E extends HTMLElement>(selector: string) => [
    ...shown().querySelectorAll<E>(selector),
  ];
  const texts = (selector: string) => all(selector).map((element) => element.textContent);

  before(async () => {
    await show('**a**');
    await waitUntil(() => shown().querySelector('strong'));
  });

  afterEach(() => restore());

  it('has paragraphs and lines', async () => {
    await show('**a**\nb\n\nc');
    expect(texts('p')).to.deep.equal(['ab', 'c']);
    expect(all('p br')).to.have.length(1);
    expect(shown().innerText.trimEnd()).to.equal('a\nb\n\nc');
  });

  it('has emphasis', async () => {
    await show('*a* __b__ ~~c~~ ***d***');
    expect(texts('p > em, p > strong, p > del')).to.deep.equal(['a', 'b', 'c', 'd']);
    expect(texts('em strong')).to.deep.equal(['d']);
  });

  describe('of a sentence that is none', () => {
    for (const text of [
      '3~5 days, 100~200',
      '~a~ and ~b~',
      '10*2*3',
      '2*3*4 = 24 and a*b*c',
      '5*x and 3*y',
      '5 * 3 * 2',
      '2**3**4',
      'f(x)=x^2 and y_1*z_2',
      'snake_case_name a_b_c __init',
      '\\\\server\\_new and \\\\a\\b\\*.txt',
      'C:\\new\\_dir\\-1',
      'C:\\Program Files (x86)\\_new and D:\\My Files\\_new',
      '.\\_new or ..\\..\\_new or %APPDATA%\\_new',
      '¯\\_(ツ)_/¯',
      '^_^ or -_- or ^_^ or -_-',
      '*-* and *.* and *_*',
      '>_<',
      '>:( >:(',
      '>5 and >6',
      '#hashtag',
      '<3 and a < b and <name>',
      'Rated 4* and 5*',
      '文件_(1)_新',
    ]) {
      it(`keeps each sign of ${text}`, async () => {
        await show(`${text}\n\n**x**`);
        expect(texts('strong')).to.deep.equal(['x']);
        expect(all('em, del, blockquote, [role="heading"]')).to.have.length(0);
        expect(texts('p')[0]).to.equal(text);
      });
    }

    it('keeps what Markdown is about', async () => {
      await show('*a* **b** ~~c~~ \\*d\\_e\\* C:\\\\f \\\\\\\\g **10*2*3** `h*i*j`');
      expect(texts('em, strong, del, code')).to.deep.equal(['a', 'b', 'c', '10*2*3', 'h*i*j']);
      expect(texts('p')[0]).to.equal('a b c *d_e* C:\\f \\\\g 10*2*3 h*i*j');
      await show('> a\n>b');
      expect(texts('blockquote')).to.have.length(1);
    });
  });

  it('has emphasis next to Chinese, Japanese and Korean', async () => {
    for (const [text, emphasis] of [
      ['**bold。**文字', 'bold。'],
      ['文字**「引用」**文字', '「引用」'],
      ['価格は**100%**です', '100%'],
      ['他说**“重点”**是', '“重点”'],
      ['这是**Bold!**吧', 'Bold!'],
      ['**한국어.**입니다', '한국어.'],
      ['这是*重点*内容', '重点'],
      ['用*abc*吧', 'abc'],
      ['**`code`**です', 'code'],
      ['~~删除。~~文字', '删除。'],
      ['**注意：**请 **x', '注意：'],
    ] as const) {
      await show(text);
      expect(texts('strong, em, del'), text).to.deep.equal([emphasis]);
    }
  });

  it('has lines in the cells of a table', async () => {
    await show('| a | b |\n|-|-|\n| c<br>d | **e<BR/>f**<br />g |\n\nh<br>i');
    expect(all('td').map(({innerText}) => innerText)).to.deep.equal(['c\nd', 'e\nf\ng']);
    expect(texts('p'), 'nowhere else').to.deep.equal(['h<br>i']);
  });

  it('keeps an address that nothing refers to, as a link', async () => {
    await show(
      'See [1].\n\n[1]: https://a.example/b\n[2]: https://c.example/d\n\n- e\n\n  [3]: /f',
    );
    expect(all<HTMLAnchorElement>('a').map(({href}) => href)).to.deep.equal([
      'https://a.example/b',
      'https://c.example/d',
    ]);
    expect(shown().innerText).not.to.include('[1]:');
    expect(shown().innerText).to.include('[2]: https://c.example/d').and.to.include('[3]: /f');
  });

  it('keeps a note that is no address', async () => {
    await show('As the handbook[^1] says in [A].\n\n[^1]: Handbook\n\n[A]: Appendix');
    expect(texts('p')).to.deep.equal([
      'As the handbook[^1] says in [A].',
      '[^1]: Handbook',
      '[A]: Appendix',
    ]);
    await show('See [a], [b], [c] and [d].\n\n[a]: /b\n[b]: #c\n[c]: d.html\n[d]: ann@b.example');
    expect(texts('a')).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('has pictures that come as data', async () => {
    const long = PIXEL.replace('gif', 'GIF') + 'A'.repeat(90_000);
    for (const data of [PIXEL, long]) {
      await show(`**a** ![A dot](${data})`);
      const image = all<HTMLImageElement>('img')[0]!;
      expect(image.getAttribute('src') === data).to.be.true;
      expect(image.alt).to.equal('A dot');
      await waitUntil(() => image.naturalWidth > 0);
      expect(all('a')).to.have.length(0);
      const more = transcript.shadowRoot!.querySelector('[part="more-button"]');
      expect(more, 'there is little to read').to.be.null;
    }
  });

  it('has no link to a picture that comes as data', async () => {
    await show(`**x** [a](${PIXEL}) <${PIXEL}> [b][c]\n\n[c]: ${PIXEL}`);
    expect(all('a')).to.have.length(0);
  });

  it('has headings below those of the page', async () => {
    await show('# a\n\n### b\n\n###### c\n\nd\n===');
    const headings = all('[role="heading"]');
    expect(headings.map((element) => [element.ariaLevel, element.textContent])).to.deep.equal([
      ['3', 'a'],
      ['5', 'b'],
      ['6', 'c'],
      ['3', 'd'],
    ]);
    const size = parseFloat(getComputedStyle(headings[0]!).fontSize);
    expect(size).to.be.below(parseFloat(getComputedStyle(shown()).fontSize) * 1.4);
  });

  it('has lists, one in another', async () => {
    await show('- a\n- b\n  1. c\n  2. d');
    expect(texts('.markdown > ul > li')).to.have.length(2);
    expect(texts('ul ol > li')).to.deep.equal(['c', 'd']);
    expect(all('li p'), 'without gaps').to.have.length(0);
  });

  it('counts on from where a list begins', async () => {
    await show('7. a\n8. b');
    expect(all<HTMLOListElement>('ol')[0]!.start).to.equal(7);
    await show('1. a');
    expect(all('ol')[0]).not.to.have.attribute('start');
  });

  it('has lists of tasks that nobody can change', async () => {
    for (const gap of ['\n', '\n\n']) {
      await show(`- [x] a *b*${gap}- [ ] c${gap}- d`);
      const boxes = all<HTMLInputElement>('input');
      expect(boxes.map(({checked, disabled}) => [checked, disabled])).to.deep.equal([
        [true, true],
        [false, true],
      ]);
      expect(boxes.map(({labels}) => labels![0]!.textContent.trim())).to.deep.equal(['a b', 'c']);
    }
  });

  it('has quotes, rules and code', async () => {
    await show('> a\n> > b\n\n---\n\n`c  <d>` &amp; `&amp;`\n\n    e\n');
    expect(texts('blockquote blockquote')).to.deep.equal(['b']);
    expect(all('hr')).to.have.length(1);
    expect(texts('p code')).to.deep.equal(['c  <d>', '&amp;']);
    expect(texts('pre code')).to.deep.equal(['e']);
  });

  it('keeps every blank of a block of code', async () => {
    await show('```js\nif (a) {\n\n  b();\t// &lt;\n}\n```');
    expect(texts('pre')).to.deep.equal(['if (a) {\n\n  b();\t// &lt;\n}']);
    expect(all('pre')[0]!.innerText).to.equal('if (a) {\n\n  b();\t// &lt;\n}');
  });

  it('copies code, and says so', async () => {
    const write = stub(navigator.clipboard, 'writeText').resolves();
    await show('```\na  b\n```');
    const button = all('button')[0]!;
    expect(button).to.have.attribute('aria-label', 'Copy code');
    button.click();
    await waitUntil(() => all('[role="status"]')[0]!.textContent === 'Copied');
    expect(write.args).to.deep.equal([['a  b']]);
  });

  it('says when code could not be copied', async () => {
    stub(navigator.clipboard, 'writeText').rejects(new DOMException('', 'NotAllowedError'));
    await show('```\na\n```');
    all('button')[0]!.click();
    await waitUntil(() => all('[role="status"]')[0]!.textContent === 'Not copied');
  });

  it('offers no copy of code where pages may not make one', async () => {
    const {clipboard} = Object.getOwnPropertyDescriptors(Navigator.prototype);
    Reflect.deleteProperty(Navigator.prototype, 'clipboard');
    try {
      await show('```\na\n```');
    } finally {
      Object.defineProperty(Navigator.prototype, 'clipboard', clipboard);
    }
    expect(texts('pre')).to.deep.equal(['a']);
    expect(all('button, [role="status"]')).to.have.length(0);
  });

  it('has tables', async () => {
    await show('| a | b |\n|:-:|--:|\n| *c* | d |\n| e |');
    expect(texts('th')).to.deep.equal(['a', 'b']);
    expect(texts('td')).to.deep.equal(['c', 'd', 'e', '']);
    expect(all('td em')).to.have.length(1);
    expect(getComputedStyle(all('td')[0]!).textAlign).to.equal('center');
  });

  it('scrolls what is wide inside the bubble', async () => {
    await show(everything);
    const scroller = transcript.shadowRoot!.querySelector('[part="transcript"]')!;
    expect(scroller.scrollWidth).to.equal(scroller.clientWidth);
    for (const box of all('.scroll, pre')) {
      expect(box.scrollWidth).to.be.above(box.clientWidth);
      expect(box.tabIndex).to.equal(0);
      expect(box).to.have.attribute('aria-label');
    }
    const {left, right} = shown().parentElement!.getBoundingClientRect();
    for (const child of all('.markdown > *')) {
      expect(child.getBoundingClientRect().left).to.be.least(left);
      expect(child.getBoundingClientRect().right).to.be.most(right);
    }
  });

  it('has no gaps at the ends of its bubble', async () => {
    for (const text of [
      '# a\n\nb **c**',
      '- a\n- b',
      '> a',
      '```\na\n```',
      'a\n\n# b',
      'a|b\n-|-',
    ]) {
      await show(text);
      const outer = shown().getBoundingClientRect();
      const children = all('.markdown > *');
      expect(children[0]!.getBoundingClientRect().top, text).to.be.closeTo(outer.top, 1);
      expect(children.at(-1)!.getBoundingClientRect().bottom).to.be.closeTo(outer.bottom, 1);
    }
  });

  it('opens other sites in a new tab and says so', async () => {
    await show(
      '[a *b*](https://other.example/x?y=1&amp;z=2 "t&quot;") <https://c.example> www.d.example',
    );
    const links = all<HTMLAnchorElement>('a');
    expect(links.map(({href}) => href)).to.deep.equal([
      'https://other.example/x?y=1&z=2',
      'https://c.example/',
      'https://www.d.example/',
    ]);
    expect(links[0]!.title).to.equal('t"');
    expect(links[0]!.querySelector('em')).to.exist;
    for (const link of links) {
      expect(link.target).to.equal('_blank');
      expect(link.rel).to.equal('noopener noreferrer');
      expect(link.textContent).to.include('(opens in a new tab)');
    }
  });

  it('opens this site, mail and telephone where it is', async () => {
    await show('[a](/x) [b](mailto:a@b.example) [c](tel:+1555) <d@e.example> [f][g]\n\n[g]: ./h');
    const links = all<HTMLAnchorElement>('a');
    expect(links.map(({href}) => href)).to.deep.equal([
      new URL('/x', document.baseURI).href,
      'mailto:a@b.example',
      'tel:+1555',
      'mailto:d@e.example',
      new URL('./h', document.baseURI).href,
    ]);
    for (const link of links) expect(link.target).to.equal('');
  });

  it('puts no link in another', async () => {
    await show('[a <https://b.example> c](https://d.example)');
    expect(all('a')).to.have.length(1);
  });

  it('has pictures that tell nobody where they are seen', async () => {
    await show(`![A *big* &quot;cat&quot;](${PICTURE} "t")`);
    const image = all<HTMLImageElement>('img')[0]!;
    expect(image.src).to.equal(new URL(PICTURE, document.baseURI).href);
    expect(image.alt).to.equal('A big "cat"');
    expect(image).to.have.attribute('part', 'image');
    expect(image).to.have.attribute('loading', 'lazy');
    expect(image).to.have.attribute('decoding', 'async');
    expect(image).to.have.attribute('referrerpolicy', 'no-referrer');
  });

  it('has no picture that is wider than its bubble', async () => {
    await show(`![a](${PICTURE})`, `- > ![a](${PICTURE})`);
    const images = [...transcript.shadowRoot!.querySelectorAll('img')];
    await waitUntil(() => images.every((image) => image.naturalWidth > 320));
    for (const image of images) {
      const bubble = image.closest('[part="text"]')!.getBoundingClientRect();
      const {left, right} = image.getBoundingClientRect();
      expect(left).to.be.least(bubble.left);
      expect(right).to.be.most(bubble.right + 0.5);
    }
    const scroller = transcript.shadowRoot!.querySelector('[part="transcript"]')!;
    expect(scroller.scrollWidth).to.equal(scroller.clientWidth);
  });

  it('says in words what a picture shows that could not be loaded', async () => {
    await show('*a* ![A cat](/none.png)![](/none-either.png)');
    await waitUntil(() => all('img').length === 0);
    expect(shown().innerText.trimEnd()).to.equal('a A catPicture');
  });

  it('has a picture again when another one comes', async () => {
    await show('![A cat](/none.png)');
    await waitUntil(() => all('img').length === 0);
    const [message] = transcript.messages;
    const text = `![A dog](${PICTURE})`;
    transcript.messages = [{...message!, text, parts: [{type: 'text', text}]}];
    await transcript.updateComplete;
    expect(all<HTMLImageElement>('img').map(({alt}) => alt)).to.deep.equal(['A dog']);
    expect(shown().innerText).not.to.include('cat');
  });

  it('shows HTML as text', async () => {
    const attacks = [
      '**a** <img src=x onerror=alert(1)><script>alert(1)</script>',
      '**a**\n\n<div onclick="alert(1)">\n<svg onload=alert(1)>\n</div>',
      '*a* <a href="javascript:alert(1)">b</a> <!-- c -->',
      '| <iframe src=x> | **a** |\n|-|-|\n| <style>*{}</style> | b |',
      '# <math><mtext></mtext></math>',
      '[<img src=x>](/x)',
      '`a` &lt;img src=x&gt; &#60;script&#62;',
    ];
    const forbidden = 'script, svg, math, iframe, style, div[onclick], img';
    for (const attack of attacks) {
      await show(attack);
      expect(all(forbidden), attack).to.have.length(0);
      expect(shown().textContent, attack).to.include('<');
      expect(shown().querySelector('.markdown'), attack).to.exist;
    }
    await show(attacks[1]!);
    expect(shown().innerText.trimEnd()).to.equal(
      'a\n\n<div onclick="alert(1)">\n<svg onload=alert(1)>\n</div>',
    );
  });

  it('makes neither a link nor a picture of an address that could do harm', async () => {
    const addresses = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'javascript&colon;alert(1)',
      'javascript&#58;alert(1)',
      'javascript&#x3A;alert(1)',
      'java&#115;cript:alert(1)',
      '&#106;avascript:alert(1)',
      '&#0000106;avascript:alert(1)',
      'java&Tab;script:alert(1)',
      'java&NewLine;script:alert(1)',
      'java&#9;script&#10;:alert(1)',
      '&#1;javascript:alert(1)',
      '\u0001javascript:alert(1)',
      '\u001bjavascript:alert(1)',
      'javascript\\:alert(1)',
      'data:text/html;base64,PHNjcmlwdD4=',
      'data:image/svg+xml,x',
      'data:image/svg+xml;base64,PHN2Zz4=',
      'DATA:Image/SVG+XML;base64,PHN2Zz4=',
      'data:image/png+xml;base64,PHN2Zz4=',
      'data:text/html;image/png;base64,PHN2Zz4=',
      'data:;base64,PHN2Zz4=',
      'vbscript:msgbox(1)',
      'VBScript&colon;x',
      'file:///etc/passwd',
      'blob:https://a.example/1',
      'view-source:https://a.example',
    ];
    const forms = [
      (address: string) => `**x** [a](${address})`,
      (address: string) => `**x** [a](<${address}>)`,
      (address: string) => `**x** [a](<${address}> "t")`,
      (address: string) => `**x** [a]\n\n[a]: ${address}`,
      (address: string) => `**x** [a][b]\n\n[b]: <${address}> 't'`,
      (address: string) => `**x** <${address}>`,
      (address: string) => `**x** ![a](${address})`,
      (address: string) => `**x** ![a](<${address}>)`,
      (address: string) => `**x** ![a][b]\n\n[b]: ${address}`,
      (address: string) => `**x** [![a](${address})](${address})`,
      (address: string) => `| x | [a](${address}) |\n|-|-|`,
    ];
    for (const form of forms) {
      await show(...addresses.map(form));
      const root = transcript.shadowRoot!;
      expect(root.querySelectorAll('.markdown').length).to.equal(addresses.length);
      const found = [...root.querySelectorAll<HTMLElement>('.markdown :is(a, img)')];
      expect(found.map(({outerHTML}) => outerHTML)).to.deep.equal([]);
    }
  });

  it('makes no picture of what is no picture on the web', async () => {
    await show('![A cat](mailto:a@b.example) ![](tel:1) *x*');
    expect(all('img')).to.have.length(0);
    expect(shown().textContent).to.include('A cat');
  });

  it('shows what is nested too deep as it is', async () => {
    for (const deep of ['> '.repeat(8000), '- '.repeat(8000), '*a **b '.repeat(2000)]) {
      await show(`${deep}end${' b** a*'.repeat(2000)}`);
      expect(shown().textContent).to.include('end');
      expect(all(`${'blockquote '.repeat(13)}, ${'li '.repeat(13)}`)).to.have.length(0);
    }
  });

  /** How many characters the parser was given to look at, over all its steps. */
  function countWork() {
    let work = 0;
    const {escape} = Tokenizer.prototype;
    stub(Tokenizer.prototype, 'escape').callsFake(function (this: Tokenizer, src) {
      work += src.length;
      return escape.call(this, src);
    });
    return () => work;
  }

  it('gives up on a text that is meant to be slow, and shows it as it is', async () => {
    for (const text of ['**a** '.repeat(8000), '_a'.repeat(24_000), '[a'.repeat(24_000) + '](b)']) {
      const work = countWork();
      await show(text);
      expect(work(), text.slice(0, 8)).to.be.within(1, 30_000_000);
      expect(shown().textContent === text, text.slice(0, 8)).to.be.true;
      restore();
    }
  });

  it('does not begin with a very long row of blanks', async () => {
    const work = countWork();
    await show(`*a*${' '.repeat(48_000)}b`);
    expect(work()).to.equal(0);
    expect(shown().textContent).to.equal(`*a*${' '.repeat(1000)}b`);
  });

  it('does not begin with more lines than anybody writes', async () => {
    for (const line of ['- a\n', '[a]: b\n', '> a\n']) {
      const work = countWork();
      await show(line.repeat(2000));
      expect(work()).to.equal(0);
      expect(shown().textContent === line.repeat(2000), line).to.be.true;
      restore();
    }
    await show('- a\n'.repeat(500));
    expect(all('li')).to.have.length(500);
  });

  it('makes no link of an address that would take too long', async () => {
    await show(`*x* http://a${'!'.repeat(48_000)}b`);
    expect(shown().textContent).to.include('!!!!');
  });

  it('makes no table of more cells than anybody reads', async () => {
    await show(`${'|a'.repeat(5000)}\n${'|-'.repeat(5000)}\n${'|b\n'.repeat(1500)}`);
    expect(all('table')).to.have.length(0);
    expect(shown().textContent).to.include('|b');
  });

  it('shows a text of nothing but definitions as it is', async () => {
    await show('[a]: https://example.com');
    expect(shown().innerText).to.include('[a]: https://example.com');
  });

  it('reads a part once', () => {
    const part = {type: 'text', text: '**a**'} as const;
    expect(renderMarkdown(part)).to.exist;
    Object.defineProperty(part, 'text', {
      get: () => {
        throw new Error('It was read again.');
      },
    });
    expect(() => renderMarkdown(part)).not.to.throw();
  });

  it('keeps its elements when a message comes', async () => {
    await show('**a**');
    const before = all('strong')[0];
    transcript.messages = [...transcript.messages, toMessage('b')];
    await transcript.updateComplete;
    expect(all('strong')[0]).to.equal(before);
  });

  it('is accessible', async () => {
    await show(everything);
    await expect(transcript).to.be.accessible();
  });
});
