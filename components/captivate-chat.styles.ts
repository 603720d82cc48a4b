import {css} from 'lit';

export const styles = css`
  :host {
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

  :host([hidden]) {
    display: none !important;
  }

  /* Here the page's styles end, except for its font. */
  .chat {
    --_launcher-size: var(--captivate-launcher-size, 60px);
    --_offset-inline: var(--captivate-offset-inline, 20px);
    --_offset-block: var(--captivate-offset-block, 20px);

    all: initial;
    position: fixed;
    inset-block-end: calc(var(--_offset-block) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: calc(var(--_offset-inline) + env(safe-area-inset-right, 0px));
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
    inset-inline: calc(var(--_offset-inline) + env(safe-area-inset-left, 0px)) auto;
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

  .panel {
    position: absolute;
    inset-block-end: calc(100% + 14px);
    inset-inline-end: 0;
    width: min(var(--captivate-panel-width, 392px), calc(100vw - 2 * var(--_offset-inline)));
    height: min(
      var(--captivate-panel-height, 640px),
      calc(100dvh - 2 * var(--_offset-block) - var(--_launcher-size) - 14px)
    );
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    box-shadow: var(--_shadow);
    animation: rise var(--_motion);
  }

  :host([placement='bottom-start']) .panel {
    inset-inline: 0 auto;
  }

  .failure {
    display: grid;
    align-content: center;
    justify-items: center;
    gap: 16px;
    height: auto;
    padding: 28px;
    background: var(--_surface);
    text-align: center;
  }

  .failure p {
    margin: 0;
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

  /* On a phone the panel is the screen: upright, or lying with little height. */
  @media (max-width: 480px), (max-height: 420px) {
    .panel:not(.failure) {
      position: fixed;
      inset: 0;
      width: auto;
      height: 100dvh;
      padding-block: env(safe-area-inset-top, 0px) env(safe-area-inset-bottom, 0px);
      border: 0;
      border-radius: 0;
    }

    :host([open]) .launcher:not([aria-busy='true']) {
      display: none;
    }
  }

  @media print {
    :host {
      display: none !important;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
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
