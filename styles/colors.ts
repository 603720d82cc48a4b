import type {CSSResult} from '@lit/reactive-element';
import {css} from './css.js';

/*
 * Colours made from one that the site owner chose, which keep the contrast that WCAG asks for, whatever it is. `y` of
 * `xyz-d65` is what WCAG calls the relative luminance; the contrast of two colours is that of their `y + 0.05`.
 */

/** Black or white, whichever is read better on a colour; of a `y` of 0.179 both are 4.58:1 away. */
export const readableOn = (color: CSSResult) => css`color(
  from ${color} xyz-d65 clamp(0, (0.179 - y) * 1e9, 0.9505) clamp(0, (0.179 - y) * 1e9, 1)
    clamp(0, (0.179 - y) * 1e9, 1.089) / 1
)`;

/** The colour, darker where it is too light to be seen on a light surface. */
const darker = (color: CSSResult, most: number) => css`color(
  from ${color} xyz-d65 calc(x * min(1, ${most} / max(y, 0.01))) min(y, ${most})
    calc(z * min(1, ${most} / max(y, 0.01))) / 1
)`;

/** The colour with as much white as it needs to be seen on a dark surface. */
const lighter = (color: CSSResult, least: number) => css`color(
  from ${color} xyz-d65 calc(x + (0.9505 - x) * max(0, ${least} - y) / max(1 - y, 0.5))
    calc(y + (1 - y) * max(0, ${least} - y) / max(1 - y, 0.5))
    calc(z + (1.089 - z) * max(0, ${least} - y) / max(1 - y, 0.5)) / 1
)`;

/**
 * The colour, changed as far as it has to be seen: no lighter than `most` on a light surface, and no darker than
 * `least` on a dark one.
 */
export const visible = (color: CSSResult, most: number, least: number) =>
  css`light-dark(${darker(color, most)}, ${lighter(color, least)})`;
