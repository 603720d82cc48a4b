import {createServer, connect, type AddressInfo, type Server, type Socket} from 'node:net';
import {setTimeout as wait} from 'node:timers/promises';

/** Which way bytes go. */
export type Way = 'toHub' | 'toPage';

const WAYS: readonly Way[] = ['toHub', 'toPage'];

/** `reset` ends a connection as soon as it is made; `closed` has nobody listen. */
export type Refusal = 'reset' | 'closed';

export interface Throttle {
  readonly bytesPerSecond?: number;
  /** Milliseconds that each byte is on its way. */
  readonly latency?: number;
}

/** Long enough for what was written last to be read before the connection is reset. */
const BEFORE_RESET = 20;

/** A slow line delivers this many times a second. */
const BEATS = 20;

const UPGRADED = '\r\n\r\n';

/** Starts a proxy in front of the WebSocket server at this address. */
export async function startTcpProxy(target: string): Promise<TcpProxy> {
  const proxy = new TcpProxy(target);
  await proxy.accept();
  return proxy;
}

/**
 * The network between pages and a hub: passes bytes on until a test makes it fail as networks do, which neither the
 * page nor the hub is told of. Faults combine, and last until `restore()`.
 */
export class TcpProxy {
  readonly #target: URL;
  readonly #connections = new Set<Connection>();
  readonly #weather: Weather = {
    throttle: {},
    stalled: {},
    cuts: {toHub: 0, toPage: 0},
  };
  #server: Server | undefined;
  #port = 0;
  #resets = false;
  #lost: readonly Way[] = [];
  #resume: Partial<Record<Way, () => void>> = {};
  #accepted = 0;

  constructor(target: string) {
    this.#target = new URL(target);
  }

  /** The target's address, by way of the proxy. */
  get url(): string {
    const url = new URL(this.#target);
    url.port = String(this.#port);
    return url.href;
  }

  /** How many connections pages have open. Those that are dead count for as long as the page keeps them. */
  get connections(): number {
    return [...this.#connections].filter(({open}) => open).length;
  }

  /** How many connections pages have made so far, those that were refused left out. */
  get accepted(): number {
    return this.#accepted;
  }

  /** Resets all connections now. */
  cut() {
    for (const connection of this.#connections) connection.reset();
  }

  /** Lets half of the next WebSocket frame through, then resets its connection; so many times. */
  cutInFrame(way: Way, times = 1) {
    this.#weather.cuts[way] = times;
  }

  /**
   * Keeps connections open and loses what is sent, by default both ways. Connections that were open at that time are
   * dead for good, as when somebody on the way has forgotten them.
   */
  blackhole(...ways: readonly Way[]) {
    this.#lost = ways.length > 0 ? ways : WAYS;
    for (const connection of this.#connections) connection.lose(this.#lost);
  }

  /** Holds back what is sent, by default both ways, and delivers it late. */
  stall(...ways: readonly Way[]) {
    for (const way of ways.length > 0 ? ways : WAYS) {
      this.#weather.stalled[way] ??= new Promise((resolve) => (this.#resume[way] = resolve));
    }
  }

  /** Makes the line slow, both ways. */
  throttle(throttle: Throttle) {
    this.#weather.throttle = throttle;
  }

  /** Takes no new connections. Those that are open stay. */
  refuse(how: Refusal = 'closed') {
    if (how === 'reset') this.#resets = true;
    else this.#stopListening();
  }

  /** Takes connections again, at the same address. */
  async accept() {
    this.#resets = false;
    if (this.#server) return;
    const server = createServer({allowHalfOpen: true}, (page) => this.#join(page));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Ends all faults. What was cut or lost stays so. */
  async restore() {
    this.#lost = [];
    this.#weather.throttle = {};
    this.#weather.stalled = {};
    this.#weather.cuts = {toHub: 0, toPage: 0};
    for (const resume of Object.values(this.#resume)) resume();
    this.#resume = {};
    await this.accept();
  }

  /** Ends everything. */
  close() {
    this.#stopListening();
    for (const connection of this.#connections) connection.reset();
  }

  #stopListening() {
    this.#server?.close();
    this.#server = undefined;
  }

  #join(page: Socket) {
    if (this.#resets) return page.resetAndDestroy();
    this.#accepted++;
    const hub = connect({
      port: Number(this.#target.port),
      host: this.#target.hostname,
      allowHalfOpen: true,
    });
    const connection = new Connection(page, hub, this.#weather, () =>
      this.#connections.delete(connection),
    );
    this.#connections.add(connection);
    connection.lose(this.#lost);
  }
}

/** What all connections go through. */
interface Weather {
  throttle: Throttle;
  /** Resolves when what was held back may go on. */
  stalled: Partial<Record<Way, Promise<void>>>;
  /** How many frames are still to be cut. */
  cuts: Record<Way, number>;
}

class Connection {
  readonly #page: Socket;
  readonly #hub: Socket;
  readonly #pipes: Readonly<Record<Way, Pipe>>;

  constructor(page: Socket, hub: Socket, weather: Weather, onClose: () => void) {
    this.#page = page;
    this.#hub = hub;
    const reset = () => this.reset();
    this.#pipes = {
      toHub: new Pipe('toHub', page, hub, weather, reset),
      toPage: new Pipe('toPage', hub, page, weather, reset),
    };
    for (const socket of [page, hub]) {
      socket.setNoDelay(true);
      socket.on('close', () => {
        if (page.closed && hub.closed) onClose();
      });
    }
  }

  /** As far as the page knows. */
  get open(): boolean {
    return !this.#page.readableEnded && !this.#page.destroyed;
  }

  lose(ways: readonly Way[]) {
    for (const way of ways) this.#pipes[way].lose();
  }

  reset() {
    this.#page.resetAndDestroy();
    this.#hub.resetAndDestroy();
  }
}

/** What arrived and has to go on: bytes, or how the other side ended. */
type Arrival = Buffer | 'end' | 'reset';

/** One way of a connection, in order. */
class Pipe {
  readonly #queue: {readonly what: Arrival; readonly due: number}[] = [];
  #busy = false;
  #lost = false;
  /** WebSocket frames follow the answer to the handshake. */
  #upgraded = false;

  constructor(
    private readonly way: Way,
    source: Socket,
    private readonly sink: Socket,
    private readonly weather: Weather,
    private readonly reset: () => void,
  ) {
    source.on('data', (bytes) => this.#take(bytes));
    source.on('end', () => this.#take('end'));
    source.on('error', () => this.#take('reset'));
  }

  /** From now on nothing arrives any more, not even an end. */
  lose() {
    this.#lost = true;
  }

  #take(what: Arrival) {
    this.#queue.push({what, due: Date.now() + (this.weather.throttle.latency ?? 0)});
    if (!this.#busy) void this.#pump();
  }

  async #pump() {
    this.#busy = true;
    for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
      const {what, due} = next;
      if (due > Date.now()) await wait(due - Date.now());
      await this.weather.stalled[this.way];
      if (!this.#lost) await this.#pass(what);
    }
    this.#busy = false;
  }

  async #pass(what: Arrival) {
    if (what === 'reset') return this.reset();
    if (what === 'end') return void this.sink.end();
    const start = this.#firstFrame(what);
    if (start >= what.length || this.weather.cuts[this.way] === 0) return this.#write(what);
    this.weather.cuts[this.way]--;
    const half = Math.floor(frameLength(what.subarray(start)) / 2);
    await this.#write(what.subarray(0, start + half));
    this.#lost = true;
    await wait(BEFORE_RESET);
    this.reset();
  }

  /** Where the frames in these bytes begin. A frame begins what is read, because both sides write whole frames. */
  #firstFrame(bytes: Buffer): number {
    if (this.#upgraded) return 0;
    const end = bytes.indexOf(UPGRADED);
    this.#upgraded = end >= 0;
    return this.#upgraded ? end + UPGRADED.length : bytes.length;
  }

  async #write(bytes: Buffer) {
    for (let rest = bytes; rest.length > 0 && this.sink.writable && !this.#lost;) {
      const {bytesPerSecond} = this.weather.throttle;
      const size = bytesPerSecond ? Math.ceil(bytesPerSecond / BEATS) : rest.length;
      this.sink.write(rest.subarray(0, size));
      rest = rest.subarray(size);
      if (bytesPerSecond) await wait(1000 / BEATS);
    }
  }
}

/** With its header. https://www.rfc-editor.org/rfc/rfc6455#section-5.2 */
function frameLength(bytes: Buffer): number {
  const length = bytes[1]! & 0x7f;
  const mask = bytes[1]! & 0x80 ? 4 : 0;
  if (length < 126) return 2 + mask + length;
  return length === 126
    ? 4 + mask + bytes.readUInt16BE(2)
    : 10 + mask + Number(bytes.readBigUInt64BE(2));
}
