import {ChatError} from '../src/errors.js';
import type {ChatClient, Message} from '../src/client.js';
import {english} from './strings.js';
import {transcriptHtml, transcriptText} from './transcript-file.js';

export type TranscriptFormat = 'text' | 'html';

const FORMATS = {
  text: {name: 'transcript.txt', type: 'text/plain;charset=utf-8', write: transcriptText},
  html: {name: 'transcript.html', type: 'text/html;charset=utf-8', write: transcriptHtml},
} as const;

/** Safari reads the file some time after the click. */
const KEPT_FOR = 60_000;

/** Without these there is no answer to be had; what is on the page is the next best. */
const UNANSWERED: readonly string[] = ['connection-failed', 'answer-timeout'];

/** Saves the conversation as a file on the visitor's device; its language and direction are those of the element. */
export async function downloadTranscript(
  client: ChatClient,
  format: TranscriptFormat,
  element: HTMLElement & {readonly heading: string},
): Promise<void> {
  const messages = await currentMessages(client);
  const {name, type, write} = FORMATS[format] ?? FORMATS.text;
  const text = write(messages, {
    heading: element.heading || english.heading,
    notices: client.snapshot.notices,
    lang: element.closest<HTMLElement>('[lang]')?.lang || 'en',
    dir: getComputedStyle(element).direction === 'rtl' ? 'rtl' : 'ltr',
  });
  save(new Blob([text], {type}), name);
}

/** What the hub has; where it cannot be asked, what the page has. */
async function currentMessages(client: ChatClient): Promise<readonly Message[]> {
  // Nobody should wait for a connection that is known to be gone.
  const {connection, messages} = client.snapshot;
  if (connection !== 'ready' && messages.length > 0) return messages;
  try {
    return await client.getTranscript();
  } catch (error) {
    if (!(error instanceof ChatError) || !UNANSWERED.includes(error.code)) throw error;
    if (messages.length === 0) throw error;
    return messages;
  }
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  // A link need not be in the page to be followed.
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_FOR);
}
