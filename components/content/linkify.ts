import type {TemplateResult} from 'lit';
import {findAddresses} from './addresses.js';
import {linkTemplate} from './link.js';
import {safeHref} from './safe-href.js';

/** More links than anybody follows would only make the page slow. */
const MAX_LINKS = 500;

/** The text, with the web and mail addresses in it as links. */
export function linkify(text: string): (string | TemplateResult)[] {
  const result: (string | TemplateResult)[] = [];
  let done = 0;
  let links = 0;
  for (const {start, end, href} of findAddresses(text)) {
    const target = safeHref(href);
    if (!target) continue;
    result.push(text.slice(done, start), linkTemplate(target, text.slice(start, end)));
    done = end;
    if (++links === MAX_LINKS) break;
  }
  result.push(text.slice(done));
  return result;
}
