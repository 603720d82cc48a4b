import type {Bot, BotChat, VisitorMessage} from './bot.js';
import {text} from './wire.js';
import type {WireObject, WirePart} from './wire.js';

/** The demo bot's first words. */
export const demoGreeting = 'Hello! I am the demo bot. Write “help” to see what I can show you.';

export interface DemoBotOptions {
  /** Milliseconds between a message and the answer; 0 answers at once. */
  readonly replyDelay?: number;
}

interface Topic {
  readonly word: string;
  readonly summary: string;
  readonly show: (chat: BotChat) => void;
}

/** The bot of the demo: a script that shows every kind of content part, and an echo for everything else. */
export function createDemoBot({replyDelay = 0}: DemoBotOptions = {}): Bot {
  const reply = (chat: BotChat, run: () => void) =>
    replyDelay > 0 ? chat.after(replyDelay, run) : run();
  return {
    name: 'Demo bot',
    onMessage: (message, chat) => reply(chat, () => answer(message, chat)),
    onAction: ({id}, chat) => reply(chat, () => chat.say(`I received the action “${id}”.`)),
  };
}

function answer(message: VisitorMessage, chat: BotChat) {
  if (message.files.length > 0) return chat.say(describeFiles(message.files));
  if (message.text === '') return chat.say(demoGreeting);
  const word = message.text.trim().toLowerCase();
  const topic = topics.find((candidate) => candidate.word === word);
  if (topic) topic.show(chat);
  else chat.say(`You said: ${message.text}`);
}

function describeFiles(files: readonly WireObject[]): string {
  const names = files.map((file) => String(file['filename'])).join(', ');
  return `You sent ${files.length === 1 ? 'a file' : `${files.length} files`}: ${names}`;
}

const markdown = `## Markdown

A bot can write **bold**, *italic*, ~~wrong~~, \`code\` and [links](https://example.com/).

1. Numbered
2. lists

- and bullets
  - within bullets

> as well as quotations.

| Coffee | Taste | Price |
| :----- | :---- | ----: |
| Sidamo | peach and jasmine | € 9.00 |
| Huila  | caramel and red apple | € 8.50 |

\`\`\`js
console.log('and code');
\`\`\``;

const orderTable = `<table>
  <thead><tr><th>Item</th><th>Amount</th><th>Price</th></tr></thead>
  <tbody>
    <tr><td>Coffee beans</td><td>2</td><td>€ 18.00</td></tr>
    <tr><td>Paper filters</td><td>1</td><td>€ 3.50</td></tr>
  </tbody>
</table>`;

const orderNote = `<p>Your order is <strong>on its way</strong>.</p>
<ul><li>Packed</li><li>Handed over</li></ul>
<p><a href="https://example.com/track">Follow the parcel</a></p>`;

const paragraph =
  'A long answer has to stay readable: lines of a pleasant length, room between paragraphs, and a transcript that ' +
  'scrolls to where the answer begins and not to where it ends, so that nobody has to look for the first word.';

const longAnswer = Array.from({length: 8}, (_, index) => `${index + 1}. ${paragraph}`).join('\n\n');

const bigAnswer = Array.from({length: 700}, () => paragraph).join('\n\n');

function card(chat: BotChat, name: string, price: string): WireObject {
  return {
    text: name,
    description: `${price} for 500 g, roasted on the day it leaves.`,
    image_url: chat.assetUrl('picture.svg'),
    link: `https://example.com/coffee/${encodeURIComponent(name.toLowerCase())}`,
  };
}

function file(chat: BotChat, filename: string, type: string): WireObject {
  return {type, filename, url: chat.assetUrl(filename)};
}

function menu(): WirePart {
  const options = topics.map(({word}) => ({label: word, value: word}));
  return {type: 'buttons', buttons: {title: 'Or choose:', options}};
}

function help(chat: BotChat) {
  const lines = topics.map(({word, summary}) => `- **${word}**: ${summary}`);
  chat.say(`I understand these words:\n\n${lines.join('\n')}\n\nAnything else I repeat.`, menu());
}

function showMetadata(chat: BotChat) {
  const {userId, userBasicInfo, metadata, privateMetadata} = chat.conversation;
  const shown = {userId, userBasicInfo, metadata, privateFields: Object.keys(privateMetadata)};
  chat.say(`What I know of you:\n\n\`\`\`json\n${JSON.stringify(shown, null, 2)}\n\`\`\``);
}

const topics: readonly Topic[] = [
  {word: 'help', summary: 'this list', show: help},
  {word: 'text', summary: 'plain text', show: (chat) => chat.say('This is plain text.')},
  {word: 'markdown', summary: 'formatted text', show: (chat) => chat.say(markdown)},
  {
    word: 'buttons',
    summary: 'answers to choose from',
    show: (chat) =>
      chat.say({
        type: 'buttons',
        buttons: {
          title: 'How do you take your coffee?',
          options: [
            {label: 'Black', value: 'I take it black'},
            {label: 'With milk', value: 'I take it with milk'},
            {label: 'I prefer tea', value: 'I prefer tea'},
          ],
        },
      }),
  },
  {
    word: 'button',
    summary: 'a single answer to choose',
    // Bots in the wild send one option without a list around it.
    show: (chat) =>
      chat.say({
        type: 'button',
        buttons: {title: 'Ready?', options: {label: 'Yes, go on', value: 'go on'}},
      }),
  },
  {
    word: 'card',
    summary: 'one card',
    show: (chat) => chat.say({type: 'cards', ...card(chat, 'Sidamo', '€ 9.00')}),
  },
  {
    word: 'cards',
    summary: 'several cards',
    show: (chat) =>
      chat.say('Our coffees:', {
        type: 'cards',
        cards: [
          card(chat, 'Sidamo', '€ 9.00'),
          card(chat, 'Huila', '€ 8.50'),
          card(chat, 'Mandheling', '€ 9.50'),
        ],
      }),
  },
  {
    word: 'picture',
    summary: 'a picture',
    show: (chat) =>
      chat.say({
        type: 'files',
        title: 'A picture',
        files: [file(chat, 'picture.svg', 'image/svg+xml')],
      }),
  },
  {
    word: 'audio',
    summary: 'a sound',
    show: (chat) => chat.say({type: 'files', files: [file(chat, 'sound.wav', 'audio/wav')]}),
  },
  {
    word: 'file',
    summary: 'files to download',
    show: (chat) =>
      chat.say({
        type: 'files',
        title: 'For your records',
        files: [
          file(chat, 'notes.txt', 'text/plain'),
          // Some bots send only the first half of the type.
          file(chat, 'picture.svg', 'image'),
        ],
      }),
  },
  {word: 'html', summary: 'HTML', show: (chat) => chat.say({type: 'html', html: orderNote})},
  {word: 'table', summary: 'a table', show: (chat) => chat.say({type: 'table', table: orderTable})},
  {
    word: 'pause',
    summary: 'a pause between two messages',
    show: (chat) =>
      chat.say('Let me think…', {type: 'pause', time: 1500}, text('…I have thought about it.')),
  },
  {
    word: 'custom',
    summary: 'a part that only your page knows',
    show: (chat) =>
      chat.say({type: 'seat_map', text: 'Choose a seat', rows: 12, free: ['3A', '7C']}),
  },
  {
    word: 'action',
    summary: 'an action for the page',
    show: (chat) => {
      chat.say('I asked the page to do something.');
      chat.act({id: 'highlight', data: {selector: '#prices'}});
    },
  },
  {word: 'long', summary: 'a long answer', show: (chat) => chat.say(longAnswer)},
  {
    word: 'big',
    summary: 'an answer too big for the socket',
    show: (chat) => chat.say(bigAnswer),
  },
  {
    word: 'human',
    summary: 'a human agent',
    show: (chat) => {
      chat.say('I am looking for a colleague.');
      chat.requestAgent();
    },
  },
  {word: 'metadata', summary: 'what I know of you', show: showMetadata},
  {
    word: 'error',
    summary: 'an error',
    show: (chat) => chat.fail(500, 'The demo bot failed because you asked it to.'),
  },
];
