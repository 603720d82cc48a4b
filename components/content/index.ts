import type {CSSResult} from 'lit';
import type {ContentPart} from '../../src/client.js';
import {localized} from '../i18n/localized.js';
import {partText} from './part-text.js';
import {html} from '../template.js';
import {buttonsStyles, buttonsTemplate} from './buttons.js';
import type {ContentContext, ContentTemplate} from './content.js';
import {htmlStyles, htmlTemplate} from './html.js';
import {lazy, LazyCode} from './lazy.js';
import type * as Rich from './cards-and-files.js';
import {textStyles, textTemplate} from './text.js';

type Templates = {
  readonly [Type in ContentPart['type']]?: ContentTemplate<Extract<ContentPart, {type: Type}>>;
};

/**
 * What each kind of content looks like. A new kind is one file beside this one, and one line here, or in `cards-and-files.ts` if
 * it is large.
 */
const templates: Templates = {
  text: textTemplate,
  buttons: buttonsTemplate,
  cards: richTemplate,
  files: richTemplate,
  html: htmlTemplate,
  table: htmlTemplate,
  custom: textTemplate,
};

export const contentStyles: CSSResult[] = [textStyles, buttonsStyles, htmlStyles];

const rich = new LazyCode(() => import('./cards-and-files.js'));

type RichPart = Extract<ContentPart, {type: 'cards' | 'files'}>;

/** In words, until it is known how to show it. */
function richTemplate(part: RichPart, context: ContentContext) {
  const show = ({richTemplates}: typeof Rich) =>
    (richTemplates[part.type] as ContentTemplate)(part, context);
  if (rich.loaded && !show(rich.loaded)) return undefined;
  const words = localized((strings) => partText(part, strings));
  const text = () => html`<div part="text" class="text" dir="auto">${words}</div>`;
  return html`${lazy(rich, (loaded) => show(loaded) ?? html`<div class="nothing"></div>`, text)}`;
}

/** The content of a part; undefined for what shows nothing. */
export function contentTemplate(part: ContentPart, context: ContentContext) {
  const template = templates[part.type] as ContentTemplate | undefined;
  return template?.(part, context);
}
