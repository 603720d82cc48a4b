import {css} from '../../styles/css.js';
import {smallScreen} from '../../styles/small-screen.js';

export const styles = css`
  :host(:not([mode='inline'])) {
    /* Nothing of it is seen or in the way, even where a page styles all of its boxes. */
    position: fixed !important;
    z-index: var(--captivate-z-index, 2147483000) !important;
    border: 0 !important;
    background: none !important;
    contain: none !important;
    filter: none !important;
    pointer-events: none !important;
    transform: none !important;
  }

  /* A box of the page, which the page may size as it likes. */
  :host([mode='inline']) {
    display: block;
    width: var(--captivate-panel-width, auto);
    max-width: 100%;
    height: min(var(--captivate-panel-height, 640px), 100dvh);
  }

  :host([hidden]) {
    display: none !important;
  }

  /* Here the page's styles end, except for its font. */
  .chat {
    --_launcher-size: var(--captivate-launcher-size, 60px);
    /* A phone that lies on its side keeps its distance on both. */
    --_offset-inline: calc(
      var(--captivate-offset-inline, 20px) +
        max(env(safe-area-inset-left, 0px), env(safe-area-inset-right, 0px))
    );
    --_offset-block: calc(var(--captivate-offset-block, 20px) + env(safe-area-inset-bottom, 0px));
    --_corner: auto 0;

    all: initial;
    display: block;
    position: fixed;
    inset-block-end: var(--_offset-block);
    inset-inline-end: var(--_offset-inline);
    color: var(--_text);
    color-scheme: light dark;
    direction: ltr;
    font-family: var(--captivate-font, inherit);
    font-size: var(--_font-size);
    line-height: 1.45;
    -webkit-text-size-adjust: 100%;
    text-size-adjust: 100%;
    -webkit-user-select: text;
    user-select: text;
  }

  .chat[dir='rtl'] {
    direction: rtl;
  }

  :host([appearance='light']) .chat {
    color-scheme: light;
  }

  :host([appearance='dark']) .chat {
    color-scheme: dark;
  }

  :host([placement='bottom-start']) .chat {
    --_corner: 0 auto;

    inset-inline: var(--_offset-inline) auto;
  }

  :host([mode='inline']) .chat {
    position: relative;
    inset: auto;
    height: 100%;
  }

  :host([mode='page']) .chat {
    inset: 0;
  }

  /* Until the panel is there, its place is. */
  :host(:is([mode='inline'], [mode='page'])) .chat:not(:has(*)) {
    border-radius: var(--_radius);
    background: var(--_surface);
  }

  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    width: var(--_launcher-size);
    height: var(--_launcher-size);
    border: 1px solid var(--_button-edge);
    border-radius: 50%;
    background: var(--_button-background);
    box-shadow: var(--_shadow);
    color: var(--_button-text);
    font-size: calc(var(--_launcher-size) * 0.45);
    transition: transform var(--_motion);
  }

  .launcher:hover {
    transform: scale(1.05);
  }

  /* Whatever the page is like, the ring stands on the surface. */
  .launcher:focus-visible {
    box-shadow: 0 0 0 6px var(--_surface);
  }

  /* Not while it is open: it would begin anew whenever a phone is turned. */
  .launcher[aria-expanded='false'] .icon {
    animation: pop var(--_motion);
  }

  .launcher:active {
    transform: scale(0.96);
  }

  .launcher[aria-busy='true'] .icon {
    animation: breathe 800ms ease-in-out infinite alternate;
  }

  .badge {
    position: absolute;
    inset-block-start: -2px;
    inset-inline-end: -2px;
    min-width: 22px;
    height: 22px;
    padding-inline: 6px;
    border: 2px solid var(--_surface);
    border-radius: 11px;
    background: #d6293a;
    color: #fff;
    animation: pop var(--_motion);
    font-size: 12px;
    font-weight: 700;
    line-height: 18px;
    text-align: center;
  }

  .icon img {
    width: 1em;
    height: 1em;
    border-radius: 50%;
    object-fit: cover;
  }

  .failure {
    position: absolute;
    inset-block-end: calc(100% + 14px);
    inset-inline: var(--_corner);
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 16px;
    width: min(392px, calc(100vw - 2 * var(--_offset-inline)));
    padding: 28px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    box-shadow: var(--_shadow);
    text-align: center;
  }

  :host(:is([mode='inline'], [mode='page'])) .failure {
    position: static;
    width: auto;
    height: 100%;
  }

  .failure p {
    margin: 0;
  }

  .failure ::slotted(*) {
    color: inherit;
    font-weight: 600;
  }

  .failure button {
    min-height: 44px;
    padding: 8px 22px;
    border: 1px solid var(--_button-edge);
    border-radius: var(--_radius-control);
    background: var(--_button-background);
    color: var(--_button-text);
    font-weight: 600;
  }

  @media ${smallScreen} {
    /* The panel is over it, with a way to close it. */
    captivate-chat-panel:not([hidden]) + .launcher {
      display: none;
    }
  }

  @media print {
    :host(:not([mode='inline'], [mode='page'])) {
      display: none !important;
    }
  }

  @keyframes pop {
    from {
      transform: scale(0.4);
    }
  }

  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;
