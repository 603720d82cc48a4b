/**
 * Readers for JSON of unknown shape. Each takes any value and gives what it was asked for, or `undefined`;
 * none throws. A field that is missing, `null` or of a wrong type therefore all read as absent.
 */
import type {JsonObject} from './types.js';

/** Text as it is, also when empty. Numbers are accepted as text: bots write labels and titles that way. */
export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : isFiniteNumber(value) ? String(value) : undefined;
}

/** Text that says something: the hub writes `""` where it has nothing to say. */
export function asText(value: unknown): string | undefined {
  return asString(value) || undefined;
}

/**
 * An identifier. Numbers become strings, but only those that JSON carries exactly: a longer one arrives
 * rounded, and two messages would then share one id.
 */
export function asId(value: unknown): string | undefined {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? undefined : asText(value);
}

/** A finite number, also where it came as a string. */
export function asNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() ? Number(value) : value;
  return isFiniteNumber(number) ? number : undefined;
}

/** A JSON object; not a list. */
export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : undefined;
}

/**
 * Reads a list item by item; a single item may stand for a list of one. `read` gives one result, several,
 * none (`[]`) or `undefined` for an item that cannot be read, which costs that item only.
 *
 * @returns `undefined` when there is no list, or when it had items and none of them could be read.
 */
export function readList<T>(
  value: unknown,
  read: (item: unknown) => T | readonly T[] | undefined,
): readonly T[] | undefined {
  if (value === undefined || value === null) return undefined;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  const results: T[] = [];
  let isReadable = !items.length;
  for (const item of items) {
    const result = read(item);
    if (result === undefined) continue;
    isReadable = true;
    if (Array.isArray(result)) for (const each of result as readonly T[]) results.push(each);
    else results.push(result as T);
  }
  return isReadable ? results : undefined;
}

/** `fields` without those that are `undefined`: in the normal form what is absent has no key. */
export function compact<T extends object>(fields: T): Compact<T> {
  const present: Partial<T> = {};
  for (const key of Object.keys(fields) as (keyof T)[]) {
    if (fields[key] !== undefined) present[key] = fields[key];
  }
  return present as unknown as Compact<T>;
}

/** `T` with every field that may be `undefined` made optional instead. */
type Compact<T> = {[K in keyof T as undefined extends T[K] ? never : K]: T[K]} & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Deeper JSON than anybody writes cannot be handed on: browsers do not copy it from one tab to another. */
const DEEPEST = 100;

/** Whether JSON can be handed on as it came. */
export function isCloneable(value: unknown, depth = DEEPEST): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isCloneable(each, depth - 1));
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
