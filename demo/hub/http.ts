import type {IncomingMessage, ServerResponse} from 'node:http';
import {assets} from './assets.js';
import type {HubCore, Outcome} from './core.js';
import type {WireObject} from './wire.js';

/** What the HTTP side needs to know. */
export interface HttpOptions {
  readonly core: HubCore;
  readonly isKeyAccepted: (apiKey: string) => boolean;
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly apiKey: string;
}

type Route = (exchange: Exchange, options: HttpOptions) => void | Promise<void>;

/** Where the hub's own files are. */
export const assetPath = '/hub-assets/';
/** Where messages are that were too big for the socket. */
export const linkedMessagePath = '/api/messages/';

// Well above what a frame may have, so that a frame that is only somewhat too big is answered and not cut off.
const maxBodyBytes = 1024 * 1024;

const corsHeaders = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'x-api-key, content-type, accept',
  'access-control-max-age': '600',
};

/** Answers a request if its path is one of the hub's; false leaves it to the caller. */
export function handleHubRequest(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpOptions,
): boolean {
  const url = new URL(request.url ?? '/', 'http://hub.invalid');
  const route = findRoute(url.pathname);
  if (!route) return false;
  const {faults} = options.core;
  const refusal = faults.takeRefusal();
  // On a dead link nothing comes back, not even a refusal.
  if (refusal === 'destroy') request.socket.destroy();
  else if (refusal) sendText(response, 503, 'Service Unavailable');
  else if (faults.silent && faults.deaf) request.resume();
  else if (request.method === 'OPTIONS') response.writeHead(204, corsHeaders).end();
  else void run(route, {request, response, url, apiKey: keyOf(request)}, options);
  return true;
}

async function run(route: Route, exchange: Exchange, options: HttpOptions) {
  try {
    await route(exchange, options);
  } catch (error) {
    sendJson(exchange.response, 500, {error: String(error)});
  }
}

function findRoute(path: string): Route | undefined {
  if (path.startsWith(assetPath)) return withMethod('GET', sendAsset);
  if (path.startsWith(linkedMessagePath)) return withMethod('GET', withKey(sendLinkedMessage));
  if (path === '/api/transcript') return withMethod('GET', withKey(sendTranscript));
  if (path === '/api/custom-channel/sockets/message') {
    return withMethod('POST', withKey(takeMessage));
  }
  return undefined;
}

function withMethod(method: 'GET' | 'POST', route: Route): Route {
  return (exchange, options) => {
    const {request, response} = exchange;
    if (request.method === method) return route(exchange, options);
    return sendJson(response, 405, {error: `Use ${method} here.`});
  };
}

function withKey(route: Route): Route {
  return (exchange, options) => {
    if (options.isKeyAccepted(exchange.apiKey)) return route(exchange, options);
    return sendJson(exchange.response, 401, {error: 'The header x-api-key is missing or wrong.'});
  };
}

function sendAsset({response, url}: Exchange) {
  const asset = assets.get(url.pathname.slice(assetPath.length));
  if (!asset) return sendJson(response, 404, {error: 'There is no such file.'});
  response.writeHead(200, {...corsHeaders, 'content-type': asset.type}).end(asset.body);
}

function sendLinkedMessage({response, url, apiKey}: Exchange, {core}: HttpOptions) {
  if (core.faults.silent) return;
  const message = core.linkedMessage(apiKey, url.pathname.slice(linkedMessagePath.length));
  if (message) sendJson(response, 200, message);
  else sendJson(response, 404, {error: 'There is no such message.'});
}

function sendTranscript({response, url, apiKey}: Exchange, {core}: HttpOptions) {
  if (core.faults.silent) return;
  const transcript = core.httpTranscript(apiKey, url.searchParams.get('conversation_id') ?? '');
  if (transcript) sendJson(response, 200, transcript);
  else sendJson(response, 404, {error: 'Invalid conversation_id'});
}

async function takeMessage({request, response, apiKey}: Exchange, {core}: HttpOptions) {
  const body = await readBody(request);
  if (body === undefined) return sendJson(response, 413, {error: 'The request is too large.'});
  const outcome = core.receiveByHttp(apiKey, body);
  // A fault may have struck while the frame was handled: then there is no answer, as with the socket.
  if (outcome.kind === 'cut') request.socket.destroy();
  else if (!core.faults.silent) sendOutcome(response, outcome);
}

function sendOutcome(response: ServerResponse, outcome: Exclude<Outcome, {kind: 'cut'}>) {
  if (outcome.kind === 'refused') {
    sendJson(response, outcome.code, {error: outcome.description});
  } else if (outcome.body) {
    sendJson(response, 200, outcome.body);
  } else {
    sendText(response, 200, 'OK');
  }
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  return size <= maxBodyBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}

function keyOf(request: IncomingMessage): string {
  const header = request.headers['x-api-key'];
  return typeof header === 'string' ? header : '';
}

function sendJson(response: ServerResponse, status: number, body: WireObject) {
  const headers = {...corsHeaders, 'content-type': 'application/json'};
  response.writeHead(status, headers).end(JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, body: string) {
  response.writeHead(status, {...corsHeaders, 'content-type': 'text/plain'}).end(body);
}
