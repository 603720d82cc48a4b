import assert from 'node:assert/strict';
import {before} from 'node:test';
import {demoGreeting} from '../../demo/hub/index.js';
import {bundle, packageFile} from '../support/bundle.js';
import {
  inEachBrowser,
  onlyConversation,
  until,
  type Stage,
  type StageOptions,
  type Visitor,
} from '../support/page.js';

/** What is typed, in the words of events. */
const TYPING = [
  ...['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'paste', 'cut', 'copy'],
  ...['compositionstart', 'compositionupdate', 'compositionend'],
];

const PARAGRAPH = '<p>Three coffees, one small roaster. Roasted this morning.</p>';

const BODY = `
  <h1>Small Hill Coffee</h1>
  <label>Search <input id="search"></label>
  <main>${PARAGRAPH.repeat(60)}</main>`;

/** Notes what the page is told of. */
const NOTE = `
  window.told = [];
  const note = ({type, key}) => told.push(key === undefined ? type : type + ' ' + key);
  for (const type of ${JSON.stringify(TYPING)}) {
    for (const target of [window, document, document.documentElement]) {
      target.addEventListener(type, (event) => target === document && note(event));
    }
  }`;

/** As the pages of documentation and shops do it. */
const SHORTCUTS = `
  for (const target of [window, document.body]) {
    target.addEventListener('keydown', (event) => {
      if (/^(input|textarea|select)$/i.test(event.target.tagName)) return;
      if (event.key !== '/' && event.key !== 's') return;
      event.preventDefault();
      search.focus();
    });
  }`;

const pageWith = (...scripts: readonly string[]): StageOptions => ({
  site: {body: `${BODY}<script>{${scripts.join('}{')}}</script>`},
});

const told = ({page}: Visitor) =>
  page.evaluate<[], () => string[]>(() => Reflect.get(window, 'told'));

const forget = ({page}: Visitor) => page.evaluate(() => Reflect.set(window, 'told', []));

const valueOf = ({page}: Visitor, id: string) =>
  page.evaluate((id) => (document.getElementById(id) as HTMLInputElement).value, id);

async function opened({visit}: Stage): Promise<Visitor> {
  const visitor = await visit();
  await visitor.openChat();
  await visitor.shows(demoGreeting);
  await visitor.sees('panel', ({moving}) => !moving);
  return visitor;
}

/** Runs in the page: an event of a program in the place of one that no test can make. */
function dispatchInBox({page}: Visitor, type: string, init: KeyboardEventInit): Promise<boolean> {
  return page.evaluate(
    (type, init) => {
      let element = document.activeElement!;
      while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const event = new KeyboardEvent(type, {
        bubbles: true,
        cancelable: true,
        composed: true,
        ...init,
      });
      return element.dispatchEvent(event);
    },
    type,
    init,
  );
}

inEachBrowser('A page with shortcuts', (play) => {
  play(
    'gets nothing of what is typed in the chat',
    async (stage) => {
      const visitor = await opened(stage);
      await forget(visitor);
      await visitor.type('yes/no please ');
      await visitor.press(
        'PageUp',
        'ArrowDown',
        'Home',
        'ArrowRight',
        'End',
        'Backspace',
        'Delete',
      );
      await visitor.sees('input', ({value}) => value === 'yes/no please');
      await visitor.press('Enter');
      await visitor.shows(demoGreeting, 'yes/no please', 'You said: yes/no please');
      assert.equal(await valueOf(visitor, 'search'), '');
      assert.deepEqual(await told(visitor), []);
    },
    pageWith(NOTE, SHORTCUTS),
  );

  play(
    'gets nothing of letters that take more than one key',
    async (stage) => {
      const visitor = await opened(stage);
      await forget(visitor);
      const altGr = {ctrlKey: true, altKey: true, modifierAltGraph: true};
      const keys: readonly KeyboardEventInit[] = [
        {key: '@', code: 'KeyQ', ...altGr},
        {key: 's', code: 'KeyS', ...altGr},
        {key: '{', code: 'Digit7', ctrlKey: true, altKey: true},
        {key: '/', code: 'Digit7', shiftKey: true},
        {key: 'Dead', code: 'Equal'},
        {key: 'Process', code: 'KeyS', isComposing: true},
        {key: 'Escape', code: 'Escape', isComposing: true},
        {key: 'لا', code: 'KeyB'},
      ];
      for (const key of keys) {
        await dispatchInBox(visitor, 'keydown', key);
        await dispatchInBox(visitor, 'keyup', key);
      }
      await visitor.page.evaluate(() =>
        Object.defineProperty(navigator, 'platform', {value: 'MacIntel', configurable: true}),
      );
      await dispatchInBox(visitor, 'keydown', {key: '/', code: 'Digit7', altKey: true});
      await visitor.sees('input', ({focused}) => focused);
      assert.deepEqual(await told(visitor), []);
    },
    pageWith(NOTE, SHORTCUTS),
  );

  play(
    'gets no combination that edits what is written',
    async (stage) => {
      const visitor = await opened(stage);
      await forget(visitor);
      const keys: readonly KeyboardEventInit[] = [
        {key: 'v', code: 'KeyV', ctrlKey: true},
        {key: 'a', code: 'KeyA', metaKey: true},
        {key: 'Z', code: 'KeyZ', metaKey: true, shiftKey: true},
        {key: 'с', code: 'KeyC', ctrlKey: true},
        {key: 'Backspace', code: 'Backspace', altKey: true},
        {key: 'Delete', code: 'Delete', ctrlKey: true},
      ];
      for (const key of keys) {
        await dispatchInBox(visitor, 'keydown', key);
        await dispatchInBox(visitor, 'keyup', key);
      }
      await dispatchInBox(visitor, 'keydown', {key: 'a', code: 'KeyA', altKey: true});
      assert.deepEqual(await told(visitor), ['keydown a']);
    },
    pageWith(NOTE),
  );

  play(
    'gets the keys that write nothing, and those pressed with Ctrl, Alt or Meta',
    async (stage) => {
      const visitor = await opened(stage);
      const {keyboard} = visitor.page;
      await visitor.page.evaluate(() =>
        document.addEventListener('keydown', (event) => event.ctrlKey && event.preventDefault()),
      );
      await forget(visitor);
      await keyboard.down('Control');
      await keyboard.down('k');
      // The key is released last, as people do.
      await keyboard.up('Control');
      await keyboard.up('k');
      const combination = ['keydown Control', 'keydown k', 'keyup Control', 'keyup k'];
      assert.deepEqual(await told(visitor), combination);
      await forget(visitor);
      await dispatchInBox(visitor, 'keydown', {key: 's', code: 'KeyS', altKey: true});
      await dispatchInBox(visitor, 'keydown', {key: 's', code: 'KeyS', metaKey: true});
      await dispatchInBox(visitor, 'keydown', {key: 'F2', code: 'F2'});
      await dispatchInBox(visitor, 'keydown', {key: 'Tab', code: 'Tab'});
      assert.deepEqual(await told(visitor), [
        'keydown s',
        'keydown s',
        'keydown F2',
        'keydown Tab',
      ]);
    },
    pageWith(NOTE),
  );

  play(
    'gets Escape when the chat has no use for it any more',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.click('menu-button');
      await visitor.sees('menu-item');
      await forget(visitor);
      await visitor.press('Escape');
      await visitor.seesNo('menu-item');
      await visitor.press('Escape');
      await visitor.seesNo('panel');
      assert.deepEqual(await told(visitor), []);
      await visitor.sees('launcher', ({focused}) => focused);
      await visitor.press('Escape');
      assert.deepEqual(await told(visitor), ['keydown Escape', 'keyup Escape']);
    },
    pageWith(NOTE),
  );

  play(
    'gets no key with which a button of the chat is pressed, and letters there',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.write('buttons');
      await visitor.sees('option');
      await visitor.page.keyboard.down('Shift');
      await visitor.press('Tab');
      await visitor.page.keyboard.up('Shift');
      await visitor.sees('option', ({focused}) => focused);
      await forget(visitor);
      await visitor.press('ArrowDown', ' ');
      await visitor.sees('text', ({text}) => text.startsWith('You said: '));
      assert.deepEqual(await told(visitor), []);
      await visitor.press('?');
      assert.deepEqual(await told(visitor), ['keydown ?', 'keypress ?', 'keyup ?']);
      await visitor.closeChat();
      await forget(visitor);
      await visitor.press(' ');
      await visitor.sees('panel');
      await visitor.press(' ');
      assert.deepEqual(await told(visitor), []);
    },
    pageWith(NOTE),
  );

  play(
    'gets all of what is typed in a field of its own in a slot',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.page.evaluate(() => {
        const own = {id: 'own', slot: 'header-actions'};
        const field = Object.assign(document.createElement('input'), own);
        document.querySelector('captivate-chat')!.append(field);
        field.focus();
      });
      await forget(visitor);
      await visitor.type('a/');
      assert.equal(await valueOf(visitor, 'own'), 'a/');
      const each = (key: string) => [`keydown ${key}`, `keypress ${key}`, 'beforeinput', 'input'];
      const all = [...each('a'), 'keyup a', ...each('/'), 'keyup /'];
      assert.deepEqual((await told(visitor)).toSorted(), all.toSorted());
    },
    pageWith(NOTE, SHORTCUTS),
  );
});

const LENIS = `window.lenis = new Lenis({autoRaf: true});`;

/** As a modal does that is written by hand. */
const CANCELS_SCROLLING = `
  for (const type of ['wheel', 'touchmove']) {
    document.addEventListener(type, (event) => event.preventDefault(), {passive: false});
  }`;

const REMOVES_SCROLL = `
  import {createElement} from 'react';
  import {createRoot} from 'react-dom/client';
  import {RemoveScroll} from 'react-remove-scroll';

  const place = document.body.appendChild(document.createElement('div'));
  const modal = createElement(RemoveScroll, null, createElement('p', {id: 'modal'}, 'A modal'));
  createRoot(place).render(modal);`;

const scrollTop = ({page}: Visitor, part: string) =>
  page.evaluate((part) => {
    const roots: ParentNode[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.part.contains(part)) return element.scrollTop;
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
    }
    return -1;
  }, part);

const pageTop = ({page}: Visitor) => page.evaluate(() => Math.round(scrollY));

async function pointAt(visitor: Visitor, part: string) {
  const {left, right, top, bottom} = await visitor.sees(part);
  await visitor.page.mouse.move((left + right) / 2, (top + bottom) / 2);
}

/** A conversation that is longer than the panel. */
async function filled(stage: Stage): Promise<Visitor> {
  const visitor = await opened(stage);
  const {id} = onlyConversation(stage.hub);
  for (let n = 0; n < 20; n++) stage.hub.sayAsBot(id, `Message ${n}`);
  await visitor.sees('text', ({text}) => text === 'Message 19');
  await until('the end', async () => (await scrollTop(visitor, 'transcript')) > 300);
  return visitor;
}

/** The list goes up and down again, and beyond its end nothing moves. */
async function scrollsList(visitor: Visitor) {
  const end = await scrollTop(visitor, 'transcript');
  await pointAt(visitor, 'transcript');
  await visitor.page.mouse.wheel({deltaY: -200});
  await until('up', async () => (await scrollTop(visitor, 'transcript')) <= end - 200);
  await visitor.page.mouse.wheel({deltaY: 300});
  await until('down', async () => (await scrollTop(visitor, 'transcript')) >= end);
  await visitor.page.mouse.wheel({deltaY: 300});
}

inEachBrowser('A page that scrolls in its own way', (play) => {
  let removeScroll = '';
  before(async () => {
    removeScroll = await bundle(REMOVES_SCROLL);
  });

  play(
    'has a list in it that scrolls, and stays where it is (Lenis)',
    async (stage) => {
      const visitor = await filled(stage);
      await scrollsList(visitor);
      await visitor.page.mouse.move(100, 300);
      await visitor.page.mouse.wheel({deltaY: 100});
      // All that it was told of.
      const target = () =>
        visitor.page.evaluate(
          () => (Reflect.get(window, 'lenis') as {targetScroll: number}).targetScroll,
        );
      await until('it scrolls', async () => (await target()) > 0);
      assert.equal(await target(), 100);
      await until('it is there', async () => (await pageTop(visitor)) === 100);
    },
    {
      site: {
        body: `${BODY}<script src="/lenis.js"></script><script>${LENIS}</script>`,
        files: {'/lenis.js': packageFile('lenis/dist/lenis.js')},
      },
    },
  );

  play(
    'has a list in it that scrolls below a modal, and stays where it is (react-remove-scroll)',
    async (stage) => {
      const visitor = await filled(stage);
      await visitor.page.addScriptTag({content: removeScroll});
      await visitor.page.waitForSelector('#modal');
      await scrollsList(visitor);
      for (const part of ['header', 'composer']) {
        await pointAt(visitor, part);
        await visitor.page.mouse.wheel({deltaY: 100});
      }
      await pointAt(visitor, 'transcript');
      const end = await scrollTop(visitor, 'transcript');
      await visitor.page.mouse.wheel({deltaY: -100});
      await until('up', async () => (await scrollTop(visitor, 'transcript')) < end);
      assert.equal(await pageTop(visitor), 0);
    },
    {site: {body: BODY}},
  );

  play(
    'has a list and a box in it that scroll below a modal',
    async (stage) => {
      const visitor = await filled(stage);
      await scrollsList(visitor);
      await visitor.page.evaluate(() =>
        document.querySelector('captivate-chat')!.prefill('word '.repeat(200)),
      );
      await visitor.sees('input', ({value}) => value !== '');
      await pointAt(visitor, 'input');
      const start = await scrollTop(visitor, 'input');
      // A hand turns it step by step. With the first, Firefox gives a box a layer of its own that has never been
      // scrolled, and where pictures are rare that step may be over by then.
      await until('it moves', async () => {
        await visitor.page.mouse.wheel({deltaY: start > 0 ? -50 : 50});
        return (await scrollTop(visitor, 'input')) !== start;
      });
      assert.equal(await pageTop(visitor), 0);
    },
    pageWith(CANCELS_SCROLLING),
  );

  if (play.engine === 'chromium') {
    play(
      'has a list in it that a finger scrolls below a modal',
      async (stage) => {
        const visitor = await filled(stage);
        const session = await visitor.page.createCDPSession();
        await session.send('Emulation.setTouchEmulationEnabled', {enabled: true});
        const end = await scrollTop(visitor, 'transcript');
        const {left, top} = await visitor.sees('transcript');
        const point = (distance: number) => [{x: left + 100, y: top + 100 + distance}];
        const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', distance?: number) =>
          session.send('Input.dispatchTouchEvent', {
            type,
            touchPoints: distance === undefined ? [] : point(distance),
          });
        await touch('touchStart', 0);
        for (const distance of [20, 60, 100, 140]) await touch('touchMove', distance);
        await touch('touchEnd');
        await until('up', async () => (await scrollTop(visitor, 'transcript')) < end - 50);
        assert.equal(await pageTop(visitor), 0);
      },
      pageWith(CANCELS_SCROLLING),
    );
  }

  play(
    'stays where it is when a list in it is at its end, or has none',
    async (stage) => {
      const visitor = await opened(stage);
      await pointAt(visitor, 'transcript');
      await visitor.page.mouse.wheel({deltaY: 300});
      await visitor.page.mouse.move(100, 300);
      await visitor.page.mouse.wheel({deltaY: 100});
      await until('it scrolls', async () => (await pageTop(visitor)) >= 100);
      await visitor.settled();
      assert.equal(await pageTop(visitor), 100);
    },
    {site: {body: BODY}},
  );
});

const MODAL =
  '<div id="modal" tabindex="-1"><p>A modal</p><input id="first"><input id="last"></div>';

/** Takes the focus back in all the ways that are known. */
const TRAP = `
  const take = (element) => element && !modal.contains(element) && first.focus();
  document.addEventListener('focusin', ({target}) => take(target));
  document.addEventListener('focusin', ({target}) => take(target), true);
  document.body.addEventListener('focus', ({target}) => take(target), true);
  window.addEventListener('focus', ({target}) => target !== window && take(target), true);
  document.addEventListener('focusout', ({relatedTarget}) => take(relatedTarget));
  document.addEventListener('blur', ({relatedTarget}) => take(relatedTarget), true);
  first.focus();`;

const focusedId = ({page}: Visitor) => page.evaluate(() => document.activeElement?.id ?? '');

/** Clicks into the box for writing, and uses it. */
async function writes(visitor: Visitor, text: string) {
  await visitor.click('input');
  await visitor.sees('input', ({focused}) => focused);
  await visitor.write(text);
  await visitor.sees('text', (part) => part.text === `You said: ${text}`);
  await visitor.sees('input', ({focused}) => focused);
}

inEachBrowser('A page with a modal', (play) => {
  play(
    'that keeps the focus lets it go into the chat (Bootstrap)',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.page.evaluate(() => {
        const {bootstrap} = window as unknown as {
          bootstrap: {Modal: new (element: Element) => {show(): void}};
        };
        new bootstrap.Modal(document.querySelector('#dialog')!).show();
      });
      await until('the focus in it', async () => (await focusedId(visitor)) === 'dialog');
      await writes(visitor, 'Hello');
      await visitor.click('menu-button');
      await visitor.sees('menu-item', ({focused}) => focused);
      // The page itself stays out of reach.
      await visitor.page.evaluate(() => document.querySelector<HTMLElement>('#search')!.focus());
      assert.equal(await focusedId(visitor), 'dialog');
      await visitor.seesNo('menu-item');
    },
    {
      site: {
        head: '<link rel="stylesheet" href="/bootstrap.css">',
        body: `${BODY}
          <div class="modal" id="dialog" tabindex="-1"><div class="modal-dialog"><div
            class="modal-content"><p>A modal</p></div></div></div>
          <script src="/bootstrap.js"></script>`,
        files: {
          '/bootstrap.js': packageFile('bootstrap/dist/js/bootstrap.bundle.min.js').replace(
            /^\/\/# sourceMapping.*$/m,
            '',
          ),
          '/bootstrap.css': packageFile('bootstrap/dist/css/bootstrap.min.css').replace(
            /^\/\*# sourceMapping.*$/m,
            '',
          ),
        },
      },
    },
  );

  play(
    'that keeps the focus in other ways lets it go into the chat',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.page.evaluate(TRAP);
      await until('the focus in it', async () => (await focusedId(visitor)) === 'first');
      await writes(visitor, 'Hello');
      await visitor.page.evaluate(() => document.querySelector<HTMLElement>('#last')!.focus());
      assert.equal(await focusedId(visitor), 'last');
      await writes(visitor, 'Again');
      await visitor.page.evaluate(() => document.querySelector<HTMLElement>('#search')!.focus());
      assert.equal(await focusedId(visitor), 'first');
    },
    {site: {body: `${BODY}${MODAL}`}},
  );

  play(
    'is told that a field of its own has lost the focus to the chat',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.page.evaluate(() => document.querySelector<HTMLElement>('#search')!.focus());
      await forget(visitor);
      await visitor.type('x');
      await writes(visitor, 'Hello');
      assert.deepEqual((await told(visitor)).toSorted(), ['blur', 'change', 'focusout']);
    },
    pageWith(`
      window.told = [];
      for (const type of ['blur', 'focusout', 'change']) {
        search.addEventListener(type, () => told.push(type));
      }`),
  );

  play(
    'of the browser’s own has the chat for itself, or beside it again later',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.write('Hello');
      const {id} = onlyConversation(stage.hub);
      await visitor.page.evaluate(() => {
        const dialog = document.body.appendChild(document.createElement('dialog'));
        dialog.innerHTML = '<input id="inside">';
        dialog.showModal();
        void document.querySelector('captivate-chat')!.focusComposer();
      });
      await until('the focus in it', async () => (await focusedId(visitor)) === 'inside');
      stage.hub.sayAsBot(id, 'Are you there?');
      await visitor.sees('text', ({text}) => text === 'Are you there?');
      assert.equal(await focusedId(visitor), 'inside');
      await visitor.page.evaluate(() => {
        const dialog = document.querySelector('dialog')!;
        dialog.append(document.querySelector('captivate-chat')!);
      });
      await writes(visitor, 'In it');
      await visitor.page.evaluate(() => {
        document.body.append(document.querySelector('captivate-chat')!);
        document.querySelector('dialog')!.close();
      });
      await writes(visitor, 'Outside');
      await visitor.page.evaluate(() => (document.querySelector('captivate-chat')!.inert = true));
      await until('no focus', async () => (await focusedId(visitor)) === '');
      await visitor.page.evaluate(() => {
        const chat = document.querySelector('captivate-chat')!;
        void chat.focusComposer();
        chat.inert = false;
      });
      await writes(visitor, 'Again');
      assert.equal(onlyConversation(stage.hub).id, id);
    },
    {site: {body: BODY}},
  );
});

/** As scripts do it that keep visitors from copying. */
const PROTECTED = `
  const isField = ({target}) => /^(input|textarea|select)$/i.test(target.tagName ?? '');
  document.onmousedown = isField;
  document.onselectstart = isField;
  document.oncontextmenu = isField;
  const pressing = ['pointerdown', 'mousedown', 'touchstart', 'touchend'];
  for (const type of [...pressing, 'selectstart', 'contextmenu', 'dragstart', 'copy', 'paste']) {
    const cancel = (event) => isField(event) || event.preventDefault();
    document.addEventListener(type, cancel, {passive: false});
  }
  window.told = [];
  window.addEventListener('contextmenu', ({defaultPrevented}) => told.push(defaultPrevented));`;

/** Draws the pointer over a text from one end to the other. */
async function select(visitor: Visitor, from: string, to = from) {
  const [first, last] = [
    await visitor.sees('text', ({text}) => text === from),
    await visitor.sees('text', ({text}) => text === to),
  ];
  const {mouse} = visitor.page;
  await mouse.move(first.left + 1, first.top + 3);
  await mouse.down();
  await mouse.move(last.right - 1, last.bottom - 3, {steps: 4});
  await mouse.up();
}

/** What a visitor gets who copies and pastes. */
async function copied(visitor: Visitor): Promise<string> {
  const {keyboard} = visitor.page;
  // Chromium without a window does not know the keys for it.
  const press = async (key: 'c' | 'v', command: string) => {
    await keyboard.down('Control');
    await keyboard.press(key, {commands: [command]});
    await keyboard.up('Control');
  };
  await press('c', 'Copy');
  await visitor.page.evaluate(() => {
    const box = document.createElement('textarea');
    document.body.prepend(box);
    box.focus();
  });
  await press('v', 'Paste');
  const read = () =>
    visitor.page.evaluate(() => {
      const box = document.querySelector('textarea')!;
      const {value} = box;
      if (value) box.remove();
      return value;
    });
  let text = '';
  await until('what was copied', async () => (text = await read()) !== '');
  return text;
}

inEachBrowser('Who copies in the chat', (play) => {
  play(
    'can do so on a page that does not like it',
    async (stage) => {
      const visitor = await opened(stage);
      await visitor.page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await visitor.click('input');
      await visitor.sees('input', ({focused}) => focused);
      await visitor.write('My own words');
      await visitor.sees('text', ({text}) => text === 'You said: My own words');
      await select(visitor, 'My own words');
      assert.equal(await copied(visitor), 'My own words');
      await visitor.page.mouse.click(100, 300, {button: 'right'});
      assert.deepEqual(await told(visitor), [true]);
      const {left, top} = await visitor.sees('text', ({text}) => text === 'My own words');
      await visitor.page.mouse.click(left + 3, top + 3, {button: 'right'});
      assert.deepEqual(await told(visitor), [true]);
    },
    pageWith(PROTECTED),
  );

  play('gets what they see, and nothing else', async (stage) => {
    const visitor = await opened(stage);
    await visitor.write('See https://example.com/ now');
    await visitor.sees('text', ({text}) => text.startsWith('You said: See'));
    const {id} = onlyConversation(stage.hub);
    stage.hub.sayAsBot(id, 'That is all.');
    await visitor.sees('text', ({text}) => text === 'That is all.');
    const texts = await visitor.texts();
    await select(visitor, texts[0]!, 'That is all.');
    const lines = (await copied(visitor)).split(/\n+/).map((line) => line.trim());
    const seen = ['See https://example.com/ now', 'You said: See https://example.com/ now'];
    const times = /^\d{1,2}:\d\d\s[AP]M$/;
    const rest = lines.filter((line) => line && !times.test(line));
    assert.deepEqual(rest, [
      demoGreeting,
      ...seen.slice(0, 1),
      'Demo bot',
      seen[1],
      'That is all.',
    ]);
  });
});

/** Takes whatever is dropped, and lets the browser have none of it. */
const DROP_ZONE = `
  window.told = [];
  for (const type of ['dragenter', 'dragover', 'drop']) {
    document.addEventListener(type, (event) => {
      told.push(type);
      event.preventDefault();
    });
  }`;

/** Runs in the page: drags something over a part and drops it; says what became of both. */
function drag(visitor: Visitor, part: string, type: 'file' | 'text') {
  return visitor.page.evaluate(
    (part, type) => {
      const roots: ParentNode[] = [document];
      let place: Element | undefined;
      for (const root of roots) {
        for (const element of root.querySelectorAll('*')) {
          if (element.part.contains(part)) place ??= element;
          if (element.shadowRoot) roots.push(element.shadowRoot);
        }
      }
      const dataTransfer = new DataTransfer();
      if (type === 'file') dataTransfer.items.add(new File(['A'], 'a.txt', {type: 'text/plain'}));
      else dataTransfer.setData('text/plain', 'Dropped');
      const init = {bubbles: true, cancelable: true, composed: true, dataTransfer};
      const [over, drop] = ['dragover', 'drop'].map((name) => {
        return place!.dispatchEvent(new DragEvent(name, init)) ? 'left to the browser' : 'held';
      });
      return {over, drop};
    },
    part,
    type,
  );
}

inEachBrowser('What is dropped on the chat', (play) => {
  const held = {over: 'held', drop: 'held'};

  play(
    'is held anywhere in it if it is a file, and nothing of the page gets it',
    async (stage) => {
      const visitor = await opened(stage);
      for (const part of ['header', 'transcript', 'text', 'input', 'send-button', 'launcher']) {
        assert.deepEqual(await drag(visitor, part, 'file'), held, part);
      }
      assert.deepEqual(await told(visitor), []);
      await visitor.sees('input', ({value}) => value === '');
    },
    pageWith(DROP_ZONE),
  );

  play(
    'goes into the box for writing if it is text',
    async (stage) => {
      const visitor = await opened(stage);
      const left = {over: 'left to the browser', drop: 'left to the browser'};
      assert.deepEqual(await drag(visitor, 'input', 'text'), left);
      assert.deepEqual(await drag(visitor, 'header', 'text'), held);
      assert.deepEqual(await drag(visitor, 'composer', 'text'), held);
      await visitor.sees('input', ({value}) => value === 'Dropped');
      assert.deepEqual(await told(visitor), []);
    },
    pageWith(DROP_ZONE),
  );

  if (play.engine !== 'chromium') return;

  play(
    'does not take the place of the page',
    async (stage) => {
      const visitor = await opened(stage);
      const session = await visitor.page.createCDPSession();
      const data = {items: [], files: [import.meta.filename], dragOperationsMask: 1};
      for (const part of ['header', 'transcript', 'input']) {
        const {left, right, top, bottom} = await visitor.sees(part);
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
          await session.send('Input.dispatchDragEvent', {type, x, y, data});
        }
      }
      await visitor.write('Still here');
      await visitor.sees('text', ({text}) => text === 'You said: Still here');
    },
    {site: {body: BODY}},
  );
});
