import type {ReactiveController} from '@lit/reactive-element';
import {ChatError} from '../../src/errors.js';
import {EMPTY_SNAPSHOT} from '../../src/conversation/snapshot.js';
import type {ChatClient, ChatEvent, ChatOptions, ChatSnapshot, Message} from '../../src/client.js';
import type {ChatHost, ChatView} from '../chat-host.js';
import type {Translation} from '../i18n/localize.js';
import {loadOnce, rejectLoad, requireHtml} from '../load.js';

export interface ClientHostHandlers {
  /** Whose conversation with which hub it is, asked when a client is needed. */
  readonly options: () => ChatOptions;
  /** In which language the visitor is told something. */
  readonly translation: () => Translation;
  /** Called before the page is told of it. */
  readonly onEvent: (event: ChatEvent) => void;
}

/** So long a method waits for the element to be in the document, and for its code, in milliseconds. */
const REACH_LIMIT = 10_000;

export const loadClient = loadOnce(() => import('./loaded-client.js'));

type ClientCode = Awaited<ReturnType<typeof loadClient>>;

/**
 * Joins an element to a client: fetches its code and makes it when it is wanted, redraws the element with each
 * snapshot, tells the page what happens, and closes the client when the element is gone.
 */
export class ClientController implements ReactiveController, ChatView {
  #code: ClientCode | undefined;
  #client: ChatClient | undefined;
  #snapshot: ChatSnapshot = EMPTY_SNAPSHOT;
  /** Resolves when the element is in the document. */
  #connected!: Promise<void>;
  #setConnected!: () => void;
  #prefill: string | undefined;
  /** Resolves at the next frame; undefined where the element was not drawn in this one. */
  #frame: Promise<void> | undefined;
  #isLate = false;

  preview: Element | undefined;

  constructor(
    private readonly host: ChatHost,
    private readonly handlers: ClientHostHandlers,
  ) {
    this.#awaitConnection();
    host.addController(this);
  }

  get client(): ChatClient | undefined {
    return this.#client;
  }

  get snapshot(): ChatSnapshot {
    return this.#snapshot;
  }

  get translation(): Translation {
    return this.handlers.translation();
  }

  /** The client of the element while it is in the document; before that, it waits. */
  async ensure(): Promise<ChatClient> {
    requireHtml();
    await this.#connected;
    // With an update an element may begin anew, for whomever the page has just named.
    await this.host.updateComplete;
    this.#code = await loadClient().catch(rejectLoad);
    if (!this.host.isConnected) return this.ensure();
    return this.#client ?? this.#attach(new this.#code.ChatClient(this.handlers.options()));
  }

  /**
   * The client, on its way to the hub unless that is left to the page. Rejects with `connection-failed` where there is
   * none within 10 s, as where the element is not in the document; what it was wanted for is not done later either.
   */
  async reach(): Promise<ChatClient> {
    const client = await new Promise<ChatClient>((resolve, reject) => {
      const fail = () => reject(new ChatError('connection-failed', 'The chat is not there.'));
      const timer = setTimeout(fail, REACH_LIMIT);
      this.ensure()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
    if (this.host.connectWhen !== 'manual') client.connect();
    return client;
  }

  /** Sends a message with the client that there is; a listener on the page can prevent it. */
  send(text: string): Message | undefined {
    return this.#client && this.#code?.sendMessage(this.host, this.#client, text);
  }

  /** Puts a text into the box for writing, as soon as there is one; see `ensure()`. */
  prefill(text: string): void {
    this.#prefill = text;
    void this.host.updateComplete.then(() => this.#applyPrefill());
  }

  /** Closes the client; the element shows nothing of its conversation any more, and says so. */
  detach(): void {
    this.#client?.close();
    this.#client = undefined;
    const {connection, unreadCount} = this.#snapshot;
    this.#show(EMPTY_SNAPSHOT);
    if (connection !== 'idle') this.#tell({type: 'connection-change', state: 'idle'});
    if (unreadCount > 0) this.#tell({type: 'unread-change', count: 0});
  }

  hostConnected(): void {
    this.#setConnected();
  }

  hostDisconnected(): void {
    this.#awaitConnection();
    // An element that is only moved is back in the document when this task ends.
    queueMicrotask(() => {
      if (!this.host.isConnected) this.detach();
    });
  }

  #awaitConnection(): void {
    this.#connected = new Promise((resolve) => (this.#setConnected = resolve));
  }

  #attach(client: ChatClient): ChatClient {
    this.#client = client;
    client.listen((event) => this.#tell(event));
    client.subscribe((snapshot) => this.#show(snapshot));
    client.setViewed(this.host.open);
    this.#applyPrefill();
    return client;
  }

  #tell(event: ChatEvent): void {
    this.handlers.onEvent(event);
    this.#code?.tellPage(this.host, event, this);
  }

  #applyPrefill(): void {
    if (!this.#client || this.#prefill === undefined) return;
    this.#client.setDraft(this.#prefill);
    this.#prefill = undefined;
  }

  #show(snapshot: ChatSnapshot): void {
    const before = this.#snapshot;
    if (snapshot === before) return;
    this.#snapshot = snapshot;
    // Of a thousand messages, each of which comes in a task of its own, as many are drawn at once as a frame has.
    if (this.#frame && this.#code?.hasOnlyMessages(before, snapshot)) this.#isLate = true;
    else this.host.requestUpdate();
    this.#frame ??= this.#code?.nextFrame().then(() => {
      this.#frame = undefined;
      if (this.#isLate) this.host.requestUpdate();
      this.#isLate = false;
    });
  }
}
