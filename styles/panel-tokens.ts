import {css} from './css.js';
import {readableOn} from './colors.js';

/** What the panel needs besides the tokens of the launcher. */
export const panelTokens = css`
  :host {
    --_muted: var(--captivate-muted, color-mix(in oklab, var(--_text) 72%, var(--_surface)));
    /* A breath of the brand, of which one sees less in the dark. */
    --_subtle: light-dark(
      color-mix(in oklab, var(--_accent) 8%, var(--_surface)),
      color-mix(in oklab, var(--_accent) 15%, var(--_surface))
    );
    /* The border of what can be written in or pressed: 3:1. */
    --_outline: var(--captivate-border, color-mix(in oklab, var(--_text) 45%, var(--_surface)));
    --_error: var(--captivate-error, light-dark(#c0262d, #ff8a8a));

    --_user-bubble: var(--captivate-user-bubble, var(--_primary));
    --_on-user: ${readableOn(css`var(--captivate-user-bubble)`)};
    --_user-text: var(--captivate-user-text, var(--_on-user, var(--_on-primary)));
    --_bot-bubble: var(--captivate-bot-bubble, var(--_subtle));
    --_on-bot: ${readableOn(css`var(--captivate-bot-bubble)`)};
    --_bot-text: var(--captivate-bot-text, var(--_on-bot, var(--_text)));
    --_agent-bubble: var(
      --captivate-agent-bubble,
      color-mix(in oklab, light-dark(#12b886, #20c997) 13%, var(--_surface))
    );
    --_on-agent: ${readableOn(css`var(--captivate-agent-bubble)`)};
    --_agent-text: var(--captivate-agent-text, var(--_on-agent, var(--_text)));

    --_font-size-small: calc(var(--_font-size) * 0.82);
    --_font-size-large: calc(var(--_font-size) * 1.13);
    --_weight: 600;
    --_radius-box: min(var(--_radius), 12px);
    --_radius-joint: min(var(--_radius), 6px);
    --_space-small: 4px;
    --_space: 8px;
  }
`;
