/**
 * Writes JSON, also in a page with a library that gives lists, dates or all objects a `toJSON` of its own: that of
 * Prototype.js up to 1.6 makes texts of them.
 */
export function stringify(value: unknown): string {
  return hasToJson() ? JSON.stringify(value, asItWas) : JSON.stringify(value);
}

const hasToJson = () => 'toJSON' in Array.prototype;

/** Takes what stood there before an inherited `toJSON` changed it. */
function asItWas(this: Record<string, unknown>, key: string, changed: unknown): unknown {
  const value = this[key];
  if (typeof value !== 'object' || value === null) return changed;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  const {toJSON} = value as {readonly toJSON?: unknown};
  const isInherited = [Array.prototype, Object.prototype].some(
    (prototype) => (prototype as {readonly toJSON?: unknown}).toJSON === toJSON,
  );
  return isInherited ? value : changed;
}

/**
 * A copy of what a page gave, with what JSON carries of it and nothing else: a reactive proxy can neither be handed to
 * another tab, nor does it stay as it is. `undefined` where JSON has nothing for it. Throws where it is not JSON, and
 * where JSON would lose all that is in it, as in a `Map` or a `Promise`.
 */
export function plain(data: unknown): unknown {
  const text = JSON.stringify(data, readable) as string | undefined;
  return text === undefined ? undefined : JSON.parse(text);
}

function readable(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const read = hasToJson() ? asItWas.call(this, key, value) : value;
  if (typeof read === 'object' && read !== null && hidesAll(read)) {
    throw new TypeError('JSON has nothing of what is in it.');
  }
  return read;
}

/** Of objects that are made by the browser or the language, and not by a page. */
function hidesAll(object: object): boolean {
  const kind = Object.prototype.toString.call(object).slice(8, -1);
  return !/^(?:Object|Array|String|Number|Boolean)$/.test(kind) && Object.keys(object).length === 0;
}
