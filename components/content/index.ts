import type {CSSResult} from 'lit';
import type {ContentPart} from '../../src/client.js';
import {buttonsStyles, buttonsTemplate} from './buttons.js';
import {cardsStyles, cardsTemplate} from './cards.js';
import type {ContentContext, ContentTemplate} from './content.js';
import {filesStyles, filesTemplate} from './files.js';
import {htmlStyles, htmlTemplate, tableTemplate} from './html.js';
import {textStyles, textTemplate} from './text.js';

type Templates = {
  readonly [Type in ContentPart['type']]?: ContentTemplate<Extract<ContentPart, {type: Type}>>;
};

/** What each kind of content looks like. A new kind is one file beside this one, and one line here. */
const templates: Templates = {
  text: textTemplate,
  buttons: buttonsTemplate,
  cards: cardsTemplate,
  files: filesTemplate,
  html: htmlTemplate,
  table: tableTemplate,
  custom: textTemplate,
};

export const contentStyles: CSSResult[] = [
  textStyles,
  buttonsStyles,
  cardsStyles,
  filesStyles,
  htmlStyles,
];

/** The content of a part; undefined for what shows nothing. */
export function contentTemplate(part: ContentPart, context: ContentContext) {
  const template = templates[part.type] as ContentTemplate | undefined;
  return template?.(part, context);
}
