import type {LocaleMessages} from '../localize.js';
import type {Strings} from '../strings.js';

/**
 * What is spoken besides English, each loaded when it is asked for. A language that is written in two scripts has the
 * second one in its name.
 */
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
  'zh-hant': () => import('./zh-hant.js'),
};

/** What those are written in that are not written in Latin letters. */
const SCRIPTS: Readonly<Record<string, string>> = {
  ar: 'Arab',
  he: 'Hebr',
  hi: 'Deva',
  ja: 'Jpan',
  zh: 'Hans',
  'zh-hant': 'Hant',
};

/** Not all browsers know which names have taken the place of the first ones. Cantonese is written as Chinese. */
const OTHER_NAMES: Readonly<Record<string, string>> = {iw: 'he', tl: 'fil', yue: 'zh'};

/** The texts for the value of a `lang` attribute. Rejects where they cannot be fetched. */
export async function loadLocale(tag: string): Promise<LocaleMessages> {
  const wanted = parse(tag);
  if (!wanted) return {};
  const name = nameOf(wanted);
  const locale = wanted.region ? String(wanted) : withRegion(String(wanted), name);
  if (name === 'en') return {locale};
  // The words are English then, and dates are written as the browser does.
  if (!Object.hasOwn(languages, name)) return {};
  return {table: (await languages[name]!()).default, locale};
}

/** `zh-hant` for `zh-TW`. A script that we have no texts in is named as well, and so is none of ours: `hi-latn`. */
function nameOf(locale: Intl.Locale): string {
  const {script = 'Latn'} = locale.maximize();
  const language = OTHER_NAMES[locale.language] ?? locale.language;
  const isUsual = script === (SCRIPTS[language] ?? 'Latn');
  return isUsual ? language : `${language}-${script.toLowerCase()}`;
}

/** Where a language is named without a region, that of the visitor decides how dates are written. */
function withRegion(tag: string, name: string): string {
  const isSame = (each: string) => {
    const locale = parse(each);
    return locale !== undefined && nameOf(locale) === name;
  };
  return navigator.languages.find(isSame) ?? tag;
}

function parse(tag: string): Intl.Locale | undefined {
  try {
    // Mandarin by its own name, which WebKit does not take for Chinese; and as servers name it: `zh_TW.UTF-8`.
    return new Intl.Locale(
      tag
        .replaceAll('_', '-')
        .replace(/^(zh-)?cmn\b/i, 'zh')
        .replace(/\..*/, ''),
    );
  } catch {
    return undefined;
  }
}
