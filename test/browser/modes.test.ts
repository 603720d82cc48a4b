import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import {resetMouse, sendKeys, setViewport} from '@web/test-runner-commands';
import type {TemplateResult} from 'lit';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {partsOf, stopMotion} from './support/parts.js';

const WINDOW = {width: 800, height: 600};
const PHONE = {width: 390, height: 700};
/** A phone that lies on its side. */
const LYING = {width: 740, height: 360};
/** A window at 400 %. WebKit's can be no narrower. */
const ZOOMED = {width: 340, height: 256};

const PICTURE =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/%3E';

describe('The chat', () => {
  let hub: TestHub;
  let chat: CaptivateChat;

  before(async () => {
    await Promise.all([
      import('../../src/client.js'),
      import('../../components/panel/define-panel.js'),
      import('../../components/panel/fullscreen.js'),
    ]);
  });

  beforeEach(async () => {
    hub = await startTestHub();
  });

  afterEach(async () => {
    fixtureCleanup();
    await resetMouse();
    scrollTo(0, 0);
    await setViewport(WINDOW);
    await hub.close();
  });

  /** Puts it into a page that is higher than the window. */
  async function put(
    attributes: Readonly<Record<string, string>> = {},
    content: TemplateResult | string = '',
  ) {
    const page = await fixture<HTMLElement>(html`
      <div>
        <p><a href="#before">Before</a></p>
        <captivate-chat
          api-key="modes-key"
          socket-url=${hub.url}
          user-id=${crypto.randomUUID()}
          storage="none"
          heading="Support"
          >${content}</captivate-chat
        >
        <p class="after"><a href="#after">After</a></p>
        <div style="height: 2000px"></div>
      </div>
    `);
    chat = page.querySelector('captivate-chat')!;
    for (const [name, value] of Object.entries(attributes)) chat.setAttribute(name, value);
    await chat.updateComplete;
    return page;
  }

  const part = (name: string) => partsOf(chat, name)[0]!;
  const has = (name: string) => partsOf(chat, name).length > 0;
  const box = (element: Element) => {
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return [left, top, right, bottom].map(Math.round);
  };
  const screen = () => [0, 0, document.documentElement.clientWidth, innerHeight];

  const comes = (name: string) => waitUntil(() => has(name), name);

  async function greeted() {
    await comes('text');
    stopMotion(chat);
    await nextFrame();
    await nextFrame();
  }

  /** Opened by the visitor. */
  async function opened(attributes: Readonly<Record<string, string>> = {}) {
    const page = await put(attributes);
    part('launcher').click();
    await greeted();
    await waitUntil(() => part('input').matches(':focus'), 'the focus');
    return page;
  }

  describe('that floats', () => {
    it('covers nothing of the page but launcher and panel', async () => {
      await opened();
      const covered = [part('panel'), part('launcher')].map((each) => each.getBoundingClientRect());
      const wrong: string[] = [];
      for (let x = 5; x < document.documentElement.clientWidth; x += 15) {
        for (let y = 5; y < innerHeight; y += 15) {
          const isOurs = document.elementFromPoint(x, y) === chat;
          const inside = covered.some(
            ({left, top, right, bottom}) => x >= left && x <= right && y >= top && y <= bottom,
          );
          if (isOurs && !inside) wrong.push(`${x} ${y}`);
        }
      }
      expect(wrong.join(', ')).to.equal('');
      expect(part('panel').getAttribute('role')).to.equal('dialog');
      expect(part('panel').ariaModal).to.equal(null);
    });

    it('stays in the window, whatever its size', async () => {
      await opened({style: '--captivate-panel-height: 5000px; --captivate-panel-width: 5000px'});
      const {left, top} = part('panel').getBoundingClientRect();
      // Bars at the side of the page count as its width.
      expect(left).to.be.within(0, 20);
      expect(top).to.equal(20);
      expect(document.documentElement.scrollWidth).to.be.at.most(innerWidth);
    });

    it('is on the other side where the site wants that', async () => {
      await opened({placement: 'bottom-start'});
      expect(part('launcher').getBoundingClientRect().left).to.equal(20);
      expect(part('panel').getBoundingClientRect().left).to.equal(20);
    });
  });

  describe('in the page', () => {
    it('is a box of the page, without launcher, that cannot be closed', async () => {
      const heard: string[] = [];
      const page = await put({mode: 'inline'});
      chat.addEventListener('captivate-close', ({type}) => heard.push(type));
      page.addEventListener('keydown', ({key}) => heard.push(key));
      await greeted();
      const {left, top, width, bottom} = chat.getBoundingClientRect();
      expect(box(part('panel'))).to.deep.equal(box(chat));
      expect(width).to.equal(page.getBoundingClientRect().width);
      expect(left).to.equal(page.getBoundingClientRect().left);
      expect(top).to.be.greaterThan(0);
      // As high as the window at most.
      expect(bottom - top).to.equal(600);
      expect(page.querySelector('.after')!.getBoundingClientRect().top).to.be.at.least(bottom);
      expect(chat.open).to.equal(true);
      expect(part('panel').getAttribute('role')).to.equal('region');
      expect(has('launcher')).to.equal(false);
      expect(has('close-button')).to.equal(false);

      part('input').focus();
      await sendKeys({press: 'Escape'});
      chat.hide();
      await chat.updateComplete;
      expect(part('panel').checkVisibility()).to.equal(true);
      expect(heard).to.deep.equal(['Escape']);
    });

    it('is as large as the page wants it', async () => {
      await put({mode: 'inline', style: 'width: 300px; height: 250px; margin: 30px'});
      await greeted();
      const {width, height} = part('panel').getBoundingClientRect();
      expect([width, height]).to.deep.equal([300, 250]);
      chat.style.cssText = '--captivate-panel-width: 280px; --captivate-panel-height: 320px';
      expect(box(part('panel')).slice(2)).to.deep.equal(box(chat).slice(2));
      expect(chat.offsetWidth).to.equal(280);
      expect(chat.offsetHeight).to.equal(320);
    });

    it('has its place before it is there, and does not take the focus', async () => {
      const page = await put({mode: 'inline'});
      const below = page.querySelector('.after')!.getBoundingClientRect().top;
      await greeted();
      expect(page.querySelector('.after')!.getBoundingClientRect().top).to.equal(below);
      expect(document.activeElement === document.body).to.equal(true);
    });

    it('connects when it is first seen', async () => {
      await put({mode: 'inline', style: 'margin-top: 1500px'});
      await nextFrame();
      await nextFrame();
      expect(chat.connectionState).to.equal('idle');
      expect(has('panel')).to.equal(false);
      chat.scrollIntoView();
      await greeted();
      expect(chat.connectionState).to.equal('ready');
    });

    for (const [way, connect, ask] of [
      ['an attribute', 'load', () => undefined],
      ['a method', 'auto', () => chat.connect()],
    ] as const) {
      it(`connects unseen where the site asks for it by ${way}`, async () => {
        await put({mode: 'inline', connect, style: 'margin-top: 1500px'});
        ask();
        await waitUntil(() => chat.connectionState === 'ready', 'the connection');
        expect(has('panel')).to.equal(false);
        chat.scrollIntoView();
        await greeted();
      });
    }

    it('is seen without a connection where the site wants none', async () => {
      await put({mode: 'inline'});
      chat.disconnect();
      await comes('panel');
      await nextFrame();
      expect(chat.connectionState).to.equal('idle');
      chat.connect();
      await greeted();
    });

    it('is on a phone what it is elsewhere', async () => {
      await setViewport(PHONE);
      await put({mode: 'inline'});
      await greeted();
      expect(box(part('panel'))).to.deep.equal(box(chat));
      expect(part('panel').ariaModal).to.equal(null);
    });
  });

  describe('that is the page', () => {
    it('fills the window', async () => {
      await put({mode: 'page'});
      await greeted();
      expect(box(part('panel'))).to.deep.equal(screen());
      expect(part('panel').getAttribute('role')).to.equal('region');
      expect(has('launcher')).to.equal(false);
      await setViewport(PHONE);
      await waitUntil(() => String(box(part('panel'))) === String(screen()), 'the phone');
    });

    it('becomes what the site changes it to', async () => {
      await put({mode: 'page'});
      await greeted();
      chat.mode = 'floating';
      await chat.updateComplete;
      expect(has('launcher')).to.equal(true);
      await waitUntil(() => part('panel').getBoundingClientRect().width === 392, 'its own width');
      chat.hide();
      await chat.updateComplete;
      expect(part('panel').checkVisibility()).to.equal(false);
      chat.mode = 'inline';
      await chat.updateComplete;
      expect(box(part('panel'))).to.deep.equal(box(chat));
    });
  });

  describe('on a phone', () => {
    for (const [name, size] of Object.entries({PHONE, LYING, ZOOMED})) {
      for (const placement of ['bottom-end', 'bottom-start']) {
        it(`is the screen: ${name.toLowerCase()}, ${placement}`, async () => {
          await setViewport(size);
          await opened({placement});
          expect(box(part('panel'))).to.deep.equal(screen());
          expect(part('launcher').checkVisibility(), 'the launcher').to.equal(false);
          const sideways = ['panel', 'transcript', 'header', 'composer'].filter(
            (each) => part(each).scrollWidth > part(each).clientWidth,
          );
          expect(sideways.join()).to.equal('');
          expect(part('transcript').clientHeight).to.be.at.least(80);
          expect(parseFloat(getComputedStyle(part('input')).fontSize)).to.be.at.least(16);
        });
      }
    }

    it('fits a screen that turns', async () => {
      await setViewport(PHONE);
      await opened();
      await setViewport(LYING);
      await waitUntil(() => String(box(part('panel'))) === String(screen()), 'lying');
      await setViewport(WINDOW);
      await waitUntil(() => part('panel').getBoundingClientRect().width === 392, 'a window');
      await waitUntil(() => part('panel').ariaModal === null, 'the page is there again');
    });

    it('keeps the box for writing above the keyboard, with what was said last', async () => {
      await setViewport(PHONE);
      await opened();
      for (let n = 0; n < 8; n++) await hub.sayAsBot(chat.conversationId!, `Message ${n}`);
      await waitUntil(() => partsOf(chat, 'text').length === 9, 'the messages');
      await waitUntil(() => part('panel').ariaModal === 'true', 'all code');
      const viewport = window.visualViewport!;
      const shows = async (values: Partial<VisualViewport>) => {
        for (const [name, value] of Object.entries(values)) {
          Object.defineProperty(viewport, name, {value, configurable: true});
        }
        viewport.dispatchEvent(new Event('resize'));
        await nextFrame();
        await nextFrame();
      };
      const last = () => partsOf(chat, 'text').at(-1)!.getBoundingClientRect();
      try {
        // The keyboard comes, and the browser moves the page up behind it.
        await shows({height: 400, offsetTop: 90, scale: 1});
        expect(box(part('panel')).filter((_, n) => n % 2 === 1)).to.deep.equal([90, 490]);
        const {top, bottom} = part('composer').getBoundingClientRect();
        expect(bottom).to.be.at.most(490);
        expect(last().bottom).to.be.at.most(top);
        expect(last().top).to.be.greaterThan(part('header').getBoundingClientRect().bottom);
        // Who zooms in then looks at a part of it.
        await shows({height: 200, offsetTop: 150, scale: 2});
        expect(box(part('panel')).filter((_, n) => n % 2 === 1)).to.deep.equal([0, 400]);
      } finally {
        for (const name of ['height', 'offsetTop', 'scale']) Reflect.deleteProperty(viewport, name);
      }
      await shows({});
      expect(box(part('panel'))).to.deep.equal(screen());
    });

    it('does not let the page scroll behind it, and leaves it as it was', async () => {
      await setViewport(PHONE);
      await put();
      scrollTo(0, 300);
      part('launcher').click();
      await greeted();
      await waitUntil(() => part('panel').ariaModal === 'true', 'all code');
      const wheel = (target: Element, deltaY: number, ctrlKey = false) => {
        const options = {deltaY, ctrlKey, bubbles: true, composed: true, cancelable: true};
        return target.dispatchEvent(new WheelEvent('wheel', options)) ? 'goes on' : 'ends';
      };
      const transcript = part('transcript');
      expect(wheel(part('header'), 50)).to.equal('ends');
      expect(wheel(transcript, 50), 'a short list').to.equal('ends');
      expect(wheel(part('header'), 50, true), 'zoom').to.equal('goes on');

      for (let n = 0; n < 15; n++) await hub.sayAsBot(chat.conversationId!, `Message ${n}`);
      await waitUntil(() => partsOf(chat, 'text').length === 16, 'the messages');
      await nextFrame();
      transcript.scrollTop = 20;
      const inside = partsOf(chat, 'bubble')[3]!;
      expect(wheel(inside, 50), 'in the list').to.equal('goes on');
      expect(wheel(inside, -50), 'in the list').to.equal('goes on');
      transcript.scrollTop = 0;
      expect(wheel(inside, -50), 'at its end').to.equal('ends');

      part('close-button').click();
      await chat.updateComplete;
      expect(scrollY).to.equal(300);
      for (const element of [document.documentElement, document.body]) {
        expect(element.getAttribute('style')).to.equal(null);
        expect(getComputedStyle(element).overflowY).to.equal('visible');
      }
      scrollTo(0, 310);
      expect(scrollY).to.equal(310);
    });

    it('keeps the Tab key with what can be seen', async () => {
      await setViewport(PHONE);
      const page = await opened();
      chat.append(
        Object.assign(document.createElement('a'), {href: '#help', slot: 'footer', id: 'own'}),
      );
      chat.querySelector('#own')!.textContent = 'Privacy';
      await waitUntil(() => part('footer').checkVisibility(), 'the footer');
      await waitUntil(() => part('panel').ariaModal === 'true', 'all code');
      chat.prefill('A draft');
      await waitUntil(() => !part('send-button').matches(':disabled'), 'the draft');
      const focused = () => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.id || element?.getAttribute('part') || element?.localName;
      };
      const seen: unknown[] = [];
      for (let n = 0; n < 6; n++) {
        await sendKeys({press: 'Tab'});
        seen.push(focused());
      }
      // Safari's links are not among its stops.
      const stops = seen.filter((each) => each !== 'own');
      const round = ['send-button', 'menu-button', 'close-button', 'transcript', 'input'];
      expect(stops.slice(0, 5)).to.deep.equal(round);
      part('menu-button').focus();
      await sendKeys({down: 'Shift'});
      await sendKeys({press: 'Tab'});
      await sendKeys({up: 'Shift'});
      expect(['own', 'send-button']).to.include(focused());

      await setViewport(WINDOW);
      await waitUntil(() => part('panel').ariaModal === null, 'a window');
      chat.querySelector<HTMLElement>('#own')!.remove();
      part('send-button').focus();
      await sendKeys({press: 'Tab'});
      await sendKeys({press: 'Tab'});
      expect(page.contains(document.activeElement) && document.activeElement !== chat).to.equal(
        true,
      );
    });
  });

  describe('shows what the page gives it', () => {
    it('in slots', async () => {
      await put(
        {start: 'visitor'},
        html`
          <a href="tel:1">Call us</a>
          <svg slot="launcher-icon" id="icon" viewBox="0 0 1 1" width="20" height="20"></svg>
          <b slot="header" id="brand">Small Hill Coffee</b>
          <button slot="header-actions" id="action">Log in</button>
          <p slot="welcome" id="welcome">Good morning!</p>
          <small slot="footer" id="footer">Privacy</small>
        `,
      );
      const slotted = (id: string) => chat.querySelector(`#${id}`)!;
      const isIn = (id: string, name: string) => {
        const inner = slotted(id).getBoundingClientRect();
        const outer = part(name).getBoundingClientRect();
        return inner.width > 0 && inner.left >= outer.left && inner.bottom <= outer.bottom + 1;
      };
      expect(isIn('icon', 'launcher')).to.equal(true);
      expect(chat.querySelector('a')!.getBoundingClientRect().width).to.equal(0);
      part('launcher').click();
      await waitUntil(() => has('panel') && slotted('footer').checkVisibility(), 'the panel');
      await waitUntil(() => slotted('welcome').getBoundingClientRect().width > 0, 'the welcome');
      stopMotion(chat);
      for (const [id, name] of [
        ['brand', 'header'],
        ['action', 'header'],
        ['welcome', 'transcript'],
        ['footer', 'footer'],
      ] as const) {
        expect(isIn(id, name), id).to.equal(true);
      }
      expect(has('title')).to.equal(false);
      slotted('brand').remove();
      await waitUntil(() => has('title'), 'the title');
      await chat.sendMessage('Hello');
      await waitUntil(() => slotted('welcome').getBoundingClientRect().width === 0, 'no welcome');
    });

    it('or nothing, and then there is no place for it', async () => {
      await opened({'welcome-text': 'Good morning!'});
      expect(part('footer').checkVisibility()).to.equal(false);
      expect(part('title').innerText).to.equal('Support');
    });

    it('in pictures', async () => {
      await put({
        'launcher-icon-src': PICTURE,
        'logo-src': PICTURE,
        'header-image-src': PICTURE,
        'avatar-src': '/docs/screenshots/menu.png',
      });
      const picture = part('launcher-icon').querySelector('img')!;
      await waitUntil(() => picture.naturalWidth > 0, 'the icon');
      part('launcher').click();
      await greeted();
      const {height, width} = part('header-image').getBoundingClientRect();
      expect([width, height]).to.deep.equal([part('header').getBoundingClientRect().width, 88]);
      expect(part('logo').getBoundingClientRect().right).to.be.at.most(
        part('title').getBoundingClientRect().left,
      );
      expect(part('avatar').querySelector('img')!.src).to.equal(
        new URL('/docs/screenshots/menu.png', location.href).href,
      );
    });

    it('but no picture that is not there', async () => {
      const broken = 'data:image/png,broken';
      await put({'launcher-icon-src': broken, 'logo-src': broken, 'header-image-src': broken});
      await waitUntil(() => part('launcher-icon').querySelector('svg'), 'the own icon');
      part('launcher').click();
      await greeted();
      await waitUntil(() => !part('logo').checkVisibility(), 'no logo');
      await waitUntil(() => !part('header-image').checkVisibility(), 'no picture');
    });
  });

  it('has a Latin title on the side of the others in an Arabic panel', async () => {
    await put({lang: 'ar', dir: 'rtl'});
    part('launcher').click();
    await greeted();
    const range = document.createRange();
    range.selectNodeContents(part('title'));
    const {right} = range.getBoundingClientRect();
    expect(Math.round(right)).to.equal(Math.round(part('title').getBoundingClientRect().right));
  });

  it('warns once of a mode that there is not, and floats', async () => {
    await put({mode: 'sideways'});
    expect(chat.mode).to.equal('floating');
    expect(part('launcher').checkVisibility()).to.equal(true);
    const {right} = part('launcher').getBoundingClientRect();
    expect(right).to.equal(document.documentElement.clientWidth - 20);
  });
});
