import {visibleText} from '../content/visible-text.js';
import type {Card, ContentPart, FileItem, Message, Notice} from '../../src/client.js';
import {readChoices} from '../../src/messages/choices.js';
import {safeHref} from '../content/safe-href.js';
import {labelled, lines, partText} from '../content/part-text.js';
import {perLocale} from '../i18n/formats.js';
import {fill, type Localization} from '../i18n/localize.js';

export interface TranscriptOptions {
  readonly heading: string;
  readonly strings: Localization;
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

const timeFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, {dateStyle: 'medium', timeStyle: 'short'}),
);

/** A conversation as plain text. */
export function transcriptText(messages: readonly Message[], options: TranscriptOptions): string {
  const head = [options.heading, savedAt(options)].join('\n');
  const {strings} = options;
  const entries = readEntries(messages, options).map(({message, name, remark, parts}) => {
    const details = [time(message, strings), remark].filter(Boolean).join(', ');
    const content = parts.map((part) => plainPart(part, strings)).filter(Boolean);
    return `${name}${details && ` (${details})`}:\n${content.join('\n')}`;
  });
  return `${[head, ...entries].join('\n\n')}\n`;
}

/** A conversation as a web page of one file, which loads nothing and runs nothing. */
export function transcriptHtml(messages: readonly Message[], options: TranscriptOptions): string {
  const {heading, lang = 'en', dir = 'ltr'} = options;
  const entries = readEntries(messages, options).map((entry) => htmlEntry(entry, options.strings));
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

function readEntries(
  messages: readonly Message[],
  {notices = [], strings}: TranscriptOptions,
): Entry[] {
  const {labels} = readChoices(messages, notices);
  return messages.flatMap((message) => {
    const {id, sender, status, author} = message;
    const label = labels.get(id);
    const entry = {
      message,
      name: sender === 'user' ? strings.you : author?.name || strings[sender],
      remark: status === 'pending' || status === 'failed' ? strings[status] : undefined,
      parts: label === undefined ? message.parts : [{type: 'text', text: label} as const],
    };
    return entry.parts.some((part) => plainPart(part, strings) !== '') ? [entry] : [];
  });
}

function savedAt({now = Date.now(), strings}: TranscriptOptions): string {
  return fill(strings.transcriptSaved, {time: timeFormat(strings.locale).format(now)});
}

/** Never guessed: what comes from the hub's transcript has none. */
function time({time}: Message, {locale}: Localization): string {
  return time === undefined ? '' : timeFormat(locale).format(time);
}

function plainPart(part: ContentPart, strings: Localization): string {
  switch (part.type) {
    case 'buttons':
      return lines(part.title, ...part.options.map(({label}) => `• ${label}`));
    case 'cards':
      return part.cards.map(plainCard).join('\n');
    case 'files':
      return lines(part.title, ...part.files.map((file) => plainFile(file, strings)));
    default:
      return partText(part, strings);
  }
}

const plainCard = ({title, text, link}: Card) => lines(title, text, link);

/** The picture itself in place of an address. */
const isData = (url: string | undefined) => /^\s*data:/i.test(url ?? '');

const plainFile = ({name, url}: FileItem, {file}: Localization) =>
  lines(labelled(file, name), isData(url) ? undefined : url);

function htmlEntry({message, name, remark, parts}: Entry, strings: Localization): string {
  const known = message.time;
  const details = [
    known === undefined
      ? ''
      : `<time datetime="${new Date(known).toISOString()}">${escape(time(message, strings))}</time>`,
    remark ? escape(remark) : '',
  ].filter(Boolean);
  return `<article class="${message.sender}">
<h2><bdi>${escape(name)}</bdi>${details.length > 0 ? ` <span class="details">${details.join(', ')}</span>` : ''}</h2>
${parts
  .map((part) => htmlPart(part, strings))
  .filter(Boolean)
  .join('\n')}
</article>`;
}

function htmlPart(part: ContentPart, strings: Localization): string {
  switch (part.type) {
    case 'buttons':
      return paragraph(part.title) + list(part.options.map(({label}) => escape(label)));
    case 'cards':
      return part.cards.map(htmlCard).join('\n');
    case 'files':
      return paragraph(part.title) + list(part.files.map((file) => htmlFile(file, strings)));
    default:
      return paragraph(partText(part, strings));
  }
}

function htmlCard({title, text, link}: Card): string {
  return paragraph(lines(title, text)) + (link ? `<p>${anchor(link, link)}</p>` : '');
}

function htmlFile({name, url}: FileItem, {file}: Localization): string {
  return url && !isData(url) ? anchor(url, visibleText(name) ?? url) : escape(labelled(file, name));
}

function paragraph(text: string | undefined): string {
  const shown = visibleText(text);
  return shown ? `<p dir="auto">${escape(shown)}</p>` : '';
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
