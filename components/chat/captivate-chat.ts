import {ReactiveElement, type PropertyValues} from '@lit/reactive-element';
import {ChatError} from '../../src/errors.js';
import type {
  Author,
  ChatEvent,
  ChatOptions,
  ConnectionState,
  ConversationList,
  ConversationQuery,
  DeleteOptions,
  JsonObject,
  Message,
  MetadataOptions,
  UserInfo,
} from '../../src/client.js';
import {base} from '../../styles/base.js';
import {tokens} from '../../styles/tokens.js';
import {amount, oneOf, property, text as readText} from './attributes.js';
import {styles} from './captivate-chat.styles.js';
import type {ChatPanel} from '../panel/chat-panel.js';
import type {ChatHost} from '../chat-host.js';
import {ClientController, loadClient} from './client-controller.js';
import {assign, create, isHtml, placeAfter} from '../launcher/dom.js';
import {emit} from '../events.js';
import {LanguageController} from '../i18n/language-controller.js';
import {Launcher} from '../launcher/launcher.js';
import {launcherEnglish, type LauncherStrings} from '../i18n/launcher-strings.js';
import {loadError, loadOnce, rejectLoad, requireHtml} from '../load.js';
import {fillCount, localize} from '../i18n/localize.js';
import type {StringOverrides} from '../i18n/strings.js';
import type {TranscriptFormat} from '../download/transcript-download.js';
import {shouldConnect} from './when-to-connect.js';
import {nextTask} from '../../src/async.js';

const loadPanel = loadOnce(() => import('../panel/define-panel.js'));

type PanelCode = Awaited<ReturnType<typeof loadPanel>>;

/** The attributes that say whose conversation with which hub it is. */
const IDENTITY = ['apiKey', 'environment', 'socketUrl', 'userId', 'storage'] as const;

/** What a conversation is told when it starts. */
const BEGINNING = ['user', 'userData', 'metadata', 'privateMetadata', 'start'] as const;

/**
 * A chat with a Captivate Hub, in a corner of the page, in a box of it, or in the whole window.
 *
 * A page loads only the launcher; the panel and the client are fetched when they are wanted. What goes wrong is
 * reported by `captivate-error` and, if it matters to them, to the visitor. Nothing is thrown into the page.
 *
 * The chat speaks the language of the nearest `lang` attribute, on the element itself or around it, and follows
 * changes: English, Arabic, Chinese (simplified and traditional), Dutch, Filipino, French, German, Hebrew, Hindi,
 * Italian, Japanese, Polish, Portuguese or Spanish; for any other language, English. Its direction is that of the nearest `dir` attribute.
 * Without one, Arabic and Hebrew run from right to left.
 *
 * All events bubble and are composed.
 *
 * @tagname captivate-chat
 * @event captivate-open - The panel was opened, by the visitor or by a method.
 * @event captivate-close - The panel was closed, by the visitor or by a method.
 * @event captivate-connection-change - `{state}`: the connection is now `idle`, `connecting`, `ready`, `waiting` or
 *   `stopped`.
 * @event captivate-conversation-start - `{conversationId, resumed}`: a conversation was started or resumed.
 * @event captivate-before-send - `{text, files}`: a message is about to be sent, also one that the visitor chose from a
 *   bot's options. The listener may change `detail.text`; `preventDefault()` keeps the message from being sent. `files`
 *   is always `[]`, because visitors cannot send files yet.
 * @event captivate-message - `{message}`: there is a new message, from anyone. Reported once for each message.
 * @event captivate-message-failed - `{message, code}`: a message of the visitor was not delivered. `code` is
 *   `hub-error` (the hub does not accept it), `message-too-long` or `not-delivered` (it got lost, and the hub has later
 *   ones). The visitor can try again; each failure is reported.
 * @event captivate-part - `{part, message}`: a new message has a part of a type that the widget does not know; `part`
 *   is what the hub sent. The event only reports it: the visitor sees the part's text, if it has any.
 * @event captivate-unread-change - `{count}`: the number of messages that arrived while the panel was closed or the tab
 *   was hidden has changed.
 * @event captivate-action - `{id, data, type}`: the hub asks the page to do something. Reported once for each action,
 *   in each tab with the chat.
 * @event captivate-agent-change - `{state, agent}`: a person was `requested`, has `joined` or `left`, or is
 *   `unavailable`; `agent` is `{name, avatarUrl}`, each if known.
 * @event captivate-link - `{href}`: the visitor follows a link in a message; `preventDefault()` keeps it from being
 *   opened. Links in your slots are not reported.
 * @event captivate-hub-event - `{type, payload}`: the hub sent an event of a type that the widget does not know.
 * @event captivate-error - `{code, message}`: something went wrong; the codes do not change between releases.
 * @slot - Only shown where the chat does not work: without JavaScript, and in the panel below what is said of the
 *   trouble. A phone number, a link.
 * @slot launcher-icon - Replaces the picture in the launcher.
 * @slot header - Replaces logo, title and subtitle.
 * @slot header-actions - More buttons in the header.
 * @slot welcome - Replaces `welcome-text` in an empty conversation.
 * @slot footer - Below the input box, for example a link to your privacy policy.
 * @csspart launcher - The button that opens the panel.
 * @csspart launcher-icon - The picture in the launcher.
 * @csspart badge - The number of unread messages on the launcher.
 * @csspart preview - The box beside the launcher with a message that arrived while the panel was closed.
 * @csspart preview-message - The button in the preview that opens the panel: author and beginning of the message.
 * @csspart preview-author - The author's name in the preview.
 * @csspart preview-text - The message's text in the preview.
 * @csspart preview-close - The button that dismisses the preview.
 * @csspart panel - The box with the whole chat, without the launcher.
 * @csspart header-image - The picture above the header.
 * @csspart header - The bar at the top of the panel.
 * @csspart logo - The picture in the header; replaced by an `avatar` while a person has the conversation.
 * @csspart title - The heading in the header.
 * @csspart subtitle - The line below the heading.
 * @csspart menu-button - The button that opens the menu.
 * @csspart menu - The menu in the header.
 * @csspart menu-item - An item of the menu.
 * @csspart confirm - The question before something that cannot be undone.
 * @csspart confirm-button - The answer to that question that does it.
 * @csspart cancel-button - The answer to that question that changes nothing.
 * @csspart close-button - The button that closes the panel.
 * @csspart transcript - The scrolling list of messages.
 * @csspart notice - A line from the chat itself, about the connection or the conversation; also `welcome-text`.
 * @csspart retry-button - The button that tries again what has failed.
 * @csspart discard-button - The button that removes a message that was not sent.
 * @csspart day-divider - The date between the messages of two days.
 * @csspart unread-divider - The line above the first message that the visitor has not read.
 * @csspart new-messages - The button that leads to new messages below what the visitor is reading.
 * @csspart end-button - The round button that leads from far above to the end of the list.
 * @csspart more-button - The button that shows all of a long message, or less of it again.
 * @csspart typing - The three dots while the other side is writing.
 * @csspart message - One part of a message; also has the part `user`, `bot` or `agent`, and `pending` or `failed`.
 * @csspart avatar - The picture beside a message of a bot or an agent; also above `welcome-text`.
 * @csspart author - The author's name above a message.
 * @csspart bubble - The box around the content of a message.
 * @csspart text - The text in a bubble.
 * @csspart options - The choices that a bot offers.
 * @csspart option - One choice that a bot offers.
 * @csspart cards - The cards of a message.
 * @csspart card - One card of a message.
 * @csspart card-image - The picture of a card.
 * @csspart card-title - The heading of a card.
 * @csspart card-text - The text below the heading of a card.
 * @csspart card-link - The link of a card.
 * @csspart cards-button - A button that moves a row of cards backwards or forwards.
 * @csspart file - The row of a file.
 * @csspart image - A picture in a message; of a picture file, the button that opens the large view.
 * @csspart player - A video or audio player, with the name of the file.
 * @csspart view - The large view of a picture, over the page.
 * @csspart code - A block of code.
 * @csspart copy-button - The button that copies a block of code.
 * @csspart html - Formatted content of a message.
 * @csspart table - A table that is a message of its own.
 * @csspart time - The time of a message.
 * @csspart status - The line below a message that is being sent or was not sent.
 * @csspart composer - The input box with its send button.
 * @csspart input - The text area in the input box.
 * @csspart send-button - The button that sends the message.
 * @csspart footer - The box below the input box with the content of the slot `footer`.
 * @cssprop [--captivate-primary=light-dark(#3b5bdb, #748ffc)] - The colour of the brand: launcher, buttons and the
 *   visitor's bubbles. Colours without a default of their own are derived from this, the surface and the text, so that
 *   they stay legible. Transparency is ignored.
 * @cssprop [--captivate-on-primary] - Text and icons on the primary colour; black or white by default.
 * @cssprop [--captivate-surface=light-dark(#fff, #17191f)] - The background of the panel. Use a dark one together with
 *   `appearance="dark"`.
 * @cssprop [--captivate-text=light-dark(#1c1f26, #eceef3)] - Text on the surface; black or white if you set only the
 *   surface.
 * @cssprop [--captivate-muted] - Less important text.
 * @cssprop [--captivate-border] - Lines and borders.
 * @cssprop [--captivate-focus] - The ring around the element that has the focus.
 * @cssprop [--captivate-error=light-dark(#c0262d, #ff8a8a)] - Error texts and the “Delete” button.
 * @cssprop [--captivate-user-bubble] - The background of the visitor's bubbles; the primary colour by default.
 * @cssprop [--captivate-user-text] - Text in the visitor's bubbles.
 * @cssprop [--captivate-bot-bubble] - The background of the bot's bubbles.
 * @cssprop [--captivate-bot-text] - Text in the bot's bubbles.
 * @cssprop [--captivate-agent-bubble] - The background of the human agent's bubbles; a tint of green by default.
 * @cssprop [--captivate-agent-text] - Text in the human agent's bubbles.
 * @cssprop [--captivate-button-background] - The background of the launcher and of buttons; the primary colour by
 *   default.
 * @cssprop [--captivate-button-text] - Text and icons on the launcher and on buttons.
 * @cssprop [--captivate-font] - The font family; that of the page by default.
 * @cssprop [--captivate-font-size=15px] - The font size of messages.
 * @cssprop [--captivate-radius=18px] - The radius of the corners of panel and bubbles.
 * @cssprop [--captivate-shadow] - The shadow of launcher and panel.
 * @cssprop [--captivate-panel-width=392px] - The width of the panel; with `mode="inline"`, by default as wide as there
 *   is room.
 * @cssprop [--captivate-panel-height=640px] - The height of the panel, at most that of the window.
 * @cssprop [--captivate-launcher-size=60px] - The diameter of the launcher.
 * @cssprop [--captivate-offset-inline=20px] - The distance from the side of the window.
 * @cssprop [--captivate-offset-block=20px] - The distance from the bottom of the window.
 * @cssprop [--captivate-z-index=2147483000] - The `z-index` of the chat.
 */
export class CaptivateChat extends ReactiveElement implements ChatHost {
  static override styles = [base, tokens, styles];

  readonly #controller = new ClientController(this, {
    options: () => this.#chatOptions(),
    translation: () => this.#language.translation,
    onEvent: (event) => this.#handleClientEvent(event),
  });

  readonly #language = new LanguageController(this);

  @property({attribute: false}) private panelCode: PanelCode | undefined;

  @property({attribute: false}) private panelFailed = false;

  /** The panel was open once, so it stays in the document with its place in the list. */
  @property({attribute: false}) private opened = false;

  /** The Channel API key. Without one the chat does not connect. */
  @property({attribute: 'api-key'}) apiKey = '';

  /** Which of the deployed hubs to use. */
  @property({type: oneOf('production', 'development')})
  environment: 'production' | 'development' = 'production';

  /** The socket address of another hub, instead of the environment's: `wss://…` or `ws://…`. */
  @property({attribute: 'socket-url'}) socketUrl = '';

  /** The visitor's id; empty for an anonymous visitor. Changing it switches to the conversation of that user. */
  @property({attribute: 'user-id'}) userId = '';

  /** Who speaks first in a new conversation. */
  @property({type: oneOf('bot', 'visitor')}) start: 'bot' | 'visitor' = 'bot';

  /**
   * When to connect. `auto`: when the panel is opened, or if there is a conversation to resume, then once the page is
   * idle; before that there is no socket, no request to the hub, and nothing stored. Pointing at the launcher or focusing
   * it may fetch the panel's code, nothing else. `load`: at once, so that even a first-time visitor is greeted by the
   * bot. `manual`: only when `connect()` is called. The property can be set like the attribute, and reads as the method
   * of that name; `connectWhen` tells what was set.
   */
  @property({type: oneOf('auto', 'load', 'manual')})
  get connect(): () => void {
    return this.#connect;
  }

  set connect(when: 'auto' | 'load' | 'manual') {
    this.connectWhen = when;
  }

  /** What `connect` was set to. */
  @property({attribute: false}) connectWhen: 'auto' | 'load' | 'manual' = 'auto';

  /** Where the conversation is kept. `local`: in IndexedDB. `none`: only in the memory of this page. */
  @property({type: oneOf('local', 'none')}) storage: 'local' | 'none' = 'local';

  /** A stored conversation is not resumed after so many minutes without activity; 0 leaves that to the hub. */
  @property({attribute: 'session-timeout', type: amount})
  sessionTimeout = 0;

  /** Whether the panel is open. */
  @property({type: Boolean, reflect: true}) open = false;

  /**
   * `floating`: a launcher in a corner of the window, with the panel above it. `inline`: the panel is a box in the
   * page. `page`: the panel fills the window. `inline` and `page` have no launcher and are always open; an `inline`
   * chat loads its panel when it is first scrolled to.
   */
  @property({reflect: true, type: oneOf('floating', 'inline', 'page')})
  mode: 'floating' | 'inline' | 'page' = 'floating';

  /** The corner of the window in which a floating chat stands. */
  @property({reflect: true, type: oneOf('bottom-end', 'bottom-start')})
  placement: 'bottom-end' | 'bottom-start' = 'bottom-end';

  /** The colour scheme: the visitor's system decides (`auto`), or always the same one. */
  @property({reflect: true, type: oneOf('auto', 'light', 'dark')})
  appearance: 'auto' | 'light' | 'dark' = 'auto';

  /** The title of the panel; “Chat” in the visitor's language if it is empty. */
  @property() heading = '';

  /** A line of text below the title. */
  @property() subheading = '';

  /** What an empty conversation shows; with `start="bot"` the bot's greeting soon replaces it. */
  @property({attribute: 'welcome-text'}) welcomeText = '';

  /** The hint in the empty input box, instead of the built-in one. */
  @property() placeholder = '';

  /**
   * The address of a picture for bots that have none of their own; `http` or `https`, like all pictures in messages.
   */
  @property({attribute: 'avatar-src'}) avatarSrc = '';

  /** The address of a picture to show before the title. */
  @property({attribute: 'logo-src'}) logoSrc = '';

  /** The address of a picture to show in the launcher. */
  @property({attribute: 'launcher-icon-src'}) launcherIconSrc = '';

  /** The address of a picture to show above the header, as wide as the panel. */
  @property({attribute: 'header-image-src'}) headerImageSrc = '';

  /** The accessible name of the launcher. */
  @property({attribute: 'launcher-label'}) launcherLabel = '';

  /** Removes “Talk to a person” from the menu. */
  @property({type: Boolean, attribute: 'no-agent-request'}) noAgentRequest = false;

  /** Removes “Download as text” and “Download as web page” from the menu. */
  @property({type: Boolean, attribute: 'no-transcript-download'}) noTranscriptDownload = false;

  /** Plays a quiet tone for a message that arrives while the panel is closed or the tab is hidden. */
  @property({type: Boolean}) sound = false;

  /** Adds “Notify me of new messages” to the menu: system notifications while the tab is hidden. */
  @property({type: Boolean}) notifications = false;

  /** What the hub may know about the visitor: `{firstName, lastName, email, …}`. Sent when a conversation starts. */
  @property({attribute: false}) user: UserInfo | undefined;

  /** Any other data about the visitor, as a JSON object. Sent when a conversation starts. */
  @property({attribute: false}) userData: JsonObject | undefined;

  /** Data about the conversation, as a JSON object. Sent when it starts; later, use `setMetadata()`. */
  @property({attribute: false}) metadata: JsonObject | undefined;

  /** Like `metadata`, but the hub never returns it to a page. */
  @property({attribute: false}) privateMetadata: JsonObject | undefined;

  /** Your own words instead of some built-in texts: `{send: 'Ask', notice: {'agent-joined': '{name} is here.'}}`. */
  @property({attribute: false}) strings: StringOverrides | undefined;

  /** What it was when the panel was opened, with what nobody had read. */
  #opening = this.#controller.snapshot;
  /** What the page has said with `connect()` or `disconnect()`. */
  #wanted: boolean | undefined;
  /** Counts what the element was asked to do, so that work that was overtaken can be told. */
  #run = 0;

  /** Before it, in the box, stands the panel, and behind it what does without. */
  readonly #panelEnd = new Comment();
  readonly #box = create('div', {class: 'chat'}, this.#panelEnd);
  #launcher: Launcher | undefined;
  #failure: Element | undefined;

  get #panel(): ChatPanel | null {
    return this.#box.querySelector('captivate-chat-panel');
  }

  /** The messages of the conversation, oldest first. The list and the messages are frozen. */
  get messages(): readonly Message[] {
    return this.#controller.snapshot.messages;
  }

  /** The state of the connection: `idle`, `connecting`, `ready`, `waiting` or `stopped`. */
  get connectionState(): ConnectionState {
    return this.#controller.snapshot.connection;
  }

  /** The id of the conversation; undefined before the hub has started one. */
  get conversationId(): string | undefined {
    return this.#controller.snapshot.conversationId;
  }

  /** The person who has taken over the conversation: `{name, avatarUrl}`, each if known; undefined if nobody has. */
  get agent(): Author | undefined {
    const {agent} = this.#controller.snapshot;
    return agent?.state === 'joined' ? (agent.agent ?? {}) : undefined;
  }

  /** The number of messages from bots and agents that arrived while the panel was closed or the tab was hidden. */
  get unreadCount(): number {
    return this.#controller.snapshot.unreadCount;
  }

  override connectedCallback() {
    super.connectedCallback();
    if (this.open || this.mode === 'page') this.#handleIntent();
    // Attributes that are set right after insertion, or while moving, count.
    void this.updateComplete.then(() => this.#wake());
  }

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#run++;
  }

  protected override scheduleUpdate() {
    // The task in which a page is parsed and this element defined has enough to do.
    return this.hasUpdated ? super.scheduleUpdate() : nextTask().then(() => super.scheduleUpdate());
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (this.mode !== 'floating') this.open = true;
    if (this.open) this.opened = true;
    const isChanged = (name: keyof CaptivateChat) => changed.has(name);
    if (IDENTITY.some(isChanged)) this.#controller.detach();
    const {client} = this.#controller;
    if (BEGINNING.some(isChanged)) client?.configure(this.#chatOptions());
    if (!isChanged('open')) return;
    // Who opens it takes back a no.
    if (this.open) this.#wanted ||= undefined;
    this.#opening = this.#controller.snapshot;
    client?.setViewed(this.open);
  }

  protected override updated(changed: PropertyValues<this>) {
    const asksForMore = [...IDENTITY, 'open', 'connectWhen'] as const;
    if (asksForMore.some((name) => changed.has(name))) void this.#wake();
  }

  /** Opens the panel. */
  show(): void {
    this.#setOpen(true);
  }

  /** Closes the panel. */
  hide(): void {
    this.#setOpen(false);
  }

  /** Opens the panel if it is closed, and closes it if it is open. */
  toggle(): void {
    this.#setOpen(!this.open);
  }

  /** Connects, and starts or resumes the conversation. Only needed with `connect="manual"` or after `disconnect()`. */
  #connect(): void {
    this.#wanted = true;
    void this.#wake();
  }

  /**
   * Closes the connection until `connect()` is called, the panel is opened, or another method needs the hub. With
   * `connect="manual"`, only `connect()` opens it again.
   */
  disconnect(): void {
    this.#wanted = false;
    this.#controller.client?.disconnect();
  }

  /**
   * Sends a message as the visitor. Resolves with the message as soon as it is in the list, or with `undefined` if a
   * listener of `captivate-before-send` prevented it. Rejects with `empty-message` (the text is blank), `bad-data`
   * (there are files, which cannot be sent yet), `message-too-long` (more than a hub takes, 128 KB) or `load-failed`.
   */
  async sendMessage(message: string | {readonly text: string}): Promise<Message | undefined> {
    const {text, files}: {text?: unknown; files?: readonly unknown[]} =
      typeof message === 'string' ? {text: message} : copyOf(message);
    if (files?.length) throw new ChatError('bad-data', 'Files cannot be sent yet.');
    if (typeof text !== 'string' || !text.trim()) {
      throw new ChatError('empty-message', 'sendMessage() needs a text that is not blank.');
    }
    await this.#controller.reach();
    // It knows of the other characters that nobody sees.
    return this.#controller.send(text);
  }

  /**
   * Sends an action to the hub. Resolves when it was handed over. Rejects with `connection-failed` after 10 s without
   * a connection, `bad-data` if `data` is not JSON, or `load-failed`.
   */
  async sendAction(id: string, data?: JsonObject): Promise<void> {
    return (await this.#controller.reach()).sendAction(id, data);
  }

  /**
   * Asks for a person. Resolves when the hub was asked; `captivate-agent-change` reports what comes of it. Rejects with
   * `connection-failed` after 10 s without a connection, or `load-failed`.
   */
  async requestAgent(): Promise<void> {
    return (await this.#controller.reach()).requestAgent();
  }

  /**
   * Adds data about the conversation: `setMetadata({page: '/cart'})`. `{private: true}` keeps the hub from ever
   * returning it to a page; `{target}` says who gets it: `default`, `bot`, `live` (human agents) or `bot_live` (both).
   * Resolves when the hub has it. Rejects with `connection-failed`, `answer-timeout`, `hub-error`, `load-failed`, or
   * `bad-data` if `data` is not JSON.
   */
  async setMetadata(data: JsonObject, options?: MetadataOptions): Promise<void> {
    return (await this.#controller.reach()).setMetadata(data, options);
  }

  /**
   * Resolves with the metadata of the conversation, except for what is private. Rejects with `connection-failed`,
   * `answer-timeout`, `hub-error` or `load-failed`.
   */
  async getMetadata(): Promise<JsonObject> {
    return (await this.#controller.reach()).getMetadata();
  }

  /**
   * Leaves the conversation for a new one, and resolves with its id. Rejects with `connection-failed`,
   * `answer-timeout`, `hub-error` or `load-failed`; the current conversation stays then.
   */
  async newConversation(): Promise<string> {
    return (await this.#controller.reach()).newConversation();
  }

  /**
   * Switches to another conversation of the visitor. Rejects with `connection-failed`, `answer-timeout`, `hub-error` or
   * `load-failed`; the current conversation stays then.
   */
  async openConversation(id: string): Promise<void> {
    return (await this.#controller.reach()).openConversation(id);
  }

  /**
   * Resolves with the visitor's conversations, `{conversations, pagination?}`, each with `conversationId` and
   * `metadata`. `query` may have `filter` and `search` (objects that the hub compares with the metadata), `page` (from
   * 1) and `limit` (20). Rejects with `connection-failed`, `answer-timeout`, `hub-error`, `load-failed`, or
   * `no-user-id` without a `user-id`, because the hub takes all anonymous visitors for one.
   */
  async listConversations(query?: ConversationQuery): Promise<ConversationList> {
    return (await this.#controller.reach()).listConversations(query);
  }

  /**
   * Deletes the conversation. The hub only hides it; with `{hard: true}` it deletes it for good. Rejects with
   * `connection-failed`, `answer-timeout`, `hub-error` or `load-failed`; nothing is deleted here then.
   */
  async deleteConversation(options?: DeleteOptions): Promise<void> {
    return (await this.#controller.reach()).deleteConversation(options);
  }

  /**
   * Deletes all conversations of the visitor on the hub, for good, and what this browser stores of them. A visitor with
   * an open panel gets a new conversation. What is stored for other `user-id`s stays. Rejects with `connection-failed`,
   * `answer-timeout`, `hub-error` or `load-failed`; nothing is deleted here then.
   */
  async deleteMyData(): Promise<void> {
    return (await this.#controller.reach()).deleteMyData();
  }

  /**
   * Asks the hub for the whole conversation, and resolves with its messages. Rejects with `connection-failed`,
   * `answer-timeout`, `hub-error` or `load-failed`.
   */
  async getTranscript(): Promise<readonly Message[]> {
    return (await this.#controller.reach()).getTranscript();
  }

  /**
   * Saves the conversation as a file: `text` (the default) or `html`, a web page. Without a connection the file has the
   * messages that are on the page; if there are none, it rejects with `connection-failed`, `answer-timeout`,
   * `hub-error` or `load-failed`.
   */
  async downloadTranscript(format: TranscriptFormat = 'text'): Promise<void> {
    const client = await this.#controller.reach();
    const [{download}] = await Promise.all([loadPanel(), this.#language.load()]).catch(rejectLoad);
    const {translation, direction, tag} = this.#language;
    return download(client, format, {heading: this.heading, translation, direction, tag});
  }

  /** Puts a text into the input box, replacing what is there. */
  prefill(text: string): void {
    this.#controller.prefill(readText(text, 'prefill'));
  }

  /** Moves the focus to the input box, if the panel is open. */
  focusComposer(): Promise<void> {
    return this.#focusComposer(() => this.open);
  }

  async #focusComposer(isWanted: () => boolean): Promise<void> {
    await this.updateComplete;
    if (!this.open) return;
    try {
      await this.#showPanel();
      if (isWanted()) await this.#panel?.focusComposer();
    } catch {
      this.#handleLoadFailure();
    }
  }

  #setOpen(open: boolean): void {
    if (open === this.open || this.mode !== 'floating') return;
    // A panel that closes must not take the focus with it.
    const held = !open && this.matches(':focus-within');
    this.open = open;
    emit(this, open ? 'captivate-open' : 'captivate-close', undefined);
    if (held) void this.updateComplete.then(() => this.#launcher?.focus());
  }

  /** Does what the attributes ask for: loads what is to be shown, and connects if it is time to. */
  async #wake(): Promise<void> {
    const run = ++this.#run;
    await this.updateComplete;
    const isCurrent = () => run === this.#run && this.isConnected;
    if (!isCurrent()) return;
    try {
      requireHtml();
      const seen = this.#whenSeen();
      await Promise.all([
        seen.then(() => (isCurrent() && this.open ? this.#showPanel() : undefined)),
        this.#connectIfWanted(isCurrent, seen),
      ]);
    } catch {
      this.#handleLoadFailure();
    }
  }

  /** What stands in the page may be far below. */
  async #whenSeen(): Promise<void> {
    if (this.mode === 'inline') await (await import('./when-seen.js')).whenSeen(this);
  }

  async #connectIfWanted(isCurrent: () => boolean, seen: Promise<void>): Promise<void> {
    const wanted = this.#wanted ?? (await shouldConnect(this, this.#chatOptions(), seen));
    if (!wanted || !isCurrent()) return;
    const client = await this.#controller.ensure();
    if (isCurrent() && this.#wanted !== false) client.connect();
  }

  async #showPanel(): Promise<void> {
    const [panelCode, client] = await Promise.all([
      loadPanel(),
      this.#controller.ensure(),
      this.#language.load(),
    ]);
    this.panelCode = panelCode;
    this.panelFailed = false;
    await client.load();
    await this.updateComplete;
  }

  #chatOptions(): ChatOptions {
    const {apiKey, environment, socketUrl, userId, start, storage, sessionTimeout} = this;
    const {user, userData, metadata, privateMetadata} = this;
    return {
      ...{apiKey, environment, socketUrl, userId, start, storage, sessionTimeout},
      ...{user, userData, metadata, privateMetadata},
    };
  }

  #handleLoadFailure(): void {
    if (this.panelFailed) return;
    this.panelFailed = true;
    const {code, message} = loadError();
    emit(this, 'captivate-error', {code, message});
  }

  #handleLauncherClick(): void {
    this.toggle();
    const root = this.getRootNode() as Document;
    // Nowhere is where the focus is when a phone has no room for the launcher any more.
    const idle = [root.activeElement, document.body, null];
    // Whoever has gone on while it was loaded is left where they are.
    void this.#focusComposer(() => this.open && idle.includes(root.activeElement));
  }

  /** The panel has its own: this is for the launcher, and what stands there while nothing can be loaded. */
  #handleKeydown(event: KeyboardEvent): void {
    const {open} = this;
    if (event.key === 'Escape' && !event.isComposing) this.#setOpen(false);
    // The page would close something of its own as well.
    if (open !== this.open) event.stopPropagation();
  }

  #handleRetry(): void {
    // The button goes, and must not take the focus with it.
    this.#launcher?.focus();
    this.panelFailed = false;
    void this.#wake();
    void this.focusComposer();
  }

  /** The panel is about to be opened: what that takes can be on its way. */
  #handleIntent(): void {
    // By the time that somebody presses a key, the page should get no more of it than it has to.
    const panel = loadPanel().then(({guard}) => guard(this));
    void Promise.all([panel, loadClient()]).catch(() => undefined);
  }

  #handleClientEvent(event: ChatEvent): void {
    if (event.type === 'message' && this.open) this.#panel?.announce(event.message);
    if (event.type === 'message-failed' && this.open) this.#panel?.announceFailure(event.message);
  }

  protected override createRenderRoot() {
    // Without a tree of its own, what the site has put into the element is seen where it stands.
    if (!isHtml()) return this;
    const root = super.createRenderRoot();
    this.#box.addEventListener('keydown', (event) => this.#handleKeydown(event));
    root.append(this.#box);
    return root;
  }

  /** What is drawn here needs no templates: what draws those comes with the panel. */
  protected override update(changed: PropertyValues<this>) {
    super.update(changed);
    const strings = localize(launcherEnglish, this.#language.translation);
    const hasFailed = this.panelFailed && this.open;
    assign(this.#box, {dir: this.#language.direction});
    this.#drawPanel(strings, this.opened && !hasFailed);
    this.#failure = hasFailed ? (this.#failure ?? this.#createFailure(strings)) : undefined;
    const launcher = this.mode === 'floating' ? this.#drawLauncher(strings) : undefined;
    const others = [this.#failure, this.#controller.preview, launcher];
    placeAfter(
      this.#panelEnd,
      others.filter((each) => each !== undefined),
    );
  }

  #drawPanel({heading}: LauncherStrings, shown: boolean) {
    this.panelCode?.drawPanel(
      this.#panelEnd,
      this,
      shown && {
        controller: this.#controller,
        heading: this.heading || heading,
        opening: this.#opening,
        translation: this.#language.translation,
      },
    );
  }

  #createFailure({loadFailed, tryAgain}: LauncherStrings) {
    const button = create('button', {type: 'button', part: 'retry-button'}, tryAgain);
    button.addEventListener('click', () => this.#handleRetry());
    return create(
      'div',
      {part: 'panel', class: 'panel failure', role: 'alert'},
      create('p', {part: 'notice'}, loadFailed),
      create('slot', {}),
      button,
    );
  }

  #drawLauncher({openChat, closeChat, unread: unreadForms}: LauncherStrings) {
    this.#launcher ??= new Launcher({
      click: () => this.#handleLauncherClick(),
      intent: () => this.#handleIntent(),
    });
    const {open} = this;
    const name = this.launcherLabel || (open ? closeChat : openChat);
    const unread = open ? 0 : this.unreadCount;
    const {locale} = this.#language.translation;
    this.#launcher.update({
      label: unread > 0 ? `${name}, ${fillCount(unreadForms, unread, locale)}` : name,
      open,
      busy: open && !this.panelCode && !this.panelFailed,
      unread,
      picture: this.launcherIconSrc,
    });
    return this.#launcher.element;
  }
}

/** What a page gives may be reactive, and not to be read any more. */
function copyOf<Data extends object>(data: Data): Data {
  try {
    return {...data};
  } catch {
    throw new ChatError('bad-data', 'The message cannot be read.');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'captivate-chat': CaptivateChat;
  }
}
