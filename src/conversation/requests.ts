import {ChatError} from '../errors.js';
import {
  asObject,
  canBeSent,
  type ClientFrame,
  type ConversationSummary,
  type HubEvent,
  type JsonObject,
  type MetadataTarget,
  type Pagination,
} from '../protocol/index.js';
import type {SendQueue} from './send-queue.js';
import {type PendingRequests} from './pending-requests.js';
import {isSameConversation} from './conversation-id.js';
import {uuid} from '../uuid.js';
import {ANSWER_LIMIT} from '../timing.js';

export interface MetadataOptions {
  /** Who is told; the hub decides where this is absent. */
  readonly target?: MetadataTarget;
  /** The hub never gives it back to a page. */
  readonly private?: boolean;
}

/** Which of a visitor's conversations; all where there is nothing in it. */
export interface ConversationQuery {
  readonly filter?: JsonObject;
  readonly search?: JsonObject;
  /** Counts from 1. */
  readonly page?: number;
  /** How many on a page; 20 by default. */
  readonly limit?: number;
}

export interface ConversationList {
  readonly conversations: readonly Omit<ConversationSummary, 'apiKey'>[];
  /** Absent where the hub gave all there are. */
  readonly pagination?: Pagination;
}

export interface DeleteOptions {
  /** The hub is to keep nothing, where it would otherwise only hide the conversation. */
  readonly hard?: boolean;
}

export interface RequestOptions {
  /** When it is given up, by the page's clock. */
  readonly deadline?: number;
  readonly isTranscript?: boolean;
}

/** What requests go over. */
export interface RequestRoute {
  readonly sendQueue: SendQueue;
  readonly pending: PendingRequests;
  readonly send: (frame: ClientFrame) => boolean;
  /** Of the conversation that the visitor is in. There is one once the send queue is open. */
  readonly conversationId: () => string;
  readonly userId: () => string | undefined;
}

/**
 * What a page asks of the hub. Each request resolves with the hub's answer, or rejects with a `ChatError`, after
 * 10 s at the latest: `connection-failed` without a connection, `answer-timeout` without an answer, `hub-error`
 * where the hub refused, `bad-data` where what is to be sent is not JSON.
 */
export class Requests {
  constructor(private readonly route: RequestRoute) {}

  /** @param data - Becomes part of what the hub knows of the conversation. */
  async setMetadata(data: JsonObject, options: MetadataOptions = {}): Promise<void> {
    if (!asObject(data)) throw notJson();
    const metadata = options.private ? {private: data} : data;
    const {target} = options;
    await this.ask(
      (conversationId) => ({
        ...{type: 'metadata', conversationId, metadata, clientMessageId: uuid()},
        ...(target && {target}),
      }),
      (event, id) =>
        event.type === 'metadata_update_success' && isSameConversation(event.conversationId, id)
          ? true
          : undefined,
    );
  }

  getMetadata(): Promise<JsonObject> {
    return this.ask(
      (conversationId) => ({type: 'metadata_request', conversationId}),
      (event, id) =>
        event.type === 'conversation_metadata' && isSameConversation(event.conversationId, id)
          ? event.content
          : undefined,
    );
  }

  /** Rejects with `no-user-id` for anonymous visitors, who share one id on the hub. */
  async listConversations(query: ConversationQuery = {}): Promise<ConversationList> {
    const userId = this.#knownUser();
    const answer = await this.ask(
      () => listFrame(userId, query),
      (event) => (event.type === 'user_conversations' ? event : undefined),
    );
    // The hub may name the keys of other channels.
    const conversations = answer.conversations.map(({conversationId, metadata}) => ({
      conversationId,
      metadata,
    }));
    const {pagination} = answer;
    return {conversations, ...(pagination && {pagination})};
  }

  /** Deletes the visitor's current conversation on the hub. */
  async deleteConversation({hard = false}: DeleteOptions = {}): Promise<void> {
    await this.ask(
      (conversationId) => ({type: 'delete_conversation', conversationId, softDelete: !hard}),
      (event, id) =>
        event.type === 'delete_conversation_success' && isSameConversation(event.conversationId, id)
          ? true
          : undefined,
    );
  }

  /** Deletes all conversations of the visitor on the hub. */
  async deleteUserConversations(): Promise<void> {
    const userId = this.#knownUser();
    await this.ask(
      () => ({type: 'delete_user_conversations', userId, softDelete: false}),
      (event) => (event.type === 'delete_conversation_success' ? true : undefined),
    );
  }

  /**
   * Sends a frame as soon as there is a conversation, and waits for the event that answers it. A transcript is asked
   * for when no other is under way, because it need not say of which conversation it is.
   */
  async ask<T>(
    frame: (conversationId: string) => ClientFrame,
    pick: (event: HubEvent, conversationId: string) => T | undefined,
    {deadline = performance.now() + ANSWER_LIMIT, isTranscript = false}: RequestOptions = {},
  ): Promise<T> {
    const {sendQueue, pending} = this.route;
    const left = () => deadline - performance.now();
    await sendQueue.whenOpen(left());
    while (isTranscript && pending.isTranscriptPending) {
      await pending.whenTranscripts(left());
      await sendQueue.whenOpen(left());
    }
    const conversationId = this.route.conversationId();
    this.#send(frame(conversationId));
    return pending.ask((event) => pick(event, conversationId), {
      limit: left(),
      failsOnHubError: true,
      isTranscript,
    });
  }

  #send(frame: ClientFrame): void {
    if (!canBeSent(frame)) {
      throw notJson();
    }
    if (!this.route.send(frame))
      throw new ChatError('connection-failed', 'The connection was lost.');
  }

  #knownUser(): string {
    const userId = this.route.userId();
    if (userId) return userId;
    throw new ChatError('no-user-id', 'Anonymous visitors share one id; set user-id first.');
  }
}

function notJson(): ChatError {
  return new ChatError('bad-data', 'Only JSON can be sent to the hub, of 128 KB at most.');
}

function listFrame(userId: string, {filter, search, page, limit}: ConversationQuery): ClientFrame {
  if (!filter && !search && page === undefined && limit === undefined) {
    return {type: 'get_user_conversations', userId};
  }
  const pagination = {page: page ?? 1, limit: limit ?? 20};
  return {
    ...{type: 'get_user_conversations_v2', userId, pagination},
    ...(filter && {filter}),
    ...(search && {search}),
  };
}
