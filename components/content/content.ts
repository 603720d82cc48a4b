import type {TemplateResult} from 'lit';
import type {ButtonOption, ContentPart, Message} from '../../src/client.js';

/** What a part of a message may need of what is around it. */
export interface ContentContext {
  readonly message: Message;
  /** What the visitor wrote next; of a set of options, the value that they chose. */
  readonly choice?: string | undefined;
  /** Chooses an option; absent once there is nothing to choose any more. */
  readonly choose?: ((option: ButtonOption) => void) | undefined;
}

/** What a part looks like inside its bubble; undefined for what shows nothing. */
export type ContentTemplate<Part extends ContentPart = ContentPart> = (
  part: Part,
  context: ContentContext,
) => TemplateResult | undefined;
