/** What is shorter may be a word that people use. */
const SHORTEST = 8;

/** False where a frame, as it came, does not hold the key; true also where it is written in a way that could hide it. */
export function mayHoldKey(frame: unknown, apiKey: string): boolean {
  if (apiKey.length < SHORTEST) return false;
  if (typeof frame !== 'string') return true;
  return formsOf(apiKey).some((form) => frame.includes(form)) || /\\[u/]/.test(frame);
}

/** As it is, and as it stands in an address. */
function formsOf(apiKey: string): readonly string[] {
  return [apiKey, encodeURIComponent(apiKey.toWellFormed())];
}

/**
 * What a hub sent, without the key where it echoes that: in any text, name or address, as it is or as it stands in an
 * address. What does not hold it is the same object as before.
 */
export function withoutKey<T>(value: T, apiKey: string): T {
  if (apiKey.length < SHORTEST) return value;
  const clean = (text: string) =>
    formsOf(apiKey).reduce((rest, form) => rest.replaceAll(form, '…'), text);
  return map(value, clean) as T;
}

function map(value: unknown, clean: (text: string) => string): unknown {
  if (typeof value === 'string') return clean(value);
  if (typeof value !== 'object' || value === null) return value;
  // The visitor's own words are compared with what was sent.
  if ('sender' in value && value.sender === 'user') return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => map(item, clean));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  let isSame = true;
  const entries = Object.entries(value).map(([name, each]) => {
    const [cleanName, cleanEach] = [clean(name), map(each, clean)];
    isSame &&= cleanName === name && cleanEach === each;
    return [cleanName, cleanEach];
  });
  return isSame ? value : Object.fromEntries(entries);
}
