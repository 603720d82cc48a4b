import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {demoGreeting} from '../../demo/hub/index.js';
import {
  inEachBrowser,
  LOST_LINK,
  onlyConversation,
  until,
  type Stage,
  type Visitor,
} from '../support/page.js';

interface Named {
  readonly name: string;
}

interface Declaration {
  readonly name: string;
  readonly cssParts: readonly Named[];
  readonly cssProperties: readonly Named[];
}

/** What the class doc promises. */
function promised() {
  const text = readFileSync(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8');
  const {modules} = JSON.parse(text) as {modules: readonly {declarations: Declaration[]}[]};
  const chat = modules
    .flatMap(({declarations}) => declarations)
    .find(({name}) => name === 'CaptivateChat')!;
  return {
    parts: [...chat.cssParts.map(({name}) => name), 'user', 'bot', 'agent', 'pending', 'failed'],
    properties: chat.cssProperties.map(({name}) => name),
  };
}

/** Words that the demo bot understands, and what it shows then. */
const KINDS = {
  markdown: 'text',
  buttons: 'option',
  card: 'card-link',
  cards: 'cards-button',
  picture: 'image',
  audio: 'player',
  file: 'file',
  html: 'html',
  table: 'table',
} as const;

/** A value that nothing has by default. */
function odd(property: string): string {
  if (property.endsWith('-font')) return 'Courier';
  if (property.endsWith('-shadow')) return '0 0 9px rgb(1, 2, 3)';
  if (property.endsWith('-index')) return '77';
  return /-(size|radius|width|height|inline|block)$/.test(property) ? '37px' : 'rgb(1, 2, 3)';
}

/**
 * Which parts the site's own styles reach, and which properties change anything that is drawn. Runs in the page, where
 * nothing of this file exists, so nothing inside has a name.
 */
function look(parts: readonly string[], properties: readonly (readonly [string, string])[]) {
  const chat = document.querySelector('captivate-chat')!;
  const roots = [chat.shadowRoot!];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  const still = new CSSStyleSheet();
  still.replaceSync(
    '*, ::before, ::after { transition: none !important; animation: none !important }',
  );
  const all = [chat, ...roots.flatMap((root) => [...root.querySelectorAll('*')])];
  for (const root of roots) root.adoptedStyleSheets.push(still);
  const own = new CSSStyleSheet();
  own.replaceSync(
    parts.map((name) => `captivate-chat::part(${name}) { --reached-${name}: yes }`).join('\n'),
  );
  document.adoptedStyleSheets.push(own);
  const reached = parts.filter((name) =>
    all.some(
      (element) =>
        element.part.contains(name) &&
        getComputedStyle(element).getPropertyValue(`--reached-${name}`) === 'yes',
    ),
  );
  // At first none, to compare the others with.
  const drawn = [['', ''] as const, ...properties].map(([name, value]) => {
    chat.style.setProperty(name, value);
    const lines = all.map((element) => {
      const style = getComputedStyle(element);
      const {color, backgroundColor, borderTopColor, borderTopLeftRadius, boxShadow} = style;
      const {fontFamily, fontSize, outlineColor, zIndex, width, height, right, bottom} = style;
      return [
        ...[color, backgroundColor, borderTopColor, borderTopLeftRadius, boxShadow],
        ...[fontFamily, fontSize, outlineColor, zIndex, width, height, right, bottom],
      ].join(' ');
    });
    chat.style.removeProperty(name);
    return lines.join('\n');
  });
  const effective = properties
    .filter((_, index) => drawn[index + 1] !== drawn[0])
    .map(([name]) => name);
  for (const root of roots) root.adoptedStyleSheets.pop();
  document.adoptedStyleSheets.pop();
  return {reached, effective};
}

/** Runs in the page: the header gets all that it can have. */
function decorate(picture: string) {
  const chat = document.querySelector('captivate-chat')!;
  chat.logoSrc = picture;
  chat.headerImageSrc = picture;
}

const PICTURE = 'data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg"/>';

const DAY = 24 * 60 * 60 * 1000;

/** Runs in the page: from now on it is later. */
function turnClock(by: number) {
  const now = Date.now.bind(Date);
  Date.now = () => now() + by;
}

/** Runs in the page: the visitor reads from the beginning. */
function readOn() {
  const {shadowRoot} = document.querySelector('captivate-chat')!;
  const panel = shadowRoot!.querySelector('captivate-chat-panel')!;
  const transcript = panel.shadowRoot!.querySelector('captivate-chat-transcript')!;
  transcript.shadowRoot!.querySelector('[part="transcript"]')!.scrollTop = 0;
}

/** Goes through all that a visitor can come to see, and stops to look at each of its states. */
async function walk({hub, visit}: Stage, stop: (visitor: Visitor) => Promise<void>) {
  const visitor = await visit();
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  await visitor.page.evaluate(decorate, PICTURE);
  for (const [word, part] of Object.entries(KINDS)) {
    const before = (await visitor.visible(part)).length + (part === 'text' ? 1 : 0);
    await visitor.write(word);
    await until(`${part} after “${word}”`, async () => {
      return (await visitor.visible(part)).length > before;
    });
  }
  await stop(visitor);

  const {id} = onlyConversation(hub);
  hub.sayAsBot(id, 'A long story. '.repeat(200));
  await visitor.sees('more-button');
  await visitor.page.evaluate(readOn);
  await visitor.sees('end-button');
  await stop(visitor);
  hub.sayAsBot(id, 'Are you still reading?');
  await visitor.sees('new-messages');
  await stop(visitor);

  await visitor.write('pause');
  await visitor.sees('typing');
  await stop(visitor);
  await visitor.seesNo('typing');

  visitor.expectConsole(LOST_LINK);
  hub.faults.refuseConnections('destroy');
  hub.faults.cutAll();
  await visitor.write('Is anybody there?');
  await visitor.sees('pending');
  await stop(visitor);
  hub.faults.acceptConnections();
  await visitor.sees('text', ({text}) => text === 'You said: Is anybody there?');

  const sent = () => hub.received.filter(({eventType}) => eventType === 'user_message').length;
  const next = sent() + 1;
  hub.faults.goSilent({store: false});
  await visitor.write('And now?');
  await hub.waitForFrames('user_message', next);
  hub.faults.speakAgain();
  hub.sendError(id, 403, 'Refused');
  await visitor.sees('failed');
  await stop(visitor);

  await visitor.page.evaluate(turnClock, DAY);
  hub.connectAgent(id, {name: 'Ines'});
  hub.sayAsAgent(id, 'Hello, this is Ines.');
  await visitor.sees('agent');
  await stop(visitor);

  await visitor.click('menu-button');
  await visitor.sees('menu-item', ({focused}) => focused);
  await stop(visitor);
  await visitor.press('End', 'Enter');
  await visitor.sees('confirm');
  await stop(visitor);
  await visitor.press('Escape');
  await visitor.seesNo('confirm');

  await visitor.closeChat();
  hub.sayAsAgent(id, 'Are you still there?');
  await visitor.sees('badge');
  await visitor.sees('preview-text');
  await stop(visitor);
  await visitor.openChat();
  await visitor.sees('unread-divider');
  await stop(visitor);
}

inEachBrowser('A site owner', (play) => {
  play('reaches every part, and every property changes something', async (stage) => {
    const {parts, properties} = promised();
    const probes = properties.map((name) => [name, odd(name)] as const);
    const missingParts = new Set(parts);
    const missingProperties = new Set(properties);
    await walk(stage, async ({page}) => {
      const {reached, effective} = await page.evaluate(look, parts, probes);
      for (const name of reached) missingParts.delete(name);
      for (const name of effective) missingProperties.delete(name);
    });
    assert.deepEqual([...missingParts], [], 'parts without an element');
    assert.deepEqual([...missingProperties], [], 'properties without an effect');
  });
});
