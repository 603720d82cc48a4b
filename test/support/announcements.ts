/** Writes down what a screen reader would say by itself: what changes in live regions, in every shadow root. */

/** What an element does with its changes. */
interface Live {
  readonly element: Element;
  /** All of it is said anew with each change. */
  readonly isAtomic: boolean;
}

/** Those that are live by their role, and whether they are said as a whole. */
const LIVE_ROLES: Readonly<Record<string, boolean>> = {alert: true, status: true, log: false};

export class AnnouncementRecorder {
  /** What was said so far, in order; blanks and line ends as one blank. */
  readonly heard: string[] = [];
  readonly #observer = new MutationObserver((records) => this.#listen(records));
  readonly #roots = new Set<Node>();

  constructor(element: Element) {
    this.#enter(element);
  }

  stop(): void {
    this.#observer.disconnect();
  }

  /** Listens to this tree and to those within it. */
  #enter(root: Element | ShadowRoot): void {
    if (this.#roots.has(root)) return;
    this.#roots.add(root);
    this.#observer.observe(root, {childList: true, characterData: true, subtree: true});
    this.#enterShadows(root);
  }

  #enterShadows(node: ParentNode): void {
    const elements = node.querySelectorAll('*');
    for (const element of [node, ...elements]) {
      if (element instanceof Element && element.shadowRoot) this.#enter(element.shadowRoot);
    }
  }

  #listen(records: readonly MutationRecord[]): void {
    // What is said as a whole is said once, however many changes it consists of.
    const wholes = new Set<Element>();
    for (const {type, target, addedNodes} of records) {
      const added = type === 'characterData' ? [target] : [...addedNodes];
      for (const node of added) this.#handleAdded(node, wholes);
    }
    for (const whole of wholes) this.#say(whole);
  }

  #handleAdded(node: Node, wholes: Set<Element>): void {
    if (!node.isConnected) return;
    if (node instanceof Element) {
      this.#enterShadows(node);
      // An alert is said when it appears; of all others, what is in them from the beginning is not.
      for (const alert of alertsIn(node)) wholes.add(alert);
      if (node.matches('[role="alert"], [role="status"], [aria-live]')) return;
    }
    const live = liveAround(node);
    if (!live) return;
    if (live.isAtomic) wholes.add(live.element);
    else this.#say(node);
  }

  #say(node: Node): void {
    const words = spoken(node).replace(/\s+/g, ' ').trim();
    if (words) this.heard.push(words);
  }
}

function alertsIn(element: Element): Element[] {
  const alerts = [...element.querySelectorAll('[role="alert"]')];
  return element.matches('[role="alert"]') ? [element, ...alerts] : alerts;
}

/** The element whose changes are said that this belongs to. */
function liveAround(node: Node): Live | undefined {
  for (let each: Node | null = node; each; each = outer(each)) {
    if (!(each instanceof Element)) continue;
    const role = each.getAttribute('role') ?? '';
    const live = each.getAttribute('aria-live');
    if (live === 'off') return undefined;
    if (live === null && !Object.hasOwn(LIVE_ROLES, role)) continue;
    const atomic = each.getAttribute('aria-atomic');
    return {element: each, isAtomic: atomic ? atomic === 'true' : (LIVE_ROLES[role] ?? false)};
  }
  return undefined;
}

const outer = (node: Node) => node.parentNode ?? (node as ShadowRoot).host ?? null;

/** The words in it for who listens; none where it is hidden. */
function spoken(node: Node): string {
  const element = node instanceof Element ? node : node.parentElement;
  if (!element || isSilent(element)) return '';
  return node instanceof Element ? wordsIn(node) : (node.textContent ?? '');
}

function wordsIn(element: Element): string {
  const words = [...element.childNodes].map((child) => {
    if (child instanceof Text) return child.data;
    return child instanceof Element && !isHidden(child) ? ` ${wordsIn(child)} ` : '';
  });
  return [element.getAttribute('aria-label') ?? '', ...words].join('');
}

const isHidden = (element: Element) =>
  element.matches('[aria-hidden="true"], [inert]') || !element.checkVisibility();

function isSilent(element: Element): boolean {
  for (let each: Node | null = element; each; each = outer(each)) {
    if (each instanceof Element && isHidden(each)) return true;
  }
  return false;
}
