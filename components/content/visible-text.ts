import {isBlank} from '../../src/messages/blank.js';

/** The text without the blanks around it; undefined where there is nothing to see. */
export function visibleText(text: string | undefined): string | undefined {
  return text === undefined || isBlank(text) ? undefined : text.trim();
}
