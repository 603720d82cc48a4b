import {ChatError} from '../errors.js';

/** Where the deployed hubs are reached by WebSocket, as the public client has it; `socketAddress` puts the key in. */
export const HUB_SOCKETS = {
  production: 'wss://channel.wss.captivatechat.ai/dev?apiKey=',
  development: 'wss://channel-dev.wss.captivatechat.ai/dev?apiKey=',
} as const;

const PROTOCOLS: ReadonlyMap<string, string> = new Map([
  ['ws:', 'ws:'],
  ['wss:', 'wss:'],
  ['http:', 'ws:'],
  ['https:', 'wss:'],
]);

/**
 * The address to open a socket at: `base` with the Channel API key in its query. Deployed hubs know the key
 * as `apiKey`, others as `apikey`, so a parameter that is already there under that name in any case keeps its
 * name: an empty one is filled with the key, one that has a value stays as it is. Without any, `apikey=KEY` is
 * appended. The rest of the query is not touched.
 *
 * @param base An absolute address. `http:` and `https:` are taken for `ws:` and `wss:`, as in an address
 *   copied from a browser; a fragment, which no socket address may have, is dropped.
 * @throws {ChatError} `bad-address` for any other address, and `no-api-key` where the key is missing or not valid text. The
 *   words name neither the address nor the key, for an address may hold one.
 */
export function socketAddress(base: string, apiKey: string): string {
  const url = parseAddress(base);
  const pairs = url.search.slice(1).split('&');
  const keys = pairs.filter(isKey);
  if (!keys.some((pair) => valueOf(pair))) {
    const value = encodeKey(apiKey);
    const filled = pairs.map((pair) => (isKey(pair) ? `${pair.split('=', 1)[0]}=${value}` : pair));
    const missing = keys.length ? [] : [`apikey=${value}`];
    // What is empty at the end comes from an empty query or one that ends in `&`.
    if (missing.length && filled.at(-1) === '') filled.pop();
    // The setter takes away one `?`, which may be the first character of the query itself.
    url.search = `?${[...filled, ...missing].join('&')}`;
  }
  return url.href;
}

function parseAddress(base: string): URL {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  const protocol = url && PROTOCOLS.get(url.protocol);
  if (!url || !protocol) {
    throw new ChatError('bad-address', 'The hub address is not a complete wss: or ws: address.');
  }
  url.protocol = protocol;
  url.hash = '';
  return url;
}

function isKey(pair: string): boolean {
  const [name] = new URLSearchParams(pair).keys();
  return name?.toLowerCase() === 'apikey';
}

function valueOf(pair: string): string | undefined {
  const [value] = new URLSearchParams(pair).values();
  return value;
}

function encodeKey(apiKey: string): string {
  if (!apiKey) throw new ChatError('no-api-key', 'An API key is needed to connect to the hub.');
  try {
    return encodeURIComponent(apiKey);
  } catch {
    throw new ChatError('no-api-key', 'The API key is not valid text.');
  }
}
