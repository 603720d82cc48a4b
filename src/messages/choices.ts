import type {ButtonOption} from '../protocol/index.js';
import type {Message, Notice} from './message.js';

/** What became of the options that bots offered. */
export interface Choices {
  /** Ids of messages whose options can still be chosen. */
  readonly open: ReadonlySet<string>;
  /** By the id of the message with the options: what the visitor wrote next, which may be one of their values. */
  readonly answers: ReadonlyMap<string, string>;
  /** By the id of the visitor's message: the label of the option whose value it is. */
  readonly labels: ReadonlyMap<string, string>;
}

/**
 * Reads from the list itself which options were chosen: a transcript has only the values that were sent. Options
 * are open until the visitor writes anything, or another conversation begins.
 */
export function readChoices(messages: readonly Message[], notices: readonly Notice[]): Choices {
  const ends = new Set(
    notices.flatMap(({code, after}) => (code === 'conversation-restarted' ? (after ?? []) : [])),
  );
  const answers = new Map<string, string>();
  const labels = new Map<string, string>();
  let offered: Message[] = [];
  for (const message of messages) {
    if (message.sender === 'user') {
      for (const {id} of offered) answers.set(id, message.text);
      const option = offered.flatMap(optionsOf).find(({value}) => value === message.text);
      if (option) labels.set(message.id, option.label);
      offered = [];
    } else if (optionsOf(message).length > 0) {
      offered.push(message);
    }
    if (ends.has(message.id)) offered = [];
  }
  return {open: new Set(offered.map(({id}) => id)), answers, labels};
}

function optionsOf({parts}: Message): readonly ButtonOption[] {
  return parts.flatMap((part) => (part.type === 'buttons' ? part.options : []));
}
