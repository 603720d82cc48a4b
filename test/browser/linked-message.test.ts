import {expect} from '@open-wc/testing';
import {ChatClient, type ChatEvent} from '../../src/client.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';

const KEY = 'linked-message-key';

/** A message too big for the socket, over a real socket and real HTTP. */
describe('A message too big for the socket', () => {
  let hub: TestHub;
  let client: ChatClient;
  let events: ChatEvent[];

  beforeEach(async () => {
    hub = await startTestHub({bot: 'none'});
    events = [];
    client = new ChatClient({
      apiKey: KEY,
      socketUrl: hub.url,
      storage: 'none',
      start: 'visitor',
      userId: crypto.randomUUID(),
    });
    client.listen((event) => events.push(event));
    client.connect();
    await waitUntil(() => client.snapshot.conversationId !== undefined);
  });

  afterEach(async () => {
    client.close();
    await hub.close();
  });

  const id = () => client.snapshot.conversationId!;
  const texts = () => client.snapshot.messages.map(({text}) => text.slice(0, 10));
  const notices = () => client.snapshot.notices.map(({code}) => code);
  const fail = (message_link: string) =>
    hub.send(id(), {
      event_type: 'general_error',
      event_payload: {conversation_id: id(), error_code: 413, error_desc: 'Big', message_link},
    });

  it('is fetched with the key and shown where it belongs', async () => {
    await hub.sayAsBot(id(), 'Before');
    await hub.sayAsBot(id(), 'big '.repeat(50_000));
    await hub.sayAsBot(id(), 'After');
    await waitUntil(() => texts().length === 3);
    expect(texts()).to.deep.equal(['Before', 'big big bi', 'After']);
    expect(notices()).to.be.empty;
    const told = events.flatMap((event) => (event.type === 'message' ? event.message.text : []));
    expect(told).to.have.length(3);
  });

  it('can follow another one, and both are shown in order', async () => {
    await hub.sayAsBot(id(), '1 '.repeat(90_000));
    await hub.sayAsBot(id(), '2 '.repeat(80_000));
    await hub.sayAsBot(id(), '3 '.repeat(70_000));
    await waitUntil(() => texts().length === 3);
    expect(texts().map((text) => text[0])).to.deep.equal(['1', '2', '3']);
    expect(notices().length).to.equal(0);
  });

  it('needs no line any more when a transcript has brought it', async () => {
    await hub.faults.refuseConnections();
    await hub.sayAsBot(id(), 'big '.repeat(50_000));
    await waitUntil(() => notices().includes('message-unavailable'));
    await client.getTranscript();
    expect(texts()).to.deep.equal(['big big bi']);
    expect(notices().length).to.equal(0);
  });

  it('is shown once, also where a transcript brings it', async () => {
    await hub.sayAsBot(id(), 'big '.repeat(50_000));
    await waitUntil(() => texts().length === 1);
    await client.getTranscript();
    expect(texts()).to.deep.equal(['big big bi']);
  });

  for (const link of [
    'http://192.0.2.1/message',
    'ftp://127.0.0.1/message',
    'javascript:alert(1)',
    'not an address',
    '//127.0.0.1/message',
  ]) {
    it(`is not fetched from ${link}, to which the key must not go`, async () => {
      await fail(link);
      await waitUntil(() => notices().includes('message-unavailable'));
      expect(performance.getEntriesByName(link)).to.be.empty;
      expect(texts()).to.be.empty;
    });
  }

  it('that cannot be had leaves a line with which to try again', async () => {
    await hub.sayAsBot(id(), 'Before');
    await fail(`${hub.httpUrl}/nothing-here`);
    await hub.sayAsBot(id(), 'After');
    await waitUntil(() => notices().includes('message-unavailable') && texts().length === 2);
    const [notice] = client.snapshot.notices;
    expect(notice!.retryable).to.be.true;
    expect(notice!.after).to.equal(client.snapshot.messages[0]!.id);
    client.retry(notice!.id);
    expect(notices()).to.deep.equal(['message-loading']);
    expect(client.snapshot.notices[0]!.retryable).to.be.undefined;
    await waitUntil(() => notices().includes('message-unavailable'));
    const codes = events.flatMap((event) => (event.type === 'error' ? event.code : []));
    expect(codes).to.deep.equal(['message-unavailable', 'message-unavailable']);
    expect(JSON.stringify(events)).not.to.include(KEY);
  });

  it('is shown after all when trying again succeeds', async () => {
    await hub.faults.refuseConnections();
    await hub.sayAsBot(id(), 'Before');
    await hub.sayAsBot(id(), 'big '.repeat(50_000));
    await hub.sayAsBot(id(), 'After');
    await waitUntil(() => notices().includes('message-unavailable') && texts().length === 2);
    await hub.faults.acceptConnections();
    client.retry(client.snapshot.notices[0]!.id);
    await waitUntil(() => texts().length === 3);
    expect(texts()).to.deep.equal(['Before', 'big big bi', 'After']);
    expect(notices()).to.be.empty;
  });
});
