import type {CaptivateChat} from '../../../components/chat/captivate-chat.js';

/** The roots of the element and of all that is in it. */
export function rootsOf(chat: CaptivateChat): ShadowRoot[] {
  const roots = [chat.shadowRoot!];
  for (const root of roots) {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }
  return roots;
}

/** All that matches a selector, in order. */
export function elementsOf(chat: CaptivateChat, selector: string): HTMLElement[] {
  return rootsOf(chat).flatMap((root) => [...root.querySelectorAll<HTMLElement>(selector)]);
}

/** All boxes with this part name, in order. */
export function partsOf(chat: CaptivateChat, name: string): HTMLElement[] {
  return elementsOf(chat, `[part~="${name}"]`);
}

/** So that what is read is what stands at the end of a change. */
export function stopMotion(chat: CaptivateChat) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    '*, ::before, ::after { transition: none !important; animation: none !important; }',
  );
  for (const root of rootsOf(chat)) root.adoptedStyleSheets.push(sheet);
}
