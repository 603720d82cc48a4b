import type {Card, ContentPart, FileItem, Message, Notice} from '../src/client.js';
import {readChoices} from '../src/conversation/choices.js';
import {safeHref} from './content/safe-href.js';
import {labelled, lines, partText} from './part-text.js';
import {english} from './strings.js';

export interface TranscriptOptions {
  readonly heading: string;
  /** Between which messages another conversation began. */
  readonly notices?: readonly Notice[];
  /** When the file is made; epoch milliseconds. */
  readonly now?: number;
  readonly lang?: string;
  readonly dir?: 'ltr' | 'rtl';
}

/** One message, with what the visitor saw of it. */
interface Entry {
  readonly message: Message;
  readonly name: string;
  /** Not sent, and the like. */
  readonly remark?: string | undefined;
  readonly parts: readonly ContentPart[];
}

const timeFormat = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});

/** A conversation as plain text. */
export function transcriptText(messages: readonly Message[], options: TranscriptOptions): string {
  const head = [options.heading, savedAt(options)].join('\n');
  const entries = readEntries(messages, options).map(({message, name, remark, parts}) => {
    const details = [time(message), remark].filter(Boolean).join(', ');
    return `${name}${details && ` (${details})`}:\n${parts.map(plainPart).filter(Boolean).join('\n')}`;
  });
  return `${[head, ...entries].join('\n\n')}\n`;
}

/** A conversation as a web page of one file, which loads nothing and runs nothing. */
export function transcriptHtml(messages: readonly Message[], options: TranscriptOptions): string {
  const {heading, lang = 'en', dir = 'ltr'} = options;
  const entries = readEntries(messages, options).map(htmlEntry);
  return `<!doctype html>
<html lang="${escape(lang)}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${escape(heading)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1 dir="auto">${escape(heading)}</h1>
<p class="details">${escape(savedAt(options))}</p>
${entries.join('\n')}
</main>
</body>
</html>
`;
}

const STYLE = `
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
main { max-width: 42rem; margin: 0 auto; padding: 1.5rem 1rem; }
h1 { margin: 0; font-size: 1.4rem; line-height: 1.3; }
h2 { margin: 0; font-size: 0.9rem; }
article { margin-block: 1rem; padding: 0.7rem 1rem; border: 1px solid #8886; border-radius: 0.8rem; break-inside: avoid; }
article.user { margin-inline-start: 12%; background: #8882; }
article.agent { border-inline-start: 4px solid #2a8a62; }
.details { margin: 0; font-size: 0.85rem; font-weight: normal; opacity: 0.8; }
h2 .details { margin-inline-start: 0.4em; }
p, ul { margin: 0.4rem 0 0; }
p { white-space: pre-wrap; }
ul { padding-inline-start: 1.3rem; }
a { color: LinkText; }
`;

function readEntries(messages: readonly Message[], {notices = []}: TranscriptOptions): Entry[] {
  const {labels} = readChoices(messages, notices);
  return messages.flatMap((message) => {
    const {id, sender, status, author} = message;
    const label = labels.get(id);
    const entry = {
      message,
      name: sender === 'user' ? english.you : author?.name || english[sender],
      remark: status === 'pending' || status === 'failed' ? english[status] : undefined,
      parts: label === undefined ? message.parts : [{type: 'text', text: label} as const],
    };
    return entry.parts.some((part) => plainPart(part) !== '') ? [entry] : [];
  });
}

function savedAt({now = Date.now()}: TranscriptOptions): string {
  return english.transcriptSaved.replace('{time}', () => timeFormat.format(now));
}

/** Never guessed: what comes from the hub's transcript has none. */
function time({time}: Message): string {
  return time === undefined ? '' : timeFormat.format(time);
}

function plainPart(part: ContentPart): string {
  switch (part.type) {
    case 'buttons':
      return lines(part.title, ...part.options.map(({label}) => `• ${label}`));
    case 'cards':
      return part.cards.map(plainCard).join('\n');
    case 'files':
      return lines(part.title, ...part.files.map(plainFile));
    default:
      return partText(part);
  }
}

const plainCard = ({title, text, link}: Card) => lines(title, text, link);

const plainFile = ({name, url}: FileItem) => lines(labelled(english.file, name), url);

function htmlEntry({message, name, remark, parts}: Entry): string {
  const known = message.time;
  const details = [
    known === undefined
      ? ''
      : `<time datetime="${new Date(known).toISOString()}">${escape(time(message))}</time>`,
    remark ? escape(remark) : '',
  ].filter(Boolean);
  return `<article class="${message.sender}">
<h2><bdi>${escape(name)}</bdi>${details.length > 0 ? ` <span class="details">${details.join(', ')}</span>` : ''}</h2>
${parts.map(htmlPart).filter(Boolean).join('\n')}
</article>`;
}

function htmlPart(part: ContentPart): string {
  switch (part.type) {
    case 'buttons':
      return paragraph(part.title) + list(part.options.map(({label}) => escape(label)));
    case 'cards':
      return part.cards.map(htmlCard).join('\n');
    case 'files':
      return paragraph(part.title) + list(part.files.map(htmlFile));
    default:
      return paragraph(partText(part));
  }
}

function htmlCard({title, text, link}: Card): string {
  return paragraph(lines(title, text)) + (link ? `<p>${anchor(link, link)}</p>` : '');
}

function htmlFile({name, url}: FileItem): string {
  return url ? anchor(url, name?.trim() || url) : escape(labelled(english.file, name));
}

function paragraph(text: string | undefined): string {
  return text?.trim() ? `<p dir="auto">${escape(text.trim())}</p>` : '';
}

function list(items: readonly string[]): string {
  if (items.length === 0) return '';
  return `<ul>${items.map((item) => `<li dir="auto">${item}</li>`).join('')}</ul>`;
}

/** A link, or only its text where the address is of a kind that must not be one. */
function anchor(address: string, text: string): string {
  const link = safeHref(address);
  const label = `<bdi>${escape(text)}</bdi>`;
  return link ? `<a href="${escape(link.href)}" rel="noopener noreferrer">${label}</a>` : label;
}

const ESCAPED: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPED[character]!);
}
