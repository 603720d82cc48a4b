import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {CHAT_STATES, showState} from '../support/chat-states.js';
import {startTestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {contrasts, painted} from './support/contrast.js';
import {partsOf, rootsOf, stopMotion} from './support/parts.js';

const SCHEMES = ['light', 'dark'] as const;

/** What stands in a line, or below a message, may be smaller than a finger; nothing may be smaller than this. */
const LEAST = 24;
const FINGER = 44;
const SMALL = ['retry-button', 'discard-button', 'more-button', 'copy-button', 'card-link'];

/** What WCAG 1.4.12 asks a page to bear. */
const SPACING = `* {
  line-height: 1.5 !important;
  letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important;
}
p { margin-block-end: 2em !important; }`;

describe('For everybody', () => {
  let chat: CaptivateChat;

  before(async () => {
    await setViewport({width: 900, height: 800});
    await Promise.all([
      import('../../components/chat/loaded-client.js'),
      import('../../components/panel/define-panel.js'),
      import('../../components/content/markdown.js'),
    ]);
    // From here on the browser takes the visitor for one with a keyboard.
    await sendKeys({press: 'Shift'});
  });

  after(() => setViewport({width: 800, height: 600}));

  afterEach(() => fixtureCleanup());

  const all = <E extends HTMLElement>(selector: string) =>
    rootsOf(chat).flatMap((root) => [...root.querySelectorAll<E>(selector)]);

  const isShown = (element: Element) =>
    element.checkVisibility({visibilityProperty: true}) &&
    element.getBoundingClientRect().width > 1;

  /** What can be pressed, written in or gone to, and is not behind a question or a picture. */
  function targets(selector: string) {
    const dialog = all('dialog').find((each) => each.matches('[open]'));
    return all(selector).filter(
      (each) => isShown(each) && !isInert(each) && (!dialog || dialog.contains(each)),
    );
  }

  function isInert(element: Element): boolean {
    if (element.closest('[inert]')) return true;
    const {host} = element.getRootNode() as ShadowRoot;
    return host !== undefined && isInert(host);
  }

  const nameOf = (element: HTMLElement) =>
    [element.localName, element.part.value || element.className].join(' ');

  async function expectAccess() {
    for (const scheme of SCHEMES) {
      chat.setAttribute('appearance', scheme);
      await nextFrame();
      await expect(chat).to.be.accessible();
    }
  }

  async function expectRoom() {
    const told = [...tooSmall(), ...unseenFocus()];
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(SPACING);
    for (const root of rootsOf(chat)) root.adoptedStyleSheets.push(sheet);
    await nextFrame();
    told.push(...cutOff().map((each) => `with more space: ${each}`));
    for (const root of rootsOf(chat)) root.adoptedStyleSheets.pop();
    chat.style.setProperty('--captivate-font-size', '30px');
    await nextFrame();
    await nextFrame();
    told.push(...cutOff().map((each) => `at 200 %: ${each}`));
    expect(told).to.deep.equal([]);
  }

  for (const [name, {snapshot}] of Object.entries(CHAT_STATES)) {
    describe(`${snapshot ? 'the panel shows' : 'the chat is'} ${name}`, () => {
      beforeEach(async () => {
        chat = await showState(name);
      });

      it('in a way that machines find accessible', async () => {
        await expectAccess();
      });

      it('with targets as large as a finger, a focus to be seen, and room for texts', expectRoom);
    });
  }

  it('the chat is closed, with news beside it', async () => {
    const hub = await startTestHub();
    chat = await fixture(html`
      <captivate-chat api-key="access" storage="none" socket-url=${hub.url}></captivate-chat>
    `);
    const has = (name: string, count = 1) =>
      waitUntil(() => partsOf(chat, name).length >= count, name);
    chat.show();
    await has('text');
    chat.hide();
    await hub.sayAsBot(chat.conversationId!, 'Are you there?');
    await has('preview-close');
    await has('badge');
    stopMotion(chat);
    await expectAccess();
    await expectRoom();
    expect(partsOf(chat, 'launcher')[0]!.ariaLabel).to.equal('Open chat, 1 unread message');
    fixtureCleanup();
    await hub.close();
  });

  function tooSmall(): string[] {
    return targets('button, textarea, [role="menuitem"], a[href]').flatMap((target) => {
      // A link in a sentence is as high as its line.
      if (target.matches('a') && getComputedStyle(target).display === 'inline') return [];
      const least = SMALL.some((part) => target.part.contains(part)) ? LEAST : FINGER;
      const {width, height} = sizeOf(target);
      return width >= least && height >= least
        ? []
        : [`${nameOf(target)} is ${width} × ${height} px`];
    });
  }

  /** With what is laid around it for fingers. */
  function sizeOf(target: Element) {
    const {width, height} = target.getBoundingClientRect();
    const after = getComputedStyle(target, '::after');
    if (after.position !== 'absolute') return {width, height};
    return {
      width: Math.max(width, parseFloat(after.width)),
      height: Math.max(height, parseFloat(after.height)),
    };
  }

  function unseenFocus(): string[] {
    return SCHEMES.flatMap((scheme) => {
      chat.setAttribute('appearance', scheme);
      const focusable = targets('button, a[href], textarea, [tabindex="0"], audio, video');
      return focusable.flatMap((element) => {
        element.focus({preventScroll: true});
        const ring = ringAround(element);
        if (!ring) return [`${nameOf(element)} has no ring`];
        const {outlineWidth, outlineColor} = getComputedStyle(ring);
        const [pair] = contrasts([
          {name: '', front: outlineColor, back: painted(behind(ring)), least: 3},
        ]);
        const isSeen = pair!.contrast >= 3 && parseFloat(outlineWidth) >= 2;
        return isSeen
          ? []
          : [`${scheme}: the ring of ${nameOf(element)}, ${outlineWidth}, ${pair!.contrast}`];
      });
    });
  }

  /** The box with the outline, which may be one around the element. */
  function ringAround(element: Element): Element | undefined {
    for (let box: Element | null = element; box; box = box.parentElement) {
      if (getComputedStyle(box).outlineStyle !== 'none') return box;
    }
    return undefined;
  }

  /** The colours that an outline stands on, the lowest first. */
  function behind(ring: Element): string[] {
    const {outlineOffset, boxShadow} = getComputedStyle(ring);
    const shadow = /^(.+?\)) 0px 0px 0px (\d+)px$/.exec(boxShadow);
    if (shadow && Number(shadow[2]) > 2) return [shadow[1]!];
    const isInside = parseFloat(outlineOffset) < 0;
    const colors: string[] = [];
    for (let each = isInside ? ring : outer(ring); each; each = outer(each)) {
      colors.unshift(getComputedStyle(each).backgroundColor);
    }
    return colors;
  }

  function outer(element: Element): Element | undefined {
    const root = element.getRootNode();
    return (
      element.assignedSlot ??
      element.parentElement ??
      (root instanceof ShadowRoot ? root.host : undefined)
    );
  }

  /** Texts that do not fit into their box. */
  function cutOff(): string[] {
    return all('*').flatMap((box) => {
      const style = getComputedStyle(box);
      const clips = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      if (!clips || !isShown(box) || !box.textContent.trim()) return [];
      // These say elsewhere what is not seen of them, or scroll.
      if (box.closest('.visually-hidden, .partial, .author')) return [];
      const tooWide = style.overflowX === 'hidden' && box.scrollWidth > box.clientWidth + 1;
      const tooHigh = style.overflowY === 'hidden' && box.scrollHeight > box.clientHeight + 1;
      return tooWide || tooHigh ? [`${nameOf(box)}: ${box.textContent.trim().slice(0, 30)}`] : [];
    });
  }
});
