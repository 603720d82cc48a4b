// eslint-disable-next-line no-restricted-imports -- what ours is made of
import {html as litHtml, noChange, type TemplateResult} from 'lit';
import {Directive, directive, PartType, type ChildPart, type PartInfo} from 'lit/directive.js';

/**
 * Shows a text as a node of its own for each text. Lit writes a new text into the node that it made for the one before,
 * which nobody sees any more where a translator has put its own elements in the place of that node.
 */
export class TextDirective extends Directive {
  readonly #isChild: boolean;
  #text: unknown;

  constructor(part: PartInfo) {
    super(part);
    this.#isChild = part.type === PartType.CHILD;
  }

  override update(_part: ChildPart, [text]: [unknown]): unknown {
    return this.show(text);
  }

  render(text: unknown): unknown {
    return text;
  }

  protected show(text: unknown): unknown {
    if (!this.#isChild || typeof text !== 'string') return text;
    if (text === this.#text) return noChange;
    this.#text = text;
    return document.createTextNode(text);
  }
}

const textDirective = directive(TextDirective);

/** The same content, whose texts are shown anew also where a translator has replaced them. */
export function replaceable(content: unknown): unknown {
  if (typeof content === 'number') return textDirective(String(content));
  if (typeof content === 'string') return content === '' ? content : textDirective(content);
  return Array.isArray(content) ? content.map(replaceable) : content;
}

interface Prepared {
  readonly strings: TemplateStringsArray;
  /** Of each value, whether it stands between tags rather than in one. */
  readonly isContent: readonly boolean[];
}

const prepared = new WeakMap<TemplateStringsArray, Prepared>();

function prepare(strings: TemplateStringsArray): Prepared {
  const isContent: boolean[] = [];
  const kept = [...strings];
  let before = '';
  for (let index = 0; index < kept.length - 1; index++) {
    before += kept[index];
    isContent[index] = before.lastIndexOf('>') >= before.lastIndexOf('<');
    const next = kept[index + 1]!;
    // What Lit takes for the end of a value must not be a text that a translator replaces: it would throw.
    if (isContent[index] && /^[^<]/.test(next)) kept[index + 1] = `<!---->${next}`;
  }
  return {strings: Object.assign(kept, {raw: kept}), isContent};
}

/** Lit's `html`, for templates in which translators and other extensions may replace any text. */
export function html(strings: TemplateStringsArray, ...values: unknown[]): TemplateResult<1> {
  let found = prepared.get(strings);
  if (!found) prepared.set(strings, (found = prepare(strings)));
  const {isContent} = found;
  return litHtml(
    found.strings,
    ...values.map((value, index) => (isContent[index] ? replaceable(value) : value)),
  );
}
