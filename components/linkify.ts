import type {TemplateResult} from 'lit';
import {linkTemplate} from './content/link.js';
import {safeHref} from './content/safe-href.js';

/**
 * A web or mail address inside a text. What may follow a sentence, or close a bracket before it, is not part of it.
 * The lengths are those that mail addresses may have: without them, a long text would take time without end.
 */
const ADDRESS =
  /\b(?:https?:\/\/|www\.)[^\s<>"']*[^\s<>"'.,;:!?)\]}]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/gi;

/** To some browsers, a far longer one is no address. */
const MAX_LENGTH = 2000;

/** More links than anybody follows would only make the page slow. */
const MAX_LINKS = 500;

/** The text, with the web and mail addresses in it as links. */
export function linkify(text: string): (string | TemplateResult)[] {
  const result: (string | TemplateResult)[] = [];
  let end = 0;
  let links = 0;
  for (const {0: address, index} of text.matchAll(ADDRESS)) {
    const target = address.length > MAX_LENGTH ? undefined : safeHref(withScheme(address));
    if (!target) continue;
    result.push(text.slice(end, index), linkTemplate(target, address));
    end = index + address.length;
    if (++links === MAX_LINKS) break;
  }
  result.push(text.slice(end));
  return result;
}

function withScheme(address: string) {
  if (/^https?:/i.test(address)) return address;
  return /^www\./i.test(address) ? `https://${address}` : `mailto:${address}`;
}
