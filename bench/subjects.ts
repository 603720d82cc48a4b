/** What is measured: our widget, what it stands next to, and where each keeps its files. */
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {build, type Rolldown} from 'vite';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const DIST = join(HERE, '../dist');
const PACKAGES = join(HERE, 'node_modules');

export interface Subject {
  readonly id: string;
  readonly name: string;
  /** Scripts of the page, in order. */
  readonly scripts: readonly Script[];
  /** All files that the scripts may ask for, by path. */
  readonly files: ReadonlyMap<string, Buffer>;
}

interface Script {
  readonly path: string;
  readonly module: boolean;
}

/** Files below this are what joins a product to the bench, and no part of what it costs to load. */
export const ADAPTERS = '/adapters/';

export const OURS = 'captivate';

/** The page by which a visitor's browser is measured: what can be done by hand, and no faster with a framework. */
export const HAND_WRITTEN = 'near-nodes';

export async function makeSubjects({all}: {readonly all: boolean}): Promise<Subject[]> {
  const fast = [
    captivate(),
    await peer('deep-chat', `deep-chat ${versionOf('deep-chat')}`, 'dist/deepChat.bundle.js'),
    await bundled('lit-list', `Lit ${versionOf('lit')} alone with a plain list`),
    await bundled('all-nodes', 'hand-written page, all nodes'),
    await bundled('near-nodes', 'hand-written page, only the nodes near the view'),
  ];
  if (!all) return fast;
  const webchat = `BotFramework WebChat ${versionOf('botframework-webchat')}`;
  const carbon = `Carbon AI Chat ${versionOf('@carbon/ai-chat')}`;
  return [
    ...fast,
    await bundled('carbon', carbon),
    await peer('webchat', webchat, 'dist/webchat.js', 'botframework-webchat'),
  ];
}

function captivate(): Subject {
  const names = ['captivate-chat.js', ...readdirSync(join(DIST, 'chunks')).map(inChunks)];
  const files = names.map((name) => [`/${name}`, readFileSync(join(DIST, name))] as const);
  const scripts = [{path: '/captivate-chat.js', module: true}];
  return {id: OURS, name: '`<captivate-chat>`', scripts, files: new Map(files)};
}

const inChunks = (name: string) => `chunks/${name}`;

/** A product that comes as one file; what joins it to the bench is beside it. */
async function peer(id: string, name: string, file: string, folder = id): Promise<Subject> {
  const product = `/${id}.js`;
  const adapter = await bundle(id);
  return {
    id,
    name,
    scripts: [
      // Scripts that are no modules may come late, but not after those that are.
      {path: product, module: id !== 'webchat'},
      {path: ADAPTERS + adapter[0]!.path, module: true},
    ],
    files: new Map([
      [product, readFileSync(join(PACKAGES, folder, file))],
      ...adapter.map(({path, content}) => [ADAPTERS + path, content] as const),
    ]),
  };
}

/** A product that is put together here, with the packages of the bench. */
async function bundled(id: string, name: string): Promise<Subject> {
  const files = (await bundle(id)).map(({path, content}) => [`/${path}`, content] as const);
  return {id, name, scripts: [{path: files[0]![0], module: true}], files: new Map(files)};
}

/** The page's part of the measuring, for `evaluateOnNewDocument`. */
export async function bundleDriver(): Promise<string> {
  const [{content} = {content: ''}] = await bundle('../pages/driver', 'iife');
  return content.toString();
}

async function bundle(name: string, format: 'es' | 'iife' = 'es') {
  const folder = join(HERE, 'products');
  const entry = ['ts', 'js'].map((ending) => join(folder, `${name}.${ending}`)).find(existsSync)!;
  const result = await build({
    root: HERE,
    configFile: false,
    logLevel: 'error',
    define: {'process.env.NODE_ENV': '"production"'},
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: {polyfill: false},
      // A library in the format of modules would keep its blanks.
      rollupOptions: {input: entry, output: {format, entryFileNames: 'index.js'}},
    },
  });
  const outputs = [result].flat() as Rolldown.RolldownOutput[];
  return outputs
    .flatMap(({output}) => output)
    .map((file) => ({
      // The entry is the first.
      path: file.fileName === 'index.js' ? `${name}.js` : file.fileName,
      content: Buffer.from(file.type === 'chunk' ? file.code : file.source),
    }));
}

function versionOf(name: string): string {
  const text = readFileSync(join(PACKAGES, name, 'package.json'), 'utf8');
  return (JSON.parse(text) as {version: string}).version;
}
