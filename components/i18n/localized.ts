import {directive, type AttributePart, type ChildPart} from 'lit/directive.js';
import type {Localization} from './localize.js';
import {english} from './strings.js';
import {TextDirective} from '../template.js';

/** An element that has texts. */
interface Localized {
  readonly strings: Localization;
}

type Pick = (strings: Localization) => unknown;

class LocalizedDirective extends TextDirective {
  override update(part: ChildPart | AttributePart, [pick]: [Pick]): unknown {
    return this.show(pick(stringsOf(part.options?.host)));
  }

  override render(pick: Pick): unknown {
    return pick(english);
  }
}

/** What a template says, in the language of the element that it is part of: `${localized(({send}) => send)}`. */
export const localized = directive(LocalizedDirective);

/** The texts of the element, or of the one whose shadow tree it is in; English where there is none. */
export function stringsOf(host: object | undefined): Localization {
  return (host as Partial<Localized> | undefined)?.strings ?? english;
}

/** The texts for what is in a shadow tree, where an event leads to it. */
export function stringsAround(element: Element): Localization {
  const root = element.getRootNode();
  return stringsOf(root instanceof ShadowRoot ? root.host : undefined);
}
