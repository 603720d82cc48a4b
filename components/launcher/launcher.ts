import {assign, create, placeAfter} from './dom.js';
import {CHAT, CHEVRON_DOWN, drawIcon} from './launcher-icons.js';

/** What the launcher shows. */
export interface LauncherState {
  /** Its accessible name. */
  readonly label: string;
  /** The panel is open. */
  readonly open: boolean;
  /** The panel is on its way. */
  readonly busy: boolean;
  /** The number on it; 0 for none. */
  readonly unread: number;
  /** The address of the picture in it; empty for our own. */
  readonly picture: string;
}

/** The button in the corner, which opens the panel and closes it. */
export class Launcher {
  readonly #badge = create('span', {part: 'badge', class: 'badge', 'aria-hidden': 'true'});
  readonly #slot = create('slot', {name: 'launcher-icon'});
  readonly #icon = create('span', {part: 'launcher-icon', class: 'icon'});
  #open: boolean | undefined;
  #picture: string | undefined;

  readonly element = create(
    'button',
    {part: 'launcher', class: 'launcher', type: 'button', 'aria-haspopup': 'dialog'},
    this.#icon,
  );

  constructor(on: {
    readonly click: () => void;
    /** The visitor is about to click. */
    readonly intent: () => void;
  }) {
    this.element.addEventListener('click', on.click);
    for (const type of ['pointerenter', 'focus']) this.element.addEventListener(type, on.intent);
  }

  update({label, open, busy, unread, picture}: LauncherState): void {
    assign(this.element, {
      'aria-label': label,
      'aria-expanded': String(open),
      'aria-busy': String(busy),
    });
    if (open !== this.#open) {
      this.#icon.replaceChildren(open ? drawIcon(CHEVRON_DOWN) : this.#slot);
      this.#open = open;
    }
    if (picture !== this.#picture) {
      this.#slot.replaceChildren(picture ? this.#draw(picture) : drawIcon(CHAT));
      this.#picture = picture;
    }
    const count = unread > 99 ? '99+' : String(unread);
    if (this.#badge.textContent !== count) this.#badge.textContent = count;
    placeAfter(this.#icon, unread > 0 ? [this.#badge] : []);
  }

  #draw(source: string): HTMLImageElement {
    const image = create('img', {src: source, alt: ''});
    image.addEventListener('error', () => image.replaceWith(drawIcon(CHAT)));
    return image;
  }

  focus(): void {
    this.element.focus({preventScroll: true});
  }
}
