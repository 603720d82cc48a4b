import {html, nothing, svg, type TemplateResult} from 'lit';

/** Pictures in the colour and size of the text around them; the name stands beside them or on their button. */
export function icon(shape: TemplateResult, style?: string): TemplateResult {
  return html`<svg
    class=${style ?? nothing}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shape}
  </svg>`;
}

export const chatIcon = icon(
  svg`<path d="M20 11.5a7.5 7.5 0 0 1-7.8 7.5 9 9 0 0 1-3.2-.6L4.5 20l1.3-3.9A7.2 7.2 0 0 1 4.4 11.5a7.6 7.6 0 0 1 7.8-7.5 7.6 7.6 0 0 1 7.8 7.500Z"/>`,
);

export const chevronDownIcon = icon(svg`<path d="m5 9 7 7 7-7"/>`);
