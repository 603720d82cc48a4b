/**
 * What must not be in the chat, whatever a hub sends: elements, attributes and addresses that none of our templates
 * has, or that only our templates have and that stand in what came from the hub. Looks into the shadow roots of the
 * chat's elements as well.
 *
 * Everything it needs is in it, so that it can be given to a page to evaluate; that is why nothing inside has a name
 * as a function (see `test/support/page.ts`).
 */
export function findForbidden(root: ParentNode): string[] {
  const found: string[] = [];
  // Nowhere in the chat.
  const never =
    /^(?:script|style|iframe|frame|frameset|object|embed|applet|portal|fencedframe|base|meta|link|math|marquee|isindex|keygen|xmp|plaintext|noscript|map|area|canvas|param|foreignobject|use|image|animate|animatetransform|set|handler)$/;
  // What our templates make in a message.
  const ours =
    /^(?:a|audio|blockquote|br|button|circle|code|del|dialog|div|ellipse|em|figcaption|figure|g|hr|i|img|input|label|li|line|ol|p|path|polygon|polyline|pre|rect|small|span|strong|svg|table|tbody|td|th|thead|time|title|tr|ul|video)$/;
  // What the policy for HTML lets through.
  const policy =
    /^(?:a|abbr|b|bdi|blockquote|br|caption|cite|code|col|colgroup|dd|del|details|dfn|div|dl|dt|em|figcaption|figure|h[3-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|rp|rt|ruby|s|samp|small|span|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|u|ul|var|wbr)$/;
  const policyAttribute =
    /^(?:href|src|alt|title|width|height|colspan|rowspan|scope|start|reversed|value|open|datetime|align|dir|lang)$/;
  // What is added to it: `element attribute=value`.
  const added =
    /^(?:a target=_blank|a rel=noopener noreferrer|span class=visually-hidden|span class=raw|i class=nothing|img part=image|img loading=lazy|img decoding=async|img referrerpolicy=no-referrer|div class=scroll|div tabindex=0|div role=group|div aria-label=.+)$/;
  const neverAttribute =
    /^(?:on.*|style|srcdoc|formaction|action|srcset|ping|background|lowsrc|dynsrc|xlink:.*|is|popover|popovertarget|commandfor|command|accesskey|contenteditable|autofocus|nonce|slot|exportparts|usemap|longdesc|cite|data|name|attributionsrc|patchsrc)$/;
  // The chat's own boxes, outside of messages, have some of these.
  const frame = /^(?:style|slot|exportparts|name|popover|autofocus)$/;
  const roots: ParentNode[] = [root];
  // The list grows while it is walked through.
  for (const each of roots) {
    for (const element of each.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
      const tag = element.localName;
      const content = element.parentElement?.closest('[part~="html"], [part~="table"]');
      const inMessage = element.closest('[part~="bubble"], [part~="author"], [part~="notice"]');
      const known = content ? policy.test(tag) : inMessage ? ours.test(tag) : !never.test(tag);
      if (!known) found.push(`<${tag}>`);
      for (const {name, value} of element.attributes) {
        const plain = `${tag} ${name}=${value}`.slice(0, 120);
        const allowed = content
          ? policyAttribute.test(name) || added.test(plain)
          : !neverAttribute.test(name) || (!inMessage && frame.test(name));
        if (!allowed) found.push(plain);
        if (/^(?:href|src|poster)$/.test(name)) {
          const address = value.replace(/[\0-\x20]/g, '');
          const scheme = /^([a-z][\w+.-]*):/i.exec(address)?.[1]?.toLowerCase();
          const link = name === 'href' && /^(?:mailto|tel)$/.test(scheme ?? '');
          const shown = scheme === undefined || /^https?$/.test(scheme);
          const own = scheme === 'data' && !content && !inMessage;
          // Nothing in it can run.
          const picture =
            plain.startsWith('img src=') &&
            /^data:image\/(?:png|jpe?g|gif|webp)(?:;[\w.=-]+)*;base64,[\w+/=%]*$/i.test(address);
          if (!link && !shown && !own && !picture) found.push(plain);
        }
      }
      const elsewhere = tag === 'a' && element.getAttribute('target');
      if (elsewhere && !/\bnoopener\b/.test(element.getAttribute('rel') ?? '')) {
        found.push(`<a target=${elsewhere}> without noopener`);
      }
      if (content && element.namespaceURI !== 'http://www.w3.org/1999/xhtml') {
        found.push(`<${tag}> of ${element.namespaceURI}`);
      }
    }
  }
  return found;
}
