/**
 * What can be seen of a text. Blanks of any alphabet cannot, and neither can marks for direction, joining, hyphens and
 * variants where they stand alone; what Braille, Hangul and music have for a blank counts as a letter or
 * a symbol, yet shows nothing.
 */
const VISIBLE = /[^\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffc\u{1d159}]/u;

/** There is nothing to see in the text. */
export function isBlank(text: string): boolean {
  return !VISIBLE.test(text);
}
