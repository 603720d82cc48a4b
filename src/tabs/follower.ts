import type {ChatState} from '../conversation/chat-state.js';
import type {ChatEvent} from '../conversation/conversation.js';
import {ChatError} from '../errors.js';
import {adoptState, applyChange} from './chat-change.js';
import type {Answer, Arguments, Command, Presence, TabMessage} from './tab-messages.js';
import {
  ANSWER_LIMIT,
  LEADER_ANSWER_LIMIT,
  LEADER_SECOND_LIMIT,
  LEADER_CHECK_INTERVAL,
} from '../timing.js';

export interface FollowerRoute {
  readonly id: string;
  readonly post: (message: TabMessage) => void;
  readonly presence: () => Presence;
  /** The leader does not answer, so this tab is to lead. */
  readonly steal: () => void;
  /** A leader has told all there is to know. */
  readonly onSynced: (state: ChatState) => void;
  readonly onChange: (state: ChatState) => void;
  readonly onEvent: (event: ChatEvent) => void;
}

/** Something to be done by whoever leads. */
export interface Call {
  readonly command: Command;
  readonly args: readonly unknown[];
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface PendingCall extends Call {
  heard: boolean;
}

/** A tab that does not hold the socket: it sees all that the leader sees, and has it do what is wanted here. */
export class Follower {
  #leader: string | undefined;
  #state: ChatState | undefined;
  #joined = false;
  #synced = false;
  readonly #calls = new Map<number, PendingCall>();
  #lastCall = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #checkTimer: ReturnType<typeof setTimeout> | undefined;

  /** @param state - What this tab knows already. */
  constructor(
    private readonly route: FollowerRoute,
    state: ChatState | undefined,
  ) {
    this.#state = state;
  }

  /** The newest that is known; undefined before anything is. */
  get state(): ChatState | undefined {
    return this.#state;
  }

  /** It knows what the leader knows. */
  get synced(): boolean {
    return this.#synced;
  }

  /** This tab counts as one of the group from now on. */
  join(): void {
    this.#joined = true;
    this.#present(true);
    this.#startTimer();
    this.#checkLater();
  }

  presenceChanged(): void {
    if (this.#joined) this.#present(false);
  }

  /** Rejects with `connection-failed` where the leader went away meanwhile, and after 10 s in any case. */
  call<C extends Command>(command: C, ...args: Arguments<C>): Promise<Answer<C>> {
    return this.run(command, args) as Promise<Answer<C>>;
  }

  /** As `call`. */
  run(command: Command, args: readonly unknown[]): Promise<unknown> {
    const number = ++this.#lastCall;
    return new Promise((resolve, reject) => {
      const close = () => {
        clearTimeout(limit);
        this.#calls.delete(number);
      };
      const call: PendingCall = {
        ...{command, args, heard: false},
        resolve: (value) => {
          close();
          resolve(value);
        },
        reject: (error) => {
          close();
          reject(error);
        },
      };
      const limit = setTimeout(() => call.reject(noConnection()), ANSWER_LIMIT);
      this.#calls.set(number, call);
      if (this.#synced) this.#send(number, call);
    });
  }

  handle(message: TabMessage): void {
    if (message.type === 'lead') return this.#handleLead(message.from);
    if (message.type === 'state' && message.to === this.route.id) {
      return this.#handleState(message.from, message.state);
    }
    if (message.type === 'heard' && message.to === this.route.id) {
      return this.#handleHeard(message.call);
    }
    if (!this.#synced || message.from !== this.#leader) return;
    switch (message.type) {
      case 'change':
        this.#stopTimer();
        this.#state = applyChange(this.#state!, message.change);
        return this.route.onChange(this.#state);
      case 'event':
        return this.route.onEvent(this.#withOurMessage(message.event));
      case 'answer':
        if (message.to === this.route.id) this.#handleAnswer(message);
    }
  }

  /** Ends this role, and hands out what was asked for and not begun. */
  close(): readonly Call[] {
    this.#stopTimer();
    clearTimeout(this.#checkTimer);
    const calls = [...this.#calls.values()];
    for (const call of calls) if (call.heard) call.reject(noConnection());
    return calls.filter(({heard}) => !heard);
  }

  #handleLead(leader: string): void {
    this.#leader = leader;
    this.#synced = false;
    // What the last leader began and did not finish may or may not have been done.
    for (const call of [...this.#calls.values()]) if (call.heard) call.reject(noConnection());
    if (this.#joined) this.join();
  }

  #handleHeard(number: number | undefined): void {
    this.#stopTimer();
    const call = number !== undefined && this.#calls.get(number);
    if (call) call.heard = true;
  }

  #handleState(leader: string, state: ChatState): void {
    // One that was busy may not know yet that it does not lead any more.
    if (this.#leader !== undefined && leader !== this.#leader) return;
    this.#stopTimer();
    this.#leader = leader;
    this.#synced = true;
    this.#state = adoptState(state, this.#state?.snapshot.messages);
    this.route.onSynced(this.#state);
    for (const [number, call] of this.#calls) if (!call.heard) this.#send(number, call);
  }

  #handleAnswer({call: number, value, error}: TabMessage & {type: 'answer'}): void {
    const call = this.#calls.get(number);
    if (error) call?.reject(new ChatError(error.code, error.message));
    else call?.resolve(value);
  }

  #send(number: number, {command, args, reject}: Call): void {
    try {
      this.route.post({type: 'call', from: this.route.id, call: number, command, args});
      this.#startTimer();
    } catch {
      reject(new ChatError('bad-data', 'Only JSON can be sent to the hub.'));
    }
  }

  #present(isNew: boolean, asks = isNew): void {
    const {id, presence} = this.route;
    this.route.post({type: 'presence', from: id, isNew, asks, presence: presence()});
  }

  #checkLater(): void {
    clearTimeout(this.#checkTimer);
    this.#checkTimer = setTimeout(() => {
      this.#checkLater();
      // Hidden tabs have slow timers, and are no better off than a leader that is as slow.
      if (!this.route.presence().visible) return;
      this.#present(false, true);
      this.#startTimer();
    }, LEADER_CHECK_INTERVAL);
  }

  /** The message of an event is the one in the list. */
  #withOurMessage(event: ChatEvent): ChatEvent {
    if (!('message' in event) || typeof event.message === 'string') return event;
    const {id} = event.message;
    const message = this.#state?.snapshot.messages.findLast((each) => each.id === id);
    return message ? ({...event, message} as ChatEvent) : event;
  }

  /** The leader has to say something now. */
  #startTimer(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = setTimeout(() => {
        this.#timer = undefined;
        this.route.steal();
      }, LEADER_SECOND_LIMIT);
    }, LEADER_ANSWER_LIMIT);
  }

  #stopTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

function noConnection(): ChatError {
  return new ChatError('connection-failed', 'The connection was lost.');
}
