/** The agent's page: an extension of the local hub, so that both ends of a conversation can be tried. */
import {html, nothing, render} from 'lit';
import {repeat} from 'lit/directives/repeat.js';
import {DeskConnection} from './desk-connection.js';
import type {ConversationSummary, DeskCommand, DeskEvent, DeskMessage} from './hub/agents.js';
import type {WirePart} from './hub/wire.js';

const nameKey = 'captivate-demo-agent-name';
const pageTitle = document.title;

interface State {
  readonly connected: boolean;
  readonly name: string;
  readonly conversations: readonly ConversationSummary[];
  readonly chosen: string | undefined;
  readonly messages: readonly DeskMessage[];
  readonly problem: string;
}

let state: State = {
  connected: false,
  name: readName(),
  conversations: [],
  chosen: undefined,
  messages: [],
  problem: '',
};

const desk = document.querySelector<HTMLElement>('#desk');
if (!desk) throw new Error('The agent’s page has no "#desk".');
desk.replaceChildren();

const connection = new DeskConnection({
  url: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/agent`,
  onEvent: handleEvent,
  onConnected: handleConnected,
});

function update(change: Partial<State>) {
  const wasAtEnd = isLogAtEnd();
  state = {...state, ...change};
  desk?.classList.toggle('has-choice', chosenConversation() !== undefined);
  const waiting = state.conversations.filter((conversation) => conversation.state === 'waiting');
  document.title = waiting.length > 0 ? `(${waiting.length} waiting) ${pageTitle}` : pageTitle;
  if (desk) render(page(), desk);
  if (wasAtEnd || change.chosen !== undefined) scrollLogToEnd();
}

function send(command: DeskCommand) {
  const sent = connection.send(command);
  if (!sent) update({problem: 'There is no connection to the hub at the moment.'});
  return sent;
}

function handleConnected(connected: boolean) {
  update({connected, problem: ''});
  if (!connected) return;
  send({type: 'name', name: state.name});
  if (state.chosen !== undefined) send({type: 'watch', conversationId: state.chosen});
}

function handleEvent(event: DeskEvent) {
  if (event.type === 'conversations') update({conversations: event.conversations});
  else if (event.type === 'error') update({problem: event.message});
  else if (event.conversationId === state.chosen) update({messages: event.messages});
}

function handleChoice(conversationId: string) {
  update({chosen: conversationId, messages: [], problem: ''});
  send({type: 'watch', conversationId});
  document.querySelector<HTMLElement>('#talk-title')?.focus();
}

function handleBack() {
  const previous = state.chosen;
  update({chosen: undefined, messages: []});
  document.querySelector<HTMLElement>(`[data-conversation="${previous}"]`)?.focus();
}

function handleTake(conversationId: string) {
  if (send({type: 'take', conversationId})) update({problem: ''});
}

function handleNameChange({target}: Event) {
  const name = (target as HTMLInputElement).value.trim() || 'Alex';
  storeName(name);
  update({name});
  send({type: 'name', name});
}

function handleKeydown(event: KeyboardEvent) {
  // While an input method is composing, Enter picks a candidate and must not send.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  (event.target as HTMLTextAreaElement).form?.requestSubmit();
}

function handleSubmit(event: SubmitEvent) {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const text = new FormData(form).get('text');
  if (typeof text !== 'string' || !text.trim() || state.chosen === undefined) return;
  if (send({type: 'write', conversationId: state.chosen, text})) form.reset();
}

function readName(): string {
  try {
    return localStorage.getItem(nameKey) ?? 'Alex';
  } catch {
    return 'Alex';
  }
}

/** A name that cannot be kept is only asked for again. */
function storeName(name: string) {
  try {
    localStorage.setItem(nameKey, name);
  } catch {
    return;
  }
}

function chosenConversation(): ConversationSummary | undefined {
  return state.conversations.find(({conversationId}) => conversationId === state.chosen);
}

function isLogAtEnd(): boolean {
  const log = document.querySelector('.log');
  return !log || log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function scrollLogToEnd() {
  const log = document.querySelector('.log');
  if (log) log.scrollTop = log.scrollHeight;
}

function page() {
  return html`
    <header class="top">
      <h1>Agent’s page</h1>
      <p class="connection" role="status">${state.connected ? 'Connected' : 'Connecting…'}</p>
      <label class="name">
        Your name
        <input autocomplete="off" maxlength="60" .value=${state.name} @change=${handleNameChange} />
      </label>
    </header>
    <nav class="inbox" aria-label="Conversations">${inbox()}</nav>
    <main class="talk">${talk()}</main>
  `;
}

function inbox() {
  if (state.conversations.length === 0) {
    return html`<p class="empty">
      No conversations yet. Open the demo page and write something in the chat.
    </p>`;
  }
  const items = repeat(state.conversations, ({conversationId}) => conversationId, inboxItem);
  return html`<ul>
    ${items}
  </ul>`;
}

function inboxItem(conversation: ConversationSummary) {
  const {conversationId, visitor, lastText, online} = conversation;
  return html`<li>
    <button
      type="button"
      data-conversation=${conversationId}
      aria-current=${conversationId === state.chosen ? 'true' : nothing}
      @click=${() => handleChoice(conversationId)}
    >
      <span class="visitor">${visitor}</span>${badge(conversation)}
      <span class="last">${lastText || 'Nothing written yet'}</span>
      <span class="presence">${online ? 'Online' : 'Away'}</span>
    </button>
  </li>`;
}

function badge({state: stage, mine, agentName}: ConversationSummary) {
  if (stage === 'waiting') return html`<span class="badge waiting">Waiting</span>`;
  if (mine) return html`<span class="badge mine">With you</span>`;
  return html`<span class="badge"
    >${stage === 'agent' ? `With ${agentName}` : 'With the bot'}</span
  >`;
}

function talk() {
  const conversation = chosenConversation();
  if (!conversation) {
    return html`<p class="empty">
      ${
        state.chosen === undefined
          ? 'Choose a conversation to read it.'
          : 'This conversation is gone.'
      }
    </p>`;
  }
  return html`
    <div>
      <div class="talk-header">
        <button type="button" class="back" @click=${handleBack}>Back</button>
        <h2 id="talk-title" tabindex="-1">${conversation.visitor}</h2>
        ${badge(conversation)} ${takeOrLeave(conversation)}
      </div>
      ${state.problem ? html`<p class="problem" role="alert">${state.problem}</p>` : nothing}
    </div>
    <ol class="log" role="log" aria-label="Messages" tabindex="0">
      ${repeat(
        state.messages,
        ({id}) => id,
        (message) => messageItem(message, conversation),
      )}
    </ol>
    ${composer(conversation)}
  `;
}

function takeOrLeave({conversationId, mine}: ConversationSummary) {
  return mine
    ? html`<button type="button" @click=${() => send({type: 'leave', conversationId})}>
        Leave
      </button>`
    : html`<button type="button" class="primary" @click=${() => handleTake(conversationId)}>
        Take the conversation
      </button>`;
}

function messageItem(message: DeskMessage, {visitor}: ConversationSummary) {
  const author = message.sender === 'user' ? visitor : message.authorName;
  const time = new Date(message.at).toLocaleTimeString([], {hour: '2-digit', minute: '2-digit'});
  const content = message.parts.map(describePart).filter(Boolean).join('\n\n');
  return html`<li class=${message.sender}>
    <span class="meta">${author} · ${time}</span>
    <div class="bubble">${content}</div>
  </li>`;
}

/** The agent reads what was said; of everything else it is enough to know that it was there. */
function describePart(part: WirePart): string {
  if (typeof part['text'] === 'string') return part['text'];
  if (part.type === 'files' && Array.isArray(part['files'])) {
    const names = (part['files'] as {filename?: string}[]).map(
      ({filename}) => filename ?? 'a file',
    );
    return `(${names.join(', ')})`;
  }
  return `(${part.type})`;
}

function composer({mine, conversationId}: ConversationSummary) {
  return html`<form
    class="composer"
    data-conversation-form=${conversationId}
    @submit=${handleSubmit}
  >
    <label class="visually-hidden" for="text">Your message</label>
    <textarea
      id="text"
      name="text"
      rows="1"
      placeholder=${mine ? 'Write a message' : 'Take the conversation to write'}
      ?disabled=${!mine}
      @keydown=${handleKeydown}
    ></textarea>
    <button class="primary" ?disabled=${!mine}>Send</button>
  </form>`;
}

update({});
connection.open();
