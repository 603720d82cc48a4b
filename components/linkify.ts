import {html, type TemplateResult} from 'lit';

/**
 * A web or mail address inside a text. What may follow a sentence, or close a bracket before it, is not part of it.
 * The lengths are those that mail addresses may have: without them, a long text would take time without end.
 */
const ADDRESS =
  /\b(?:https?:\/\/|www\.)[^\s<>"']*[^\s<>"'.,;:!?)\]}]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}\b/gi;

/** The text, with the addresses in it as links that can do no harm: only `http`, `https` and `mailto`. */
export function linkify(text: string, hint: string): (string | TemplateResult)[] {
  const result: (string | TemplateResult)[] = [];
  let end = 0;
  for (const {0: address, index} of text.matchAll(ADDRESS)) {
    result.push(text.slice(end, index), link(address, hint));
    end = index + address.length;
  }
  result.push(text.slice(end));
  return result;
}

function link(address: string, hint: string): TemplateResult {
  if (/^(?:https?:|www\.)/i.test(address)) {
    const href = /^www\./i.test(address) ? `https://${address}` : address;
    return html`<a href=${href} target="_blank" rel="noopener noreferrer"
      >${address}<span class="visually-hidden"> ${hint}</span></a
    >`;
  }
  return html`<a href=${`mailto:${address}`}>${address}</a>`;
}
