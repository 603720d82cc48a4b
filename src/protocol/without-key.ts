/** What is shorter may be a word that people use. */
const SHORTEST = 8;

/**
 * What a hub sent, without the key where it echoes that: in any text, name or address, as it is or as it stands in an
 * address. What does not hold it is the same object as before.
 */
export function withoutKey<T>(value: T, apiKey: string): T {
  if (apiKey.length < SHORTEST) return value;
  const forms = [apiKey, encodeURIComponent(apiKey.toWellFormed())];
  const clean = (text: string) => forms.reduce((rest, form) => rest.replaceAll(form, '…'), text);
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
