import {nothing, type TemplateResult} from 'lit';
import type {Message} from '../../src/client.js';
import {avatarTemplate} from './avatar.js';
import type {ContentContext} from '../content/content.js';
import {contentTemplate} from '../content/index.js';
import {agentIcon, botIcon} from '../icons.js';
import type {Localization} from '../i18n/localize.js';
import {localized, stringsAround} from '../i18n/localized.js';
import {isLong, moreTemplate, revealing, type LongMessages} from './long-message.js';
import {perLocale} from '../i18n/formats.js';
import {html} from '../template.js';

const timeFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, {hour: 'numeric', minute: '2-digit'}),
);

const dateFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, {dateStyle: 'full', timeStyle: 'short'}),
);

/** Where a message stands among its neighbours, and what is known of it from around it. */
export interface MessageSetting extends Omit<ContentContext, 'message'>, LongMessages {
  /** It is the first of a row by the same author. */
  readonly first: boolean;
  /** It is the last of such a row. */
  readonly last: boolean;
  /** The picture of a bot that has none. */
  readonly avatar: string;
  /** What the visitor can do about a message that failed. */
  readonly resend: (messageId: string) => void;
  readonly discard: (messageId: string) => void;
}

type Writer = Pick<Message, 'sender'> & {readonly author?: Message['author'] | undefined};

/** One message: a bubble for each part that can be shown. */
export function messageTemplate(message: Message, setting: MessageSetting): TemplateResult {
  const context = {message, ...setting};
  const bubbles = message.parts.flatMap((part, index) => {
    const content = contentTemplate(part, context);
    return content ? {content, long: isLong(part) ? `${message.id} ${index}` : undefined} : [];
  });
  return html`${bubbles.map((bubble, index) => {
    const first = setting.first && index === 0;
    const last = setting.last && index === bubbles.length - 1;
    return bubbleTemplate(message, bubble, {...setting, first, last});
  })}`;
}

interface Bubble {
  readonly content: TemplateResult;
  /** What a long one is known by. */
  readonly long: string | undefined;
}

function bubbleTemplate(message: Message, {content, long}: Bubble, setting: MessageSetting) {
  const {sender, status} = message;
  const {first, last} = setting;
  const own = sender === 'user';
  const state = status === 'pending' || status === 'failed' ? ` ${status}` : '';
  const partial = long !== undefined && !setting.isWhole(long);
  const reveal = partial ? revealing(long, setting) : nothing;
  return html`
    <div
      part="message ${sender}${state}"
      class="message ${sender}${state} ${first ? 'first' : ''} ${last ? 'last' : ''}"
      data-id=${message.id}
    >
      ${own ? nothing : besideTemplate(message, setting)}
      <div class="body">
        ${authorTemplate(message, first)}
        <div
          part="bubble"
          class="bubble ${partial ? 'partial' : ''}"
          @focusin=${reveal}
          @scroll=${reveal}
        >
          ${content}${long === undefined ? nothing : moreTemplate(long, setting)}
        </div>
        ${last ? footTemplate(message, setting) : timeTemplate(message, 'hover-time on-edge')}
      </div>
    </div>
  `;
}

function besideTemplate(message: Message, {last, avatar}: MessageSetting) {
  return last ? portraitTemplate(message, avatar) : html`<span class="avatar-space"></span>`;
}

/** The picture of who writes; `avatar` is that of a bot that has none. */
export function portraitTemplate({sender, author}: Writer, avatar: string): TemplateResult {
  const own = author?.avatarUrl;
  return sender === 'agent'
    ? avatarTemplate(agentIcon, own)
    : avatarTemplate(botIcon, own || avatar);
}

/** The name, or the word for who has none. */
export function authorName({sender, author}: Writer, strings: Localization): string {
  return sender === 'user' ? strings.you : author?.name || strings[sender];
}

/** Everybody hears who speaks; who sees, sees it where the speaker changes. A person is not taken for a bot. */
export function authorTemplate(writer: Writer, first: boolean): TemplateResult {
  const {sender, author} = writer;
  const shown = first && sender !== 'user';
  const isNamedPerson = sender === 'agent' && author?.name;
  return html`<span part="author" class=${shown ? 'author' : 'visually-hidden'} dir="auto"
    >${localized((strings) => authorName(writer, strings))}${
      isNamedPerson ? html`<span class="role"> · ${localized(({agent}) => agent)}</span>` : nothing
    }</span
  >`;
}

/** Why a message was not sent, in words. */
export function failureText({failure}: Message, strings: Localization): string {
  return failure ? strings.failure[failure] : strings.failed;
}

function footTemplate(message: Message, setting: MessageSetting) {
  const {status, time} = message;
  if (status === 'failed') return failureTemplate(message, setting);
  if (status !== 'pending') {
    return time === undefined
      ? nothing
      : html`<div class="foot">${timeTemplate(message, '')}</div>`;
  }
  return html`<div class="foot">
    <span part="status">${localized(({pending}) => pending)}</span>
    ${timeTemplate(message, 'hover-time')}
  </div>`;
}

function failureTemplate(message: Message, {resend, discard}: MessageSetting) {
  const {id} = message;
  return html`<div class="foot">
    <p part="status"><bdi>${localized((strings) => failureText(message, strings))}</bdi></p>
    ${timeTemplate(message, 'hover-time')}
    <button part="retry-button" class="retry" type="button" @click=${() => resend(id)}>
      ${localized(({tryAgain}) => tryAgain)}
    </button>
    <button part="discard-button" class="retry" type="button" @click=${() => discard(id)}>
      ${localized(({discard}) => discard)}
    </button>
  </div>`;
}

function timeTemplate({time}: Message, style: string) {
  if (time === undefined) return nothing;
  return html`<time
    part="time"
    class=${style}
    dir="auto"
    datetime=${new Date(time).toISOString()}
    @pointerenter=${nameDate}
    >${localized(({locale}) => timeFormat(locale).format(time))}</time
  >`;
}

/** Only who points at a time is told the date: to format it takes longer than all the rest of a message. */
function nameDate({currentTarget}: Event) {
  const element = currentTarget as HTMLTimeElement;
  const {locale} = stringsAround(element);
  element.title = dateFormat(locale).format(new Date(element.dateTime));
}
