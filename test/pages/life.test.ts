import assert from 'node:assert/strict';
import {demoGreeting} from '../../demo/hub/index.js';
import {
  inEachBrowser,
  KEEPING_PAGES,
  onlyConversation,
  stored,
  until,
  type Stage,
  type StageOptions,
  type Visitor,
} from '../support/page.js';

const DAY = 86_400_000;

/** Before the tag's own: notes what happens to the page and what it is told, and can turn its clock. */
const SCRIPT = `
  window.pageEvents = [];
  addEventListener('pageshow', ({persisted}) => persisted && window.pageEvents.push('kept'));
  document.addEventListener('freeze', () => window.pageEvents.push('frozen'));
  window.told = [];
  addEventListener('captivate-message', ({target, detail}) =>
    window.told.push([target.id, detail.message.text].join(' ').trim()));
  const now = Date.now;
  let ahead = 0;
  Date.now = () => now() + ahead;
  window.turnClock = (milliseconds) => void (ahead += milliseconds);`;

const WATCHED: StageOptions = {
  site: {
    head: `<script>${SCRIPT}</script>`,
    files: {'/other.html': '<link rel="icon" href="data:,"><p>Another page of the site</p>'},
  },
};

declare global {
  interface Window {
    /** What has happened to the page. */
    pageEvents: string[];
    /** The messages that the page was told of, with the id of the element that did. */
    told: string[];
    turnClock: (milliseconds: number) => void;
  }
}

const chatted = [demoGreeting, 'Hello', 'You said: Hello'];
/** What the hub keeps of it when the demo bot has answered each message. */
const storedOf = (texts: readonly string[]) =>
  texts.map((text, index) => `${index % 2 === 0 ? 'bot' : 'user'}: ${text}`);

async function chatting(visitor: Visitor) {
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  await visitor.write('Hello');
  await visitor.shows(...chatted);
}

/** Writes once more, and has it all: in the list and in the hub, everything once and in order. */
async function goesOn(visitor: Visitor, {hub}: Stage, before: readonly string[] = chatted) {
  await visitor.click('input');
  await visitor.write('And now?');
  const all = [...before, 'And now?', 'You said: And now?'];
  await visitor.shows(...all);
  await visitor.seesNo('pending');
  assert.deepEqual(stored(hub), storedOf(all));
}

/**
 * Back to the first page; resolves with whether the browser has kept it as it was. Firefox keeps none that had a socket
 * or a lock when it was left, even if it gives them up at that moment.
 */
async function goBack({page}: Visitor): Promise<boolean> {
  // Firefox's driver does not notice that a kept page is back, so `page.goBack()` would wait for ever.
  await page.evaluate(() => history.back());
  await until('the first page', () =>
    page.evaluate(() => location.pathname === '/' && document.readyState === 'complete'),
  );
  return page.evaluate(() => window.pageEvents.includes('kept'));
}

inEachBrowser(
  'A page',
  (play) => {
    play(
      'that the visitor leaves gives its connection up, and goes on when they go back',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await chatting(visitor);
        await visitor.closeChat();
        await visitor.goTo('/other.html');
        await hub.waitForConnections(0);
        hub.sayAsAgent(onlyConversation(hub).id, 'Are you still there?');
        const isKept = await goBack(visitor);
        assert.equal(isKept, stage.engine === 'chromium');
        await visitor.sees('badge', ({text}) => text === '1');
        await visitor.openChat();
        const all = [...chatted, 'Are you still there?'];
        await visitor.shows(...all);
        await visitor.write('Yes');
        await visitor.shows(...all, 'Yes', 'You said: Yes');
        assert.equal(hub.connections, 1);
        // What was told before is told again only where nobody has read it.
        const news = isKept ? all : ['Are you still there?'];
        const told = await visitor.page.evaluate(() => window.told);
        assert.deepEqual(told, [...news, 'Yes', 'You said: Yes']);
      },
      WATCHED,
    );

    // Only Chromium freezes pages, and keeps those that had a connection.
    if (play.engine === 'chromium') {
      play(
        'that sends while it is left keeps the message at least as long as itself',
        async (stage) => {
          const visitor = await stage.visit();
          await chatting(visitor);
          await visitor.page.evaluate(() => {
            addEventListener('pagehide', () => {
              void document.querySelector('captivate-chat')!.sendMessage('precious');
            });
          });
          await visitor.goTo('/other.html');
          assert.ok(await goBack(visitor), 'the page is kept');
          const all = [...chatted, 'precious', 'You said: precious'];
          await visitor.shows(...all);
          await goesOn(visitor, stage, all);
        },
        WATCHED,
      );

      play(
        'that the browser freezes gives its connection up, and goes on when it is thawed',
        async (stage) => {
          const {hub} = stage;
          const visitor = await stage.visit();
          await chatting(visitor);
          const session = await visitor.page.createCDPSession();
          await session.send('Page.setWebLifecycleState', {state: 'frozen'});
          await hub.waitForConnections(0);
          hub.sayAsAgent(onlyConversation(hub).id, 'Are you still there?');
          await session.send('Page.setWebLifecycleState', {state: 'active'});
          await visitor.page.bringToFront();
          const all = [...chatted, 'Are you still there?'];
          await visitor.shows(...all);
          assert.deepEqual(await visitor.page.evaluate(() => window.pageEvents), ['frozen']);
          await visitor.click('input');
          await visitor.write('Yes');
          await visitor.shows(...all, 'Yes', 'You said: Yes');
          assert.equal(hub.connections, 1);
        },
        WATCHED,
      );
    }

    play(
      'that is left just after a message was written loses nothing, and sends nothing twice',
      async (stage) => {
        const visitor = await stage.visit();
        await chatting(visitor);
        await visitor.page.evaluate(() => {
          void document.querySelector('captivate-chat')!.sendMessage('precious');
          location.href = '/prices';
        });
        await until('the other page', () =>
          visitor.page.evaluate(() => location.pathname === '/prices'),
        );
        await visitor.openChat();
        const all = [...chatted, 'precious', 'You said: precious'];
        await visitor.shows(...all);
        await goesOn(visitor, stage, all);
      },
      WATCHED,
    );

    play(
      'whose body is replaced keeps the session of an element that moves along',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await chatting(visitor);
        const [socket] = new Set(hub.received.map(({socketId}) => socketId));
        await visitor.page.evaluate(() => {
          const next = document.createElement('body');
          next.append(document.querySelector('captivate-chat')!);
          document.body.replaceWith(next);
        });
        await goesOn(visitor, stage);
        const sockets = new Set(hub.received.map(({socketId}) => socketId));
        assert.deepEqual([...sockets], [socket]);
        assert.equal(hub.connections, 1);
      },
      WATCHED,
    );

    play(
      'whose body is replaced goes on with an equal element that is new',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await chatting(visitor);
        await visitor.page.evaluate(() => {
          const next = document.createElement('body');
          const chat = document.querySelector('captivate-chat')!.cloneNode() as HTMLElement;
          chat.removeAttribute('open');
          next.append(chat);
          document.body.replaceWith(next);
        });
        await visitor.openChat();
        await visitor.shows(...chatted);
        await goesOn(visitor, stage);
        await hub.waitForConnections(1);
      },
      WATCHED,
    );

    play(
      'may take the element out and put it back in one go',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await chatting(visitor);
        await visitor.page.evaluate(() => {
          const chat = document.querySelector('captivate-chat')!;
          chat.remove();
          document.body.prepend(chat);
        });
        await goesOn(visitor, stage);
        assert.equal(new Set(hub.received.map(({socketId}) => socketId)).size, 1);
      },
      WATCHED,
    );

    play(
      'may take the element out and put it back later',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await chatting(visitor);
        const chat = await visitor.page.evaluateHandle(() => {
          const chat = document.querySelector('captivate-chat')!;
          chat.remove();
          return chat;
        });
        await hub.waitForConnections(0);
        hub.sayAsAgent(onlyConversation(hub).id, 'Are you still there?');
        await chat.evaluate((element) => document.body.append(element));
        await visitor.shows(...chatted, 'Are you still there?');
        await visitor.click('input');
        await visitor.write('Yes');
        await visitor.shows(...chatted, 'Are you still there?', 'Yes', 'You said: Yes');
        assert.equal(hub.connections, 1);
      },
      WATCHED,
    );

    for (const [name, value] of [
      ['user-id', () => 'bob'],
      ['api-key', () => 'another-key'],
      ['socket-url', ({network}: Stage) => network.url],
    ] as const) {
      play(
        `whose ${name} changes while connecting shows nothing of the first, and loses nothing`,
        async (stage) => {
          const {hub} = stage;
          const visitor = await stage.visit();
          hub.faults.neverGreet();
          await visitor.openChat();
          await visitor.write('for the first');
          await visitor.shows('for the first');
          await hub.waitForConnections(1);
          const change = (to: string) =>
            visitor.page.evaluate(
              (name, to) => {
                const chat = document.querySelector('captivate-chat')!;
                const before = chat.getAttribute(name) ?? '';
                chat.setAttribute(name, to);
                return before;
              },
              ...([name, to] as const),
            );
          // Who connects from now on is greeted; who is connected is not.
          hub.faults.clear();
          const before = await change(value(stage));
          await visitor.shows(demoGreeting);
          await visitor.click('input');
          await visitor.write('for the second');
          await visitor.shows(demoGreeting, 'for the second', 'You said: for the second');
          assert.deepEqual(stored(hub), [
            ...[`bot: ${demoGreeting}`, 'user: for the second', 'bot: You said: for the second'],
          ]);
          assert.equal(hub.connections, 1);
          await change(before);
          await visitor.sees('text', ({text}) => text === 'You said: for the first');
          await visitor.seesNo('pending');
          const texts = await visitor.texts();
          assert.equal(texts.filter((text) => text === 'for the first').length, 1);
          assert.equal(texts.filter((text) => text === 'for the second').length, 0);
          assert.equal(hub.conversations.all().length, 2);
          assert.equal(hub.connections, 1);
        },
        WATCHED,
      );
    }

    play(
      'with two equal elements has one conversation in both',
      async (stage) => {
        const {hub} = stage;
        const visitor = await stage.visit();
        await visitor.page.evaluate(() => {
          const first = document.querySelector('captivate-chat')!;
          const second = first.cloneNode() as typeof first;
          first.id = 'first';
          second.id = 'second';
          second.placement = 'bottom-start';
          document.body.append(second);
        });
        await visitor.openChat();
        await visitor.shows(demoGreeting);
        await visitor.write('Hello');
        await visitor.shows(...chatted);
        const lists = () =>
          visitor.page.evaluate(() =>
            [...document.querySelectorAll('captivate-chat')].map(({messages}) =>
              messages.map(({text}) => text),
            ),
          );
        await visitor.page.evaluate(() => document.querySelectorAll('captivate-chat')[1]!.show());
        await until('both have it all', async () => {
          const [first, second] = await lists();
          return first?.length === 3 && second?.length === 3;
        });
        await visitor.page.evaluate(() =>
          document.querySelectorAll('captivate-chat')[1]!.sendMessage('And now?'),
        );
        const all = [...chatted, 'And now?', 'You said: And now?'];
        await until('both have the rest', async () => {
          const [first, second] = await lists();
          return first?.length === 5 && second?.length === 5;
        });
        assert.deepEqual(await lists(), [all, all]);
        assert.equal(hub.connections, 1);
        assert.deepEqual(stored(hub), storedOf(all));
        const told = await visitor.page.evaluate(() => window.told);
        const toldBy = (id: string) => told.filter((line) => line.startsWith(`${id} `));
        assert.deepEqual(
          toldBy('first'),
          all.map((text) => `first ${text}`),
        );
        const later = ['And now?', 'You said: And now?'];
        assert.deepEqual(
          toldBy('second').filter((line) => later.some((text) => line.endsWith(` ${text}`))),
          later.map((text) => `second ${text}`),
        );
        assert.equal(new Set(told).size, told.length, 'an event came twice');
      },
      WATCHED,
    );

    for (const [way, turn] of [
      ['forward', DAY],
      ['back', -DAY],
    ] as const) {
      play(
        `whose clock jumps ${way} by a day keeps the order and the conversation`,
        async (stage) => {
          const visitor = await stage.visit();
          await chatting(visitor);
          const id = await visitor.conversationId();
          await visitor.page.evaluate((turn) => window.turnClock(turn), turn);
          await goesOn(visitor, stage);
          const times = (await visitor.parts('time')).map(({text}) => text);
          assert.ok(times.length > 0, 'there are times');
          for (const time of times) assert.match(time, /^\d{1,2}:\d{2}( [AP]M)?$/);
          const days = await visitor.texts('day-divider');
          // What was said before the jump may be of yesterday by now, but never comes after today.
          assert.deepEqual(days, turn > 0 ? ['Yesterday', 'Today'] : []);
          // The page that comes next has the right time again.
          await visitor.reload();
          await visitor.openChat();
          await visitor.shows(...chatted, 'And now?', 'You said: And now?');
          assert.equal(await visitor.conversationId(), id);
        },
        {site: {...WATCHED.site, attributes: 'session-timeout="2000"'}},
      );
    }

    play(
      'whose clock jumps forward is answered all the same',
      async (stage) => {
        const visitor = await stage.visit();
        await chatting(visitor);
        const metadata = visitor.page.evaluate(async (turn) => {
          const chat = document.querySelector('captivate-chat')!;
          const answer = chat.setMetadata({plan: 'gold'});
          window.turnClock(turn);
          await answer;
          return chat.getMetadata();
        }, DAY);
        assert.deepEqual(await metadata, {plan: 'gold'});
      },
      WATCHED,
    );
  },
  KEEPING_PAGES,
);
