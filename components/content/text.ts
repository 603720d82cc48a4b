import {css, html} from 'lit';
import type {CustomPart, TextPart} from '../../src/client.js';
import {linkify} from '../linkify.js';
import {english} from '../strings.js';
import type {ContentTemplate} from './content.js';

export const textStyles = css`
  .text {
    white-space: pre-wrap;
  }
`;

/** Text with its addresses as links; of a part of an unknown kind, what text it carries. */
export const textTemplate: ContentTemplate<TextPart | CustomPart> = ({text}) => {
  if (!text?.trim()) return undefined;
  // Inside, every blank counts.
  // prettier-ignore
  return html`<div part="text" class="text" dir="auto">${linkify(text, english.opensInNewTab)}</div>`;
};
