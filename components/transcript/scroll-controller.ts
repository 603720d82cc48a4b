import type {ReactiveController, ReactiveControllerHost} from 'lit';
import type {MessageWindow} from './message-window.js';

/** Closer to the end than this, in pixels, the reader is there. */
const NEAR_END = 48;

/** What is left free above something that was scrolled to. */
const SPACE = 8;

/** What is further away than so many times what is seen is not scrolled to, but simply there. */
const MAX_SCREENS = 3;

/** What stays where it is, in pixels below the upper edge of the box. */
interface Anchor {
  readonly element: () => Element | null;
  readonly top: number;
}

/** The element with the list that scrolls. */
export interface ScrollHost extends ReactiveControllerHost {
  readonly hasUpdated: boolean;
  /** The box that scrolls. */
  readonly scroller: HTMLElement;
  /** What is in it; its messages have an id in their data. */
  readonly list: HTMLElement;
  /** What stands where reading stopped. */
  readonly unreadDivider: HTMLElement | null;
  /** The id of the last message, where it came live and somebody else wrote it. */
  readonly newest: string | undefined;
  /** The reader is at the end, and sees it. */
  handleEnd(): void;
  /** Sizes are being told: what changes them has to wait. */
  waitForFrame(): void;
}

/**
 * Keeps a list at its end for a reader who is there, and what is seen in its place for one who is not: when something
 * comes or grows, when the box gets another size, and when it is back after it was hidden or moved. Of a message that is
 * longer than the box, who is at the end sees the beginning first.
 *
 * All happens between layout and paint, so nothing is seen to jump. Most browsers keep what is seen in its place by
 * themselves (not WebKit, https://webkit.org/b/171099), and have done so by then; what is left is made up for.
 */
export class ScrollController implements ReactiveController {
  #following = true;
  /** Whether there is a box, which has a place to be kept. */
  #shown = false;
  #top = 0;
  #newest: string | undefined;
  #isFar = false;
  #anchor: Anchor | undefined;
  readonly #sizes = new ResizeObserver(() => {
    this.host.waitForFrame();
    this.#settle();
  });

  constructor(
    private readonly host: ScrollHost,
    private readonly window: MessageWindow,
  ) {
    host.addController(this);
  }

  /** The reader is at the end, and stays there. */
  get following(): boolean {
    return this.#following;
  }

  /** The end is further away than what is seen at once. */
  get isFar(): boolean {
    return this.#isFar;
  }

  /** From now on the end is shown. */
  follow(): void {
    this.#setFollowing(true);
    this.#move();
  }

  /** From now on the divider of what is unread is shown, which stands before the message at that place of the list. */
  showUnreadDivider(index: number): void {
    this.#setFollowing(false);
    this.#anchor = {element: () => this.host.unreadDivider, top: SPACE};
    this.window.reveal(index);
    this.#move();
  }

  /** Keeps the element where it is while what is around it changes. */
  hold(element: Element): void {
    this.#setFollowing(false);
    this.#anchor = {element: () => element, top: this.#topOf(element)};
  }

  /** Goes on to the divider, or to the end if it is not further down. */
  advance(index: number): void {
    const {unreadDivider} = this.host;
    const step = unreadDivider ? this.#topOf(unreadDivider) - SPACE : 0;
    const rest = this.#distanceToEnd();
    if (step > 1 && step < rest) this.#glide(step, () => this.showUnreadDivider(index));
    else if (!unreadDivider && index >= this.window.range.to) this.showUnreadDivider(index);
    else this.goToEnd();
  }

  /** Goes on to the end, whatever is on the way. */
  goToEnd(): void {
    this.#glide(this.#distanceToEnd(), () => this.follow());
  }

  #glide(top: number, jump: () => void): void {
    const {scroller} = this.host;
    const {matches: still} = matchMedia('(prefers-reduced-motion: reduce)');
    if (still || top > MAX_SCREENS * scroller.clientHeight) return jump();
    scroller.scrollBy({top, behavior: 'smooth'});
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
    // It was us.
    if (scrollTop === this.#top) return;
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
    const {scroller, newest} = this.host;
    const wasShown = this.#shown;
    this.#shown = scroller.clientHeight > 0;
    if (!this.#shown) return;
    const isNew = wasShown && newest !== this.#newest;
    this.#newest = newest;
    const anchor = this.#anchor;
    const element = anchor?.element();
    if (this.#following) {
      scroller.scrollTop = scroller.scrollHeight;
      if (isNew) this.#backToBeginning(newest);
    } else if (element?.isConnected) {
      const moved = this.#topOf(element) - anchor!.top;
      if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
    }
    this.#setFollowing(this.#distanceToEnd() <= NEAR_END);
    this.#mark();
    // What is left is less than a pixel, of which many would be one.
    const isKept = element?.isConnected && Math.abs(this.#topOf(element) - anchor!.top) < 1;
    if (isKept) this.#anchor = anchor;
  }

  #backToBeginning(id: string | undefined): void {
    const {list, scroller} = this.host;
    const first = id && list.querySelector(`[data-id="${CSS.escape(id)}"]`);
    if (first) scroller.scrollTop += Math.min(0, this.#topOf(first) - SPACE);
  }

  /** The list is going to be elsewhere, also where no size changes. */
  #move(): void {
    void this.host.updateComplete.then(() => this.#settle());
  }

  #setFollowing(following: boolean): void {
    if (following !== this.#following) this.host.requestUpdate();
    this.#following = following;
  }

  /** Remembers what is where. */
  #mark(): void {
    this.#top = this.host.scroller.scrollTop;
    if (this.#following) this.host.handleEnd();
    const isFar = this.#distanceToEnd() > this.host.scroller.clientHeight;
    if (isFar !== this.#isFar) this.host.requestUpdate();
    this.#isFar = isFar;
    const element = this.#firstSeen();
    this.#anchor = element && {element: () => element, top: this.#topOf(element)};
    this.window.settle(this.#following);
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
