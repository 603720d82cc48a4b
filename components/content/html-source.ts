/**
 * Rewrites HTML so that nothing is left in it that the policy of `sanitize.ts` has no place for. It reads tags as a
 * browser does, and writes each of them anew in one form only; whatever it may read differently, what it has written
 * can be read in one way.
 *
 * It is not what makes HTML safe. It is there because a browser looks at all of a text even where it is only parsed:
 * Chromium reports each style, handler and base address in it as a violation of the page's policy; and there are
 * texts that browsers take time without end for.
 */

/** No message has more; a browser's time may grow with the square of their number. */
const MAX_TAGS = 6000;

const words = (text: string) => text.trim().split(/\s+/);

/** The elements that are kept. */
const ELEMENTS = words(`
  a abbr bdi blockquote br caption cite col colgroup dd del details dfn div dl dt figcaption figure h3 h4 h5 h6 hr img
  ins kbd li mark ol p pre q rp rt ruby samp span sub summary sup table tbody td tfoot th thead time tr ul var wbr
`);

/**
 * Where one of these is left open, a browser opens it again in each block that follows, once for each set of
 * attributes that it was opened with. They have none, and so there are few of them.
 */
const FORMATTING = words('b code em i s small strong u');

/** These would rearrange the landmarks of the page around the chat. */
const SECTIONS = words('address article aside center fieldset footer form header main nav section');

/** What each name becomes. Headings stand below those of the page. */
const NAMES = new Map([
  ...[...ELEMENTS, ...FORMATTING].map((name) => [name, name] as const),
  ['h1', 'h3'],
  ['h2', 'h4'],
  ['h3', 'h5'],
  ['h4', 'h6'],
  ['h5', 'h6'],
  ...SECTIONS.map((name) => [name, 'div'] as const),
  ['strike', 's'],
  ['tt', 'code'],
]);

const EVERYWHERE = words('dir lang title');

/** The attributes that an element may have besides. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  details: ['open'],
  div: ['align'],
  img: ['src', 'alt', 'width', 'height'],
  li: ['value'],
  ol: ['start', 'reversed'],
  p: ['align'],
  td: ['colspan', 'rowspan', 'align'],
  th: ['colspan', 'rowspan', 'align', 'scope'],
  time: ['datetime'],
};

/** Every name that is kept, for a second look at what was made of the text. */
export const ELEMENT_NAMES: readonly string[] = [...ELEMENTS, ...FORMATTING];

export const ATTRIBUTE_NAMES: readonly string[] = [
  ...EVERYWHERE,
  ...Object.values(ATTRIBUTES).flat(),
];

/** What a value has to look like, where a wrong one could do harm, such as a cell of 1,000 columns. */
const VALUES: Readonly<Record<string, RegExp>> = {
  align: /^(?:left|right|center|justify)$/i,
  colspan: /^\d{1,2}$/,
  datetime: /^[\w:.+-]{1,40}$/,
  dir: /^(?:ltr|rtl|auto)$/i,
  height: /^\d{1,4}$/,
  lang: /^[a-z]{2,3}(?:-[a-z\d]{2,8}){0,3}$/i,
  open: /^/,
  reversed: /^/,
  rowspan: /^\d{1,3}$/,
  scope: /^(?:row|col)$/i,
  start: /^-?\d{1,6}$/,
  value: /^-?\d{1,6}$/,
  width: /^\d{1,4}$/,
};

/** Elements that are left out with all that is in them: what a browser reads by other rules, or nobody should read. */
const SKIPPED = new Set(
  words(`
    applet audio canvas datalist frameset iframe map math noembed noframes noscript object plaintext script select style
    svg template textarea title video xmp
  `),
);

/** These can end where they begin. */
const FOREIGN = new Set(['math', 'svg']);

const VOID = new Set(words('br col hr img wbr'));

/** Comments, and what browsers take for comments. */
const NOTHING = /<!--(?:-?>|[^]*?(?:--!?>|$))|<(?:[!?]|\/(?![a-z]))[^>]*>?/iy;

const TAG = /<(\/?)([a-z][^\t\n\f\r />]*)/iy;

const ATTRIBUTE =
  /[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"?|'([^']*)'?|([^\t\n\f\r >]*)))?/y;

const END_OF_TAG = /[\t\n\f\r ]*(\/?)[\t\n\f\r /]*(>?)/y;

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosing: boolean;
  readonly attributes: ReadonlyMap<string, string>;
  /** Where the text goes on. */
  readonly end: number;
}

/** The part of the text that the policy has a place for; undefined where it has too many tags. */
export function reduceHtml(text: string): string | undefined {
  let reduced = '';
  let tags = 0;
  let at = 0;
  for (let open; (open = text.indexOf('<', at)) >= 0;) {
    reduced += text.slice(at, open);
    const nothing = match(NOTHING, text, open);
    const tag = nothing ? undefined : readTag(text, open);
    if (nothing) at = open + nothing[0].length;
    else if (tag) {
      if (++tags > MAX_TAGS) return undefined;
      reduced += writeTag(tag);
      at = isSkipped(tag) ? endOfContent(text, tag) : tag.end;
    } else {
      reduced += '&lt;';
      at = open + 1;
    }
  }
  return reduced + text.slice(at);
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function readTag(text: string, at: number): Tag | undefined {
  const start = match(TAG, text, at);
  if (!start) return undefined;
  const attributes = new Map<string, string>();
  let end = at + start[0].length;
  for (let found; (found = match(ATTRIBUTE, text, end)); end = ATTRIBUTE.lastIndex) {
    const name = found[1]!.toLowerCase();
    // As everywhere, the first one counts.
    if (!attributes.has(name)) attributes.set(name, found[2] ?? found[3] ?? found[4] ?? '');
  }
  const [rest, slash, closed] = match(END_OF_TAG, text, end)!;
  return {
    name: start[2]!.toLowerCase(),
    closing: start[1] === '/',
    selfClosing: slash === '/',
    attributes,
    end: closed ? end + rest.length : text.length,
  };
}

function writeTag({name: written, closing, attributes}: Tag): string {
  const name = NAMES.get(written);
  if (name === undefined) return '';
  if (closing) return VOID.has(name) ? '' : `</${name}>`;
  const kept = attributesOf(name).map((each) => writeAttribute(each, attributes.get(each)));
  return `<${name}${kept.join('')}>`;
}

function attributesOf(name: string): readonly string[] {
  return FORMATTING.includes(name) ? [] : [...EVERYWHERE, ...(ATTRIBUTES[name] ?? [])];
}

function writeAttribute(name: string, value: string | undefined): string {
  if (value === undefined || VALUES[name]?.test(value) === false) return '';
  return ` ${name}="${value.replace(/["<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}"`;
}

function isSkipped({name, closing, selfClosing}: Tag): boolean {
  return !closing && SKIPPED.has(name) && !(selfClosing && FOREIGN.has(name));
}

function endOfContent(text: string, {name, end}: Tag): number {
  const closing = new RegExp(`</${name}(?=[\\t\\n\\f\\r />])`, 'gi');
  return match(closing, text, end)?.index ?? text.length;
}
