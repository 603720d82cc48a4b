import type {ComplexAttributeConverter} from '@lit/reactive-element';

const warned = new Set<string>();

function warnOnce(message: string) {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(`<captivate-chat>: ${message}`);
}

/** An attribute with a few possible values, of which the first is the default. A wrong one warns once. */
export function oneOf<T extends string>(
  name: string,
  values: readonly [T, ...T[]],
): ComplexAttributeConverter<T> {
  return {
    fromAttribute(text) {
      const value = values.find((candidate) => candidate === text);
      if (value === undefined && text !== null) {
        warnOnce(`${name}="${text}" is not one of ${values.join(', ')}; ${values[0]} is used.`);
      }
      return value ?? values[0];
    },
  };
}

/** An attribute that is a number, 0 or greater; 0 by default. A wrong one warns once. */
export function amount(name: string): ComplexAttributeConverter<number> {
  return {
    fromAttribute(text) {
      const value = Number(text);
      if (Number.isFinite(value) && value >= 0) return value;
      warnOnce(`${name}="${text}" is not a number of 0 or more; 0 is used.`);
      return 0;
    },
  };
}
