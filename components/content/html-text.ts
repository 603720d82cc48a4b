/** A tag, or an end of a comment. No tag goes beyond the next `<`, so that no text takes long. */
const TOKEN = /(<!--|-->|<[!?/]?[a-z][^<>]*>)/i;

/** What stands in these is not for reading. */
const UNREADABLE = new Set(['script', 'style', 'template', 'title', 'noscript', 'svg', 'math']);

const CELL = new Set(['td', 'th']);

const INLINE = new Set(
  'a abbr b bdi bdo cite code del em font i img ins kbd mark q s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
);

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['bull', '•'],
  ['copy', '©'],
  ['reg', '®'],
  ['trade', '™'],
  ['euro', '€'],
  ['pound', '£'],
  ['laquo', '«'],
  ['raquo', '»'],
]);

/**
 * What a piece of HTML says, without what it is made of: a line for each block and for each row of a table. It makes
 * words for people; nothing that it returns may be taken for HTML again.
 */
export function htmlText(html: string): string {
  let text = '';
  let skipped: string | undefined;
  for (const token of html.split(TOKEN)) {
    const name = tagName(token);
    if (skipped !== undefined) {
      if (name === skipped) skipped = undefined;
    } else if (token === '<!--') {
      skipped = '-->';
    } else if (name === undefined || name === '-->') {
      text += decoded(token).replace(/\s+/g, ' ');
    } else if (UNREADABLE.has(name)) {
      skipped = `/${name}`;
    } else {
      text += separator(name);
    }
  }
  return tidy(text);
}

/** `b` of `<b class="x">`, `/b` of `</b>`, `-->` of the end of a comment, and undefined of a text. */
function tagName(token: string): string | undefined {
  if (token === '-->') return token;
  return /^<([!?/]?[a-z][^\s/>]*)/i.exec(token)?.[1]!.toLowerCase();
}

function separator(name: string): string {
  if (INLINE.has(name.replace('/', ''))) return '';
  if (CELL.has(name.replace('/', ''))) return '\t';
  return name === 'li' ? '\n• ' : '\n';
}

function tidy(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      line
        .split('\t')
        .map((cell) => cell.trim())
        .filter(Boolean)
        .join(' | '),
    )
    .filter((line) => line !== '' && line !== '•')
    .join('\n');
}

function decoded(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,6}));/gi,
    (whole: string, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return NAMED.get(name.toLowerCase()) ?? whole;
      return character(decimal === undefined ? parseInt(hex!, 16) : Number(decimal)) ?? whole;
    },
  );
}

/** Without those that are no characters, or would not be seen. */
function character(code: number): string | undefined {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  return code < 32 || code > 0x10ffff || isSurrogate ? undefined : String.fromCodePoint(code);
}
