import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, onlyConversation, stored, until, type Visitor} from '../support/page.js';

const GREETED = `bot: ${demoGreeting}`;

/** A visitor in the middle of a conversation. */
async function chatting(visitor: Visitor) {
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  await visitor.write('Hello');
  await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
}

/** What has been typed so far is stored, as it is a moment after the last key. */
function draftIsStored({page}: Visitor, draft: string) {
  return until(`the draft "${draft}" is stored`, () =>
    page.evaluate(async (expected) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open('captivate-chat');
        request.onsuccess = () => resolve(request.result);
      });
      const records = await new Promise<{draft: string}[]>((resolve) => {
        const request = database.transaction('sessions').objectStore('sessions').getAll();
        request.onsuccess = () => resolve(request.result as {draft: string}[]);
      });
      database.close();
      return records[0]?.draft === expected;
    }, draft),
  );
}

inEachBrowser('A conversation', (play) => {
  play('goes on after a reload, with the draft still in the box', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    const id = await visitor.conversationId();
    await visitor.type('half a thought');
    await draftIsStored(visitor, 'half a thought');
    await visitor.reload();
    await visitor.openChat();
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    assert.equal((await visitor.sees('input')).value, 'half a thought');
    assert.equal(await visitor.conversationId(), id);
    await visitor.press('End');
    await visitor.write(', and the rest');
    await visitor.shows(
      ...[demoGreeting, 'Hello', 'You said: Hello'],
      ...['half a thought, and the rest', 'You said: half a thought, and the rest'],
    );
    assert.equal(onlyConversation(hub).id, id);
    assert.deepEqual(stored(hub), [
      ...[GREETED, 'user: Hello', 'bot: You said: Hello'],
      ...['user: half a thought, and the rest', 'bot: You said: half a thought, and the rest'],
    ]);
  });

  play('delivers a message once that was written just before the reload', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    hub.faults.goSilent();
    await visitor.write('precious');
    await visitor.sees('text', ({text}) => text === 'precious');
    await visitor.reload();
    hub.faults.speakAgain();
    await visitor.openChat();
    await until('it is in the hub', () => stored(hub).includes('user: precious'));
    await visitor.sees('text', ({text}) => text === 'precious');
    await visitor.write('and more');
    await visitor.sees('text', ({text}) => text === 'You said: and more');
    await visitor.seesNo('pending');
    const lines = stored(hub);
    assert.equal(lines.filter((line) => line === 'user: precious').length, 1);
    const texts = await visitor.texts();
    assert.equal(texts.filter((text) => text === 'precious').length, 1);
  });

  play('goes on after many reloads, in the same order', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    const list = [demoGreeting, 'Hello', 'You said: Hello'];
    for (const word of ['one', 'two', 'three']) {
      await visitor.reload();
      await visitor.openChat();
      await visitor.shows(...list);
      await visitor.write(word);
      list.push(word, `You said: ${word}`);
      await visitor.shows(...list);
    }
    assert.equal(stored(hub).filter((line) => line === GREETED).length, 1);
    assert.equal(stored(hub).length, list.length);
  });

  play('counts what an agent wrote while the page was gone, still closed', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    await visitor.closeChat();
    await visitor.leave();
    hub.sayAsAgent(onlyConversation(hub).id, 'Are you still there?');
    await visitor.goTo('/');
    await visitor.sees('badge', ({text}) => text === '1');
    assert.equal((await visitor.sees('launcher')).label, 'Open chat, 1 unread message');
    assert.deepEqual(await visitor.visible('panel'), []);
    await visitor.openChat();
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello', 'Are you still there?');
    await visitor.seesNo('badge');
    await visitor.closeChat();
    assert.deepEqual(await visitor.visible('badge'), []);
  });

  // A page that browsers keep, to be quick when the visitor comes back, is gone for the hub all the same.
  play('ends the connection of a page that the visitor leaves', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    await visitor.leave();
    await hub.waitForConnections(0);
  });

  play('goes on when the visitor goes back', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    await visitor.goTo('/prices');
    hub.sayAsAgent(onlyConversation(hub).id, 'Are you still there?');
    await visitor.page.goBack();
    const list = [demoGreeting, 'Hello', 'You said: Hello', 'Are you still there?'];
    if ((await visitor.visible('panel')).length === 0) await visitor.openChat();
    await visitor.shows(...list);
    await visitor.click('input');
    await visitor.write('Yes');
    await visitor.shows(...list, 'Yes', 'You said: Yes');
  });

  play('goes on on another page of the site', async ({visit, hub}) => {
    const visitor = await visit('/');
    await chatting(visitor);
    const id = await visitor.conversationId();
    await visitor.closeChat();
    await visitor.page.click('a[href="/prices"]');
    await until('the other page', () => visitor.page.url().endsWith('/prices'));
    await visitor.openChat();
    await visitor.shows(demoGreeting, 'Hello', 'You said: Hello');
    await visitor.write('How much?');
    await visitor.shows(
      ...[demoGreeting, 'Hello', 'You said: Hello'],
      'How much?',
      'You said: How much?',
    );
    assert.equal(await visitor.conversationId(), id);
    assert.equal(onlyConversation(hub).id, id);
  });

  play('goes on in a new tab, and in the old one', async ({visit, hub}) => {
    const first = await visit('/');
    await chatting(first);
    const second = await visit('/prices');
    await second.openChat();
    await second.shows(demoGreeting, 'Hello', 'You said: Hello');
    await second.write('from the second');
    await second.sees('text', ({text}) => text === 'You said: from the second');
    await first.bringToFront();
    await first.click('input');
    await first.write('from the first');
    await first.sees('text', ({text}) => text === 'You said: from the first');
    assert.deepEqual(stored(hub), [
      ...[GREETED, 'user: Hello', 'bot: You said: Hello'],
      ...['user: from the second', 'bot: You said: from the second'],
      ...['user: from the first', 'bot: You said: from the first'],
    ]);
    const texts = stored(hub).map((line) => line.replace(/^\w+: /, ''));
    for (const visitor of [first, second]) {
      await visitor.bringToFront();
      await visitor.reload();
      await visitor.openChat();
      await visitor.shows(...texts);
    }
    assert.equal(stored(hub).length, texts.length);
  });

  play('is another one for another user id', async ({visit, hub}) => {
    const visitor = await visit();
    await chatting(visitor);
    await visitor.page.evaluate(() => {
      document.querySelector('captivate-chat')!.setAttribute('user-id', 'bob');
    });
    await visitor.shows(demoGreeting);
    assert.equal(hub.conversations.all().length, 2);
  });
});
