import {withRegion, type Speech} from '../localize.js';
import type {Strings} from '../strings.js';

/** What is spoken besides English, each loaded when it is asked for. */
export const languages: Readonly<Record<string, () => Promise<{readonly default: Strings}>>> = {
  ar: () => import('./ar.js'),
  de: () => import('./de.js'),
  es: () => import('./es.js'),
  fil: () => import('./fil.js'),
  fr: () => import('./fr.js'),
  he: () => import('./he.js'),
  hi: () => import('./hi.js'),
  it: () => import('./it.js'),
  ja: () => import('./ja.js'),
  nl: () => import('./nl.js'),
  pl: () => import('./pl.js'),
  pt: () => import('./pt.js'),
  zh: () => import('./zh.js'),
};

/** Not all browsers know which names have taken the place of these. */
const OLDER: Readonly<Record<string, string>> = {iw: 'he', tl: 'fil'};

/** The texts for the value of a `lang` attribute. Rejects where they cannot be fetched. */
export async function speak(tag: string): Promise<Speech> {
  const wanted = parse(tag);
  if (!wanted) return {};
  const {region} = wanted;
  const language = OLDER[wanted.language] ?? wanted.language;
  const locale = region ? String(wanted) : withRegion(String(wanted), language);
  if (language === 'en') return {locale};
  // The words are English then, and dates are written as the browser does.
  if (!Object.hasOwn(languages, language)) return {};
  return {table: (await languages[language]!()).default, locale};
}

function parse(tag: string): Intl.Locale | undefined {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}
