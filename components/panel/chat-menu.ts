import {LitElement, nothing, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {property, query, state} from 'lit/decorators.js';
import {base} from '../../styles/base.js';
import {iconButton} from '../../styles/icon-button.js';
import {moreIcon} from '../icons.js';
import type {Localization} from '../i18n/localize.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';

export interface MenuItem {
  readonly id: string;
  readonly label: string;
}

/** Told to the element around the menu; `id` is that of the item. */
export type MenuEvent = CustomEvent<{readonly id: string}>;

/**
 * A button with a list of things to do. It follows the menu button pattern of the ARIA Authoring Practices.
 *
 * @event {MenuEvent} captivate-menu - The visitor chose an item.
 * @csspart menu-button - The button that opens the menu.
 * @csspart menu - The list.
 * @csspart menu-item - One thing to do.
 */
export class ChatMenu extends LitElement {
  static override styles = [
    base,
    iconButton,
    css`
      :host {
        position: relative;
        display: block;
      }

      .menu {
        position: absolute;
        inset-block-start: calc(100% + 4px);
        inset-inline-end: 0;
        z-index: 1;
        width: max-content;
        min-width: 200px;
        max-width: 280px;
        /* Below the header, in a window that is no higher than that. */
        max-height: calc(var(--_visible-height, 100dvh) - 60px);
        padding: var(--_space-small);
        /* Not that of a header of another colour, in which it stands. */
        color: var(--_text);
        overflow-y: auto;
        overscroll-behavior: contain;
        border: 1px solid var(--_border);
        border-radius: var(--_radius-box);
        background: var(--_surface);
        box-shadow: var(--_shadow);
      }

      .item {
        display: block;
        width: 100%;
        min-height: 44px;
        padding: 8px 12px;
        border-radius: var(--_radius-joint);
        text-align: start;
      }

      .item:hover,
      .item:focus-visible {
        background: var(--_subtle);
      }
    `,
  ];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = 'menu-button, menu, menu-item';

  @query('.icon-button') private readonly button!: HTMLElement;

  @state() private expanded = false;

  /** The texts, in the language of the element around it. */
  @property({attribute: false}) strings: Localization = english;

  @property({attribute: false}) items: readonly MenuItem[] = [];

  constructor() {
    super();
    this.addEventListener('focusout', this.#handleFocusOut);
    this.addEventListener('keydown', this.#handleKeydown);
  }

  override focus(options?: FocusOptions) {
    this.button.focus(options);
  }

  async #open(index: number) {
    this.expanded = true;
    await this.updateComplete;
    this.#focusItem(index);
  }

  #close() {
    this.expanded = false;
    this.button.focus();
  }

  get #itemButtons() {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('.item')];
  }

  /** Counts round: -1 is the last. */
  #focusItem(index: number) {
    const buttons = this.#itemButtons;
    buttons.at(index % buttons.length)?.focus();
  }

  #handleButtonClick() {
    if (this.expanded) this.#close();
    else void this.#open(0);
  }

  #handleItemClick(id: string) {
    this.#close();
    this.dispatchEvent(new CustomEvent('captivate-menu', {detail: {id}}));
  }

  #handleFocusOut(event: FocusEvent) {
    const next = event.relatedTarget;
    if (!(next instanceof Node) || !this.renderRoot.contains(next)) this.expanded = false;
  }

  #handleKeydown(event: KeyboardEvent) {
    const handled = this.expanded
      ? this.#handleMenuKey(event.key)
      : this.#handleButtonKey(event.key);
    if (!handled) return;
    event.preventDefault();
    // The panel around would take Escape for itself.
    event.stopPropagation();
  }

  #handleButtonKey(key: string): boolean {
    if (key !== 'ArrowDown' && key !== 'ArrowUp') return false;
    void this.#open(key === 'ArrowDown' ? 0 : -1);
    return true;
  }

  #handleMenuKey(key: string): boolean {
    const current = this.#itemButtons.findIndex((item) => item.matches(':focus'));
    if (key === 'Escape') this.#close();
    else if (key === 'ArrowDown') this.#focusItem(current + 1);
    else if (key === 'ArrowUp') this.#focusItem(current - 1);
    else if (key === 'Home') this.#focusItem(0);
    else if (key === 'End') this.#focusItem(-1);
    else return false;
    return true;
  }

  override render(): TemplateResult {
    return html`
      <button
        part="menu-button"
        class="icon-button"
        type="button"
        aria-haspopup="menu"
        aria-expanded=${this.expanded ? 'true' : 'false'}
        aria-label=${this.strings.menu}
        title=${this.strings.menu}
        @click=${this.#handleButtonClick}
      >
        ${moreIcon}
      </button>
      ${this.expanded ? this.#renderMenu() : nothing}
    `;
  }

  #renderMenu() {
    return html`<div part="menu" class="menu" role="menu" aria-label=${this.strings.menu}>
      ${this.items.map(
        ({id, label}) =>
          html`<button
            part="menu-item"
            class="item"
            type="button"
            role="menuitem"
            tabindex="-1"
            @click=${() => this.#handleItemClick(id)}
          >
            ${label}
          </button>`,
      )}
    </div>`;
  }
}
