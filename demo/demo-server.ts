import {createServer} from 'node:http';
import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import {fileURLToPath} from 'node:url';
import {createServer as createViteServer} from 'vite';
import type {Plugin, ViteDevServer} from 'vite';
import {faultPath, handleFaultRequest} from './fault-endpoint.js';
import {createDemoBot, startHub} from './hub/index.js';
import type {Hub} from './hub/index.js';

export interface DemoServerOptions {
  /** The port to listen on; the next free one when it is taken. 0 takes any. */
  readonly port?: number;
  /** Milliseconds until the demo bot answers; long enough by default to be seen thinking. */
  readonly replyDelay?: number;
}

/** The running demo: pages from source and the local hub, on one port. */
export interface DemoServer {
  readonly demoUrl: string;
  readonly agentUrl: string;
  readonly hub: Hub;
  close(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const host = '127.0.0.1';
const maxPortsTried = 20;

/** Starts the demo and resolves when its pages can be opened. */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const {port = 5173, replyDelay = 500} = options;
  const server = createServer();
  await listenFrom(server, port);
  const hub = await startHub({server, bot: createDemoBot({replyDelay})});
  const vite = await startVite();
  server.on('request', (request, response) => serve(request, response, hub, vite));
  return {
    demoUrl: `${hub.httpUrl}/demo/`,
    agentUrl: `${hub.httpUrl}/demo/agent.html`,
    hub,
    close: async () => {
      await hub.close();
      await vite.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves the sources. Without its own WebSocket, because all upgrades here belong to the hub. */
function startVite(): Promise<ViteDevServer> {
  return createViteServer({
    root,
    configFile: false,
    appType: 'mpa',
    publicDir: false,
    logLevel: 'warn',
    plugins: [withoutViteClient()],
    // All we depend on is ESM already. Bundling it first would need Vite's client to reload the page afterwards.
    optimizeDeps: {noDiscovery: true},
    server: {middlewareMode: true, hmr: false, ws: false},
  });
}

/** Vite's own script would look for the WebSocket that there is not, and report an error on every page. */
function withoutViteClient(): Plugin {
  return {
    name: 'without-vite-client',
    transformIndexHtml: {
      order: 'post',
      handler: (html) => html.replace('<script type="module" src="/@vite/client"></script>', ''),
    },
  };
}

function serve(
  request: IncomingMessage,
  response: ServerResponse,
  hub: Hub,
  vite: ViteDevServer,
): void {
  if (hub.handleRequest(request, response)) return;
  const path = new URL(request.url ?? '/', 'http://demo.invalid').pathname;
  if (path === faultPath) handleFaultRequest(request, response, hub);
  else if (path === '/') response.writeHead(302, {location: '/demo/'}).end();
  else vite.middlewares(request, response);
}

async function listenFrom(server: Server, firstPort: number): Promise<void> {
  for (let port = firstPort; port < firstPort + maxPortsTried; port++) {
    if (await listen(server, port)) return;
  }
  const lastPort = firstPort + maxPortsTried - 1;
  throw new Error(`All ports from ${firstPort} to ${lastPort} are taken. Choose one with PORT=….`);
}

/** False when the port is taken. */
function listen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const handleError = (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error);
    server.once('error', handleError);
    server.listen(port, host, () => {
      server.off('error', handleError);
      resolve(true);
    });
  });
}
