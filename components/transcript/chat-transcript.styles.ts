import {css} from '../../styles/css.js';

export const styles = css`
  :host {
    position: relative;
    display: block;
    min-height: 0;
    background: var(--_surface);
  }

  .transcript {
    height: 100%;
    padding: 16px 14px 8px;
    overflow-y: auto;
    overscroll-behavior: contain;
    isolation: isolate;
    scrollbar-width: thin;
    scrollbar-color: var(--_border) transparent;
  }

  .transcript:focus-visible {
    outline-offset: -2px;
  }

  /* A short conversation stands at the bottom, beside the box it is written in. */
  .list {
    /* In a wide panel, lines stay short enough to be read, and an answer near its question. */
    max-width: 760px;
    margin-inline: auto;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    min-height: 100%;
  }

  /* For messages that have no elements while they are far away. */
  .spacer {
    flex: none;
    overflow-anchor: none;
  }

  .welcome {
    margin: auto 0;
    padding: 12px 18px 24px;
    color: var(--_muted);
    text-align: center;
    text-wrap: balance;
  }

  .welcome .avatar {
    width: 56px;
    height: 56px;
    margin: 0 auto 14px;
    font-size: 32px;
  }

  .welcome p {
    margin: 0;
    color: var(--_text);
    font-size: var(--_font-size-large);
  }

  .message {
    display: flex;
    align-items: flex-end;
    gap: var(--_space);
    margin-block-start: 3px;
  }

  /* The message itself stands still, so that its place can be told. */
  .message > * {
    animation: appear var(--_motion);
  }

  .message.first {
    margin-block-start: 14px;
  }

  .message.user {
    justify-content: flex-end;
  }

  .body {
    position: relative;
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    min-width: 0;
    max-width: 82%;
  }

  /* What is wide by nature gets the room that there is. */
  .body:has(.scroll, .cards, .files) {
    max-width: 100%;
  }

  .user .body {
    align-items: flex-end;
  }

  .bubble {
    max-width: 100%;
    padding: 9px 14px;
    border-radius: var(--_radius);
    overflow-wrap: anywhere;
  }

  .bot .bubble {
    background: var(--_bot-bubble);
    color: var(--_bot-text);
  }

  .agent .bubble {
    background: var(--_agent-bubble);
    color: var(--_agent-text);
  }

  .user .bubble {
    background: var(--_user-bubble);
    /* An edge for one in the colour of the surface. */
    box-shadow: inset 0 0 0 1px color-mix(in srgb, var(--_accent) 30%, transparent);
    color: var(--_user-text);
  }

  /* Bubbles of one sender hang together on the sender's side. */
  .message:not(.first):not(.user) .bubble {
    border-start-start-radius: var(--_radius-joint);
  }

  .message:not(.last):not(.user) .bubble {
    border-end-start-radius: var(--_radius-joint);
  }

  .message:not(.first).user .bubble {
    border-start-end-radius: var(--_radius-joint);
  }

  .message:not(.last).user .bubble {
    border-end-end-radius: var(--_radius-joint);
  }

  a {
    color: inherit;
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  a:hover {
    text-decoration-thickness: 2px;
  }

  .user :focus-visible {
    outline-color: currentColor;
  }

  .avatar-space {
    flex: none;
    width: 28px;
  }

  .agent .avatar {
    background: var(--_agent-bubble);
    color: var(--_agent-text);
  }

  .last:has(.foot) .avatar {
    margin-block-end: 20px;
  }

  .author {
    max-width: calc(100% - 28px);
    margin: 0 14px 4px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--_muted);
    font-size: var(--_font-size-small);
    font-weight: var(--_weight);
  }

  .role {
    font-weight: 400;
  }

  .foot {
    margin: 3px 14px 0;
    color: var(--_muted);
    font-size: var(--_font-size-small);
    line-height: 17px;
  }

  /* Not in the colours of what was sent, and plain also where colours are not seen. */
  .failed .bubble {
    padding: 8px 13px;
    border: 1px dashed var(--_error);
    background: var(--_surface);
    box-shadow: none;
    color: var(--_text);
  }

  .failed .foot {
    margin-inline: 6px;
    text-align: end;
  }

  .failed .retry {
    margin-inline-start: 0;
  }

  .failed [part='status'] {
    margin: 0;
    padding-inline: 8px;
    color: var(--_error);
    text-wrap: balance;
  }

  /* Always there for who cannot see it; it covers nothing but the edges of bubbles, and moves nothing. */
  .hover-time {
    opacity: 0;
    pointer-events: none;
    /* Who copies messages copies what they see. */
    -webkit-user-select: none;
    user-select: none;
    transition: opacity var(--_motion);
  }

  .message:hover .hover-time,
  .message:focus-within .hover-time {
    opacity: 1;
    pointer-events: auto;
  }

  .on-edge {
    position: absolute;
    inset-block-start: calc(100% - 7px);
    inset-inline-start: 10px;
    z-index: 1;
    padding-inline: 7px;
    border-radius: 9px;
    background: var(--_surface);
    color: var(--_muted);
    font-size: var(--_font-size-small);
    line-height: 17px;
    white-space: nowrap;
  }

  .user .on-edge {
    inset-inline: auto 10px;
  }

  .day {
    margin: 20px auto 6px;
    padding: 2px 12px;
    border: 1px solid var(--_border);
    border-radius: 12px;
    color: var(--_muted);
    font-size: var(--_font-size-small);
    font-weight: var(--_weight);
  }

  .unread {
    display: flex;
    align-items: center;
    gap: 10px;
    margin: 18px 0 4px;
    color: var(--_text);
    font-size: var(--_font-size-small);
    font-weight: var(--_weight);
  }

  .unread::before,
  .unread::after {
    content: '';
    flex: 1;
    border-block-start: 1px solid var(--_accent);
  }

  .way-down {
    position: absolute;
    inset-block-end: 12px;
    inset-inline: 0;
    display: flex;
    align-items: center;
    gap: 6px;
    width: fit-content;
    max-width: calc(100% - 28px);
    min-height: 36px;
    margin-inline: auto;
    padding-block: 6px;
    padding-inline: 12px 16px;
    border: 1px solid var(--_button-edge);
    border-radius: var(--_radius-control);
    background: var(--_button-background);
    box-shadow: var(--_shadow);
    color: var(--_button-text);
    animation: appear var(--_motion);
    font-size: var(--_font-size-small);
    font-weight: var(--_weight);
  }

  .round {
    display: grid;
    inset-inline: auto 14px;
    place-items: center;
    width: 40px;
    min-height: 40px;
    padding: 0;
    border: 1px solid var(--_outline);
    border-radius: 50%;
    background: var(--_surface);
    color: var(--_text);
    font-size: 20px;
  }

  .round:hover {
    background: var(--_subtle);
  }

  /* As large as a finger. */
  .way-down::after {
    content: '';
    position: absolute;
    inset: -5px;
  }

  .notice {
    margin: 18px auto 4px;
    padding: 0 12px;
    color: var(--_muted);
    font-size: var(--_font-size-small);
    text-align: center;
    text-wrap: balance;
  }

  .busy::before {
    content: '';
    display: inline-block;
    width: 0.8em;
    height: 0.8em;
    margin-inline-end: 0.5em;
    border: 2px solid;
    border-inline-end-color: transparent;
    border-radius: 50%;
    vertical-align: -0.05em;
    animation: turn 900ms linear infinite;
  }

  .notice .avatar {
    display: inline-grid;
    width: 22px;
    height: 22px;
    margin-inline-end: 6px;
    font-size: 14px;
    vertical-align: middle;
  }

  .retry {
    display: inline-block;
    min-height: 24px;
    margin-inline-start: 4px;
    padding: 3px 8px;
    color: var(--_text);
    font-weight: var(--_weight);
    text-decoration: underline;
    text-underline-offset: 2px;
  }

  .skeleton {
    display: grid;
    gap: 10px;
    margin-block-end: 12px;
  }

  .skeleton i {
    width: 62%;
    height: 38px;
    border-radius: var(--_radius);
    background: var(--_subtle);
    animation: breathe 1.4s ease-in-out infinite alternate;
  }

  .skeleton i:nth-child(2) {
    justify-self: end;
    width: 44%;
  }

  /* Where backgrounds are taken away, lines tell one thing from another. */
  @media (forced-colors: active) {
    .bubble,
    .skeleton i {
      border: 1px solid;
    }
  }

  @keyframes appear {
    from {
      opacity: 0;
      transform: translateY(4px);
    }
  }

  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }

  @keyframes breathe {
    to {
      opacity: 0.45;
    }
  }
`;
