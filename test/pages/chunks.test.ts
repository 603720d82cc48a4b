import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, until, type Visitor} from '../support/page.js';

/** The names of the chunks that the page has asked for, without their hashes. */
const chunks = ({requests}: Visitor) =>
  requests
    .map((address) => /\/chunks\/(.+)-[\w-]{8}\.js/.exec(address)?.[1])
    .filter((name) => name !== undefined)
    .toSorted();

inEachBrowser('What a page downloads', (play) => {
  play('for a conversation in plain text has no Markdown and no HTML in it', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.write('buttons');
    await visitor.sees('option');
    await visitor.write('cards');
    await visitor.sees('card');
    await visitor.write('text');
    await visitor.sees('text', ({text}) => text === 'This is plain text.');
    await visitor.settled();
    assert.deepEqual(chunks(visitor), ['client', 'define-panel']);
  });

  play('gets Markdown with the first text that needs it', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('markdown');
    await visitor.sees('text', ({text}) => text.includes('bold') && !text.includes('**'));
    assert.deepEqual(chunks(visitor), ['client', 'define-panel', 'markdown']);
  });

  play('gets what cleans HTML with the first HTML', async ({visit}) => {
    const visitor = await visit();
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('html');
    await visitor.sees('html', ({text}) => text.includes('on its way'));
    await visitor.settled();
    assert.deepEqual(chunks(visitor), ['client', 'define-panel', 'sanitize']);
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
    await until('the failed request', () => chunks(visitor).includes('markdown'));
    await visitor.write('text');
    await visitor.sees('text', ({text}) => text === 'This is plain text.');
  });

  play('has the language of the page in it, and no other', async ({visit}) => {
    const visitor = await visit();
    await visitor.page.evaluate(() => (document.documentElement.lang = 'de-AT'));
    await visitor.sees('launcher', ({label}) => label === 'Chat öffnen');
    assert.deepEqual(chunks(visitor), ['de', 'languages']);
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.sees('send-button', ({label}) => label === 'Senden');
    await visitor.settled();
    assert.deepEqual(chunks(visitor), ['client', 'de', 'define-panel', 'languages']);
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
    await until('the failed request', () => chunks(visitor).includes('de'));
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    assert.equal((await visitor.sees('send-button')).label, 'Send');
    assert.equal((await visitor.sees('launcher')).label, 'Close chat');
  });
});
