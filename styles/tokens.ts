import {css} from './css.js';
import {readableOn, visible} from './colors.js';

/**
 * What the launcher needs, and so what every page loads. Names with `--captivate-` are the site owner's to set; names
 * with `--_` are ours, resolved on an outer element and inherited by those inside. Lengths are in `px`, because a page
 * may set any root font size.
 */
export const tokens = css`
  :host {
    /* Without transparency, and as the screen can show it. */
    --_primary: color(
      from var(--captivate-primary, light-dark(#3b5bdb, #748ffc)) srgb clamp(0, r, 1) clamp(0, g, 1)
        clamp(0, b, 1) / 1
    );
    --_on-primary: var(--captivate-on-primary, ${readableOn(css`var(--_primary)`)});
    --_surface: var(--captivate-surface, light-dark(#fff, #17191f));
    /* Such a name has no value where the one in it has none, and then what follows it holds. */
    --_on-surface: ${readableOn(css`var(--captivate-surface)`)};
    --_text: var(--captivate-text, var(--_on-surface, light-dark(#1c1f26, #eceef3)));
    --_border: var(--captivate-border, color-mix(in oklab, var(--_text) 12%, var(--_surface)));
    /* The primary colour, where it has to be told from the surface or a bubble: 3:1. */
    --_accent: ${visible(css`var(--_primary)`, 0.2, 0.22)};
    --_focus: var(--captivate-focus, var(--_accent));
    --_button-background: var(--captivate-button-background, var(--_primary));
    --_on-button: ${readableOn(css`var(--captivate-button-background)`)};
    --_button-text: var(--captivate-button-text, var(--_on-button, var(--_on-primary)));
    /* Laid over a button, away from the text on it. */
    --_button-shade: rgb(from var(--_button-text) calc(255 - r) calc(255 - g) calc(255 - b) / 0.15);
    /* The edge of a button, not seen where the button can be told from the surface. */
    --_button-edge: ${visible(css`var(--_button-background)`, 0.28, 0.15)};

    --_font-size: var(--captivate-font-size, 15px);
    --_radius: var(--captivate-radius, 18px);
    --_radius-control: calc(var(--_radius) + 4px);
    --_shadow: var(
      --captivate-shadow,
      0 2px 6px rgb(15 20 40 / 0.1),
      0 14px 44px rgb(15 20 40 / 0.2)
    );
    --_motion: 160ms cubic-bezier(0.2, 0.7, 0.3, 1);
  }
`;
