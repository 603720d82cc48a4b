/**
 * The browsers of this machine. Tests and pictures are made with what a system has; nothing is downloaded
 * from outside its own packages.
 */
import {spawnSync} from 'node:child_process';
import {accessSync, constants, existsSync, readFileSync, readdirSync, realpathSync} from 'node:fs';
import {homedir} from 'node:os';
import {delimiter, join} from 'node:path';
import {env, platform} from 'node:process';

/** What draws the page. Chrome, Chromium and Edge are one engine. */
export type Engine = 'chromium' | 'firefox' | 'webkit';

/** Every engine that the tests want, in the order in which they are listed. */
export const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

/** A browser that puppeteer drives, for tests of one module as well as of whole pages. */
export interface PageBrowser {
  readonly engine: 'chromium' | 'firefox';
  /** For people: `Chromium 156.0.1`. */
  readonly name: string;
  readonly path: string;
}

/** WebKit's own small browser and the WebDriver server that drives it. */
export interface WebkitBrowser {
  readonly engine: 'webkit';
  /** For people. The browser tells its version only on a screen. */
  readonly name: string;
  readonly path: string;
  readonly driver: string;
}

export type FoundBrowser = PageBrowser | WebkitBrowser;

/** An engine that stays untested here, and a full sentence that says why. */
export interface SkippedEngine {
  readonly engine: Engine;
  readonly reason: string;
}

export interface BrowserSearch {
  readonly found: readonly FoundBrowser[];
  readonly skipped: readonly SkippedEngine[];
}

/**
 * Looks for a browser of each engine. `CHROME_PATH`, `FIREFOX_PATH`, `WEBKIT_DRIVER_PATH` and
 * `WEBKIT_BROWSER_PATH` come before the usual places; `TEST_BROWSERS=chromium,firefox` narrows the search.
 */
export function findBrowsers(engines: readonly Engine[] = wantedEngines()): BrowserSearch {
  const results = engines.map(findBrowser);
  return {
    found: results.filter((result) => 'path' in result),
    skipped: results.filter((result) => 'reason' in result),
  };
}

/** The browsers for whole-page tests and pictures: those that puppeteer drives. */
export function findPageBrowsers(): readonly PageBrowser[] {
  return findBrowsers().found.filter((browser) => browser.engine !== 'webkit');
}

/** What `puppeteer.launch` needs to start this browser without a window. */
export function launchOptions(browser: PageBrowser) {
  return {
    browser: browser.engine === 'firefox' ? ('firefox' as const) : ('chrome' as const),
    executablePath: browser.path,
    headless: true,
    args: browser.engine === 'chromium' ? chromiumArguments() : [],
  };
}

function chromiumArguments(): string[] {
  // Each window loads the pages behind the address bar, which cost more than the page that is tested.
  const args = ['--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup'];
  // Chromium refuses its sandbox to root, and build machines often forbid the namespaces it needs.
  if (isRoot() || env.CI) args.push('--no-sandbox');
  return args;
}

/** Reads `TEST_BROWSERS`; all engines when it is not set. */
export function wantedEngines(value = env.TEST_BROWSERS): readonly Engine[] {
  const names = value?.split(',').map((name) => name.trim().toLowerCase()) ?? [];
  const wanted = names.filter((name) => name !== '');
  const unknown = wanted.filter((name) => !isEngine(name));
  if (unknown.length > 0) {
    throw new Error(
      `No browser engine is called "${unknown.join(', ')}". Choose from ${ENGINES.join(', ')}.`,
    );
  }
  return wanted.length > 0 ? ENGINES.filter((engine) => wanted.includes(engine)) : ENGINES;
}

/** What a machine has, as far as it decides what has to be installed. */
export interface SystemState {
  readonly platform: NodeJS.Platform;
  readonly root: boolean;
  /** `ID` and `ID_LIKE` of `/etc/os-release`, the closest first. */
  readonly distribution: readonly string[];
  readonly chromium: boolean;
  readonly firefox: boolean;
  readonly webkit: boolean;
  readonly xvfb: boolean;
  readonly dbus: boolean;
  readonly fonts: boolean;
}

/**
 * The distribution's packages that would complete this machine; none where installing is not ours to do.
 * Only engines that are wanted count.
 */
export function missingPackages(
  state: SystemState,
  engines: readonly Engine[] = ENGINES,
): readonly string[] {
  if (state.platform !== 'linux' || !state.root) return [];
  const ubuntu = state.distribution.includes('ubuntu');
  if (!ubuntu && !state.distribution.includes('debian')) return [];

  const packages: string[] = [];
  // Ubuntu's packages of these two only fetch a snap, which needs a running snapd.
  if (engines.includes('chromium') && !state.chromium && !ubuntu) packages.push('chromium');
  if (engines.includes('firefox') && !state.firefox && !ubuntu) packages.push('firefox-esr');
  if (engines.includes('webkit')) {
    if (!state.webkit) packages.push('webkit2gtk-driver');
    if (!state.xvfb) packages.push('xvfb');
    if (!state.dbus) packages.push('dbus');
  }
  // Without them Arabic is drawn as boxes, and lines have the wrong width.
  if (!state.fonts) packages.push('fonts-liberation', 'fonts-noto-core');
  return packages;
}

/** Looks at this machine. */
export function systemState(): SystemState {
  return {
    platform,
    root: isRoot(),
    distribution: distribution(),
    // Who names a browser wants that one; where it does not start, another would not help.
    chromium: Boolean(env.CHROME_PATH) || 'path' in findBrowser('chromium'),
    firefox: Boolean(env.FIREFOX_PATH) || 'path' in findBrowser('firefox'),
    webkit: webkitParts() !== undefined,
    xvfb: onPath('Xvfb') !== undefined,
    dbus: onPath('dbus-run-session') !== undefined,
    fonts: ['liberation', 'noto'].every(hasFont),
  };
}

/**
 * Installs what is missing on Debian and Ubuntu when run by root, telling what it does; does nothing elsewhere or
 * when `TEST_NO_INSTALL` is set. Throws a full sentence when the packages do not arrive.
 */
export function installMissingBrowsers(engines = wantedEngines()): void {
  if (env.TEST_NO_INSTALL) return;
  const missing = missingPackages(systemState(), engines);
  if (missing.length === 0) return;

  console.log(`Installing ${missing.join(', ')} with apt-get, once; this takes a minute or two.`);
  const start = performance.now();
  aptGet(['update'], missing);
  const packages = missing.map((name) =>
    // Debian 13 and Ubuntu 24.10 gave the driver a new name.
    name === 'webkit2gtk-driver' && !isOffered(name) ? 'webkitgtk-webdriver' : name,
  );
  aptGet(['install', '--yes', '--no-install-recommends', ...packages], missing);
  console.log(`Installed in ${Math.round((performance.now() - start) / 1000)} s.`);
}

function aptGet(args: readonly string[], missing: readonly string[]) {
  const {status, error, stdout, stderr} = spawnSync(
    'apt-get',
    ['-o', 'Acquire::Retries=3', ...args],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {...env, DEBIAN_FRONTEND: 'noninteractive'},
      maxBuffer: 2 ** 26,
    },
  );
  if (status === 0) return;
  // Nobody wants to read what was unpacked, but for whoever has to find out why it was not.
  console.error(stdout + stderr);
  throw new Error(
    `The tests need ${missing.join(', ')}, and "apt-get ${args[0]}" failed (${error?.message ?? `exit code ${status}`}). ` +
      'Install them by hand, or set TEST_NO_INSTALL=1 to test with the browsers that are there.',
  );
}

function isOffered(name: string) {
  const policy = spawnSync('apt-cache', ['policy', name], {
    encoding: 'utf8',
    env: {...env, LC_ALL: 'C'},
  });
  return /Candidate: (?!\(none\))/.test(policy.stdout);
}

function findBrowser(engine: Engine): FoundBrowser | SkippedEngine {
  if (engine === 'webkit') return findWebkit();

  const [override, places, advice] =
    engine === 'chromium'
      ? [env.CHROME_PATH, chromiumPlaces(), 'Install Chromium, Chrome or Edge, or set CHROME_PATH.']
      : [env.FIREFOX_PATH, firefoxPlaces(), 'Install Firefox, or set FIREFOX_PATH.'];
  if (override) {
    // An explicit wish is never replaced by another browser.
    const name = isExecutable(override) ? versionOf(override, engine) : undefined;
    if (name) return {engine, name, path: override};
    return {engine, reason: `${override} does not start. Correct the variable that names it.`};
  }

  let snap: string | undefined;
  for (const path of places) {
    if (!isExecutable(path)) continue;
    if (isSnap(path)) {
      snap ??= path;
      continue;
    }
    const name = versionOf(path, engine);
    if (name) return {engine, name, path};
  }
  if (snap) {
    return {
      engine,
      reason: `${snap} is a snap, which cannot be driven from outside its own folders. ${advice}`,
    };
  }
  return {engine, reason: `It was not found in the usual places. ${advice}`};
}

function findWebkit(): WebkitBrowser | SkippedEngine {
  const engine = 'webkit';
  if (platform !== 'linux') {
    return {engine, reason: "It is tested with WebKitGTK's driver, which only Linux has."};
  }
  const parts = webkitParts();
  if (!parts) {
    return {
      engine,
      reason: 'WebKitWebDriver or its MiniBrowser was not found. Install webkit2gtk-driver.',
    };
  }
  for (const [command, name] of [
    ['Xvfb', 'xvfb'],
    ['dbus-run-session', 'dbus'],
  ] as const) {
    if (!onPath(command)) return {engine, reason: `${command} was not found. Install ${name}.`};
  }
  return {engine, name: 'WebKitGTK', ...parts};
}

function webkitParts() {
  const driver =
    env.WEBKIT_DRIVER_PATH ??
    [
      onPath('WebKitWebDriver'),
      ...webkitFolders().map((folder) => join(folder, 'WebKitWebDriver')),
    ].find((path) => path !== undefined && isExecutable(path));
  const path =
    env.WEBKIT_BROWSER_PATH ??
    webkitFolders()
      .map((folder) => join(folder, 'MiniBrowser'))
      .find(isExecutable);
  return driver !== undefined && path !== undefined && isExecutable(driver) && isExecutable(path)
    ? {driver, path}
    : undefined;
}

/** `/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1` and its like on other processors and distributions. */
function webkitFolders() {
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec'];
  const roots = [...libraries, ...list('/usr/lib').map((name) => join('/usr/lib', name))];
  return ['webkit2gtk-4.1', 'webkitgtk-6.0', 'webkit2gtk-4.0'].flatMap((name) =>
    roots.map((root) => join(root, name)),
  );
}

function chromiumPlaces() {
  if (platform === 'darwin') {
    return macApplications([
      'Google Chrome.app/Contents/MacOS/Google Chrome',
      'Chromium.app/Contents/MacOS/Chromium',
      'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
    ]);
  }
  if (platform === 'win32') {
    return windowsPrograms([
      'Google/Chrome/Application/chrome.exe',
      'Chromium/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ]);
  }
  return everyOnPath([
    'chromium',
    'chromium-browser',
    'google-chrome-stable',
    'google-chrome',
    'microsoft-edge-stable',
    'microsoft-edge',
  ]);
}

function firefoxPlaces() {
  if (platform === 'darwin') return macApplications(['Firefox.app/Contents/MacOS/firefox']);
  if (platform === 'win32') return windowsPrograms(['Mozilla Firefox/firefox.exe']);
  return everyOnPath(['firefox', 'firefox-esr']);
}

function macApplications(names: readonly string[]) {
  return ['/Applications', join(homedir(), 'Applications')].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  );
}

function windowsPrograms(names: readonly string[]) {
  const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
  return folders
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => names.map((name) => join(folder, name)));
}

function everyOnPath(names: readonly string[]) {
  return names.map(onPath).filter((path) => path !== undefined);
}

function onPath(name: string) {
  // A service's PATH is often shorter than a person's.
  const folders = [...(env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** `Chromium 156.0.1`, or nothing when the file is not a browser that starts. */
function versionOf(path: string, engine: PageBrowser['engine']) {
  // On Windows `--version` opens a window instead of printing.
  if (platform === 'win32') return engine === 'firefox' ? 'Firefox' : 'Chromium';
  const {status, stdout} = spawnSync(path, ['--version'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 30_000,
  });
  if (status !== 0) return undefined;
  const line = stdout.split('\n').find((text) => /\d+\.\d+/.test(text));
  // Debian adds where it was built: "Chromium 156.0.1 built on Debian GNU/Linux 12".
  return line?.match(/^.*?\d+(\.\d+)+/)?.[0].trim();
}

function isSnap(path: string) {
  try {
    const target = realpathSync(path);
    if (target.startsWith('/snap/') || target.endsWith('/snap')) return true;
    const start = readFileSync(target).subarray(0, 2000).toString('latin1');
    return start.startsWith('#!') && start.includes('/snap/');
  } catch {
    return false;
  }
}

function isExecutable(path: string) {
  try {
    accessSync(path, platform === 'win32' ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function hasFont(family: string) {
  const folder = '/usr/share/fonts/truetype';
  return list(folder).some(
    (name) =>
      name.startsWith(family) && list(join(folder, name)).some((file) => file.endsWith('.ttf')),
  );
}

function distribution(): readonly string[] {
  const file = ['/etc/os-release', '/usr/lib/os-release'].find((path) => existsSync(path));
  if (file === undefined) return [];
  const text = readFileSync(file, 'utf8');
  return ['ID', 'ID_LIKE'].flatMap((key) => {
    const value = new RegExp(`^${key}=["']?([^"'\\n]*)`, 'm').exec(text)?.[1] ?? '';
    return value.split(/\s+/).filter((name) => name !== '');
  });
}

function list(folder: string) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRoot() {
  return process.getuid?.() === 0;
}

function isEngine(name: string): name is Engine {
  return (ENGINES as readonly string[]).includes(name);
}
