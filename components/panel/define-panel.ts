/** Registers the elements inside the panel. Loaded when the panel is wanted for the first time. */
import {ChatComposer} from '../composer/chat-composer.js';
import {ChatConfirm} from './chat-confirm.js';
import {ChatMenu} from './chat-menu.js';
import {ChatPanel} from './chat-panel.js';
import {ChatTranscript} from '../transcript/chat-transcript.js';

export {drawPanel} from './panel-template.js';
export {download} from '../download/download.js';
export {guard} from './page-boundary.js';

const elements = {
  'captivate-chat-panel': ChatPanel,
  'captivate-chat-transcript': ChatTranscript,
  'captivate-chat-composer': ChatComposer,
  'captivate-chat-menu': ChatMenu,
  'captivate-chat-confirm': ChatConfirm,
};

for (const [name, element] of Object.entries(elements)) {
  if (!customElements.get(name)) customElements.define(name, element);
}

declare global {
  interface HTMLElementTagNameMap {
    'captivate-chat-panel': ChatPanel;
    'captivate-chat-transcript': ChatTranscript;
    'captivate-chat-composer': ChatComposer;
    'captivate-chat-menu': ChatMenu;
    'captivate-chat-confirm': ChatConfirm;
  }
}
