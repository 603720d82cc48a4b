/** A site owner's site for whole-page tests: plain pages with the two lines of the tag, and the built files. */
import {existsSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join, normalize, sep} from 'node:path';
import {fileURLToPath} from 'node:url';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));

export interface SiteOptions {
  /** For `socket-url`; without it the tag is on its own. */
  readonly hubUrl?: string;
  /** More attributes of the tag, as they stand in HTML. */
  readonly attributes?: string;
  /** What stands in the tag. */
  readonly content?: string;
  /** In place of the tag's own `<script>`. */
  readonly scripts?: string;
  /** More for the `<head>`. */
  readonly head?: string;
  /** The content of the page; by default a text that is higher than any window. */
  readonly body?: string;
  /** Attributes of `<html>`. */
  readonly page?: string;
  /** Scripts and styles of the site owner, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Headers of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Site {
  /** `http://127.0.0.1:40123` */
  readonly origin: string;
  close(): Promise<void>;
}

const SCRIPT = '<script type="module" src="/captivate-chat.js"></script>';

const PARAGRAPH =
  '<p>Three coffees, one small roaster. Roasted this morning, at your door tomorrow.</p>';

const CONTENT = `
    <h1>Small Hill Coffee</h1>
    <nav><a href="/">Home</a> <a href="/prices">Prices</a></nav>
    <main id="content">${PARAGRAPH.repeat(60)}</main>`;

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css',
  html: 'text/html; charset=utf-8',
  js: 'text/javascript',
  svg: 'image/svg+xml',
  xhtml: 'application/xhtml+xml',
};

/** Serves the site on a free port. `/` and `/prices` are its pages. */
export async function startSite(options: SiteOptions): Promise<Site> {
  const page = siteOwnersPage(options);
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://site.invalid');
    const content =
      pathname === '/' || pathname === '/prices'
        ? page
        : (options.files?.[pathname] ?? builtFile(pathname));
    if (content === undefined) return void response.writeHead(404).end();
    const type = TYPES[/\.(\w+)$/.exec(pathname)?.[1] ?? 'html'] ?? 'application/octet-stream';
    response.writeHead(200, {'content-type': type, ...options.headers}).end(content);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Whether `npm run build` has been run. */
export function isBuilt(): boolean {
  return existsSync(join(DIST, 'captivate-chat.js'));
}

// Kept, so that all pages of a run get the files of one build.
const built = new Map<string, Buffer | undefined>();

function builtFile(pathname: string): Buffer | undefined {
  if (!built.has(pathname)) built.set(pathname, readBuiltFile(pathname));
  return built.get(pathname);
}

function readBuiltFile(pathname: string): Buffer | undefined {
  const path = normalize(join(DIST, pathname));
  if (!path.startsWith(normalize(DIST)) || path.endsWith(sep) || !existsSync(path))
    return undefined;
  return readFileSync(path);
}

function siteOwnersPage({hubUrl, attributes = '', scripts = SCRIPT, ...options}: SiteOptions) {
  const {head = '', body = CONTENT, page = 'lang="en"', content = ''} = options;
  const address = hubUrl === undefined ? '' : ` socket-url="${hubUrl}"`;
  return `<!doctype html>
<html ${page}>
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Small Hill Coffee</title>
    <link rel="icon" href="data:,">
    ${head}
  </head>
  <body>${body}
    ${scripts}
    <captivate-chat api-key="test-key" heading="Support"${address} ${attributes}>${content}</captivate-chat>
  </body>
</html>`;
}
