/** The package's main entry: registers `<captivate-chat>`, and exports its class and all public types. */
import {CaptivateChat} from './chat/captivate-chat.js';

export * from './element.js';

// Without a DOM, as in Node, there is nothing to register with.
if (globalThis.customElements) {
  const existing = customElements.get('captivate-chat');
  if (!existing) {
    customElements.define('captivate-chat', CaptivateChat);
  } else if (existing !== CaptivateChat) {
    console.warn('<captivate-chat> is on this page already; the one that came first stays.');
  }
}
