import type {ReactiveControllerHost} from '@lit/reactive-element';
import type {ChatSnapshot, DeleteOptions} from '../src/client.js';
import type {TranscriptFormat} from './download/transcript-download.js';
import type {Translation} from './i18n/localize.js';

/** Where the chat stands on the page. */
export type Mode = 'floating' | 'inline' | 'page';

/** What the code around `<captivate-chat>` knows of it, so that none of that code depends on the element. */
export interface ChatHost extends ReactiveControllerHost, HTMLElement {
  /** The conversation is in view. */
  readonly open: boolean;
  readonly connectWhen: 'auto' | 'load' | 'manual';
  readonly mode: Mode;
  readonly sound: boolean;
  readonly notifications: boolean;
  readonly noAgentRequest: boolean;
  readonly noTranscriptDownload: boolean;
  readonly subheading: string;
  readonly welcomeText: string;
  readonly placeholder: string;
  readonly headerImageSrc: string;
  readonly logoSrc: string;
  readonly avatarSrc: string;
  show(): void;
  hide(): void;
  focusComposer(): Promise<void>;
  requestAgent(): Promise<void>;
  newConversation(): Promise<string>;
  downloadTranscript(format: TranscriptFormat): Promise<void>;
  deleteConversation(options?: DeleteOptions): Promise<void>;
}

/** What the element shows of its client. */
export interface ChatView {
  readonly snapshot: ChatSnapshot;
  readonly translation: Translation;
  /** What stands beside the launcher. What puts it there is loaded with the first message that nobody sees. */
  preview: Element | undefined;
}
