import type {ChatClient} from '../../src/client.js';
import {rejectLoad} from '../load.js';
import {translate, type Translation} from '../i18n/localize.js';
import {english} from '../i18n/strings.js';
import type {TranscriptFormat} from './transcript-download.js';
import type {TranscriptOptions} from './transcript-file.js';

/** What the element knows of how the file is to be. */
export interface DownloadSetting {
  readonly heading: string;
  readonly translation: Translation;
  readonly direction: TranscriptOptions['dir'];
  /** The language of the page; empty where it does not say. */
  readonly tag: string;
}

/** Saves the conversation as a file. Part of the panel, with which it shares the built-in texts. */
export async function download(
  client: ChatClient,
  format: TranscriptFormat,
  {heading, translation, direction: dir, tag}: DownloadSetting,
): Promise<void> {
  const {downloadTranscript} = await import('./transcript-download.js').catch(rejectLoad);
  const strings = translate(english, translation);
  const title = heading || strings.heading;
  return downloadTranscript(client, format, {
    heading: title,
    strings,
    ...(dir && {dir}),
    lang: tag || 'en',
  });
}
