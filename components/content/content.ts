import type {TemplateResult} from 'lit';
import type {ContentPart, Message} from '../../src/client.js';

/** What a part of a message may need of what is around it. */
export interface ContentContext {
  readonly message: Message;
}

/** What a part looks like inside its bubble; undefined for what shows nothing. */
export type ContentTemplate<Part extends ContentPart = ContentPart> = (
  part: Part,
  context: ContentContext,
) => TemplateResult | undefined;
