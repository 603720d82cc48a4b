import type {ReactiveController, ReactiveControllerHost} from 'lit';
import {EMPTY_SNAPSHOT} from '../src/conversation/snapshot.js';
import type {ChatClient, ChatEvent, ChatSnapshot} from '../src/client.js';

/** Joins an element to a client: redraws it with each snapshot, and closes the client when the element is gone. */
export class ClientController implements ReactiveController {
  #client: ChatClient | undefined;
  #snapshot: ChatSnapshot = EMPTY_SNAPSHOT;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    private readonly onEvent: (event: ChatEvent) => void,
  ) {
    host.addController(this);
  }

  get client(): ChatClient | undefined {
    return this.#client;
  }

  get snapshot(): ChatSnapshot {
    return this.#snapshot;
  }

  attach(client: ChatClient): ChatClient {
    this.detach();
    this.#client = client;
    client.listen(this.onEvent);
    client.subscribe((snapshot) => this.#show(snapshot));
    return client;
  }

  /** Closes the client; the element shows nothing of its conversation any more, and says so. */
  detach(): void {
    this.#client?.close();
    this.#client = undefined;
    const {connection, unreadCount} = this.#snapshot;
    this.#show(EMPTY_SNAPSHOT);
    if (connection !== 'idle') this.onEvent({type: 'connection-change', state: 'idle'});
    if (unreadCount > 0) this.onEvent({type: 'unread-change', count: 0});
  }

  hostDisconnected(): void {
    // An element that is only moved is back in the document when this task ends.
    queueMicrotask(() => {
      if (!this.host.isConnected) this.detach();
    });
  }

  #show(snapshot: ChatSnapshot): void {
    if (snapshot === this.#snapshot) return;
    this.#snapshot = snapshot;
    this.host.requestUpdate();
  }
}
