/** Serves the pages that are measured, from this machine, as a well kept server would: with brotli. */
import {createServer, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname} from 'node:path';
import {brotliCompressSync} from 'node:zlib';
import {ADAPTERS, OURS, type Subject} from './subjects.js';

export interface BenchServer {
  readonly origin: string;
  /** What was asked for since this was called the last time. */
  takeRequests(): readonly ServedFile[];
  close(): Promise<void>;
}

export interface ServedFile {
  readonly path: string;
  readonly brotliBytes: number;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
};

export async function startServer(
  subjects: readonly Subject[],
  hubUrl: string,
): Promise<BenchServer> {
  const files = new Map<string, Buffer>(
    subjects.flatMap(({files}) =>
      [...files].map(([path, file]) => [path, brotliCompressSync(file)]),
    ),
  );
  let requests: ServedFile[] = [];
  const server = createServer((request, response) => {
    const {pathname, searchParams} = new URL(request.url!, 'http://bench.invalid');
    const subject = subjects.find(({id}) => pathname === `/${id}`);
    if (subject)
      return answer(response, '.html', pageOf(subject, hubUrl, searchParams.has('open')));
    const file = files.get(pathname);
    if (!file) return void response.writeHead(404).end();
    if (!pathname.startsWith(ADAPTERS)) requests.push({path: pathname, brotliBytes: file.length});
    answer(response, extname(pathname), file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    takeRequests() {
      const taken = requests;
      requests = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, ending: string, content: Buffer | string) {
  response.writeHead(200, {
    'content-type': TYPES[ending] ?? 'text/html; charset=utf-8',
    // Each visit is a first one.
    'cache-control': 'no-store',
    ...(typeof content !== 'string' && {'content-encoding': 'br'}),
  });
  response.end(content);
}

function pageOf({id, scripts}: Subject, hubUrl: string, open: boolean): string {
  const tags = scripts.map(
    ({path, module}) => `<script ${module ? 'type="module"' : ''} src="${path}"></script>`,
  );
  const tag =
    id === OURS
      ? `<captivate-chat api-key="bench" start="visitor" socket-url="${hubUrl}" ${open ? 'open' : ''}></captivate-chat>`
      : '';
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>${id}</title>
    <link rel="icon" href="data:,">
    ${tags.join('\n    ')}
  </head>
  <body>${tag}<h1>A page</h1><p>With a text of its own.</p></body>
</html>`;
}
