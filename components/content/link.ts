import {nothing, type TemplateResult} from 'lit';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';
import type {SafeHref} from './safe-href.js';

/** What a link may have besides its address. */
interface LinkAttributes {
  readonly class?: string;
  readonly part?: string;
  readonly title?: string | undefined;
  readonly dir?: 'auto';
  /** The name under which a file is saved. */
  readonly download?: string;
}

/** A link to another site opens in a new tab, which is cut off from the page, and says so. */
export function linkTemplate(
  {href, external}: SafeHref,
  content: unknown,
  {class: name, part, title, dir, download}: LinkAttributes = {},
): TemplateResult {
  // Inside, every blank counts. That before the hint is in one text with it: alone, Firefox would copy it.
  // prettier-ignore
  return html`<a
    part=${part ?? nothing}
    class=${name ?? nothing}
    dir=${dir ?? nothing}
    title=${title ?? nothing}
    target=${external ? '_blank' : nothing}
    rel=${external ? 'noopener noreferrer' : nothing}
    download=${external ? nothing : (download ?? nothing)}
    href=${href}
    >${content}${external ? html`<span class="visually-hidden">${localized(({opensInNewTab}) => ` ${opensInNewTab}`)}</span>` : nothing}</a>`;
}
