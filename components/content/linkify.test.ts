import {expect, fixture, html} from '@open-wc/testing';
import {linkify} from './linkify.js';

async function linked(text: string) {
  const element = await fixture(html`<p>${linkify(text)}</p>`);
  const links = [...element.querySelectorAll('a')];
  return {text: element.textContent, links, hrefs: links.map((link) => link.getAttribute('href'))};
}

describe('linkify', () => {
  it('leaves a text without addresses alone', async () => {
    const {text, hrefs} = await linked('Hello. <b>Not</b> a & link: ftp://x, a.b, me@home');
    expect(hrefs).to.be.empty;
    expect(text).to.equal('Hello. <b>Not</b> a & link: ftp://x, a.b, me@home');
  });

  for (const [text, href] of [
    ['See https://example.com/a?b=1#c', 'https://example.com/a?b=1#c'],
    ['See HTTP://EXAMPLE.COM/.', 'http://example.com/'],
    ['(www.example.com)', 'https://www.example.com/'],
    ['Is it http://example.com/x?', 'http://example.com/x'],
    ['"https://example.com/é", he said', 'https://example.com/%C3%A9'],
    ['ask ann.b+c@shop.example.com!', 'mailto:ann.b+c@shop.example.com'],
  ] as const) {
    it(`finds the address in: ${text}`, async () => {
      expect((await linked(text)).hrefs).to.deep.equal([href]);
    });
  }

  it('makes no link of an address that could run code', async () => {
    const {hrefs} = await linked(
      'javascript:alert(1) JaVaScRiPt://x data:text/html,<script> vbscript:x file:///etc/passwd',
    );
    expect(hrefs).to.be.empty;
  });

  it('leaves what only looks like an address as it is', async () => {
    const {text, hrefs} = await linked('http://[ https://a:b:c http://x:99999 www.%00.example');
    expect(hrefs).to.be.empty;
    expect(text).to.equal('http://[ https://a:b:c http://x:99999 www.%00.example');
  });

  for (const [what, text, links] of [
    ['dots', 'a.'.repeat(500_000), 0],
    ['hyphens', `x@${'a-'.repeat(500_000)}`, 0],
    ['at signs', '@a'.repeat(500_000), 0],
    ['beginnings of mail addresses', 'a@'.repeat(500_000), 0],
    ['beginnings', 'http://'.repeat(150_000), 0],
    ['marks', `www.${'.'.repeat(1_000_000)}`, 0],
    ['brackets', 'www.['.repeat(200_000), 0],
    ['blanks', ' '.repeat(1_000_000), 0],
    ['addresses', 'a@b.example '.repeat(80_000), 500],
    ['brackets that are left open', 'https://a/('.repeat(90_000), 0],
    ['addresses without blanks', 'https://a/b'.repeat(90_000), 0],
    ['Chinese', '漢'.repeat(1_000_000), 0],
    ['labels', `https://${'漢.'.repeat(500_000)}`, 0],
    ['apostrophes', "a'".repeat(500_000), 0],
  ] as const) {
    // Where the time grew with the square of the length, this would take minutes.
    it(`finds what it should in a long text of ${what}`, () => {
      const result = linkify(text);
      expect(result.filter((piece) => typeof piece !== 'string')).to.have.length(links);
    });
  }

  it('keeps every character and finds several addresses', async () => {
    const text = 'a https://one.example b\nc@d.example e';
    const {hrefs, links} = await linked(text);
    expect(hrefs).to.deep.equal(['https://one.example/', 'mailto:c@d.example']);
    expect(links.map((link) => link.textContent)).to.deep.equal([
      'https://one.example (opens in a new tab)',
      'c@d.example',
    ]);
    expect((await linked(text)).text).to.equal(
      'a https://one.example (opens in a new tab) b\nc@d.example e',
    );
  });

  it('opens other sites in a new tab, cut off from the page, and says so', async () => {
    const {links} = await linked('https://example.com');
    expect(links[0]).to.have.attribute('target', '_blank');
    expect(links[0]).to.have.attribute('rel', 'noopener noreferrer');
    expect(links[0]?.textContent).to.equal('https://example.com (opens in a new tab)');
  });

  it('opens the same site, and mail, where the visitor is', async () => {
    const {links} = await linked(`${location.origin}/prices a@b.example`);
    expect(links.map(({textContent}) => textContent)).to.deep.equal([
      `${location.origin}/prices`,
      'a@b.example',
    ]);
    for (const link of links) {
      expect(link).not.to.have.attribute('target');
      expect(link).not.to.have.attribute('rel');
    }
  });
});
