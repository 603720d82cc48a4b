import type {Page} from 'puppeteer-core';

/**
 * What is wrong with where things stand, in words: what leaves the window or the box that it is in, what is cut off,
 * and what lies over something else.
 */
export function misplaced(page: Page): Promise<string[]> {
  return page.evaluate(measure);
}

/** Runs in the page, where nothing of this file exists, so everything is in it and nothing inside has a name. */
function measure(): string[] {
  const wrong: string[] = [];
  const roots: ParentNode[] = [];
  for (const chat of document.querySelectorAll('captivate-chat')) {
    if (chat.shadowRoot) roots.push(chat.shadowRoot);
  }
  const parts: HTMLElement[] = [];
  // The list grows while it is walked through.
  for (const root of roots) {
    for (const element of root.querySelectorAll<HTMLElement>('*')) {
      const isSeen =
        element.checkVisibility({opacityProperty: true, visibilityProperty: true}) &&
        !element.classList.contains('visually-hidden') &&
        element.getBoundingClientRect().width > 0;
      if (element.part.length > 0 && isSeen) parts.push(element);
      if (element.shadowRoot) roots.push(element.shadowRoot);
    }
  }

  const width = document.documentElement.clientWidth;
  const panel = parts.find(({part}) => part.contains('panel'));
  const transcript = parts.find(({part}) => part.contains('transcript'));
  if (document.documentElement.scrollWidth > width) wrong.push('The page scrolls sideways.');
  for (const element of parts) {
    const name = `${element.part.value} "${element.innerText.slice(0, 20)}"`;
    const box = element.getBoundingClientRect();
    const style = getComputedStyle(element);

    const isInRow = element.closest('[part~="cards"] > *') !== null;
    const menu = element.part.contains('menu-item') ? element.closest('[part~="menu"]') : null;
    const list = menu ?? (element !== transcript && transcript?.contains(element) && transcript);
    const isOnLauncher = element.closest('[part~="launcher"]') !== null;

    // Everything is in the window, and in its box. What is listed can be scrolled to; a badge stands over its edge.
    const frame = list || (element === panel || isOnLauncher ? undefined : panel);
    const around = frame?.getBoundingClientRect() ?? new DOMRect(0, 0, width, innerHeight);
    const isBeside = box.left < around.left - 1 || box.right > around.right + 1;
    const isBeyond = box.top < around.top - 1 || box.bottom > around.bottom + 1;
    const isScrolled = list || (element === panel && panel.matches('[mode="inline"]'));
    if (!isInRow && (isBeside || (isBeyond && !isScrolled))) {
      wrong.push(`${name} leaves ${frame ? frame.part.value : 'the window'}.`);
    }

    // What does not scroll shows all that is in it.
    const isPartial = element.matches('.partial');
    const scrolls = /auto|scroll/.test(style.overflowY + style.overflowX);
    // As large as a finger, a button is larger than what is seen of it.
    const isEnlarged = getComputedStyle(element, '::after').position === 'absolute';
    const isWider = !isEnlarged && element.scrollWidth > element.clientWidth + 1;
    const isHigher = element.scrollHeight > element.clientHeight + 1;
    const isBox = style.display !== 'inline' && element !== panel && element.innerText !== '';
    if (isBox && !isPartial && !scrolls) {
      if (isWider) wrong.push(`${name} is cut off sideways.`);
      if (isHigher && style.overflowY !== 'visible') wrong.push(`${name} is cut off below.`);
    }
    if (scrolls && isWider && !element.part.contains('cards')) {
      wrong.push(`${name} scrolls sideways.`);
    }
  }

  // What stands beside or below something does not lie over it.
  const rows: HTMLElement[][] = [];
  const names = ['message', 'notice', 'day-divider', 'unread-divider', 'typing'];
  rows.push(
    parts.filter(
      (each) => names.some((name) => each.part.contains(name)) && transcript?.contains(each),
    ),
  );
  const inPanel = ['header-image', 'header', 'transcript', 'composer', 'footer'];
  rows.push(parts.filter(({part}) => inPanel.some((name) => part.contains(name))));
  const inHeader = ['logo', 'title', 'menu-button', 'close-button'];
  rows.push(parts.filter(({part}) => inHeader.some((name) => part.contains(name))));
  const inMessage = ['author', 'bubble', 'status', 'retry-button', 'discard-button'];
  for (const message of parts.filter(({part}) => part.contains('message'))) {
    rows.push(
      parts.filter(
        (each) => message.contains(each) && inMessage.some((name) => each.part.contains(name)),
      ),
    );
  }
  rows.push(parts.filter(({part}) => part.contains('menu-item')));
  rows.push(parts.filter(({part}) => ['panel', 'launcher'].some((name) => part.contains(name))));
  for (const row of rows) {
    for (const [index, first] of row.entries()) {
      for (const second of row.slice(index + 1)) {
        if (first.contains(second) || second.contains(first)) continue;
        const a = first.getBoundingClientRect();
        const b = second.getBoundingClientRect();
        const apart =
          a.right <= b.left + 1 ||
          b.right <= a.left + 1 ||
          a.bottom <= b.top + 1 ||
          b.bottom <= a.top + 1;
        if (!apart) {
          wrong.push(
            `${first.part.value} "${first.innerText.slice(0, 20)}" and ${second.part.value} "${second.innerText.slice(0, 20)}" overlap.`,
          );
        }
      }
    }
  }
  return wrong;
}
