import type {Plural} from './launcher-strings.js';
import type {StringOverrides, Strings} from './strings.js';

/** The texts of an element, and what its dates and numbers are written by; where that is not said, the browser's. */
export interface Localization extends Strings {
  readonly locale?: string | undefined;
}

/** What differs from English: another language, the page's own words, or both. */
export type Translation = StringOverrides & Pick<Localization, 'locale'>;

/** A language: its texts, unless they are the built-in ones, and what its dates and numbers are written by. */
export interface LocaleMessages {
  readonly table?: Strings;
  readonly locale?: string;
}

/** The texts with others over them. What has no place among them is left out: the page may give anything. */
export function localize<Texts extends object>(texts: Texts, translation: unknown): Texts {
  const known = Object.entries(texts).map(([name, text]) => [
    name,
    choose(text, (translation as Record<string, unknown>)[name]),
  ]);
  return Object.fromEntries(known) as Texts;
}

/** All the texts, where some are in English. */
export function translate(english: Strings, translation: Translation): Localization {
  return {...localize(english, translation), locale: translation.locale};
}

function choose(text: unknown, own: unknown): unknown {
  if (typeof own === 'string') return typeof text === 'string' || isPlural(text) ? own : text;
  if (typeof text === 'string' || typeof own !== 'object' || own === null) return text;
  // Another language may have other forms.
  if (!isPlural(text)) return localize(text as object, own);
  const forms = Object.entries(own).filter(([, form]) => typeof form === 'string');
  return {...text, ...Object.fromEntries(forms)};
}

const isPlural = (text: unknown): text is Plural => typeof text === 'object' && 'other' in text!;

/** The text with something in place of `{name}` and the like. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** The text for so many. A language that is not known has the texts of English. */
export function fillCount(text: Plural | string, count: number, locale: string | undefined) {
  const category = new Intl.PluralRules(locale ?? 'en').select(count);
  const form = typeof text === 'string' ? text : (text[category] ?? text.other);
  return fill(form, {count: count.toLocaleString(locale)});
}
