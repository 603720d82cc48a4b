import {expect, fixture, fixtureCleanup, html} from '@open-wc/testing';
import fc from 'fast-check';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {contrasts, type Pair} from './support/contrast.js';
import {partsOf, stopMotion} from './support/parts.js';

const SCHEMES = ['light', 'dark'] as const;

const byte = fc.integer({min: 0, max: 255});
const share = fc.integer({min: 0, max: 1000}).map((value) => value / 1000);

const opaque = fc.tuple(byte, byte, byte).map((rgb) => `rgb(${rgb.join(' ')})`);

/** What may stand behind `--captivate-primary`: any colour that CSS has a way to write. */
const color = fc.oneof(
  {weight: 8, arbitrary: opaque},
  // Where neither black nor white is far away.
  {weight: 4, arbitrary: fc.integer({min: 90, max: 150}).map((v) => `rgb(${v} ${v} ${v})`)},
  {
    weight: 2,
    arbitrary: fc
      .tuple(share, share, share)
      .map(([l, c, h]) => `oklch(${l} ${c * 0.4} ${Math.round(h * 360)})`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(share, share, share).map((p3) => `color(display-p3 ${p3.join(' ')})`),
  },
  {
    weight: 1,
    arbitrary: fc.tuple(byte, byte, byte, share).map((rgba) => `rgba(${rgba.join(', ')})`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('black', 'white', 'yellow', 'blue', '#767676', 'transparent'),
  },
);

describe('The colours', () => {
  let hub: TestHub;
  let chat: CaptivateChat;

  const part = (name: string, index = 0) => {
    const found = partsOf(chat, name).at(index);
    if (!found) throw new Error(`There is no ${name}.`);
    return found;
  };

  const style = (element: Element) => getComputedStyle(element);
  const has = (name: string, count = 1) =>
    waitUntil(() => partsOf(chat, name).length >= count, name);

  /** A conversation in which everything is that stands on the primary colour, or is made from it. */
  beforeEach(async () => {
    hub = await startTestHub();
    chat = await fixture(html`
      <captivate-chat
        api-key="theme-key"
        socket-url=${hub.url}
        user-id=${crypto.randomUUID()}
        storage="none"
        subheading="Small Hill Coffee"
        open
      ></captivate-chat>
    `);
    await waitUntil(() => partsOf(chat, 'text').length > 0, 'the greeting');
    await chat.sendMessage('See https://example.com/');
    await has('text', 3);
    await chat.sendMessage('buttons');
    await has('option');
    part('option').click();
    await waitUntil(() => part('option').ariaPressed === 'true', 'the choice');
    await chat.sendMessage('buttons');
    await has('option', 6);
    chat.prefill('A draft');
    await waitUntil(() => !part('send-button').matches(':disabled'), 'the draft');
    part('menu-button').click();
    await has('menu-item');
    part('menu-item', -1).click();
    await has('confirm-button');
    stopMotion(chat);
  });

  afterEach(async () => {
    fixtureCleanup();
    await hub.close();
  });

  const textOn = (name: string, front: Element, back: Element): Pair => ({
    name,
    front: style(front).color,
    back: style(back).backgroundColor,
    least: 4.5,
  });

  const shapeOn = (name: string, front: string, back: Element): Pair => ({
    name,
    front,
    back: style(back).backgroundColor,
    least: 3,
  });

  /** What fails in either scheme, in words. */
  function tooClose(
    colors: Readonly<Record<string, string>>,
    pairs: () => readonly Pair[],
  ): string[] {
    for (const [name, value] of Object.entries(colors)) chat.style.setProperty(name, value);
    return SCHEMES.flatMap((scheme) => {
      chat.setAttribute('appearance', scheme);
      return contrasts(pairs())
        .filter(({contrast, least}) => contrast < least)
        .map(
          ({name, contrast, front, back}) =>
            `${scheme}, ${name}: ${contrast.toFixed(2)} (${front} on ${back})`,
        );
    });
  }

  /** Tries that many colours, and tells of the one that fails. */
  function forColors(count: number, failures: (color: string) => string[]) {
    fc.assert(
      fc.property(color, (each) => {
        const told = failures(each);
        if (told.length > 0) throw new Error(`${each}: ${told.join('; ')}`);
      }),
      {numRuns: count, includeErrorInReport: true},
    );
  }

  /** Each element that shows a colour, and what it stands on. */
  function pairs(): Pair[] {
    const panel = part('panel');
    const bubble = part('bubble');
    const own = partsOf(chat, 'bubble').find((each) => each.querySelector('a'))!;
    const [chosen, open] = [part('option'), part('option', -1)];
    const edge = (element: Element) => style(element).borderTopColor;
    const buttons = ['launcher', 'send-button', 'confirm-button'].map((name) => part(name));
    return [
      ...[...buttons, chosen, open].map((each) => textOn(`text of ${each.part.value}`, each, each)),
      textOn('text of the user', own, own),
      textOn('a link of the user', own.querySelector('a')!, own),
      textOn('text of the bot', bubble, bubble),
      textOn('text of the title', part('title'), panel),
      textOn('text of the subtitle', part('subtitle'), panel),
      textOn('a time', part('time'), panel),
      textOn('the icon of the menu', part('menu-button'), panel),
      ...buttons.map((each) => shapeOn(`edge of ${each.part.value}`, edge(each), panel)),
      shapeOn('edge of the chosen option', edge(chosen), bubble),
      shapeOn('edge of an option on the bubble', edge(open), bubble),
      shapeOn('edge of an option', edge(open), open),
      shapeOn('edge of the composer', edge(part('composer')), panel),
      shapeOn('edge of the cancel button', edge(part('cancel-button')), panel),
      shapeOn('the ring of the focus', style(part('cancel-button')).outlineColor, panel),
      shapeOn(
        'the ring of the focus on a bubble',
        style(part('cancel-button')).outlineColor,
        bubble,
      ),
    ];
  }

  it('made of the primary one can be told apart, whatever it is', () => {
    expect(part('cancel-button').matches(':focus-visible')).to.equal(true);
    forColors(1000, (each) => tooClose({'--captivate-primary': each}, pairs));
  });

  it('of a text suit what the site chose to be behind it', async () => {
    await hub.connectAgent(chat.conversationId!, {name: 'Ines'});
    await hub.sayAsAgent(chat.conversationId!, 'Hello, this is Ines.');
    await waitUntil(() => partsOf(chat, 'agent').length > 0, 'the agent');
    const bubble = (sender: string) => part(sender).querySelector('[part="bubble"]')!;
    fc.assert(
      fc.property(opaque, opaque, opaque, opaque, opaque, (button, user, bot, agent, surface) => {
        const chosen = {
          '--captivate-button-background': button,
          '--captivate-user-bubble': user,
          '--captivate-bot-bubble': bot,
          '--captivate-agent-bubble': agent,
          '--captivate-surface': surface,
        };
        const told = tooClose(chosen, () => [
          ...['launcher', 'send-button'].map((name) => textOn(name, part(name), part(name))),
          ...['user', 'bot', 'agent'].map((name) => textOn(name, bubble(name), bubble(name))),
          textOn('surface', part('title'), part('panel')),
        ]);
        if (told.length > 0) throw new Error(told.join('; '));
      }),
      {numRuns: 200, includeErrorInReport: true},
    );
  });

  it('that the site chose are taken as they are', () => {
    chat.style.setProperty('--captivate-primary', 'white');
    chat.style.setProperty('--captivate-on-primary', 'rgb(1, 2, 3)');
    const own = partsOf(chat, 'bubble').find((each) => each.querySelector('a'))!;
    for (const element of [part('launcher'), own, part('send-button')]) {
      expect(style(element).color).to.equal('rgb(1, 2, 3)');
    }
    chat.style.setProperty('--captivate-user-bubble', 'rgb(250, 250, 250)');
    chat.style.setProperty('--captivate-user-text', 'rgb(240, 240, 240)');
    expect(style(own).color).to.equal('rgb(240, 240, 240)');
    expect(style(part('launcher')).color).to.equal('rgb(1, 2, 3)');
  });

  it('follow the system, or the site, down to the scroll bars', () => {
    const schemes = () => ['transcript', 'input'].map((name) => style(part(name)).colorScheme);
    expect(schemes()).to.deep.equal(['light dark', 'light dark']);
    chat.setAttribute('appearance', 'dark');
    expect(schemes()).to.deep.equal(['dark', 'dark']);
    const dark = style(part('panel')).backgroundColor;
    chat.setAttribute('appearance', 'light');
    expect(schemes()).to.deep.equal(['light', 'light']);
    expect(style(part('panel')).backgroundColor).not.to.equal(dark);
  });

  it('of the menu are not those of the header in which it stands', async () => {
    const rule = document.createElement('style');
    rule.textContent = 'captivate-chat::part(header) { background: #3a2318; color: white }';
    chat.append(rule);
    part('menu-button').click();
    await has('menu-item');
    expect(style(part('header')).color).to.equal('rgb(255, 255, 255)');
    expect(style(part('menu-item')).color).to.equal(style(part('panel')).color);
  });

  it('of what cannot be undone are not those of every day', async () => {
    part('menu-button').click();
    await has('menu-item');
    partsOf(chat, 'menu-item').at(-1)!.click();
    await has('confirm-button');
    const {backgroundColor} = style(part('confirm-button'));
    expect(backgroundColor).not.to.equal(style(part('launcher')).backgroundColor);
    chat.style.setProperty('--captivate-error', 'rgb(200, 30, 90)');
    expect(style(part('confirm-button')).backgroundColor).to.equal('rgb(200, 30, 90)');
    expect(style(part('confirm-button')).color).to.match(/1 1 1|255, 255, 255|0\.95/);
  });
});
