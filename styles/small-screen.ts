import {css} from './css.js';

/** On a phone the panel is the screen: upright, or lying with little height; so too where a page is zoomed that far. */
export const smallScreen = css`(max-width: 480px), (max-height: 420px)`;
