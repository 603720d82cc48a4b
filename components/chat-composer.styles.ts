import {css} from 'lit';

export const styles = css`
  :host {
    display: block;
    padding: 10px 12px 12px;
    background: var(--_surface);
  }

  .problem {
    margin: 0 8px 8px;
    color: var(--_error);
    font-size: var(--_font-size-small);
  }

  form {
    display: flex;
    align-items: flex-end;
    gap: 6px;
    padding: 4px;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 4px);
    background: var(--_surface);
  }

  form:focus-within {
    outline: 2px solid var(--_focus);
    outline-offset: -1px;
  }

  textarea {
    flex: 1;
    min-width: 0;
    /* One line is as high as the button beside it; from the limit on it scrolls. */
    min-height: 40px;
    max-height: var(--captivate-composer-max-height, 136px);
    padding-block: 8px;
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
    display: grid;
    flex: none;
    place-items: center;
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--_button-background);
    color: var(--_button-text);
    font-size: 20px;
    transition:
      opacity var(--_motion),
      transform var(--_motion);
  }

  button:disabled {
    background: var(--_subtle);
    color: var(--_muted);
    cursor: default;
  }

  button:not(:disabled):active {
    transform: scale(0.94);
  }
`;
