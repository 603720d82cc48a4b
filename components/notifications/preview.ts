/** The preview, and the words for it. They share much with the panel, which is what a visitor may want next. */
import type {Message} from '../../src/client.js';
import {create} from '../launcher/dom.js';
import {translate, type Translation} from '../i18n/localize.js';
import {english} from '../i18n/strings.js';
import {ChatPreview} from './chat-preview.js';
import {previewWords, type PreviewWords} from './preview-words.js';

if (!customElements.get('captivate-chat-preview')) {
  customElements.define('captivate-chat-preview', ChatPreview);
}

/** Undefined where a message says nothing. */
export function wordsOf(message: Message, translation: Translation): PreviewWords | undefined {
  return previewWords(message, translate(english, translation));
}

export function createPreview(on: {
  readonly open: () => void;
  readonly dismiss: () => void;
}): ChatPreview {
  const preview = create('captivate-chat-preview', {
    part: 'preview',
    exportparts: ChatPreview.exportedParts,
  });
  preview.addEventListener('captivate-open-panel', on.open);
  preview.addEventListener('captivate-dismiss', on.dismiss);
  return preview;
}

declare global {
  interface HTMLElementTagNameMap {
    'captivate-chat-preview': ChatPreview;
  }
}
