import {html, nothing, type TemplateResult} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import {Lexer, Tokenizer, type Token, type Tokens, type TokensList} from 'marked';
import type {TextPart} from '../../src/client.js';
import {localized, stringsAround} from '../localized.js';
import {linkTemplate} from './link.js';
import {breakLongWords} from './long-words.js';
import {safeHref, webAddress} from './safe-href.js';

/** The parser's stack is the browser's, and what is nested deeper than this is no message. */
const MAX_DEPTH = 12;

/**
 * At each step the parser may look through all that is left of a paragraph. So many characters take it some tenths of
 * a second; a message that was not made to be slow needs less than a hundredth of them.
 */
const MAX_WORK = 30_000_000;

/** A table gives each of its rows all of its columns, and so a short text can have millions of cells. */
const MAX_CELLS = 3000;

/** The parser's time grows with the square of a row of blanks. */
const MANY_BLANKS = /[ \t]{1000}/;

/** A list of as many points takes some browsers seconds. */
const MAX_LINES = 2000;

type Content = TemplateResult | string | typeof nothing;

const options = {gfm: true, breaks: true};

/** Gives up on what would take too long. */
class BoundedTokenizer extends Tokenizer {
  #work = 0;

  /** Asked first at each step. */
  override escape(src: string) {
    this.#count(src.length);
    return super.escape(src);
  }

  override emStrong(src: string, maskedSrc: string, prevChar?: string) {
    if (src.startsWith('*') || src.startsWith('_')) this.#count(src.length * 3);
    return super.emStrong(src, maskedSrc, prevChar);
  }

  /** The parser takes time without end for a long row of signs in an address. */
  override url(src: string) {
    const word = src.slice(0, 2001).split(/\s/, 1)[0]!;
    if (word.length > 2000 || /[^\p{L}\p{N}]{24}/u.test(word)) return undefined;
    return super.url(src);
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

  #count(work: number) {
    this.#work += work;
    if (this.#work > MAX_WORK) throw new RangeError('This would take too long.');
  }
}

/** Leaves what is nested too deep as it is. */
class BoundedLexer extends Lexer {
  #depth = 0;

  override blockTokens(src: string, tokens: Token[] = [], clipped?: boolean) {
    // Its type has it both ways: a list of tokens, or one that knows the links as well.
    return this.#nested(src, tokens, () => super.blockTokens(src, tokens, clipped)) as TokensList;
  }

  override inlineTokens(src: string, tokens: Token[] = []) {
    return this.#nested(src, tokens, () => super.inlineTokens(src, tokens));
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

const parsed = new WeakMap<TextPart, readonly Token[] | undefined>();

/** A text as Markdown; undefined for what is to be shown as it is. No HTML is made or parsed on the way. */
export function renderMarkdown(part: TextPart): TemplateResult | undefined {
  if (!parsed.has(part)) parsed.set(part, parse(part.text));
  const tokens = parsed.get(part);
  return tokens && html`<div class="markdown">${blocks(tokens)}</div>`;
}

function parse(text: string): readonly Token[] | undefined {
  if (MANY_BLANKS.test(text) || text.split('\n', MAX_LINES + 1).length > MAX_LINES)
    return undefined;
  try {
    const tokens = new BoundedLexer({...options, tokenizer: new BoundedTokenizer()}).lex(text);
    const visible = tokens.some(({type}) => type !== 'space' && type !== 'def');
    return visible ? tokens : undefined;
  } catch {
    return undefined;
  }
}

function blocks(tokens: readonly Token[]): Content[] {
  return tokens.map((token) => block(token as Tokens.Generic));
}

function block(token: Tokens.Generic): Content {
  switch (token.type) {
    case 'space':
    case 'def':
      return nothing;
    case 'paragraph':
      return html`<p>${inline(token.tokens!)}</p>`;
    case 'heading':
      return headingTemplate(token as Tokens.Heading);
    case 'list':
      return listTemplate(token as Tokens.List);
    case 'blockquote':
      return html`<blockquote>${blocks(token.tokens!)}</blockquote>`;
    case 'code':
      return codeTemplate(token as Tokens.Code);
    case 'hr':
      return html`<hr />`;
    case 'table':
      return tableTemplate(token as Tokens.Table);
    case 'text':
    case 'checkbox':
      return html`${inline(token.tokens ?? [token])}`;
    default:
      return html`<p class="raw">${breakLongWords(token.raw.trimEnd())}</p>`;
  }
}

/**
 * A heading for those who go from one to the next, yet below the headings of the page and of the chat, whose outline
 * a message must not rearrange.
 */
function headingTemplate({depth, tokens}: Tokens.Heading) {
  const level = Math.min(depth + 2, 6);
  // prettier-ignore
  return html`<p role="heading" aria-level=${level} class="heading" data-depth=${depth}>${inline(tokens)}</p>`;
}

function listTemplate({ordered, start, items}: Tokens.List) {
  const content = items.map(
    ({task, tokens}) => html`<li class=${task ? 'task' : nothing}>${itemContent(tokens)}</li>`,
  );
  if (!ordered)
    return html`<ul>
      ${content}
    </ul>`;
  const first = Number(start);
  // Numbers of three digits have no place beside the text.
  return html`<ol
    class=${first + items.length > 100 ? 'wide' : nothing}
    start=${first === 1 ? nothing : first}
  >
    ${content}
  </ol>`;
}

/** In a list without gaps, a box to tick stands before its text rather than in it. */
function itemContent([first, second, ...rest]: readonly Token[]): Content[] {
  if (first?.type === 'checkbox' && second?.type === 'text') {
    const tokens = (second as Tokens.Text).tokens ?? [second];
    return [...inline([first, ...tokens]), ...blocks(rest)];
  }
  return blocks([first, second, ...rest].filter((token) => token !== undefined));
}

function codeTemplate({text}: Tokens.Code) {
  // Only pages that came over a safe connection may copy.
  const canCopy = 'clipboard' in navigator;
  // A box that scrolls has to be reachable by keyboard.
  // prettier-ignore
  return html`<div part="code" class="code" dir="ltr"><pre tabindex="0" role="group" aria-label=${localized(({code}) => code)}><code>${text.replace(/\n$/, '')}</code></pre>${canCopy
    ? html`<div class="copy"><span role="status"></span><button part="copy-button" type="button" aria-label=${localized(({copyCode}) => copyCode)} @click=${handleCopy}>${localized(({copy}) => copy)}</button></div>`
    : nothing}</div>`;
}

async function handleCopy({currentTarget}: Event) {
  const box = (currentTarget as HTMLElement).closest('.code')!;
  const status = box.querySelector('[role="status"]')!;
  const {copied, notCopied} = stringsAround(box);
  try {
    await navigator.clipboard.writeText(box.querySelector('code')!.textContent);
    status.textContent = copied;
  } catch {
    // The visitor or the page's policy does not allow it.
    status.textContent = notCopied;
  }
  setTimeout(() => (status.textContent = ''), 2000);
}

function tableTemplate({header, rows}: Tokens.Table) {
  const cells = (row: readonly Tokens.TableCell[]) =>
    row.map(({header, align, tokens}) =>
      header
        ? html`<th scope="col" data-align=${align ?? nothing}>${inline(tokens)}</th>`
        : html`<td data-align=${align ?? nothing}>${inline(tokens)}</td>`,
    );
  return html`<div
    class="scroll"
    tabindex="0"
    role="group"
    aria-label=${localized(({table}) => table)}
  >
    <table>
      <thead>
        <tr>
          ${cells(header)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${cells(row)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function inline(tokens: readonly Token[], inLink = false): Content[] {
  const [first, ...rest] = tokens;
  if (first?.type === 'checkbox') {
    const {checked} = first as Tokens.Checkbox;
    return [
      html`<label
        ><input type="checkbox" disabled ?checked=${checked} /> ${inline(rest, inLink)}</label
      >`,
    ];
  }
  return tokens.map((token) => inlineTemplate(token as Tokens.Generic, inLink));
}

function inlineTemplate(token: Tokens.Generic, inLink: boolean): Content {
  const content = () => inline(token.tokens!, inLink);
  switch (token.type) {
    case 'text':
      return html`${token.tokens ? content() : breakLongWords(decode((token as Tokens.Text).text))}`;
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'em':
      return html`<em>${content()}</em>`;
    case 'strong':
      return html`<strong>${content()}</strong>`;
    case 'del':
      return html`<del>${content()}</del>`;
    case 'codespan':
      return html`<code>${breakLongWords((token as Tokens.Codespan).text)}</code>`;
    case 'br':
      return html`<br />`;
    case 'link':
      return markdownLink(token as Tokens.Link, inLink);
    case 'image':
      return imageTemplate(token as Tokens.Image);
    default:
      return html`${breakLongWords(token.raw)}`;
  }
}

function markdownLink({autolink, href, text, title, tokens}: Tokens.Link, inLink: boolean) {
  const target = inLink ? undefined : safeHref(autolink ? foundAddress(href, text) : decode(href));
  const content = autolink ? text : inline(tokens, true);
  if (!target) return html`${content}`;
  return linkTemplate(target, content, {title: title ? decode(title) : undefined});
}

/** As in plain text, where the scheme is left out it is the safe one. */
const foundAddress = (href: string, text: string) =>
  /^www\./i.test(text) ? href.replace(/^http:/, 'https:') : href;

function imageTemplate({href, title, tokens}: Tokens.Image): Content {
  const alt = plainText(tokens);
  const source = webAddress(decode(href))?.href;
  if (!source) return alt;
  // Where words took the place of one picture, another address gets an element of its own.
  const image = html`<img
    part="image"
    loading="lazy"
    decoding="async"
    referrerpolicy="no-referrer"
    alt=${alt}
    title=${title ? decode(title) : nothing}
    src=${source}
    @error=${handleImageError}
  />`;
  return html`${keyed(source, image)}`;
}

/** Not every browser shows the words for a picture that it could not load. */
function handleImageError({currentTarget}: Event) {
  const image = currentTarget as HTMLImageElement;
  image.replaceWith(image.alt || stringsAround(image).picture);
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) => {
      if ('tokens' in token && token.tokens) return plainText(token.tokens);
      if (token.type === 'text') return decode((token as Tokens.Text).text);
      if (token.type === 'escape' || token.type === 'codespan') {
        return (token as Tokens.Escape).text;
      }
      return token.raw;
    })
    .join('');
}

/** The names that people use; the 2,000 others are shown as they are written. */
const CHARACTERS: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  shy: '\u00ad',
  copy: '©',
  reg: '®',
  trade: '™',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  deg: '°',
  times: '×',
  middot: '·',
  bull: '•',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  larr: '←',
  rarr: '→',
  colon: ':',
  sol: '/',
  lpar: '(',
  rpar: ')',
  Tab: '\t',
  NewLine: '\n',
};

/** The parser leaves character references to the HTML that others make of its tokens. */
function decode(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{1,8}));/gi,
    (
      reference,
      decimal: string | undefined,
      hexadecimal: string | undefined,
      name: string | undefined,
    ) => {
      if (name !== undefined) {
        return Object.hasOwn(CHARACTERS, name) ? CHARACTERS[name]! : reference;
      }
      return character(decimal === undefined ? parseInt(hexadecimal!, 16) : Number(decimal));
    },
  );
}

function character(code: number): string {
  const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
  return none ? '\ufffd' : String.fromCodePoint(code);
}
