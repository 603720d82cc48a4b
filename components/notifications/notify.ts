import type {ReactiveController} from '@lit/reactive-element';
import type {Message} from '../../src/client.js';
import type {ChatHost, ChatView} from '../chat-host.js';
import type {ChatPreview} from './chat-preview.js';
import {claimOnce} from './claim-once.js';
import {showInTitle} from './title-count.js';
import {ring} from './tone.js';

export {allowSound} from './tone.js';

const loadPreview = () => import('./preview.js');

type PreviewCode = Awaited<ReturnType<typeof loadPreview>>;

/** How long, in milliseconds, a hidden tab waits for one that is seen: a visitor who is there needs no notification. */
const POLITENESS = 300;

const all = new WeakMap<ChatHost, Notifier>();

/** Draws the visitor's attention to a message that came while they did not look. */
export function notify(chat: ChatHost, view: ChatView, message: Message): void {
  let notifier = all.get(chat);
  if (!notifier) all.set(chat, (notifier = new Notifier(chat, view)));
  notifier.notify(message);
}

/** What an element does, beside the number on its launcher, as long as messages are unread. */
class Notifier implements ReactiveController {
  #code: PreviewCode | undefined;
  /** The message that came last, until it was seen. */
  #latest: string | undefined;
  /** The one that the preview is of. */
  #previewed: string | undefined;
  /** Where that was found in the list, to which many may have been added since. */
  #place = 0;
  #preview: ChatPreview | undefined;
  #notification: Notification | undefined;

  constructor(
    private readonly chat: ChatHost,
    private readonly view: ChatView,
  ) {
    chat.addController(this);
  }

  notify({id}: Message): void {
    // It may have been read while this code was on its way.
    if (this.view.snapshot.unreadCount === 0) return;
    this.#latest = id;
    this.chat.requestUpdate();
    // What a browser will not do or cannot fetch is done without.
    if (this.chat.sound) ring().catch(() => undefined);
    if (!this.chat.open || this.chat.notifications) this.#show(id).catch(() => undefined);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#handleVisibility);
    this.chat.requestUpdate();
  }

  hostUpdate(): void {
    const {unreadCount, conversationId} = this.view.snapshot;
    if (this.chat.isConnected) showInTitle(this, conversationId, unreadCount);
    if (unreadCount === 0) this.#forget();
    const message = this.chat.open ? undefined : this.#find(this.#previewed);
    if (!message) this.#previewed = undefined;
    this.#preview = message && (this.#preview ?? this.#createPreview());
    const {translation} = this.view;
    if (this.#preview) Object.assign(this.#preview, {message, translation});
    this.view.preview = this.#preview;
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#handleVisibility);
    showInTitle(this, undefined, 0);
    this.#notification?.close();
  }

  async #show(id: string): Promise<void> {
    this.#code = await loadPreview();
    // Of many at once, the last is told of.
    if (id !== this.#latest) return;
    const message = this.#find(id);
    if (!message || !this.#code.wordsOf(message, this.view.translation)) return;
    this.#previewed = id;
    this.chat.requestUpdate();
    if (this.chat.notifications) await this.#notify(message);
  }

  async #notify(message: Message): Promise<void> {
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
    if (document.hidden) await new Promise((resolve) => setTimeout(resolve, POLITENESS));
    const {conversationId} = this.view.snapshot;
    const isOurs = await claimOnce(`notification ${conversationId} ${message.id}`);
    if (!isOurs || !document.hidden || message.id !== this.#latest) return;
    const {author, text} = this.#code!.wordsOf(message, this.view.translation)!;
    const tag = `captivate-chat ${conversationId}`;
    this.#notification = new Notification(author, {body: text, tag, dir: 'auto', silent: true});
    this.#notification.addEventListener('click', () => {
      window.focus();
      this.#open();
    });
  }

  #createPreview(): ChatPreview | undefined {
    return this.#code?.createPreview({
      open: () => this.#open(),
      dismiss: () => this.#dismiss(),
    });
  }

  readonly #handleVisibility = (): void => {
    if (!document.hidden) this.#notification?.close();
  };

  #open(): void {
    this.chat.show();
    void this.chat.focusComposer();
  }

  #dismiss(): void {
    const {shadowRoot} = this.chat;
    const held = shadowRoot?.activeElement?.matches('captivate-chat-preview');
    this.#previewed = undefined;
    this.chat.requestUpdate();
    if (!held) return;
    const launcher = () => shadowRoot?.querySelector<HTMLElement>('[part~="launcher"]');
    void this.chat.updateComplete.then(() => launcher()?.focus({preventScroll: true}));
  }

  /** All has been seen. */
  #forget(): void {
    this.#latest = undefined;
    this.#notification?.close();
    this.#notification = undefined;
  }

  /** As it is now, if it still is in the list. */
  #find(id: string | undefined): Message | undefined {
    if (id === undefined || this.#latest === undefined) return undefined;
    const {messages} = this.view.snapshot;
    if (messages[this.#place]?.id !== id) {
      this.#place = messages.findLastIndex((message) => message.id === id);
    }
    return messages[this.#place];
  }
}
