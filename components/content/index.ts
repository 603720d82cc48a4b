import type {CSSResult} from 'lit';
import type {ContentPart} from '../../src/client.js';
import {localized} from '../i18n/localized.js';
import {partText} from './part-text.js';
import {html} from '../template.js';
import {buttonsStyles, buttonsTemplate} from './buttons.js';
import type {ContentContext, ContentTemplate} from './content.js';
import {htmlStyles, htmlTemplate} from './html.js';
import {lazy, LazyCode} from './lazy.js';
import type * as LazyKinds from './cards-and-files.js';
import {textStyles, textTemplate} from './text.js';

type Templates = {
  readonly [Type in ContentPart['type']]?: ContentTemplate<Extract<ContentPart, {type: Type}>>;
};

/**
 * What each kind of content looks like. A new kind is one file beside this one, with one line here and its styles below. A
 * large one is `lazyTemplate` here, and has its template and styles in `cards-and-files.ts`.
 */
const templates: Templates = {
  text: textTemplate,
  buttons: buttonsTemplate,
  cards: lazyTemplate,
  files: lazyTemplate,
  html: htmlTemplate,
  table: htmlTemplate,
  custom: textTemplate,
};

export const contentStyles: CSSResult[] = [textStyles, buttonsStyles, htmlStyles];

const lazyKinds = new LazyCode(() => import('./cards-and-files.js'));

type LazyPart = Extract<ContentPart, {type: 'cards' | 'files'}>;

/** In words, until it is known how to show it. */
function lazyTemplate(part: LazyPart, context: ContentContext) {
  const show = ({lazyTemplates}: typeof LazyKinds) =>
    (lazyTemplates[part.type] as ContentTemplate)(part, context);
  if (lazyKinds.loaded && !show(lazyKinds.loaded)) return undefined;
  const words = localized((strings) => partText(part, strings));
  const text = () => html`<div part="text" class="text" dir="auto">${words}</div>`;
  return html`${lazy(lazyKinds, (loaded) => show(loaded) ?? html`<div class="nothing"></div>`, text)}`;
}

/** The content of a part; undefined for what shows nothing. */
export function contentTemplate(part: ContentPart, context: ContentContext) {
  const template = templates[part.type] as ContentTemplate | undefined;
  return template?.(part, context);
}
