import {css} from 'lit';

export const styles = css`
  :host {
    --_launcher-size: var(--captivate-launcher-size, 60px);
    --_offset-inline: var(--captivate-offset-inline, 20px);
    --_offset-block: var(--captivate-offset-block, 20px);

    /* A page that positions all of its boxes would take it out of its corner. */
    position: fixed !important;
    inset-block-end: calc(var(--_offset-block) + env(safe-area-inset-bottom, 0px));
    inset-inline-end: calc(var(--_offset-inline) + env(safe-area-inset-right, 0px));
    z-index: var(--captivate-z-index, 2147483000);
    display: block;
    color: var(--_text);
    font-family: var(--_font);
    font-size: var(--_font-size);
    font-style: normal;
    font-weight: 400;
    letter-spacing: normal;
    line-height: 1.45;
    cursor: auto;
    font-variant: normal;
    hyphens: manual;
    text-align: start;
    text-indent: 0;
    text-shadow: none;
    text-transform: none;
    visibility: visible;
    white-space: normal;
    word-break: normal;
    word-spacing: normal;
  }

  :host([placement='bottom-start']) {
    inset-inline: calc(var(--_offset-inline) + env(safe-area-inset-left, 0px)) auto;
  }

  :host([hidden]) {
    display: none;
  }

  .launcher {
    position: relative;
    display: grid;
    place-items: center;
    width: var(--_launcher-size);
    height: var(--_launcher-size);
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
    background: light-dark(#d6293a, #e0404f);
    color: #fff;
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
    border-radius: 22px;
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
      display: none;
    }
  }

  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(12px);
    }
  }

  @keyframes breathe {
    to {
      opacity: 0.4;
    }
  }
`;
