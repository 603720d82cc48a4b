/**
 * Finds the web and mail addresses in a text. There is one answer to what belongs to an address, for what a visitor, an
 * agent or a bot wrote, in plain text and in Markdown.
 *
 * It is ours because the libraries for it count on blanks around an address: linkify-it (4 KB) finds none in
 * `请看https://a.example` or `邮箱：a@b.example`, and takes `a:` or `a*` for the end of one.
 */

/** Where an address stands in a text, and where it leads. */
export interface FoundAddress {
  readonly start: number;
  readonly end: number;
  readonly href: string;
}

/** To some browsers, a far longer one is no address. */
const MAX_LENGTH = 2000;

/** Scripts that are written without blanks, or whose words are joined to an address without one. */
const JOINED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';

const LETTERS = '\\p{L}\\p{M}\\p{N}';

/** A letter of a word that an address could be cut out of. */
const WORD = `(?![${JOINED}])[${LETTERS}_-]`;

/** `example.com` in `example.com으로` and in `example.com谢谢`, yet all of `例え.テスト` and `müller.example`. */
const LAST_LABEL = `(?:[a-z\\d-]{2,63}(?=[${JOINED}])|[${LETTERS}_-]+)`;

const HOST = `(?:(?:[${LETTERS}_-]+\\.)*${LAST_LABEL}|\\[[\\da-f:.]+\\])`;

/**
 * What may stand in a path. Punctuation of other scripts than Latin ends an address, as do quotes, symbols and what
 * cannot be seen; an apostrophe, a dash or the like is part of it between two letters. The next one of a list is none,
 * and neither are the signs that set it in bold among words without blanks: `请看**https://a.example/b**谢谢`.
 */
const IN_PATH = `(?:(?![,;|]https?:|\\*\\*|~~|\\*[${JOINED}])(?:[^\\s\\p{P}\\p{C}\\p{So}<>^\`|\\uff00-\\uffef]|[-._~:/?#@!$&*+,;=%()[\\]{}]|[\\uff10-\\uff19\\uff66-\\uff9f]|(?<=[${LETTERS}])['’–‑·・|\\u200c\\u200d](?=[${LETTERS}])))`;

const WEB = `(?:(?<![a-z\\d])https?://(?:[\\w.~%!$&*+;=:-]{1,200}@)?|(?<![\\w./@-])(?=www\\.[${LETTERS}]))${HOST}(?::\\d{1,5})?(?!${WORD}|:\\w|://|\\.(?!_)(?:${WORD}))(?:[/?#]${IN_PATH}{0,${MAX_LENGTH}})?`;

/** The lengths are those that mail addresses may have: without them, a long text would take time without end. */
const MAIL_NAME = `(?:(?![${JOINED}])[${LETTERS}_+%-]){1,64}`;

/** A name with accents or an apostrophe is an address as a whole, or none. */
const MAIL = `(?:mailto:)?(?<!@|${WORD}|[+%]|(?:${WORD})[.'’&])${MAIL_NAME}(?:[.'’&]${MAIL_NAME}){0,8}@(?:[${LETTERS}-]{1,63}\\.){1,8}(?!\\d)(?:[a-z-]{2,63}(?=[${JOINED}])|[${LETTERS}-]{2,63})(?!@|\\.?(?:${WORD}))`;

const ADDRESS = new RegExp(`${WEB}|(${MAIL})`, 'giu');

const BRACKETS: Readonly<Record<string, string>> = {'(': ')', '[': ']', '{': '}'};

/** The addresses, from the first to the last. */
export function* findAddresses(text: string): Generator<FoundAddress> {
  const search = new RegExp(ADDRESS);
  for (let match; (match = search.exec(text));) {
    const [found, mail] = match;
    // A path that goes on beyond what is looked at is none to be cut.
    if (found.length > MAX_LENGTH) {
      search.lastIndex = endOfWord(text, search.lastIndex);
      continue;
    }
    const address = mail ?? trimmed(found);
    const start = match.index;
    const end = start + address.length;
    search.lastIndex = end;
    yield {start, end, href: mail === undefined ? withScheme(address) : toMail(mail)};
  }
}

function endOfWord(text: string, from: number): number {
  const blank = /\s|$/g;
  blank.lastIndex = from;
  return blank.exec(text)!.index;
}

/** Without the brackets around it, and without what ends the sentence that it stands in. */
function trimmed(address: string): string {
  return inBalance(address).replace(/[.,:;!?*_~]+$/, '');
}

/** Up to the first bracket that has no partner: `(https://a.example/b_(c))` stands in a pair, and has one. */
function inBalance(address: string): string {
  const open: {readonly index: number; readonly closing: string}[] = [];
  for (let index = 0; index < address.length; index++) {
    const sign = address[index]!;
    const closing = BRACKETS[sign];
    if (closing !== undefined) open.push({index, closing});
    else if (')]}'.includes(sign) && open.pop()?.closing !== sign) {
      return address.slice(0, open[0]?.index ?? index);
    }
  }
  return address.slice(0, open[0]?.index);
}

const withScheme = (address: string) =>
  /^https?:/i.test(address) ? address : `https://${address}`;

const toMail = (address: string) => (/^mailto:/i.test(address) ? address : `mailto:${address}`);
