import type {HubCore} from '../../demo/hub/core.js';
import type {Link} from '../../demo/hub/link.js';
import type {VirtualClock} from './virtual-clock.js';

/** What becomes of new connections. */
export type Reception = 'accepted' | 'refused' | 'unanswered' | 'every second unanswered';

/** How a connection breaks. */
export interface Cut {
  /** How many of the frames on their way to the hub still arrive. */
  readonly up: number;
  /** How many of those on their way to the client. */
  readonly down: number;
  /** Milliseconds until the hub notices. */
  readonly unnoticed: number;
}

/**
 * What a client wrote to a connection that has ended for it may reach the hub so much later, in milliseconds.
 *
 * Nothing in the protocol tells a hub that a frame is late, or a client that one is still on its way. What arrives
 * after a client has asked twice, 2 s apart, whether the hub has it (see `TRANSCRIPT_LAG`) is stored twice, whatever
 * the client does. So networks are modelled as they mostly are: what was sent over a dead connection arrives within
 * a second of its end, or never. A hub's transcript may lag as well; both together stay below those 2 s.
 */
export const LATEST_ARRIVAL = 1_000;

/** Who wants to know what passes. */
export interface NetworkObserver {
  handleSent(connection: Connection, data: string): void;
  handleReceived(connection: Connection, data: string): void;
}

/** What lies between the clients and the hub. Behaves like TCP: frames of a connection arrive in order or not at all. */
export class Network {
  /** Milliseconds that a frame is on its way. */
  latency = {up: 20, down: 20};
  reception: Reception = 'accepted';
  /** Milliseconds from when the hub has stored a message until it sends it, which its other answers do not wait for. */
  pushDelay = 0;
  /** Milliseconds that the hub takes to greet. */
  greetingDelay = 0;
  /** How many frames still arrive of what a client wrote to a stalled connection that it gives up. */
  keptOfStalled = 0;
  readonly #connections = new Set<Connection>();
  #stalled = false;

  constructor(
    readonly hub: HubCore,
    readonly clock: VirtualClock,
    readonly apiKey: string,
    readonly observer: NetworkObserver,
  ) {}

  /** Nothing moves, and nobody is told. */
  get stalled(): boolean {
    return this.#stalled;
  }

  /** How many connections have been made. */
  opened = 0;

  /** How many connections the clients use. */
  get used(): number {
    return [...this.#connections].filter(({isUsed}) => isUsed).length;
  }

  /** How many connections there are for the clients. */
  get connections(): number {
    return this.#connections.size;
  }

  readonly open = (): WebSocket => {
    this.opened++;
    const connection = new Connection(this);
    this.#connections.add(connection);
    return connection as unknown as WebSocket;
  };

  cut(cut: Cut): void {
    for (const connection of [...this.#connections]) connection.cut(cut);
  }

  stall(): void {
    this.#stalled = true;
    for (const connection of this.#connections) connection.pump();
  }

  /** All moves again; `lose`: only what connects from now on. */
  heal({lose = false} = {}): void {
    if (lose && this.#stalled) for (const connection of this.#connections) connection.die();
    this.#stalled = false;
    for (const connection of this.#connections) connection.pump();
  }

  /** The hub sends nothing more of what it has not sent yet. */
  dropPushes(): void {
    for (const connection of this.#connections) connection.dropPushes();
  }

  forget(connection: Connection): void {
    this.#connections.delete(connection);
  }
}

/** One direction of a connection. */
class Pipe {
  #frames: {readonly due: number; readonly arrive: () => void}[] = [];
  #timer: unknown;
  #last = 0;
  #ended = false;
  #released = false;

  constructor(
    private readonly clock: VirtualClock,
    private readonly isBlocked: () => boolean,
  ) {}

  push(latency: number, arrive: () => void): void {
    if (this.#ended) return;
    this.#last = Math.max(this.#last, this.clock.now() + latency);
    this.#frames.push({due: this.#last, arrive});
    this.pump();
  }

  /** Loses what is on its way but for the first frames. Behind them comes this, and then nothing any more. */
  end(kept: number, latency = 0, arrive = () => {}): void {
    // What was to come last comes last all the same.
    const last = this.#ended ? this.#frames.splice(-1) : [];
    this.#frames.length = Math.min(this.#frames.length, kept);
    this.#frames.push(...last);
    this.push(latency, arrive);
    this.#ended = true;
    this.pump();
  }

  clear(): void {
    this.#frames = [];
    this.pump();
  }

  /** What is left arrives soon, even where nothing moves. */
  release(): void {
    this.#released = true;
    const latest = this.clock.now() + LATEST_ARRIVAL;
    this.#frames = this.#frames.map(({due, arrive}) => ({due: Math.min(due, latest), arrive}));
    this.pump();
  }

  /** Moves frames, unless nothing moves. */
  pump(): void {
    this.clock.clearTimeout(this.#timer);
    const [next] = this.#frames;
    if (!next || (this.isBlocked() && !this.#released)) return;
    this.#timer = this.clock.setTimeout(() => {
      this.#frames.shift();
      next.arrive();
      this.pump();
    }, next.due - this.clock.now());
  }
}

interface Listener {
  readonly type: string;
  readonly handle: (event: {readonly data?: unknown}) => void;
}

/** A connection with both of its ends. To the client it looks like a WebSocket. */
export class Connection {
  binaryType = '';
  readyState = 0;
  /** Something was written to it. */
  isUsed = false;
  readonly #network: Network;
  readonly #listeners: Listener[] = [];
  readonly #up: Pipe;
  readonly #down: Pipe;
  /** What the hub has stored and not sent yet. */
  readonly #pushes: Pipe;
  #link: Link | undefined;
  #dead = false;

  constructor(network: Network) {
    this.#network = network;
    const isBlocked = () => this.#dead || network.stalled;
    this.#up = new Pipe(network.clock, isBlocked);
    this.#down = new Pipe(network.clock, isBlocked);
    this.#pushes = new Pipe(network.clock, () => false);
    const isUnlucky = network.opened % 2 === 1;
    this.#up.push(network.latency.up + network.greetingDelay, () => this.#accept(isUnlucky));
  }

  addEventListener(type: string, handle: Listener['handle']) {
    this.#listeners.push({type, handle});
  }

  send(data: string): void {
    const {observer, hub} = this.#network;
    this.isUsed = true;
    observer.handleSent(this, data);
    this.#toHub(() => this.#link?.isOpen && hub.receive(this.#link, data));
  }

  /** By the client, in order or because its page has gone. What it wrote is on its way all the same. */
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    const {stalled, keptOfStalled, latency} = this.#network;
    this.#up.end(this.#dead || stalled ? keptOfStalled : Infinity, latency.up, () =>
      this.#link?.detach(),
    );
    this.#up.release();
    this.#down.end(0);
    this.#network.forget(this);
  }

  cut({up, down, unnoticed}: Cut): void {
    const {clock} = this.#network;
    this.#up.end(up);
    this.#up.release();
    clock.setTimeout(() => this.#link?.detach(), LATEST_ARRIVAL + unnoticed);
    this.#endDown(down);
    this.#down.release();
  }

  /** From now on nothing moves here, and nobody is told. */
  die(): void {
    this.#dead = true;
    this.pump();
  }

  dropPushes(): void {
    this.#pushes.clear();
  }

  pump(): void {
    this.#up.pump();
    this.#down.pump();
  }

  #toHub(arrive: () => void): void {
    this.#up.push(this.#network.latency.up, arrive);
  }

  #toClient(arrive: () => void): void {
    this.#down.push(this.#network.latency.down, arrive);
  }

  #push(data: string): void {
    const send = () => this.#toClient(() => this.#tell('message', data));
    if (isMessage(data)) this.#pushes.push(this.#network.pushDelay, send);
    else send();
  }

  #endDown(kept: number): void {
    this.#down.end(kept, this.#network.latency.down, () => this.#tell('close'));
  }

  #accept(isUnlucky: boolean): void {
    const {reception, hub, apiKey} = this.#network;
    if (reception === 'unanswered') return;
    if (reception === 'every second unanswered' && isUnlucky) return;
    if (reception === 'refused') return this.#endDown(0);
    this.#toClient(() => (this.readyState = 1));
    this.#link = hub.connect(apiKey, {
      send: (data) => this.#push(data as string),
      close: () => this.#endDown(Infinity),
      terminate: () => this.#endDown(Infinity),
    });
  }

  #tell(type: 'message' | 'close', data = ''): void {
    if (this.readyState === 3) return;
    const {observer} = this.#network;
    if (type === 'message') {
      observer.handleReceived(this, data);
    } else {
      this.readyState = 3;
      this.#network.forget(this);
    }
    for (const listener of [...this.#listeners]) {
      if (listener.type === type) listener.handle({data});
    }
  }
}

function isMessage(data: string): boolean {
  return /"(bot_message|livechat_message)"|"message_link"/.test(data);
}
