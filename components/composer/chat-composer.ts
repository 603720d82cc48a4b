import {LitElement, nothing, type PropertyValues, type TemplateResult} from 'lit';
import {property, query} from 'lit/decorators.js';
import {base} from '../../styles/base.js';
import {styles} from './chat-composer.styles.js';
import {sendIcon} from '../icons.js';
import {isBlank} from '../../src/messages/blank.js';
import {isTooLong} from '../../src/protocol/limits.js';
import type {Localization} from '../i18n/localize.js';
import {english} from '../i18n/strings.js';
import {html} from '../template.js';

/** Told to the element around it; `text` is what the visitor wrote, as it stands in the box. */
export type ComposerEvent = CustomEvent<{readonly text: string}>;

/**
 * The box where the visitor writes. It keeps no text of its own: what is in it is `draft`, and it asks for changes.
 *
 * @event {ComposerEvent} captivate-submit - The visitor wants to send what they wrote.
 * @event {ComposerEvent} captivate-draft - The visitor changed what is in the box.
 * @csspart composer - The box with its button.
 * @csspart input - The text area.
 * @csspart send-button - The send button.
 * @csspart notice - Why what is in the box cannot be sent.
 * @cssprop [--captivate-composer-max-height=136px] - Where the text area stops growing and scrolls.
 */
export class ChatComposer extends LitElement {
  static override styles = [base, styles];

  /** The parts that an element around this one passes on. */
  static readonly exportedParts = 'composer, input, send-button, notice';

  @query('textarea') private readonly input!: HTMLTextAreaElement;

  /** The texts, in the language of the element around it. */
  @property({attribute: false}) strings: Localization = english;

  /** What stands in the box. */
  @property() draft = '';

  /** Hint shown while the box is empty, if not the built-in one; also its accessible name. */
  @property() placeholder = '';

  /** Keeps the draft but refuses to send it. */
  @property({type: Boolean, reflect: true}) disabled = false;

  override focus(options?: FocusOptions) {
    this.input.focus(options);
  }

  protected override updated(changed: PropertyValues<this>) {
    if (this.input.value !== this.draft) this.input.value = this.draft;
    if (changed.has('draft')) this.#fit();
  }

  /** For browsers without `field-sizing`: Firefox. */
  #fit() {
    if (CSS.supports('field-sizing', 'content')) return;
    this.input.style.height = 'auto';
    this.input.style.height = `${this.input.scrollHeight}px`;
  }

  #handleInput() {
    // Safari may leave those of other systems as they are.
    this.draft = this.input.value.replace(/\r\n?/g, '\n');
    this.#tell('captivate-draft');
  }

  #handleKeydown(event: KeyboardEvent) {
    // While an input method is composing, Enter picks a candidate and must not send. Safari ends the composition
    // before it tells of the key; then only the key code is left: https://bugs.webkit.org/show_bug.cgi?id=165004
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    this.#submit();
  }

  /** Text may be dropped beside the box as well. A file would take the place of the page. */
  #handleDrag(event: DragEvent) {
    const {dataTransfer} = event;
    if (!dataTransfer) return;
    const {types} = dataTransfer;
    const hasText = types.includes('text/plain') && !types.includes('Files');
    if (hasText && event.target === this.input) return;
    event.preventDefault();
    dataTransfer.dropEffect = hasText ? 'copy' : 'none';
  }

  #handleDrop(event: DragEvent) {
    const {dataTransfer} = event;
    const isFile = dataTransfer?.types.includes('Files');
    const text = isFile ? '' : dataTransfer?.getData('text/plain');
    if (text && event.target === this.input) return;
    event.preventDefault();
    if (!text) return;
    const {input} = this;
    input.setRangeText(text, input.selectionStart, input.selectionEnd, 'end');
    input.focus();
    this.#handleInput();
  }

  #handleSubmit(event: SubmitEvent) {
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    if (this.#canSend) this.#tell('captivate-submit');
  }

  get #canSend() {
    return !this.disabled && !isBlank(this.draft) && !this.#isTooLong;
  }

  get #isTooLong() {
    return isTooLong(this.draft.trim());
  }

  #tell(type: 'captivate-submit' | 'captivate-draft') {
    this.dispatchEvent(new CustomEvent(type, {detail: {text: this.draft}}));
  }

  override render(): TemplateResult {
    const {strings} = this;
    const tooLong = this.#isTooLong;
    const placeholder = this.placeholder || strings.placeholder;
    return html`
      ${
        tooLong
          ? html`<p part="notice" id="problem" class="problem" role="alert">${strings.tooLong}</p>`
          : nothing
      }
      <form
        part="composer"
        @submit=${this.#handleSubmit}
        @dragover=${this.#handleDrag}
        @drop=${this.#handleDrop}
      >
        <textarea
          part="input"
          rows="1"
          dir=${this.draft ? 'auto' : nothing}
          enterkeyhint="send"
          placeholder=${placeholder}
          aria-label=${placeholder}
          aria-invalid=${tooLong ? 'true' : nothing}
          aria-describedby=${tooLong ? 'problem' : nothing}
          @input=${this.#handleInput}
          @keydown=${this.#handleKeydown}
        ></textarea>
        <button
          part="send-button"
          type="submit"
          aria-label=${strings.send}
          title=${strings.send}
          ?disabled=${!this.#canSend}
        >
          ${sendIcon}
        </button>
      </form>
    `;
  }
}
