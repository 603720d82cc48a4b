import {css, html, nothing} from 'lit';
import type {ButtonsPart} from '../../src/client.js';
import type {ContentTemplate} from './content.js';

export const buttonsStyles = css`
  .options-title {
    margin-block-end: 8px;
  }

  .options {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
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
    border: 1px solid var(--_primary);
    border-radius: 22px;
    background: var(--_surface);
    color: var(--_text);
    overflow-wrap: anywhere;
    text-align: start;
    transition: background-color var(--_motion);
  }

  .option:not([aria-disabled='true']):hover {
    background: color-mix(in srgb, var(--_primary) 12%, var(--_surface));
  }

  .option[aria-disabled='true'] {
    border-color: var(--_border);
    color: var(--_muted);
    cursor: default;
  }

  .option.chosen {
    border-color: var(--_button-background);
    background: var(--_button-background);
    color: var(--_button-text);
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
