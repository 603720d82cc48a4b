import type {PageSignals} from '../connection/page-signals.js';

interface SentEvent {
  readonly event_type: string;
  readonly event_payload: Record<string, unknown>;
}

/** A socket that does what the test says. */
export class FakeSocket extends EventTarget {
  binaryType = 'blob';
  readyState = 0;
  readonly sent: SentEvent[] = [];

  constructor(readonly address: string) {
    super();
  }

  send(data: string): void {
    this.sent.push((JSON.parse(data) as {event: SentEvent}).event);
  }

  close(): void {
    this.readyState = 3;
  }

  /** The connection stands, and the hub has not said anything. */
  accept(): this {
    this.readyState = 1;
    this.dispatchEvent(new Event('open'));
    return this;
  }

  greet(): this {
    return this.accept().say('socket_connected', {socket_id: 's1'});
  }

  say(event_type: string, event_payload: object, event_id?: string): this {
    return this.sayRaw(JSON.stringify({event_type, event_payload, event_id}));
  }

  sayRaw(data: unknown): this {
    this.dispatchEvent(new MessageEvent('message', {data}));
    return this;
  }

  /** The link ends; `code` says why. */
  drop(code = 1006): void {
    this.readyState = 3;
    this.dispatchEvent(new Event('error'));
    this.dispatchEvent(Object.assign(new Event('close'), {code}));
  }

  /** The types of what was sent, in order. */
  get sentTypes(): string[] {
    return this.sent.map(({event_type}) => event_type);
  }

  /** The payload of the newest frame of a type. */
  payload(type: string): Record<string, unknown> | undefined {
    return this.sent.findLast(({event_type}) => event_type === type)?.event_payload;
  }

  /** The texts of the messages that were sent, in order. */
  get texts(): unknown[] {
    return this.sent
      .filter(({event_type}) => event_type === 'user_message')
      .map(({event_payload}) => (event_payload.content as {text: unknown}).text);
  }
}

/** Stands in for the network: opens fake sockets and keeps them. */
export class FakeHub {
  readonly sockets: FakeSocket[] = [];

  readonly open = (address: string): WebSocket => {
    const socket = new FakeSocket(address);
    this.sockets.push(socket);
    return socket as unknown as WebSocket;
  };

  get last(): FakeSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('Nobody has connected yet.');
    return socket;
  }
}

/** A page whose network and visibility the test decides. */
export class FakeSignals implements PageSignals {
  online = true;
  hidden = false;
  left = false;
  readonly listeners = new Set<() => void>();

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  set(change: {online?: boolean; hidden?: boolean; left?: boolean}): void {
    Object.assign(this, change);
    for (const listener of this.listeners) listener();
  }
}
