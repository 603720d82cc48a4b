import {css} from 'lit';

/**
 * What the whole widget is drawn with. Names with `--captivate-` are the site owner's to set; names with `--_` are
 * ours, resolved once on the outermost element and inherited by those inside. Lengths are in `px`, because a page
 * may set any root font size.
 */
export const tokens = css`
  :host {
    color-scheme: light dark;

    --_primary: var(--captivate-primary, light-dark(#3b5bdb, #748ffc));
    --_on-primary: var(--captivate-on-primary, light-dark(#fff, #10131f));
    --_surface: var(--captivate-surface, light-dark(#fff, #17191f));
    --_text: var(--captivate-text, light-dark(#1c1f26, #eceef3));
    --_muted: var(--captivate-muted, light-dark(#5d6472, #a4abba));
    --_border: var(--captivate-border, light-dark(#e3e6ec, #31353f));
    --_focus: var(--captivate-focus, var(--_primary));
    --_error: var(--captivate-error, light-dark(#c0262d, #ff8a8a));
    --_subtle: color-mix(in srgb, var(--_muted) 12%, var(--_surface));

    --_user-bubble: var(--captivate-user-bubble, var(--_primary));
    --_user-text: var(--captivate-user-text, var(--_on-primary));
    --_bot-bubble: var(--captivate-bot-bubble, light-dark(#f1f3f7, #252932));
    --_bot-text: var(--captivate-bot-text, var(--_text));
    --_agent-bubble: var(--captivate-agent-bubble, light-dark(#e6f4ee, #1d3a30));
    --_agent-text: var(--captivate-agent-text, var(--_text));
    --_button-background: var(--captivate-button-background, var(--_primary));
    --_button-text: var(--captivate-button-text, var(--_on-primary));

    --_font: var(--captivate-font, inherit);
    --_font-size: var(--captivate-font-size, 15px);
    --_font-size-small: calc(var(--_font-size) * 0.82);
    --_radius: var(--captivate-radius, 18px);
    --_shadow: var(
      --captivate-shadow,
      0 2px 6px rgb(15 20 40 / 0.1),
      0 14px 44px rgb(15 20 40 / 0.2)
    );
    --_motion: 160ms cubic-bezier(0.2, 0.7, 0.3, 1);
  }

  :host([appearance='light']) {
    color-scheme: light;
  }

  :host([appearance='dark']) {
    color-scheme: dark;
  }
`;
