import {createHash} from 'node:crypto';
import {resolve} from 'node:path';
import {minify} from 'terser';
import {defineConfig, Visitor, type Plugin, type Rolldown, type UserConfig} from 'vite';

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

/** A blank is enough where a style sheet or a template is set out over many lines, and comments are for us. */
const shorten = {
  css: (text: string) =>
    text
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,>!]) ?/g, '$1')
      .replace(/([:(]) /g, '$1')
      .replaceAll(' )', ')')
      .replaceAll(';}', '}'),
  html: (text: string) => text.replace(/\s+/g, ' ').replace(/ >/g, '>'),
};

/** Shortens the text of the templates of Lit, which a minifier leaves alone. */
function withShortTemplates(): Plugin {
  return {
    name: 'with-short-templates',
    transform: {
      filter: {id: /\/(?:components|styles)\/.*\.ts$/},
      handler(code) {
        const edits: {start: number; end: number; text: string}[] = [];
        new Visitor({
          TaggedTemplateExpression({tag, quasi}) {
            if (tag.type !== 'Identifier' || !(tag.name in shorten)) return;
            for (const {start, end, value} of quasi.quasis) {
              const text = shorten[tag.name as keyof typeof shorten](value.raw);
              edits.push({start, end, text});
            }
          },
        }).visit(this.parse(code));
        return edits
          .toSorted((a, b) => b.start - a.start)
          .reduce(
            (short, {start, end, text}) => short.slice(0, start) + text + short.slice(end),
            code,
          );
      },
    },
  };
}

/** How the end of a chunk looks. */
const EXPORTS = /export ?\{([^}]*)\};?\s*$/;

/** The names in such a statement, each with what it is outside, if that is another. */
const pairsOf = (names: string) =>
  names.split(',').map((pair) => pair.split(' as ').map((each) => each.trim()));

/** `a as b` in a statement is `b: a` in an object, and `a: b` in a pattern. */
const asObject = (pairs: string[][]) => pairs.map((pair) => pair.toReversed().join(':')).join();
const asPattern = (names: string) => names.replaceAll(' as ', ':');

/**
 * The chunks of the tag share code with its entry. They take it from the page rather than from the entry's address,
 * because that may have a query (`captivate-chat.js?v=2`) of which a chunk knows nothing: it would load all again.
 */
function shareWithChunks(entry: string, publicNames: readonly string[]): Plugin {
  const share = (place: string) => (_: string, names: string) => {
    const pairs = pairsOf(names);
    const isPublic = (pair: readonly string[]) => publicNames.includes(pair.at(-1)!);
    const inner = asObject(pairs.filter((pair) => !isPublic(pair)));
    const outer = pairs.filter(isPublic).map((pair) => pair.join(' as '));
    return `${place}??={${inner}};export{${outer.join()}};`;
  };
  const take = (place: string) => (_: string, names: string) =>
    `const{${asPattern(names)}}=${place};`;
  return {
    name: 'share-with-chunks',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const first = chunks.find(({fileName}) => fileName === entry)!;
      // Two builds may meet on a page; neither must take what the other shares.
      const hash = createHash('sha256').update(first.code).digest('hex').slice(0, 8);
      const place = `globalThis[Symbol.for("captivate-chat-${hash}")]`;
      const imported = /import ?\{([^}]*)\} ?from ?["']\.\.\/captivate-chat\.js["'];?/;
      for (const chunk of chunks) {
        chunk.code =
          chunk === first
            ? chunk.code.replace(EXPORTS, share(place))
            : chunk.code.replace(imported, take(place));
      }
    },
  };
}

/**
 * The chunks that are loaded after the panel share its code, which may have come from another address (see
 * `components/load.ts`): they take it from the page, and fetch it only where it is not there.
 */
function shareTheirs(name: string): Plugin {
  return {
    name: 'share-theirs',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      const shared = chunks.find((chunk) => chunk.name === name)!;
      const [file] = shared.fileName.split('/').toReversed();
      const place = `globalThis[Symbol.for("captivate-chat ${file}")]`;
      const imported = new RegExp(`import ?\\{([^}]*)\\} ?from ?["']\\./${file}["'];?`);
      const module = shared.moduleIds.find((id) => id.endsWith(`/${name}.ts`))!;
      const own = this.getModuleInfo(module)!.exports.join();
      // What the module exports is in an object of the chunk; who fetches it elsewhere has to find it by its name.
      const picked = new RegExp(
        `(import\\([^)]*/${file}.\\))\\.then\\(\\(?(\\w+)\\)?=>\\2\\.(\\w+)\\)`,
      );
      const [, , , all] = chunks.map(({code}) => picked.exec(code)).find((match) => match) ?? [];
      shared.code = shared.code.replace(EXPORTS, (end, names: string) => {
        const [inner] = pairsOf(names).find((pair) => pair.at(-1) === all) ?? [];
        if (!inner) this.error(`The exports of ${file} are not where they were.`);
        return `${place}??={${asObject(pairsOf(names))}};export const{${own}}=${inner};${end}`;
      });
      for (const chunk of chunks) {
        chunk.code = chunk.code.replace(picked, '$1');
        chunk.code = chunk.code.replace(
          imported,
          (_, names: string) => `const{${asPattern(names)}}=${place}??await import("./${file}");`,
        );
      }
    },
  };
}

/**
 * What a few functions have in common is not worth a request: each chunk gets a copy. That is so for the bundler's own
 * helper, and for small functions of ours that keep nothing in mind.
 */
function withoutSmallChunks(names: readonly string[]): Plugin {
  return {
    name: 'without-small-chunks',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
      for (const small of chunks.filter(({name}) => names.includes(name))) {
        if (small.imports.length > 0) this.error(`${small.fileName} imports something itself.`);
        const code = small.code.replace(
          EXPORTS,
          (_, names: string) => `return{${asObject(pairsOf(names))}}`,
        );
        const imported = new RegExp(
          `import ?\\{([^}]*)\\} ?from ?["'][./]*(?:\\w+/)?${small.name}-[^"']*["'];?`,
        );
        for (const chunk of chunks) {
          chunk.code = chunk.code.replace(
            imported,
            (_, names: string) => `const{${asPattern(names)}}=(()=>{${code}})();`,
          );
          chunk.imports = chunk.imports.filter((name) => name !== small.fileName);
        }
        delete bundle[small.fileName];
      }
    },
  };
}

/** A second look at what the first minifier left, which is worth 1 to 2 %. */
function withTerser(): Plugin {
  return {
    name: 'with-terser',
    async generateBundle(_, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        const {code} = await minify(output.code, {module: true, ecma: 2020, compress: {passes: 3}});
        output.code = code!;
      }
    },
  };
}

const shared: UserConfig = {
  plugins: [withoutDomShim(), withShortTemplates()],
  publicDir: false,
  resolve: {conditions: ['node', 'module', 'import', 'production', 'default']},
};

/** Each build has a folder of its own for its chunks. */
const output = (folder: string) => ({chunkFileNames: `${folder}/[name]-[hash].js`, minify: true});

/** The licences of what a build brings along, which its users have to be able to read. */
const license = (entry: string) => ({fileName: `licenses/${entry}.md`});

/** A module with all that it imports, and with what that imports. */
function withImports(path: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set([resolve(path)]);
  for (const id of found) {
    for (const each of context.getModuleInfo(id)?.importedIds ?? []) found.add(each);
  }
  return found;
}

/** What the panel shares with what is loaded after it stays in its chunk: one request more would be no gain. */
const panelChunk: Rolldown.CodeSplittingNameFunction = (id, context) => {
  const [panel, ...others] = ['panel/define-panel', 'define', 'chat/loaded-client'].map((name) =>
    withImports(`components/${name}.ts`, context),
  );
  return panel!.has(id) && !others.some((each) => each.has(id)) ? 'define-panel' : null;
};

/** What a page loads: one file with the launcher, which fetches the rest itself. */
const tag: UserConfig = {
  ...shared,
  plugins: [
    withoutDomShim(),
    withShortTemplates(),
    withoutSmallChunks(['rolldown-runtime', 'limits']),
    shareWithChunks('captivate-chat.js', ['CaptivateChat']),
    shareTheirs('define-panel'),
    withTerser(),
  ],
  build: {
    target: 'es2022',
    emptyOutDir: true,
    license: license('captivate-chat'),
    lib: {entry: {'captivate-chat': 'components/define.ts'}, formats: ['es']},
    rollupOptions: {
      // What the chunks share with the entry stays in it: a page makes one request until more is wanted.
      preserveEntrySignatures: 'allow-extension',
      output: {
        ...output('chunks'),
        codeSplitting: {includeDependenciesRecursively: false, groups: [{name: panelChunk}]},
      },
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
