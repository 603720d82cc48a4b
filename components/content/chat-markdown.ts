/**
 * Markdown as bots write it in a chat: CommonMark with the tables, tasks and addresses of GitHub, read by marked. It
 * differs where a rule that is meant for documents takes a sign out of a sentence:
 *
 * - Addresses are those of `addresses.ts`.
 * - A star between two letters or digits is a star (`10*2*3`), and one tilde is a tilde (`3~5 days`).
 * - Backslashes of a Windows path stay (`\\server\_new`), and so do the signs of a face (`^_^`, `¯\_(ツ)_/¯`).
 * - Emphasis begins and ends next to Chinese, Japanese and Korean, which have no blanks between words.
 * - An address that nothing refers to (`[1]: https://a.example`) stays where it stands.
 */
import {Hooks, Lexer, Tokenizer, type Token, type Tokens, type TokensList} from 'marked';
import {findAddresses} from './addresses.js';
import {replacePictures} from './data-pictures.js';

/** The parser's stack is the browser's, and what is nested deeper than this is no message. */
const MAX_DEPTH = 12;

/**
 * At each step the parser may look through all that is left of a paragraph. So many characters take it some tenths of
 * a second; a message that was not made to be slow needs less than a hundredth of them.
 */
const MAX_WORK = 30_000_000;

/** A table gives each of its rows all of its columns, and so a short text can have millions of cells. */
const MAX_CELLS = 3000;

const CJK =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Bopomofo}\\u3001-\\u303f\\uff00-\\uffef';

/** What there are formulas of, in scripts whose words have blanks between them. */
const WORD = '[\\p{Script=Latin}\\p{Script=Greek}\\p{Script=Cyrillic}\\p{N}]';

/** The blank in a Windows path: `C:\\Program Files (x86)\\_new`. */
const IN_PATH_BLANK = ' (?=[\\p{L}\\p{N}]{1,40}(?: \\(x86\\))?\\\\|\\(x86\\)\\\\)';

/** What is text although it looks like Markdown. */
const LITERAL = new RegExp(
  [
    // A Windows path, unless its backslashes are doubled as Markdown wants it.
    `(?<![^\\s"'(“‘「（：=*])(?:\\\\\\\\(?=[\\p{L}\\p{N}])|(?:[a-z]:|\\.\\.?|%\\w+%)\\\\(?!\\\\))(?:[^\\s\\\\*\`]|\\\\(?!\\\\)|\\*(?=\\.)|${IN_PATH_BLANK})*`,
    '¯\\\\_\\([^()\\s]{1,9}\\)_/¯',
    '(?<=[\\^<>;=.-])_+(?=[\\^<>;=.-])',
    // Nothing that could be emphasised.
    `(?<!${WORD}|\\*)\\*[!-)+-/:-@\\\\^_{-~]{1,3}\\*(?!${WORD}|\\*)`,
    `(?<=${WORD})\\*(?=${WORD})`,
    '(?<=\\p{N})\\*\\*(?=\\p{N})',
    '(?<!~)~(?!~)',
  ].join('|'),
  'giu',
);

/** Of a site, of mail, or on this site. */
const ADDRESS = /^[/#?]|[/:@]|\.\w/;

/** A part of a text that the rules of Markdown do not reach. */
interface Piece {
  readonly start: number;
  readonly end: number;
  /** Where it leads, if it is an address. */
  readonly href?: string;
}

function piecesOf(text: string): readonly Piece[] {
  const addresses: readonly Piece[] = [...findAddresses(text)];
  const literals = [...text.matchAll(LITERAL)].map(({0: sign, index}): Piece => ({
    start: index,
    end: index + sign.length,
  }));
  let end = 0;
  return [...addresses, ...literals]
    .sort((a, b) => a.start - b.start)
    .filter((piece) => piece.start >= end && (end = piece.end) > piece.start);
}

/** A paragraph, or what is inside of a link or of emphasis in it, while it is read. */
class Run {
  readonly #pieces: readonly Piece[];
  #next = 0;

  constructor(private readonly text: string) {
    this.#pieces = piecesOf(text);
  }

  /** The first piece that does not begin before this rest of the text, and how far away it is. */
  next(rest: string): {readonly piece: Piece; readonly distance: number} | undefined {
    const at = this.text.length - rest.length;
    while ((this.#pieces[this.#next]?.start ?? at) < at) this.#next++;
    const piece = this.#pieces[this.#next];
    return piece && {piece, distance: piece.start - at};
  }

  /** The text with nothing in its pieces that could begin or end anything. */
  mask(text: string): string {
    let masked = '';
    let done = 0;
    for (const {start, end} of this.#pieces) {
      masked += text.slice(done, start) + 'a'.repeat(end - start);
      done = end;
    }
    return masked + text.slice(done);
  }
}

/** An address in a text, as a token. */
export interface AddressToken extends Tokens.Generic {
  readonly type: 'address';
  readonly href: string;
}

function tokenOf(rest: string, {start, end, href}: Piece): Tokens.Generic {
  const raw = rest.slice(0, end - start);
  return href === undefined ? {type: 'text', raw, text: raw} : {type: 'address', raw, href};
}

/** Punctuation that is not Chinese, Japanese or Korean, and what is none, by marked's names. */
const PUNCT = `(?![~${CJK}])[\\p{P}\\p{S}]`;
const NOT_PUNCT = `(?:(?!\\s|${PUNCT}).)`;

/** How marked finds the end of something: each group is one way in which a sign can stand there. */
function closing(sign: string, run: string, beginning: string): RegExp {
  return new RegExp(
    [
      beginning,
      `(?!${sign})${PUNCT}(${run})(?=\\s|$)`,
      `(?:${NOT_PUNCT}(?=${run}(?:\\s|$))|(?![${CJK}])${NOT_PUNCT})(${run})(?!${sign})(?=${PUNCT}|\\s|$)`,
      `(?!${sign})(?:\\s|${PUNCT}(?!${run}[${CJK}]))(${run})(?=${NOT_PUNCT})`,
      `\\s(${run})(?!${sign})(?=${PUNCT})`,
      `(?!${sign})(?:${PUNCT}|[${CJK}])(${run})(?!${sign})(?=${PUNCT}|[${CJK}])`,
      `${NOT_PUNCT}(${run})(?=${NOT_PUNCT})`,
    ].join('|'),
    'gu',
  );
}

/** Next to them, punctuation counts as it does next to a blank, and theirs as letters do. */
const cjkRules = {
  emStrongLDelim: new RegExp(`^\\*+(?:((?!\\*)${PUNCT})|([^\\s*]))?`, 'u'),
  emStrongRDelimAst: closing('\\*', '\\*+', '^[^_*]*?__[^_*]*?\\*[^_*]*?(?=__)|[^*]+(?=[^*])'),
  delLDelim: new RegExp(`^~~(?:((?!~)${PUNCT})|[^\\s~])`, 'u'),
  delRDelim: closing('~', '~~', '^[^~]+(?=[^~])'),
  punctuation: new RegExp(`^((?![*_])(?:[\\s\\p{P}\\p{S}]|[${CJK}]))`, 'u'),
};

/** Gives up on what would take too long. */
class ChatTokenizer extends Tokenizer {
  /** The labels of the addresses that something refers to. */
  readonly used = new Set<string>();
  #work = 0;

  constructor(private readonly pictures: readonly string[]) {
    super();
  }

  /** Asked first at each step. */
  override escape(src: string) {
    this.#count(src.length);
    return super.escape(src);
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string) {
    const isStar = src.startsWith('*');
    if (!isStar && !src.startsWith('_')) return undefined;
    this.#count(src.length * 3);
    const find = () => super.emStrong(src, maskedSrc, prevChar);
    return isStar ? this.#withCjkRules(find) : find();
  }

  override del(src: string, maskedSrc: string, prevChar?: string) {
    if (!src.startsWith('~~')) return undefined;
    return this.#withCjkRules(() => super.del(src, maskedSrc, prevChar));
  }

  /** Its addresses are not ours. */
  override url() {
    return undefined;
  }

  override link(src: string) {
    const token = super.link(src);
    const picture = token?.type === 'image' && /^data:(\d+)$/.exec(token.href);
    if (picture) token.href = this.pictures[Number(picture[1])] ?? '';
    return token;
  }

  /** What has no address after its label explains it: `[^1]: Handbook`. */
  override def(src: string) {
    const token = super.def(src);
    return token && ADDRESS.test(token.href) ? token : undefined;
  }

  override reflink(src: string, links: TokensList['links']) {
    const noted = new Proxy(links, {
      get: (all, label: string) => {
        if (all[label]) this.used.add(label);
        return all[label];
      },
    });
    return super.reflink(src, noted);
  }

  /** `>5` is a comparison, and `>_<` a face. */
  override blockquote(src: string) {
    return /^ {0,3}>(?:\d|[_.:;=][-_.]?[<>()/\\|\w]?(?=\s|$))/.test(src)
      ? undefined
      : super.blockquote(src);
  }

  override table(src: string) {
    const columns = src.slice(0, Math.max(0, src.indexOf('\n'))).split('|').length;
    if (columns > 1) {
      const end = src.indexOf('\n\n');
      const rows = src.slice(0, end < 0 ? undefined : end).split('\n', MAX_CELLS).length;
      this.#count(rows * 10);
      if (columns * rows > MAX_CELLS) return undefined;
    }
    return super.table(src);
  }

  /** Not for `_`, which is part of many names that stand next to them. */
  #withCjkRules<Found>(find: () => Found): Found {
    const {rules} = this;
    this.rules = {...rules, inline: {...rules.inline, ...cjkRules}};
    try {
      return find();
    } finally {
      this.rules = rules;
    }
  }

  #count(work: number) {
    this.#work += work;
    if (this.#work > MAX_WORK) throw new RangeError('This would take too long.');
  }
}

/** Leaves what is nested too deep as it is, and each piece. */
class ChatLexer extends Lexer {
  #depth = 0;
  #run = new Run('');

  constructor(tokenizer: ChatTokenizer) {
    const hooks = new Hooks();
    hooks.emStrongMask = (masked) => this.#run.mask(masked);
    super({
      gfm: true,
      breaks: true,
      tokenizer,
      hooks,
      extensions: {
        renderers: {},
        childTokens: {},
        inline: [(rest) => this.#pieceAt(rest)],
        startInline: [(rest) => this.#run.next(rest)?.distance],
      },
    });
  }

  override blockTokens(src: string, tokens: Token[] = [], clipped?: boolean) {
    // Its type has it both ways: a list of tokens, or one that knows the links as well.
    return this.#nested(src, tokens, () => super.blockTokens(src, tokens, clipped)) as TokensList;
  }

  override inlineTokens(src: string, tokens: Token[] = []) {
    const outer = this.#run;
    this.#run = new Run(src);
    try {
      return this.#nested(src, tokens, () => super.inlineTokens(src, tokens));
    } finally {
      this.#run = outer;
    }
  }

  #pieceAt(rest: string): Tokens.Generic | undefined {
    const next = this.#run.next(rest);
    return next?.distance === 0 ? tokenOf(rest, next.piece) : undefined;
  }

  #nested(src: string, tokens: Token[], parse: () => Token[]): Token[] {
    if (this.#depth >= MAX_DEPTH) {
      tokens.push({type: 'raw', raw: src});
      return tokens;
    }
    this.#depth++;
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }
}

/** What the text consists of. Throws where it would take too long to know. */
export function parseMarkdown(text: string): readonly Token[] {
  const pictures: string[] = [];
  const short = replacePictures(text, (data) => `data:${pictures.push(data) - 1}`);
  const tokenizer = new ChatTokenizer(pictures);
  const tokens = new ChatLexer(tokenizer).lex(short);
  tokens.forEach((token) => keepDefinitions(token, tokenizer.used));
  return tokens;
}

/** What nothing refers to is there to be read. */
function keepDefinitions(token: Tokens.Generic, used: ReadonlySet<string>) {
  if (token.type === 'def' && !used.has((token as Tokens.Def).tag)) token.type = 'raw';
  const items = token.type === 'list' ? (token as Tokens.List).items : [];
  for (const inner of [...(token.tokens ?? []), ...items]) keepDefinitions(inner, used);
}
