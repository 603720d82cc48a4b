import assert from 'node:assert/strict';
import {inEachBrowser, until, type Visitor} from '../support/page.js';
import type {SiteOptions} from '../support/site.js';

/** Chromium runs no modules in XHTML, except those that a script asks for: https://crbug.com/717643 */
const page = (attributes = '') => `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="en">
  <head>
    <title>Small Hill Coffee</title>
    <link rel="icon" href="data:," />
    <script>
      window.errors = [];
      document.addEventListener('captivate-error', ({detail}) => errors.push(detail));
    </script>
    <script>import('/captivate-chat.js');</script>
  </head>
  <body>
    <h1>Small Hill Coffee</h1>
    <captivate-chat api-key="test-key" socket-url="ws://127.0.0.1:9" ${attributes}>
      <a href="tel:+15550100">Call us</a>
    </captivate-chat>
  </body>
</html>`;

const site: SiteOptions = {
  files: {'/page.xhtml': page(), '/open.xhtml': page('mode="page" open="open"')},
};

const codes = ({page}: Visitor) =>
  page.evaluate(() =>
    (window as unknown as {errors: readonly {code: string}[]}).errors.map(({code}) => code),
  );

const seesLink = ({page}: Visitor) =>
  page.evaluate(() => {
    const link = document.querySelector('a')!;
    const {left, top, width, height} = link.getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + height / 2) === link;
  });

inEachBrowser('A page of XHTML', (play) => {
  for (const path of ['/page.xhtml', '/open.xhtml']) {
    play(
      `says once that the chat cannot work there, and shows what the site has for that (${path})`,
      async ({visit}) => {
        const visitor = await visit(path);
        assert.equal(
          await visitor.page.evaluate(() => document.contentType),
          'application/xhtml+xml',
        );
        await until('the error', async () => (await codes(visitor)).length > 0);
        assert.ok(await seesLink(visitor), 'The link can be clicked.');
        const failure = await visitor.page.evaluate(async () => {
          const chat = document.querySelector('captivate-chat')!;
          chat.show();
          chat.toggle();
          chat.connect();
          chat.heading = 'Help';
          chat.prefill('Hello');
          await chat.focusComposer();
          return chat.sendMessage('Hello').catch((error: {code: string}) => error.code);
        });
        assert.equal(failure, 'unsupported-document');
        await visitor.settled();
        assert.ok(await seesLink(visitor), 'The link can still be clicked.');
        assert.deepEqual(await codes(visitor), ['unsupported-document']);
      },
      {site},
    );
  }
});
