import type {PropertyDeclaration, ReactiveElement} from '@lit/reactive-element';

/** Reads what an attribute says, or what a page, or its framework, set as the property in its place. */
export type Reader<T> = (value: unknown, name: string) => T;

const warned = new Set<string>();

/** The default, in place of what was set. That it is not what was wanted is said once; nothing is said of nothing. */
function use<T>(initial: T, value: unknown, name: string, wanted: string): T {
  const message = `<captivate-chat>: ${name}="${written(value)}" is not ${wanted}.`;
  if (value && !warned.has(message)) {
    warned.add(message);
    console.warn(message);
  }
  return initial;
}

/** What can be written as an attribute; `undefined` for anything else, `NaN` included. */
function written(value: unknown): string | undefined {
  const isText = /str|num|big/.test(typeof value) && value === value;
  return isText || value === true ? String(value) : undefined;
}

/** Empty by default. `false` is what `user && user.id` leaves in a template. */
export const text: Reader<string> = (value, name) =>
  written(value) ?? use('', value, name, 'a text');

/** On where the attribute is there; but some frameworks write `false` for off. */
export const flag: Reader<boolean> = (value, name) =>
  value === 'false' ? use(false, value, name, 'off in HTML, but here') : value === '' || !!value;

/** One of a few words, of which the first is the default. */
export const oneOf =
  <T extends string>(...words: readonly [T, ...T[]]): Reader<T> =>
  (value, name) =>
    words.find((word) => word === value) ??
    use(words[0], value, name, `one of ${words.join(', ')}; ${words[0]} is used`);

/** 0 or greater; 0 by default. */
export const amount: Reader<number> = (value, name) => {
  const number = Number(written(value));
  return number >= 0 && number < Infinity
    ? number
    : use(0, value, name, 'a number of 0 or more; 0 is used');
};

/** Readers by what Lit has for a type. A declaration may have a reader in its place. */
const READERS = new Map<unknown, Reader<unknown>>([
  [String, text],
  [Boolean, flag],
]);

/**
 * Declares a property of an element as Lit's decorator of that name does, with one difference: a value that is set as the
 * property is read as the same attribute would be. Lit's decorators, which know the standard's form too, are more code
 * than every page should load.
 */
export function property(declaration: PropertyDeclaration<unknown, unknown> = {}) {
  return (prototype: ReactiveElement, key: string): void => {
    const {attribute, type = String} = declaration;
    const read = READERS.get(type) ?? (type as Reader<unknown>);
    const name = typeof attribute === 'string' ? attribute : key;
    const element = prototype.constructor as typeof ReactiveElement;
    // What an attribute says is set as the property, and read there.
    element.createProperty(key, {converter: {fromAttribute: (value) => value}, ...declaration});
    const {set, ...descriptor} = Object.getOwnPropertyDescriptor(prototype, key)!;
    const reading = {
      ...descriptor,
      set(this: ReactiveElement, value: unknown) {
        set!.call(this, attribute === false ? value : read(value, name));
      },
    };
    // TypeScript's helper defines what it gets; without it, an accessor that was decorated would be back as it was.
    return reading as unknown as void;
  };
}
