import type {ReactiveController, ReactiveElement} from '@lit/reactive-element';
import {emit} from '../events.js';
import {idle, loadOnce} from '../load.js';
import {localize, type LocaleMessages, type Translation} from './localize.js';
import type {StringOverrides} from './strings.js';

/** The element that speaks a language. */
export interface LanguageHost extends ReactiveElement {
  readonly open: boolean;
  /** The page's own words. */
  readonly strings: StringOverrides | undefined;
}

type Direction = 'ltr' | 'rtl';

const loadLanguages = loadOnce(() => import('./locales/languages.js'));

/** No code is needed for these. */
const ENGLISH = /^(en(-[a-z]{2})?)?$/i;

/** Not where they are written in Latin letters, which we have no texts in. */
const RIGHT_TO_LEFT = /^(ar|he|iw)(?![a-z]|.latn)/i;

/**
 * Follows the language and the direction of the page, or of what is nearer to the element, and fetches the texts for
 * it: when the page is idle, or when they are about to be seen. Until they are there, those before stay.
 */
export class LanguageController implements ReactiveController {
  #tag: string | undefined;
  #direction: Direction = 'ltr';
  /** What the texts are for that are there. */
  #spoken: string | undefined;
  #speech: LocaleMessages = {};
  /** The page's own words, as JSON, because they may be reactive data that changes. */
  #own = '{}';
  /** What could not be read, which is said once. */
  #refused: unknown;
  #translation: Translation = {};
  #observer: MutationObserver | undefined;

  constructor(private readonly host: LanguageHost) {
    host.addController(this);
  }

  /** The value of the `lang` attribute that counts; empty where there is none. */
  get tag(): string {
    return this.#tag ?? '';
  }

  get direction(): Direction {
    return this.#direction;
  }

  /** The same as long as nothing changes. */
  get translation(): Translation {
    return this.#translation;
  }

  /** Resolves when the texts are there, or cannot be had: then they are in English, and are asked for again next time. */
  async load(): Promise<void> {
    const {tag} = this;
    if (tag === this.#spoken) return;
    const speech = await read(tag);
    if (tag !== this.tag) return;
    if (speech) this.#spoken = tag;
    this.#speech = speech ?? {};
    this.#translate();
    this.host.requestUpdate();
  }

  hostConnected(): void {
    this.#observer = new MutationObserver(() => this.#follow());
    for (const element of withAncestors(this.host)) {
      this.#observer.observe(element, {attributeFilter: ['lang', 'dir']});
    }
    // The task in which it is defined has enough to do.
    if (this.host.hasUpdated) this.#follow();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
  }

  hostUpdate(): void {
    if (!this.host.hasUpdated) this.#follow();
    const own = this.#readOwn();
    if (own !== this.#own) this.#translate(own);
  }

  #follow(): void {
    const tag = nearest(this.host, 'lang')?.trim() ?? '';
    this.#direction = readDirection(this.host, tag);
    this.host.requestUpdate();
    if (tag === this.#tag) return;
    this.#tag = tag;
    if (this.host.open || ENGLISH.test(tag)) void this.load();
    else void idle().then(() => this.load());
  }

  #readOwn(): string {
    const {strings} = this.host;
    try {
      return JSON.stringify(strings) ?? '{}';
    } catch {
      // The element has to be drawn all the same.
      if (strings !== this.#refused) {
        this.#refused = strings;
        const message = 'What the page set as strings cannot be read; it was left out.';
        emit(this.host, 'captivate-error', {code: 'bad-data', message});
      }
      return '{}';
    }
  }

  #translate(json = this.#readOwn()): void {
    const {table, locale} = this.#speech;
    this.#own = json;
    const own = (JSON.parse(json) ?? {}) as StringOverrides;
    this.#translation = {...(table ? localize(table, own) : own), locale};
  }
}

/** Undefined where it cannot be fetched. */
async function read(tag: string): Promise<LocaleMessages | undefined> {
  if (tag === '') return {};
  if (ENGLISH.test(tag)) return {locale: tag.length > 2 ? tag : (ownEnglish() ?? tag)};
  try {
    const {loadLocale} = await loadLanguages();
    return await loadLocale(tag);
  } catch {
    return undefined;
  }
}

/** Where no region is named, that of the visitor decides how dates are written. */
const ownEnglish = () => navigator.languages.find((each) => each.split('-')[0] === 'en');

/** From the element outwards, through the hosts of shadow trees. */
function* withAncestors(element: Element): Generator<Element> {
  for (let node: Node | null = element; node; node = outside(node)) {
    if (node instanceof Element) yield node;
  }
}

const outside = (node: Node) => (node instanceof ShadowRoot ? node.host : node.parentNode);

/** The value of the attribute on the nearest element that has it. */
function nearest(element: Element, name: string): string | undefined {
  for (const each of withAncestors(element)) {
    const value = each.getAttribute(name);
    if (value !== null) return value;
  }
  return undefined;
}

/** What the page says, or else how the language is written. */
function readDirection(element: Element, tag: string): Direction {
  const isSaid = nearest(element, 'dir') !== undefined;
  return (isSaid ? element.matches(':dir(rtl)') : RIGHT_TO_LEFT.test(tag)) ? 'rtl' : 'ltr';
}
