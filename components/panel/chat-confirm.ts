import {LitElement, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {property, query} from 'lit/decorators.js';
import {base} from '../../styles/base.js';
import {readableOn} from '../../styles/colors.js';
import type {Localization} from '../i18n/localize.js';
import {english, type Confirmation} from '../i18n/strings.js';
import {html} from '../template.js';

/**
 * Asks the visitor whether they mean it. It takes the focus, to the answer that changes nothing, and keeps it until
 * there is an answer. What happens then is for others to do; while they do it is `busy`, and `failed` if they could not.
 *
 * @event captivate-confirm - The visitor means it.
 * @event captivate-cancel - The visitor does not; also by Escape.
 * @csspart confirm - The box.
 * @csspart confirm-button - The button for who means it.
 * @csspart cancel-button - The button for who does not.
 */
export class ChatConfirm extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        position: absolute;
        inset-block-end: 0;
        inset-inline: 0;
        z-index: 2;
        display: block;
        animation: rise var(--_motion);
      }

      .box {
        padding: 18px;
        border-block-start: 1px solid var(--_border);
        border-start-start-radius: var(--_radius);
        border-start-end-radius: var(--_radius);
        background: var(--_surface);
        box-shadow: var(--_shadow);
      }

      h3,
      p {
        margin: 0 0 6px;
        font: inherit;
        overflow-wrap: anywhere;
      }

      h3 {
        font-weight: var(--_weight);
      }

      .failure {
        color: var(--_error);
      }

      .failure:empty {
        margin: 0;
      }

      .buttons {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 10px;
        margin-block-start: 14px;
      }

      .buttons button {
        flex: 1 1 120px;
        min-height: 44px;
        padding: 8px 18px;
        border: 1px solid var(--_outline);
        border-radius: var(--_radius-control);
        font-weight: var(--_weight);
      }

      .buttons .confirm {
        border-color: var(--_button-edge);
        background: var(--_button-background);
        color: var(--_button-text);
      }

      /* What cannot be undone does not look like what one does every day. */
      .grave {
        --_button-edge: var(--_error);
        --_button-background: var(--_error);
        --_button-text: ${readableOn(css`var(--_error)`)};
      }

      .buttons button:hover {
        background: var(--_subtle);
      }

      .buttons .confirm:hover {
        background: var(--_button-background);
        box-shadow: inset 0 0 0 44px var(--_button-shade);
      }

      .buttons [aria-disabled='true'] {
        cursor: progress;
      }

      @keyframes rise {
        from {
          opacity: 0;
          transform: translateY(12px);
        }
      }
    `,
  ];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = 'confirm, confirm-button, cancel-button';

  @query('.cancel') private readonly cancelButton!: HTMLElement;

  @query('.confirm') private readonly confirmButton!: HTMLElement;

  /** The texts, in the language of the element around it. */
  @property({attribute: false}) strings: Localization = english;

  @property({attribute: false}) question!: Confirmation;

  /** It cannot be undone. */
  @property({type: Boolean}) grave = false;

  /** What was confirmed is being done; nothing can be chosen meanwhile. */
  @property({type: Boolean}) busy = false;

  /** It could not be done. */
  @property({type: Boolean}) failed = false;

  constructor() {
    super();
    this.addEventListener('keydown', this.#handleKeydown);
  }

  override focus(options?: FocusOptions) {
    this.cancelButton.focus(options);
  }

  protected override firstUpdated() {
    this.focus();
  }

  #handleKeydown(event: KeyboardEvent) {
    if (event.key === 'Tab') this.#moveFocus();
    // While it is being done, Escape is for the panel: closing that takes nothing back.
    else if (event.key === 'Escape' && !event.isComposing && !this.busy) this.#handleCancel();
    else return;
    event.preventDefault();
    // The panel around would take Escape for itself.
    event.stopPropagation();
  }

  /** There are two places for the focus, so both directions lead to the other one. */
  #moveFocus() {
    const onCancel = this.cancelButton.matches(':focus');
    (onCancel ? this.confirmButton : this.cancelButton).focus();
  }

  #handleCancel() {
    this.#tell('captivate-cancel');
  }

  #handleConfirm() {
    this.#tell('captivate-confirm');
  }

  #tell(type: 'captivate-cancel' | 'captivate-confirm') {
    if (!this.busy) this.dispatchEvent(new CustomEvent(type));
  }

  override render(): TemplateResult {
    const {heading, text, action} = this.question;
    const {strings} = this;
    const confirmed = this.failed ? strings.tryAgain : action;
    const busy = this.busy ? 'true' : 'false';
    // The buttons keep the focus while they are off, so they are not `disabled`.
    return html`
      <div
        part="confirm"
        class="box"
        role="alertdialog"
        aria-modal="true"
        aria-labelledby="heading"
        aria-describedby="text"
        aria-busy=${busy}
      >
        <h3 id="heading" dir="auto">${heading}</h3>
        <p id="text" dir="auto">${text}</p>
        <p class="failure" role="alert" dir="auto">${this.failed ? strings.notDone : ''}</p>
        <div class=${this.grave ? 'buttons grave' : 'buttons'}>
          <button
            part="cancel-button"
            class="cancel"
            type="button"
            aria-disabled=${busy}
            @click=${this.#handleCancel}
          >
            ${strings.cancel}
          </button>
          <button
            part="confirm-button"
            class="confirm"
            type="button"
            aria-disabled=${busy}
            @click=${this.#handleConfirm}
          >
            ${this.busy ? strings.oneMoment : confirmed}
          </button>
        </div>
      </div>
    `;
  }
}
