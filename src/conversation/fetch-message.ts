import {ChatError} from '../errors.js';
import {decodeLinkedMessage, type ContentPart} from '../protocol/index.js';
import {FETCH_LIMIT} from '../timing.js';

/** More than this, in characters, is no message. */
const MAX_LENGTH = 4_000_000;

/**
 * Fetches a message that was too big for the socket. The key goes along, so only over `https:` or to this machine,
 * and to nowhere that the link redirects to. Rejects with the code `message-unavailable`.
 */
export async function fetchLinkedMessage(
  link: string,
  apiKey: string,
): Promise<readonly ContentPart[]> {
  const address = trustedAddress(link);
  const parts =
    address && decodeLinkedMessage(await fetchJson(address, apiKey).catch(() => undefined));
  if (parts) return parts;
  throw new ChatError('message-unavailable', 'A message too big for the socket was not to be had.');
}

async function fetchJson(address: URL, apiKey: string): Promise<unknown> {
  const response = await fetch(address, {
    headers: {'x-api-key': apiKey},
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    signal: AbortSignal.timeout(FETCH_LIMIT),
  });
  if (!response.ok) return undefined;
  const body = await response.text();
  return body.length > MAX_LENGTH ? undefined : JSON.parse(body);
}

function trustedAddress(link: string): URL | undefined {
  if (!URL.canParse(link)) return undefined;
  const address = new URL(link);
  const isLocal = /^(?:localhost|.*\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(address.hostname);
  const trusted = address.protocol === 'https:' || (address.protocol === 'http:' && isLocal);
  return trusted ? address : undefined;
}
