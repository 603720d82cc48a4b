import assert from 'node:assert/strict';
import {connect, createServer, type AddressInfo, type Server, type Socket} from 'node:net';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {setTimeout as wait} from 'node:timers/promises';
import {startTcpProxy, type TcpProxy, type Way} from './tcp-proxy.js';

/** Longer than anything on this machine takes that is not held up. */
const MOMENT = 60;

const HANDSHAKE = 'GET / HTTP/1.1\r\n\r\n';

/** One end of a connection, and what has arrived there. */
class End {
  heard = '';
  ended = false;
  /** The code of an error, or that there was none. */
  closed: string | undefined;

  constructor(readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (bytes) => (this.heard += bytes.toString('latin1')));
    socket.on('end', () => (this.ended = true));
    socket.on('error', ({code}: NodeJS.ErrnoException) => (this.closed = code));
    socket.on('close', () => (this.closed ??= 'in order'));
  }

  say(text: string) {
    this.socket.write(text, 'latin1');
  }
}

/** An unmasked text frame. */
const frame = (text: string) => `\x81${String.fromCharCode(text.length)}${text}`;

void describe('The TCP proxy', () => {
  let server: Server;
  let proxy: TcpProxy;
  let hub: End[];

  beforeEach(async () => {
    hub = [];
    server = createServer((socket) => hub.push(new End(socket)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = await startTcpProxy(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/dev`);
  });

  afterEach(() => {
    proxy.close();
    for (const {socket} of hub) socket.destroy();
    server.close();
  });

  async function join(): Promise<{page: End; hub: End}> {
    const count = hub.length;
    const page = new End(connect(Number(new URL(proxy.url).port), '127.0.0.1'));
    await until(() => hub.length > count);
    return {page, hub: hub[count]!};
  }

  it('keeps the path of its target', () => {
    assert.match(proxy.url, /^ws:\/\/127\.0\.0\.1:\d+\/dev$/);
  });

  it('passes bytes on, both ways, and the end', async () => {
    const {page, hub} = await join();
    page.say('ping');
    await until(() => hub.heard === 'ping');
    hub.say('pong');
    await until(() => page.heard === 'pong');
    assert.equal(proxy.connections, 1);
    page.socket.end();
    await until(() => hub.ended && page.closed === 'in order');
    assert.equal(proxy.connections, 0);
    assert.equal(proxy.accepted, 1);
  });

  it('passes on that one side is gone', async () => {
    const {page, hub} = await join();
    page.socket.resetAndDestroy();
    await until(() => hub.closed === 'ECONNRESET');
  });

  it('cuts all connections', async () => {
    const [first, second] = [await join(), await join()];
    proxy.cut();
    const ends = [first.page, first.hub, second.page, second.hub];
    await until(() => ends.every(({closed}) => closed === 'ECONNRESET'));
    assert.equal(proxy.connections, 0);
  });

  for (const way of ['toHub', 'toPage'] as const satisfies readonly Way[]) {
    it(`cuts in the middle of a frame, ${way}`, async () => {
      const {page, hub} = await join();
      const [from, to] = way === 'toHub' ? [page, hub] : [hub, page];
      proxy.cutInFrame(way);
      from.say(HANDSHAKE + frame('12345678'));
      await until(() => to.closed !== undefined && from.closed !== undefined);
      assert.equal(to.heard, `${HANDSHAKE}\x81\b123`);
      const next = await join();
      next.page.say(HANDSHAKE + frame('12345678'));
      await until(() => next.hub.heard === HANDSHAKE + frame('12345678'));
    });

    it(`swallows all that is sent, ${way}, and tells nobody`, async () => {
      const {page, hub} = await join();
      const [from, to] = way === 'toHub' ? [page, hub] : [hub, page];
      proxy.blackhole(way);
      from.say('lost');
      to.say('heard');
      await until(() => from.heard === 'heard');
      await proxy.restore();
      from.say('dead');
      from.socket.end();
      await wait(MOMENT);
      assert.deepEqual([to.heard, to.ended, to.closed], ['', false, undefined]);
    });
  }

  it('swallows what new connections send, until it is restored', async () => {
    proxy.blackhole();
    const lost = await join();
    lost.page.say('lost');
    await wait(MOMENT);
    assert.equal(lost.hub.heard, '');
    await proxy.restore();
    const {page, hub} = await join();
    page.say('heard');
    await until(() => hub.heard === 'heard');
  });

  it('delivers late what it held back, and the end', async () => {
    const {page, hub} = await join();
    proxy.stall();
    page.say('one ');
    page.say('two');
    page.socket.end();
    hub.say('three');
    await wait(MOMENT);
    assert.deepEqual([hub.heard, hub.ended, page.heard], ['', false, '']);
    await proxy.restore();
    await until(() => hub.heard === 'one two' && hub.ended && page.heard === 'three');
  });

  it('is as slow as it is told to be', async () => {
    const {page, hub} = await join();
    proxy.throttle({bytesPerSecond: 2_000, latency: 50});
    const start = performance.now();
    page.say('a'.repeat(400));
    await until(() => hub.heard.length === 400);
    // The last beat need not be over.
    assert.ok(performance.now() - start >= 190, `${performance.now() - start} ms`);
  });

  for (const how of ['reset', 'closed'] as const) {
    it(`refuses connections, ${how}, and takes them again`, async () => {
      const {page, hub} = await join();
      const {url} = proxy;
      proxy.refuse(how);
      const refused = new End(connect(Number(new URL(url).port), '127.0.0.1'));
      await until(() => refused.closed !== undefined);
      assert.equal(refused.closed, how === 'reset' ? 'ECONNRESET' : 'ECONNREFUSED');
      page.say('still here');
      await until(() => hub.heard === 'still here');
      await proxy.accept();
      assert.equal(proxy.url, url);
      await join();
      assert.equal(proxy.accepted, 2);
    });
  }
});

async function until(condition: () => boolean) {
  const end = Date.now() + 5_000;
  while (!condition()) {
    assert.ok(Date.now() < end, `Not within 5 s: ${condition.toString()}`);
    await wait(5);
  }
}
