import {defineConfig, type Plugin, type UserConfig} from 'vite';

/**
 * Lit's builds for Node (see `conditions` below) run in a browser as well and, unlike those for browsers, do not
 * throw where they are imported without a DOM, as a server-side renderer does. The DOM that they bring along for
 * that is replaced by the least that will do.
 */
function withoutDomShim(): Plugin {
  const id = '\0no-dom-shim';
  return {
    name: 'without-dom-shim',
    enforce: 'pre',
    resolveId: (source) => (source === '@lit-labs/ssr-dom-shim' ? id : undefined),
    load: (loaded) =>
      loaded === id
        ? 'export class HTMLElement {} export const customElements = undefined;'
        : undefined,
  };
}

const shared: UserConfig = {
  plugins: [withoutDomShim()],
  publicDir: false,
  resolve: {conditions: ['node', 'module', 'import', 'production', 'default']},
};

/** Each build has a folder of its own for its chunks. */
const output = (folder: string) => ({chunkFileNames: `${folder}/[name]-[hash].js`, minify: true});

/** The licences of what a build brings along, which its users have to be able to read. */
const license = (entry: string) => ({fileName: `licenses/${entry}.md`});

/** What a page loads: one file with the launcher, which fetches the rest itself. */
const tag: UserConfig = {
  ...shared,
  build: {
    target: 'es2022',
    emptyOutDir: true,
    license: license('captivate-chat'),
    lib: {entry: {'captivate-chat': 'components/define.ts'}, formats: ['es']},
    rollupOptions: {
      // What the chunks share with the entry stays in it: a page makes one request until more is wanted.
      preserveEntrySignatures: 'allow-extension',
      output: output('chunks'),
    },
  },
};

/** What a program imports. */
const modules: UserConfig = {
  ...shared,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    license: license('modules'),
    lib: {entry: {element: 'components/element.ts', client: 'src/client.ts'}, formats: ['es']},
    rollupOptions: {output: output('modules')},
  },
};

/** The local hub, for Node. */
const hub: UserConfig = {
  publicDir: false,
  build: {
    target: 'node20',
    emptyOutDir: false,
    license: license('hub'),
    ssr: true,
    lib: {entry: {hub: 'demo/hub/index.ts'}, formats: ['es']},
  },
  ssr: {noExternal: true},
};

export default defineConfig(({mode}) => ({tag, modules, hub})[mode] ?? tag);
