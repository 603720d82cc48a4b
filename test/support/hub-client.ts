import {WebSocket} from 'ws';
import type {Hub, WireEvent, WireObject} from '../../demo/hub/index.js';

/** One content part, with the fields that tests look at. */
export interface ReceivedPart {
  readonly type: string;
  readonly text?: string;
  readonly buttons?: {readonly options: readonly {readonly value: string}[]};
}

/** Every field that some event of the hub has; those of another event are not there, whatever the type says. */
export interface ReceivedPayload {
  readonly socket_id: string;
  readonly conversation_id: string;
  readonly userId: string;
  readonly type: string;
  readonly data: WireObject;
  readonly content: readonly ReceivedPart[];
  readonly error_code: number | string;
  readonly error_desc: string;
  readonly message_link: string;
  readonly conversations: readonly {readonly conversation_id: string}[];
  /** The newer shape of transcripts. */
  readonly transcript: readonly {
    readonly event_id: string;
    readonly messages: readonly {readonly messages: readonly ReceivedPart[]}[];
  }[];
  /** The older shape of transcripts. */
  readonly messages: readonly {readonly from: string}[];
}

/** An event as a test reads it, whichever envelope it came in. */
export interface ReceivedEvent {
  readonly event_type: string;
  readonly event_payload: ReceivedPayload;
  readonly event_id: string;
}

/** A plain client of the local hub: sends what it is told and waits for what it is asked to. */
export class HubClient {
  readonly socket: WebSocket;
  /** Everything received, as text, in order. */
  readonly raw: string[] = [];
  /** Resolves with the code when the socket was closed. */
  readonly closed: Promise<number>;
  readonly #events: ReceivedEvent[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on('message', (data: Buffer) => this.#receive(data.toString('utf8')));
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => this.socket.on('close', resolve));
  }

  /** Connects and waits for the greeting. */
  static async connect(hub: Hub, query = 'apikey=key'): Promise<HubClient & {socketId: string}> {
    const client = new HubClient(`${hub.url}?${query}`);
    const {event_payload: payload} = await client.next('socket_connected');
    return Object.assign(client, {socketId: payload.socket_id});
  }

  /** Sends an event in the envelope of the protocol. */
  send(eventType: string, payload: WireObject) {
    const event: WireEvent = {event_type: eventType, event_payload: payload};
    this.socket.send(JSON.stringify({action: 'sendMessage', event}));
  }

  /** Sends a text message of the visitor. */
  say(conversationId: string, text: string, clientMessageId = `message ${text}`) {
    this.send('user_message', userMessage(conversationId, text, clientMessageId));
  }

  /** Starts a conversation and resolves with its id. */
  async start(payload: WireObject = {}): Promise<string> {
    this.send('conversation_start', payload);
    const {event_payload: answer} = await this.next('conversation_start_success');
    return answer.conversation_id;
  }

  /** Resolves with the next event of this type that was not yet taken; rejects when the socket closes first. */
  async next(eventType: string): Promise<ReceivedEvent> {
    for (;;) {
      const index = this.#events.findIndex((event) => event.event_type === eventType);
      const [event] = index < 0 ? [] : this.#events.splice(index, 1);
      if (event) return event;
      await this.#change(`The socket closed before a "${eventType}" came.`);
    }
  }

  /** The texts of the next bot message. */
  async nextBotText(): Promise<string> {
    const {event_payload: payload} = await this.next('bot_message');
    return payload.content.map((part) => part.text ?? '').join('');
  }

  /** Events of this type that came and were not taken. Ask only after a later answer has come. */
  left(eventType: string): readonly ReceivedEvent[] {
    return this.#events.filter((event) => event.event_type === eventType);
  }

  /** Resolves as soon as the condition holds; it is asked whenever something comes. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await this.#change('The socket closed too early.');
  }

  /** Closes in order. */
  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  async #change(problem: string): Promise<void> {
    const arrived = new Promise<true>((resolve) => this.#waiting.add(() => resolve(true)));
    const happened = await Promise.race([arrived, this.closed.then(() => false)]);
    if (!happened) throw new Error(problem);
  }

  #receive(text: string) {
    this.raw.push(text);
    const event = parse(text);
    if (event) this.#events.push(event);
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}

/** The payload of a text message. */
export function userMessage(conversationId: string, text: string, clientMessageId = 'message 1') {
  return {
    type: 'message_create',
    client_msg_id: clientMessageId,
    conversation_id: conversationId,
    content: {type: 'text', text},
  };
}

function parse(text: string): ReceivedEvent | undefined {
  try {
    const frame = JSON.parse(text) as ReceivedEvent | {event: ReceivedEvent};
    return 'event' in frame ? frame.event : frame;
  } catch {
    return undefined;
  }
}
