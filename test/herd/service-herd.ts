/** The same herd of real services, for what the simulation takes for granted of them. Needs a fake clock. */
import {jitteredWait} from '../../src/connection/retry-policy.js';
import {SocketService} from '../../src/connection/socket-service.js';
import {FakeSignals, FakeSocket} from '../../src/testing/fake-hub.js';
import {countAttempt, needOf, randomFrom} from './herd.js';

/** After how long the hub greets or refuses, in milliseconds; sockets never tell at once. */
export const HUB_DELAY = 1;

export type HubState = 'there' | 'refusing' | 'mute';

export class ServiceHerd {
  hub: HubState = 'there';
  /** One network for all. */
  readonly signals = new FakeSignals();
  readonly #services: SocketService[];
  #sockets: FakeSocket[] = [];
  #start = 0;
  #attempts: number[] = [];

  constructor(readonly widgets: number) {
    this.#services = Array.from({length: widgets}, (_, widget) => this.#service(widget));
    for (const service of this.#services) service.connect();
  }

  /** How many attempts there were in each tenth of a second since counting began. */
  get attempts(): readonly number[] {
    return this.#attempts;
  }

  get ready(): number {
    return this.#services.filter(({state}) => state === 'ready').length;
  }

  /** Counts from now on. */
  count(): void {
    this.#attempts = [];
    this.#start = Date.now();
  }

  loseAll(): void {
    for (const socket of this.#sockets.splice(0)) socket.drop();
  }

  close(): void {
    for (const service of this.#services) service.close();
  }

  #service(widget: number): SocketService {
    const random = randomFrom(1 + widget);
    return new SocketService({
      address: () => 'ws://hub.example/dev',
      open: (address) => this.#open(address),
      retryDelay: (context) => Math.round(jitteredWait(context, random())),
      need: () => needOf(widget),
      signals: this.signals,
    });
  }

  #open(address: string): WebSocket {
    countAttempt(this.#attempts, Date.now() - this.#start);
    const socket = new FakeSocket(address);
    if (this.hub === 'there') {
      this.#sockets.push(socket);
      setTimeout(() => socket.greet(), HUB_DELAY);
    } else if (this.hub === 'refusing') {
      setTimeout(() => socket.drop(), HUB_DELAY);
    }
    return socket as unknown as WebSocket;
  }
}
