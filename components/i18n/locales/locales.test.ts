import {expect} from '@open-wc/testing';
import type {Plural} from '../launcher-strings.js';
import {english, type Strings} from '../strings.js';
import {languages, loadLocale} from './languages.js';

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
  'zh-hant': [],
};

/** Most of the letters of a text are of this script. */
const SCRIPTS: Readonly<Record<string, RegExp>> = {
  ar: /\p{Script=Arabic}/gu,
  he: /\p{Script=Hebrew}/gu,
  hi: /\p{Script=Devanagari}/gu,
  ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー]/gu,
  zh: /\p{Script=Han}/gu,
  'zh-hant': /\p{Script=Han}/gu,
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

describe('Chinese', () => {
  /** Characters that are written in one of the two only. */
  const SIMPLIFIED =
    /[开关闭条读输发长无为内请缩发说选项转动载话连网络检页组图复制码资览处对错误们闻户员时间]/;
  const TRADITIONAL =
    /[開關閉條讀輸發長無為內請縮說選項轉動載話連網絡檢頁組圖複製碼資覽處對錯誤們聞戶員時間]/;

  it('has no character of the other script in it', async () => {
    const textOf = async (name: string) =>
      flat((await languages[name]!()).default)
        .map(([, text]) => text)
        .join('');
    expect(SIMPLIFIED.exec(await textOf('zh-hant'))?.[0]).to.be.undefined;
    expect(TRADITIONAL.exec(await textOf('zh'))?.[0]).to.be.undefined;
  });
});

describe('the value of a `lang` attribute', () => {
  const wordFor = async (tag: string) => (await loadLocale(tag)).table?.today;

  it('finds its language', async () => {
    expect(await wordFor('de')).to.equal('Heute');
    expect(await wordFor('NL')).to.equal('Vandaag');
  });

  it('finds the language of a variant', async () => {
    expect(await wordFor('pt-BR')).to.equal('Hoje');
    expect(await wordFor('pt_PT'), 'as some write it').to.equal('Hoje');
  });

  for (const [send, ...tags] of [
    [
      '发送',
      'zh',
      'zh-CN',
      'zh-SG',
      'zh-MY',
      'zh-Hans',
      'zh-Hans-TW',
      'ZH_cn',
      'cmn',
      'yue-CN',
      'zh-cmn-Hans',
    ],
    [
      '傳送',
      'zh-TW',
      'zh-HK',
      'zh-MO',
      'zh-Hant',
      'zh-Hant-CN',
      'zh_tw',
      'zh-hant-hk',
      'cmn-TW',
      'yue',
      'zh_TW.UTF-8',
    ],
    [undefined, 'zh-Latn', 'zh-Latn-pinyin', 'zh-Bopo'],
  ] as const) {
    it(`decides which characters Chinese is written in: ${tags.join(', ')}`, async () => {
      for (const tag of tags) expect((await loadLocale(tag)).table?.send, tag).to.equal(send);
    });
  }

  it('finds no language in another script than its texts', async () => {
    for (const tag of ['hi-Latn', 'ja-Latn', 'ar-Latn', 'he-Latn', 'de-Hebr', 'pl_Cyrl_PL']) {
      expect(await loadLocale(tag), tag).to.deep.equal({});
    }
    expect(await wordFor('hi-Deva')).to.equal('आज');
    expect(await wordFor('ja-Jpan-JP')).to.equal('今日');
    expect(await wordFor('de-Latn-AT')).to.equal('Heute');
  });

  it('finds no neighbour of its language', async () => {
    for (const tag of [
      'sr-Latn',
      'sr',
      'hr',
      'no',
      'nb',
      'nn',
      'az-Arab',
      'fa',
      'ur',
      'id',
      'in',
    ]) {
      expect(await loadLocale(tag), tag).to.deep.equal({});
    }
  });

  it('may be an older name', async () => {
    expect(await wordFor('tl')).to.equal('Ngayon');
    expect(await wordFor('iw')).to.equal('היום');
  });

  it('says how dates are written', async () => {
    expect((await loadLocale('de-AT')).locale).to.equal('de-AT');
    expect((await loadLocale('de')).locale).to.equal('de');
    expect((await loadLocale('en_AU')).locale).to.equal('en-AU');
  });

  describe('without a region', () => {
    const {languages: preferred} = Object.getOwnPropertyDescriptors(Navigator.prototype);

    const prefer = (...tags: readonly string[]) =>
      Object.defineProperty(navigator, 'languages', {configurable: true, value: tags});

    afterEach(() => {
      Reflect.deleteProperty(navigator, 'languages');
      expect(Object.getOwnPropertyDescriptor(Navigator.prototype, 'languages')).to.deep.equal(
        preferred,
      );
    });

    it('has dates as in the region of the visitor', async () => {
      prefer('fr', 'de-CH', 'de');
      expect((await loadLocale('de')).locale).to.equal('de-CH');
      expect((await loadLocale('en')).locale).to.equal('en');
    });

    it('has dates in the script of its texts', async () => {
      prefer('zh-CN', 'zh-TW');
      expect((await loadLocale('zh-Hant')).locale).to.equal('zh-TW');
      expect((await loadLocale('zh')).locale).to.equal('zh-CN');
      prefer('zh-TW');
      expect((await loadLocale('zh')).locale).to.equal('zh');
    });

    it('has dates as it writes them where the browser names what is none', async () => {
      prefer('not a language', '');
      expect((await loadLocale('de')).locale).to.equal('de');
    });
  });

  it('leaves dates to the browser where the language is none of ours', async () => {
    expect(await loadLocale('sv-SE')).to.deep.equal({});
  });

  for (const tag of ['x', 'not a tag', 'constructor', '-', '12']) {
    it(`may be no language: ${tag}`, async () => expect(await loadLocale(tag)).to.deep.equal({}));
  }
});
