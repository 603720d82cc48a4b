/** What a visitor has of the chat where the browser is wrong about the network. */
import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, LOST_LINK, stored} from '../support/page.js';

inEachBrowser('Where the browser says that it is offline, and is not', (play) => {
  play('the chat works from the start, and nothing says otherwise', async ({visit, hub}) => {
    const visitor = await visit();
    visitor.expectConsole(LOST_LINK);
    await visitor.page.evaluate(() => {
      Object.defineProperty(navigator, 'onLine', {configurable: true, value: false});
      window.dispatchEvent(new Event('offline'));
    });
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    await visitor.write('Hello');
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    await visitor.seesNo('pending');
    await visitor.tells();
    assert.equal(hub.connections, 1);
    hub.faults.cutAll();
    await visitor.write('Again');
    await visitor.sees('text', ({text}) => text === 'You said: Again');
    await visitor.seesNo('pending');
    await visitor.tells();
    assert.deepEqual(
      stored(hub).filter((line) => line.startsWith('user: ')),
      ['user: Hello', 'user: Again'],
    );
  });
});
