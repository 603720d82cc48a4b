export interface SafeHref {
  readonly href: string;
  /** It leads to another site. */
  readonly external: boolean;
}

const SCHEMES = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/**
 * Where a link in a message may lead; undefined for what must not be one. The browser's own parser decides, because
 * only it knows all that a browser ignores in an address: blanks, line breaks, control characters, case.
 */
export function safeHref(text: string, base: string = document.baseURI): SafeHref | undefined {
  if (!text.trim()) return undefined;
  try {
    const {href, protocol, origin} = new URL(text, base);
    if (!SCHEMES.has(protocol)) return undefined;
    return {href, external: protocol.startsWith('http') && origin !== new URL(base).origin};
  } catch {
    return undefined;
  }
}

/** As long as a picture can be that comes by a link, rather than in a frame of 128 KB. */
const MAX_DATA = 2_000_000;

/** Pictures that are nothing but pictures: SVG is a document. */
const PICTURE_DATA =
  /^data:image\/(?:png|jpe?g|gif|webp)\s*(?:;[\w=.% -]+)*;\s*base64\s*,\s*[\w+/%]/i;

/** An address from which something can be loaded. */
export function webAddress(text: string | undefined, base?: string): SafeHref | undefined {
  const address = text === undefined ? undefined : safeHref(text, base);
  return address && /^https?:/.test(address.href) ? address : undefined;
}

/** Where a picture is taken from: the web, or the address itself, which must never be one to be followed. */
export function pictureSource(text: string | undefined, base?: string): string | undefined {
  const data = text?.trim() ?? '';
  if (!PICTURE_DATA.test(data)) return webAddress(text, base)?.href;
  return data.length > MAX_DATA ? undefined : data;
}
