import assert from 'node:assert/strict';
import {createRequire} from 'node:module';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, onlyConversation, until, type Stage, type Visitor} from '../support/page.js';

/** More than there are places for the focus. */
const FAR = 60;

/** Where the focus is: the name of a part, or else an element of the page. */
function focused({page}: Visitor): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement!;
    while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element.part.value || element.className || element.localName;
  });
}

async function hasFocus(visitor: Visitor, name: string) {
  let seen = '';
  const isThere = async () => (seen = await focused(visitor)).split(' ').includes(name);
  await until(`the focus on ${name}`, isThere).catch((error: unknown) => {
    throw new Error(`The focus is on ${seen}, not on ${name}.`, {cause: error});
  });
}

/** Presses Tab until the focus is there; with Shift the other way. */
async function tabTo(visitor: Visitor, name: string, back = false) {
  const {keyboard} = visitor.page;
  if (back) await keyboard.down('Shift');
  const passed: string[] = [];
  while (passed.at(-1)?.split(' ').includes(name) !== true) {
    assert.ok(passed.length < FAR, `No ${name} among ${passed.join(', ')}`);
    await keyboard.press('Tab');
    passed.push(await focused(visitor));
  }
  if (back) await keyboard.up('Shift');
}

const tabBackTo = (visitor: Visitor, name: string) => tabTo(visitor, name, true);

/** Opens the menu, goes to its item by the arrows, and takes it. */
async function choose(visitor: Visitor, label: string) {
  if ((await focused(visitor)) !== 'menu-button') await tabBackTo(visitor, 'menu-button');
  await visitor.press('Enter');
  await hasFocus(visitor, 'menu-item');
  const items = await visitor.texts('menu-item');
  assert.ok(items.includes(label), `${label} among ${items.join(', ')}`);
  for (let step = 0; step < items.indexOf(label); step++) await visitor.press('ArrowDown');
  await visitor.press('Enter');
}

async function begin({visit}: Stage) {
  const visitor = await visit();
  await visitor.sees('launcher');
  await tabTo(visitor, 'launcher');
  await visitor.press('Enter');
  await hasFocus(visitor, 'input');
  await visitor.sees('text', ({text}) => text === demoGreeting);
  return visitor;
}

inEachBrowser('Who has only a keyboard', (play) => {
  play('opens the chat, writes, answers, follows links and looks at pictures', async (stage) => {
    const visitor = await begin(stage);
    await visitor.write('buttons');
    await visitor.sees('option');
    await hasFocus(visitor, 'input');
    await tabBackTo(visitor, 'option');
    await visitor.press('Enter');
    await visitor.sees('text', ({text}) => text === 'You said: I prefer tea');
    await hasFocus(visitor, 'option');

    await tabTo(visitor, 'input');
    await visitor.write('cards');
    await visitor.sees('cards-button');
    await tabBackTo(visitor, 'cards-button');
    await visitor.press('Enter');
    await visitor.sees('cards-button', ({label}) => label === 'Previous cards');
    await tabBackTo(visitor, 'cards-strip');
    await visitor.press('ArrowLeft', 'ArrowRight');
    const followed = visitor.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          document.querySelector('captivate-chat')!.addEventListener('captivate-link', (event) => {
            event.preventDefault();
            resolve(event.detail.href);
          });
        }),
    );
    await tabTo(visitor, 'card-link');
    await visitor.press('Enter');
    assert.match(await followed, /^https:\/\/example\.com\/coffee\//);

    await tabTo(visitor, 'input');
    await visitor.write('picture');
    await visitor.sees('image');
    await tabBackTo(visitor, 'image');
    await visitor.press('Enter');
    await visitor.sees('view');
    await hasFocus(visitor, 'view-close');
    await visitor.press('Escape');
    await visitor.seesNo('view');
    await hasFocus(visitor, 'image');

    await visitor.write('');
    await visitor.press('Escape', 'Escape');
    await visitor.seesNo('panel');
    await hasFocus(visitor, 'launcher');
  });

  play('uses the menu: a person, a file, an end', async (stage) => {
    const visitor = await begin(stage);
    await tabBackTo(visitor, 'menu-button');
    await visitor.press('ArrowUp');
    await hasFocus(visitor, 'menu-item');
    await visitor.press('Escape');
    await visitor.seesNo('menu');
    await hasFocus(visitor, 'menu-button');

    await choose(visitor, 'Talk to a person');
    await visitor.sees('notice', ({text}) => text.startsWith('A person was asked'));
    await hasFocus(visitor, 'menu-button');

    const saved = visitor.page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
            resolve(this.download);
          };
        }),
    );
    await tabTo(visitor, 'input');
    await choose(visitor, 'Download as text');
    assert.match(await saved, /\.txt$/);

    await tabTo(visitor, 'input');
    await choose(visitor, 'Delete my conversation');
    await hasFocus(visitor, 'cancel-button');
    await visitor.press('Escape');
    await visitor.seesNo('confirm');
    await hasFocus(visitor, 'menu-button');
    const before = await visitor.conversationId();
    await tabTo(visitor, 'input');
    await choose(visitor, 'Delete my conversation');
    await hasFocus(visitor, 'cancel-button');
    await visitor.press('Tab');
    await hasFocus(visitor, 'confirm-button');
    await visitor.press('Enter');
    await visitor.seesNo('confirm');
    const isNew = async () => (await visitor.conversationId()) !== before;
    await until('another conversation', isNew);
    await visitor.sees('text', ({text}) => text === demoGreeting);
    await tabTo(visitor, 'close-button');
    await visitor.press('Enter');
    await visitor.seesNo('panel');
    await hasFocus(visitor, 'launcher');
  });

  play('decides about what was not sent, and goes on to what is new', async (stage) => {
    const {hub} = stage;
    const visitor = await begin(stage);
    const {id} = onlyConversation(hub);
    hub.faults.goSilent({store: false});
    await visitor.write('Refused');
    await hub.waitForFrames('user_message', 2);
    hub.faults.speakAgain();
    hub.sendError(id, 403, 'Refused');
    await visitor.sees('retry-button');
    await hasFocus(visitor, 'input');
    await tabBackTo(visitor, 'discard-button');
    await tabBackTo(visitor, 'retry-button');
    await visitor.press('Enter');
    await visitor.sees('text', ({text}) => text === 'You said: Refused');
    await hasFocus(visitor, 'input');

    for (let n = 0; n < 20; n++) hub.sayAsBot(id, `Message ${n}`);
    await visitor.sees('text', ({text}) => text === 'Message 19');
    await tabBackTo(visitor, 'transcript');
    await visitor.press('Home');
    await visitor.page.waitForFunction(
      () => document.querySelector('captivate-chat')!.messages.length > 20,
    );
    await until('the beginning', async () => {
      const [first] = await visitor.parts('text');
      const [transcript] = await visitor.parts('transcript');
      return first!.top >= transcript!.top;
    });
    hub.sayAsBot(id, 'News');
    await visitor.sees('new-messages');
    await hasFocus(visitor, 'transcript');
    await tabTo(visitor, 'new-messages');
    await visitor.press('Enter');
    await visitor.seesNo('new-messages');
    await hasFocus(visitor, 'transcript');
  });

  play('is left where they are by all that comes by itself', async (stage) => {
    const visitor = await begin(stage);
    const {hub} = stage;
    const {id} = onlyConversation(hub);
    await visitor.press('Escape');
    await hasFocus(visitor, 'launcher');
    await visitor.page.evaluate(() => document.querySelectorAll('a')[1]!.focus());
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await visitor.sees('panel');
    hub.sayAsBot(id, 'Are you there?');
    hub.connectAgent(id, {name: 'Ana'});
    await visitor.sees('notice', ({text}) => text.startsWith('Ana has joined'));
    hub.faults.cutAll();
    await until('the link is back', () => hub.connections === 1);
    assert.equal(await focused(visitor), 'a');
    await visitor.page.evaluate(() => document.querySelector('captivate-chat')!.hide());
    await visitor.seesNo('panel');
    assert.equal(await focused(visitor), 'a');
  });

  play('gets on where the chat cannot be loaded', async ({visit}) => {
    const visitor = await visit();
    visitor.expectConsole(/Failed to load resource|NetworkError|chunks\/define-panel/);
    await visitor.page.setRequestInterception(true);
    visitor.page.on('request', (request) => {
      if (/\/chunks\/define-panel/.test(request.url())) void request.abort();
      else void request.continue();
    });
    await visitor.sees('launcher');
    await tabTo(visitor, 'launcher');
    await visitor.press('Enter');
    await visitor.sees('retry-button');
    await hasFocus(visitor, 'launcher');
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await visitor.page.addScriptTag({path: axe});
    const faults = await visitor.page.evaluate(async () => {
      const {axe} = window as unknown as {
        axe: {run: (selector: string) => Promise<{violations: {id: string}[]}>};
      };
      const {violations} = await axe.run('captivate-chat');
      return violations.map(({id}) => id);
    });
    assert.deepEqual(faults, []);
    await tabBackTo(visitor, 'retry-button');
    await visitor.press('Enter');
    await hasFocus(visitor, 'launcher');
    await visitor.sees('retry-button');
    await tabBackTo(visitor, 'retry-button');
    await visitor.press('Escape');
    await visitor.seesNo('panel');
    await hasFocus(visitor, 'launcher');
  });

  if (play.engine !== 'chromium') return;

  /** All that stands in the chat, and what it looks like. Runs in the page. */
  const look = ({page}: Visitor) =>
    page.evaluate(() => {
      const roots = [document.querySelector('captivate-chat')!.shadowRoot!];
      for (const root of roots) {
        for (const {shadowRoot} of root.querySelectorAll('*')) {
          if (shadowRoot) roots.push(shadowRoot);
        }
      }
      const elements = roots.flatMap((root) => [...root.querySelectorAll<HTMLElement>('*')]);
      return elements.flatMap((element) =>
        ['', '::before', '::after'].map((pseudo) => {
          const style = getComputedStyle(element, pseudo || null);
          return {
            parts: element.part.value.split(' '),
            name: `${element.part.value || element.className || element.localName}${pseudo}`,
            pseudo,
            visible: element.checkVisibility(),
            border: style.borderTopStyle === 'none' ? 0 : parseFloat(style.borderTopWidth),
            background: style.backgroundColor,
            outline: style.outlineStyle,
            motion: [
              style.animationName === 'none' ? '0s' : style.animationDuration,
              style.transitionDuration,
            ]
              .flatMap((list) => list.split(', '))
              .map(parseFloat),
            scrolling: style.scrollBehavior,
          };
        }),
      );
    });

  play('and colours of their own sees what is what', async (stage) => {
    const visitor = await begin(stage);
    const session = await visitor.page.createCDPSession();
    await session.send('Emulation.setEmulatedMedia', {
      features: [{name: 'forced-colors', value: 'active'}],
    });
    await visitor.write('buttons');
    await visitor.sees('option');
    await tabBackTo(visitor, 'option');
    await visitor.press('Enter');
    await visitor.sees('text', ({text}) => text === 'You said: I prefer tea');
    assert.ok(await visitor.page.evaluate(() => matchMedia('(forced-colors: active)').matches));
    const boxes = async (part: string) =>
      (await look(visitor)).filter(
        ({parts, visible, pseudo}) => visible && !pseudo && parts.includes(part),
      );
    for (const part of ['panel', 'bubble', 'option', 'composer', 'send-button', 'launcher']) {
      const edges = (await boxes(part)).map(({border}) => border);
      assert.ok(edges.length > 0 && edges.every((width) => width >= 1), `${part}: ${edges.join()}`);
    }
    const options = await boxes('option');
    assert.notEqual(options.at(-1)!.background, options[0]!.background, 'the chosen option');
    for (const part of ['transcript', 'menu-button']) {
      await tabBackTo(visitor, part);
      assert.deepEqual(
        (await boxes(part)).map(({outline}) => outline),
        ['solid'],
        `a ring around ${part}`,
      );
    }
  });

  play('and no liking for motion sees none', async (stage) => {
    const visitor = await stage.visit();
    await visitor.page.emulateMediaFeatures([{name: 'prefers-reduced-motion', value: 'reduce'}]);
    await visitor.openChat();
    await visitor.sees('text', ({text}) => text === demoGreeting);
    await visitor.write('cards');
    await visitor.sees('cards-button');
    await visitor.write('pause');
    await visitor.sees('typing');
    await visitor.click('menu-button');
    await visitor.sees('menu-item');
    await visitor.press('End', 'Enter');
    await visitor.sees('confirm');
    const moving = (await look(visitor)).filter(
      ({motion, scrolling}) => motion.some((seconds) => seconds > 0.001) || scrolling === 'smooth',
    );
    assert.deepEqual(
      moving.map(({name}) => name),
      [],
    );
  });
});
