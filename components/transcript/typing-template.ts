import {nothing, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import type {AgentStatus, Author, Message} from '../../src/client.js';
import {authorName, authorTemplate, portraitTemplate} from './message-template.js';
import {fill, type Localization} from '../i18n/localize.js';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';

export const typingStyles = css`
  /* What is in it stands as if it were alone. */
  .silent {
    display: contents;
  }

  /* As high as the line that is going to stand there. */
  .dots {
    display: flex;
    align-items: center;
    gap: 4px;
    height: calc(1lh + 18px);
  }

  /* Borders, because high contrast modes take backgrounds away. */
  .dots i {
    border: 3.5px solid;
    border-radius: 50%;
    opacity: 0.7;
    animation: think 1.2s ease-in-out infinite;
  }

  .dots i:nth-child(2) {
    animation-delay: 150ms;
  }

  .dots i:nth-child(3) {
    animation-delay: 300ms;
  }

  @keyframes think {
    0%,
    60%,
    100% {
      opacity: 0.7;
      transform: none;
    }
    30% {
      opacity: 0.3;
      transform: translateY(-3px);
    }
  }
`;

/** Who is about to say something. */
export interface Typist {
  readonly sender: 'bot' | 'agent';
  readonly author?: Author | undefined;
}

/** The person who has the conversation, or else the bot. */
export function typistOf(messages: readonly Message[], agent: AgentStatus | undefined): Typist {
  if (agent?.state === 'joined') return {sender: 'agent', author: agent.agent};
  return {sender: 'bot', author: messages.findLast(({sender}) => sender === 'bot')?.author};
}

/** How it is said that somebody is about to say something. */
export function typingText(typist: Typist, strings: Localization): string {
  return fill(strings.typing, {name: authorName(typist, strings)});
}

/** Three dots, shaped like the message that will replace them, so that nothing jumps then. */
export function typingTemplate(typist: Typist, first: boolean, avatar: string): TemplateResult {
  const {sender} = typist;
  return html`
    <div part="typing" class="message ${sender} ${first ? 'first' : ''} last">
      ${portraitTemplate(typist, avatar)}
      <div class="body">
        ${first ? html`<div class="silent" aria-hidden="true">${authorTemplate(typist, true)}</div>` : nothing}
        <div class="bubble dots" aria-hidden="true"><i></i><i></i><i></i></div>
        <span class="visually-hidden">${localized((strings) => typingText(typist, strings))}</span>
        <div class="foot" aria-hidden="true">&nbsp;</div>
      </div>
    </div>
  `;
}
