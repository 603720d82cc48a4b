import {css, html, nothing, type TemplateResult} from 'lit';
import type {Author} from '../src/client.js';
import {avatarTemplate} from './avatar.js';
import {agentIcon, botIcon} from './icons.js';
import {authorName, authorTemplate} from './message-template.js';
import {fill, type Localization} from './localize.js';
import {localized} from './localized.js';

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

/** Three dots, shaped like the message that will replace them, so that nothing jumps then. */
export function typingTemplate(typist: Typist, first: boolean): TemplateResult {
  const {sender, author} = typist;
  const words = (strings: Localization) =>
    fill(strings.typing, {name: authorName(typist, strings)});
  return html`
    <div part="typing" class="message ${sender} ${first ? 'first' : ''} last">
      ${avatarTemplate(sender === 'agent' ? agentIcon : botIcon, author?.avatarUrl)}
      <div class="body">
        ${first ? html`<div class="silent" aria-hidden="true">${authorTemplate(typist, true)}</div>` : nothing}
        <div class="bubble dots" aria-hidden="true"><i></i><i></i><i></i></div>
        <span class="visually-hidden">${localized(words)}</span>
        <div class="foot" aria-hidden="true">&nbsp;</div>
      </div>
    </div>
  `;
}
