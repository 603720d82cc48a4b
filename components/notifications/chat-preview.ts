import {LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {property, state} from 'lit/decorators.js';
import type {Message} from '../../src/client.js';
import {base} from '../../styles/base.js';
import {iconButton} from '../../styles/icon-button.js';
import {panelTokens} from '../../styles/panel-tokens.js';
import {closeIcon} from '../icons.js';
import {translate, type Localization, type Translation} from '../i18n/localize.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';
import {previewWords, type PreviewWords} from './preview-words.js';

/**
 * A message that came while the panel was closed, in a few lines beside the launcher. It never takes the focus.
 *
 * @event captivate-open-panel - The visitor wants to see the message itself.
 * @event captivate-dismiss - The visitor wants the preview gone.
 * @csspart preview-message - Who wrote, and what; a button.
 * @csspart preview-author - The name in it.
 * @csspart preview-text - The beginning of the message in it.
 * @csspart preview-close - The button that takes the preview away.
 */
export class ChatPreview extends LitElement {
  static override styles = [
    base,
    panelTokens,
    iconButton,
    css`
      :host {
        position: absolute;
        inset-block-end: calc(100% + 14px);
        inset-inline: var(--_corner, auto 0);
        display: flex;
        align-items: flex-start;
        width: max-content;
        max-width: min(320px, 100vw - 2 * var(--_offset-inline));
        border: 1px solid var(--_border);
        border-radius: var(--_radius);
        background: var(--_surface);
        box-shadow: var(--_shadow);
        color: var(--_text);
        pointer-events: auto;
        animation: rise var(--_motion);
      }

      @media (prefers-reduced-motion: reduce) {
        :host {
          animation: none;
        }
      }

      .message {
        flex: 1;
        min-width: 0;
        min-height: 44px;
        padding-block: 12px;
        padding-inline: 16px 0;
        border-radius: inherit;
        text-align: start;
      }

      .author {
        display: block;
        margin-block-end: 2px;
        color: var(--_muted);
        font-size: var(--_font-size-small);
        font-weight: var(--_weight);
        overflow-wrap: anywhere;
      }

      .text {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow-wrap: anywhere;
        text-align: start;
        white-space: pre-line;
      }

      .icon-button {
        border-radius: var(--_radius);
      }

      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(8px);
        }
      }
    `,
  ];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = 'preview-message, preview-author, preview-text, preview-close';

  @property({attribute: false}) message: Message | undefined;

  /** What differs from the built-in English. */
  @property({attribute: false}) translation: Translation = {};

  @state() private words: PreviewWords | undefined;

  @state() private spoken = '';

  #strings: Localization = english;

  constructor() {
    super();
    this.addEventListener('keydown', this.#handleKeydown);
  }

  protected override willUpdate(changed: PropertyValues<this>) {
    if (!changed.has('message') && !changed.has('translation')) return;
    this.#strings = translate(english, this.translation);
    this.words = this.message && previewWords(this.message, this.#strings);
  }

  protected override updated(changed: PropertyValues<this>) {
    // A screen reader has to know the place before something is said there, and a page that is hidden says nothing.
    if (changed.has('message'))
      requestAnimationFrame(() => (this.spoken = this.words?.spoken ?? ''));
  }

  #tell(type: 'captivate-open-panel' | 'captivate-dismiss') {
    this.dispatchEvent(new CustomEvent(type));
  }

  #handleKeydown(event: KeyboardEvent) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    this.#tell('captivate-dismiss');
  }

  override render(): TemplateResult {
    return html`
      ${this.words ? this.#renderWords(this.words) : nothing}
      <div class="visually-hidden" role="status">${this.spoken}</div>
    `;
  }

  #renderWords({author, text}: PreviewWords) {
    const {dismiss} = this.#strings;
    return html`
      <button
        part="preview-message"
        class="message"
        type="button"
        @click=${() => this.#tell('captivate-open-panel')}
      >
        <span part="preview-author" class="author"><bdi>${author}</bdi></span>
        <span part="preview-text" class="text" dir="auto">${text}</span>
      </button>
      <button
        part="preview-close"
        class="icon-button"
        type="button"
        aria-label=${dismiss}
        title=${dismiss}
        @click=${() => this.#tell('captivate-dismiss')}
      >
        ${closeIcon}
      </button>
    `;
  }
}
