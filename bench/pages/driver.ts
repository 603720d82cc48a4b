/**
 * What measures inside a page. It runs before the page's own scripts, asks for nothing while it has nothing to wait
 * for, and finds its way into shadow roots.
 */
import {messageAt, messages, nameOf} from '../messages.js';
import type {OwnChat} from '../products/page.js';

/** Where a product keeps its list. */
interface Place {
  readonly scroller: () => Element | null | undefined;
  /** The element of a message, in the scroller. */
  readonly message: string;
  /** It does not go to its end by itself, so the newest message need not be in view. */
  readonly stays?: boolean;
}

/** How long it took until something was painted, and the longest task of that time: 0 where none exceeded 50 ms. */
export interface Painted {
  readonly time: number;
  readonly longestTask: number;
}

export interface PageState {
  /** When the visitor could write, or see the launcher, in ms after the navigation began. */
  readonly usable: number | undefined;
  readonly launcher: number | undefined;
  readonly longestTask: number;
  readonly layoutShift: number;
}

export interface Driver {
  state(): PageState;
  /** Shows a history by the page's own means. */
  show(count: number): Promise<Painted>;
  add(number: number): Promise<Painted>;
  /** Adds messages, one per task. */
  addMany(first: number, count: number): Promise<Painted>;
  /** Begins to wait for a message that comes from the hub; the clock starts with the next frame of this kind. */
  expect(number: number, eventType: string): void;
  expected(): Promise<Painted>;
  countNodes(): number;
  /** Scrolls up, a step each frame, and tells how long each frame took. */
  scroll(steps: number, pixels: number): Promise<number[]>;
}

declare global {
  interface Window {
    bench: Driver;
  }
}

const inChat = (tag: string) => document.querySelector(tag)?.shadowRoot;

const PLACES: Readonly<Record<string, Place>> = {
  captivate: {
    scroller: () =>
      inChat('captivate-chat')
        ?.querySelector('captivate-chat-panel')
        ?.shadowRoot?.querySelector('captivate-chat-transcript')
        ?.shadowRoot?.querySelector('[part~=transcript]'),
    message: '[part~=message]',
  },
  'all-nodes': {scroller: () => document.querySelector('#list'), message: '.message'},
  'near-nodes': {scroller: () => document.querySelector('#list'), message: '.message'},
  'lit-list': {scroller: () => inChat('lit-chat')?.querySelector('#list'), message: '.message'},
  'deep-chat': {
    scroller: () => inChat('deep-chat')?.querySelector('#messages'),
    message: '.outer-message-container',
  },
  carbon: {
    scroller: () =>
      (carbonList ??= find((element) => element.matches('.cds-aichat--messages__wrapper'))),
    message: '.cds-aichat--message:not(.cds-aichat--typing-indicator--hidden)',
    stays: true,
  },
  webchat: {
    scroller: () => document.querySelector('.webchat__basic-transcript__scrollable'),
    message: '.webchat__basic-transcript__activity',
  },
};

/** It is too deep inside to look for it in each frame. */
let carbonList: Element | undefined;

const place = PLACES[location.pathname.slice(1)]!;
const tasks: PerformanceEntry[] = [];
let layoutShift = 0;
let usable: number | undefined;
let launcher: number | undefined;
let waiting: {readonly number: number; readonly eventType: string} | undefined;
let arrival = Promise.withResolvers<Painted>();

new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({
  type: 'longtask',
  buffered: true,
});
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) layoutShift += (entry as unknown as {value: number}).value;
}).observe({type: 'layout-shift', buffered: true});

/** All elements, those in shadow roots too. */
function* walk(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    yield element;
    if (element.shadowRoot) yield* walk(element.shadowRoot);
  }
}

function find(isWanted: (element: Element) => boolean): Element | undefined {
  for (const element of walk(document)) if (isWanted(element) && isVisible(element)) return element;
  return undefined;
}

function isVisible(element: Element) {
  const {width, height} = element.getBoundingClientRect();
  return width > 0 && height > 0 && element.checkVisibility({visibilityProperty: true});
}

const isInput = (element: Element) =>
  element.matches('textarea:enabled, input[type=text]:enabled, [contenteditable=true]');

/** From the end backwards, so that a long list costs no more than a short one. */
function newestMessage(): Element | undefined {
  const scroller = place.scroller();
  if (!scroller) return undefined;
  const walker = document.createTreeWalker(scroller, NodeFilter.SHOW_ELEMENT);
  while (walker.lastChild());
  do {
    const element = walker.currentNode as Element;
    if (element.matches(place.message) && element.textContent) return element;
  } while (walker.previousNode());
  return undefined;
}

/** The message is the newest in the list, and in view where the list goes there. */
function isShown(number: number): boolean {
  const newest = newestMessage();
  if (!newest || !textOf(newest).includes(nameOf(number))) return false;
  if (place.stays) return true;
  const {top, bottom} = newest.getBoundingClientRect();
  const view = place.scroller()!.getBoundingClientRect();
  return bottom > view.top && top < view.bottom;
}

/** With what is in shadow roots, as `innerText` does not have it. */
function textOf(element: Element): string {
  const inner = [...walk(element)].map(({shadowRoot}) => shadowRoot?.textContent);
  return element.textContent + inner.join('');
}

const nextFrame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));

/** Resolves when what the current frame draws has been drawn. */
const nextTask = () =>
  new Promise<void>((resolve) => {
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      // A port that listens keeps itself alive.
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });

async function untilPainted(isThere: () => boolean, since = performance.now()): Promise<Painted> {
  do await nextFrame();
  while (!isThere());
  await nextTask();
  const time = performance.now() - since;
  // Long tasks are told of later.
  await new Promise((resolve) => setTimeout(resolve, 100));
  return {time, longestTask: longestSince(since)};
}

function longestSince(since: number): number {
  const later = tasks.filter(({startTime, duration}) => startTime + duration > since);
  return Math.max(0, ...later.map(({duration}) => duration));
}

/** Of our widget, the launcher and, where it is open, the box; of the others the box. */
async function watchStart() {
  const {pathname, search} = location;
  const hasLauncher = pathname === '/captivate';
  const isLauncher = (element: Element) => hasLauncher && element.part.contains('launcher');
  const done = () => (hasLauncher && search !== '?open' ? launcher : usable) !== undefined;
  while (!done()) {
    await nextFrame();
    const [sawLauncher, sawInput] = [find(isLauncher), find(isInput)];
    if (!sawLauncher && !sawInput) continue;
    await nextTask();
    if (sawLauncher) launcher ??= performance.now();
    if (sawInput) usable ??= performance.now();
  }
}

/** The hub's frames are the history and the messages of this page, so they start the clock. */
window.WebSocket = class extends WebSocket {
  constructor(...args: ConstructorParameters<typeof WebSocket>) {
    super(...args);
    this.addEventListener('message', ({data}: MessageEvent<string>) => {
      if (!waiting || !data.slice(0, 200).includes(waiting.eventType)) return;
      const {number} = waiting;
      waiting = undefined;
      arrival.resolve(untilPainted(() => isShown(number)));
    });
  }
};

const chat = () => (window as {chat?: OwnChat}).chat!;

window.bench = {
  state: () => ({usable, launcher, layoutShift, longestTask: longestSince(0)}),
  show(count) {
    const history = messages(count);
    const painted = untilPainted(() => isShown(count));
    chat().show(history);
    return painted;
  },
  add(number) {
    const painted = untilPainted(() => isShown(number));
    chat().add(messageAt(number));
    return painted;
  },
  addMany(first, count) {
    const last = first + count - 1;
    const painted = untilPainted(() => isShown(last));
    let number = first;
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      chat().add(messageAt(number));
      number += 1;
      if (number <= last) port2.postMessage(undefined);
      else port1.close();
    };
    port2.postMessage(undefined);
    return painted;
  },
  expect(number, eventType) {
    waiting = {number, eventType};
    arrival = Promise.withResolvers();
  },
  expected: () => arrival.promise,
  countNodes() {
    const roots: Node[] = [document.body];
    for (const {shadowRoot} of walk(document)) if (shadowRoot) roots.push(shadowRoot);
    const count = (root: Node) => {
      const walker = document.createTreeWalker(root);
      let nodes = 0;
      while (walker.nextNode()) nodes += 1;
      return nodes;
    };
    return roots.reduce((sum, root) => sum + count(root), 0);
  },
  async scroll(steps, pixels) {
    const scroller = place.scroller()!;
    const times: number[] = [];
    let before = await nextFrame();
    for (let step = 0; step < steps; step += 1) {
      scroller.scrollTop -= pixels;
      const now = await nextFrame();
      times.push(now - before);
      before = now;
    }
    return times;
  },
};

void watchStart();
