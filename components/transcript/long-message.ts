import {css} from '../../styles/css.js';
import type {ContentPart} from '../../src/client.js';
import {withoutPictures} from '../content/data-pictures.js';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';

/** With more letters or lines than these, a text is shown in part at first. It is then much longer than that part. */
const MAX_LETTERS = 1500;
const MAX_LINES = 30;

export const longMessageStyles = css`
  .partial > :is(.text, .html) {
    max-height: 22em;
    overflow: hidden;
    mask-image: linear-gradient(#000 calc(100% - 4em), transparent);
  }

  .more {
    min-height: 24px;
    margin-block-start: 4px;
    padding: 3px 0;
    font-size: var(--_font-size-small);
    font-weight: var(--_weight);
    text-decoration: underline;
    text-underline-offset: 2px;
  }
`;

/** Which long texts are shown as a whole, by their place. */
export interface LongMessages {
  readonly isWhole: (key: string) => boolean;
  /** Shows all of a text, or a part; the event comes from what is at its place. */
  readonly toggle: (key: string, event: Event) => void;
}

export function isLong(part: ContentPart): boolean {
  if (part.type !== 'text' && part.type !== 'html') return false;
  const text =
    part.type === 'text' ? withoutPictures(part.text) : part.html.replace(/<[^<>]*>/g, '');
  return text.length > MAX_LETTERS || text.split('\n', MAX_LINES + 1).length > MAX_LINES;
}

/** What stands below a long text. */
export function moreTemplate(key: string, {isWhole, toggle}: LongMessages) {
  return html`<button
    part="more-button"
    class="more"
    type="button"
    @click=${(event: Event) => toggle(key, event)}
  >
    ${localized(({showMore, showLess}) => (isWhole(key) ? showLess : showMore))}
  </button>`;
}

/** Listeners for the bubble around a text of which a part is shown. */
export function revealing(key: string, {toggle}: LongMessages) {
  // The focus, a search in the page or a selection has got to what is not seen.
  const handleEvent = (event: Event) => {
    if (!(event.target as Element).matches('.more')) toggle(key, event);
  };
  return {handleEvent, capture: true};
}
