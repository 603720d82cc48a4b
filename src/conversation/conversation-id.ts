/**
 * Whether these may be the same conversation: hubs name one with or without the visitor's id before it
 * (`<userId>_<uuid>`), or not at all.
 */
export function isSameConversation(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  return a.endsWith(`_${b}`) || b.endsWith(`_${a}`);
}
