import {aTimeout, expect} from '@open-wc/testing';
import {fragments, hasRun} from '../../test/support/attacks.js';
import {findForbidden} from '../../test/support/forbidden.js';
import {english} from '../i18n/strings.js';
import {sanitize} from './sanitize.js';

describe('HTML from the hub', () => {
  function box(html: string) {
    const box = document.createElement('div');
    box.part.add('html');
    box.append(sanitize(html)!);
    return box;
  }

  const clean = (html: string) => box(html).innerHTML;

  const kept = [
    'a <b>b</b> <i>c</i> <em>d</em> <strong>e</strong> <u>f</u> <s>g</s> <small>h</small>',
    '<p dir="rtl">a<br>b</p><p lang="de-CH" title="t">c</p><hr>',
    '<ul><li>a<ol start="3" reversed=""><li value="7">b</li></ol></li></ul>',
    '<dl><dt>a</dt><dd>b</dd></dl>',
    '<blockquote><pre><code>if (a &lt; b) { }\n  c</code></pre></blockquote>',
    '<details open=""><summary>a</summary>b</details>',
    '<figure><figcaption>a</figcaption></figure>',
    '<kbd>a</kbd><samp>b</samp><var>c</var><mark>d</mark><sub>e</sub><sup>f</sup><q>g</q>',
    '<ins>a</ins><del>b</del><abbr title="c">d</abbr><cite>e</cite><time datetime="2026-01-01">f</time>',
    '<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby><bdi>a</bdi>',
    '1 &lt; 2 &amp;&amp; 3 &gt; 2 &amp;lt; ©',
  ];
  for (const html of kept) it(`keeps ${html}`, () => expect(clean(html)).to.equal(html));

  const rewritten: readonly [string, string][] = [
    ['<h1>a</h1><h2>b</h2><h6>c</h6>', '<h3>a</h3><h4>b</h4><h6>c</h6>'],
    ['<section>a</section><main>b</main>', '<div>a</div><div>b</div>'],
    ['<center>a</center><strike>b</strike><tt>c</tt>', '<div>a</div><s>b</s><code>c</code>'],
    ['<font size=7>a</font><x-y>b</x-y><label>c</label>', 'abc'],
    ['<p class=a id=b name=c style=d part=e slot=f data-g=h aria-label=i role=j>k', '<p>k</p>'],
    ['<p tabindex=1 hidden inert popover contenteditable accesskey=a onclick=b>c', '<p>c</p>'],
    ['<B TITLE=a>b</B><P TITLE=c>d', '<b>b</b><p title="c">d</p>'],
    ["<p title='a\"b'>c<p title=d/e>f", '<p title="a&quot;b">c</p><p title="d/e">f</p>'],
    ['a<!-- b -->c<!-->d<!--->e<!-- --!>f<? g>h<!i>j</>k</ l>m', 'acdefhjkm'],
    ['a<style>b</style>c<script>d</script>e<svg><g>f</g></svg>g<svg/>h', 'acegh'],
    ['<title>a</title><textarea>b</textarea><select><option>c</select>d', 'd'],
    ['<!doctype html><html><head><title>a</title></head><body bgcolor=b>c</body></html>', 'c'],
    ['<ol start=x reversed><li value=1e9>a</ol>', '<ol reversed=""><li>a</li></ol>'],
    ['1 < 2 <3 a<', '1 &lt; 2 &lt;3 a&lt;'],
    ['<form action=/><input><button>a</button></form>', '<div>a</div>'],
    ['', ''],
  ];
  for (const [html, result] of rewritten) {
    it(`makes ${html || 'nothing'} into ${result || 'nothing'}`, () =>
      expect(clean(html)).to.equal(result));
  }

  it('has links to where messages may lead', () => {
    const links = box(`<a href="https://a.example/b?c=1&amp;d=2" title=e>f</a><a href=/g>h</a>
      <a href=mailto:i@j.example>k</a><a href=tel:123>l</a><a href=" HTTPS://A.example ">m</a>`);
    const targets = [...links.querySelectorAll('a')].map((link) => [link.href, link.target]);
    expect(targets).to.deep.equal([
      ['https://a.example/b?c=1&d=2', '_blank'],
      [new URL('/g', location.href).href, ''],
      ['mailto:i@j.example', ''],
      ['tel:123', ''],
      ['https://a.example/', '_blank'],
    ]);
    const [first] = links.querySelectorAll('a');
    expect(first).to.have.attribute('rel', 'noopener noreferrer');
    expect(first).to.have.text(`f ${english.opensInNewTab}`);
    expect(first).to.have.attribute('title', 'e');
  });

  it('has no other links, but their content', () => {
    expect(clean('<a>a</a><a href=javascript:x>b<i>c</i></a><a name=d>e</a>')).to.equal(
      'ab<i>c</i>e',
    );
    expect(clean('a<a href=https://a.example></a><a href=/b> </a>').trim()).to.equal('a');
  });

  it('has images that learn nothing of the page and wait to be seen', () => {
    const images = box('<img src=/a.png srcset="b 2x" width=20 height=9999999 name=c class=d>');
    const [image] = images.querySelectorAll('img');
    const attributes = [...image!.attributes].map(({name, value}) => `${name}=${value}`);
    expect(attributes.sort()).to.deep.equal([
      ...['alt=', 'decoding=async', 'loading=lazy', 'part=image', 'referrerpolicy=no-referrer'],
      ...[`src=${new URL('/a.png', location.href).href}`, 'width=20'],
    ]);
  });

  it('has images that come as data, unless they could be more than that', () => {
    const data = 'data:image/png;base64,iVBORw0KGgo=';
    expect(box(`<img src="${data}" alt=a>`).querySelector('img')).to.have.attribute('src', data);
    for (const type of ['image/svg+xml', 'image/SVG+XML', 'text/html', 'image/png+xml', '']) {
      expect(clean(`<img src="data:${type};base64,iVBORw0KGgo=" alt=a>`), type).to.equal('a');
    }
  });

  it('has the alternative text of other images', () => {
    expect(clean('<img src=data:image/png, alt=a><img alt=b><img src=mailto:c>')).to.equal('ab');
  });

  it('has tables in boxes that scroll, but not those in others', () => {
    const tables = box('<table><caption>a<tr><th scope=col>b<td colspan=2><table><td>c</table>d');
    const boxes = [...tables.querySelectorAll('.scroll')];
    expect(boxes).to.have.length(1);
    expect(boxes[0]).to.have.attribute('tabindex', '0');
    expect(boxes[0]).to.have.attribute('aria-label', english.table);
    expect(boxes[0]!.querySelectorAll('table')).to.have.length(2);
    expect(tables.querySelector('td')).to.have.attribute('colspan', '2');
  });

  it('is cut where it is nested too deep, and keeps its text', () => {
    const deep = box(`${'<div>'.repeat(300)}a<b>b</b>${'</div>'.repeat(300)}c`);
    expect(deep).to.have.text('abc');
    expect(deep.querySelectorAll('div').length).to.be.at.most(40);
  });

  it('is given up where it is too much', () => {
    // A fragment this big is better not described by a failing test.
    const isGivenUp = (html: string) => sanitize(html) === undefined;
    expect(isGivenUp('a'.repeat(200_001)), 'length').to.be.true;
    expect(isGivenUp('<p>'.repeat(6001)), 'tags').to.be.true;
    const reopened = `<p>${'<b><i><u><s><em><code><small>'.repeat(3)}`;
    expect(isGivenUp(reopened + '<p>a'.repeat(5000)), 'elements').to.be.true;
    const spans = '<tr><td colspan=50 rowspan=50>a'.repeat(100);
    expect(isGivenUp(`<table>${spans}</table>`), 'spans').to.be.true;
    const sparse = `<tr>${'<td>a'.repeat(300)}${'<tr><td>a'.repeat(300)}`;
    expect(isGivenUp(`<table>${sparse}</table>`), 'places').to.be.true;
    expect(isGivenUp(`<table>${'<tr><td>a<td>b'.repeat(1500)}</table>`), 'a long list').to.be.false;
  });

  it('does not look at what the page told its own DOMPurify', async () => {
    const {default: page} = await import('dompurify');
    page.addHook('afterSanitizeAttributes', (node) => node.setAttribute('onclick', 'x'));
    expect(clean('<p>a</p>')).to.equal('<p>a</p>');
    page.removeAllHooks();
  });

  it('is put into the page without harm, whatever it was', async () => {
    for (const html of fragments) {
      const fragment = sanitize(html);
      if (!fragment) continue;
      const around = document.createElement('div');
      const place = document.createElement('div');
      place.part.add('html');
      around.append(place);
      document.body.append(around);
      place.append(fragment);
      const forbidden = findForbidden(around);
      around.remove();
      expect(forbidden, html.slice(0, 200)).to.deep.equal([]);
    }
    await aTimeout(0);
    expect(hasRun()).to.be.false;
  });

  it('has values of attributes that end where they ended', () => {
    const [paragraph] = box('<p title="a &gt; <b> &#60; \'">c').querySelectorAll('p');
    expect(paragraph!.title).to.equal("a > <b> < '");
  });
});
