import {aTimeout, expect, fixture, html, nextFrame} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {LitElement} from 'lit';
import {property} from 'lit/decorators.js';
import {waitUntil} from '../../test/support/wait-until.js';
import type {Card, Message} from '../../src/client.js';
import {base} from '../../styles/base.js';
import {panelTokens} from '../../styles/panel-tokens.js';
import {tokens} from '../../styles/tokens.js';
import {cardsStyles, cardsTemplate} from './cards.js';

const message: Message = {id: 'm', sender: 'bot', status: 'received', text: '', parts: []};

class CardsPlace extends LitElement {
  static override styles = [base, tokens, panelTokens, cardsStyles];

  @property({attribute: false}) cards: readonly Card[] = [];

  override render() {
    return html`<div
      style="padding: 9px 14px; background: var(--_bot-bubble); color: var(--_bot-text)"
    >
      ${cardsTemplate({type: 'cards', cards: this.cards}, {message})}
    </div>`;
  }
}
customElements.define('test-cards-place', CardsPlace);

const PICTURE = new URL('/docs/screenshots/empty.png', location.href).href;

/** Of one point. */
const PIXEL = 'data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';

/** Addresses that would run something, or load what is none of ours, in spellings that browsers understand. */
const HOSTILE = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' \u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)//https://example.com',
  'javascript://example.com/%0Aalert(1)',
  'vbscript:msgbox(1)',
  'data:text/html,<script>alert(1)</script>',
  'data:image/svg+xml,<svg onload="alert(1)"/>',
  'DATA:image/SVG+XML;base64,PHN2Zy8+',
  'data:text/html;base64,PHA+',
  'blob:https://example.com/1',
  'file:///etc/passwd',
];

const many = (count: number): Card[] =>
  Array.from({length: count}, (_, n) => ({
    title: `Card ${n}`,
    text: 'What it is about',
    link: `https://example.com/${n}`,
  }));

describe('cards', () => {
  let place: CardsPlace;

  async function show(cards: readonly Card[], {width = 240, dir = 'ltr', scheme = 'light'} = {}) {
    place = await fixture(
      html`<test-cards-place
        style="display: block; color-scheme: ${scheme}; width: ${width}px"
        dir=${dir}
        .cards=${cards}
      ></test-cards-place>`,
    );
    await settled();
  }

  async function settled() {
    await place.updateComplete;
    await nextFrame();
    await nextFrame();
  }

  const all = (selector: string) => [...place.shadowRoot!.querySelectorAll<HTMLElement>(selector)];
  const parts = (name: string) => all(`[part="${name}"]`);
  const texts = (name: string) => parts(name).map((element) => element.innerText.trim());
  const strip = () => all('[role="list"]')[0]!;
  const button = (name: string) => all(`button[aria-label="${name}"]`)[0]!;
  const left = (element: Element) => element.getBoundingClientRect().left;

  /** Until the strip stands still at a card. */
  async function standsAt(index: number, side: 'left' | 'right' = 'left') {
    const distance = () => {
      const card = parts('card')[index]!.getBoundingClientRect();
      return Math.abs(card[side] - strip().getBoundingClientRect()[side]);
    };
    await waitUntil(() => distance() < 6, `card ${index} is at the ${side}`);
    // A smooth scroll ends slowly, and another one that begins before that may be lost.
    for (let before = NaN; before !== strip().scrollLeft; await aTimeout(120)) {
      before = strip().scrollLeft;
    }
    expect(distance()).to.be.below(6);
  }

  it('shows one card in full width, with all that it has', async () => {
    await show([
      {title: 'Tea', text: 'Green', imageUrl: PICTURE, link: 'https://shop.example/tea'},
    ]);
    expect(texts('card-title')).to.deep.equal(['Tea']);
    expect(texts('card-text')).to.deep.equal(['Green']);
    expect(parts('card-link')[0]!.innerText).to.include('shop.example');
    expect(parts('card')[0]!.offsetWidth).to.equal(212);
    expect(all('button, [role="list"]')).to.have.length(0);
  });

  it('reserves the space of a picture before it is there', async () => {
    await show([{title: 'Tea', imageUrl: PICTURE}]);
    const image = parts('card-image')[0] as HTMLImageElement;
    expect(image.offsetWidth / image.offsetHeight).to.be.closeTo(16 / 9, 0.05);
    expect(image).to.have.attribute('alt', '');
    expect(image).to.have.attribute('loading', 'lazy');
    expect(image).to.have.attribute('decoding', 'async');
    expect(image).to.have.attribute('referrerpolicy', 'no-referrer');
    await waitUntil(() => image.complete && image.naturalWidth > 0);
    expect(parts('card-image')).to.have.length(1);
  });

  it('leaves no hole where there is no picture', async () => {
    await show([{title: 'Tea'}]);
    expect(all('img')).to.have.length(0);
    expect(parts('card')[0]!.offsetHeight).to.be.below(60);
  });

  it('takes away a picture that does not load, and tries another one', async () => {
    await show([{title: 'Tea', imageUrl: new URL('/no-picture.png', location.href).href}]);
    await waitUntil(() => all('img').length === 0, 'the picture is gone');
    place.requestUpdate();
    await settled();
    expect(all('img')).to.have.length(0);
    place.cards = [{title: 'Tea', imageUrl: PICTURE}];
    await settled();
    expect(all('img')).to.have.length(1);
  });

  it('opens another site in a new tab, and says so', async () => {
    await show([{link: 'https://shop.example/tea'}]);
    const link = parts('card-link')[0]!;
    expect(link).to.have.attribute('href', 'https://shop.example/tea');
    expect(link).to.have.attribute('target', '_blank');
    expect(link).to.have.attribute('rel', 'noopener noreferrer');
    expect(link.textContent).to.include('(opens in a new tab)');
  });

  it('stays in the tab for an address of the same site', async () => {
    await show([{link: new URL('/tea', location.href).href}]);
    expect(parts('card-link')[0]).not.to.have.attribute('target');
    expect(parts('card-link')[0]!.textContent).not.to.include('new tab');
  });

  it('has a word for a link without a host', async () => {
    await show([{link: 'mailto:tea@shop.example'}]);
    expect(texts('card-link')).to.deep.equal(['Open']);
  });

  it('shows no dangerous picture or link', async () => {
    await show(
      HOSTILE.map((address, n) => ({title: `Card ${n}`, imageUrl: address, link: address})),
    );
    expect(parts('card')).to.have.length(HOSTILE.length);
    expect(all('a, img, [src], [href]')).to.have.length(0);
  });

  it('shows a picture that comes as data, and makes no link of it', async () => {
    await show([{title: 'Tea', imageUrl: PIXEL, link: PIXEL}]);
    const image = parts('card-image')[0] as HTMLImageElement;
    await waitUntil(() => image.naturalWidth > 0);
    expect(all('a')).to.have.length(0);
  });

  it('loads no picture from an address that is for mail or calls', async () => {
    await show([{title: 'a', imageUrl: 'mailto:a@b.example'}, {imageUrl: 'tel:123'}]);
    expect(all('img')).to.have.length(0);
  });

  it('leaves out a card of which nothing can be shown', async () => {
    await show([{imageUrl: 'javascript:1'}, {title: 'Tea'}, {title: ' '}]);
    expect(texts('card')).to.deep.equal(['Tea']);
    await show([{imageUrl: 'javascript:1'}]);
    expect(parts('cards')).to.have.length(0);
  });

  it('takes markup for text', async () => {
    const markup = '<img src=x onerror=alert(1)><b>bold</b>';
    await show([{title: markup, text: markup}]);
    expect(texts('card-title')).to.deep.equal([markup]);
    expect(texts('card-text')).to.deep.equal([markup]);
    expect(all('img, b')).to.have.length(0);
  });

  it('keeps everything inside a narrow bubble', async () => {
    const word = 'x'.repeat(3000);
    const link = `https://${'a'.repeat(60)}.${'b'.repeat(60)}.example/`;
    for (const count of [1, 3]) {
      await show(Array<Card>(count).fill({title: word, text: word, link, imageUrl: PICTURE}));
      const {right} = place.getBoundingClientRect();
      expect(place.scrollWidth).to.equal(240);
      expect(parts('cards')[0]!.getBoundingClientRect().right).to.be.at.most(right);
      for (const card of parts('card')) expect(card.scrollWidth).to.equal(card.clientWidth);
    }
  });

  it('shows 500 cards without growing', async () => {
    await show(many(500));
    expect(parts('card')).to.have.length(500);
    expect(place.scrollWidth).to.equal(240);
    expect(place.offsetHeight).to.be.below(260);
  });

  for (const scheme of ['light', 'dark']) {
    it(`is accessible in ${scheme} colours`, async () => {
      const cards = many(3).map((card) => ({...card, imageUrl: PICTURE}));
      await show(cards, {scheme});
      await expect(place).to.be.accessible();
      await show(cards.slice(0, 1), {scheme});
      await expect(place).to.be.accessible();
    });
  }

  describe('in a strip', () => {
    it('are a list with a name', async () => {
      await show(many(3));
      expect(strip()).to.have.attribute('aria-label', 'Cards');
      expect(strip().querySelectorAll('li')).to.have.length(3);
      expect(strip().scrollWidth).to.be.above(strip().clientWidth);
    });

    it('move by arrows that are large enough for a finger', async () => {
      await show(many(3));
      const [next, previous] = [button('Next cards'), button('Previous cards')];
      expect([next.offsetWidth, next.offsetHeight]).to.deep.equal([44, 44]);
      next.click();
      await standsAt(1);
      previous.click();
      await standsAt(0);
    });

    it('have arrows that tell where the strip ends', async () => {
      await show(many(2));
      const [next, previous] = [button('Next cards'), button('Previous cards')];
      expect([previous.ariaDisabled, next.ariaDisabled]).to.deep.equal(['true', 'false']);
      next.click();
      await waitUntil(() => next.ariaDisabled === 'true');
      expect(previous.ariaDisabled).to.equal('false');
    });

    it('have no arrows where there is nothing to scroll', async () => {
      await show(many(2), {width: 560});
      await waitUntil(() => button('Next cards').offsetHeight === 0);
      place.style.width = '240px';
      await waitUntil(() => button('Next cards').offsetHeight === 44);
    });

    it('move by keyboard', async () => {
      await show(many(3));
      strip().focus();
      await sendKeys({press: 'ArrowRight'});
      await standsAt(1);
      await sendKeys({press: 'ArrowLeft'});
      await standsAt(0);
    });

    it('are reached by keyboard, and their links and arrows after them', async () => {
      await show(many(2));
      strip().focus();
      await sendKeys({press: 'Tab'});
      expect(place.shadowRoot!.activeElement).to.equal(parts('card-link')[0]);
      await sendKeys({press: 'Tab'});
      await sendKeys({press: 'Tab'});
      expect(place.shadowRoot!.activeElement).to.equal(button('Previous cards'));
      await sendKeys({press: 'Tab'});
      await sendKeys({press: 'Enter'});
      await waitUntil(() => button('Next cards').ariaDisabled === 'true');
    });

    it('begin at the right and move to the left where one reads so', async () => {
      await show(many(3), {dir: 'rtl'});
      expect(left(parts('card')[0]!)).to.be.above(left(parts('card')[1]!));
      await standsAt(0, 'right');
      button('Next cards').click();
      await standsAt(1, 'right');
      strip().focus();
      await sendKeys({press: 'ArrowRight'});
      await standsAt(0, 'right');
      await sendKeys({press: 'ArrowLeft'});
      await standsAt(1, 'right');
      const next = button('Next cards').querySelector('svg')!;
      expect(getComputedStyle(next).transform).to.equal('matrix(-1, 0, 0, 1, 0, 0)');
    });

    it('stay where they are when the message is drawn again', async () => {
      await show(many(3));
      button('Next cards').click();
      await standsAt(1);
      place.cards = many(3);
      await settled();
      await aTimeout(50);
      await standsAt(1);
      expect(button('Previous cards').ariaDisabled).to.equal('false');
    });
  });
});
