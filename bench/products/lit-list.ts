/** What Lit alone costs: one element with a plain keyed list. */
import {css, html, LitElement, unsafeCSS} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import type {BenchMessage} from '../messages.js';
import {STYLE, type OwnChat} from './page.js';

class LitChat extends LitElement implements OwnChat {
  static override styles = css`
    ${unsafeCSS(STYLE)}
  `;

  static override properties = {messages: {state: true}};

  declare messages: readonly BenchMessage[];

  constructor() {
    super();
    this.messages = [];
  }

  show(messages: readonly BenchMessage[]) {
    this.messages = messages;
  }

  add(message: BenchMessage) {
    this.messages = [...this.messages, message];
  }

  protected override updated() {
    const list = this.renderRoot.querySelector('#list')!;
    list.scrollTop = list.scrollHeight;
  }

  override render() {
    return html`
      <section class="chat">
        <div id="list" class="list">
          ${repeat(
            this.messages,
            (_, index) => index,
            ({sender, text}) => html`<p class=${`message ${sender}`}>${text}</p>`,
          )}
        </div>
        <textarea placeholder="Write a message"></textarea>
      </section>
    `;
  }
}

customElements.define('lit-chat', LitChat);

const chat = new LitChat();
document.body.append(chat);
window.chat = chat;
