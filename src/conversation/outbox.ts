import type {FailureCode} from '../errors.js';
import {bytesOf} from '../protocol/index.js';
import {isWaiting, type StoredMessage} from '../storage/session-record.js';

/** The link of an earlier page: what it was handed may or may not have arrived. */
const EARLIER_PAGE = 0;

/** The link of another tab, which may never have had one, so that its messages may arrive in any order. */
const OTHER_TAB = -1;

/**
 * What the visitor wrote and the hub has not been seen to have, in order. An item may be handed to any number of
 * links, to each once; only a transcript (or, for the silent opening, an answer) takes it out. What has failed stays
 * without being handed to any, until the visitor decides.
 */
export class Outbox {
  #items: readonly StoredMessage[] = [];
  /** The link that each item was last handed to; links count from 1. */
  readonly #links = new Map<string, number>();

  get items(): readonly StoredMessage[] {
    return this.#items;
  }

  /** How many messages of the visitor there are that did not fail. */
  get size(): number {
    return this.#items.filter(({text, failed}) => text !== '' && !failed).length;
  }

  /** Messages of the visitor that nobody has answered: nothing shows that the hub has them. */
  get unanswered(): ReadonlySet<string> {
    return new Set(this.#items.filter(isWaiting).map(({id}) => id));
  }

  /** What was handed to no link. */
  get unsent(): readonly StoredMessage[] {
    return this.#items.filter((item) => isWaiting(item) && !this.#links.has(item.id));
  }

  /** As transcripts may have them: what was not handed to any link stands behind all. */
  get expected(): readonly StoredMessage[] {
    return this.#items.map((item) =>
      this.#links.has(item.id) || item.failed ? item : {...item, after: Infinity},
    );
  }

  add(item: StoredMessage): void {
    this.#items = [...this.#items, item];
  }

  /** Puts the silent opening of a conversation before all else. */
  addOpening(item: StoredMessage): void {
    this.#items = [item, ...this.#items];
  }

  /**
   * Puts what an earlier page left before all else.
   *
   * @param sentCount - What that page knew the hub to have; what is here already was written behind that.
   */
  restore(items: readonly StoredMessage[], sentCount: number): void {
    const behind = this.#items.map((item) => ({...item, after: item.after + sentCount}));
    this.#items = [...items, ...behind];
    for (const {id, failed} of items) if (!failed) this.#links.set(id, EARLIER_PAGE);
  }

  /** Adds what another tab wrote, and may have sent. */
  addUncertain(item: StoredMessage): void {
    this.add(item);
    this.#links.set(item.id, OTHER_TAB);
  }

  /**
   * What has to be sent over this link, in order. Only once a transcript has come over it is it known that what
   * earlier links were handed got lost; before that it is left out.
   */
  due(link: number, verified: boolean): readonly StoredMessage[] {
    return this.#items.filter(({id, failed}) => {
      const last = this.#links.get(id);
      return !failed && (last === undefined || (verified && last !== link));
    });
  }

  /** Whether there is something that an earlier link was handed, and not this one. */
  wasHandedElsewhere(link: number): boolean {
    return this.#items.some(({id}) => (this.#links.get(id) ?? link) !== link);
  }

  /** As `wasHandedElsewhere`, of what nobody has answered. */
  isUncertain(link: number): boolean {
    return this.#items.some(
      (item) => isWaiting(item) && (this.#links.get(item.id) ?? link) !== link,
    );
  }

  /** Notes that this link was handed the message. */
  markHanded(id: string, link: number): void {
    this.#links.set(id, link);
  }

  /** What this link was handed. */
  sentOver(link: number): ReadonlySet<string> {
    return new Set(this.#items.flatMap(({id}) => (this.#links.get(id) === link ? id : [])));
  }

  /** The biggest message that this link was handed. */
  biggestOver(link: number): string | undefined {
    const sent = this.#items.filter(({id, text}) => text !== '' && this.#links.get(id) === link);
    return sent.toSorted((a, b) => bytesOf(b.text) - bytesOf(a.text))[0]?.id;
  }

  /** Somebody spoke over this link, which answers what it was handed. */
  answer(link: number): void {
    this.confirmOpening();
    const sent = this.sentOver(link);
    this.#items = this.#items.map((item) =>
      sent.has(item.id) && !item.answered ? {...item, answered: true} : item,
    );
  }

  /**
   * The hub has these. What it does not have will stand behind all that it has, and what was handed to a link before
   * one of them is overtaken.
   *
   * @param ownCount - How many messages of the visitor it has.
   */
  confirm(ids: ReadonlySet<string>, ownCount: number): void {
    const last = this.#items.findLastIndex(({id}) => ids.has(id));
    const isOvertaken = (id: string, index: number) =>
      index < last && (this.#links.get(id) ?? OTHER_TAB) !== OTHER_TAB;
    this.#items = this.#items.map((item, index) => ({
      ...item,
      after: Math.max(item.after, ownCount),
      ...(isOvertaken(item.id, index) && {overtaken: true}),
    }));
    this.#keep(({id}) => !ids.has(id));
  }

  /** What cannot be sent again over this link without leaving its place in the conversation. */
  overtaken(link: number): readonly string[] {
    const lost = this.#items.filter((item) => item.overtaken && !item.failed);
    return lost.flatMap(({id}) => (this.#links.get(id) === link ? [] : id));
  }

  /** The hub does not take this. */
  fail(id: string, code: FailureCode): void {
    this.#links.delete(id);
    this.#items = this.#items.map((item) =>
      item.id === id ? {...item, answered: false, failed: code} : item,
    );
  }

  /** Takes out what has failed; undefined where nothing with this id has. */
  takeFailed(id: string): StoredMessage | undefined {
    const found = this.#items.find((item) => item.id === id && item.failed);
    this.#keep((item) => item !== found);
    return found;
  }

  /** The bot was asked to speak first, or did. */
  confirmOpening(): void {
    this.#keep(({text}) => text !== '');
  }

  /** Another conversation takes the place of this one: what nobody answered is sent there, as if never sent before. */
  restart(): void {
    this.#keep((item) => isWaiting(item) || item.failed !== undefined);
    this.#items = this.#items.map(({overtaken, ...item}) => ({...item, after: 0}));
    this.#links.clear();
  }

  /** Another conversation is gone to: only what was not sent yet goes along. */
  leave(): void {
    const sent = new Set(this.#links.keys());
    this.#keep((item) => isWaiting(item) && !sent.has(item.id));
    this.#items = this.#items.map((item) => ({...item, after: 0}));
  }

  #keep(wanted: (item: StoredMessage) => boolean): void {
    for (const item of this.#items) if (!wanted(item)) this.#links.delete(item.id);
    this.#items = this.#items.filter(wanted);
  }
}
