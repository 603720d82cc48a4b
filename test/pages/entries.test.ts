import assert from 'node:assert/strict';
import {execFile} from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {after, before, describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {inEachBrowser} from '../support/page.js';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Package {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const {exports: entries, dependencies = {}} = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
) as Package;

/** Where an entry's files are, whatever the condition. */
const filesOf = (entry: Package['exports'][string]) =>
  typeof entry === 'string' ? [entry] : Object.values(entry);

describe('The package', () => {
  let project: string;

  before(() => {
    project = installedProject();
  });

  after(() => rmSync(project, {recursive: true, force: true}));

  /** What a module exports to Node, where there is no DOM. */
  async function exportsOf(entry: string): Promise<string[]> {
    const script = `console.log(JSON.stringify(Object.keys(await import('${entry}'))))`;
    const {stdout, stderr} = await run(
      process.execPath,
      ['--input-type=module', '--eval', script],
      {cwd: project},
    );
    assert.equal(stderr, '');
    return JSON.parse(stdout) as string[];
  }

  it('has every file that its entries name', () => {
    const missing = Object.values(entries)
      .flatMap(filesOf)
      .filter((file) => !existsSync(join(ROOT, file)));
    assert.deepEqual(missing, []);
  });

  it('can be imported in Node, and exports what it promises', async () => {
    assert.ok((await exportsOf('captivate-chat')).includes('CaptivateChat'));
    assert.ok((await exportsOf('captivate-chat/element')).includes('CaptivateChat'));
    assert.ok((await exportsOf('captivate-chat/client')).includes('ChatClient'));
    assert.ok((await exportsOf('captivate-chat/hub')).includes('startHub'));
  });

  it('has a hub that runs without what it was built with', async () => {
    const script =
      "import {startHub} from 'captivate-chat/hub';" +
      'const hub = await startHub(); console.log(hub.url); await hub.close();';
    const {stdout} = await run(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: project,
    });
    assert.match(stdout, /^ws:\/\/127\.0\.0\.1:\d+\/dev\n$/);
  });

  for (const [module, moduleResolution] of [
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ] as const) {
    it(`has types that hold with moduleResolution ${moduleResolution}`, async () => {
      const dom = ['es2022', 'dom', 'dom.iterable'];
      await typeCheck('page.ts', {module, moduleResolution, lib: dom, types: []});
      await typeCheck('hub.ts', {module, moduleResolution, lib: ['es2022'], types: ['node']});
    });
  }

  /** As strictly as a project can ask for it; our declarations are checked too, those of the platform are not. */
  async function typeCheck(file: string, options: Readonly<Record<string, unknown>>) {
    const strict = {strict: true, exactOptionalPropertyTypes: true, skipDefaultLibCheck: true};
    const compilerOptions = {noEmit: true, target: 'es2022', ...strict, ...options};
    const config = join(project, 'tsconfig.json');
    writeFileSync(config, JSON.stringify({compilerOptions, files: [file]}));
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    await run(process.execPath, [compiler, '--project', config], {cwd: project}).catch(
      ({stdout}: {stdout: string}) => assert.fail(stdout),
    );
  }
});

inEachBrowser('An entry without side effects', (play) => {
  for (const [entry, name] of [
    ['element', 'CaptivateChat'],
    ['client', 'ChatClient'],
  ] as const) {
    play(
      `of the name "${entry}" defines no element`,
      async ({visit, hub}) => {
        const visitor = await visit();
        const state = await visitor.page.evaluate(() => ({
          names: Reflect.get(window, 'names') as string[],
          defined: document.querySelector('captivate-chat')!.matches(':defined'),
        }));
        assert.ok(state.names.includes(name));
        assert.equal(state.defined, false);
        assert.equal(hub.connections, 0);
      },
      {
        site: {
          scripts: '<script type="module" src="/use.js"></script>',
          files: {
            '/use.js': `import * as entry from '/${entry}.js'; window.names = Object.keys(entry);`,
          },
        },
      },
    );
  }
});

/** A project of somebody else: the package as it would be installed, what it depends on, and the types of Node. */
function installedProject(): string {
  const project = mkdtempSync(join(tmpdir(), 'captivate-consumer-'));
  const modules = join(project, 'node_modules');
  const own = join(modules, 'captivate-chat');
  mkdirSync(own, {recursive: true});
  cpSync(join(ROOT, 'package.json'), join(own, 'package.json'));
  cpSync(join(ROOT, 'dist'), join(own, 'dist'), {recursive: true});
  for (const name of [...Object.keys(dependencies), '@types/node']) link(modules, name);
  writeFileSync(join(project, 'package.json'), '{"type": "module"}');
  for (const [file, text] of Object.entries(CONSUMERS)) writeFileSync(join(project, file), text);
  return project;
}

function link(modules: string, name: string) {
  const place = join(modules, name);
  mkdirSync(dirname(place), {recursive: true});
  symlinkSync(join(ROOT, 'node_modules', name), place, 'junction');
}

const CONSUMERS = {
  'page.ts': `
    import {CaptivateChat} from 'captivate-chat';
    import {CaptivateChat as Same, type CaptivateChatEventMap, type Message} from 'captivate-chat/element';
    import {ChatClient} from 'captivate-chat/client';

    const chat = document.querySelector('captivate-chat');
    chat?.addEventListener('captivate-message', (e) => e.detail.message.text.trim());
    chat?.addEventListener('captivate-error', (e) => { const code: string = e.detail.code; return code; });
    document.addEventListener('captivate-message', ({detail}) => detail.message.text.trim());
    window.addEventListener('captivate-unread-change', ({detail}) => detail.count.toFixed());
    chat?.show();
    const same: typeof Same = CaptivateChat;
    const list: readonly Message[] = new same().messages;
    const name: keyof CaptivateChatEventMap = 'captivate-open';
    new ChatClient({apiKey: 'key'}).send(name + list.length);

    // @ts-expect-error -- a detail is not of any type
    chat?.addEventListener('captivate-message', (e) => e.detail.nothing);
    // @ts-expect-error -- nor is an option
    new ChatClient({apiKey: 1});
  `,
  'hub.ts': `
    import {createDemoBot, startHub, type Hub} from 'captivate-chat/hub';

    const hub: Hub = await startHub({bot: createDemoBot(), port: 0});
    const address: string = hub.url;
    hub.faults.cutBeforeStoring();
    await hub.close();

    // @ts-expect-error -- a port is a number
    await startHub({port: address});
  `,
};
