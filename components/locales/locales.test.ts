import {expect} from '@open-wc/testing';
import type {Plural} from '../launcher-strings.js';
import {english, type Strings} from '../strings.js';
import {languages, speak} from './languages.js';

/** Words that a language has in common with English. */
const SHARED: Readonly<Record<string, readonly string[]>> = {
  ar: [],
  de: ['heading', 'code'],
  es: ['heading'],
  fil: ['heading', 'file', 'code', 'bot'],
  fr: ['transcript', 'code', 'bot'],
  he: [],
  hi: [],
  it: ['heading'],
  ja: [],
  nl: ['heading', 'code'],
  pl: [],
  pt: ['heading'],
  zh: [],
};

/** Most of the letters of a text are of this script. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]/gu,
  zh: /\p{Script=Han}/gu,
};

const isPlural = (value: object): value is Plural => 'other' in value;

/** Every text by its path; of one with forms, `other`. */
function flat(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value !== 'object' || value === null) return [[path, String(value)]];
  if (isPlural(value)) return [[path, value.other]];
  return Object.entries(value).flatMap(([name, inner]) =>
    flat(inner, path ? `${path}.${name}` : name),
  );
}

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).sort();
const letters = (text: string) =>
  text.replace(/\{\w+\}/g, '').match(/[\p{Letter}\p{Mark}]/gu)?.length ?? 0;

describe('the languages', () => {
  it('are those that are promised', () => {
    expect(Object.keys(languages)).to.deep.equal(Object.keys(SHARED));
  });

  for (const [language, load] of Object.entries(languages)) {
    describe(`of which ${language}`, () => {
      let table: Strings;

      before(async () => {
        table = (await load()).default;
      });

      it('has each text', () => {
        const paths = (strings: Strings) =>
          flat(strings)
            .map(([path]) => path)
            .sort();
        expect(paths(table)).to.deep.equal(paths(english));
        expect(flat(table).filter(([, text]) => text.trim() === '')).to.deep.equal([]);
      });

      it('has left none in English, but for words that are the same', () => {
        const theirs = new Map(flat(table));
        const same = flat(english).flatMap(([path, text]) =>
          theirs.get(path) === text ? [path] : [],
        );
        expect(same).to.deep.equal(SHARED[language]);
      });

      it('is written in its script', () => {
        const script = SCRIPTS[language] ?? /\p{Script=Latin}/gu;
        const foreign = flat(table).filter(([, text]) => {
          const own = text.replace(/\{\w+\}/g, '').match(script)?.length ?? 0;
          return own < 0.6 * letters(text);
        });
        expect(foreign).to.deep.equal([]);
      });

      it('keeps the placeholders', () => {
        const theirs = new Map(flat(table));
        for (const [path, text] of flat(english)) {
          expect(placeholders(theirs.get(path)!), path).to.deep.equal(placeholders(text));
        }
      });

      it('has each form that a number asks for', () => {
        const {pluralCategories} = new Intl.PluralRules(language).resolvedOptions();
        for (const text of [table.unread, table.newMessages, table.choices]) {
          expect(text).to.include.keys(...pluralCategories);
          const forms = Object.values(text);
          expect(forms.map(placeholders)).to.deep.equal(forms.map(() => ['{count}']));
        }
      });
    });
  }
});

describe('the value of a `lang` attribute', () => {
  const wordFor = async (tag: string) => (await speak(tag)).table?.today;

  it('finds its language', async () => {
    expect(await wordFor('de')).to.equal('Heute');
    expect(await wordFor('NL')).to.equal('Vandaag');
  });

  it('finds the language of a variant', async () => {
    expect(await wordFor('pt-BR')).to.equal('Hoje');
    expect(await wordFor('zh-TW')).to.equal('今天');
    expect(await wordFor('zh-Hans-CN')).to.equal('今天');
    expect(await wordFor('pt_PT'), 'as some write it').to.equal('Hoje');
  });

  it('may be an older name', async () => {
    expect(await wordFor('tl')).to.equal('Ngayon');
    expect(await wordFor('iw')).to.equal('היום');
  });

  it('says how dates are written', async () => {
    expect((await speak('de-AT')).locale).to.equal('de-AT');
    expect((await speak('de')).locale).to.equal('de');
    expect((await speak('en_AU')).locale).to.equal('en-AU');
  });

  it('leaves dates to the browser where the language is none of ours', async () => {
    expect(await speak('sv-SE')).to.deep.equal({});
  });

  for (const tag of ['x', 'not a tag', 'constructor', '-', '12']) {
    it(`may be no language: ${tag}`, async () => expect(await speak(tag)).to.deep.equal({}));
  }
});
