import type {ReactiveController, ReactiveControllerHost} from 'lit';

/** Closer to the end than this, in pixels, the reader is there. */
const NEAR_END = 48;

/** What is left free above something that was scrolled to. */
const SPACE = 8;

/** The element with the list that scrolls. */
export interface ScrollHost extends ReactiveControllerHost {
  readonly hasUpdated: boolean;
  /** The box that scrolls. */
  readonly scroller: HTMLElement;
  /** What is in it; its messages have an id in their data. */
  readonly list: HTMLElement;
  /** What stands where reading stopped. */
  readonly landmark: HTMLElement | null;
  /** The reader is at the end, and sees it. */
  handleEnd(): void;
}

/**
 * Keeps a list at its end for a reader who is there, and what is seen in its place for one who is not: when something
 * comes or grows, when the box gets another size, and when it is back after it was hidden or moved.
 *
 * All happens between layout and paint, so nothing is seen to jump. Most browsers keep what is seen in its place by
 * themselves (not WebKit, https://webkit.org/b/171099), and have done so by then; what is left is made up for.
 */
export class ScrollController implements ReactiveController {
  #following = true;
  /** Whether there is a box, which has a place to be kept. */
  #shown = false;
  #fresh = false;
  #top = 0;
  #anchor: {readonly element: Element; readonly top: number} | undefined;
  readonly #sizes = new ResizeObserver(() => this.#settle());

  constructor(private readonly host: ScrollHost) {
    host.addController(this);
  }

  /** The reader is at the end, and stays there. */
  get following(): boolean {
    return this.#following;
  }

  /** From now on the end is shown. */
  follow(): void {
    this.#setFollowing(true);
  }

  /** Reading begins again at the landmark: a reader who was at the end is led no further than there, once. */
  resume(): void {
    this.#fresh = true;
  }

  /** Keeps the element where it is while what is around it changes. */
  hold(element: Element): void {
    this.#setFollowing(false);
    this.#anchor = {element, top: this.#topOf(element)};
  }

  /** Goes on to the landmark, or to the end if it is not further down. */
  advance(): void {
    const {scroller, landmark} = this.host;
    const step = landmark ? this.#topOf(landmark) - SPACE : 0;
    const rest = this.#distanceToEnd();
    const isBefore = step > 1 && step < rest;
    if (!isBefore) this.#setFollowing(true);
    const {matches: still} = matchMedia('(prefers-reduced-motion: reduce)');
    scroller.scrollBy({top: isBefore ? step : rest, behavior: still ? 'instant' : 'smooth'});
  }

  hostConnected(): void {
    if (this.host.hasUpdated) this.#observe();
  }

  hostUpdated(): void {
    if (!this.host.hasUpdated) this.#observe();
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#shown = false;
  }

  /** For the event of the box. */
  readonly handleScroll = (): void => {
    // A box that was hidden may come back at its beginning; the reader has not gone there.
    if (!this.#shown) return;
    const {scrollTop} = this.host.scroller;
    // Only a reader moves upwards; that the end has moved away is for us to follow.
    if (this.#distanceToEnd() <= NEAR_END) this.#setFollowing(true);
    else if (scrollTop < this.#top) this.#setFollowing(false);
    this.#mark();
  };

  #observe(): void {
    this.#sizes.observe(this.host.scroller);
    this.#sizes.observe(this.host.list);
  }

  /** After layout: puts back what the reader sees. */
  #settle(): void {
    const {scroller, landmark} = this.host;
    this.#shown = scroller.clientHeight > 0;
    if (!this.#shown) return;
    if (this.#following) {
      scroller.scrollTop = scroller.scrollHeight;
      const above = landmark && this.#fresh ? this.#topOf(landmark) - SPACE : 0;
      if (above < 0) scroller.scrollTop += above;
    } else if (this.#anchor?.element.isConnected) {
      const moved = this.#topOf(this.#anchor.element) - this.#anchor.top;
      if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    }
    this.#fresh = false;
    this.#setFollowing(this.#distanceToEnd() <= NEAR_END);
    this.#mark();
  }

  #setFollowing(following: boolean): void {
    if (following !== this.#following) this.host.requestUpdate();
    this.#following = following;
  }

  /** Remembers what is where. */
  #mark(): void {
    this.#top = this.host.scroller.scrollTop;
    if (this.#following) this.host.handleEnd();
    const element = this.#firstSeen();
    this.#anchor = element && {element, top: this.#topOf(element)};
  }

  /** The first message that begins in the box, or else the last one that begins above it. */
  #firstSeen(): Element | undefined {
    const messages = this.host.list.querySelectorAll('[data-id]');
    let [low, high] = [0, messages.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#topOf(messages[middle]!) < 0) low = middle + 1;
      else high = middle;
    }
    const first = messages[low];
    const isSeen = first && this.#topOf(first) < this.host.scroller.clientHeight;
    return isSeen ? first : messages[low - 1];
  }

  #topOf(element: Element): number {
    return element.getBoundingClientRect().top - this.host.scroller.getBoundingClientRect().top;
  }

  #distanceToEnd(): number {
    const {scrollHeight, scrollTop, clientHeight} = this.host.scroller;
    return scrollHeight - scrollTop - clientHeight;
  }
}
