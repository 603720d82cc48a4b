import {ChatError} from '../../src/errors.js';
import type {ChatClient, Message} from '../../src/client.js';
import {transcriptHtml, transcriptText, type TranscriptOptions} from './transcript-file.js';

export type TranscriptFormat = 'text' | 'html';

const FORMATS = {
  text: {name: 'transcript.txt', type: 'text/plain;charset=utf-8', write: transcriptText},
  html: {name: 'transcript.html', type: 'text/html;charset=utf-8', write: transcriptHtml},
} as const;

/** Safari reads the file some time after the click. */
const KEPT_FOR = 60_000;

/** Without these there is no answer to be had; what is on the page is the next best. */
const UNANSWERED: readonly string[] = ['connection-failed', 'answer-timeout'];

/** Saves the conversation as a file on the visitor's device. */
export async function downloadTranscript(
  client: ChatClient,
  format: TranscriptFormat,
  options: TranscriptOptions,
): Promise<void> {
  const messages = await currentMessages(client);
  const {name, type, write} = FORMATS[format] ?? FORMATS.text;
  const text = write(messages, {...options, notices: client.snapshot.notices});
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
