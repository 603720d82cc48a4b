import type {LitElement} from 'lit';
import type {Message} from '../../src/client.js';
import {
  placeAt,
  rangeAround,
  rangeAtEnd,
  rangeMoved,
  type Places,
  type IndexRange,
} from './range.js';

/** The height of a message in pixels, until some were seen. */
const USUAL_HEIGHT = 64;

/** The element with the list, of which only a part has elements. */
export interface WindowHost extends Pick<LitElement, 'requestUpdate'> {
  readonly messages: readonly Message[];
  /** The box that scrolls. */
  readonly scroller: HTMLElement;
  /** What is in it; its messages have an id in their data. */
  readonly list: HTMLElement;
}

/**
 * Chooses which messages of a long list have elements: those that are seen, and some on either side. For the others
 * there is room above and below, as high as they are likely to be. Where that turns out to be wrong, the
 * `ScrollController` keeps what is seen in its place.
 */
export class MessageWindow {
  #range: IndexRange = {from: 0, to: 0};
  #count = 0;
  /** The first message with elements, from which the others are found again in a list that has changed. */
  #first: string | undefined;
  #height: number | undefined;

  constructor(private readonly host: WindowHost) {}

  /** The messages that have elements. */
  get range(): IndexRange {
    return this.#range;
  }

  /** The last message has elements. */
  get hasEnd(): boolean {
    return this.#range.to === this.#count;
  }

  /** The room for the messages before, in pixels. */
  get above(): number {
    return this.#roomFor(this.#range.from);
  }

  /** The room for those behind. */
  get below(): number {
    return this.#roomFor(this.#count - this.#range.to);
  }

  /** Before the list is drawn: takes over how it has changed. */
  update(atEnd: boolean): void {
    const {messages} = this.host;
    this.#count = messages.length;
    if (atEnd) return this.#take(rangeAtEnd(this.#count, this.#range));
    const {from} = this.#range;
    const isFirst = ({id}: Message) => id === this.#first;
    const stays = messages[from] !== undefined && isFirst(messages[from]);
    const found = stays ? from : messages.findIndex(isFirst);
    this.#take(rangeMoved(this.#count, this.#range, found < 0 ? 0 : found - from));
  }

  /** Makes elements for what is around a message, which is about to be scrolled to. */
  reveal(index: number): void {
    this.#take(rangeAround({from: index, to: index + 1}, this.#count, this.#range));
  }

  /** After layout: asks for other elements where those that are there do not suffice. */
  settle(atEnd: boolean): void {
    const places = this.#places();
    if (!places) return;
    const seen = {
      from: placeAt(0, this.#range, places),
      to: placeAt(this.host.scroller.clientHeight, this.#range, places) + 1,
    };
    const range = rangeAround(seen, this.#count, this.#range);
    this.#take(atEnd ? {...range, to: this.#count} : range);
    // It stays the same from then on, so that each place in the box goes on to stand for one in the list.
    if (this.#height !== undefined || this.above + this.below === 0) return;
    this.#height = (places.bottoms.at(-1)! - places.top) / places.bottoms.length;
    this.host.requestUpdate();
  }

  #take(range: IndexRange): void {
    const {from, to} = this.#range;
    this.#first = this.host.messages[range.from]?.id;
    if (range.from === from && range.to === to) return;
    this.#range = range;
    this.host.requestUpdate();
  }

  #roomFor(count: number): number {
    return count * (this.#height ?? USUAL_HEIGHT);
  }

  /** What is where; undefined while the elements are not those of the list. */
  #places(): Places | undefined {
    const {messages, scroller, list} = this.host;
    const origin = scroller.getBoundingClientRect().top;
    const boxes = list.querySelectorAll<HTMLElement>('[data-id]');
    const top = (boxes[0]?.getBoundingClientRect().top ?? 0) - origin;
    const bottoms: number[] = [];
    let next = 0;
    for (const {id} of messages.slice(this.#range.from, this.#range.to)) {
      while (boxes[next]?.dataset.id === id) next++;
      const last = boxes[next - 1];
      bottoms.push(last ? last.getBoundingClientRect().bottom - origin : top);
    }
    if (next === 0 || next < boxes.length) return undefined;
    return {top, bottoms, height: this.#roomFor(1)};
  }
}
