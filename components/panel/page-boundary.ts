import type {ChatHost} from '../chat-host.js';

/*
 * Events of a shadow tree go on to the page, with the element as their target. So a page takes what is typed, scrolled
 * or selected in the chat for something that happens outside of its own text fields and lists. Here they end, as at the
 * edge of a frame. What the page has put into a slot stays the page's.
 *
 * What a page does in the capturing phase comes first, and cannot be kept from it, except where the focus is.
 */

/** What is written, copied and dragged in the chat, and where the focus is in it. */
const ALWAYS = [
  ...['beforeinput', 'input', 'textInput', 'paste', 'cut', 'copy'],
  ...['compositionstart', 'compositionupdate', 'compositionend'],
  ...['selectstart', 'contextmenu', 'focusin', 'focusout'],
  ...['dragstart', 'drag', 'dragend', 'dragenter', 'dragover', 'dragleave', 'drop'],
];

/** Where one of these is cancelled, a press or a tap puts no caret into a text field, and selects nothing. */
const PRESSING = ['pointerdown', 'mousedown', 'touchstart', 'touchend'];

const TEXT_FIELD = 'textarea, input, select, [contenteditable]';

/** Nobody selects text that begins in one of these, and a page may want to know that one was pressed. */
const CONTROL = 'button, a, summary';

/** Keys that no text is written with. */
const NOT_TYPED =
  /^(?:Tab|Escape|Control|Alt|AltGraph|Meta|OS|ContextMenu|PrintScreen|F\d+|(?:Audio|Browser|Launch|Media).+)$/;

/** With Ctrl, Alt or Meta, keys that change or copy the text they are pressed in. */
const ERASES = /^(?:Backspace|Delete)$/;
const EDITS = /^(?:[acvxyz]|Key[ACVXYZ])$/i;

/** Keys that press a button, and keys that move in lists and menus. */
const PRESSES = /^(?: |Enter)$/;
const MOVES = /^(?:Arrow.+|Home|End|Page.+)$/;

const guarded = new WeakSet<ChatHost>();

/** Keeps from the page what happens in the element. */
export function guard(chat: ChatHost): void {
  if (guarded.has(chat)) return;
  guarded.add(chat);
  const root = chat.shadowRoot!;
  for (const type of ALWAYS) endAtRoot(root, type, () => true);
  for (const type of ['dragover', 'drop']) root.addEventListener(type, holdDropped);
  for (const type of PRESSING) endAtRoot(root, type, mayBeginSelection);
  endKeys(root);
  endScrolling(root);
  hideFocus(chat, root);
}

/** Ends events of this type if they come from inside, and not from a slot, and are not for the page. */
function endAtRoot<Kind extends Event>(
  root: ShadowRoot,
  type: string,
  isPrivate: (event: Kind) => boolean,
): void {
  const handle = (event: Event) => {
    if (isInside(event, root) && isPrivate(event as Kind)) event.stopPropagation();
  };
  // Passive, as a browser should not wait for us before it scrolls.
  root.addEventListener(type, handle, {passive: /^(?:wheel|touch)/.test(type)});
}

/** To a listener of the root, what is in a slot is not in the tree. */
const isInside = (event: Event, root: ShadowRoot) => root.contains(event.target as Node);

const originOf = (event: Event) => event.composedPath()[0] as Element;

function mayBeginSelection(event: Event): boolean {
  return !originOf(event).closest(CONTROL);
}

/** A file that nobody takes would take the place of the page; so would an address, in Firefox. */
function holdDropped(event: Event): void {
  const {dataTransfer, defaultPrevented} = event as DragEvent;
  const isText = originOf(event).matches(TEXT_FIELD) && !dataTransfer?.types.includes('Files');
  if (defaultPrevented || isText) return;
  event.preventDefault();
  if (dataTransfer) dataTransfer.dropEffect = 'none';
}

function endKeys(root: ShadowRoot): void {
  /** Of each key that is down, whether the page knows. It is told when that key goes up, and only then. */
  const known = new Map<string, boolean>();
  const note = (event: Event) => {
    // One that is used inside does not come back to the root.
    if (isInside(event, root)) known.set((event as KeyboardEvent).code, false);
  };
  root.addEventListener('keydown', note, true);
  endAtRoot<KeyboardEvent>(root, 'keydown', (event) => {
    const isPrivate = isPrivateKey(event);
    known.set(event.code, !isPrivate);
    return isPrivate;
  });
  endAtRoot<KeyboardEvent>(root, 'keypress', isPrivateKey);
  endAtRoot<KeyboardEvent>(root, 'keyup', (event) => {
    const isKnown = known.get(event.code) ?? !isPrivateKey(event);
    known.delete(event.code);
    return !isKnown;
  });
}

function isPrivateKey(event: KeyboardEvent): boolean {
  const {key, target, isComposing, keyCode, defaultPrevented} = event;
  if (defaultPrevented) return true;
  const isPlain = !isCombination(event);
  // In Safari, only the key code says that a key has ended a composition: https://bugs.webkit.org/show_bug.cgi?id=165004
  const composes = isComposing || keyCode === 229;
  if (originOf(event).matches(TEXT_FIELD)) {
    return composes || (isPlain ? !NOT_TYPED.test(key) : isEditing(event));
  }
  const inPanel = (target as Element).matches('captivate-chat-panel');
  return isPlain && (PRESSES.test(key) || (inPanel && MOVES.test(key)));
}

/** Pages that keep visitors from copying cancel these keys outside of text fields, and editors act on them there. */
function isEditing({key, code, altKey}: KeyboardEvent): boolean {
  // Where letters are not Latin, a system goes by the place of the key.
  return ERASES.test(key) || (!altKey && EDITS.test(key > '~' ? code : key));
}

/** A key that is pressed together with others, and not to write what it has as its third or fourth sign. */
function isCombination(event: KeyboardEvent): boolean {
  const {key, ctrlKey, altKey, metaKey} = event;
  const isSign = key?.length === 1 || key === 'Dead';
  return metaKey || ((ctrlKey || altKey) && !(isSign && altKey && isThirdLevel(event)));
}

/** AltGr is Ctrl and Alt to Windows; on a Mac, it is Alt. */
function isThirdLevel(event: KeyboardEvent): boolean {
  const {key, ctrlKey} = event;
  if (event.getModifierState('AltGraph')) return true;
  return ctrlKey ? !/^[\w ]$/.test(key) : /^(?:Mac|iP)/.test(navigator.platform);
}

function endScrolling(root: ShadowRoot): void {
  let start: Touch | undefined;
  const note = (event: Event) => (start = (event as TouchEvent).touches[0]);
  root.addEventListener('touchstart', note, {capture: true, passive: true});
  endAtRoot<TouchEvent>(root, 'touchmove', (event) => {
    const [finger] = event.touches;
    if (!finger || !start || event.touches.length > 1) return false;
    const [x, y] = [finger.clientX - start.clientX, finger.clientY - start.clientY];
    return event.defaultPrevented || scrolls(event, root, x, y);
  });
  endAtRoot<WheelEvent>(root, 'wheel', (event) => {
    // With Ctrl it zooms.
    if (event.ctrlKey) return false;
    return event.defaultPrevented || scrolls(event, root, event.deltaX, event.deltaY);
  });
}

/**
 * Whether something of ours scrolls that way, be it at its end: its styles say then that the page does not go on. What
 * was prevented inside is over something that is not to scroll either.
 */
function scrolls(event: Event, root: ShadowRoot, x: number, y: number): boolean {
  const path = event.composedPath();
  const inside = path.slice(0, path.indexOf(root));
  return inside.some(
    (each) => each instanceof Element && isScroller(each, Math.abs(x) > Math.abs(y)),
  );
}

function isScroller(element: Element, sideways: boolean): boolean {
  const {scrollWidth, clientWidth, scrollHeight, clientHeight} = element;
  const hasMore = sideways ? scrollWidth > clientWidth : scrollHeight > clientHeight;
  if (!hasMore) return false;
  const {overflowX, overflowY} = getComputedStyle(element);
  return /auto|scroll/.test(sideways ? overflowX : overflowY);
}

/**
 * A page that keeps the focus in a dialog of its own would take it back: some look at what gets it, some at where the
 * focus goes from what they have, and many do so in the capturing phase. As with a frame, the page is not told of what
 * gets the focus in the chat, and of its own elements only that they lose it.
 */
function hideFocus(chat: ChatHost, root: ShadowRoot): void {
  const handle = (event: Event) => {
    const {type, bubbles, relatedTarget} = event as FocusEvent;
    const [origin] = event.composedPath();
    if (!(origin instanceof Element)) return;
    const enters = type.startsWith('focus') && type !== 'focusout';
    if (enters ? !isWithin(origin, root) : relatedTarget !== chat) return;
    event.stopImmediatePropagation();
    // Those for whom it was get another one. Without `composed`, it stays in the tree.
    const init = enters ? {relatedTarget} : {composed: true};
    origin.dispatchEvent(new FocusEvent(type, {bubbles, ...init}));
  };
  const types = ['focus', 'focusin', 'blur', 'focusout'];
  chat.addController({
    hostConnected: () => types.forEach((type) => window.addEventListener(type, handle, true)),
    hostDisconnected: () => types.forEach((type) => window.removeEventListener(type, handle, true)),
  });
}

/** Whether the element is in the tree, or in one inside of it. */
function isWithin(element: Element, root: ShadowRoot): boolean {
  const around = element.getRootNode();
  return around instanceof ShadowRoot && (around === root || isWithin(around.host, root));
}
