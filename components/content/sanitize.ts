import createPurifier, {type Config, type DOMPurify} from 'dompurify';
import {english} from '../i18n/strings.js';
import {ATTRIBUTE_NAMES, ELEMENT_NAMES, reduceHtml} from './html-source.js';
import {pictureSource, safeHref} from './safe-href.js';

/** Longer than this, HTML is shown as text. */
const MAX_LENGTH = 200_000;

/** Browsers may make more of a text than it says, and each takes its place in the transcript. */
const MAX_ELEMENTS = 8000;

/** Few cells that span much make a table of millions of places, and browsers keep something for each of them. */
const MAX_PLACES = 20_000;

/** What is nested deeper than this is shown as text. */
const MAX_DEPTH = 40;

const config: Config = {
  ALLOWED_TAGS: [...ELEMENT_NAMES],
  ALLOWED_ATTR: [...ATTRIBUTE_NAMES],
  ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
  ALLOW_ARIA_ATTR: false,
  ALLOW_DATA_ATTR: false,
};

type Purifier = (html: string) => DocumentFragment | undefined;

/** What of Trusted Types is needed here, where there are any. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: {createHTML(html: string): string; createScriptURL(url: string): string},
  ): NonNullable<Config['TRUSTED_TYPES_POLICY']>;
}

let purifier: Purifier | undefined;

/**
 * What may be shown of a fragment of HTML that came from the hub; undefined where it has to be shown as text. The
 * policy:
 *
 * - Elements are those of running text, lists, tables, quotes, code, figures and details; the list is in
 *   `html-source.ts`. Of others the content stays, and of those whose content is no text for people, nothing. There
 *   are no forms, no frames, no media but images, no SVG or MathML, no templates, slots or custom elements.
 * - Attributes are those that such text needs. There is no `style`, and no `class`, `id`, `name`, `part`, `slot`,
 *   `role`, `aria-*`, `data-*`, `tabindex` or handler: what is in a message can neither look like a part of the chat or
 *   of the page, nor be found by a script that looks for its own, nor tell a screen reader what others do not see.
 * - Links lead to `http`, `https`, `mailto` or `tel`; those to other sites open a new tab and say so. Other links are
 *   text.
 * - Images come from `http` or `https`, when they are scrolled to, and learn nothing of the page, or from data that can
 *   be nothing but a picture. Of others the alternative text stays.
 * - Headings are two levels lower, below those of the page; sections are none.
 * - Tables stand in a box that scrolls.
 * - What is too long, too deep or too much is text.
 *
 * The text is reduced before it is parsed (why is said in `html-source.ts`), DOMPurify decides on what was parsed, in
 * a document that loads and runs nothing, and the rest is done on the nodes it returns. They are never made a text again
 * that would be parsed differently.
 */
export function sanitize(html: string): DocumentFragment | undefined {
  if (html.length > MAX_LENGTH) return undefined;
  const reduced = reduceHtml(html);
  if (reduced === undefined) return undefined;
  const fragment = (purifier ??= makePurifier())(reduced);
  if (!fragment || fragment.querySelectorAll('*').length > MAX_ELEMENTS) return undefined;
  const tables = [...fragment.querySelectorAll('table')];
  if (tables.reduce((sum, table) => sum + placesIn(table), 0) > MAX_PLACES) return undefined;
  limitDepth(fragment, MAX_DEPTH);
  fragment.querySelectorAll('img').forEach(finishImage);
  fragment.querySelectorAll('a').forEach(finishLink);
  fragment.querySelectorAll('table').forEach(finishTable);
  return fragment;
}

/** An instance of our own: hooks and settings that the page gave to its DOMPurify do not reach it. */
function makePurifier(): Purifier {
  const purify: DOMPurify = createPurifier(window);
  const policy = createPolicy();
  if (!purify.isSupported || (!policy && !canParse())) return () => undefined;
  const options = {...config, RETURN_DOM_FRAGMENT: true, TRUSTED_TYPES_POLICY: policy} as const;
  return (html) => purify.sanitize(html, options);
}

/**
 * With Trusted Types, a page lists the policies that there may be, each of them perhaps only once. Ours has a name of
 * its own; where that is not on the list, or taken by another build on the page, there may be room for DOMPurify's.
 */
function createPolicy() {
  const {trustedTypes} = globalThis as {readonly trustedTypes?: TrustedTypes};
  for (const name of ['captivate-chat', 'dompurify']) {
    try {
      // DOMPurify wants both, and has no use for the second: no address of a script is on our lists.
      const rules = {createHTML: (html: string) => html, createScriptURL: () => ''};
      return trustedTypes?.createPolicy(name, rules) ?? null;
    } catch {
      // The page does not allow it.
    }
  }
  return null;
}

/** Whether text can be parsed without a policy. */
function canParse(): boolean {
  try {
    new DOMParser().parseFromString('', 'text/html');
    return true;
  } catch {
    return false;
  }
}

/** Rows and columns of a table, and rather too many of the latter than too few. */
function placesIn({rows}: HTMLTableElement): number {
  let widest = 0;
  let reachingDown = 0;
  for (const {cells} of rows) {
    let width = 0;
    for (const {colSpan, rowSpan} of cells) {
      width += colSpan;
      if (rowSpan !== 1) reachingDown += colSpan;
    }
    widest = Math.max(widest, width);
  }
  return rows.length * (widest + reachingDown);
}

function limitDepth(parent: ParentNode, left: number) {
  for (const child of parent.children) {
    if (left > 1) limitDepth(child, left - 1);
    else if (child.firstElementChild) child.replaceChildren(child.textContent);
  }
}

function finishImage(image: HTMLImageElement) {
  const alt = image.getAttribute('alt') ?? '';
  const source = pictureSource(image.getAttribute('src') ?? '');
  if (!source) return image.replaceWith(alt);
  setAttributes(image, {
    part: 'image',
    loading: 'lazy',
    decoding: 'async',
    referrerpolicy: 'no-referrer',
    alt,
    src: source,
  });
}

function finishLink(link: HTMLAnchorElement) {
  const target = safeHref(link.getAttribute('href') ?? '');
  const visible = link.textContent.trim() !== '' || link.querySelector('img');
  if (!target || !visible) return link.replaceWith(...link.childNodes);
  setAttributes(link, {href: target.href});
  if (!target.external) return;
  setAttributes(link, {target: '_blank', rel: 'noopener noreferrer'});
  const hint = make(link, 'span', {class: 'visually-hidden'});
  hint.textContent = ` ${english.opensInNewTab}`;
  link.append(hint);
}

/** A box that scrolls has to be reachable by keyboard. A table in another scrolls with it. */
function finishTable(table: HTMLTableElement) {
  if (table.parentElement?.closest('table')) return;
  const box = make(table, 'div', {
    class: 'scroll',
    tabindex: '0',
    role: 'group',
    'aria-label': english.table,
  });
  table.replaceWith(box);
  box.append(table);
}

/** Made where its neighbours are, in a document that loads nothing. */
function make(neighbour: Element, name: string, attributes: Readonly<Record<string, string>>) {
  const element = neighbour.ownerDocument.createElement(name);
  setAttributes(element, attributes);
  return element;
}

function setAttributes(element: Element, attributes: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
}
