/** The demo page's script: what a site owner would write, plus the controls for playing. */
import type {CaptivateChat} from '../components/chat/captivate-chat.js';

const settingNames = ['start', 'appearance', 'placement', 'user-id'] as const;
const maxEventsShown = 50;
const eventNames = [
  'captivate-open',
  'captivate-close',
  'captivate-connection-change',
  'captivate-conversation-start',
  'captivate-before-send',
  'captivate-message',
  'captivate-message-failed',
  'captivate-action',
  'captivate-part',
  'captivate-agent-change',
  'captivate-unread-change',
  'captivate-link',
  'captivate-hub-event',
  'captivate-error',
];

const chat = find<CaptivateChat>('captivate-chat');
const settings = find<HTMLFormElement>('#settings');
const faults = find<HTMLElement>('#faults');
const faultStatus = find<HTMLElement>('#fault-status');

function find<Found extends Element>(selector: string): Found {
  const found = document.querySelector<Found>(selector);
  if (!found) throw new Error(`The demo page has no "${selector}".`);
  return found;
}

function applySetting(name: string, value: string) {
  if (value) chat.setAttribute(name, value);
  else chat.removeAttribute(name);
}

/** Settings live in the address, so that a reload shows the same page. */
function restoreSettings() {
  const stored = new URLSearchParams(location.search);
  for (const name of settingNames) {
    const value = stored.get(name);
    const control = settings.elements.namedItem(name);
    if (value === null || !isControl(control)) continue;
    control.value = value;
    applySetting(name, value);
  }
}

function handleSettingChange({target}: Event) {
  if (!isControl(target)) return;
  const address = new URL(location.href);
  if (target.value) address.searchParams.set(target.name, target.value);
  else address.searchParams.delete(target.name);
  history.replaceState(null, '', address);
  applySetting(target.name, target.value);
}

function isControl(value: unknown): value is HTMLInputElement | HTMLSelectElement {
  return value instanceof HTMLInputElement || value instanceof HTMLSelectElement;
}

async function handleFaultClick({target}: Event) {
  const button = target instanceof Element ? target.closest('button') : null;
  const name = button?.dataset['fault'];
  if (!button || name === undefined) return;
  const response = await fetch(`/demo/faults?name=${name}`, {method: 'POST'});
  const label = button.textContent?.trim() ?? '';
  faultStatus.textContent = response.ok ? `Done: ${label}.` : `The hub did not do it: ${label}.`;
}

/** What a site owner's script can ask for. */
const methods: Readonly<Record<string, () => Promise<unknown>>> = {
  requestAgent: () => chat.requestAgent(),
  setMetadata: () => chat.setMetadata({visitedAt: new Date().toISOString()}),
  getMetadata: () => chat.getMetadata(),
  listConversations: () => chat.listConversations(),
  newConversation: () => chat.newConversation(),
  getTranscript: () => chat.getTranscript(),
  deleteConversation: () => chat.deleteConversation(),
};

async function handleMethodClick({target}: Event) {
  const name = target instanceof HTMLElement ? target.dataset['method'] : undefined;
  const method = name === undefined ? undefined : methods[name];
  if (!method) return;
  const result = find('#result');
  result.textContent = `${name}() …`;
  try {
    result.textContent = `${name}() → ${JSON.stringify(await method(), null, 2) ?? 'done'}`;
  } catch (error) {
    result.textContent = `${name}() failed: ${String(error)}`;
  }
}

function logEvent(event: Event) {
  const list = find('#events');
  const item = document.createElement('li');
  const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
  item.textContent = `${event.type} ${detail ? JSON.stringify(detail) : ''}`;
  list.prepend(item);
  while (list.children.length > maxEventsShown) list.lastElementChild?.remove();
  find<HTMLElement>('#no-events').hidden = true;
}

/** What the demo bot's word "action" asks for. */
function handleAction(event: Event) {
  const {detail} = event as CustomEvent<{id: string; data?: {selector?: unknown}}>;
  const selector = detail.data?.selector;
  if (detail.id !== 'highlight' || typeof selector !== 'string') return;
  const target = document.querySelector(selector);
  target?.classList.add('highlighted');
  target?.scrollIntoView({block: 'center'});
  setTimeout(() => target?.classList.remove('highlighted'), 3000);
}

restoreSettings();
settings.addEventListener('change', handleSettingChange);
settings.addEventListener('submit', (event) => event.preventDefault());
faults.addEventListener('click', (event) => void handleFaultClick(event));
find('#methods').addEventListener('click', (event) => void handleMethodClick(event));
for (const name of eventNames) chat.addEventListener(name, logEvent);
chat.addEventListener('captivate-action', handleAction);

// The port varies, so the hub's address is not in the page. It has to be there before the tag comes to life, which
// would otherwise go by `environment` and ask the real hub.
const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
chat.setAttribute('socket-url', `${scheme}://${location.host}/dev`);
await import('../components/define.js');
