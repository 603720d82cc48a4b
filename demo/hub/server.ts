import {createServer} from 'node:http';
import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Duplex} from 'node:stream';
import {WebSocketServer} from 'ws';
import type {RawData, WebSocket} from 'ws';
import type {AgentDesk} from './agents.js';
import {randomUuid} from './clock.js';
import type {Conversations, StoredMessage} from './conversations.js';
import {HubCore} from './core.js';
import type {HubCoreOptions, ReceivedFrame, Violation} from './core.js';
import type {Bytes, Faults} from './faults.js';
import {assetPath, handleHubRequest, linkedMessagePath} from './http.js';
import type {AgentInfo, UpdateType, WireAction, WireEvent, WireObject, WirePart} from './wire.js';

/** How a local hub is set up. Everything has a default. */
export interface HubOptions extends Omit<HubCoreOptions, 'messageLink' | 'assetUrl'> {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /** The address to listen on; `127.0.0.1` by default, so that only this machine gets in. */
  readonly host?: string;
  /**
   * A server to share instead of starting one. The hub takes the WebSocket upgrades of its own paths; pass it the
   * requests with `hub.handleRequest`.
   */
  readonly server?: Server;
  /** The path of the socket; `/dev` by default, as on the deployed hubs. */
  readonly path?: string;
  /** The path of the agent's pages, an extension of the local hub; `null` for none. `/agent` by default. */
  readonly agentPath?: string | null;
  /** The keys that are let in; without it any key that is not empty. */
  readonly apiKeys?: readonly string[];
  /** Bytes of a frame above which its socket is closed with code 1009, unheard. 16 MB by default. */
  readonly maxPayload?: number;
  /** How the key is spelled in the address, capitals included; by default `apikey` and `apiKey` are both right. */
  readonly keyName?: string;
}

type Gate = {readonly status: number; readonly text: string};

// The hub's own limit is checked later and answered; this one only keeps memory safe.
const defaultMaxPayload = 16 * 1024 * 1024;
const defaultPatience = 10_000;

/**
 * Starts a local hub and resolves when it can be reached.
 *
 * ```ts
 * const hub = await startHub({bot: createDemoBot()});
 * console.log(hub.url); // ws://127.0.0.1:40123/dev
 * await hub.close();
 * ```
 */
export async function startHub(options: HubOptions = {}): Promise<Hub> {
  const hub = new Hub(options);
  await hub.listen();
  return hub;
}

/** A running local hub: its address, what it has seen, and the means to speak and to fail. Made by `startHub`. */
export class Hub {
  readonly #options: HubOptions;
  readonly #core: HubCore;
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #handleUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) =>
    this.#upgrade(request, socket, head);

  constructor(options: HubOptions) {
    this.#options = options;
    const {maxPayload = defaultMaxPayload} = options;
    this.#sockets = new WebSocketServer({noServer: true, maxPayload});
    this.#server = options.server ?? createServer((...args) => this.#serve(...args));
    this.#core = new HubCore({
      ...options,
      messageLink: (id) => `${this.httpUrl}${linkedMessagePath}${id}`,
      assetUrl: (name) => `${this.httpUrl}${assetPath}${name}`,
    });
    this.#server.on('upgrade', this.#handleUpgrade);
  }

  /** The address for `socket-url`: `ws://127.0.0.1:PORT/dev`. */
  get url(): string {
    return `ws://${this.#address}${this.#path}`;
  }

  /** The address of what the hub serves by HTTP: `http://127.0.0.1:PORT`. */
  get httpUrl(): string {
    return `http://${this.#address}`;
  }

  /** Everything the hub remembers. */
  get conversations(): Conversations {
    return this.#core.conversations;
  }

  /** How many sockets of visitors are open. */
  get connections(): number {
    return this.#core.connections;
  }

  /** The frames received that kept the rules, in order. */
  get received(): readonly ReceivedFrame[] {
    return this.#core.received;
  }

  /** The frames received that broke the rules, in order. A client's test should end with none. */
  get violations(): readonly Violation[] {
    return this.#core.violations;
  }

  /** Everything that can be made to go wrong. */
  get faults(): Faults {
    return this.#core.faults;
  }

  /** The open agent's pages. */
  get agents(): AgentDesk {
    return this.#core.agents;
  }

  /** Sends an event, without its envelope, to the sockets of a conversation. */
  send(conversationId: string, event: WireEvent) {
    this.#core.send(conversationId, event);
  }

  /** Sends an event, without its envelope, to all sockets. */
  broadcast(event: WireEvent) {
    this.#core.broadcast(event);
  }

  /** Stores a `bot_message` with these parts and sends it; strings stand for text parts. */
  sayAsBot(conversationId: string, ...parts: readonly (string | WirePart)[]): StoredMessage {
    return this.#core.sayAsBot(conversationId, ...parts);
  }

  /** Stores a `livechat_message` with these parts and sends it; strings stand for text parts. */
  sayAsAgent(conversationId: string, ...parts: readonly (string | WirePart)[]): StoredMessage {
    return this.#core.sayAsAgent(conversationId, ...parts);
  }

  /** Sends one `action` as it is, several as a list. */
  sendAction(conversationId: string, ...actions: readonly WireAction[]) {
    this.#core.sendAction(conversationId, ...actions);
  }

  /** Sends a `conversation_update` and changes nothing else. */
  sendUpdate(conversationId: string, type: UpdateType, data: WireObject = {}) {
    this.#core.sendUpdate(conversationId, type, data);
  }

  /** Sends a `general_error`. */
  sendError(conversationId: string, code: number | string, description: string) {
    this.#core.sendError(conversationId, code, description);
  }

  /** Sends text or bytes as they are to the sockets of a conversation. */
  sendRaw(conversationId: string, data: string | Bytes) {
    const raw = typeof data === 'string' ? data : Uint8Array.from(data.bytes);
    this.#core.sendRaw(conversationId, raw);
  }

  /** Gives the conversation to a human and says so; the bot is quiet meanwhile. */
  connectAgent(conversationId: string, agent: AgentInfo) {
    this.#core.connectAgent(conversationId, agent);
  }

  /** Gives the conversation back to the bot and says so. */
  disconnectAgent(conversationId: string) {
    this.#core.disconnectAgent(conversationId);
  }

  /** Resolves once the condition holds; it is asked after each change. Rejects after 10 s. */
  waitUntil(condition: () => boolean, patience = defaultPatience): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        unsubscribe();
        resolve();
      };
      const timer = setTimeout(() => {
        unsubscribe();
        reject(
          new Error(`The hub did not get there within ${patience} ms: ${condition.toString()}`),
        );
      }, patience);
      const unsubscribe = this.#core.subscribe(check);
      check();
    });
  }

  /** Resolves with the frames of this type as soon as there are so many. Rejects after 10 s. */
  async waitForFrames(
    eventType: string,
    count = 1,
    patience = defaultPatience,
  ): Promise<readonly ReceivedFrame[]> {
    const matching = () => this.received.filter((frame) => frame.eventType === eventType);
    await this.waitUntil(() => matching().length >= count, patience);
    return matching();
  }

  /** Resolves as soon as exactly so many sockets are open. Rejects after 10 s. */
  async waitForConnections(count: number, patience = defaultPatience): Promise<void> {
    await this.waitUntil(() => this.connections === count, patience);
  }

  /** Answers a request if its path is one of the hub's; false leaves it to you. Only for a shared server. */
  handleRequest(request: IncomingMessage, response: ServerResponse): boolean {
    return handleHubRequest(request, response, {
      core: this.#core,
      isKeyAccepted: (key) => this.#isKeyAccepted(key),
    });
  }

  /** Listens, unless the server is shared. Called by `startHub`. */
  async listen(): Promise<void> {
    if (this.#options.server) return;
    const {port = 0, host = '127.0.0.1'} = this.#options;
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject).listen(port, host, resolve);
    });
  }

  /** Closes all sockets, and the server unless it is shared. Calling it again does nothing. */
  async close(): Promise<void> {
    this.#server.off('upgrade', this.#handleUpgrade);
    this.#core.close();
    // A client that never answers the closing handshake must not keep the hub alive.
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#sockets.close();
    if (this.#options.server || !this.#server.listening) return;
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  get #path(): string {
    return this.#options.path ?? '/dev';
  }

  get #address(): string {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') {
      throw new Error('The hub has no address: its server does not listen on a port (yet).');
    }
    const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
    // "Any address" is one to listen on, not one to connect to.
    const reachable = host === '0.0.0.0' || host === '[::]' ? 'localhost' : host;
    return `${reachable}:${address.port}`;
  }

  #serve(request: IncomingMessage, response: ServerResponse) {
    if (this.handleRequest(request, response)) return;
    response.writeHead(404, {'content-type': 'text/plain'}).end('Not Found');
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    const url = new URL(request.url ?? '/', 'http://hub.invalid');
    const agentPath = this.#options.agentPath === undefined ? '/agent' : this.#options.agentPath;
    // A socket that dies during the handshake is nobody's trouble, but unheard it would end the process.
    socket.on('error', () => {});
    if (url.pathname === this.#path) this.#upgradeVisitor(url, request, socket, head);
    else if (url.pathname === agentPath) this.#upgradeAgent(request, socket, head);
    else if (!this.#options.server) turnAway(socket, {status: 404, text: 'Not Found'});
  }

  #upgradeVisitor(url: URL, request: IncomingMessage, socket: Duplex, head: Buffer) {
    const refusal = this.faults.takeRefusal();
    if (refusal === 'destroy') return void socket.destroy();
    if (refusal) return turnAway(socket, {status: 503, text: 'Service Unavailable'});
    const key = this.#keyIn(url);
    if (!this.#isKeyAccepted(key)) return turnAway(socket, {status: 401, text: 'Unauthorized'});
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#join(key, webSocket));
  }

  #join(apiKey: string, webSocket: WebSocket) {
    const link = this.#core.connect(apiKey, {
      send: (data) => webSocket.send(data),
      close: (code, reason) => webSocket.close(code, reason),
      terminate: () => webSocket.terminate(),
    });
    webSocket.on('message', (data, isBinary) => {
      this.#core.receive(link, isBinary ? toBytes(data) : toBytes(data).toString('utf8'));
    });
    webSocket.on('close', () => link.detach());
    // For example a message beyond any limit; "close" follows.
    webSocket.on('error', () => {});
  }

  #upgradeAgent(request: IncomingMessage, socket: Duplex, head: Buffer) {
    // Any page a developer visits could reach this socket: only the hub's own agent's page may.
    const {origin, host} = request.headers;
    if (origin !== undefined && origin !== `http://${host}`) {
      return turnAway(socket, {status: 403, text: 'Forbidden'});
    }
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#letAgentIn(webSocket));
  }

  #letAgentIn(webSocket: WebSocket) {
    const session = this.agents.open(randomUuid(), (data) => webSocket.send(data));
    webSocket.on('message', (data) => session.receive(toBytes(data).toString('utf8')));
    webSocket.on('close', () => session.close());
    webSocket.on('error', () => {});
  }

  #keyIn(url: URL): string {
    const {keyName} = this.#options;
    const names = keyName === undefined ? ['apikey', 'apiKey'] : [keyName];
    return names.map((name) => url.searchParams.get(name)).find((key) => key !== null) ?? '';
  }

  #isKeyAccepted(apiKey: string): boolean {
    return apiKey !== '' && (this.#options.apiKeys?.includes(apiKey) ?? true);
  }
}

function turnAway(socket: Duplex, {status, text}: Gate) {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

function toBytes(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
