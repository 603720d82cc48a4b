import {NO_ABOUT, readAbout} from '../conversation/about.js';
import type {ChatState} from '../conversation/chat-state.js';
import {sessionKeyOf, type ChatOptions, type ChatParts} from '../conversation/chat-options.js';
import {Conversation, type ChatEvent} from '../conversation/conversation.js';
import {ownMessage, type Message} from '../messages/message.js';
import {createStoredMessage} from '../messages/create-stored-message.js';
import type {
  ConversationList,
  ConversationQuery,
  DeleteOptions,
  MetadataOptions,
} from '../conversation/requests.js';
import {EMPTY_SNAPSHOT, updated, type ChatSnapshot} from '../conversation/snapshot.js';
import {unitCount} from '../messages/transcript-matcher.js';
import {Emitter} from '../emitter.js';
import {ChatError} from '../errors.js';
import {plain, type JsonObject} from '../protocol/index.js';
import {pageSignals, type PageSignals} from '../connection/page-signals.js';
import {memoryStore, type KeyValueStore} from '../storage/key-value-store.js';
import {
  dropUnheard,
  EMPTY_SESSION,
  loadSession,
  saveUnheard,
  type StoredMessage,
} from '../storage/session-record.js';
import {sessionStore} from '../storage/session-store.js';
import {browserTabs} from './browser-tabs.js';
import {Follower, type Call} from './follower.js';
import {Leader} from './leader.js';
import {PageTabs, pageTabs} from './page-tabs.js';
import {TabGroup} from './tab-group.js';
import type {Answer, Arguments, Command, Presence, TabMessage} from './tab-messages.js';
import {TabSignals} from './tab-signals.js';
import type {Tabs} from './tabs.js';
import {settleWithin} from '../async.js';
import {STORAGE_DELAY_LIMIT} from '../timing.js';

export interface ClientParts extends ChatParts {
  /** With whom the conversation is shared; by default with all tabs of the browser on this origin. */
  readonly tabs?: Tabs;
}

interface Unheard {
  readonly written: StoredMessage;
  readonly message: Message;
  /** It is stored, so that it is not lost if no tab is left to hear of it. */
  readonly stored: Promise<void>;
  isStored: boolean;
  /** It was told before it was stored, and whoever heard of it did not find it there. */
  isLate: boolean;
}

/** What a view says of the visitor when a conversation starts. */
type Beginning = Pick<ChatOptions, 'user' | 'userData' | 'metadata' | 'privateMetadata' | 'start'>;

/**
 * A visitor's chat with a hub, and the object that a view talks to. Snapshots come out, commands go in; it connects,
 * starts or resumes the conversation, and sees to it that each message arrives once.
 *
 * All clients of a browser with the same hub, key and visitor share one conversation over one socket, each in its
 * own tab or on the same page. One of them leads; what it sees the others see, and when it is gone another goes on.
 */
export class ChatClient {
  #options: ChatOptions;
  readonly #parts: ClientParts;
  readonly #signals: PageSignals;
  readonly #key: string;
  readonly #store: KeyValueStore;
  #tabs: Tabs;

  #group: TabGroup | undefined;
  #role: Leader | Follower | undefined;
  /** The newest state of a role that this tab had before. */
  #state: ChatState | undefined;
  /** It leads, or will as soon as it knows what happened meanwhile. */
  #isElected = false;
  /** The role knows what is in the conversation. */
  #synced = false;
  #setLoaded!: () => void;
  readonly #loaded = new Promise<void>((resolve) => (this.#setLoaded = resolve));

  #wantsConnection = false;
  #viewed: boolean | undefined;
  /** The page is kept by the browser, or the page itself asked for no connection. */
  #away: 'left' | 'disconnected' | undefined;
  #unsubscribeSignals: (() => void) | undefined;

  /** What the visitor wrote here and no leader has shown yet, by id. */
  readonly #unheard = new Map<string, Unheard>();
  /** What was written before has been told. */
  #lastTold: Promise<unknown> = Promise.resolve();
  /** Messages of which this tab was told when they were written. */
  readonly #toldOwn = new Set<string>();
  #toldConversation: string | undefined;
  /** Undefined until the visitor wrote something, or a stored draft came. */
  #draft: string | undefined;
  #hasOwnDraft = false;
  /** What was left unsent here in conversations that were left for others, by their ids. */
  readonly #drafts = new Map<string, string>();

  #base: ChatSnapshot = EMPTY_SNAPSHOT;
  #snapshot: ChatSnapshot = EMPTY_SNAPSHOT;
  readonly #snapshots = new Emitter<ChatSnapshot>();
  readonly #events = new Emitter<ChatEvent>();

  constructor(options: ChatOptions, parts: ClientParts = {}) {
    this.#options = options;
    this.#parts = parts;
    this.#key = sessionKeyOf(options);
    this.#signals = parts.signals ?? pageSignals;
    const isPrivate = options.storage === 'none';
    this.#store = isPrivate ? memoryStore() : sessionStore(parts.store, () => undefined);
    this.#tabs = parts.tabs ?? ((!isPrivate && browserTabs()) || pageTabs);
  }

  get snapshot(): ChatSnapshot {
    return this.#snapshot;
  }

  /** Calls the subscriber now and after each change. Returns the unsubscribe function. */
  subscribe(subscriber: (snapshot: ChatSnapshot) => void): () => void {
    const call = sheltered(subscriber);
    const unsubscribe = this.#snapshots.listen(call);
    call(this.#snapshot);
    return unsubscribe;
  }

  /** Calls the listener for each event from now on. Returns the function that ends it. */
  listen(listener: (event: ChatEvent) => void): () => void {
    return this.#events.listen(sheltered(listener));
  }

  /** Connects, and starts or resumes the conversation. What goes wrong comes as snapshots and events. */
  connect(): void {
    this.#wantsConnection = true;
    if (this.#away === 'disconnected') this.#away = undefined;
    // Nobody shares what cannot be.
    if (!this.#options.apiKey) this.#tabs = new PageTabs();
    if (!this.#group) return this.#join();
    this.#tell('connect');
    this.#role?.presenceChanged();
  }

  /** Brings back the stored draft and what waits to be sent. Whatever else needs them does it by itself. */
  load(): Promise<void> {
    if (!this.#away) this.#join();
    return this.#loaded;
  }

  /** What to tell the hub of the visitor when the next conversation starts. The hub, key and visitor stay. */
  configure(beginning: Beginning): void {
    this.#options = {...this.#options, ...beginning};
    if (this.#role instanceof Leader) this.#role.conversation.configure(beginning);
    else if (this.#role) this.#tell('configure', {...NO_ABOUT, ...this.#readBeginning()});
  }

  /** What another tab is told, which cannot have what the page goes on to change. */
  #readBeginning(): Beginning {
    const {start = 'bot'} = this.#options;
    const onBadData = () => {
      const message = 'What the page set as user or metadata is not JSON; it was left out.';
      this.#events.emit({type: 'error', code: 'bad-data', message});
    };
    return {start, ...readAbout(this.#options, onBadData)};
  }

  /** Closes the connection of this tab until `connect()`; the conversation and what waits to be sent are kept. */
  disconnect(): void {
    this.#wantsConnection = false;
    if (!(this.#role instanceof Leader) || this.#role.hasMembers)
      return this.#leave('disconnected');
    // Without others there is nobody to leave the conversation to, before one comes.
    this.#away = 'disconnected';
    this.#role.conversation.disconnect();
  }

  /** Ends this client: it leaves the conversation to other tabs and calls nobody any more. What is stored stays. */
  close(): void {
    this.#events.clear();
    this.#snapshots.clear();
    this.#leave('disconnected');
    this.#setLoaded();
  }

  /**
   * Sends a text as soon as there is a conversation. The message is in the list, pending, at once. Throws a
   * `ChatError` with the code `empty-message` when the text is blank, and `message-too-long` when a hub would not
   * take it.
   */
  send(text: string): Message {
    void this.load();
    const isFirst = this.#unheard.size === 0;
    if (isFirst && this.#synced && this.#role instanceof Leader) {
      return this.#role.conversation.send(text);
    }
    const written = createStoredMessage(text, 0);
    const message = this.#keep(written);
    this.#publish();
    this.#events.emit({type: 'message', message});
    if (this.#synced) this.#tellWritten(written.id);
    return message;
  }

  /** Keeps what the visitor wrote until a leader shows it. */
  #keep(written: StoredMessage): Message {
    const message = ownMessage(written);
    const stored = saveUnheard(this.#key, written, this.#store);
    const unheard = {written, message, stored, isStored: false, isLate: false};
    void stored.then(() => (unheard.isStored = true));
    this.#unheard.set(written.id, unheard);
    this.#toldOwn.add(written.id);
    return message;
  }

  /**
   * Sends an action to the hub, once there is a conversation. Resolves when it was handed over; rejects with a
   * `ChatError` after 10 s without a connection (`connection-failed`), or where `data` is not JSON (`bad-data`).
   */
  sendAction(id: string, data?: JsonObject): Promise<void> {
    return this.#call('sendAction', id, data ?? {});
  }

  /** Asks for a human agent. Resolves and rejects as `sendAction`; who comes, or that nobody does, is told later. */
  requestAgent(): Promise<void> {
    return this.#call('requestAgent');
  }

  /** Tells the hub something about the conversation; see `Requests` for how this and the others fail. */
  setMetadata(data: JsonObject, options?: MetadataOptions): Promise<void> {
    return this.#call('setMetadata', data, options);
  }

  /** What the hub knows about the conversation, except for what is private. */
  getMetadata(): Promise<JsonObject> {
    return this.#call('getMetadata');
  }

  /** The conversations of a visitor with an id. */
  listConversations(query?: ConversationQuery): Promise<ConversationList> {
    return this.#call('listConversations', query);
  }

  /** Brings the list in line with the hub's, and resolves with it. */
  async getTranscript(): Promise<readonly Message[]> {
    await this.#call('getTranscript');
    return this.#snapshot.messages;
  }

  /** Leaves the conversation for a new one, and resolves with its id. The hub keeps the old one. */
  newConversation(): Promise<string> {
    // It begins with what is true now.
    if (this.#role instanceof Follower) this.#tell('configure', this.#readBeginning());
    return this.#call('newConversation');
  }

  /** Goes on with another conversation of the visitor. Where the hub refuses it, the current one stays. */
  async openConversation(id: string): Promise<void> {
    const {conversationId: left} = this.#snapshot;
    await this.#call('openConversation', id);
    const {conversationId: entered, draft} = this.#snapshot;
    if (left === undefined || entered === undefined || entered === left) return;
    this.#drafts.set(left, draft);
    this.setDraft(this.#drafts.get(entered) ?? '');
  }

  /** Deletes the conversation on the hub and here; another one begins when the visitor wants it. */
  deleteConversation(options?: DeleteOptions): Promise<void> {
    return this.#call('deleteConversation', options);
  }

  /**
   * Deletes all conversations of the visitor on the hub, and all that is stored here. An anonymous visitor has no
   * conversation but the current one.
   */
  async deleteMyData(): Promise<void> {
    await this.#call('deleteMyData');
    this.#drafts.clear();
    this.#draft = '';
    this.#publish();
  }

  /** Tries again what a line of the transcript says has failed. */
  retry(noticeId: string): void {
    this.#tell('retry', noticeId);
  }

  /** Sends a message again that could not be delivered. */
  resend(id: string): void {
    this.#tell('resend', id);
  }

  /** Takes a message that could not be delivered out of the list. */
  discard(id: string): void {
    this.#tell('discard', id);
  }

  /** Keeps what the visitor wrote and did not send yet. Each tab has its own; the newest of all is stored. */
  setDraft(text: string): void {
    if (text === this.#snapshot.draft) return;
    this.#draft = text;
    this.#hasOwnDraft = text !== '';
    void this.load();
    if (this.#synced) this.#tell('setDraft', text);
    this.#publish();
  }

  /** Tells whether the visitor sees the list; what comes while they do, in any tab, is read. */
  setViewed(viewed: boolean): void {
    this.#viewed = viewed;
    this.#role?.presenceChanged();
  }

  get #presence(): Presence {
    const viewed = this.#viewed === undefined ? undefined : this.#viewed && !this.#signals.hidden;
    return {viewed, visible: !this.#signals.hidden, connect: this.#wantsConnection};
  }

  #join(): void {
    if (this.#group) return;
    this.#unsubscribeSignals ??= this.#signals.subscribe(() => this.#handleSignal());
    const name = `captivate-chat ${this.#key}`;
    const isCurrent = () => group === this.#group;
    let group: TabGroup;
    try {
      group = new TabGroup(this.#tabs, name, {
        onJoined: () => isCurrent() && this.#role instanceof Follower && this.#role.join(),
        onElected: () => isCurrent() && void this.#handleElected(group),
        onDeposed: () => isCurrent() && this.#stepDown(group),
        onMessage: (message) => isCurrent() && this.#handleMessage(message as TabMessage),
        onUnavailable: () => isCurrent() && this.#keepToThisPage(),
      });
    } catch {
      return this.#keepToThisPage();
    }
    this.#group = group;
    this.#follow(group);
  }

  #handleMessage(message: TabMessage): void {
    // The connection that another tab wants must not become one of a tab that wants none.
    if (this.#away === 'disconnected') this.#leave('disconnected');
    else this.#role?.handle(message);
  }

  /** The browser lets this page share nothing with others. */
  #keepToThisPage(): void {
    this.#end();
    this.#tabs = pageTabs;
    this.#join();
  }

  #follow(group: TabGroup): Follower {
    const role = new Follower(
      {
        id: group.id,
        post: (message) => group.post(message),
        presence: () => this.#presence,
        steal: () => this.#isElected || group.steal(),
        onSynced: (state) => this.#handleSynced(state),
        onChange: ({snapshot}) => this.#show(snapshot),
        onEvent: (event) => this.#handleEvent(event),
      },
      this.#state,
    );
    this.#role = role;
    return role;
  }

  async #handleElected(group: TabGroup): Promise<void> {
    const role = this.#role;
    this.#isElected = true;
    if (this.#state && !this.#synced) await this.#refreshState(this.#state);
    if (role === this.#role) this.#lead(group);
  }

  /** While this tab was away, another may have gone on with the conversation, or with another one. */
  async #refreshState(state: ChatState): Promise<void> {
    const record = await loadSession(this.#key, this.#store);
    // Storage that has nothing has failed, or else the hub will refuse the conversation.
    if (record === EMPTY_SESSION) return;
    const goesOn = record.conversationId === state.record.conversationId;
    this.#state = goesOn ? {...state, record} : undefined;
  }

  #lead(group: TabGroup): void {
    // After all was deleted, nothing is begun before the visitor wants it.
    const isOver = this.#synced && this.#base.connection === 'stopped';
    const calls = this.#end(false);
    const signals = new TabSignals(this.#signals);
    const parts = {...this.#parts, signals};
    const conversation = new Conversation(this.#options, parts, this.#state);
    conversation.listen((event) => this.#handleEvent(event));
    const role = new Leader(conversation, {
      id: group.id,
      post: (message) => group.post(message),
      presence: () => this.#presence,
      awaitEnd: (...args) => group.awaitEnd(...args),
      onMembersChange: () => (signals.seenElsewhere = role.seenElsewhere),
    });
    this.#role = role;
    role.presenceChanged();
    const connects = this.#wantsConnection && !isOver;
    if (connects) conversation.connect();
    conversation.subscribe((snapshot) => {
      this.#show(snapshot);
      // The timers of a hidden page are slow, so a lost link is left to a tab that is seen.
      if (snapshot.connection === 'waiting' && this.#signals.hidden && role.seenElsewhere) {
        void Promise.resolve().then(() => role === this.#role && this.#rejoin());
      }
    });
    for (const {command, args, resolve, reject} of calls) {
      if (connects && command === 'connect') resolve(undefined);
      else role.run(command, args).then(resolve, reject);
    }
    void conversation.load().then(() => {
      if (role === this.#role) this.#handleLoaded();
    });
  }

  #stepDown(group: TabGroup): void {
    // A page that was busy may have heard of the visitor before it heard that it does not lead any more.
    const unsent = this.#role instanceof Leader ? this.#role.conversation.resign() : [];
    const calls = this.#end(false);
    const follower = this.#follow(group);
    const ids = new Set(unsent.map(({id}) => id));
    const messages = this.#base.messages.filter(({id}) => !ids.has(id));
    this.#show(Object.freeze({...this.#base, messages: Object.freeze(messages)}));
    for (const written of unsent) this.#keep(written);
    this.#publish();
    follower.join();
    for (const {command, args, resolve, reject} of calls) {
      follower.run(command, args).then(resolve, reject);
    }
  }

  #rejoin(): void {
    this.#end();
    this.#join();
  }

  /** Ends the role and keeps what it knew; by default the group, too. */
  #end(withGroup = true): readonly Call[] {
    const role = this.#role;
    const knows = this.#synced;
    this.#synced = false;
    this.#isElected = false;
    this.#role = undefined;
    const calls = role instanceof Follower ? role.close() : [];
    // Before it was loaded, nothing can be gone on with.
    if (role && knows) this.#state = role.state;
    if (role instanceof Leader) role.close();
    if (!withGroup) return calls;
    for (const {reject} of calls) {
      reject(new ChatError('connection-failed', 'The connection was lost.'));
    }
    if (this.#group) this.#group.post({type: 'leave', from: this.#group.id});
    this.#group?.leave();
    this.#group = undefined;
    return [];
  }

  /** Leaves the conversation to other tabs. */
  #leave(reason: 'left' | 'disconnected'): void {
    this.#away = reason;
    this.#end();
    const connection = reason === 'left' ? 'waiting' : 'stopped';
    const {trouble, ...snapshot} = this.#base;
    this.#show(Object.freeze({...snapshot, typing: false, connection}));
    if (reason === 'left') return;
    this.#unsubscribeSignals?.();
    this.#unsubscribeSignals = undefined;
  }

  #handleSignal(): void {
    if (this.#signals.left) {
      if (this.#group) this.#leave('left');
    } else if (this.#away === 'left') {
      this.#away = undefined;
      this.#join();
    } else {
      this.#role?.presenceChanged();
    }
  }

  #handleLoaded(): void {
    this.#synced = true;
    this.#adoptDraft();
    if (this.#hasOwnDraft) this.#tell('setDraft', this.#draft!);
    for (const id of this.#unheard.keys()) this.#tellWritten(id);
    this.#setLoaded();
    this.#publish();
  }

  #handleSynced({snapshot}: ChatState): void {
    const before = this.#state?.snapshot;
    this.#state = undefined;
    this.#show(snapshot);
    const {conversationId, loading} = snapshot;
    if (conversationId !== undefined && !loading) {
      this.#handleEvent({type: 'conversation-start', conversationId, resumed: true});
    }
    if (before) this.#tellMissed(before, snapshot);
    this.#handleLoaded();
  }

  /** Tells what came while this tab was away, if it can be told. */
  #tellMissed(before: ChatSnapshot, {messages, conversationId}: ChatSnapshot): void {
    const known = new Map(before.messages.map((message) => [message.id, message]));
    const isKnown = ({id, text, time}: Message) =>
      known.get(id)?.text === text && known.get(id)?.time === time;
    let first = messages.findLastIndex(isKnown) + 1;
    if (first === 0) {
      if (before.loading || before.conversationId !== conversationId) return;
      // A tab that began anew has given other ids.
      first = indexBehind(partCount(before.messages), messages);
    }
    for (const message of messages.slice(first)) this.#handleEvent({type: 'message', message});
  }

  #handleEvent(event: ChatEvent): void {
    switch (event.type) {
      // These are told from the snapshots, which every tab has.
      case 'connection-change':
      case 'unread-change':
        return;
      case 'conversation-start':
        if (event.resumed && event.conversationId === this.#toldConversation) return;
        this.#toldConversation = event.conversationId;
        break;
      case 'message':
        if (this.#toldOwn.delete(event.message.id)) return;
    }
    this.#events.emit(event);
  }

  async #call<C extends Command>(command: C, ...args: Arguments<C>): Promise<Answer<C>> {
    void this.load();
    // Whoever leads says of it in each tab when it is to connect.
    if (!this.#options.apiKey && command !== 'connect') {
      throw new ChatError('no-api-key', 'The api-key is missing.');
    }
    if (this.#role) return this.#role.call(command, ...(args.map(readable) as Arguments<C>));
    throw new ChatError('connection-failed', 'The client is disconnected.');
  }

  /** As `#call`, for what nobody waits for. */
  #tell<C extends Command>(command: C, ...args: Arguments<C>): void {
    if (this.#role instanceof Leader) {
      void this.#role.run(command, args);
    } else {
      this.#call(command, ...args).catch(() => undefined);
    }
  }

  /** Once it is stored, so that it is not taken for unheard again after it was sent; in the order of writing. */
  #tellWritten(id: string): void {
    const unheard = this.#unheard.get(id);
    if (!unheard) return;
    const stored = settleWithin(STORAGE_DELAY_LIMIT, unheard.stored);
    this.#lastTold = Promise.all([this.#lastTold, stored]).then(() => {
      if (!this.#synced || !this.#unheard.has(id)) return;
      unheard.isLate = !unheard.isStored;
      this.#tell('accept', unheard.written);
    });
  }

  /** A tab shows the stored draft until its visitor writes one, and forgets it when it was sent elsewhere. */
  #adoptDraft(): void {
    if (this.#hasOwnDraft) return;
    if (this.#draft === undefined || this.#base.draft === '') this.#draft = this.#base.draft;
  }

  #show(base: ChatSnapshot): void {
    this.#base = base;
    if (this.#synced) this.#adoptDraft();
    if (this.#unheard.size > 0) this.#dropHeard(base.messages);
    this.#publish();
  }

  #dropHeard(messages: readonly Message[]): void {
    const heard = new Set(messages.map(({id}) => id));
    for (const [id, {stored, isLate}] of this.#unheard) {
      if (!heard.has(id)) continue;
      this.#unheard.delete(id);
      if (isLate) void stored.then(() => dropUnheard(this.#key, new Set([id]), this.#store));
    }
  }

  #publish(): void {
    const before = this.#snapshot;
    const base = this.#base;
    this.#snapshot = updated(before, {
      ...base,
      messages: this.#withUnheard(base.messages),
      draft: this.#draft ?? '',
    });
    if (this.#snapshot === before) return;
    const {connection, unreadCount} = this.#snapshot;
    this.#snapshots.emit(this.#snapshot);
    if (connection !== before.connection) {
      this.#events.emit({type: 'connection-change', state: connection});
    }
    if (unreadCount !== before.unreadCount) {
      this.#events.emit({type: 'unread-change', count: unreadCount});
    }
  }

  #withUnheard(messages: readonly Message[]): readonly Message[] {
    if (this.#unheard.size === 0) return messages;
    return Object.freeze([...messages, ...[...this.#unheard.values()].map(({message}) => message)]);
  }
}

/** What a page asked with, at this moment, as it can be handed to another tab. */
function readable(argument: unknown): unknown {
  let copy: unknown;
  try {
    copy = plain(argument);
  } catch {
    // As where JSON has nothing for it.
  }
  if (copy === undefined && argument !== undefined) {
    throw new ChatError('bad-data', 'Only JSON can be sent to the hub.');
  }
  return copy ?? undefined;
}

/** What a listener throws is reported as if nobody had called it, and keeps nobody else from being told. */
function sheltered<T>(listener: (value: T) => void): (value: T) => void {
  return (value) => {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  };
}

function partCount(messages: readonly Message[]): number {
  return messages.reduce((sum, message) => sum + unitCount(message), 0);
}

/** Where in a list so many visible parts have been said. */
function indexBehind(count: number, messages: readonly Message[]): number {
  let index = 0;
  for (let said = 0; said < count && index < messages.length; index++) {
    said += unitCount(messages[index]!);
  }
  return index;
}
