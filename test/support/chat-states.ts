/** Every state of the chat that a visitor can see, as data, for tests that go through all of them in a browser. */
import {fixture, html, nextFrame} from '@open-wc/testing';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import type {ChatPanel} from '../../components/panel/chat-panel.js';
import {
  EMPTY_SNAPSHOT,
  type ChatSnapshot,
  type ContentPart,
  type Message,
  type Notice,
} from '../../src/client.js';
import {partsOf, stopMotion} from '../browser/support/parts.js';
import {waitUntil} from './wait-until.js';

export interface ChatState {
  /** What the panel shows; without it, what the chat does by itself. */
  readonly snapshot?: Partial<ChatSnapshot>;
  /** What it was when the panel was opened. */
  readonly opening?: Partial<ChatSnapshot>;
  readonly closed?: true;
  /** What the visitor does then. */
  readonly act?: (chat: CaptivateChat) => unknown;
  /** A part that is there as soon as the state is. */
  readonly shows?: string;
}

const PICTURE = '/docs/screenshots/empty.png';
const TIME = Date.UTC(2026, 5, 1, 12);

let lastId = 0;

function message(
  sender: Message['sender'],
  part: ContentPart | string,
  more: object = {},
): Message {
  const parts = [typeof part === 'string' ? {type: 'text', text: part} : part] as ContentPart[];
  const status = sender === 'user' ? 'sent' : 'received';
  const author = sender === 'user' ? {} : {author: {name: sender === 'bot' ? 'Hilda' : 'Ana'}};
  return {id: `m${++lastId}`, sender, status, parts, text: '', time: TIME, ...author, ...more};
}

const TALK: readonly Message[] = [
  message('bot', 'Hello! I am Hilda. How can I help?'),
  message('user', 'Hi! Are my beans on their way? https://example.com/order/4711'),
  message('bot', 'They left our roastery this morning.'),
  message('bot', 'You can follow them here: https://example.com/track/4711'),
];

const LONG_TALK = Array.from({length: 12}, () =>
  TALK.map((each) => ({...each, id: `m${++lastId}`})),
).flat();

const ready = {conversationId: 'c1', connection: 'ready', messages: TALK} as const;
const notice = (code: Notice['code'], more: object = {}): Notice => ({
  ...{id: code, code, after: TALK.at(-1)!.id},
  ...more,
});
const failed = (failure: Message['failure']) =>
  message('user', 'Do you grind the beans?', {status: 'failed', failure});

/** The bot says this. */
const kind = (part: ContentPart | string, shows: string): ChatState => ({
  snapshot: {...ready, messages: [...TALK, message('bot', part)]},
  shows,
});

const click =
  (name: string, index = 0) =>
  (chat: CaptivateChat) =>
    partsOf(chat, name).at(index)!.click();

async function chooseLast(chat: CaptivateChat) {
  click('menu-button')(chat);
  await has(chat, 'menu-item');
  click('menu-item', -1)(chat);
}

const card = (title: string) => ({
  ...{title, text: '€ 9.00 for 500 g', imageUrl: PICTURE, link: 'https://example.com/'},
});
const buttons: ContentPart = {
  type: 'buttons',
  title: 'How do you take your coffee?',
  options: [
    {label: 'Black', value: 'black'},
    {label: 'With milk', value: 'milk'},
  ],
};

const MARKDOWN = `## Brewing

Use *60 g* for **each** litre, ~~cold~~ \`hot\` water and [patience](https://example.com/).

1. Grind
2. Pour

- [x] done

> slowly

| Coffee | Price |
| ------ | ----: |
| Sidamo | € 9.00 |

\`\`\`js
console.log('and code');
\`\`\``;

export const CHAT_STATES: Readonly<Record<string, ChatState>> = {
  closed: {closed: true},
  'nothing said yet': {snapshot: {conversationId: 'c1', connection: 'ready'}, shows: 'notice'},
  connecting: {snapshot: {connection: 'connecting'}, shows: 'notice'},
  'a history on its way': {snapshot: {...ready, messages: [], loading: true}},
  'a conversation': {snapshot: ready, shows: 'text'},
  'a draft': {snapshot: {...ready, draft: 'One more thing'}},
  'a draft that is too long': {snapshot: {...ready, draft: 'long '.repeat(30_000)}},

  Markdown: {...kind(MARKDOWN, 'copy-button'), act: click('copy-button')},
  choices: kind(buttons, 'option'),
  'a choice that was made': {
    snapshot: {...ready, messages: [...TALK, message('bot', buttons), message('user', 'milk')]},
    shows: 'option',
  },
  'a card': kind({type: 'cards', cards: [card('Sidamo')]}, 'card'),
  cards: kind({type: 'cards', cards: ['Sidamo', 'Huila', 'Mandheling'].map(card)}, 'cards-button'),
  'a picture': kind(
    {
      type: 'files',
      title: 'A picture',
      files: [{mimeType: 'image/png', name: 'a.png', url: PICTURE}],
    },
    'image',
  ),
  'a picture in large': {
    ...kind(
      {type: 'files', files: [{mimeType: 'image/png', name: 'a.png', url: PICTURE}]},
      'image',
    ),
    act: click('image'),
  },
  files: kind(
    {
      type: 'files',
      files: [
        {mimeType: 'text/plain', name: 'notes.txt', url: PICTURE, size: 12_345},
        {mimeType: '', name: 'lost.pdf'},
      ],
    },
    'file',
  ),
  HTML: kind(
    {
      type: 'html',
      html: '<h2>Order</h2><p>It is <b>on its way</b>: <a href="https://a.example">follow</a></p>',
    },
    'html',
  ),
  'a table': kind(
    {
      type: 'table',
      html: '<table><tr><th>Item</th><th>Price</th></tr><tr><td>Beans</td><td>9</td></tr></table>',
    },
    'table',
  ),
  'a long message': kind('A long answer has to stay readable. '.repeat(60), 'more-button'),

  typing: {snapshot: {...ready, typing: true}, shows: 'typing'},
  'a message on its way': {
    snapshot: {...ready, messages: [...TALK, message('user', 'One more', {status: 'pending'})]},
    shows: 'status',
  },
  'a message that was refused': {
    snapshot: {...ready, messages: [...TALK, failed('hub-error'), failed('message-too-long')]},
    shows: 'discard-button',
  },
  'lines that nobody wrote': {
    snapshot: {
      ...ready,
      notices: [
        notice('message-loading'),
        notice('message-unavailable', {retryable: true}),
        notice('agent-requested'),
        notice('agent-unavailable'),
        notice('conversation-restarted'),
      ],
    },
    shows: 'notice',
  },
  'a person': {
    snapshot: {
      ...ready,
      agent: {state: 'joined', agent: {name: 'Ana'}},
      notices: [notice('agent-joined', {name: 'Ana'})],
      messages: [...TALK, message('agent', 'Hello, this is Ana.')],
      typing: true,
    },
    shows: 'agent',
  },

  offline: {snapshot: {...ready, connection: 'waiting', trouble: 'offline'}, shows: 'notice'},
  reconnecting: {
    snapshot: {...ready, connection: 'waiting', trouble: 'reconnecting'},
    shows: 'notice',
  },
  'a chat without a key': {snapshot: {trouble: 'no-api-key'}, shows: 'notice'},

  'the menu': {snapshot: ready, act: click('menu-button'), shows: 'text'},
  'a question': {snapshot: ready, act: chooseLast, shows: 'text'},

  'where reading stopped': {
    snapshot: ready,
    opening: {...ready, unreadCount: 2},
    shows: 'unread-divider',
  },
  'the end far below': {
    snapshot: {...ready, messages: LONG_TALK},
    shows: 'text',
    act: async (chat) => {
      await readFromBeginning(chat);
      await has(chat, 'end-button');
    },
  },
  'new messages below': {
    snapshot: {...ready, messages: LONG_TALK},
    shows: 'text',
    act: async (chat) => {
      await readFromBeginning(chat);
      const panel = panelOf(chat);
      panel.snapshot = {...panel.snapshot, messages: [...LONG_TALK, message('bot', 'News')]};
      await has(chat, 'new-messages');
    },
  },
};

async function readFromBeginning(chat: CaptivateChat) {
  const [transcript] = partsOf(chat, 'transcript');
  // What is laid out meanwhile may lead a reader who was at the end back there.
  await waitUntil(async () => {
    transcript!.scrollTop = 0;
    for (let frame = 0; frame < 4; frame++) await nextFrame();
    return transcript!.scrollTop === 0;
  }, 'the beginning');
}

/** A chat in this state, which stands still. */
export async function showState(name: string): Promise<CaptivateChat> {
  const {closed, snapshot, opening, act, shows} = CHAT_STATES[name]!;
  const chat = await fixture<CaptivateChat>(html`
    <captivate-chat
      api-key="states"
      connect="manual"
      storage="none"
      heading="Support"
      subheading="Small Hill Coffee"
      welcome-text="Questions about our coffees?"
    ></captivate-chat>
  `);
  if (closed) return chat;
  chat.show();
  await has(chat, 'composer');
  const panel = panelOf(chat);
  panel.snapshot = {...EMPTY_SNAPSHOT, ...snapshot};
  if (opening) panel.opening = {...EMPTY_SNAPSHOT, ...opening};
  await panel.updateComplete;
  if (shows) await has(chat, shows);
  await nextFrame();
  await act?.(chat);
  await nextFrame();
  stopMotion(chat);
  return chat;
}

export const panelOf = (chat: CaptivateChat) => partsOf(chat, 'panel')[0] as ChatPanel;

const has = (chat: CaptivateChat, name: string) =>
  waitUntil(() => partsOf(chat, name).length > 0, name, {interval: 10});
