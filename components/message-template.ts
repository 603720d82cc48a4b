import {html, nothing, type TemplateResult} from 'lit';
import type {Message} from '../src/client.js';
import {contentTemplate} from './content/index.js';
import {agentIcon, botIcon} from './icons.js';
import {english} from './strings.js';

const timeFormat = new Intl.DateTimeFormat(undefined, {hour: 'numeric', minute: '2-digit'});

/** One message: a bubble for each part that can be shown. `first` and `last` tell its place among its neighbours. */
export function messageTemplate(message: Message, first: boolean, last: boolean): TemplateResult {
  const bubbles = message.parts.flatMap((part) => contentTemplate(part, {message}) ?? []);
  return html`${bubbles.map((bubble, index) =>
    bubbleTemplate(message, bubble, first && index === 0, last && index === bubbles.length - 1),
  )}`;
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
