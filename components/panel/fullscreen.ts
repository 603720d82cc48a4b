import type {Mode} from '../chat-host.js';

/**
 * What an element needs that covers the page: it keeps to what a keyboard on the screen leaves to be seen, what is
 * below it does not scroll, and where the page itself is covered, the focus does not go there. Nothing is changed on
 * the page for that.
 *
 * @returns What ends it.
 */
export function enterFullscreen(element: HTMLElement, mode: Mode): () => void {
  const life = new AbortController();
  const {signal} = life;
  if (window.visualViewport) followViewport(element, window.visualViewport, signal);
  containScroll(element, signal);
  if (mode === 'floating') trapFocus(element, signal);
  return () => life.abort();
}

/** Browsers lay a keyboard over the page, move the page under it, and tell only this object. */
function followViewport({style}: HTMLElement, viewport: VisualViewport, signal: AbortSignal) {
  const follow = () => {
    // Who zooms in looks at a part of it, which must not change for that.
    const zoom = Math.max(1, viewport.scale);
    const top = zoom > 1 ? 0 : viewport.offsetTop;
    const height = viewport.height * zoom;
    style.setProperty('--_visible-top', `${top}px`);
    style.setProperty('--_visible-height', `${height}px`);
    style.setProperty('--_keyboard-height', `${Math.max(0, innerHeight - top - height)}px`);
  };
  follow();
  viewport.addEventListener('resize', follow, {signal});
  viewport.addEventListener('scroll', follow, {signal});
  signal.addEventListener('abort', () => {
    for (const name of ['top', 'height']) style.removeProperty(`--_visible-${name}`);
    style.removeProperty('--_keyboard-height');
  });
}

/** A finger or a wheel that moves nothing in the element would move the page. */
function containScroll(element: HTMLElement, signal: AbortSignal) {
  let touch = {clientX: 0, clientY: 0};
  const hold = (event: Event, x: number, y: number) => {
    if (!event.cancelable || Math.abs(x) > Math.abs(y)) return;
    const path = event.composedPath();
    const inside = path.slice(0, path.indexOf(element)) as Element[];
    if (!inside.some((each) => scrolls(each, y))) event.preventDefault();
  };
  element.addEventListener(
    'wheel',
    (event) => {
      // With Ctrl it zooms.
      if (!event.ctrlKey) hold(event, event.deltaX, event.deltaY);
    },
    {signal, passive: false},
  );
  element.addEventListener('touchstart', ({touches}) => (touch = touches[0]!), {
    signal,
    passive: true,
  });
  element.addEventListener(
    'touchmove',
    (event) => {
      const [finger] = event.touches;
      const isZoomed = (window.visualViewport?.scale ?? 1) > 1;
      if (event.touches.length > 1 || !finger || isZoomed) return;
      hold(event, touch.clientX - finger.clientX, touch.clientY - finger.clientY);
    },
    {signal, passive: false},
  );
}

/** Whether there is more of it that way. */
function scrolls(node: EventTarget, y: number): boolean {
  if (!(node instanceof Element) || !/auto|scroll/.test(getComputedStyle(node).overflowY)) {
    return false;
  }
  const {scrollTop, clientHeight, scrollHeight} = node;
  return y < 0 ? scrollTop > 0 : scrollTop + clientHeight < scrollHeight - 1;
}

/** From the last stop of the Tab key, the next is the first. */
function trapFocus(element: HTMLElement, signal: AbortSignal) {
  element.ariaModal = 'true';
  signal.addEventListener('abort', () => (element.ariaModal = null));
  element.addEventListener(
    'keydown',
    (event) => {
      const path = event.composedPath();
      // With Shift it is another key for WebKit on Linux.
      const isTab = event.key === 'Tab' || event.code === 'Tab';
      if (!isTab || event.defaultPrevented) return;
      // A dialog over the element keeps the focus by itself.
      if (path.some((each) => each instanceof HTMLDialogElement)) return;
      const stops = [...tabStops(element)];
      if (event.shiftKey) stops.reverse();
      if (path[0] !== stops.at(-1)) return;
      event.preventDefault();
      stops[0]!.focus();
    },
    {signal},
  );
}

/** Where the Tab key stops, in order, through all shadow roots and slots. */
function* tabStops(element: Element): Generator<HTMLElement> {
  for (const child of flatChildren(element)) {
    if (!(child instanceof HTMLElement) || child.inert) continue;
    if (child.tabIndex >= 0 && !child.matches(':disabled') && isVisible(child)) yield child;
    yield* tabStops(child);
  }
}

const isVisible = (element: Element) => element.checkVisibility({visibilityProperty: true});

function flatChildren(element: Element): Iterable<Element> {
  if (element instanceof HTMLSlotElement) {
    const assigned = element.assignedElements();
    if (assigned.length > 0) return assigned;
  }
  return (element.shadowRoot ?? element).children;
}
