import {nothing, type TemplateResult} from 'lit';
import {keyed} from 'lit/directives/keyed.js';
import type {Token, Tokens} from 'marked';
import type {TextPart} from '../../src/client.js';
import {linkify} from './linkify.js';
import {localized, stringsAround} from '../i18n/localized.js';
import {html} from '../template.js';
import {visibleText} from './visible-text.js';
import {parseMarkdown, type AddressToken} from './chat-markdown.js';
import {linkTemplate} from './link.js';
import {breakLongWords} from './long-words.js';
import {pictureSource, safeHref} from './safe-href.js';

/** The parser's time grows with the square of a row of blanks. */
const MANY_BLANKS = /[ \t]{1000}/;

/** A list of as many points takes some browsers seconds. */
const MAX_LINES = 2000;

type Content = TemplateResult | string | typeof nothing;

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
    const tokens = parseMarkdown(text);
    return tokens.some(saysSomething) ? tokens : undefined;
  } catch {
    return undefined;
  }
}

/** A list of nothing, a rule and the like are what somebody wrote who meant the signs. */
function saysSomething(token: Token): boolean {
  switch (token.type) {
    case 'space':
    case 'def':
    case 'hr':
    case 'br':
    case 'checkbox':
      return false;
    case 'list':
      return (token as Tokens.List).items.some(saysSomething);
    case 'table': {
      const {header, rows} = token as Tokens.Table;
      return [header, ...rows].flat().some(({tokens}) => tokens.some(saysSomething));
    }
    case 'image': {
      const {href, tokens} = token as Tokens.Image;
      return (
        pictureSource(decode(href)) !== undefined || visibleText(plainText(tokens)) !== undefined
      );
    }
    default: {
      const {tokens, text, raw} = token as Tokens.Generic;
      return tokens
        ? tokens.some(saysSomething)
        : visibleText(decode((text as string | undefined) ?? raw)) !== undefined;
    }
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
      return html`<p class="raw">${withLinks(token.raw.trimEnd())}</p>`;
  }
}

const withLinks = (text: string) =>
  linkify(text).map((piece) => (typeof piece === 'string' ? breakLongWords(piece) : piece));

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
        ? html`<th scope="col" data-align=${align ?? nothing}>${inline(withBreaks(tokens))}</th>`
        : html`<td data-align=${align ?? nothing}>${inline(withBreaks(tokens))}</td>`,
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

/** A cell is one line in Markdown, so that only HTML has a way to begin another. */
function withBreaks(tokens: readonly Token[]): Token[] {
  return tokens.map((token): Token => {
    if (token.type === 'html' && /^<br\s*\/?>$/i.test(token.raw))
      return {type: 'br', raw: token.raw};
    return 'tokens' in token && token.tokens ? {...token, tokens: withBreaks(token.tokens)} : token;
  });
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
    case 'address':
      return addressTemplate(token as AddressToken, inLink);
    case 'link':
      return markdownLink(token as Tokens.Link, inLink);
    case 'image':
      return imageTemplate(token as Tokens.Image);
    default:
      return html`${breakLongWords(token.raw)}`;
  }
}

function addressTemplate({href, raw}: AddressToken, inLink: boolean) {
  const target = inLink ? undefined : safeHref(href);
  return target ? linkTemplate(target, raw) : html`${breakLongWords(raw)}`;
}

function markdownLink({autolink, href, text, title, tokens}: Tokens.Link, inLink: boolean) {
  const target = inLink ? undefined : safeHref(autolink ? href : decode(href));
  const content = autolink ? text : inline(tokens, true);
  if (!target) return html`${content}`;
  return linkTemplate(target, content, {title: title ? decode(title) : undefined});
}

function imageTemplate({href, title, tokens}: Tokens.Image): Content {
  const alt = plainText(tokens);
  const source = pictureSource(decode(href));
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
