import {Emitter} from '../emitter.js';
import {ChatError, type ErrorCode, type FailureCode} from '../errors.js';
import {
  asObject,
  canBeSent,
  isTooLong,
  mayHoldKey,
  socketAddress,
  textWithoutKey,
  withoutKey,
  type ClientFrame,
  type FrameError,
  type HubAction,
  type HubErrorEvent,
  type HubEvent,
  type HubMessageEvent,
  type JsonObject,
  type TranscriptEvent,
} from '../protocol/index.js';
import {pageSignals, type PageSignals} from '../connection/page-signals.js';
import type {LinkNeed} from '../connection/retry-policy.js';
import {
  SocketService,
  type ConnectionState,
  type SocketEvent,
} from '../connection/socket-service.js';
import {memoryStore, type KeyValueStore} from '../storage/key-value-store.js';
import {sessionStore} from '../storage/session-store.js';
import {isWaiting, type StoredMessage} from '../storage/session-record.js';
import {sessionKeyOf, socketBase, type ChatOptions, type ChatParts} from './chat-options.js';
import {agentStatus, isSameStatus, type AgentStatus} from './agent.js';
import {IncomingQueue} from './incoming-queue.js';
import {readAbout} from './about.js';
import type {ChatState} from './chat-state.js';
import {isSameConversation} from './conversation-id.js';
import {isMessageLinkEvent, LargeMessages, type MessageLinkEvent} from './large-messages.js';
import {Liveness} from '../connection/liveness.js';
import type {Message} from '../messages/message.js';
import {SendQueue} from './send-queue.js';
import {Outbox} from './outbox.js';
import {createStoredMessage} from '../messages/create-stored-message.js';
import {AdaptiveTimeout} from '../connection/adaptive-timeout.js';
import {PendingRequests} from './pending-requests.js';
import {
  Requests,
  type ConversationList,
  type ConversationQuery,
  type DeleteOptions,
  type MetadataOptions,
} from './requests.js';
import {TranscriptSync} from './transcript-sync.js';
import {Session} from './session.js';
import {EMPTY_SNAPSHOT, updated, type ChatSnapshot} from './snapshot.js';
import {startOf} from './start-frame.js';
import {RejectionCandidates} from './rejection-candidates.js';
import {Timeline} from '../messages/timeline.js';
import {ConnectionProblems} from './connection-problems.js';
import {Typing} from './typing.js';
import {isVisible} from '../messages/transcript-matcher.js';
import {uuid} from '../uuid.js';
import {ANSWER_LIMIT, PUSH_LAG} from '../timing.js';

/** What happened, for whoever is not interested in a state. */
export type ChatEvent =
  | {readonly type: 'connection-change'; readonly state: ConnectionState}
  | {
      readonly type: 'conversation-start';
      readonly conversationId: string;
      readonly resumed: boolean;
    }
  | {readonly type: 'message'; readonly message: Message}
  | {readonly type: 'message-failed'; readonly message: Message; readonly code: FailureCode}
  | {readonly type: 'unread-change'; readonly count: number}
  | {readonly type: 'agent-change'; readonly status: AgentStatus}
  | {readonly type: 'action'; readonly action: HubAction}
  | {readonly type: 'hub-event'; readonly eventType: string; readonly payload: unknown}
  | {readonly type: 'error'; readonly code: ErrorCode; readonly message: string};

/** The code with which a hub closes a socket over which a frame came that is too big for it. */
const TOO_BIG = 1009;
/** The code of the error with which others answer it. */
const TOO_BIG_ERROR = 413;

/**
 * A conversation with a hub, as the tab runs it that leads: it connects, starts or resumes, and sees to it that each
 * message arrives once. Views talk to `ChatClient`, which hands their commands on to this one, in whatever tab it is.
 */
export class Conversation {
  #options: ChatOptions;
  readonly #signals: PageSignals;
  readonly #socket: SocketService;

  readonly #timeline = new Timeline();
  readonly #outbox = new Outbox();
  readonly #session: Session;
  readonly #sendQueue: SendQueue;
  readonly #sync: TranscriptSync;
  readonly #rejections = new RejectionCandidates();
  readonly #pending = new PendingRequests();
  readonly #requests: Requests;
  readonly #incoming = new IncomingQueue(
    (event) => this.#addReceived(event),
    () => this.#publish(),
  );
  readonly #answerTimeout = new AdaptiveTimeout();
  readonly #liveness = new Liveness(this.#answerTimeout, {
    // A long history would take its time on a slow line, and hold up what else is said.
    ask: () => this.#sendMetadataRequest(),
    askAll: () => this.#askAll(),
    onProven: () => this.#handleDoubt(),
    isViewed: () => this.#viewed === true && !this.#signals.hidden,
    onDead: () => this.#socket.restart(),
  });
  readonly #typing = new Typing(() => this.#publish());
  readonly #large = new LargeMessages({
    timeline: this.#timeline,
    apiKey: () => this.#options.apiKey,
    onChange: () => this.#publish(),
    onMessage: (message) => this.#showLive(message),
    onError: (error) => {
      if (error instanceof ChatError) this.#report(error.code, error.message);
    },
  });
  #snapshot: ChatSnapshot = EMPTY_SNAPSHOT;
  readonly #snapshots = new Emitter<ChatSnapshot>();
  readonly #events = new Emitter<ChatEvent>();
  readonly #states = new Emitter<void>();
  /** Ids of what the visitor wrote here or in other tabs, which may tell it twice. */
  readonly #accepted = new Set<string>();
  /** Ids of events that were answered already, because hubs repeat events. */
  readonly #seenEvents = new Set<string>();

  /** Undefined where nobody has said: a program without a view needs the connection as much as a visitor who looks. */
  #viewed: boolean | undefined;

  #loading: Promise<void> | undefined;
  #restartedLink = 0;
  /** The attempt to start a conversation that is under way. */
  #starting: object | undefined;
  /** What the page said of the visitor when a start was too big for the hub, and when it was told of what is left out. */
  #tooBig: ChatOptions | undefined;
  #reported: ChatOptions | undefined;
  /** The list holds all that was there before, so that what a transcript adds is new. */
  #historyKnown = false;
  /** By the page's clock. */
  #newsUntil = 0;
  #resumeAnnounced = false;
  /** The conversation that the visitor wants to go to. */
  #opening: string | undefined;
  #deletion: {isOfNothing: boolean} | undefined;
  readonly #problems = new ConnectionProblems(() => this.#publish());
  #unsubscribeSignals: (() => void) | undefined;

  /** @param seed - What another tab has had until now, and this one goes on with. */
  constructor(options: ChatOptions, parts: ChatParts = {}, seed?: ChatState) {
    const address = socketBase(options);
    this.#options = options;
    this.#signals = parts.signals ?? pageSignals;
    this.#socket = new SocketService({
      address: () => socketAddress(address, options.apiKey),
      signals: this.#signals,
      need: () => this.#need(),
      ...(parts.openSocket && {open: parts.openSocket}),
      ...(parts.retryDelay && {retryDelay: parts.retryDelay}),
    });
    this.#socket.subscribe((event) => this.#handleSocket(event));
    this.#session = new Session(
      sessionKeyOf(options),
      this.#chooseStore(parts.store),
      this.#outbox,
    );
    this.#sendQueue = new SendQueue(this.#outbox, {
      isReady: () => this.#socket.state === 'ready',
      stored: () => this.#session.settled(),
      write: (id, text) => this.#sendMessage(id, text),
      onSent: () => this.#handleSent(),
      onWanted: () => this.#socket.resume(),
      // Nothing but a transcript takes messages out of the outbox, and a link may last for hours.
      onLargeOutbox: () => this.#askAll(),
    });
    this.#sync = new TranscriptSync({
      sendQueue: this.#sendQueue,
      pending: this.#pending,
      answerTimeout: this.#answerTimeout,
      conversationId: () => this.#session.conversationId,
      request: () => this.#sendTranscriptRequest(),
      isTranscript: (event) => this.#isOurTranscript(event),
      checkLink: () => this.#liveness.probe(),
      probe: () => void this.#sendMetadataRequest(),
      restart: () => this.#socket.restart(),
      onUnverified: (error) => this.#openUnverified(error),
    });
    this.#requests = new Requests({
      sendQueue: this.#sendQueue,
      pending: this.#pending,
      send: (frame) => this.#socket.send(frame),
      conversationId: () => this.#session.conversationId!,
      userId: () => this.#options.userId,
    });
    if (seed) this.#adopt(seed);
  }

  get snapshot(): ChatSnapshot {
    return this.#snapshot;
  }

  /** What another tab needs to go on from here. */
  get state(): ChatState {
    return {
      snapshot: this.#snapshot,
      marks: this.#timeline.marks,
      record: this.#session.record,
    };
  }

  /** Calls the listener after `state` may have changed. Returns the function that ends it. */
  watch(listener: () => void): () => void {
    return this.#states.listen(listener);
  }

  /** Calls the subscriber now and after each change. Returns the unsubscribe function. */
  subscribe(subscriber: (snapshot: ChatSnapshot) => void): () => void {
    const unsubscribe = this.#snapshots.listen(subscriber);
    subscriber(this.#snapshot);
    return unsubscribe;
  }

  /** Calls the listener for each event from now on. Returns the function that ends it. */
  listen(listener: (event: ChatEvent) => void): () => void {
    return this.#events.listen(listener);
  }

  /** Connects, and starts or resumes the conversation. What goes wrong comes as snapshots and events. */
  connect(): void {
    if (!this.#options.apiKey) return this.#giveUp('no-api-key', 'The api-key is missing.');
    void this.load();
    this.#unsubscribeSignals ??= this.#signals.subscribe(() => this.#handleSignal());
    this.#socket.connect();
  }

  /** Brings back the stored draft and what waits to be sent. Whatever else needs them does it by itself. */
  load(): Promise<void> {
    return (this.#loading ??= this.#load());
  }

  /** What to tell the hub of the visitor when the next conversation starts. The hub, key and visitor stay. */
  configure(
    options: Pick<ChatOptions, 'user' | 'userData' | 'metadata' | 'privateMetadata' | 'start'>,
  ): void {
    this.#options = {...this.#options, ...options};
  }

  /** Closes the connection until `connect()`; the conversation and what waits to be sent are kept. */
  disconnect(): void {
    this.#unsubscribeSignals?.();
    this.#unsubscribeSignals = undefined;
    this.#incoming.flush();
    this.#session.flush();
    this.#socket.close();
  }

  /** Ends this client: closes the connection and calls nobody any more. What is stored stays. */
  close(): void {
    this.#events.clear();
    this.#snapshots.clear();
    this.#states.clear();
    this.#large.clear();
    this.disconnect();
  }

  /** Another client goes on, so nothing is stored any more. Returns what was written here and handed to no link. */
  resign(): readonly StoredMessage[] {
    this.#session.abandon();
    return this.#outbox.unsent;
  }

  /**
   * Sends a text as soon as there is a conversation. The message is in the list, pending, at once. Throws a
   * `ChatError` with the code `empty-message` when the text is blank, and `message-too-long` when a hub would not
   * take it.
   */
  send(text: string): Message {
    return this.#send(createStoredMessage(text, this.#session.sentCount));
  }

  /** Sends what the visitor wrote in another tab, which may say so twice. Other tabs call it by name: see `Command`. */
  accept(written: StoredMessage): void {
    if (!this.#accepted.has(written.id)) this.#send(written);
    this.#session.keepUnheard([written]);
  }

  /** What other tabs have stored, and nobody has been told. */
  async findUnheard(): Promise<readonly StoredMessage[]> {
    await this.load();
    const {unheard} = await this.#session.loadUntold();
    return unheard;
  }

  #send(written: StoredMessage): Message {
    this.#accepted.add(written.id);
    void this.load();
    // Whoever writes waits for nothing that was said before.
    this.#incoming.flush();
    const message = this.#enqueue(written);
    this.#socket.resume();
    void this.#sendQueue.flush();
    this.#events.emit({type: 'message', message});
    return message;
  }

  /** Sends a failed message anew, as the last one; does nothing where none with this id has failed. */
  resend(id: string): void {
    const item = this.#outbox.takeFailed(id);
    if (!item) return;
    this.#timeline.remove(id);
    this.#enqueue({id, text: item.text, time: Date.now(), after: 0});
    this.#failTooLong();
    void this.#sendQueue.flush();
  }

  /** Takes a failed message out of the list for good; does nothing where none with this id has failed. */
  discard(id: string): void {
    if (!this.#outbox.takeFailed(id)) return;
    this.#timeline.remove(id);
    this.#session.save();
    this.#publish();
  }

  #enqueue(written: StoredMessage): Message {
    const item = {...written, after: this.#session.sentCount};
    this.#outbox.add(item);
    const message = this.#timeline.write(item);
    this.#session.touch();
    this.#session.save();
    this.#publish();
    return message;
  }

  /**
   * Sends an action to the hub, once there is a conversation. Resolves when it was handed over; rejects with a
   * `ChatError` after 10 s without a connection (`connection-failed`), or where `data` is not JSON (`bad-data`).
   */
  async sendAction(id: string, data: JsonObject = {}): Promise<void> {
    await this.#sendQueue.whenOpen();
    const conversationId = this.#session.conversationId!;
    const frame = {type: 'action', id, data, conversationId} as const;
    if (!asObject(data) || !canBeSent(frame)) {
      throw new ChatError('bad-data', 'The data of an action has to be JSON, of 128 KB at most.');
    }
    if (this.#socket.send(frame)) return;
    throw new ChatError('connection-failed', 'The connection was lost.');
  }

  /** Asks for a human agent. Resolves and rejects as `sendAction`; who comes, or that nobody does, is told later. */
  async requestAgent(): Promise<void> {
    await this.sendAction('escalateToHuman');
    if (this.#session.agent?.state !== 'joined') this.#setAgent({state: 'requested'});
  }

  /** Tells the hub something about the conversation; see `Requests` for how this and the others fail. */
  setMetadata(data: JsonObject, options?: MetadataOptions): Promise<void> {
    return this.#requests.setMetadata(data, options);
  }

  /** What the hub knows about the conversation, except for what is private. */
  getMetadata(): Promise<JsonObject> {
    return this.#requests.getMetadata();
  }

  /** The conversations of a visitor with an id. */
  listConversations(query?: ConversationQuery): Promise<ConversationList> {
    return this.#requests.listConversations(query);
  }

  /** Brings the list in line with the hub's, and resolves with it. */
  async getTranscript(): Promise<readonly Message[]> {
    await this.#requests.ask(
      (conversationId) => ({type: 'conversation_transcript_request', conversationId}),
      (event) => this.#isOurTranscript(event) || undefined,
      {isTranscript: true},
    );
    return this.#timeline.messages;
  }

  /** Leaves the conversation for a new one, and resolves with its id. The hub keeps the old one. */
  async newConversation(): Promise<string> {
    const attempt = {};
    const frame = () => {
      this.#starting = attempt;
      return this.#startFrame();
    };
    try {
      return await this.#moving(() =>
        this.#requests.ask(frame, (event) =>
          event.type === 'conversation_start_success' ? event.conversationId : undefined,
        ),
      );
    } catch (error) {
      // A late answer must not take the visitor away from where they are.
      if (this.#starting === attempt) this.#starting = undefined;
      throw error;
    }
  }

  /** Goes on with another conversation of the visitor. Where the hub refuses it, the current one stays. */
  async openConversation(id: string): Promise<void> {
    const deadline = performance.now() + ANSWER_LIMIT;
    await this.#sendQueue.whenOpen();
    if (isSameConversation(id, this.#session.conversationId)) return;
    const frame = () => {
      this.#opening = id;
      return {type: 'conversation_transcript_request', conversationId: id} as const;
    };
    try {
      await this.#moving(async () => {
        const transcript = await this.#requests.ask(
          frame,
          (event) =>
            event.type === 'conversation_transcript' && isSameConversation(event.conversationId, id)
              ? event
              : undefined,
          {deadline, isTranscript: true},
        );
        this.#switchTo(id, transcript);
      });
    } catch (error) {
      // An answer that comes late would be taken for that of the current conversation.
      const isLate = error instanceof ChatError && error.code === 'answer-timeout';
      if (isLate && this.#opening === id) this.#socket.restart();
      throw error;
    } finally {
      if (this.#opening === id) this.#opening = undefined;
    }
  }

  /** Deletes the conversation on the hub and here; another one begins when the visitor wants it. */
  async deleteConversation(options?: DeleteOptions): Promise<void> {
    await this.#moving(async () => {
      await this.#deleteOnHub(options);
      await this.#beginAnew();
    });
  }

  /**
   * Deletes all conversations of the visitor on the hub, and all that is stored here. An anonymous visitor has no
   * conversation but the current one.
   */
  async deleteMyData(): Promise<void> {
    await this.load();
    await this.#moving(async () => {
      if (this.#options.userId) await this.#requests.deleteUserConversations();
      else if (this.#session.conversationId !== undefined) {
        await this.#deleteOnHub({hard: true});
      }
      await this.#beginAnew();
    });
  }

  async #deleteOnHub(options?: DeleteOptions): Promise<void> {
    const deletion = (this.#deletion = {isOfNothing: false});
    try {
      await this.#requests.deleteConversation(options);
    } catch (error) {
      if (!deletion.isOfNothing) throw error;
    } finally {
      this.#deletion = undefined;
    }
  }

  /** What the visitor writes while they are on their way to another conversation goes where they arrive. */
  async #moving<T>(move: () => Promise<T>): Promise<T> {
    const resume = this.#sendQueue.pause();
    try {
      return await move();
    } finally {
      resume();
    }
  }

  /** Tries again what a line of the transcript says has failed. */
  retry(noticeId: string): void {
    this.#large.retry(noticeId);
  }

  /** Keeps what the visitor wrote and did not send yet. */
  setDraft(text: string): void {
    if (text === this.#snapshot.draft) return;
    this.#session.draft = text;
    void this.load();
    // What was sent must not come back as a draft.
    if (text === '') this.#session.save();
    else this.#session.saveSoon();
    this.#publish();
  }

  /** Tells whether the visitor sees the list; what comes while they do is read. */
  setViewed(viewed: boolean): void {
    if (viewed && !this.#viewed) this.#socket.reconnectNow();
    this.#viewed = viewed;
    // Nobody is there to see the bot think.
    if (!viewed) this.#incoming.flush();
    this.#liveness.viewedChanged();
    this.#updateRead();
    this.#publish();
  }

  /** How much hangs on the connection. */
  #need(): LinkNeed {
    const isSeen = this.#viewed !== false && !this.#signals.hidden;
    const isAwaited = this.#outbox.unanswered.size > 0 || this.#session.agent?.state === 'joined';
    if (this.#liveness.idle && !isSeen && !isAwaited) return 'none';
    if (this.#signals.hidden) return 'hidden';
    return this.#viewed === false && this.#outbox.unanswered.size === 0 ? 'visible' : 'open';
  }

  #chooseStore(given: KeyValueStore | undefined): KeyValueStore {
    if (this.#options.storage === 'none') return memoryStore();
    return sessionStore(given, () =>
      this.#report('storage-unavailable', 'IndexedDB is out of reach; this page remembers alone.'),
    );
  }

  async #load(): Promise<void> {
    const {outbox, unheard} = await this.#session.load(this.#options.sessionTimeout ?? 0);
    for (const {id} of outbox) this.#accepted.add(id);
    this.#timeline.restore(outbox.filter(({text}) => text !== ''));
    this.#takeUnheard(unheard);
    this.#failTooLong();
    this.#publish();
  }

  #adopt({snapshot, marks, record}: ChatState): void {
    this.#session.adopt(record, snapshot.agent);
    this.#timeline.adopt(snapshot.messages, snapshot.notices, marks);
    for (const {id} of snapshot.messages) this.#accepted.add(id);
    for (const item of record.outbox) {
      // What was answered is shown with the history that it is part of.
      if (isWaiting(item) && !this.#accepted.has(item.id)) this.#timeline.write(item);
      this.#accepted.add(item.id);
    }
    this.#resumeAnnounced = record.conversationId !== undefined && !snapshot.loading;
    this.#historyKnown = this.#resumeAnnounced;
    this.#problems.wasConnected = this.#resumeAnnounced;
    this.#publish();
    this.#loading = this.#loadUntold();
  }

  /** What was stored in other tabs, and not told any more. */
  async #loadUntold(): Promise<void> {
    const {outbox, unheard} = await this.#session.loadUntold();
    for (const item of outbox) {
      if (this.#accepted.has(item.id)) continue;
      this.#accepted.add(item.id);
      this.#outbox.addUncertain(item);
      if (!item.answered) this.#timeline.write(item);
    }
    this.#takeUnheard(unheard);
    this.#publish();
  }

  #takeUnheard(unheard: readonly StoredMessage[]): void {
    for (const written of unheard) {
      if (this.#accepted.has(written.id)) continue;
      this.#accepted.add(written.id);
      const item = {...written, after: this.#session.sentCount};
      // The tab that heard of it may have sent it before it could store that.
      this.#outbox.addUncertain(item);
      this.#timeline.write(item);
    }
    this.#session.keepUnheard(unheard);
  }

  #handleSocket(event: SocketEvent): void {
    switch (event.type) {
      case 'state':
        return this.#handleState(event.state, event.closeCode);
      case 'event':
        this.#liveness.activity();
        this.#handleEvent(this.#clean(event));
        return this.#sync.activity();
      case 'preview':
        this.#liveness.activity();
        return this.#handlePreview(this.#clean(event));
      case 'bad-frame':
        this.#liveness.activity();
        this.#handleBadFrame(event.error);
        return this.#sync.activity();
      case 'failure':
        return this.#handleFailure(event.code);
    }
  }

  #handleState(state: ConnectionState, closeCode?: number): void {
    if (state === 'ready') {
      void this.#handleReady();
    } else {
      this.#sync.stop();
      this.#liveness.stop();
      const wasStarting = this.#starting !== undefined;
      this.#starting = undefined;
      this.#typing.stop();
      this.#pending.failAll(new ChatError('connection-failed', 'The connection was lost.'));
      // What was sent last may have died with the link; the next transcript tells.
      this.#timeline.mark(this.#outbox.unanswered, 'pending');
      this.#rejections.linkLost();
      if (closeCode === TOO_BIG && wasStarting) this.#tooBig = this.#options;
      else if (closeCode === TOO_BIG) this.#suspectBiggest();
    }
    this.#updateProblems();
    this.#publish();
    this.#events.emit({type: 'connection-change', state});
  }

  #handleFailure(code: ErrorCode): void {
    if (code === 'bad-address') {
      return this.#giveUp('bad-address', 'The address of the hub cannot be used from this page.');
    }
    if (!this.#problems.failing) {
      this.#report(code, 'The hub cannot be reached; it is tried again.');
    }
    this.#problems.failing = true;
    this.#publish();
  }

  #handleBadFrame({reason, eventType}: FrameError): void {
    const name = eventType === undefined ? 'A frame' : `A frame of type ${eventType}`;
    this.#report('bad-frame', `${name} from the hub could not be understood: ${reason}.`);
    // It may have been a message, and the visitor waits for one.
    if (this.#session.conversationId !== undefined) this.#timeline.note('unreadable');
    this.#publish();
  }

  #giveUp(code: 'no-api-key' | 'bad-address', message: string): void {
    this.#problems.setup = code;
    this.#publish();
    this.#report(code, message);
  }

  async #handleReady(): Promise<void> {
    const link = this.#sendQueue.begin();
    await this.#loading;
    if (!this.#sendQueue.isCurrent(link)) return;
    if (this.#session.conversationId === undefined) await this.#start(link);
    else await this.#sync.resume(link);
  }

  async #start(link: number): Promise<void> {
    this.#starting = {};
    this.#socket.send(this.#startFrame());
    try {
      await this.#pending.ask((event) => event.type === 'conversation_start_success' || undefined);
    } catch {
      if (!this.#sendQueue.isCurrent(link)) return;
      this.#problems.notStarting = true;
      this.#report('start-timeout', 'The hub did not start a conversation; it is tried again.');
      this.#socket.restart();
    }
  }

  #startFrame(): ClientFrame {
    const options = this.#options;
    const leftOut: string[] = [];
    const about = readAbout(options, (name) => leftOut.push(name));
    const limit = this.#tooBig === options ? 0 : undefined;
    const start = startOf({userId: options.userId, ...about}, limit);
    leftOut.push(...start.leftOut);
    if (leftOut.length > 0 && this.#reported !== options) {
      this.#reported = options;
      const names = leftOut.join(', ');
      this.#report(
        'bad-data',
        `Not JSON, or more than a hub takes (32 KB), and left out: ${names}.`,
      );
    }
    return start.frame;
  }

  #handleStarted(conversationId: string): void {
    if (!this.#starting) return;
    this.#starting = undefined;
    this.#problems.notStarting = false;
    if (this.#session.conversationId !== undefined) this.#leave();
    this.#session.conversationId = conversationId;
    this.#historyKnown = true;
    this.#resumeAnnounced = true;
    this.#session.touch();
    if (this.#options.start !== 'visitor') {
      this.#outbox.addOpening({id: uuid(), text: '', time: Date.now(), after: 0});
    }
    this.#session.save();
    this.#publish();
    this.#events.emit({type: 'conversation-start', conversationId, resumed: false});
    this.#sendQueue.open(true);
  }

  #openUnverified(error?: ChatError): void {
    if (error) this.#report(error.code, 'The hub did not say what the conversation holds.');
    this.#announceResume();
    this.#sendQueue.open(false);
  }

  #sendMetadataRequest(): boolean {
    const {conversationId} = this.#session;
    if (conversationId === undefined) return false;
    return this.#socket.send({type: 'metadata_request', conversationId});
  }

  #sendTranscriptRequest(): boolean {
    const {conversationId} = this.#session;
    // Its answer need not say that it is not of the conversation that is being opened.
    if (conversationId === undefined || this.#opening !== undefined) return false;
    return this.#socket.send({type: 'conversation_transcript_request', conversationId});
  }

  #announceResume(): void {
    if (this.#resumeAnnounced || this.#session.conversationId === undefined) return;
    this.#resumeAnnounced = true;
    this.#publish();
    const conversationId = this.#session.conversationId;
    this.#events.emit({type: 'conversation-start', conversationId, resumed: true});
  }

  /** The hub does not know the conversation any more: another one is started, and what waits is sent there. */
  #restartConversation(): void {
    this.#incoming.flush();
    this.#forget('The hub refused the conversation.');
    this.#outbox.restart();
    this.#timeline.restart(this.#outbox.unanswered);
    this.#timeline.mark(this.#outbox.unanswered, 'pending');
    this.#session.save();
    this.#publish();
    // A hub that refuses one conversation after the other is not asked without a pause.
    if (this.#restartedLink === this.#sendQueue.link) return this.#socket.restart();
    this.#restartedLink = this.#sendQueue.link;
    void this.#start(this.#sendQueue.link);
  }

  /** Nothing is known of a conversation any more; the list stays. */
  #forget(reason: string): void {
    this.#dropAgent();
    this.#session.forget();
    this.#sendQueue.hold();
    this.#rejections.drop();
    this.#sync.stop();
    this.#typing.stop();
    this.#pending.failAll(new ChatError('hub-error', reason));
  }

  /** The visitor goes to another conversation, or has none any more. */
  #leave(): void {
    const {agent} = this.#session;
    const before = this.#outbox.unanswered.size;
    this.#incoming.clear();
    this.#large.clear();
    this.#forget('The conversation was left.');
    this.#outbox.leave();
    this.#accepted.clear();
    for (const {id} of this.#outbox.items) this.#accepted.add(id);
    const isBusy = agent?.state === 'joined' || this.#outbox.unanswered.size < before;
    this.#timeline.clear(this.#outbox.unanswered);
    // What is still said there need not name its conversation; a new socket does not get it.
    if (isBusy) this.#socket.restart();
  }

  #switchTo(id: string, {entries}: TranscriptEvent): void {
    this.#leave();
    this.#session.conversationId = id;
    this.#session.sentCount = this.#timeline.merge(entries).ownCount;
    this.#session.readCount = this.#timeline.receivedCount;
    this.#historyKnown = true;
    this.#resumeAnnounced = false;
    this.#session.touch();
    this.#session.save();
    this.#announceResume();
    this.#sendQueue.open(true);
  }

  /** After a conversation was deleted: a visitor who looks gets another one, else nothing is left. */
  async #beginAnew(): Promise<void> {
    this.#leave();
    this.#historyKnown = false;
    this.#resumeAnnounced = false;
    await this.#session.delete();
    if (this.#viewed) {
      this.#timeline.note('conversation-deleted');
      const {link} = this.#sendQueue;
      if (this.#sendQueue.isCurrent(link)) void this.#start(link);
    } else {
      this.disconnect();
    }
    this.#publish();
  }

  /** Asks what the conversation holds, unless that is under way. */
  #askAll(): void {
    if (!this.#pending.isTranscriptPending) this.#sync.ask().catch(() => undefined);
  }

  #handleSent(): void {
    this.#liveness.sent();
    this.#markSent();
    // What a person does with a message cannot be told.
    if (this.#session.agent?.state !== 'joined') this.#typing.expect();
    this.#publish();
  }

  #handleSignal(): void {
    // Many a phone ends pages that are hidden without another word.
    if (this.#signals.hidden) this.#session.flush();
    this.#liveness.pageChanged(this.#signals);
    this.#handleDoubt();
  }

  /** Whether the network is there may have become doubtful, or clear. */
  #handleDoubt(): void {
    this.#markSent();
    this.#updateProblems();
    this.#publish();
  }

  #updateProblems(): void {
    const {state, isDormant} = this.#socket;
    this.#problems.stateChanged(state, {isDormant, doubtful: this.#liveness.isDoubtful});
  }

  /** A socket takes messages without complaint after the network is gone, so then nobody can say. */
  #markSent(): void {
    if (!this.#liveness.isDoubtful && this.#socket.state === 'ready') {
      this.#timeline.mark(this.#sendQueue.sent, 'sent');
    }
  }

  #sendMessage(clientMessageId: string, text: string): boolean {
    const conversationId = this.#session.conversationId;
    if (conversationId === undefined) return false;
    return this.#socket.send({type: 'user_message', conversationId, clientMessageId, text});
  }

  #handleEvent(event: HubEvent): void {
    // First, because an answer may lead away from the conversation, which ends all questions that are left.
    this.#pending.handle(event);
    switch (event.type) {
      case 'conversation_start_success':
        this.#handleStarted(event.conversationId);
        break;
      case 'message':
        this.#handleMessage(event);
        break;
      case 'conversation_transcript':
        if (this.#isOurTranscript(event)) this.#handleTranscript(event);
        break;
      case 'conversation_update':
        if (this.#isNews(event, event.update))
          this.#setAgent(agentStatus(event, this.#session.agent));
        break;
      case 'action':
        if (!this.#isNews(event, event.actions.map(({id}) => id).join(' '))) break;
        for (const action of event.actions) this.#events.emit({type: 'action', action});
        break;
      case 'general_error':
        this.#handleError(event);
        break;
      case 'unknown':
        this.#events.emit({type: 'hub-event', eventType: event.eventType, payload: event.payload});
        break;
    }
  }

  #handleMessage(event: HubMessageEvent): void {
    if (!this.#concernsUs(event.conversationId)) return;
    this.#handleReply();
    this.#incoming.add(event);
    if (!this.#viewed) this.#incoming.flush();
  }

  /** Somebody spoke, and so has what was sent; even where the browser believes that it is offline. */
  #handleReply(): void {
    if (performance.now() > this.#newsUntil) this.#timeline.forgetNews();
    this.#sendQueue.answer();
    this.#timeline.mark(this.#sendQueue.sent, 'sent');
    this.#typing.stop();
  }

  #addReceived(event: HubMessageEvent): void {
    const message = this.#timeline.receive(this.#withAuthor(event), Date.now());
    if (message) this.#session.touch();
    this.#showLive(message);
  }

  #showLive(message: Message | undefined): void {
    this.#showNew(message ? [message] : []);
    if (this.#timeline.inDoubt) this.#sync.recheck('again');
  }

  /** Hubs need not say with each message who the agent is that has joined. */
  #withAuthor(event: HubMessageEvent): HubMessageEvent {
    const agent = this.#session.agent?.state === 'joined' ? this.#session.agent.agent : undefined;
    return event.sender === 'agent' && !event.author && agent ? {...event, author: agent} : event;
  }

  /** Of our conversation, and not a repetition. */
  #isNews(
    {eventId, conversationId}: {eventId?: string; conversationId?: string},
    content: string,
  ): boolean {
    if (!this.#concernsUs(conversationId)) return false;
    if (eventId === undefined) return true;
    // What a bot does in one turn may share an id.
    const key = `${eventId} ${content}`;
    const isNew = !this.#seenEvents.has(key);
    this.#seenEvents.add(key);
    return isNew;
  }

  #setAgent(status: AgentStatus): void {
    if (isSameStatus(status, this.#session.agent)) return;
    this.#incoming.flush();
    this.#typing.stop();
    this.#session.agent = Object.freeze(status);
    this.#timeline.note(`agent-${status.state}`, status.agent?.name);
    this.#session.save();
    this.#publish();
    this.#events.emit({type: 'agent-change', status});
  }

  /** After a resume there is no word of an agent who left meanwhile; but then the bot has spoken last. */
  #reconsiderAgent(news: readonly Message[]): void {
    const last = news.findLast(({sender}) => sender !== 'user');
    if (last?.sender === 'bot') this.#dropAgent();
  }

  /** A person is not there any more, though nobody has said so. */
  #dropAgent(): void {
    const {agent} = this.#session;
    if (agent?.state !== 'joined') return;
    this.#session.agent = undefined;
    this.#publish();
    this.#events.emit({type: 'agent-change', status: Object.freeze({...agent, state: 'left'})});
  }

  #isOurTranscript(event: HubEvent): event is TranscriptEvent {
    return (
      event.type === 'conversation_transcript' &&
      this.#session.conversationId !== undefined &&
      // One that names no conversation may be that which is being opened.
      (event.conversationId !== undefined || this.#opening === undefined) &&
      this.#concernsUs(event.conversationId)
    );
  }

  /** Of a long history the visitor sees the end before all of it is read. */
  #handlePreview(event: TranscriptEvent): void {
    if (this.#historyKnown || !this.#isOurTranscript(event)) return;
    this.#timeline.preview(event.entries);
    this.#publish();
  }

  #handleTranscript({entries}: TranscriptEvent): void {
    this.#sync.transcriptReceived();
    // It has all of what is held back.
    this.#incoming.flush();
    const {added, confirmed, ownCount} = this.#timeline.merge(entries, this.#outbox.expected);
    if (added.length > 0) this.#newsUntil = performance.now() + PUSH_LAG;
    this.#outbox.confirm(confirmed, ownCount);
    this.#session.sentCount = Math.max(this.#session.sentCount, ownCount);
    // The silent opening is either in the transcript or has been answered there.
    const opened = entries.some(({sender, parts}) => sender !== 'user' || !parts.some(isVisible));
    if (opened) this.#outbox.confirmOpening();
    const unread = new Set(this.#timeline.receivedBeyond(this.#session.readCount));
    // What came live before the history was told then.
    const news = this.#historyKnown ? added : added.filter((message) => unread.has(message));
    this.#historyKnown = true;
    this.#reconsiderAgent(news);
    this.#showNew(news);
    this.#session.save();
    this.#announceResume();
    this.#rejections.confirm(confirmed);
    const {inDoubt} = this.#timeline;
    const isCertain = !this.#sendQueue.mayResend && !this.#rejections.any && !inDoubt;
    if (!isCertain && this.#sync.recheck('once')) return;
    this.#timeline.inDoubt = false;
    this.#failSuspects();
    for (const id of this.#outbox.overtaken(this.#sendQueue.link)) this.#fail(id, 'not-delivered');
    this.#sync.stop();
    this.#sendQueue.open(true);
  }

  /** The hub reports an error, perhaps for what it was handed over this link and nobody answered. */
  #suspectSent(): void {
    const {unanswered} = this.#outbox;
    const sent = [...this.#sendQueue.sent].filter((id) => unanswered.has(id));
    // An error may also be how a hub answers to a request for a transcript.
    if (sent.every((id) => this.#rejections.has(id))) return;
    for (const id of sent) this.#rejections.add(id, 'hub-error');
    this.#sync.recheck('now');
  }

  /** The hub does not say which frame was too big for it. */
  #suspectBiggest(): void {
    const biggest = this.#outbox.biggestOver(this.#sendQueue.link);
    if (biggest !== undefined) this.#rejections.add(biggest, 'message-too-long');
  }

  #failSuspects(): void {
    // The messages say it themselves now.
    if (this.#rejections.any) this.#timeline.unnote(this.#rejections.notice);
    for (const [id, code] of this.#rejections.reject()) this.#fail(id, code);
  }

  /** What an earlier version of the widget stored may be longer than what a hub takes. */
  #failTooLong(): void {
    for (const item of this.#outbox.items) {
      if (isWaiting(item) && isTooLong(item.text)) this.#fail(item.id, 'message-too-long');
    }
  }

  #fail(id: string, code: FailureCode): void {
    this.#outbox.fail(id, code);
    const message = this.#timeline.fail(id, code);
    this.#session.save();
    this.#publish();
    if (message) this.#events.emit({type: 'message-failed', message, code});
  }

  /** After messages came: what is new is read or counted, stored, shown and told to the page, in this order. */
  #showNew(messages: readonly Message[]): void {
    this.#updateRead();
    this.#session.saveSoon();
    this.#publish();
    for (const message of messages) this.#events.emit({type: 'message', message});
  }

  #handleError(event: HubErrorEvent): void {
    if (isMessageLinkEvent(event)) return this.#handleMessageLink(event);
    const description = event.description || 'The hub reported an error.';
    this.#report('hub-error', description);
    if (event.code === TOO_BIG_ERROR && this.#starting && this.#tooBig !== this.#options) {
      this.#tooBig = this.#options;
      return void this.#socket.send(this.#startFrame());
    }
    const error = new ChatError('hub-error', this.#withoutKey(description));
    const refused = this.#pending.refuse(error);
    if (this.#isRefusal(event)) {
      if (!this.#deletion || !this.#sendQueue.isOpen) return this.#restartConversation();
      // A hub that does not know it any more has nothing left to delete.
      this.#deletion.isOfNothing = true;
    }
    if (refused) return;
    if (!this.#concernsUs(event.conversationId)) return;
    this.#suspectSent();
    // An error without anything that the visitor waits for says nothing to them.
    if (!this.#typing.active) return;
    this.#typing.stop();
    this.#rejections.notice = this.#timeline.note('hub-error').id;
    this.#publish();
  }

  #handleMessageLink(event: MessageLinkEvent): void {
    if (!this.#isNews(event, event.messageLink)) return;
    this.#incoming.flush();
    this.#handleReply();
    this.#large.add(event);
  }

  /** The hub says 400 for a conversation it does not know, or no longer; the words are the hub's own. */
  #isRefusal({code, description, conversationId}: HubErrorEvent): boolean {
    if (code !== 400 || this.#session.conversationId === undefined) return false;
    if (this.#opening !== undefined && isSameConversation(conversationId, this.#opening))
      return false;
    // Nothing else was asked, and nothing was sent, before the first transcript.
    const resuming = !this.#sendQueue.isOpen && !this.#sync.hasTranscript;
    return this.#concernsUs(conversationId) && (resuming || /conversation/i.test(description));
  }

  #concernsUs(conversationId: string | undefined): boolean {
    return isSameConversation(conversationId, this.#session.conversationId);
  }

  #updateRead(): void {
    // Without the history, what came live is not all that there is to count.
    if (!this.#historyKnown || !this.#viewed) return;
    if (this.#session.readCount < this.#timeline.receivedCount) {
      this.#session.readCount = this.#timeline.receivedCount;
      this.#session.saveSoon();
    }
  }

  #publish(): void {
    const before = this.#snapshot;
    const trouble = this.#problems.worst(this.#signals.online);
    const conversationId = this.#session.conversationId;
    this.#snapshot = updated(before, {
      connection: this.#socket.state,
      ...(trouble && {trouble}),
      ...(conversationId !== undefined && {conversationId}),
      ...(this.#session.agent && {agent: this.#session.agent}),
      messages: this.#timeline.messages,
      notices: this.#timeline.notices,
      typing: this.#typing.active || this.#incoming.pausing,
      loading: conversationId !== undefined && !this.#resumeAnnounced,
      unreadCount: this.#unreadCount(),
      draft: this.#session.draft ?? '',
    });
    this.#states.emit();
    if (this.#snapshot === before) return;
    this.#snapshots.emit(this.#snapshot);
    const count = this.#snapshot.unreadCount;
    if (count !== before.unreadCount) this.#events.emit({type: 'unread-change', count});
  }

  #unreadCount(): number {
    // Before the history is there, nobody can tell.
    return this.#historyKnown ? this.#timeline.countBeyond(this.#session.readCount) : 0;
  }

  #report(code: ErrorCode, message: string): void {
    this.#events.emit({type: 'error', code, message: this.#withoutKey(message)});
  }

  /** What goes on to the page. An error has an address that may need the key; its words lose it when they are told. */
  #clean<Event extends HubEvent>({event, raw}: {event: Event; raw: unknown}): Event {
    const {apiKey} = this.#options;
    // To look through a long history for what is not in it would take longer than to read it.
    if (event.type === 'general_error' || !mayHoldKey(raw, apiKey)) return event;
    return withoutKey(event, apiKey);
  }

  /** Hubs and proxies may echo the address they were asked for. */
  #withoutKey(text: string): string {
    return textWithoutKey(text, this.#options.apiKey);
  }
}
