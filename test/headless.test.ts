import assert from 'node:assert/strict';
import {afterEach, beforeEach, describe, it} from 'node:test';
import {setTimeout as passes} from 'node:timers/promises';
import {WebSocket as NodeWebSocket} from 'ws';
import {startHub, type Hub} from '../demo/hub/index.js';
import {ChatClient, type ConnectionState} from '../src/client.js';

/** How long a client of these tests waits before it tries again, in milliseconds. */
const WAIT = 10;

/** What a socket reports and nobody hears fails the test that it belongs to. */
describe('The headless client with the sockets of the package ws', {timeout: 20_000}, () => {
  let hub: Hub;
  let client: ChatClient;
  let attempts: number;

  beforeEach(async () => {
    hub = await startHub();
    attempts = 0;
    client = new ChatClient(
      {apiKey: 'node-key', socketUrl: hub.url, storage: 'none', start: 'visitor'},
      {
        openSocket: (address) => {
          attempts++;
          return new NodeWebSocket(address) as unknown as WebSocket;
        },
        retryDelay: () => WAIT,
      },
    );
  });

  afterEach(async () => {
    client.close();
    await hub.close();
  });

  const becomes = (state: ConnectionState) =>
    new Promise<void>((resolve) => {
      client.subscribe(({connection}) => connection === state && resolve());
    });

  it('makes no further connection after it was closed', async () => {
    client.connect();
    await becomes('ready');
    client.close();
    await hub.waitForConnections(0);
    await passes(10 * WAIT);
    assert.equal(attempts, 1);
  });

  it('can be closed while it connects', async () => {
    client.connect();
    await becomes('connecting');
    client.close();
    await passes(10 * WAIT);
    assert.equal(attempts, 1);
    assert.equal(hub.connections, 0);
  });

  it('tries again when the hub refuses it', async () => {
    hub.faults.refuseConnections();
    client.connect();
    await becomes('waiting');
    hub.faults.clear();
    await becomes('ready');
    assert.equal(hub.connections, 1);
  });
});
