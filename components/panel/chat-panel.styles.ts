import {css} from '../../styles/css.js';
import {smallScreen} from '../../styles/small-screen.js';

/** What is seen of the page: all above a keyboard on the screen, as the controller for that has it. */
const fullScreen = css`
  position: fixed;
  inset: var(--_visible-top, 0px) 0 auto;
  width: auto;
  height: var(--_visible-height, 100dvh);
  padding: env(safe-area-inset-top, 0px) env(safe-area-inset-right, 0px)
    max(0px, env(safe-area-inset-bottom, 0px) - var(--_keyboard-height, 0px))
    env(safe-area-inset-left, 0px);
  border: 0;
  border-radius: 0;
`;

export const styles = css`
  :host {
    position: relative;
    display: flex;
    flex-direction: column;
    overflow: hidden;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    color: var(--_text);
    font-size: var(--_font-size);
    line-height: 1.45;
  }

  :host([mode='floating']) {
    position: absolute;
    inset-block-end: calc(100% + 14px);
    inset-inline: var(--_corner);
    width: min(var(--captivate-panel-width, 392px), calc(100vw - 2 * var(--_offset-inline)));
    height: min(
      var(--captivate-panel-height, 640px),
      calc(100dvh - 2 * var(--_offset-block) - var(--_launcher-size) - 14px)
    );
    box-shadow: var(--_shadow);
    animation: rise 240ms cubic-bezier(0.2, 0.9, 0.3, 1);
    transform-origin: bottom;
  }

  :host([mode='inline']) {
    height: 100%;
  }

  :host([mode='page']) {
    ${fullScreen}
  }

  @media ${smallScreen} {
    :host([mode='floating']) {
      ${fullScreen}
      /* Another animation would begin whenever a phone is turned. */
      --_smallest: 1;
    }
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

  /* Two of a kind. */
  .menu + .close {
    margin-inline-start: -8px;
  }

  .header-image {
    flex: none;
    width: 100%;
    height: 88px;
    object-fit: cover;
  }

  .logo {
    flex: none;
    width: auto;
    max-width: 96px;
    height: 36px;
    border-radius: var(--_radius-joint);
    object-fit: contain;
  }

  header .avatar {
    width: 36px;
    height: 36px;
    background: var(--_agent-bubble);
    color: var(--_agent-text);
    font-size: 21px;
  }

  .titles {
    flex: 1;
    min-width: 0;
  }

  /* A title in another script stands where the others stand. Chromium knows that by another name. */
  .titles > * {
    text-align: -webkit-match-parent;
    text-align: match-parent;
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

  /* What the page has for visitors who cannot be helped here. */
  .help::slotted(*) {
    color: inherit;
    font-weight: 600;
  }

  .trouble-box:has(.trouble) + .composer {
    border-block-start: 0;
  }

  .footer {
    flex: none;
    padding: 0 16px 10px;
    color: var(--_muted);
    font-size: var(--_font-size-small);
    text-align: center;
  }

  /* Little height is for the messages, as on a phone that lies on its side. */
  @media (max-height: 420px) {
    header {
      padding-block: 2px;
    }

    .header-image,
    .subtitle,
    .footer {
      display: none;
    }
  }

  @media print {
    .menu,
    .close,
    .composer {
      display: none;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(16px) scale(var(--_smallest, 0.97));
    }
  }

  @keyframes late {
    from {
      opacity: 0;
    }
  }
`;
