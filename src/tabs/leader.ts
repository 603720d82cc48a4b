import type {ChatEvent, Conversation} from '../conversation/conversation.js';
import type {ChatState} from '../conversation/chat-state.js';
import {ChatError} from '../errors.js';
import {changeOf} from './chat-change.js';
import type {Answer, Arguments, Command, Presence, TabMessage} from './tab-messages.js';

export interface LeaderRoute {
  readonly id: string;
  readonly post: (message: TabMessage) => void;
  /** Of this tab. */
  readonly presence: () => Presence;
  /** Calls back when another tab is gone. */
  readonly awaitEnd: (id: string, onEnd: () => void, signal: AbortSignal) => void;
  /** What the tabs need together has changed. */
  readonly onMembersChange: () => void;
}

interface Member {
  presence: Presence;
  readonly life: AbortController;
}

/** Told by the state itself, in each tab. */
const PRIVATE_EVENTS: readonly ChatEvent['type'][] = ['connection-change', 'unread-change'];

/** The tab that holds the socket: it has the conversation, and tells the others all that happens in it. */
export class Leader {
  readonly #members = new Map<string, Member>();
  readonly #endings: readonly (() => void)[];
  /** What the others know. */
  #told: ChatState;
  #telling = false;
  #isOver = false;

  constructor(
    readonly conversation: Conversation,
    private readonly route: LeaderRoute,
  ) {
    this.#told = conversation.state;
    this.#endings = [
      conversation.watch(() => this.#schedule()),
      conversation.listen((event) => this.#tellEvent(event)),
    ];
    route.post({type: 'lead', from: route.id});
  }

  get state(): ChatState {
    return this.conversation.state;
  }

  /** There are other tabs. */
  get hasMembers(): boolean {
    return this.#members.size > 0;
  }

  /** Another tab is seen. */
  get seenElsewhere(): boolean {
    return [...this.#members.values()].some(({presence}) => presence.visible);
  }

  /** Some tab wants a connection. */
  get isWanted(): boolean {
    return this.#presences.some(({connect}) => connect);
  }

  get #presences(): readonly Presence[] {
    const others = [...this.#members.values()].map(({presence}) => presence);
    return [this.route.presence(), ...others];
  }

  call<C extends Command>(command: C, ...args: Arguments<C>): Promise<Answer<C>> {
    return this.run(command, args) as Promise<Answer<C>>;
  }

  /** Does what a tab wants done. */
  async run(command: Command, args: readonly unknown[]): Promise<unknown> {
    const conversation = this.conversation as unknown as Record<
      Command,
      (...args: readonly unknown[]) => unknown
    >;
    return conversation[command](...args);
  }

  presenceChanged(): void {
    const presences = this.#presences;
    if (presences.some(({viewed}) => viewed)) this.conversation.setViewed(true);
    else if (presences.some(({viewed}) => viewed === false)) this.conversation.setViewed(false);
    this.route.onMembersChange();
  }

  handle(message: TabMessage): void {
    switch (message.type) {
      case 'presence':
        return this.#handlePresence(message);
      case 'leave':
        return this.#forget(message.from);
      case 'call':
        void this.#handleCall(message);
    }
  }

  /** Ends this role and the connection. */
  close(): void {
    this.#isOver = true;
    this.#tell();
    for (const end of this.#endings) end();
    for (const {life} of this.#members.values()) life.abort();
    this.conversation.close();
  }

  #handlePresence({from, isNew, asks, presence}: TabMessage & {type: 'presence'}): void {
    const known = this.#members.get(from);
    if (known) known.presence = presence;
    else this.#welcome(from, presence);
    // What is stored may take longer than another tab is patient.
    if (asks || !known) this.route.post({type: 'heard', from: this.route.id, to: from});
    if (isNew || !known) {
      void this.conversation.load().then(() => this.#tellAll(from));
      if (presence.connect) this.conversation.connect();
    }
    this.presenceChanged();
  }

  /** Tells a tab all there is to know. */
  #tellAll(to: string): void {
    if (this.#isOver) return;
    this.#tell();
    this.#told = this.conversation.state;
    this.route.post({type: 'state', from: this.route.id, to, state: this.#told});
  }

  #welcome(id: string, presence: Presence): void {
    const life = new AbortController();
    this.#members.set(id, {presence, life});
    this.route.awaitEnd(id, () => this.#forget(id), life.signal);
  }

  #forget(id: string): void {
    const member = this.#members.get(id);
    if (!member) return;
    member.life.abort();
    this.#members.delete(id);
    void this.#hearLastWords();
    if (member.presence.connect && !this.isWanted) this.conversation.disconnect();
    this.presenceChanged();
  }

  /** A tab that went may have stored a message that it had no time to tell. */
  async #hearLastWords(): Promise<void> {
    for (const written of await this.conversation.findUnheard()) {
      if (!this.#isOver) this.conversation.accept(written);
    }
  }

  async #handleCall({from: to, call, command, args}: TabMessage & {type: 'call'}): Promise<void> {
    const {id: from} = this.route;
    this.route.post({type: 'heard', from, to, call});
    const answer = {type: 'answer', from, to, call} as const;
    try {
      const value = await this.run(command, args);
      this.#tell();
      // The list is there already.
      this.route.post(command === 'getTranscript' ? answer : {...answer, value});
    } catch (error) {
      const {code, message} =
        error instanceof ChatError ? error : new ChatError('hub-error', String(error));
      this.route.post({...answer, error: {code, message}});
    }
  }

  #tellEvent(event: ChatEvent): void {
    if (!this.hasMembers || PRIVATE_EVENTS.includes(event.type)) return;
    this.#tell();
    this.route.post({type: 'event', from: this.route.id, event});
  }

  /** What changes in one task is told once; before a message leaves for the hub, which takes longer. */
  #schedule(): void {
    if (this.#telling || !this.hasMembers) return;
    this.#telling = true;
    void Promise.resolve().then(() => this.#tell());
  }

  #tell(): void {
    if (!this.#telling) return;
    this.#telling = false;
    const state = this.conversation.state;
    this.route.post({type: 'change', from: this.route.id, change: changeOf(this.#told, state)});
    this.#told = state;
  }
}
