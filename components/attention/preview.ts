/** The preview, and the words for it. They share much with the panel, which is what a visitor may want next. */
import {html, type TemplateResult} from 'lit';
import type {Message} from '../../src/client.js';
import {translate, type Translation} from '../localize.js';
import {english} from '../strings.js';
import {ChatPreview} from './chat-preview.js';
import {previewWords, type PreviewWords} from './preview-words.js';

if (!customElements.get('captivate-chat-preview')) {
  customElements.define('captivate-chat-preview', ChatPreview);
}

/** Undefined where a message says nothing. */
export function wordsOf(message: Message, translation: Translation): PreviewWords | undefined {
  return previewWords(message, translate(english, translation));
}

export function previewTemplate(
  message: Message,
  translation: Translation,
  on: {readonly open: () => void; readonly dismiss: () => void},
): TemplateResult {
  return html`<captivate-chat-preview
    part="preview"
    exportparts=${ChatPreview.exportedParts}
    .message=${message}
    .translation=${translation}
    @captivate-open-panel=${on.open}
    @captivate-dismiss=${on.dismiss}
  ></captivate-chat-preview>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'captivate-chat-preview': ChatPreview;
  }
}
