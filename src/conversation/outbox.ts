import type {StoredMessage} from '../storage/session-record.js';

/** The link of an earlier page: what it was handed may or may not have arrived. */
const EARLIER_PAGE = 0;

/**
 * What the visitor wrote and the hub has not been seen to have, in order. An item may be handed to any number of
 * links, to each once; only a transcript (or, for the silent opening, an answer) takes it out.
 */
export class Outbox {
  #items: readonly StoredMessage[] = [];
  /** The link that each item was last handed to; links count from 1. */
  readonly #links = new Map<string, number>();

  get items(): readonly StoredMessage[] {
    return this.#items;
  }

  add(item: StoredMessage): void {
    this.#items = [...this.#items, item];
  }

  /** Puts the silent opening of a conversation before all else. */
  addOpening(item: StoredMessage): void {
    this.#items = [item, ...this.#items];
  }

  /** Puts what an earlier page left before all else. */
  restore(items: readonly StoredMessage[]): void {
    this.#items = [...items, ...this.#items];
    for (const {id} of items) this.#links.set(id, EARLIER_PAGE);
  }

  /**
   * What has to be sent over this link, in order. Only once a transcript has come over it is it known that what
   * earlier links were handed got lost; before that it is left out.
   */
  due(link: number, verified: boolean): readonly StoredMessage[] {
    return this.#items.filter(({id}) => {
      const last = this.#links.get(id);
      return last === undefined || (verified && last !== link);
    });
  }

  handOver(id: string, link: number): void {
    this.#links.set(id, link);
  }

  /** The hub has these. */
  confirm(ids: ReadonlySet<string>): void {
    this.#keep(({id}) => !ids.has(id));
  }

  /** The bot was asked to speak first, or did. */
  confirmOpening(): void {
    this.#keep(({text}) => text !== '');
  }

  /**
   * Another conversation takes the place of this one: what nobody answered is sent there, as if never sent before.
   * Returns the ids of those messages.
   */
  restart(unanswered: ReadonlySet<string>): ReadonlySet<string> {
    this.#keep(({id}) => unanswered.has(id));
    this.#links.clear();
    return new Set(this.#items.map(({id}) => id));
  }

  #keep(wanted: (item: StoredMessage) => boolean): void {
    for (const item of this.#items) if (!wanted(item)) this.#links.delete(item.id);
    this.#items = this.#items.filter(wanted);
  }
}
