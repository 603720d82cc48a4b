import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';
import {budgeted, withoutHash} from '../support/size-budget.js';

/** What the page has asked for of the tag, by the names that `size-budget.json` has for it. */
const asked = ({requests}: Visitor) =>
  requests
    .filter((address) => address.endsWith('.js'))
    .map((address) => withoutHash(new URL(address).pathname.slice(1)))
    .toSorted();

inEachBrowser('What a page downloads', (play) => {
  play('is one file while nobody wants the chat', async ({visit}) => {
    const visitor = await visit();
    await visitor.sees('launcher');
    await visitor.settled();
    assert.deepEqual(asked(visitor), budgeted('page load'));
  });

  play('for a conversation in plain text has nothing in it for other kinds', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.write('buttons');
    await visitor.sees('option');
    await visitor.write('text');
    await visitor.sees('text', ({text}) => text === 'This is plain text.');
    await visitor.settled();
    assert.deepEqual(asked(visitor), budgeted('first conversation'));
  });

  play('gets Markdown with the first text that needs it', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('markdown');
    await visitor.sees('text', ({text}) => text.includes('bold') && !text.includes('**'));
    assert.deepEqual(asked(visitor), budgeted('first conversation', 'Markdown, when needed'));
  });

  play('gets what cleans HTML with the first HTML', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('html');
    await visitor.sees('html', ({text}) => text.includes('on its way'));
    await visitor.settled();
    assert.deepEqual(asked(visitor), budgeted('first conversation', 'HTML, when needed'));
  });

  play('gets what shows cards with the first ones', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('cards');
    await visitor.sees('card');
    assert.deepEqual(
      asked(visitor),
      budgeted('first conversation', 'cards and files, when needed'),
    );
  });

  play('can fail for Markdown, and the text is there all the same', async ({visit}) => {
    const visitor = await visit();
    visitor.expectConsole(/Failed to load resource|NetworkError|markdown/);
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => {
      if (/\/chunks\/markdown-/.test(request.url())) void request.abort();
      else void request.continue();
    });
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('markdown');
    await visitor.sees('text', ({text}) => text.includes('**bold**'));
    await until('the failed request', () => asked(visitor).includes('chunks/markdown-*.js'));
    await visitor.write('text');
    await visitor.sees('text', ({text}) => text === 'This is plain text.');
  });

  play('has the language of the page in it, and no other', async ({visit}) => {
    const visitor = await visit();
    await visitor.page.evaluate(() => (document.documentElement.lang = 'de-AT'));
    await visitor.sees('launcher', ({label}) => label === 'Chat öffnen');
    assert.deepEqual(
      asked(visitor),
      budgeted('page load', 'another language, to begin with', 'German'),
    );
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.sees('send-button', ({label}) => label === 'Senden');
    await visitor.settled();
    assert.deepEqual(
      asked(visitor),
      budgeted('first conversation', 'another language, to begin with', 'German'),
    );
  });

  play('can fail for the language, and the chat is in English', async ({visit}) => {
    const visitor = await visit();
    visitor.expectConsole(/Failed to load resource|NetworkError|chunks\/de-/);
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => {
      if (/\/chunks\/de-/.test(request.url())) void request.abort();
      else void request.continue();
    });
    await visitor.page.evaluate(() => (document.documentElement.lang = 'de'));
    await until('the failed request', () => asked(visitor).includes('chunks/de-*.js'));
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    assert.equal((await visitor.sees('send-button')).label, 'Send');
    assert.equal((await visitor.sees('launcher')).label, 'Close chat');
  });
});
