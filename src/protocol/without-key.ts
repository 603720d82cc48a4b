/** What is shorter may be a word that people use. */
const SHORTEST = 8;

/** Of the last key that was looked for: there is mostly but one. */
let known = {key: '', pattern: /(?!)/g};

/** False where a frame, as it came, does not hold the key; true also where it is written in a way that could hide it. */
export function mayHoldKey(frame: unknown, apiKey: string): boolean {
  if (apiKey.length < SHORTEST) return false;
  return typeof frame !== 'string' || frame.search(patternOf(apiKey)) >= 0 || /\\[u/]/.test(frame);
}

/**
 * What a hub sent, without the key where it echoes that: in any text, name or address, as it is or as it stands in an
 * address. What does not hold it is the same object as before.
 */
export function withoutKey<T>(value: T, apiKey: string): T {
  return apiKey.length < SHORTEST ? value : (map(value, cleaner(apiKey)) as T);
}

/** Words about an error, without the key, however short that is. */
export function textWithoutKey(text: string, apiKey: string): string {
  return apiKey ? cleaner(apiKey)(text) : text;
}

type Clean = (text: string) => string;

function cleaner(apiKey: string): Clean {
  const pattern = patternOf(apiKey);
  return (text) => text.replace(pattern, '…');
}

function patternOf(key: string): RegExp {
  if (key !== known.key) {
    const source = [...key.toWellFormed()].map(written).join('');
    known = {key, pattern: new RegExp(source, 'giu')};
  }
  return known.pattern;
}

/** A pattern for all that may stand for a letter: in addresses any may be encoded, and a blank is a plus in forms. */
function written(letter: string): string {
  const bytes = [...new TextEncoder().encode(letter)].map((byte) => byte.toString(16));
  const encoded = bytes.map((byte) => `%${byte.padStart(2, '0')}`).join('');
  const plain = `\\u{${letter.codePointAt(0)!.toString(16)}}`;
  return `(?:${plain}|${encoded}${letter === ' ' ? '|\\+' : ''})`;
}

function map(value: unknown, clean: Clean): unknown {
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
