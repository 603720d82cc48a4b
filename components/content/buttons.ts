import {nothing} from 'lit';
import {css} from '../../styles/css.js';
import type {ButtonsPart} from '../../src/client.js';
import {html} from '../template.js';
import type {ContentTemplate} from './content.js';

export const buttonsStyles = css`
  .options-title {
    margin-block-end: var(--_space);
  }

  .options {
    display: flex;
    flex-wrap: wrap;
    gap: var(--_space);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .options li {
    max-width: 100%;
  }

  .option {
    min-height: 44px;
    padding: 8px 16px;
    border: 1px solid var(--_accent);
    border-radius: var(--_radius-control);
    background: var(--_surface);
    color: var(--_text);
    overflow-wrap: anywhere;
    text-align: start;
    transition: background-color var(--_motion);
  }

  .option:not([aria-disabled='true']):hover {
    background: var(--_subtle);
  }

  .option[aria-disabled='true'] {
    border-color: var(--_border);
    color: var(--_muted);
    cursor: default;
  }

  .option.chosen {
    border-color: var(--_accent);
    background: var(--_button-background);
    color: var(--_button-text);
  }

  @media (forced-colors: active) {
    .option.chosen {
      forced-color-adjust: none;
      border-color: Highlight;
      background: Highlight;
      color: HighlightText;
    }
  }
`;

/**
 * The choices that a bot offers. They stay visible after one was made, or after the visitor went on without: the
 * chosen one is marked, and none can be chosen any more. They keep the focus then, so they are not `disabled`.
 */
export const buttonsTemplate: ContentTemplate<ButtonsPart> = (
  {title, options},
  {choice, choose},
) => {
  const off = choose === undefined;
  return html`
    ${title ? html`<div part="text" class="options-title" dir="auto">${title}</div>` : nothing}
    ${
      options.length === 0
        ? nothing
        : html`<ul part="options" class="options">
            ${options.map((option) => {
              const chosen = option.value === choice;
              return html`<li>
                <button
                  part="option"
                  class="option ${chosen ? 'chosen' : ''}"
                  type="button"
                  dir="auto"
                  aria-disabled=${off ? 'true' : nothing}
                  aria-pressed=${chosen ? 'true' : nothing}
                  @click=${() => choose?.(option)}
                >
                  ${option.label}
                </button>
              </li>`;
            })}
          </ul>`
    }
  `;
};
