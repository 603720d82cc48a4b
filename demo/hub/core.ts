import {AgentDesk} from './agents.js';
import type {Bot, BotChat} from './bot.js';
import {Timers, randomUuid, systemClock} from './clock.js';
import type {Clock} from './clock.js';
import {Conversations} from './conversations.js';
import type {Conversation, StoredMessage} from './conversations.js';
import {Faults} from './faults.js';
import {Link} from './link.js';
import type {LinkTransport} from './link.js';
import {httpTranscript, transcriptPayload} from './transcript.js';
import type {TranscriptShape} from './transcript.js';
import {byteLength, defaultMaxFrameBytes, validateFrame} from './validate.js';
import type {FrameTransport, InvalidFrame} from './validate.js';
import {toPart} from './wire.js';
import type {AgentInfo, UpdateType, WireAction, WireEvent, WireObject, WirePart} from './wire.js';

/** What can be chosen about the hub's behaviour, whatever carries its frames. */
export interface HubCoreOptions {
  /** Answers visitors; `null` for a hub in which only tests speak. No bot by default. */
  readonly bot?: Bot | null;
  /** The envelope of events: `{action, event: {…}}`, the default, or only what is inside. */
  readonly envelope?: 'wrapped' | 'bare';
  /** The shape of transcripts; both are in use. `'transcript'` by default. */
  readonly transcriptShape?: TranscriptShape;
  /**
   * Whether a transcript names each event as the live frame did (`'stable'`, the default) or anew each time. No
   * document promises either.
   */
  readonly transcriptEventIds?: 'stable' | 'fresh';
  /** `'uuid'`, the default, or `'user-uuid'` for `<userId>_<uuid>`. Both are in use. */
  readonly conversationIdStyle?: 'uuid' | 'user-uuid';
  /** Whether the empty message that asks for the greeting is in the transcript. True by default. */
  readonly storeEmptyMessages?: boolean;
  /** The biggest frame in either direction, in bytes. 128 KB by default. */
  readonly maxFrameBytes?: number;
  /** Milliseconds without a frame after which a socket is closed. 10 minutes by default. */
  readonly idleTimeout?: number;
  /** Milliseconds after which every socket is closed. 2 hours by default. */
  readonly maxConnectionTime?: number;
  /** Milliseconds until a request for a human fails while no agent's page is open. 1500 by default. */
  readonly agentTimeout?: number;
  /** The address where a message that is too big for the socket can be fetched. */
  readonly messageLink?: (messageId: string) => string;
  /** The address of a file that the hub serves. */
  readonly assetUrl?: (name: string) => string;
  /** Time; the machine's by default. */
  readonly clock?: Clock;
  /** Ids; random UUIDs by default. */
  readonly randomId?: () => string;
}

/** A frame that kept the rules. */
export interface ReceivedFrame {
  readonly at: number;
  readonly via: FrameTransport;
  /** The link's `socket_id`. */
  readonly socketId: string;
  readonly eventType: string;
  readonly payload: WireObject;
}

/** A frame that broke the rules. */
export interface Violation {
  readonly at: number;
  readonly via: FrameTransport;
  /** A full sentence. */
  readonly reason: string;
  /** The frame as it came, shortened, without the API key. */
  readonly frame: string;
}

/** What became of a frame. */
export type Outcome =
  | {readonly kind: 'accepted'; readonly body?: WireObject}
  | {readonly kind: 'refused'; readonly code: number; readonly description: string}
  /** A fault prevents any answer. */
  | {readonly kind: 'cut'};

type Handler = (link: Link, payload: WireObject) => Outcome;
type ConversationHandler = (link: Link, conversation: Conversation, payload: WireObject) => Outcome;

const accepted: Outcome = {kind: 'accepted'};
const maxRecordedFrame = 2000;
const pageSizeWithoutLimit = 10;

/**
 * The whole behaviour of the hub without its sockets: what each frame does and which events leave in answer. Like
 * `Conversations` it runs in a browser and on virtual time, over any transport.
 */
export class HubCore {
  readonly conversations: Conversations;
  readonly faults: Faults;
  readonly agents: AgentDesk;
  readonly received: ReceivedFrame[] = [];
  readonly violations: Violation[] = [];
  readonly #options: HubCoreOptions;
  readonly #clock: Clock;
  readonly #randomId: () => string;
  readonly #timers: Timers;
  readonly #links = new Map<string, Link>();
  readonly #listeners = new Set<() => void>();
  readonly #handlers: Readonly<Record<string, Handler>>;

  constructor(options: HubCoreOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#randomId = options.randomId ?? randomUuid;
    this.#timers = new Timers(this.#clock);
    this.conversations = new Conversations({
      clock: this.#clock,
      randomId: this.#randomId,
      idStyle: options.conversationIdStyle ?? 'uuid',
    });
    this.faults = new Faults({
      cutAll: () => this.#cutAll(),
      sendGarbage: (data, conversationId) => this.#sendGarbage(data, conversationId),
      forget: (conversationId) => this.forget(conversationId),
    });
    this.agents = new AgentDesk(this);
    this.#handlers = this.#createHandlers();
  }

  /** How many sockets are open. */
  get connections(): number {
    return this.#links.size;
  }

  /** Calls the listener after each change; what it returns ends that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a new connection in and greets it. */
  connect(apiKey: string, transport: LinkTransport): Link {
    const {idleTimeout = 600_000, maxConnectionTime = 7_200_000} = this.#options;
    const link = new Link({
      id: this.#randomId(),
      apiKey,
      transport,
      faults: this.faults,
      clock: this.#clock,
      timers: this.#timers,
      idleTimeout,
      maxConnectionTime,
      onClose: (closed) => this.#forgetLink(closed),
    });
    this.#links.set(link.id, link);
    if (this.faults.greets) this.#answer(link, 'socket_connected', {socket_id: link.id});
    this.#changed();
    return link;
  }

  /** Takes a frame that came over a socket. Never throws. */
  receive(link: Link, data: string | Uint8Array): Outcome {
    // A socket that was cut may have read more already; what is behind a cut never arrives.
    if (!link.isOpen) return {kind: 'cut'};
    link.touch();
    const checked = validateFrame(data, this.#limits('socket'));
    return 'invalid' in checked
      ? this.#refuse(data, checked.invalid, 'socket', link.apiKey, link)
      : this.#accept(link, checked.frame.event, 'socket');
  }

  /** Takes a frame that came by HTTP. Events in answer leave over the socket it names. Never throws. */
  receiveByHttp(apiKey: string, data: string): Outcome {
    const checked = validateFrame(data, this.#limits('http'));
    if ('invalid' in checked) return this.#refuse(data, checked.invalid, 'http', apiKey);
    const link = this.#links.get(checked.frame.socketId ?? '');
    if (link?.apiKey !== apiKey) {
      return {kind: 'refused', code: 400, description: 'Invalid socket_id'};
    }
    link.touch();
    return this.#accept(link, checked.frame.event, 'http');
  }

  /** The body of `GET /api/transcript`; undefined when this key has no such conversation. */
  httpTranscript(apiKey: string, conversationId: string): WireObject | undefined {
    const conversation = this.#conversationOf(apiKey, conversationId);
    return conversation && httpTranscript(conversation, this.#transcriptOptions());
  }

  /** The body behind the link of a message that was too big; undefined when this key has no such message. */
  linkedMessage(apiKey: string, messageId: string): WireObject | undefined {
    const message = this.conversations
      .all()
      .filter((conversation) => conversation.apiKey === apiKey && !conversation.deleted)
      .flatMap(({messages}) => messages)
      .find(({id, sender}) => id === messageId && sender === 'bot');
    return message && {botMessage: {content: message.parts}};
  }

  /** Whether any socket gets the events of this conversation. */
  isOnline(conversationId: string): boolean {
    return this.#linksOf(conversationId).length > 0;
  }

  /** Sends an event to the sockets of a conversation. */
  send(conversationId: string, event: WireEvent) {
    this.#publish(conversationId, event.event_type, event.event_payload);
  }

  /** Sends an event to all sockets. */
  broadcast(event: WireEvent) {
    const frame = this.#encode(event.event_type, event.event_payload, this.#randomId());
    for (const link of this.#links.values()) link.write(frame);
  }

  /** Stores a message of the bot and sends it, or the link to it when it is too big. */
  sayAsBot(conversationId: string, ...parts: readonly (string | WirePart)[]): StoredMessage {
    const name = this.#options.bot?.name ?? 'Bot';
    const message = this.#store(conversationId, 'bot', name, parts);
    const payload = {...messagePayload(message, name), conversation_id: conversationId};
    const frame = this.#encode('bot_message', payload, message.eventId);
    if (byteLength(frame) > this.#limits('socket').maxFrameBytes) {
      this.#publishLink(conversationId, message.id);
    } else {
      this.#writeToAll(conversationId, frame);
    }
    this.#changed();
    return message;
  }

  /** Stores a message of a human agent and sends it. */
  sayAsAgent(conversationId: string, ...parts: readonly (string | WirePart)[]): StoredMessage {
    const name = this.conversations.find(conversationId)?.agent?.name ?? 'Agent';
    const message = this.#store(conversationId, 'agent', name, parts);
    // The manual's examples leave the id empty, so a client that counts on it is caught here.
    const payload = {...messagePayload(message, name), conversation_id: ''};
    this.#publish(conversationId, 'livechat_message', payload, message.eventId);
    this.#changed();
    return message;
  }

  /** Sends one action as it is, several as a list. */
  sendAction(conversationId: string, ...actions: readonly WireAction[]) {
    const [first, ...others] = actions.map(({id, data = {}, type = 'normal'}) => ({
      type,
      id,
      data,
    }));
    if (!first) throw new Error('sendAction needs at least one action.');
    const payload =
      others.length === 0 ? first : {actions: [first, ...others].map(({id, data}) => ({id, data}))};
    this.#publish(conversationId, 'action', payload);
  }

  /** Sends a `conversation_update` and changes nothing else; see `connectAgent` and `disconnectAgent`. */
  sendUpdate(conversationId: string, type: UpdateType, data: WireObject = {}) {
    const payload = {type, conversation_id: conversationId, data};
    this.#publish(conversationId, 'conversation_update', payload);
  }

  /** Sends a `general_error`. */
  sendError(conversationId: string, code: number | string, description: string) {
    this.#publish(conversationId, 'general_error', errorPayload(code, description, conversationId));
  }

  /** Sends text or bytes as they are to the sockets of a conversation. */
  sendRaw(conversationId: string, data: string | Uint8Array) {
    for (const link of this.#linksOf(conversationId)) link.writeRaw(data);
  }

  /** Gives the conversation to a human; the bot is quiet until `disconnectAgent`. */
  connectAgent(conversationId: string, agent: AgentInfo) {
    this.conversations.setAgent(conversationId, agent);
    this.sendUpdate(conversationId, 'livechatAgentConnected', agent);
    this.#changed();
  }

  /** Gives the conversation back to the bot. */
  disconnectAgent(conversationId: string) {
    const agent = this.conversations.find(conversationId)?.agent;
    this.conversations.setAgent(conversationId, undefined);
    this.sendUpdate(conversationId, 'livechatAgentDisconnected', agent);
    this.#changed();
  }

  /** Asks for a human. While no agent's page is open this fails after a moment. */
  requestAgent(conversationId: string) {
    const conversation = this.conversations.find(conversationId);
    if (!conversation || conversation.agent) return;
    this.conversations.setWaitingForAgent(conversationId, true);
    if (this.agents.size === 0) this.#failLater(conversationId);
    this.#changed();
  }

  /** Called by the desk: nobody is left to take the conversations that wait. */
  agentsGone() {
    for (const {id, waitingForAgent} of this.conversations.all()) {
      if (waitingForAgent) this.#failLater(id);
    }
  }

  /** Loses a conversation. False when there was none. */
  forget(conversationId: string): boolean {
    const known = this.conversations.forget(conversationId);
    this.#leave(conversationId);
    this.#changed();
    return known;
  }

  /** Closes all sockets in order and runs nothing any more. */
  close() {
    for (const link of [...this.#links.values()]) link.close(1001, 'Going away');
    this.#timers.clear();
    this.#listeners.clear();
  }

  #accept(link: Link, event: WireEvent, via: FrameTransport): Outcome {
    this.received.push({
      at: this.#clock.now(),
      via,
      socketId: link.id,
      eventType: event.event_type,
      payload: event.event_payload,
    });
    const handler = this.#handlers[event.event_type];
    if (!handler) throw new Error(`The hub has no handler for "${event.event_type}".`);
    const outcome: Outcome = this.faults.deaf ? {kind: 'cut'} : handler(link, event.event_payload);
    this.#changed();
    return outcome;
  }

  #refuse(
    data: string | Uint8Array,
    invalid: InvalidFrame,
    via: FrameTransport,
    apiKey: string,
    link?: Link,
  ): Outcome {
    const frame = recordable(data, apiKey);
    const reason = withoutKey(invalid.reason, apiKey);
    this.violations.push({at: this.#clock.now(), via, reason, frame});
    const code = invalid.tooLarge ? 413 : 400;
    if (link) this.#answerError(link, code, reason, invalid.conversationId);
    this.#changed();
    return {kind: 'refused', code, description: reason};
  }

  #createHandlers(): Record<string, Handler> {
    const list: Handler = (link, payload) => this.#listConversations(link, payload);
    return {
      conversation_start: (link, payload) => this.#start(link, payload),
      user_message: (link, payload) => this.#takeMessage(link, payload),
      action: this.#within((_link, conversation, payload) =>
        this.#takeAction(conversation, payload),
      ),
      metadata: this.#within((...args) => this.#setMetadata(...args)),
      metadata_request: this.#within((link, conversation) =>
        this.#sendMetadata(link, conversation),
      ),
      conversation_transcript_request: this.#within((link, conversation) =>
        this.#sendTranscript(link, conversation),
      ),
      get_user_conversations: list,
      get_conversations: list,
      get_user_conversations_v2: (link, payload) => this.#listConversationPage(link, payload),
      delete_conversation: this.#within((...args) => this.#delete(...args)),
      delete_user_conversations: (link, payload) => this.#deleteAll(link, payload),
      edit_message: this.#within((...args) => this.#edit(...args)),
    };
  }

  /** Finds the frame's conversation and joins the link to it: from now on it gets the live events. */
  #within(handler: ConversationHandler): Handler {
    return (link, payload) => {
      const id = String(payload['conversation_id']);
      const conversation = this.#conversationOf(link.apiKey, id);
      if (!conversation) return this.#answerError(link, 400, 'Invalid conversation_id', id);
      if (link.isOpen) link.conversationIds.add(id);
      return handler(link, conversation, payload);
    };
  }

  #start(link: Link, payload: WireObject): Outcome {
    const conversation = this.conversations.start({...payload, apiKey: link.apiKey});
    link.conversationIds.add(conversation.id);
    this.#answer(link, 'conversation_start_success', {conversation_id: conversation.id});
    return accepted;
  }

  #takeMessage(link: Link, payload: WireObject): Outcome {
    if (this.faults.takeCut('before')) {
      link.terminate();
      return {kind: 'cut'};
    }
    return this.#within((...args) => this.#storeMessage(...args))(link, payload);
  }

  #storeMessage(link: Link, conversation: Conversation, payload: WireObject): Outcome {
    const content = payload['content'] as WireObject;
    const parts = toParts(content);
    const isGreetingRequest = content['text'] === '' && !content['files'];
    if (!isGreetingRequest || this.#options.storeEmptyMessages !== false) {
      const clientMessageId = String(payload['client_msg_id']);
      this.conversations.addMessage(conversation.id, {sender: 'user', parts, clientMessageId});
    }
    const cut = this.faults.takeCut('after');
    if (cut) link.terminate();
    this.#tellBot(conversation, content);
    return cut ? {kind: 'cut'} : accepted;
  }

  #tellBot(conversation: Conversation, content: WireObject) {
    const {text = '', files = []} = content as {text?: string; files?: WireObject[]};
    this.#run(conversation, (bot, chat) => bot.onMessage?.({text, files}, chat));
  }

  #takeAction(conversation: Conversation, payload: WireObject): Outcome {
    const {id, data} = payload as {id: string; data: WireObject};
    if (id === 'escalateToHuman') this.requestAgent(conversation.id);
    else this.#run(conversation, (bot, chat) => bot.onAction?.({id, data}, chat));
    return accepted;
  }

  #run(conversation: Conversation, call: (bot: Bot, chat: BotChat) => void | Promise<void>) {
    const {bot} = this.#options;
    if (!bot || conversation.agent) return;
    this.#guard(conversation, () => call(bot, this.#chat(conversation)));
  }

  /** A bot is somebody's script: what goes wrong in it is theirs and must not stop the hub. */
  #guard({id}: Conversation, run: () => void | Promise<void>) {
    const fail = () => this.sendError(id, 500, 'The bot failed.');
    try {
      Promise.resolve(run()).catch(fail);
    } catch {
      fail();
    }
  }

  #chat(conversation: Conversation): BotChat {
    const {id} = conversation;
    const isMine = () => this.conversations.find(id) !== undefined && !conversation.agent;
    const whenMine =
      <Args extends readonly unknown[]>(run: (...args: Args) => void) =>
      (...args: Args) => {
        if (isMine()) run(...args);
      };
    return {
      conversation,
      say: whenMine((...parts: readonly (string | WirePart)[]) => this.sayAsBot(id, ...parts)),
      act: whenMine((...actions: readonly WireAction[]) => this.sendAction(id, ...actions)),
      fail: whenMine((code: number, description: string) => this.sendError(id, code, description)),
      requestAgent: whenMine(() => this.requestAgent(id)),
      after: (milliseconds, run) =>
        void this.#timers.start(() => this.#guard(conversation, run), milliseconds),
      assetUrl: (name) => this.#options.assetUrl?.(name) ?? name,
    };
  }

  #setMetadata(link: Link, {id}: Conversation, payload: WireObject): Outcome {
    const {metadata, target} = payload as {metadata: WireObject; target?: string};
    this.conversations.addMetadata(id, metadata, target);
    this.#answer(link, 'metadata_update_success', {conversation_id: id});
    return accepted;
  }

  #sendMetadata(link: Link, {id, metadata}: Conversation): Outcome {
    this.#answer(link, 'conversation_metadata', {conversation_id: id, content: metadata});
    return {kind: 'accepted', body: {metadata}};
  }

  #sendTranscript(link: Link, conversation: Conversation): Outcome {
    const payload = transcriptPayload(conversation, this.#transcriptOptions());
    this.#answer(link, 'conversation_transcript', payload);
    return accepted;
  }

  #listConversations(link: Link, payload: WireObject): Outcome {
    const conversations = this.conversations
      .list({userId: String(payload['userId']), apiKeys: [link.apiKey]})
      .map(({id, metadata}) => ({conversation_id: id, metadata}));
    this.#answer(link, 'user_conversations', {conversations});
    return {kind: 'accepted', body: {conversations}};
  }

  #listConversationPage(link: Link, payload: WireObject): Outcome {
    const {
      userId,
      filter = {},
      search = {},
      pagination,
      apiKeys = [link.apiKey],
    } = payload as {
      userId: string;
      filter?: WireObject;
      search?: WireObject;
      pagination?: {page: number | string; limit: number | string};
      apiKeys?: string[];
    };
    const all = this.conversations
      .list({userId, filter, search, apiKeys})
      .map(({id, metadata, apiKey}) => ({conversation_id: id, metadata, apiKey}));
    const body = pageOf(
      all,
      Number(pagination?.page ?? 1),
      Number(pagination?.limit ?? pageSizeWithoutLimit),
    );
    this.#answer(link, 'user_conversations', body);
    return {kind: 'accepted', body};
  }

  #delete(link: Link, {id}: Conversation, payload: WireObject): Outcome {
    this.conversations.delete(id, {soft: payload['softdelete'] === true});
    this.#leave(id);
    this.#answer(link, 'delete_conversation_success', {conversation_id: id});
    return accepted;
  }

  #deleteAll(link: Link, payload: WireObject): Outcome {
    const userId = String(payload['userId']);
    const soft = payload['softdelete'] === true;
    for (const {id} of this.conversations.list({userId, apiKeys: [link.apiKey]})) {
      this.conversations.delete(id, {soft});
      this.#leave(id);
    }
    // One answer for all of them, so that there is one also when there was nothing to delete.
    this.#answer(link, 'delete_conversation_success', {conversation_id: '', userId});
    return accepted;
  }

  #edit(link: Link, {id}: Conversation, payload: WireObject): Outcome {
    const messageId = String(payload['message_id']);
    const parts = toParts(payload['content'] as WireObject);
    if (!this.conversations.editMessage(id, messageId, parts)) {
      return this.#answerError(link, 400, 'Invalid message_id', id);
    }
    const answer = {conversation_id: id, message_id: messageId};
    this.#answer(link, 'message_edited_success', answer);
    return accepted;
  }

  #store(
    conversationId: string,
    sender: 'bot' | 'agent',
    authorName: string,
    parts: readonly (string | WirePart)[],
  ): StoredMessage {
    return this.conversations.addMessage(conversationId, {
      sender,
      authorName,
      parts: parts.map(toPart),
    });
  }

  #publishLink(conversationId: string, messageId: string) {
    const {messageLink = (id) => `/api/messages/${id}`} = this.#options;
    this.#publish(conversationId, 'general_error', {
      ...errorPayload(413, 'The message is too large for the socket.', conversationId),
      message_link: messageLink(messageId),
    });
  }

  #failLater(conversationId: string) {
    this.#timers.start(() => {
      const waits = this.conversations.find(conversationId)?.waitingForAgent;
      if (!waits || this.agents.size > 0) return;
      this.conversations.setWaitingForAgent(conversationId, false);
      this.sendUpdate(conversationId, 'failedAgentAssignment');
      this.#changed();
    }, this.#options.agentTimeout ?? 1500);
  }

  #conversationOf(apiKey: string, conversationId: string): Conversation | undefined {
    const conversation = this.conversations.find(conversationId);
    return conversation?.apiKey === apiKey ? conversation : undefined;
  }

  #answer(link: Link, eventType: string, payload: WireObject) {
    link.write(this.#encode(eventType, payload, this.#randomId()));
  }

  #answerError(link: Link, code: number, description: string, conversationId = ''): Outcome {
    this.#answer(link, 'general_error', errorPayload(code, description, conversationId));
    return {kind: 'refused', code, description};
  }

  #publish(
    conversationId: string,
    eventType: string,
    payload: WireObject,
    eventId = this.#randomId(),
  ) {
    this.#writeToAll(conversationId, this.#encode(eventType, payload, eventId));
  }

  #writeToAll(conversationId: string, frame: string) {
    for (const link of this.#linksOf(conversationId)) link.write(frame);
  }

  #encode(eventType: string, payload: WireObject, eventId: string): string {
    const event = {event_type: eventType, event_payload: payload, event_id: eventId};
    return JSON.stringify(
      this.#options.envelope === 'bare'
        ? event
        : {action: 'receiveMessage', event: {...event, accepts_response_payload: false}},
    );
  }

  #transcriptOptions() {
    const {transcriptShape = 'transcript', transcriptEventIds = 'stable'} = this.#options;
    const fresh = transcriptEventIds === 'fresh' && {eventId: () => this.#randomId()};
    const asOf = this.#clock.now() - this.faults.transcriptLag;
    return {shape: transcriptShape, asOf, ...fresh};
  }

  #limits(transport: FrameTransport) {
    return {transport, maxFrameBytes: this.#options.maxFrameBytes ?? defaultMaxFrameBytes};
  }

  #linksOf(conversationId: string): Link[] {
    return [...this.#links.values()].filter((link) => link.conversationIds.has(conversationId));
  }

  #leave(conversationId: string) {
    for (const link of this.#links.values()) link.conversationIds.delete(conversationId);
  }

  #cutAll() {
    for (const link of [...this.#links.values()]) link.terminate();
  }

  #sendGarbage(data: string | Uint8Array, conversationId?: string) {
    const links =
      conversationId === undefined ? [...this.#links.values()] : this.#linksOf(conversationId);
    for (const link of links) link.writeRaw(data);
  }

  #forgetLink(link: Link) {
    this.#links.delete(link.id);
    this.#changed();
  }

  #changed() {
    this.agents.refresh();
    for (const listener of [...this.#listeners]) listener();
  }
}

function toParts(content: WireObject): WirePart[] {
  const {text, files} = content;
  return [
    ...(typeof text === 'string' ? [{type: 'text', text}] : []),
    ...(Array.isArray(files) ? [{type: 'files', files}] : []),
  ];
}

function messagePayload({id, parts}: StoredMessage, name: string): WireObject {
  return {type: 'message_create', ch_msg_id: id, bot: {name}, content: parts};
}

function errorPayload(code: number | string, description: string, conversationId: string) {
  return {conversation_id: conversationId, error_code: code, error_desc: description};
}

function pageOf<Item>(all: readonly Item[], page: number, limit: number): WireObject {
  const totalPages = Math.ceil(all.length / limit);
  return {
    conversations: all.slice((page - 1) * limit, page * limit),
    pagination: {
      page,
      pageSize: limit,
      total: all.length,
      totalPages,
      hasNextPage: page < totalPages,
      hasPrevPage: page > 1,
    },
  };
}

function recordable(data: string | Uint8Array, apiKey: string): string {
  if (typeof data !== 'string') return `(${data.byteLength} bytes)`;
  const readable = withoutKey(data, apiKey);
  return readable.length > maxRecordedFrame ? `${readable.slice(0, maxRecordedFrame)}…` : readable;
}

function withoutKey(value: string, apiKey: string): string {
  return apiKey ? value.replaceAll(apiKey, '(API key)') : value;
}
