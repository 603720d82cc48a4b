/**
 * Writes the tables of README.md from `dist/custom-elements.json`, which is made from the class doc of
 * `<captivate-chat>`. With `--check` it only reports, by its exit code, whether they are up to date.
 */
import {readFileSync, writeFileSync} from 'node:fs';
import {format, resolveConfig} from 'prettier';

interface Item {
  readonly name: string;
  readonly description?: string;
  readonly default?: string;
  readonly type?: {readonly text: string};
}

interface Attribute extends Item {
  /** The property that goes with it. */
  readonly fieldName: string;
}

interface Member extends Item {
  readonly kind: 'field' | 'method';
  readonly readonly?: boolean;
  readonly attribute?: string;
  readonly parameters?: readonly (Item & {readonly optional?: boolean})[];
  readonly return?: {readonly type: {readonly text: string}};
}

interface Declaration {
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly members: readonly Member[];
  readonly events: readonly Item[];
  readonly slots: readonly Item[];
  readonly cssParts: readonly Item[];
  readonly cssProperties: readonly Item[];
}

interface Manifest {
  readonly modules: readonly {readonly declarations: readonly Declaration[]}[];
}

const root = new URL('../', import.meta.url);
const readme = new URL('README.md', root);

function readDeclaration(): Declaration {
  const text = readFileSync(new URL('dist/custom-elements.json', root), 'utf8');
  const {modules} = JSON.parse(text) as Manifest;
  const declarations = modules.flatMap((module) => module.declarations);
  return declarations.find(({name}) => name === 'CaptivateChat')!;
}

function code(text: string): string {
  return `\`${text.replaceAll('|', '\\|').replaceAll("'", '')}\``;
}

function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('\n', ' ')).join(' | ')} |`;
}

function table(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const lines = [
    row(...head),
    row(...head.map(() => '---')),
    ...rows.map((cells) => row(...cells)),
  ];
  return [`### ${title}`, '', ...lines, ''].join('\n');
}

/** The same table, which its reader has to open. */
function folded(summary: string, text: string): string {
  const [heading, blank, ...rows] = text.split('\n');
  const open = ['<details>', `<summary>${summary}</summary>`, ''];
  return [heading, blank, ...open, ...rows, '</details>', ''].join('\n');
}

const described = ({description = ''}: Item) => description;

function attributeRow(item: Attribute): readonly string[] {
  const {name, fieldName, type, default: byDefault} = item;
  const initial = byDefault === undefined || byDefault === "''" ? '–' : code(byDefault);
  return [code(name), code(fieldName), type ? code(type.text) : '', initial, described(item)];
}

function methodRow(method: Member): readonly string[] {
  const parameters = method.parameters?.map(({name, optional, default: byDefault}) =>
    optional || byDefault !== undefined ? `${name}?` : name,
  );
  const signature = `${method.name}(${parameters?.join(', ') ?? ''})`;
  return [code(signature), described(method)];
}

function tables(declaration: Declaration): string {
  const {attributes, members, events, slots, cssParts, cssProperties} = declaration;
  const fields = members.filter(({kind}) => kind === 'field');
  const own = fields.filter(({attribute}) => attribute === undefined);
  const methods = members.filter(({kind}) => kind === 'method');
  return [
    table(
      'Attributes',
      ['attribute', 'property', 'type', 'default', 'meaning'],
      attributes.map(attributeRow),
    ),
    table(
      'Properties without an attribute',
      ['property', 'meaning'],
      own.map((field) => [
        code(field.name) + (field.readonly ? ' (read-only)' : ''),
        described(field),
      ]),
    ),
    table('Methods', ['method', 'meaning'], methods.map(methodRow)),
    table(
      'Events',
      ['event', '`detail` and meaning'],
      events.map((event) => [code(event.name), described(event)]),
    ),
    table(
      'Slots',
      ['slot', 'purpose'],
      slots.map((slot) => [slot.name ? code(slot.name) : '(none)', described(slot)]),
    ),
    folded(
      'All parts',
      table(
        'Parts',
        ['part', 'what it is'],
        cssParts.map((part) => [code(part.name), described(part)]),
      ),
    ),
    table(
      'Custom properties',
      ['property', 'default', 'meaning'],
      cssProperties.map((item) => [
        code(item.name),
        item.default === undefined ? '–' : code(item.default),
        described(item),
      ]),
    ),
  ].join('\n');
}

const START = '<!-- api tables: made by `npm run docs` -->';
const END = '<!-- end of the api tables -->';

const before = readFileSync(readme, 'utf8');
const start = before.indexOf(START);
const end = before.indexOf(END);
if (start < 0 || end < start) throw new Error('README.md has lost the marks around its tables.');

const text = `${before.slice(0, start)}${START}\n\n${tables(readDeclaration())}\n${before.slice(end)}`;
const options = await resolveConfig(readme);
const after = await format(text, {...options, parser: 'markdown'});
if (after === before) {
  console.log('The tables of README.md are up to date.');
} else if (process.argv.includes('--check')) {
  console.error('The tables of README.md are out of date; run `npm run build && npm run docs`.');
  process.exitCode = 1;
} else {
  writeFileSync(readme, after);
  console.log('The tables of README.md were written.');
}
