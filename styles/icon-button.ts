import {css} from './css.js';

/** A round button with a picture in it, as large as a finger. */
export const iconButton = css`
  .icon-button {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    color: var(--_muted);
    font-size: 20px;
    transition: background-color var(--_motion);
  }

  .icon-button:hover,
  .icon-button[aria-expanded='true'] {
    background: var(--_subtle);
    color: var(--_text);
  }
`;
