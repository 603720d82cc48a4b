import {nothing, type TemplateResult} from 'lit';
import type {Author, Notice} from '../../src/client.js';
import {avatarTemplate} from './avatar.js';
import {agentIcon} from '../icons.js';
import {fill, type Localization} from '../i18n/localize.js';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';

export interface NoticeSetting {
  /** Who has the conversation now. */
  readonly agent: Author | undefined;
  readonly retry: (noticeId: string) => void;
}

/** What a line says. */
export function noticeText({code, name}: Notice, strings: Localization): string {
  return fill(strings.notice[code], {name: name || strings.agent});
}

/** A line that nobody wrote. */
export function noticeTemplate(notice: Notice, {agent, retry}: NoticeSetting): TemplateResult {
  const {code, name} = notice;
  const picture = code === 'agent-joined' && name === agent?.name ? agent?.avatarUrl : undefined;
  const avatar = picture ? avatarTemplate(agentIcon, picture) : nothing;
  const state = code === 'message-loading' ? 'busy' : '';
  // Blanks would be part of the line.
  // prettier-ignore
  return html`<p part="notice" class="notice ${state}" dir="auto">${avatar}${localized((strings) => noticeText(notice, strings))}${
    retryTemplate(notice, retry)
  }</p>`;
}

function retryTemplate({id, retryable}: Notice, retry: NoticeSetting['retry']) {
  if (!retryable) return nothing;
  // prettier-ignore
  return html`<button part="retry-button" class="retry" type="button" @click=${() => retry(id)}
    >${localized(({tryAgain}) => tryAgain)}</button>`;
}
