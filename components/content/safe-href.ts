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

/** An address from which something can be loaded. */
export function webAddress(text: string | undefined, base?: string): SafeHref | undefined {
  const address = text === undefined ? undefined : safeHref(text, base);
  return address && /^https?:/.test(address.href) ? address : undefined;
}
