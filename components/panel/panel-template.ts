import {nothing, render, type TemplateResult} from 'lit';
import type {ChatSnapshot, Message} from '../../src/client.js';
import {ChatError} from '../../src/errors.js';
import type {ChatHost} from '../chat-host.js';
import type {ComposerEvent} from '../composer/chat-composer.js';
import {ChatPanel} from './chat-panel.js';
import type {ChooseEvent, FailedMessageEvent, RetryEvent} from '../transcript/chat-transcript.js';
import type {ClientController} from '../chat/client-controller.js';
import {runCommand, type CommandEvent} from './commands.js';
import {emit} from '../events.js';
import type {Translation} from '../i18n/localize.js';
import {guard} from './page-boundary.js';
import {html} from '../template.js';

/** What the panel shows besides what the page says with attributes. */
export interface PanelSetting {
  readonly controller: ClientController;
  readonly heading: string;
  /** What the snapshot was when the panel was opened. */
  readonly opening: ChatSnapshot | undefined;
  readonly translation: Translation;
}

/** What the page can put into the panel. */
const SLOTS = ['header', 'header-actions', 'welcome', 'footer'];

/** Draws the panel before a node that stays where it is, or nothing there. */
export function drawPanel(end: ChildNode, chat: ChatHost, setting: PanelSetting | false): void {
  guard(chat);
  const panel = setting ? panelTemplate(chat, setting) : nothing;
  render(panel, end.parentElement!, {renderBefore: end});
}

/** The panel inside the element, which answers what its parts ask for. */
function panelTemplate(
  chat: ChatHost,
  {controller, heading, opening, translation}: PanelSetting,
): TemplateResult {
  return html`
    <captivate-chat-panel
      part="panel"
      class="panel"
      role=${chat.mode === 'floating' ? 'dialog' : 'region'}
      mode=${chat.mode}
      aria-label=${heading}
      exportparts=${ChatPanel.exportedParts}
      ?hidden=${!chat.open}
      .snapshot=${controller.snapshot}
      .opening=${opening}
      .heading=${heading}
      .subheading=${chat.subheading}
      .welcome=${chat.welcomeText}
      .headerImage=${chat.headerImageSrc}
      .logo=${chat.logoSrc}
      .avatar=${chat.avatarSrc}
      .noAgentRequest=${chat.noAgentRequest}
      .noTranscriptDownload=${chat.noTranscriptDownload}
      .notifications=${chat.notifications}
      .placeholder=${chat.placeholder}
      .translation=${translation}
      @captivate-submit=${({detail}: ComposerEvent) => {
        if (send(chat, controller, detail.text)) controller.client?.setDraft('');
      }}
      @captivate-draft=${({detail}: ComposerEvent) => controller.client?.setDraft(detail.text)}
      @captivate-command=${(event: CommandEvent) => handleCommand(chat, event)}
      @captivate-retry=${({detail}: RetryEvent) => controller.client?.retry(detail.noticeId)}
      @captivate-resend=${({detail}: FailedMessageEvent) => controller.client?.resend(detail.messageId)}
      @captivate-discard=${({detail}: FailedMessageEvent) => controller.client?.discard(detail.messageId)}
      @captivate-choose=${({detail}: ChooseEvent) => send(chat, controller, detail.option.value)}
      @captivate-dismiss=${() => chat.hide()}
      @click=${(event: MouseEvent) => handleClick(chat, event)}
      @auxclick=${(event: MouseEvent) => event.button === 1 && handleLink(chat, event)}
      >${SLOTS.map((name) => html`<slot name=${name} slot=${name}></slot>`)}<slot></slot
    ></captivate-chat-panel>
  `;
}

/** What cannot be sent is told as an event; nothing is thrown into the page. */
function send(chat: ChatHost, controller: ClientController, text: string): Message | undefined {
  try {
    return controller.send(text);
  } catch (error) {
    report(chat, error);
    return undefined;
  }
}

/** Safari lets a page make sounds only if it has begun when the visitor did something. */
async function allowSound(): Promise<void> {
  try {
    await (await import('../notifications/notify.js')).allowSound();
  } catch {
    // Then there is no sound.
  }
}

function handleClick(chat: ChatHost, event: MouseEvent): void {
  if (chat.sound) void allowSound();
  handleLink(chat, event);
}

/** A link in a message is the page's to follow otherwise, or not at all. Those in slots are its own. */
function handleLink(chat: ChatHost, event: MouseEvent): void {
  const link = event.composedPath().find(isMessageLink);
  if (link && !emit(chat, 'captivate-link', {href: link.href}, true)) event.preventDefault();
}

function isMessageLink(target: EventTarget): target is HTMLAnchorElement {
  return target instanceof HTMLAnchorElement && target.closest('[part~="message"]') !== null;
}

function handleCommand(chat: ChatHost, {detail}: CommandEvent): void {
  detail.done = runCommand(chat, detail.command);
  detail.done.catch((error: unknown) => {
    // What the hub itself reports has been told already.
    if (!(error instanceof ChatError && error.code === 'hub-error')) report(chat, error);
  });
}

function report(chat: ChatHost, error: unknown): void {
  if (!(error instanceof ChatError)) return;
  emit(chat, 'captivate-error', {code: error.code, message: error.message});
}
