import {noChange, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {Directive, directive, type ChildPart} from 'lit/directive.js';
import {isBlank} from '../../src/messages/blank.js';
import type {HtmlPart, TablePart} from '../../src/protocol/types.js';
import {htmlText} from './html-text.js';
import type {Localization} from '../i18n/localize.js';
import {stringsOf} from '../i18n/localized.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';
import type {ContentTemplate} from './content.js';
import {lazy, LazyCode} from './lazy.js';
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

  /* What turned out to show nothing. Not by ":empty": WebKit goes on hiding what is not empty any more. */
  .bubble:has(> .html > .nothing) {
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

const sanitizer = new LazyCode(() => import('./sanitize.js'));

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
    ? isBlank(content)
    : isBlank(content.textContent) && !content.querySelector('img, hr');

/** Made once, as long as the HTML is the same. */
class ContentDirective extends Directive {
  #html?: string;
  #strings = english as Localization;

  override update({options}: ChildPart, [part, code]: [Part, typeof Sanitize]): unknown {
    const strings = stringsOf(options?.host);
    if (part.html === this.#html && strings === this.#strings) return noChange;
    this.#html = part.html;
    this.#strings = strings;
    return place(contentOf(part, code), strings);
  }

  override render(part: Part, code: typeof Sanitize): unknown {
    return place(contentOf(part, code), english);
  }
}

const content = directive(ContentDirective);

/** A fragment keeps its nodes: the same part may be shown in more than one place. */
function place(
  content: DocumentFragment | string,
  strings: Localization,
): TemplateResult | Node | string {
  if (isEmpty(content)) return html`<i class="nothing"></i>`;
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

/** HTML that came from the hub, perhaps a table. It is its text until there is the code that sanitises it. */
export const htmlTemplate: ContentTemplate<Part> = (part) => {
  if (sanitizer.loaded && isEmpty(contentOf(part, sanitizer.loaded))) return undefined;
  const shown = lazy(
    sanitizer,
    (code) => content(part, code),
    () => place(htmlText(part.html), english),
  );
  return html`<div part=${part.type} class="html markdown" dir="auto">${shown}</div>`;
};
