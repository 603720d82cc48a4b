import {css} from '../../styles/css.js';

export const styles = css`
  :host {
    display: block;
    padding: 10px 12px 12px;
    background: var(--_surface);
  }

  .problem {
    margin: 0 var(--_space) var(--_space);
    color: var(--_error);
    font-size: var(--_font-size-small);
  }

  form {
    max-width: 784px;
    margin-inline: auto;
    display: flex;
    align-items: flex-end;
    gap: 6px;
    padding: var(--_space-small);
    border: 1px solid var(--_outline);
    border-radius: var(--_radius-control);
    background: var(--_surface);
  }

  form:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
  }

  textarea {
    flex: 1;
    min-width: 0;
    /* One line is as high as a finger, up to the edges of the box; from the limit on it scrolls. */
    min-height: 44px;
    max-height: var(--captivate-composer-max-height, 136px);
    margin-block: -2px;
    padding-block: 10px;
    padding-inline: 12px 4px;
    border: 0;
    background: none;
    color: var(--_text);
    /* Below 16px, iOS zooms the page when the box gets the focus. */
    font: inherit;
    font-size: max(16px, var(--_font-size));
    line-height: 24px;
    resize: none;
    overflow-y: auto;
    overscroll-behavior: contain;
    field-sizing: content;
    scrollbar-width: thin;
  }

  /* The box around it shows where the focus is. */
  textarea:focus-visible {
    outline: none;
  }

  textarea::placeholder {
    color: var(--_muted);
    opacity: 1;
  }

  button {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    width: 40px;
    height: 40px;
    border: 1px solid var(--_button-edge);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_button-background);
    color: var(--_button-text);
    font-size: 20px;
    transition:
      background-color var(--_motion),
      transform var(--_motion);
  }

  /* As large as a finger. */
  button::after {
    content: '';
    position: absolute;
    inset: -3px;
  }

  button:disabled {
    border-color: transparent;
    background: var(--_subtle);
    color: var(--_muted);
    cursor: default;
  }

  button:not(:disabled):hover {
    box-shadow: inset 0 0 0 40px var(--_button-shade);
  }

  button:not(:disabled):active {
    transform: scale(0.94);
  }
`;
