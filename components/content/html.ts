import {css, html, noChange, type TemplateResult} from 'lit';
import {AsyncDirective, directive, type ChildPart} from 'lit/async-directive.js';
import type {HtmlPart, TablePart} from '../../src/protocol/types.js';
import {htmlText} from '../html-text.js';
import type {Localization} from '../localize.js';
import {stringsOf} from '../localized.js';
import {english} from '../strings.js';
import type {ContentTemplate} from './content.js';
import {breakLongWords} from './long-words.js';
import type * as Sanitize from './sanitize.js';

/** Most of what running text needs, it has from the styles of Markdown. */
export const htmlStyles = css`
  /* Nothing in it can leave it; there is room for the outline of what has the focus. */
  .html {
    margin: -4px;
    padding: 4px;
    contain: content;
    overflow-wrap: anywhere;
  }

  /* What turned out to show nothing. */
  .bubble:has(> .html:empty) {
    display: none;
  }

  .html :is(dl, figure, details, h3, h4, h5, h6) {
    margin: 0.6em 0;
  }

  .html > :first-child {
    margin-block-start: 0;
  }

  .html > :last-child {
    margin-block-end: 0;
  }

  .html :is(h3, h4, h5, h6) {
    font-size: var(--_font-size);
    font-weight: var(--_weight);
    line-height: 1.3;
  }

  .html h3 {
    font-size: calc(var(--_font-size) * 1.2);
  }

  .html h4 {
    font-size: calc(var(--_font-size) * 1.1);
  }

  /* Not smaller with each one around it. */
  .html :is(small, sub, sup, figcaption, caption) {
    font-size: var(--_font-size-small);
  }

  .html dt {
    font-weight: var(--_weight);
  }

  .html dd {
    margin-inline-start: 1.5em;
  }

  /* There is no room to set everything in; Markdown has such lists, too. */
  .markdown :is(ul, ol, dl, blockquote) :is(ul, ol, dl, blockquote) :is(ul, ol, dl, blockquote) * {
    margin-inline-start: 0;
    padding-inline-start: 0;
    list-style-position: inside;
  }

  .html pre,
  .html pre code {
    overflow-wrap: anywhere;
    white-space: pre-wrap;
  }

  .html img {
    max-height: 320px;
    object-fit: contain;
  }

  .html summary {
    min-height: 24px;
    cursor: pointer;
  }

  .html mark {
    background: color-mix(in srgb, currentColor 20%, transparent);
    color: inherit;
  }

  /* Letters that turn the direction around do so only up to its end. */
  .html :is(a, span, b, i, em, strong, code, [dir]) {
    unicode-bidi: isolate;
  }
`;

type Part = HtmlPart | TablePart;

let sanitizer: typeof Sanitize | undefined;
let loading: Promise<typeof Sanitize | undefined> | undefined;

/** Once only: some browsers remember what could not be loaded for as long as the page stays. */
function loadSanitizer(): Promise<typeof Sanitize | undefined> {
  return (loading ??= import('./sanitize.js').then(
    (loaded) => (sanitizer = loaded),
    () => undefined,
  ));
}

/** Of each part, what it may show: nodes to be cloned, or text. */
const contents = new WeakMap<Part, DocumentFragment | string>();

function contentOf(part: Part, {sanitize}: typeof Sanitize): DocumentFragment | string {
  const known = contents.get(part);
  if (known !== undefined) return known;
  let content: DocumentFragment | string | undefined;
  try {
    content = sanitize(part.html);
  } catch {
    // One part that cannot be shown must not cost the others.
  }
  content ??= htmlText(part.html);
  contents.set(part, content);
  return content;
}

const isEmpty = (content: DocumentFragment | string) =>
  typeof content === 'string'
    ? content === ''
    : !content.textContent.trim() && !content.querySelector('img, hr');

/** The content of a part, or its text until it is known how to show it. Made once, as long as the HTML is the same. */
class ContentDirective extends AsyncDirective {
  #html?: string;
  #strings = english as Localization;

  override update({options}: ChildPart, [part]: [Part]): unknown {
    const strings = stringsOf(options?.host);
    if (part.html === this.#html && strings === this.#strings) return noChange;
    this.#html = part.html;
    this.#strings = strings;
    return this.render(part);
  }

  override render(part: Part): unknown {
    if (sanitizer) return place(contentOf(part, sanitizer), this.#strings);
    void loadSanitizer().then((loaded) => {
      if (!loaded || part.html !== this.#html) return;
      this.setValue(place(contentOf(part, loaded), this.#strings));
    });
    return place(htmlText(part.html), this.#strings);
  }
}

const content = directive(ContentDirective);

/** A fragment keeps its nodes: the same part may be shown in more than one place. */
function place(
  content: DocumentFragment | string,
  strings: Localization,
): TemplateResult | Node | string {
  if (isEmpty(content)) return '';
  if (typeof content !== 'string') return translated(content, strings);
  return html`<span class="raw">${breakLongWords(content)}</span>`;
}

/** A copy, in which what we added ourselves is not in English. Nothing else in it has a class. */
function translated(content: DocumentFragment, {opensInNewTab, table}: Localization): Node {
  const copy = content.cloneNode(true) as DocumentFragment;
  for (const hint of copy.querySelectorAll('.visually-hidden'))
    hint.textContent = ` ${opensInNewTab}`;
  for (const box of copy.querySelectorAll('.scroll')) box.setAttribute('aria-label', table);
  return copy;
}

/** HTML that came from the hub. Before it is shown it is sanitised, and the code for that is loaded. */
export const htmlTemplate: ContentTemplate<HtmlPart> = (part) => partTemplate(part);

/** A table, and what the hub may have put around it. */
export const tableTemplate: ContentTemplate<TablePart> = (part) => partTemplate(part);

function partTemplate(part: Part) {
  if (sanitizer && isEmpty(contentOf(part, sanitizer))) return undefined;
  return html`<div part=${part.type} class="html markdown" dir="auto">${content(part)}</div>`;
}
