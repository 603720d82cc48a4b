import assert from 'node:assert/strict';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {dirname, join, relative, sep} from 'node:path';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What a folder must not import: other folders, by their names, and packages. */
const CLOSED: Readonly<Record<string, readonly string[]>> = {
  src: ['components', 'styles', 'demo', 'test', 'lit', '@lit', 'lit-element', 'lit-html'],
  components: ['demo', 'test'],
  styles: ['components', 'src', 'demo', 'test'],
};

/** The modules of a folder, without its tests and what helps them, as paths from the root with slashes. */
function modules(folder: string): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), {recursive: true, encoding: 'utf8'})
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name).split(sep).join('/'))
    .filter((module) => !module.includes('/testing/'))
    .sort();
}

/** Everything a module imports, statically or later: a top folder of ours, or a package. */
function importsOf(module: string, text: string): string[] {
  return ts.preProcessFile(text, true, true).importedFiles.map(({fileName}) => {
    if (!fileName.startsWith('.')) return packageOf(fileName);
    const target = relative(ROOT, join(ROOT, dirname(module), fileName));
    return target.split(sep)[0]!;
  });
}

function packageOf(specifier: string) {
  return specifier.split('/')[0]!;
}

/** The modules of ours that a module imports, statically or later, for types or values. */
function neighboursOf(module: string, text: string): string[] {
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.flatMap(({fileName}) =>
      fileName.startsWith('.')
        ? [join(dirname(module), fileName).split(sep).join('/').replace(/\.js$/, '.ts')]
        : [],
    );
}

/** The first way from a module back to itself, as the modules on it; none where there is no circle. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (module: string, path: readonly string[]): readonly string[] => {
    if (path.includes(module)) return [...path.slice(path.indexOf(module)), module];
    if (done.has(module)) return [];
    done.add(module);
    for (const next of imports.get(module) ?? []) {
      const circle = visit(next, [...path, module]);
      if (circle.length > 0) return circle;
    }
    return [];
  };
  for (const module of imports.keys()) {
    const circle = visit(module, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

function wrongImports(folder: string, module: string, text: string) {
  return importsOf(module, text).filter((name) => CLOSED[folder]!.includes(name));
}

function read(module: string) {
  return readFileSync(join(ROOT, module), 'utf8');
}

describe('the direction of imports', () => {
  for (const folder of Object.keys(CLOSED)) {
    it(`${folder}/ imports nothing that stands above it`, () => {
      const wrong = modules(folder).flatMap((module) =>
        wrongImports(folder, module, read(module)).map((name) => `${module} imports ${name}`),
      );
      assert.deepEqual(wrong, []);
    });
  }

  it('is found wrong in every kind of import', () => {
    const text = `
      import {a} from '../../components/a.js';
      import type {b} from '../../styles/b.js';
      export * from '../../demo/c.js';
      import '../../test/d.js';
      const e = () => import('lit/decorators.js');`;
    assert.deepEqual(wrongImports('src', 'src/connection/probe.ts', text), [
      ...['components', 'styles', 'demo', 'test', 'lit'],
    ]);
  });

  it('goes in no circle', () => {
    const all = Object.keys(CLOSED).flatMap(modules);
    const imports = new Map(all.map((module) => [module, neighboursOf(module, read(module))]));
    assert.ok([...imports.values()].flat().filter((each) => imports.has(each)).length > all.length);
    assert.deepEqual(findCircle(imports), []);
  });

  it('is found out where it goes in a circle', () => {
    const imports = new Map([
      ['a', ['b', 'c']],
      ['b', ['d']],
      ['c', ['d', 'a']],
      ['d', []],
    ]);
    assert.deepEqual(findCircle(imports), ['a', 'c', 'a']);
  });

  it('is not found wrong among neighbours', () => {
    const text = `import {a} from '../test/a.js'; import {b} from 'literal';`;
    assert.deepEqual(wrongImports('src', 'src/connection/probe.ts', text), []);
  });
});

describe('the client', () => {
  for (const module of modules('src')) {
    it(`${module} loads without a page`, async () => {
      await import(new URL(`../${module}`, import.meta.url).href);
    });
  }
});

describe('the templates', () => {
  /** The names of all elements that browsers know, as TypeScript lists them. */
  const known = new Set(
    [
      ...read('node_modules/typescript/lib/lib.dom.d.ts').matchAll(
        /^    "([\w-]+)": \w+Element;$/gm,
      ),
    ].map(([, name]) => name!),
  );

  function elementsOf(module: string, text: string): string[] {
    const names: string[] = [];
    const visit = (node: ts.Node) => {
      if (ts.isTaggedTemplateExpression(node) && /^(html|svg)$/.test(node.tag.getText())) {
        const tags = node.template.getText().matchAll(/<\/?([a-z][\w-]*)/g);
        names.push(...[...tags].map(([, name]) => name!));
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(module, text, ts.ScriptTarget.Latest, true));
    return names.filter((name) => !known.has(name) && !name.startsWith('captivate-chat'));
  }

  it('have no elements but those that exist', () => {
    assert.ok(known.has('textarea'));
    assert.deepEqual(
      modules('components').flatMap((module) => elementsOf(module, read(module))),
      [],
    );
  });

  it('are found out when they have', () => {
    const text = 'html`<p><range class="a">${html`<spna>`}</p>`; const a: Map<string> = b;';
    assert.deepEqual(elementsOf('a.ts', text), ['range', 'spna', 'spna']);
  });
});

describe('what CONTRIBUTING says of the layout', () => {
  it('names files and folders that exist', () => {
    const named = [
      ...read('CONTRIBUTING.md').matchAll(/`([\w-]+(?:\/[\w-]+)*\/?(?:[\w-]+\.ts)?)`/g),
    ]
      .map(([, path]) => path!)
      .filter((path) => /\/|\.ts$/.test(path) && !/(^|\/)xx?\.ts$/.test(path));
    assert.ok(named.length > 30);
    const places = ['', 'src/', 'src/conversation/', 'src/protocol/', 'components/'];
    const exists = (path: string) => places.some((place) => existsSync(join(ROOT, place + path)));
    assert.deepEqual(
      named.filter((path) => !exists(path)),
      [],
    );
  });
});
