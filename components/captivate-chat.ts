import {ReactiveElement, type PropertyValues} from '@lit/reactive-element';
import {property, query, state} from '@lit/reactive-element/decorators.js';
import {ChatError} from '../src/errors.js';
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
} from '../src/client.js';
import {base} from '../styles/base.js';
import {tokens} from '../styles/tokens.js';
import {amount, oneOf} from './attributes.js';
import {styles} from './captivate-chat.styles.js';
import type {ChatPanel} from './chat-panel.js';
import {ClientController, loadClient, LOAD_FAILED, rejectLoad} from './client-controller.js';
import {assign, create, placeAfter} from './dom.js';
import {emit} from './events.js';
import {LanguageController} from './language-controller.js';
import {Launcher} from './launcher.js';
import {launcherEnglish, type LauncherStrings} from './launcher-strings.js';
import {fillCount, localize} from './localize.js';
import {nextTask} from '../src/next-task.js';
import type {StringOverrides} from './strings.js';
import type {TranscriptFormat} from './transcript-download.js';
import {shouldConnect} from './when-to-connect.js';

const loadPanel = () => import('./define-panel.js');

type PanelCode = Awaited<ReturnType<typeof loadPanel>>;

/** The attributes that say whose conversation with which hub it is. */
const IDENTITY = ['apiKey', 'environment', 'socketUrl', 'userId', 'storage'] as const;

/** What a conversation is told when it starts. */
const BEGINNING = ['user', 'userData', 'metadata', 'privateMetadata', 'start'] as const;

/**
 * A chat with a Captivate Hub, in a corner of the page.
 *
 * What a page loads is the button; the panel and what speaks to the hub come when they are wanted. Everything that
 * can go wrong is told by `captivate-error` and, where it matters to them, to the visitor; nothing is thrown into
 * the page.
 *
 * Its language is that of the nearest `lang` attribute, on the element itself or around it; a change is followed. It
 * speaks English, Arabic, Chinese (simplified), Dutch, Filipino, French, German, Hebrew, Hindi, Italian, Japanese,
 * Polish, Portuguese and Spanish, and English where the page is in another. Its direction is that of the nearest `dir`
 * attribute; where there is none at all, Arabic and Hebrew are right-to-left by themselves, with the corner that the
 * chat stands in.
 *
 * @tagname captivate-chat
 * @event captivate-open - The panel was opened, by the visitor or by a method.
 * @event captivate-close - The panel was closed, by the visitor or by a method.
 * @event captivate-connection-change - `{state}`: `idle`, `connecting`, `ready`, `waiting` or `stopped`.
 * @event captivate-conversation-start - `{conversationId, resumed}`: the hub started or went on with a conversation.
 * @event captivate-before-send - `{text, files}`: a message is about to be sent. The listener may change `text`;
 *   `preventDefault()` keeps it from being sent.
 * @event captivate-message - `{message}`: a new message of any sender, once.
 * @event captivate-message-failed - `{message, code}`: a message of the visitor was not delivered, once for each time;
 *   `code` is `hub-error` (the hub does not accept it) or `message-too-long`. The visitor can try again.
 * @event captivate-part - `{part, message}`: a new message has a part of a kind that the widget does not know, once for
 *   each; `part` is what the hub sent, with its `type`.
 * @event captivate-unread-change - `{count}`: messages that came while the panel was closed.
 * @event captivate-action - `{id, data, type}`: the hub asks the page to do something, once for each action.
 * @event captivate-agent-change - `{state, agent}`: `requested`, `joined`, `left` or `unavailable`, and who it is.
 * @event captivate-link - `{href}`: a link in a message is about to be followed; `preventDefault()` keeps it from
 *   being opened.
 * @event captivate-hub-event - `{type, payload}`: the hub sent an event of a type that the widget does not know.
 * @event captivate-error - `{code, message}`: something went wrong; codes are stable words.
 * @slot - Shown only where the element does not work, as without JavaScript: a phone number, a link.
 * @slot launcher-icon - In place of the picture in the launcher.
 * @slot header - In place of logo, title and subtitle.
 * @slot header-actions - More buttons in the header.
 * @slot welcome - In place of `welcome-text`.
 * @slot footer - Below the box for writing: a link to your privacy policy, say.
 * @csspart launcher - The button that opens the panel.
 * @csspart launcher-icon - The picture in it.
 * @csspart badge - The number of unread messages on it.
 * @csspart preview - A message that came while the panel was closed, beside the launcher.
 * @csspart preview-message - Who wrote it and how it begins; opens the panel.
 * @csspart preview-author - The name in it.
 * @csspart preview-text - The text in it.
 * @csspart preview-close - The button that takes the preview away.
 * @csspart panel - The box with everything else.
 * @csspart header-image - The picture above the header.
 * @csspart header - The bar at the top of the panel.
 * @csspart logo - The picture in it; while a person has the conversation, their `avatar` is there instead.
 * @csspart title - The heading in it.
 * @csspart subtitle - The line below the heading.
 * @csspart menu-button - The button that opens the menu.
 * @csspart menu - The menu.
 * @csspart menu-item - One thing to do.
 * @csspart confirm - The question before something that cannot be undone.
 * @csspart confirm-button - Its answer that does it.
 * @csspart cancel-button - Its answer that changes nothing.
 * @csspart close-button - The button that closes the panel.
 * @csspart transcript - The list of messages, which scrolls.
 * @csspart notice - A line that nobody wrote: about the connection or the conversation.
 * @csspart retry-button - What tries again what has failed.
 * @csspart discard-button - What takes a message away that was not sent.
 * @csspart day-divider - Between the messages of two days: which day begins.
 * @csspart unread-divider - Where reading stopped: above the first message that came while nobody looked.
 * @csspart new-messages - The button that goes on to messages that came while the visitor was reading others.
 * @csspart end-button - The button that goes to the end of the list, from further above than what is seen at once.
 * @csspart more-button - What shows all of a long message, or a part.
 * @csspart typing - Three dots, in place of a message that is about to come.
 * @csspart message - One part of a message; also has the part `user`, `bot` or `agent`, and `pending` or `failed`.
 * @csspart avatar - The picture beside a message of a bot or an agent; also above `welcome-text`.
 * @csspart author - The name above it.
 * @csspart bubble - The box around the content of a message.
 * @csspart text - The text in it.
 * @csspart options - The choices that a bot offers.
 * @csspart option - One of them.
 * @csspart cards - The cards of a message.
 * @csspart card - One of them.
 * @csspart card-image - Its picture.
 * @csspart card-title - Its heading.
 * @csspart card-text - What stands below the heading.
 * @csspart card-link - Its link.
 * @csspart cards-button - What moves a row of cards, backwards or forwards.
 * @csspart file - The row of a file.
 * @csspart image - A picture; of a file, the box that opens the large view.
 * @csspart player - A sound or a film, with its name.
 * @csspart view - A picture in large, over the page.
 * @csspart code - A block of code.
 * @csspart copy-button - What copies it.
 * @csspart html - Formatted content of a message.
 * @csspart table - A table that is a message of its own.
 * @csspart time - When it came.
 * @csspart status - What keeps a message from being sent.
 * @csspart composer - The box for writing, with its button.
 * @csspart input - The text area.
 * @csspart send-button - The send button.
 * @csspart footer - What stands below the box for writing, from the slot of that name.
 * @cssprop [--captivate-primary] - The colour of the brand: launcher, buttons, the visitor's bubbles. What is not set
 *   below is made from it, so that it can be read. Transparency does not count.
 * @cssprop [--captivate-on-primary] - Text and icons on it.
 * @cssprop [--captivate-surface] - The panel's background; a dark one goes with `appearance="dark"`.
 * @cssprop [--captivate-text] - Text on it.
 * @cssprop [--captivate-muted] - Less important text.
 * @cssprop [--captivate-border] - Lines and borders.
 * @cssprop [--captivate-focus] - The ring around what has the focus.
 * @cssprop [--captivate-error] - What went wrong.
 * @cssprop [--captivate-user-bubble] - The visitor's bubbles.
 * @cssprop [--captivate-user-text] - Text in them.
 * @cssprop [--captivate-bot-bubble] - The bot's bubbles.
 * @cssprop [--captivate-bot-text] - Text in them.
 * @cssprop [--captivate-agent-bubble] - The human agent's bubbles.
 * @cssprop [--captivate-agent-text] - Text in them.
 * @cssprop [--captivate-button-background] - Buttons.
 * @cssprop [--captivate-button-text] - Text and icons on them.
 * @cssprop [--captivate-font] - The font; the page's by default.
 * @cssprop [--captivate-font-size=15px] - The size of messages.
 * @cssprop [--captivate-radius=18px] - How round corners are.
 * @cssprop [--captivate-shadow] - The shadow of launcher and panel.
 * @cssprop [--captivate-panel-width=392px] - The width of the panel; with `mode="inline"` that of the page by default.
 * @cssprop [--captivate-panel-height=640px] - The height of the panel, where the window has it.
 * @cssprop [--captivate-launcher-size=60px] - The diameter of the launcher.
 * @cssprop [--captivate-offset-inline=20px] - The distance from the side of the window.
 * @cssprop [--captivate-offset-block=20px] - The distance from the bottom of the window.
 * @cssprop [--captivate-z-index=2147483000] - The layer.
 */
export class CaptivateChat extends ReactiveElement {
  static override styles = [base, tokens, styles];

  readonly #controller = new ClientController(this, {
    options: () => this.#chatOptions(),
    translation: () => this.#language.translation,
    onEvent: (event) => this.#handleClientEvent(event),
  });

  readonly #language = new LanguageController(this);

  @query('captivate-chat-panel') private readonly panel!: ChatPanel | null;

  @state() private panelCode: PanelCode | undefined;

  @state() private panelFailed = false;

  /** The panel was open once, so it stays in the document with its place in the list. */
  @state() private opened = false;

  /** The Channel API key. Without one nothing is tried. */
  @property({attribute: 'api-key'}) apiKey = '';

  /** Which of the deployed hubs to talk to. */
  @property({converter: oneOf('environment', ['production', 'development'])})
  environment: 'production' | 'development' = 'production';

  /** Address of another hub's socket, in place of the environment's. */
  @property({attribute: 'socket-url'}) socketUrl = '';

  /** The visitor's id; empty means anonymous. A change switches to that user's own conversation. */
  @property({attribute: 'user-id'}) userId = '';

  /** Who speaks first in a new conversation. */
  @property({converter: oneOf('start', ['bot', 'visitor'])}) start: 'bot' | 'visitor' = 'bot';

  /**
   * When to connect: `auto` when the panel is opened or there is a conversation to go on with, `load` at once,
   * `manual` only when `connect()` is called.
   */
  @property({converter: oneOf('connect', ['auto', 'load', 'manual']), attribute: 'connect'})
  connectWhen: 'auto' | 'load' | 'manual' = 'auto';

  /** Where the conversation is kept: `local` in IndexedDB, `none` in the memory of this page. */
  @property({converter: oneOf('storage', ['local', 'none'])}) storage: 'local' | 'none' = 'local';

  /** Minutes without activity after which a stored conversation is not resumed; 0 leaves that to the hub. */
  @property({attribute: 'session-timeout', converter: amount('session-timeout')})
  sessionTimeout = 0;

  /** The panel is shown. */
  @property({type: Boolean, reflect: true}) open = false;

  /**
   * `floating`: a launcher in a corner of the window, and the panel above it; `inline`: the panel where the element
   * stands in the page, which may size it like any box; `page`: the panel in the whole window. The latter two have no
   * launcher and are always open: they connect when they are first seen.
   */
  @property({reflect: true, converter: oneOf('mode', ['floating', 'inline', 'page'])})
  mode: 'floating' | 'inline' | 'page' = 'floating';

  /** The corner of the window. */
  @property({reflect: true, converter: oneOf('placement', ['bottom-end', 'bottom-start'])})
  placement: 'bottom-end' | 'bottom-start' = 'bottom-end';

  /** Colours: the system's choice, or always one of them. */
  @property({reflect: true, converter: oneOf('appearance', ['auto', 'light', 'dark'])})
  appearance: 'auto' | 'light' | 'dark' = 'auto';

  /** The title of the panel; where it is empty, the word for a chat. */
  @property() heading = '';

  /** A line below the title. */
  @property() subheading = '';

  /** What an empty conversation shows. */
  @property({attribute: 'welcome-text'}) welcomeText = '';

  /** The hint in the box for writing, if not the built-in one. */
  @property() placeholder = '';

  /** The picture of bots that the hub has none for; by `http` or `https`, as all pictures of messages. */
  @property({attribute: 'avatar-src'}) avatarSrc = '';

  /** A picture before the title. */
  @property({attribute: 'logo-src'}) logoSrc = '';

  /** The picture in the launcher. */
  @property({attribute: 'launcher-icon-src'}) launcherIconSrc = '';

  /** A picture above the title, as wide as the panel. */
  @property({attribute: 'header-image-src'}) headerImageSrc = '';

  /** The accessible name of the launcher. */
  @property({attribute: 'launcher-label'}) launcherLabel = '';

  /** The menu does not offer to talk to a person. */
  @property({type: Boolean, attribute: 'no-agent-request'}) noAgentRequest = false;

  /** The menu does not offer the conversation as a file. */
  @property({type: Boolean, attribute: 'no-transcript-download'}) noTranscriptDownload = false;

  /** A quiet tone for a message that comes while the panel is closed or the tab hidden, once the visitor has done something. */
  @property({type: Boolean}) sound = false;

  /** The menu offers to be notified by the system of messages that come while the tab is hidden. */
  @property({type: Boolean}) notifications = false;

  /** What the hub may know of the visitor: `{firstName, lastName, email, …}`. Told when a conversation starts. */
  @property({attribute: false}) user: UserInfo | undefined;

  /** More about the visitor, told when a conversation starts. */
  @property({attribute: false}) userData: JsonObject | undefined;

  /** About the conversation, told when it starts. */
  @property({attribute: false}) metadata: JsonObject | undefined;

  /** Like `metadata`, and never given back to a page. */
  @property({attribute: false}) privateMetadata: JsonObject | undefined;

  /** Own texts in place of built-in ones, in part: `{send: 'Ask', notice: {'agent-joined': '{name} is here.'}}`. */
  @property({attribute: false}) strings: StringOverrides | undefined;

  /** What it was when the panel was opened, with what nobody had read. */
  #opening = this.#controller.snapshot;
  #connectRequested = false;
  /** Counts what the element was asked to do, so that work that was overtaken can be told. */
  #run = 0;

  /** Before it, in the box, stands the panel, and behind it what does without. */
  readonly #panelEnd = new Comment();
  readonly #box = create('div', {class: 'chat'}, this.#panelEnd);
  #launcher: Launcher | undefined;
  #failure: Element | undefined;

  /** The messages of the conversation, oldest first; frozen. */
  get messages(): readonly Message[] {
    return this.#controller.snapshot.messages;
  }

  /** `idle`, `connecting`, `ready`, `waiting` or `stopped`. */
  get connectionState(): ConnectionState {
    return this.#controller.snapshot.connection;
  }

  /** Absent before the hub started a conversation. */
  get conversationId(): string | undefined {
    return this.#controller.snapshot.conversationId;
  }

  /** The person who has the conversation; undefined while nobody has. */
  get agent(): Author | undefined {
    const {agent} = this.#controller.snapshot;
    return agent?.state === 'joined' ? (agent.agent ?? {}) : undefined;
  }

  /** Messages of bots and agents that came while the panel was closed. */
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

  /** Opens the panel, or closes it. */
  toggle(): void {
    this.#setOpen(!this.open);
  }

  /** Connects, and starts or resumes the conversation; needed only with `connect="manual"` or after `disconnect()`. */
  connect(): void {
    this.#connectRequested = true;
    void this.#wake();
  }

  /** Closes the connection until `connect()`, or until the panel is opened. */
  disconnect(): void {
    this.#connectRequested = false;
    this.#run++;
    this.#controller.client?.disconnect();
  }

  /**
   * Sends a message as the visitor. Resolves with it as soon as it is in the list, and with nothing when a listener
   * of `captivate-before-send` prevented it. Rejects with an `Error` whose `code` is `empty-message` when the text is
   * blank, `message-too-long` when a hub would not take it (128 KB), and `load-failed` when the code of the chat cannot
   * be fetched.
   */
  async sendMessage(message: string | {readonly text: string}): Promise<Message | undefined> {
    const text = typeof message === 'string' ? message : message.text;
    if (typeof text !== 'string' || !text.trim()) {
      throw new ChatError('empty-message', 'sendMessage() needs a text that is not blank.');
    }
    await this.#controller.reach();
    return this.#controller.send(text);
  }

  /**
   * Sends an action to the hub. Resolves when it was handed over. Rejects with an `Error` whose `code` is
   * `connection-failed` after 10 s without a connection, or `bad-data` where `data` is not JSON.
   */
  async sendAction(id: string, data?: JsonObject): Promise<void> {
    return (await this.#controller.reach()).sendAction(id, data);
  }

  /**
   * Asks for a person. Resolves when the hub was asked; rejects as `sendAction()`. What comes of it is told by
   * `captivate-agent-change`.
   */
  async requestAgent(): Promise<void> {
    return (await this.#controller.reach()).requestAgent();
  }

  /**
   * Tells the hub something about the conversation. `target` says who is to get it; what is `private` is never given
   * back to a page. Resolves when the hub has it. This and all that follow reject within 10 s, with an `Error` whose
   * `code` is `connection-failed` (no connection), `answer-timeout` (no answer), `hub-error` (refused) or
   * `load-failed` (the code of the chat cannot be fetched); this one also with `bad-data` where `data` is not JSON.
   */
  async setMetadata(data: JsonObject, options?: MetadataOptions): Promise<void> {
    return (await this.#controller.reach()).setMetadata(data, options);
  }

  /** What the hub knows about the conversation, except for what is private. Rejects as `setMetadata()`. */
  async getMetadata(): Promise<JsonObject> {
    return (await this.#controller.reach()).getMetadata();
  }

  /** Leaves the conversation for a new one, and resolves with its id. Rejects as `setMetadata()`. */
  async newConversation(): Promise<string> {
    return (await this.#controller.reach()).newConversation();
  }

  /** Goes on with another conversation of the visitor. Rejects as `setMetadata()`; the current one stays then. */
  async openConversation(id: string): Promise<void> {
    return (await this.#controller.reach()).openConversation(id);
  }

  /**
   * The visitor's conversations: `{conversations, pagination?}`. Rejects as `setMetadata()`, and with `no-user-id`
   * without a `user-id`, because anonymous visitors share one.
   */
  async listConversations(query?: ConversationQuery): Promise<ConversationList> {
    return (await this.#controller.reach()).listConversations(query);
  }

  /**
   * Deletes the conversation; with `hard`, the hub keeps nothing of it, where it would otherwise only hide it.
   * Rejects as `setMetadata()`; nothing is deleted then.
   */
  async deleteConversation(options?: DeleteOptions): Promise<void> {
    return (await this.#controller.reach()).deleteConversation(options);
  }

  /** Deletes all that the hub and this browser keep of the visitor's conversations. Rejects as `setMetadata()`. */
  async deleteMyData(): Promise<void> {
    return (await this.#controller.reach()).deleteMyData();
  }

  /** The messages of the conversation, after asking the hub for all of them. Rejects as `setMetadata()`. */
  async getTranscript(): Promise<readonly Message[]> {
    return (await this.#controller.reach()).getTranscript();
  }

  /**
   * Saves the conversation as a file: plain `text`, or a web page (`html`). Without a connection it has what is on
   * the page; rejects as `setMetadata()` only where that is nothing.
   */
  async downloadTranscript(format: TranscriptFormat = 'text'): Promise<void> {
    const client = await this.#controller.reach();
    const [{download}] = await Promise.all([loadPanel(), this.#language.load()]).catch(rejectLoad);
    const {translation, direction, tag} = this.#language;
    return download(client, format, {heading: this.heading, translation, direction, tag});
  }

  /** Puts a text into the box for writing, in place of what is there. */
  prefill(text: string): void {
    this.#controller.prefill(text);
  }

  /** Moves the focus into the box for writing, if the panel is open. */
  focusComposer(): Promise<void> {
    return this.#focusComposer(() => this.open);
  }

  async #focusComposer(isWanted: () => boolean): Promise<void> {
    await this.updateComplete;
    if (!this.open) return;
    try {
      await this.#showPanel();
      if (isWanted()) await this.panel?.focusComposer();
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
      if (this.mode === 'inline') await (await import('./when-seen.js')).whenSeen(this);
      if (!isCurrent()) return;
      await Promise.all([this.open && this.#showPanel(), this.#connectIfWanted(isCurrent)]);
    } catch {
      this.#handleLoadFailure();
    }
  }

  async #connectIfWanted(isCurrent: () => boolean): Promise<void> {
    const wanted = this.#connectRequested || (await shouldConnect(this, this.#chatOptions()));
    if (!wanted || !isCurrent()) return;
    const client = await this.#controller.ensure();
    if (isCurrent()) client.connect();
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
    emit(this, 'captivate-error', {code: 'load-failed', message: LOAD_FAILED});
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
  #handleKeydown({key, isComposing}: KeyboardEvent): void {
    if (key === 'Escape' && !isComposing) this.#setOpen(false);
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
    void Promise.all([loadPanel(), loadClient()]).catch(() => undefined);
  }

  #handleClientEvent(event: ChatEvent): void {
    if (event.type === 'message' && this.open) this.panel?.announce(event.message);
    if (event.type === 'message-failed' && this.open) this.panel?.announceFailure(event.message);
  }

  protected override createRenderRoot() {
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

declare global {
  interface HTMLElementTagNameMap {
    'captivate-chat': CaptivateChat;
  }
}
