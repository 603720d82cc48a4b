import {html, nothing, type TemplateResult} from 'lit';
import type {Message} from '../src/client.js';
import type {ContentContext} from './content/content.js';
import {contentTemplate} from './content/index.js';
import {agentIcon, botIcon} from './icons.js';
import {english} from './strings.js';

const timeFormat = new Intl.DateTimeFormat(undefined, {hour: 'numeric', minute: '2-digit'});

/** Where a message stands among its neighbours, and what is known of it from around it. */
export interface MessageSetting extends Omit<ContentContext, 'message'> {
  /** It is the first of a row by the same author. */
  readonly first: boolean;
  /** It is the last of such a row. */
  readonly last: boolean;
}

/** One message: a bubble for each part that can be shown. */
export function messageTemplate(message: Message, setting: MessageSetting): TemplateResult {
  const context = {message, ...setting};
  const bubbles = message.parts.flatMap((part) => contentTemplate(part, context) ?? []);
  return html`${bubbles.map((bubble, index) => {
    const first = setting.first && index === 0;
    const last = setting.last && index === bubbles.length - 1;
    return bubbleTemplate(message, bubble, first, last);
  })}`;
}

function bubbleTemplate(message: Message, bubble: TemplateResult, first: boolean, last: boolean) {
  const {sender, status} = message;
  const own = sender === 'user';
  const state = status === 'pending' || status === 'failed' ? ` ${status}` : '';
  return html`
    <div
      part="message ${sender}${state}"
      class="message ${sender}${state} ${first ? 'first' : ''} ${last ? 'last' : ''}"
      data-id=${message.id}
    >
      ${own ? nothing : avatarTemplate(message, last)}
      <div class="body">
        ${authorTemplate(message, first)}
        <div part="bubble" class="bubble">${bubble}</div>
        ${last ? footTemplate(message) : nothing}
      </div>
    </div>
  `;
}

function avatarTemplate({sender}: Message, shown: boolean) {
  if (!shown) return html`<span class="avatar-space"></span>`;
  return html`<span part="avatar" class="avatar" aria-hidden="true"
    >${sender === 'agent' ? agentIcon : botIcon}</span
  >`;
}

/** Everybody hears who speaks; who sees, sees it where the speaker changes. */
function authorTemplate({sender, author}: Message, first: boolean) {
  const shown = first && sender !== 'user';
  const name = sender === 'user' ? english.you : author?.name || english[sender];
  return html`<span part="author" class=${shown ? 'author' : 'visually-hidden'} dir="auto"
    >${name}</span
  >`;
}

function footTemplate({time, status}: Message) {
  const word = status === 'pending' || status === 'failed' ? english[status] : undefined;
  if (word === undefined && time === undefined) return nothing;
  return html`<div class="foot">
    ${
      word === undefined
        ? html`<time part="time" dir="auto" datetime=${new Date(time!).toISOString()}
            >${timeFormat.format(time)}</time
          >`
        : html`<span part="status">${word}</span>`
    }
  </div>`;
}
