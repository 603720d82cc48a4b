import {unsafeCSS, type CSSResult} from '@lit/reactive-element';

/**
 * A style sheet. As Lit's own, without its check of what is put into it: that is no stranger's, and each page would load
 * the check.
 */
export const css = (
  strings: TemplateStringsArray,
  ...values: readonly (CSSResult | number)[]
): CSSResult => unsafeCSS(String.raw(strings, ...values));
