/** WebKit for web-test-runner: a screen nobody sees, a message bus, the driver, and the browser. */
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type AddressInfo} from 'node:net';
import {setTimeout as pause} from 'node:timers/promises';
import type {BrowserLauncher, SessionResult} from '@web/test-runner-core';
import type {WebkitBrowser} from './browsers.js';
import {WebdriverPage} from './webdriver-page.js';

const START_LIMIT = 30_000;
const STOP_LIMIT = 5_000;

/** A launcher that brings its own driver up before the first test and takes it down after the last. */
export function webkitLauncher(browser: WebkitBrowser): BrowserLauncher {
  return new WebkitLauncher(browser);
}

class WebkitLauncher implements BrowserLauncher {
  readonly name = 'WebKit';
  // The commands of web-test-runner type into the pages of a few drivers that they know. Their own WebDriver
  // support presses all keys of a word at once and has no window sizes, so this launcher passes for
  // puppeteer and its page answers to the same calls.
  readonly type = 'puppeteer';
  readonly concurrency = 1;

  readonly #browser: WebkitBrowser;
  readonly #programs: Program[] = [];
  #page: WebdriverPage | undefined;
  #active: {readonly id: string; readonly url: string} | undefined;

  constructor(browser: WebkitBrowser) {
    this.#browser = browser;
  }

  async initialize() {
    try {
      this.#page = await this.#start();
    } catch (error) {
      await this.#stopPrograms();
      throw error;
    }
  }

  async startSession(id: string, url: string) {
    this.#active = {id, url};
    await this.getPage().goto(url);
  }

  isActive(id: string) {
    return this.#active?.id === id;
  }

  getBrowserUrl(id: string) {
    return this.isActive(id) ? this.#active?.url : undefined;
  }

  getPage(): WebdriverPage {
    if (!this.#page) throw new Error('WebKit is not running.');
    return this.#page;
  }

  async stopSession(): Promise<SessionResult> {
    this.#active = undefined;
    await this.getPage().reset();
    return {};
  }

  startDebugSession(): Promise<void> {
    return Promise.reject(new Error('WebKit has no window here. Debug in another browser.'));
  }

  async stop() {
    // A browser that crashed cannot be closed any more; its programs can.
    await this.#page?.close().catch(() => undefined);
    this.#page = undefined;
    await this.#stopPrograms();
  }

  async #start() {
    const screen = this.#run(
      'Xvfb',
      Program.watched('Xvfb', [
        ...['-displayfd', '1', '-screen', '0', '3840x2400x24', '-nolisten', 'tcp'],
      ]),
    );
    const display = await screen.firstLine();
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const driver = this.#run(
      'WebKitWebDriver',
      [
        ...['dbus-run-session', '--'],
        // The watch is inside: the bus ends in good order when the command that it was started for does.
        ...Program.watched(this.#browser.driver, ['--host=127.0.0.1', `--port=${port}`]),
      ],
      {
        DISPLAY: `:${display}`,
        // There is no graphics card behind this screen, and root may not build the sandbox.
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
        WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      },
    );
    await driver.until(() => answers(`${address}/status`));
    return WebdriverPage.open(address, {
      browserName: 'MiniBrowser',
      // A test page is told to load, and reports by itself when its tests are done.
      pageLoadStrategy: 'none',
      // Full screen has no toolbar, which would keep the page from being as narrow as a phone.
      'webkitgtk:browserOptions': {
        binary: this.#browser.path,
        args: ['--automation', '--full-screen'],
      },
    });
  }

  #run(name: string, commandLine: readonly string[], env?: NodeJS.ProcessEnv) {
    const program = new Program(name, commandLine, env);
    this.#programs.push(program);
    return program;
  }

  async #stopPrograms() {
    // The driver goes before the screen it draws on.
    for (const program of this.#programs.splice(0).reverse()) await program.stop();
  }
}

/**
 * A program that ends with us, however we end. A shell beside it listens to our pipe: a line asks the program to
 * end in good order; when the pipe breaks, because this process was killed, all that it started is ended by force.
 */
class Program {
  static readonly #WATCH = `
    exec 3<&0
    "$@" 3<&- &
    program=$!
    {
      if read -r line; then
        kill -TERM $program
      else
        trap : TERM
        kill -TERM 0
        sleep 1
        kill -KILL 0
      fi
    } <&3 &
    watch=$!
    wait $program
    kill $watch 2>/dev/null
    wait $watch`;

  /** The arguments of a command line that runs another one beside its watch. */
  static watched(command: string, args: readonly string[]): readonly string[] {
    return ['/bin/sh', '-c', Program.#WATCH, 'sh', command, ...args];
  }

  readonly #name: string;
  readonly #process;
  readonly #ended: Promise<unknown>;
  #output = '';
  #complaint = '';

  constructor(name: string, commandLine: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.#name = name;
    this.#process = spawn(commandLine[0]!, commandLine.slice(1), {
      env: {...process.env, ...env},
      stdio: 'pipe',
      // Its own process group, so that everything it starts can be ended together.
      detached: true,
    });
    this.#ended = once(this.#process, 'close').catch((error: unknown) => {
      this.#complaint += String(error);
    });
    this.#process.stdout.on('data', (data: Buffer) => (this.#output += data.toString()));
    this.#process.stderr.on('data', (data: Buffer) => (this.#complaint += data.toString()));
    // Writing to a program that has just ended is no news.
    this.#process.stdin.on('error', () => undefined);
  }

  /** The first line that it prints. */
  async firstLine(): Promise<string> {
    await this.until(() => Promise.resolve(this.#output.includes('\n')));
    return this.#output.split('\n', 1)[0]!.trim();
  }

  /** Waits until `ready` says so; throws when the program ends first or takes too long. */
  async until(ready: () => Promise<boolean>) {
    const end = Date.now() + START_LIMIT;
    while (!(await ready())) {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        throw new Error(`${this.#name} ended before it was ready. ${this.#complaint}`.trim());
      }
      if (Date.now() > end) {
        throw new Error(`${this.#name} was not ready in time. ${this.#complaint}`.trim());
      }
      await pause(50);
    }
  }

  async stop() {
    this.#process.stdin.write('stop\n');
    const late = setTimeout(() => this.#kill(), STOP_LIMIT);
    await this.#ended;
    clearTimeout(late);
  }

  #kill() {
    if (this.#process.pid !== undefined) process.kill(-this.#process.pid, 'SIGKILL');
  }
}

async function answers(url: string) {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const {port} = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
