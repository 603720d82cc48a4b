/** A text that depends on a number, by the categories of `Intl.PluralRules`. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}>;

/** The texts that a page needs before anybody opens the chat. */
export interface LauncherStrings {
  readonly heading: string;
  readonly openChat: string;
  readonly closeChat: string;
  /** `{count}` is a number greater than 0. */
  readonly unread: Plural;
  readonly loadFailed: string;
  readonly tryAgain: string;
}

export const launcherEnglish: LauncherStrings = {
  heading: 'Chat',
  openChat: 'Open chat',
  closeChat: 'Close chat',
  unread: {one: '{count} unread message', other: '{count} unread messages'},
  loadFailed:
    'The chat could not be loaded. Check your connection and try again, or reload the page.',
  tryAgain: 'Try again',
};
