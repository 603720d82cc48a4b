import {nothing, svg, type TemplateResult} from 'lit';
import {CHEVRON_DOWN} from './launcher/launcher-icons.js';
import {html} from './template.js';

/** Pictures in the colour and size of the text around them; the name stands beside them or on their button. */
export function icon(shape: TemplateResult, style?: string): TemplateResult {
  return html`<svg class=${style ?? nothing} viewBox="0 0 24 24" aria-hidden="true">${shape}</svg>`;
}

export const chevronDownIcon = icon(svg`<path d=${CHEVRON_DOWN} />`);

export const closeIcon = icon(svg`<path d="M6 6l12 12M18 6 6 18"/>`);

export const sendIcon = icon(svg`<path d="M12 19V5M5.5 11.5 12 5l6.5 6.5"/>`);

export const botIcon = icon(
  svg`<rect x="4" y="8" width="16" height="11" rx="3.5"/><path d="M12 8V4.500M9 13v1M15 13v1"/>`,
);

export const agentIcon = icon(
  svg`<circle cx="12" cy="8.5" r="3.5"/><path d="M5 19.500c.8-3.5 3.600-5 7-5s6.200 1.5 7 5"/>`,
);

export const moreIcon = icon(
  svg`<circle cx="5" cy="12" r="1"/><circle cx="12" cy="12" r="1"/><circle cx="19" cy="12" r="1"/>`,
);
