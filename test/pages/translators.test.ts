import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, onlyConversation, type Visitor} from '../support/page.js';

/** Which texts are replaced: those that people read, as by translators, or every one. */
type Extent = 'words' | 'everything';

/** Puts elements in the place of texts, in every shadow root, as translators and other extensions do. */
const replaceTexts = ({page}: Visitor, extent: Extent) =>
  page.evaluate((extent) => {
    const roots: Node[] = [document.querySelector('captivate-chat')!.shadowRoot!];
    const texts: Text[] = [];
    for (const root of roots) {
      const nodes = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = nodes.nextNode(); node; node = nodes.nextNode()) {
        if (node instanceof Element && node.shadowRoot) roots.push(node.shadowRoot);
        if (!(node instanceof Text) || node.parentElement?.closest('textarea, style')) continue;
        if (extent === 'everything' || node.data.trim()) texts.push(node);
      }
    }
    for (const text of texts) {
      const [outer, inner] = [document.createElement('font'), document.createElement('font')];
      inner.textContent = text.data.replace(/\p{L}+/gu, (word) => `${word}o`);
      outer.append(inner);
      text.replaceWith(outer);
    }
    return texts.length;
  }, extent);

/** Puts elements beside the box for writing, and styles into every tree, as other extensions do. */
const addElements = ({page}: Visitor) =>
  page.evaluate(() => {
    const roots: ShadowRoot[] = [document.querySelector('captivate-chat')!.shadowRoot!];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
      root.prepend(document.createElement('style'));
      root.append(document.createElement('grammar-checker'));
      const box = root.querySelector('textarea');
      box?.before(document.createElement('grammar-checker'));
      box?.after(document.createElement('grammar-checker'));
    }
  });

const set = ({page}: Visitor, properties: object) =>
  page.evaluate(
    (properties) => void Object.assign(document.querySelector('captivate-chat')!, properties),
    properties,
  );

const says =
  (words: string) =>
  ({text}: {readonly text: string}) =>
    text === words;

inEachBrowser('A chat in which an extension', (play) => {
  for (const extent of ['words', 'everything'] as const) {
    const replaced = extent === 'words' ? 'words' : 'every text, blanks too,';
    play(`replaces ${replaced} shows what is new`, async ({hub, visit}) => {
      const visitor = await visit();
      await visitor.openChat();
      await visitor.shows(demoGreeting);
      const {id} = onlyConversation(hub);
      for (const word of ['buttons', 'card', 'file', 'html', 'markdown']) await visitor.write(word);
      await visitor.sees('text', ({text}) => text.startsWith('Markdown'));
      await visitor.sees('html');
      hub.sayAsBot(id, 'A line\n\n'.repeat(40));
      await visitor.sees('more-button', says('Show more'));
      const replace = async () => {
        assert.ok((await replaceTexts(visitor, extent)) > 5, 'Texts were replaced.');
      };

      await replace();
      await visitor.sees('title', says('Supporto'));
      await set(visitor, {heading: 'Help', subheading: 'We answer'});
      await visitor.sees('title', says('Help'));
      await visitor.sees('subtitle', says('We answer'));
      await replace();
      hub.connectAgent(id, {name: 'Ana'});
      await visitor.sees('notice', says('Ana has joined the conversation.'));
      await visitor.sees('subtitle', says('Ana'));
      await replace();
      hub.disconnectAgent(id);
      hub.connectAgent(id, {name: 'Ben'});
      await visitor.sees('subtitle', says('Ben'));

      await replace();
      await visitor.click('more-button');
      await visitor.sees('more-button', says('Show less'));
      await replace();
      await visitor.page.evaluate(() => (document.documentElement.lang = 'de'));
      await visitor.sees('more-button', says('Weniger anzeigen'));
      await visitor.sees('notice', says('Ana ist jetzt im Chat.'));
      await visitor.sees('card-link', ({text}) => text.endsWith('(wird in neuem Tab geöffnet)'));
      await replace();
      await visitor.click('menu-button');
      await visitor.sees('menu-item', says('Neue Unterhaltung'));
      await replace();
      await visitor.page.evaluate(() => (document.documentElement.lang = 'fr'));
      await visitor.sees('menu-item', says('Nouvelle conversation'));
      await visitor.press('Escape');

      await visitor.closeChat();
      hub.sayAsAgent(id, 'First');
      await visitor.sees('preview-text', says('First'));
      await visitor.sees('badge', says('1'));
      await replace();
      hub.sayAsAgent(id, 'Second');
      await visitor.sees('preview-text', says('Second'));
      await visitor.sees('badge', says('2'));
      await replace();
      await visitor.openChat();
      await visitor.write('All is well');
      await visitor.sees('text', says('All is well'));
    });
  }

  play('adds elements and styles of its own goes on', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await addElements(visitor);
    await visitor.write('Hello');
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    await visitor.closeChat();
    await addElements(visitor);
    await visitor.openChat();
    await visitor.write('Again');
    await visitor.sees('text', says('You said: Again'));
  });
});
