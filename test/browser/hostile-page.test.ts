import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {partsOf, rootsOf, stopMotion} from './support/parts.js';

// No `writing-mode` on `<html>`: for that, WebKit counts `right` of what is fixed from the left.
const HOSTILE: Readonly<Record<string, string>> = {
  'takes everything from every box': `
    *, ::before, ::after {
      all: unset !important; display: block !important; color: red !important;
      font-size: 40px !important; opacity: 1;
    }`,
  'resets every box': `
    *, ::before, ::after {
      box-sizing: content-box !important; margin: 9px !important; padding: 20px !important;
      border: 3px solid lime !important; background: lime !important; min-width: 60px !important;
      position: relative !important; inset: 5px !important; z-index: 1 !important;
      float: left !important; overflow: hidden !important; columns: 2 !important;
    }
    body > div > * {
      transform: rotate(2deg) !important; filter: invert(1) !important; contain: content !important;
    }`,
  'hides what it does not know': `
    :is(div, span, p, a, ul, li, button, svg, textarea, form, header):not(:has(captivate-chat)) {
      display: none !important;
    }
    [class], [part], .launcher, .panel, .chat { visibility: hidden !important; width: 0 !important; }
    captivate-chat *, captivate-chat-panel { display: none !important; }`,
  'has taste of its own': `
    html { font-size: 6px; color-scheme: dark; }
    html, body, body * {
      color: red; direction: rtl; font-style: italic; font-variant: small-caps; font-weight: 900;
      font-stretch: condensed; letter-spacing: 9px; line-height: 4; text-transform: uppercase;
      text-align: center; text-indent: 30px; text-shadow: 1px 1px red; visibility: hidden;
      white-space: pre; word-break: break-all; word-spacing: 20px;
      cursor: wait; pointer-events: none; user-select: none; -webkit-user-select: none;
      hyphens: auto; tab-size: 40; list-style: none; border-collapse: separate; quotes: none;
      caret-color: lime; accent-color: lime; font-feature-settings: 'smcp'; orphans: 9;
    }
    body * { writing-mode: vertical-rl; }`,
};

describe('A hostile page', () => {
  let hub: TestHub;
  let chat: CaptivateChat;
  let sheet: CSSStyleSheet;

  beforeEach(async () => {
    hub = await startTestHub();
    sheet = new CSSStyleSheet();
    sheet.replaceSync('html { overflow: hidden !important; }');
    document.adoptedStyleSheets.push(sheet);
    chat = await fixture(html`
      <captivate-chat
        api-key="hostile-key"
        socket-url=${hub.url}
        user-id=${crypto.randomUUID()}
        storage="none"
        open
      ></captivate-chat>
    `);
    await waitUntil(() => partsOf(chat, 'text').length > 0, 'the greeting');
    for (const [word, part] of [
      ['markdown', 'text'],
      ['buttons', 'option'],
      ['card', 'card'],
      ['html', 'html'],
    ] as const) {
      const before = partsOf(chat, part).length + (part === 'text' ? 1 : 0);
      await chat.sendMessage(word);
      await waitUntil(() => partsOf(chat, part).length > before, word);
    }
    await waitUntil(() => partsOf(chat, 'html')[0]!.querySelector('b, strong'), 'HTML');
    await waitUntil(() => partsOf(chat, 'transcript')[0]!.querySelector('table'), 'Markdown');
    const images = partsOf(chat, 'card-image') as HTMLImageElement[];
    await waitUntil(() => images.every(({naturalWidth}) => naturalWidth > 0), 'the pictures');
    stopMotion(chat);
    const [scroller] = partsOf(chat, 'transcript');
    await waitUntil(
      () => scroller!.scrollTop + scroller!.clientHeight >= scroller!.scrollHeight - 1,
      'the end of the list',
    );
    await nextFrame();
  });

  afterEach(async () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet);
    document.documentElement.removeAttribute('dir');
    fixtureCleanup();
    await hub.close();
  });

  /** Where each box is and how it is drawn, one line for each. */
  function looks(): Map<string, string> {
    const lines = new Map<string, string>();
    for (const root of rootsOf(chat)) {
      // What was read out goes after some seconds.
      for (const element of root.querySelectorAll(':not([role="status"] *)')) {
        const name = `${lines.size} ${element.localName} ${element.getAttribute('part') ?? element.getAttribute('class') ?? ''}`;
        const {left, top, width, height} = element.getBoundingClientRect();
        lines.set(`${name}: place`, [left, top, width, height].map(Math.round).join(' '));
        const style = getComputedStyle(element);
        for (const property of style) {
          lines.set(`${name}: ${property}`, style.getPropertyValue(property));
        }
      }
    }
    return lines;
  }

  /** What is different, of all that could be. */
  async function changes(before: ReadonlyMap<string, string>, css: string): Promise<string[]> {
    // Scroll bars of the page would take room from the window.
    sheet.replaceSync(`${css} html { overflow: hidden !important; }`);
    await nextFrame();
    await nextFrame();
    const after = looks();
    return [...before]
      .filter(([name, value]) => after.get(name) !== value)
      .map(([name, value]) => `${name}: ${value} became ${after.get(name) ?? 'nothing'}`);
  }

  for (const [deed, css] of Object.entries(HOSTILE)) {
    it(`that ${deed} changes nothing in the widget`, async () => {
      const before = looks();
      const changed = await changes(before, css);
      expect(changed.slice(0, 10).join('\n')).to.equal('');
      const {left, top, width, height} = partsOf(chat, 'launcher')[0]!.getBoundingClientRect();
      const point = chat.shadowRoot!.elementFromPoint(left + width / 2, top + height / 2);
      expect(point?.closest('[part~="launcher"]') !== null, 'the launcher can be clicked').to.be
        .true;
    });
  }

  it('has the widget in one corner for each direction', async () => {
    const left = () => Math.round(partsOf(chat, 'launcher')[0]!.getBoundingClientRect().left);
    const atStart = 20;
    const atEnd = innerWidth - 20 - 60;
    const comes = (place: number) => waitUntil(() => left() === place, `at ${place}`);
    await comes(atEnd);
    chat.placement = 'bottom-start';
    await comes(atStart);
    chat.dir = 'rtl';
    await comes(atEnd);
    chat.placement = 'bottom-end';
    await comes(atStart);
  });

  it('that has a right to it changes what it says', async () => {
    const before = looks();
    const changed = await changes(before, 'captivate-chat::part(title) { color: rgb(1, 2, 3); }');
    expect(changed.filter((line) => line.includes(': color: ')).length).to.be.at.least(1);
  });

  it('leaves the site its font, its colours, its direction, and a way to hide the widget', async () => {
    sheet.replaceSync(`
      * { all: unset !important; font-family: Courier !important; }
      captivate-chat { --captivate-primary: rgb(10, 20, 30); }`);
    const style = (name: string) => getComputedStyle(partsOf(chat, name)[0]!);
    expect(style('bubble').fontFamily).to.equal('Courier');
    expect(style('launcher').backgroundColor).to.match(
      /^color\(srgb 0\.039\d* 0\.078\d* 0\.117\d*\)$/,
    );
    expect(style('bubble').direction).to.equal('ltr');
    const turns = (direction: string) =>
      waitUntil(() => style('bubble').direction === direction, direction);
    document.documentElement.dir = 'rtl';
    await turns('rtl');
    chat.dir = 'ltr';
    await turns('ltr');
    sheet.replaceSync('captivate-chat { display: none }');
    expect(partsOf(chat, 'launcher')[0]!.checkVisibility()).to.be.false;
  });
});
