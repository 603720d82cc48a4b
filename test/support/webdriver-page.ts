import {setTimeout as pause} from 'node:timers/promises';

type Button = 'left' | 'middle' | 'right';

interface Action {
  readonly type: string;
  readonly [name: string]: unknown;
}

const BUTTONS: readonly Button[] = ['left', 'middle', 'right'];

/** The size of the other browsers' pages. */
const USUAL_SIZE = {width: 800, height: 600};

const RESIZE_LIMIT = 5_000;

/** The code points for keys without a character: https://www.w3.org/TR/webdriver2/#keyboard-actions */
const KEYS: Readonly<Record<string, string>> = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE006',
  Shift: '\uE008',
  Control: '\uE009',
  Alt: '\uE00A',
  Escape: '\uE00C',
  Space: ' ',
  PageUp: '\uE00E',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Insert: '\uE016',
  Delete: '\uE017',
  Meta: '\uE03D',
};

/**
 * The one page of a browser behind a WebDriver server, with the calls of puppeteer's pages that web-test-runner's
 * commands make.
 */
export class WebdriverPage {
  readonly #session: string;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(session: string) {
    this.#session = session;
  }

  /** Starts a browser with these capabilities. */
  static async open(server: string, capabilities: object): Promise<WebdriverPage> {
    const answer = await request('POST', `${server}/session`, {
      capabilities: {alwaysMatch: capabilities},
    });
    const {sessionId} = answer as {sessionId: string};
    const page = new WebdriverPage(`${server}/session/${sessionId}`);
    await page.setViewport(USUAL_SIZE);
    return page;
  }

  readonly keyboard = {
    type: (text: string) =>
      this.#act(
        'key',
        [...text].flatMap((character) => [keyDown(character), keyUp(character)]),
      ),
    press: (key: string) => this.#act('key', [keyDown(key), keyUp(key)]),
    down: (key: string) => this.#act('key', [keyDown(key)]),
    up: (key: string) => this.#act('key', [keyUp(key)]),
  };

  readonly mouse = {
    move: (x: number, y: number) => this.#act('pointer', [move(x, y)]),
    click: (x: number, y: number, options: {button?: Button} = {}) =>
      this.#act('pointer', [move(x, y), buttonDown(options), buttonUp(options)]),
    down: (options: {button?: Button} = {}) => this.#act('pointer', [buttonDown(options)]),
    up: (options: {button?: Button} = {}) => this.#act('pointer', [buttonUp(options)]),
    reset: () => this.#send('DELETE', '/actions'),
  };

  goto(url: string) {
    return this.#send('POST', '/url', {url});
  }

  /** Lets go of every key, gives the page its usual size and ends what runs in it. */
  async reset() {
    await this.#send('DELETE', '/actions');
    await this.setViewport(USUAL_SIZE);
    await this.goto('about:blank');
  }

  async setViewport({width, height}: {width: number; height: number}) {
    // Nobody manages the windows of this screen: the one under the pointer has the focus, and the pointer rests in
    // the middle. There goes the corner of the window, so that the pointer hovers over nothing.
    const middle = await this.#evaluate('return [screen.width / 2, screen.height / 2]');
    const [x, y] = middle as [number, number];
    await this.#send('POST', '/window/rect', {x, y, width, height});
    const end = Date.now() + RESIZE_LIMIT;
    for (;;) {
      const size = await this.#evaluate('return [innerWidth, innerHeight]');
      if (String(size) === String([width, height])) return;
      if (Date.now() > end) {
        throw new Error(`The page should be ${width} × ${height}, but stays at ${String(size)}.`);
      }
      await pause(20);
    }
  }

  emulateMediaFeatures() {
    return Promise.reject(new Error('WebKit cannot emulate media features; test it elsewhere.'));
  }

  close() {
    return this.#send('DELETE', '');
  }

  #evaluate(script: string) {
    return this.#send('POST', '/execute/sync', {script, args: []});
  }

  #act(type: 'key' | 'pointer', actions: readonly Action[]) {
    return this.#send('POST', '/actions', {actions: [{type, id: type, actions}]});
  }

  /** One command after the other: the driver mixes up those that overlap. */
  #send(method: string, path: string, body?: object) {
    const answer = this.#last.then(() => request(method, this.#session + path, body));
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

async function request(method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {method, ...(body && {body: JSON.stringify(body)})});
  const {value} = (await response.json()) as {value: unknown};
  if (response.ok) return value;
  const {error, message} = value as {error: string; message: string};
  throw new Error(
    `The WebDriver server answered "${error}" to ${method} ${url}. ${message}`.trim(),
  );
}

function keyDown(key: string): Action {
  return {type: 'keyDown', value: keyValue(key)};
}

function keyUp(key: string): Action {
  return {type: 'keyUp', value: keyValue(key)};
}

function keyValue(key: string) {
  const value = KEYS[key] ?? key;
  if ([...value].length !== 1) throw new Error(`Unknown key: "${key}"`);
  return value;
}

function move(x: number, y: number): Action {
  return {type: 'pointerMove', x, y, duration: 0};
}

function buttonDown({button = 'left'}: {button?: Button}): Action {
  return {type: 'pointerDown', button: BUTTONS.indexOf(button)};
}

function buttonUp({button = 'left'}: {button?: Button}): Action {
  return {type: 'pointerUp', button: BUTTONS.indexOf(button)};
}
