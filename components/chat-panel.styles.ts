import {css} from 'lit';

export const styles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_font-size);
    line-height: 1.45;
  }

  header {
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    padding-block: 14px;
    padding-inline: 18px 10px;
    border-block-end: 1px solid var(--_border);
  }

  .titles {
    flex: 1;
    min-width: 0;
  }

  h2,
  p {
    margin: 0;
    overflow-wrap: anywhere;
  }

  h2 {
    font: inherit;
    font-size: var(--_font-size-large);
    font-weight: var(--_weight);
    line-height: 1.3;
  }

  .subtitle {
    color: var(--_muted);
    font-size: var(--_font-size-small);
  }

  captivate-chat-transcript {
    flex: 1;
  }

  .trouble {
    flex: none;
    padding: 7px 16px;
    border-block-start: 1px solid var(--_border);
    background: var(--_subtle);
    color: var(--_text);
    font-size: var(--_font-size-small);
    text-align: center;
    text-wrap: balance;
    /* A link that is back within a moment is not worth a word. */
    animation: late 700ms step-end;
  }

  /* While a question waits for its answer. */
  [inert] {
    opacity: 0.55;
  }

  .composer {
    flex: none;
    border-block-start: 1px solid var(--_border);
  }

  .trouble-box:has(.trouble) + .composer {
    border-block-start: 0;
  }

  @keyframes late {
    from {
      opacity: 0;
    }
  }
`;
