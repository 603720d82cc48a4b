import {expect} from '@open-wc/testing';
import {pictureSource, safeHref, webAddress} from './safe-href.js';

const base = 'https://shop.example/a/b?c';

describe('an address in a message', () => {
  for (const [address, href, external] of [
    ['d#e', 'https://shop.example/a/d#e', false],
    ['/d', 'https://shop.example/d', false],
    ['./d/../e', 'https://shop.example/a/e', false],
    ['?d', 'https://shop.example/a/b?d', false],
    ['#d', 'https://shop.example/a/b?c#d', false],
    [' \n/d\t', 'https://shop.example/d', false],
    ['HTTPS://SHOP.example:443', 'https://shop.example/', false],
    ['http://shop.example', 'http://shop.example/', true],
    ['https://shop.example:8443', 'https://shop.example:8443/', true],
    ['https://www.shop.example', 'https://www.shop.example/', true],
    ['https://shop.example@other.example', 'https://shop.example@other.example/', true],
    ['//other.example/x', 'https://other.example/x', true],
    ['/\\other.example', 'https://other.example/', true],
    ['\\\\other.example', 'https://other.example/', true],
    ['/\t/other.example', 'https://other.example/', true],
    ['https:other.example', 'https://shop.example/a/other.example', false],
    ['http:other.example', 'http://other.example/', true],
    ['ht\ntp://other.example', 'http://other.example/', true],
    ['mailto:a@b.example', 'mailto:a@b.example', false],
    ['MailTo:a@b.example', 'mailto:a@b.example', false],
    ['tel:+15551234', 'tel:+15551234', false],
    // No browser takes character references, or what is encoded, for a scheme.
    ['javascript&colon;x', 'https://shop.example/a/javascript&colon;x', false],
    ['&#106;avascript:x', 'https://shop.example/a/&#106;avascript:x', false],
    ['javascript%3Ax', 'https://shop.example/a/javascript%3Ax', false],
    ['javascript', 'https://shop.example/a/javascript', false],
    ['./javascript:x', 'https://shop.example/a/javascript:x', false],
    ['\u200bjavascript:x', 'https://shop.example/a/%E2%80%8Bjavascript:x', false],
    ['ｊavascript:x', 'https://shop.example/a/%EF%BD%8Aavascript:x', false],
  ] as const) {
    const place = external ? 'another site' : 'no other site';
    it(`leads to ${place}: ${JSON.stringify(address)}`, () => {
      expect(safeHref(address, base)).to.deep.equal({href, external});
    });
  }

  /** What browsers leave out of an address, or take for the same. */
  const spellings = (scheme: string, rest: string) => [
    `${scheme}:${rest}`,
    `${scheme.toUpperCase()}:${rest}`,
    `${scheme[0]!.toUpperCase()}${scheme.slice(1)}:${rest}`,
    `  ${scheme}:${rest}`,
    `\n\r\t${scheme}:${rest}`,
    `\u0000${scheme}:${rest}`,
    `\u0001\u0002\u001b\u001f ${scheme}:${rest}`,
    `${[...scheme].join('\t')}:${rest}`,
    `${[...scheme].join('\n')}\r\n:${rest}`,
    `${scheme}\t:\n${rest}`,
    `${scheme}: ${rest}`,
    `${scheme}://shop.example/%0A${rest}`,
  ];
  for (const [scheme, rest] of [
    ['javascript', 'alert(1)'],
    ['data', 'text/html,<script>alert(1)</script>'],
    ['vbscript', 'msgbox(1)'],
    ['blob', 'https://shop.example/1'],
    ['file', '///etc/passwd'],
    ['filesystem', 'https://shop.example/temporary/1'],
    ['view-source', 'https://shop.example'],
    ['about', 'blank'],
    ['ftp', '//shop.example'],
    ['ws', '//shop.example'],
    ['intent', '//x#Intent;end'],
    ['sms', '1'],
  ] as const) {
    it(`leads nowhere by ${scheme}:`, () => {
      for (const address of spellings(scheme, rest)) {
        expect(safeHref(address, base), JSON.stringify(address)).to.be.undefined;
      }
    });
  }

  it('leads nowhere if it cannot be read', () => {
    for (const address of ['https://', 'http://[', 'https://a:b', 'http://a:99999', '', ' \n\t']) {
      expect(safeHref(address, base), JSON.stringify(address)).to.be.undefined;
    }
    expect(safeHref('x', 'about:blank')).to.be.undefined;
  });

  it('is taken from where the page is', () => {
    expect(safeHref('/x')).to.deep.equal({href: `${location.origin}/x`, external: false});
  });
});

describe('an address to load something from', () => {
  it('is one on the web', () => {
    expect(webAddress('/x', base)).to.deep.equal({
      href: 'https://shop.example/x',
      external: false,
    });
    expect(webAddress('HTTP://other.example', base)?.href).to.equal('http://other.example/');
  });

  it('is no other, and need not be there', () => {
    for (const address of ['mailto:a@b.example', 'tel:1', 'data:image/png,x', 'javascript:1', '']) {
      expect(webAddress(address, base), address).to.be.undefined;
    }
    expect(webAddress(undefined, base)).to.be.undefined;
  });
});

describe('where a picture comes from', () => {
  const DATA = 'R0lGODlhAQABAAAAACw=';

  it('may be the web', () => {
    expect(pictureSource('/x.png', base)).to.equal('https://shop.example/x.png');
    expect(pictureSource('http://other.example')).to.equal('http://other.example/');
  });

  it('may be its address itself, if that can be nothing but a picture', () => {
    for (const type of [
      ...['image/png', 'image/jpeg', 'image/jpg', 'image/gif', 'image/webp', 'IMAGE/PNG'],
      ...['image/png;x=y', 'image/gif;charset=utf-8;name=a.gif'],
    ]) {
      const address = `data:${type};base64,${DATA}`;
      expect(pictureSource(address), type).to.equal(address);
      expect(pictureSource(` \n${address.replace('data', 'DATA')}\t`), type).to.match(/^DATA:/);
    }
  });

  it('may have blanks where browsers pass over them, and a name of any letters', () => {
    for (const before of [
      'image/png; base64,',
      'image/png ;base64,',
      'image/png;base64, ',
      'image/png;base64,\r\n',
      'image/jpeg;name=my%20dog.jpg;base64,',
      'image/png; charset=utf-8; base64 ,',
    ]) {
      const address = `data:${before}${DATA}`;
      expect(pictureSource(address), address).to.equal(address);
    }
  });

  it('is no document and nothing else', () => {
    for (const address of [
      `data:image/svg+xml;base64,${DATA}`,
      `data:image/SVG+xml;base64,${DATA}`,
      'data:image/svg+xml,<svg onload="alert(1)"/>',
      `data:text/html;base64,${DATA}`,
      `data:text/html;image/png;base64,${DATA}`,
      `data:image/png+xml;base64,${DATA}`,
      `data:image/bmp;base64,${DATA}`,
      `data:image/x-icon;base64,${DATA}`,
      `data:image/*;base64,${DATA}`,
      `data:image/ png;base64,${DATA}`,
      `data:\nimage/png;base64,${DATA}`,
      `da\tta:image/png;base64,${DATA}`,
      `data:;base64,${DATA}`,
      `data:application/pdf;base64,${DATA}`,
      'data:image/png;base64,',
      'data:image/png,',
      'data:image/png',
      'data:',
      ...['javascript:x', 'blob:https://a.example/1', 'mailto:a@b.example', '', ' '],
    ]) {
      expect(pictureSource(address, base), address).to.be.undefined;
    }
    expect(pictureSource(undefined)).to.be.undefined;
  });

  it('is of a size that somebody would send', () => {
    expect(pictureSource(`data:image/png;base64,${'A'.repeat(1_900_000)}`)).not.to.be.undefined;
    expect(pictureSource(`data:image/png;base64,${'A'.repeat(2_000_000)}`)).to.be.undefined;
  });

  it('is none to be followed', () => {
    expect(safeHref(`data:image/png;base64,${DATA}`)).to.be.undefined;
    expect(webAddress(`data:image/png;base64,${DATA}`)).to.be.undefined;
  });
});
