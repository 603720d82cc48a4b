import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {WebSocket} from 'ws';
import {HubClient} from '../test/support/hub-client.js';
import {startDemoServer} from './demo-server.js';
import type {DemoServer} from './demo-server.js';

describe('The demo server', () => {
  let demo: DemoServer;
  before(async () => {
    demo = await startDemoServer({port: 0, replyDelay: 0});
  });
  after(() => demo.close());

  const address = (path: string) => new URL(path, demo.demoUrl).href;

  it('serves the pages without scripts or styles in them', async () => {
    for (const url of [demo.demoUrl, demo.agentUrl]) {
      const page = await (await fetch(url)).text();
      assert.match(page, /<title>/);
      assert.doesNotMatch(page, /<style|style="|<script(?![^>]*src=)|@vite/);
    }
    assert.equal((await fetch(address('/'))).url, demo.demoUrl);
  });

  it('serves TypeScript as modules', async () => {
    for (const path of ['/demo/demo.ts', '/demo/agent.ts']) {
      const response = await fetch(address(path));
      assert.equal(response.headers.get('content-type'), 'text/javascript');
    }
  });

  it('has the hub on the same port, for visitors and for agents', async () => {
    const client = await HubClient.connect(demo.hub);
    const id = await client.start();
    client.say(id, 'Hi');
    assert.equal(await client.nextBotText(), 'You said: Hi');
    await client.close();
    const agent = new WebSocket(address('/agent').replace('http', 'ws'));
    await new Promise((resolve) => agent.on('message', resolve));
    agent.close();
  });

  it('starts faults for its own page only', async () => {
    const ask = (name: string, origin: string) =>
      fetch(address(`/demo/faults?name=${name}`), {method: 'POST', headers: {origin}});
    const ownOrigin = new URL(demo.demoUrl).origin;
    assert.equal((await ask('cut', 'https://other.example')).status, 403);
    assert.equal((await ask('unknown', ownOrigin)).status, 404);
    assert.equal((await fetch(address('/demo/faults?name=cut'))).status, 403);
    const client = await HubClient.connect(demo.hub);
    assert.equal((await ask('cut', ownOrigin)).status, 204);
    assert.equal(await client.closed, 1006);
  });

  it('takes the next port when one is taken', async () => {
    const port = Number(new URL(demo.demoUrl).port);
    const second = await startDemoServer({port});
    assert.notEqual(second.demoUrl, demo.demoUrl);
    await second.close();
  });
});
