import {expect} from '@open-wc/testing';
import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {FakeHub, FakeSignals} from '../testing/fake-hub.js';
import {type LinkNeed, type Need, type RetryContext} from './retry-policy.js';
import {SocketService, type SocketEvent} from './socket-service.js';
import {nextTask} from '../async.js';
import {GREETING_LIMIT, MAX_GREETING_LIMIT, SECOND_ATTEMPT_AFTER, STABLE_AFTER} from '../timing.js';

const ADDRESS = 'ws://hub.example/dev?apikey=secret';

/** The wait after no failure. It doubles with each, without chance, so that a test can say when the next attempt is. */
const FIRST_WAIT = 500;

describe('SocketService', () => {
  let clock: SinonFakeTimers;
  let hub: FakeHub;
  let signals: FakeSignals;
  let waits: RetryContext[];
  let events: SocketEvent[];

  function service(options: {address?: () => string; need?: () => LinkNeed} = {}) {
    const socket = new SocketService({
      address: () => ADDRESS,
      open: hub.open,
      signals,
      retryDelay: (context) => {
        waits.push(context);
        return FIRST_WAIT * 2 ** context.failures;
      },
      ...options,
    });
    socket.subscribe((event) => events.push(event));
    return socket;
  }

  function states() {
    return events.flatMap((event) => (event.type === 'state' ? event.state : []));
  }

  function failures() {
    return events.flatMap((event) => (event.type === 'failure' ? event.code : []));
  }

  beforeEach(() => {
    clock = useFakeTimers();
    hub = new FakeHub();
    signals = new FakeSignals();
    waits = [];
    events = [];
  });

  afterEach(() => clock.restore());

  it('does nothing before it is asked to', () => {
    expect(service().state).to.equal('idle');
    expect(hub.sockets.length).to.equal(0);
  });

  it('is ready only when the hub has greeted', () => {
    const socket = service();
    socket.connect();
    expect(socket.state).to.equal('connecting');
    hub.last.accept();
    expect(socket.state).to.equal('connecting');
    hub.last.greet();
    expect(socket.state).to.equal('ready');
    expect(states()).to.deep.equal(['connecting', 'ready']);
  });

  it('connects once, however often it is asked to', () => {
    const socket = service();
    socket.connect();
    socket.connect();
    hub.last.greet();
    socket.connect();
    expect(hub.sockets.length).to.equal(1);
  });

  it('passes on what the hub says, greeting included', () => {
    service().connect();
    hub.last.greet().say('conversation_start_success', {conversation_id: 'c1'});
    const types = events.flatMap((event) => (event.type === 'event' ? event.event.type : []));
    expect(types).to.deep.equal(['socket_connected', 'conversation_start_success']);
  });

  it('reports a frame that makes no sense and goes on', () => {
    const socket = service();
    socket.connect();
    hub.last
      .greet()
      .sayRaw('not json')
      .sayRaw(new Blob(['?']));
    const reasons = events.flatMap((event) =>
      event.type === 'bad-frame' ? event.error.reason : [],
    );
    expect(reasons).to.deep.equal(['not-json', 'not-text']);
    expect(socket.state).to.equal('ready');
  });

  it('understands frames that come as bytes', () => {
    const socket = service();
    socket.connect();
    const text = JSON.stringify({event_type: 'socket_connected', event_payload: {socket_id: 's'}});
    hub.last.accept().sayRaw(new TextEncoder().encode(text).buffer);
    expect(hub.last.binaryType).to.equal('arraybuffer');
    expect(socket.state).to.equal('ready');
  });

  describe('that reads a long history', () => {
    const transcript = Array.from({length: 3000}, (_, n) => ({from: 'bot', messages: [`${n}`]}));
    const told = () =>
      events.flatMap((event) =>
        event.type === 'event' ? event.event.type : event.type === 'preview' ? event.type : [],
      );

    /** Its steps are tasks of their own, of which there are a few. */
    async function steps(isDone = () => false) {
      for (let step = 0; step < 50 && !isDone(); step++) await nextTask();
    }

    beforeEach(() => {
      service().connect();
      hub.last.greet();
      events = [];
      hub.last.say('conversation_transcript', {transcript}).say('bot_message', {content: 'behind'});
    });

    it('shows its end first, and what came behind it behind it', async () => {
      expect(told()).to.be.empty;
      await steps(() => told().length > 0);
      expect(told()).to.deep.equal(['preview']);
      clock.runToFrame();
      await steps(() => told().length > 2);
      expect(told()).to.deep.equal(['preview', 'conversation_transcript', 'message']);
      const all = events.flatMap((event) =>
        event.type === 'event' && event.event.type === 'conversation_transcript'
          ? event.event.entries
          : [],
      );
      expect(all).to.have.length(3000);
    });

    it('reads no further before its end has been drawn', async () => {
      await steps(() => told().length > 0);
      await steps();
      expect(told()).to.deep.equal(['preview']);
    });

    it('does not wait for a drawing that nobody looks at', async () => {
      signals.set({hidden: true});
      await steps(() => told().length > 2);
      expect(told()).to.deep.equal(['preview', 'conversation_transcript', 'message']);
    });

    it('does not wait for long where a page is seen and not drawn', async () => {
      window.requestAnimationFrame = () => 0;
      await steps(() => told().length > 0);
      clock.tick(200);
      await steps(() => told().length > 2);
      expect(told()).to.deep.equal(['preview', 'conversation_transcript', 'message']);
    });

    it('says no more of a link that ends by what came behind it', async () => {
      const socket = service();
      socket.subscribe((event) => {
        if (event.type === 'event' && event.event.type === 'message') socket.restart();
      });
      socket.connect();
      hub.last.greet();
      events = [];
      hub.last.say('conversation_transcript', {transcript});
      for (const content of ['last', 'too late']) hub.last.say('bot_message', {content});
      await steps(() => told().length > 0);
      clock.runToFrame();
      await steps(() => told().length > 2);
      await steps();
      expect(told().slice(-2)).to.deep.equal(['conversation_transcript', 'message']);
    });

    it('says no more of a link that is gone', async () => {
      await steps(() => told().length > 0);
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.greet().say('bot_message', {content: 'anew'});
      clock.runToFrame();
      expect(told()).to.deep.equal(['preview', 'socket_connected', 'message']);
      await steps();
      expect(told()).to.deep.equal(['preview', 'socket_connected', 'message']);
    });
  });

  describe('send', () => {
    const frame = {type: 'metadata_request', conversationId: 'c1'} as const;

    it('says that the frame went out', () => {
      const socket = service();
      socket.connect();
      hub.last.greet();
      expect(socket.send(frame)).to.be.true;
      expect(hub.last.sentTypes).to.deep.equal(['metadata_request']);
    });

    it('writes nothing before the hub has greeted', () => {
      const socket = service();
      expect(socket.send(frame)).to.be.false;
      socket.connect();
      hub.last.accept();
      expect(socket.send(frame)).to.be.false;
      expect(hub.last.sent).to.be.empty;
    });

    it('writes nothing into a socket that is closing', () => {
      const socket = service();
      socket.connect();
      hub.last.greet().readyState = 2;
      expect(socket.send(frame)).to.be.false;
      expect(hub.last.sent).to.be.empty;
    });
  });

  describe('when the link ends', () => {
    it('waits, then connects again', () => {
      const socket = service();
      socket.connect();
      hub.last.greet().drop();
      expect(socket.state).to.equal('waiting');
      clock.tick(FIRST_WAIT - 1);
      expect(hub.sockets.length).to.equal(1);
      clock.tick(1);
      expect(socket.state).to.equal('connecting');
      hub.last.greet();
      expect(states()).to.deep.equal(['connecting', 'ready', 'waiting', 'connecting', 'ready']);
      expect(failures(), 'a link that was ready and ended is no failure').to.be.empty;
    });

    it('ignores what the old socket still says', () => {
      const socket = service();
      socket.connect();
      const old = hub.last.greet();
      old.drop();
      clock.tick(FIRST_WAIT);
      hub.last.greet();
      events.length = 0;
      old.say('socket_connected', {socket_id: 'x'}).drop();
      expect(events).to.be.empty;
      expect(socket.state).to.equal('ready');
    });

    it('waits longer with each attempt that fails', () => {
      service().connect();
      for (let attempt = 0; attempt < 8; attempt++) {
        hub.last.drop();
        clock.runToLast();
      }
      expect(waits.map(({failures}) => failures)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7]);
      expect(failures()).to.have.length(8);
    });

    it('starts over with short waits after a link that lasted', () => {
      service().connect();
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.greet();
      clock.tick(STABLE_AFTER);
      hub.last.drop();
      expect(waits.map(({failures}) => failures)).to.deep.equal([0, 0]);
    });

    it('does not start over after a link that did not last', () => {
      service().connect();
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.greet();
      clock.tick(STABLE_AFTER - 1);
      hub.last.drop();
      expect(waits.map(({failures}) => failures)).to.deep.equal([0, 1]);
    });
  });

  it('gives up on a hub that does not greet, and tries again', () => {
    const socket = service({need: () => 'visible'});
    socket.connect();
    hub.last.accept();
    clock.tick(GREETING_LIMIT - 1);
    expect(socket.state).to.equal('connecting');
    clock.tick(1);
    expect(socket.state).to.equal('waiting');
    expect(hub.last.readyState, 'the mute socket is closed').to.equal(3);
    expect(failures()).to.deep.equal(['connection-failed']);
    clock.tick(FIRST_WAIT);
    expect(hub.sockets.length).to.equal(2);
  });

  describe('a hub that is slow to greet', () => {
    let greetsAfter: number | undefined;

    beforeEach(() => {
      greetsAfter = undefined;
      const {open} = hub;
      Object.assign(hub, {
        open: (address: string) => {
          const opened = open(address);
          const socket = hub.last;
          const greet = () => socket.readyState !== 3 && socket.greet();
          if (greetsAfter !== undefined) setTimeout(greet, greetsAfter);
          return opened;
        },
      });
    });

    for (const need of ['open', 'visible', 'hidden'] as const) {
      for (const seconds of [12, 25, 39]) {
        it(`is reached after ${seconds} s: ${need}`, () => {
          greetsAfter = seconds * 1000;
          const socket = service({need: () => need});
          socket.connect();
          clock.tick(180_000);
          expect(socket.state).to.equal('ready');
        });
      }
    }

    it('is reached without a failed attempt the next time', () => {
      greetsAfter = 12_000;
      const socket = service({need: () => 'visible'});
      socket.connect();
      clock.tick(60_000);
      expect(socket.state).to.equal('ready');
      events = [];
      hub.sockets.find(({readyState}) => readyState === 1)!.drop();
      clock.tick(60_000);
      expect(socket.state).to.equal('ready');
      expect(failures()).to.be.empty;
    });

    it('has 40 s and no more', () => {
      const socket = service({need: () => 'visible'});
      socket.connect();
      clock.tick(3_600_000);
      const last = hub.last;
      const before = failures().length;
      while (hub.last === last) clock.tick(1000);
      const newest = hub.last;
      clock.tick(MAX_GREETING_LIMIT);
      expect(newest.readyState).to.equal(3);
      expect(failures().length).to.be.above(before);
    });
  });

  describe('an attempt that hangs', () => {
    it('gets another one beside it, and the first that is greeted is kept', () => {
      const socket = service();
      socket.connect();
      clock.tick(SECOND_ATTEMPT_AFTER - 1);
      expect(hub.sockets.length).to.equal(1);
      clock.tick(1);
      expect(hub.sockets.length).to.equal(2);
      const [first, second] = hub.sockets;
      second!.greet();
      expect(socket.state).to.equal('ready');
      expect(first!.readyState, 'the other is closed').to.equal(3);
      expect(states()).to.deep.equal(['connecting', 'ready']);
      expect(failures()).to.be.empty;
    });

    it('is closed before anybody is told of the other', () => {
      const socket = service();
      const open: number[] = [];
      socket.subscribe((event) => {
        if (event.type !== 'state' || event.state !== 'ready') return;
        open.push(hub.sockets.filter(({readyState}) => readyState !== 3).length);
      });
      socket.connect();
      clock.tick(SECOND_ATTEMPT_AFTER);
      hub.sockets[0]!.accept();
      hub.sockets[1]!.greet();
      expect(open).to.deep.equal([1]);
    });

    it('is kept where it is greeted first, and the other closed', () => {
      const socket = service();
      socket.connect();
      clock.tick(SECOND_ATTEMPT_AFTER);
      const [first, second] = hub.sockets;
      first!.greet();
      expect(second!.readyState).to.equal(3);
      expect(socket.send({type: 'metadata_request', conversationId: 'c1'})).to.equal(true);
      expect(first!.sentTypes).to.deep.equal(['metadata_request']);
    });

    it('says nothing any more once the other was greeted', () => {
      const socket = service();
      socket.connect();
      clock.tick(SECOND_ATTEMPT_AFTER);
      const [first, second] = hub.sockets;
      second!.greet();
      events = [];
      first!.greet().say('bot_message', {content: 'late'}).drop();
      expect(events).to.be.empty;
      expect(socket.state).to.equal('ready');
    });

    it('does not speak before it is greeted', () => {
      service().connect();
      hub.last.accept().say('bot_message', {content: 'early'});
      expect(events.some(({type}) => type === 'event')).to.equal(false);
    });

    it('does not hold up what comes after it that is refused', () => {
      service().connect();
      clock.tick(SECOND_ATTEMPT_AFTER);
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      expect(hub.sockets.length).to.equal(3);
    });

    it('never has more than one beside it', () => {
      service().connect();
      for (let second = 0; second < 600; second++) {
        clock.tick(1000);
        const open = hub.sockets.filter(({readyState}) => readyState !== 3);
        expect(open.length).to.be.at.most(2);
      }
    });

    it('has none beside it where nobody waits', () => {
      service({need: () => 'visible'}).connect();
      clock.tick(GREETING_LIMIT - 1);
      expect(hub.sockets.length).to.equal(1);
    });

    it('gets one when somebody begins to wait', () => {
      let need: Need = 'visible';
      const socket = service({need: () => need});
      socket.connect();
      clock.tick(SECOND_ATTEMPT_AFTER + 1);
      need = 'open';
      socket.reconnectNow();
      socket.reconnectNow();
      expect(hub.sockets.length).to.equal(2);
    });
  });

  it('replaces a link on demand', () => {
    const socket = service();
    socket.connect();
    const old = hub.last.greet();
    socket.restart();
    expect(old.readyState).to.equal(3);
    expect(socket.state).to.equal('waiting');
    clock.tick(FIRST_WAIT);
    hub.last.greet();
    expect(socket.state).to.equal('ready');
  });

  describe('the network', () => {
    it('may be there though the browser says that it is not', () => {
      signals.online = false;
      const socket = service();
      socket.connect();
      hub.last.greet();
      expect(socket.state).to.equal('ready');
    });

    it('is believed to be away in so far as attempts are slower', () => {
      signals.online = false;
      service().connect();
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.drop();
      expect(waits.map(({offline}) => offline)).to.deep.equal([true, true]);
      signals.online = true;
      clock.runToLast();
      hub.last.drop();
      expect(waits.at(-1)?.offline).to.equal(undefined);
    });

    it('going away does not end a link that may still work', () => {
      const socket = service();
      socket.connect();
      hub.last.greet();
      signals.set({online: false});
      expect(socket.state).to.equal('ready');
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.greet();
      expect(socket.state).to.equal('ready');
    });

    it('coming back cuts the wait to a first one, and not to nothing', () => {
      const socket = service();
      socket.connect();
      for (let attempt = 0; attempt < 6; attempt++) {
        hub.last.drop();
        clock.runToLast();
      }
      hub.last.drop();
      const before = hub.sockets.length;
      signals.set({online: false});
      signals.set({online: true});
      expect(waits.at(-1)?.failures).to.equal(0);
      clock.tick(FIRST_WAIT - 1);
      expect(hub.sockets.length, 'all that share a network would try at once').to.equal(before);
      clock.tick(1);
      expect(hub.sockets.length).to.equal(before + 1);
    });

    it('coming back does not make the next failure a first one', () => {
      service().connect();
      hub.last.drop();
      signals.set({online: false});
      signals.set({online: true});
      clock.tick(FIRST_WAIT);
      hub.last.drop();
      expect(waits.map(({failures}) => failures)).to.deep.equal([0, 0, 1]);
    });

    it('coming back is not put off by what the page tells later', () => {
      service().connect();
      hub.last.drop();
      signals.set({online: false});
      signals.set({online: true});
      clock.tick(FIRST_WAIT - 1);
      signals.set({hidden: true});
      clock.tick(1);
      expect(hub.sockets.length).to.equal(2);
    });

    it('going away while waiting does not end the attempts', () => {
      service().connect();
      hub.last.drop();
      signals.set({online: false});
      clock.tick(FIRST_WAIT);
      expect(hub.sockets.length).to.equal(2);
    });
  });

  describe('the page', () => {
    it('becoming visible cuts the wait short', () => {
      signals.hidden = true;
      service().connect();
      hub.last.drop();
      signals.set({hidden: false});
      expect(hub.sockets.length).to.equal(2);
    });

    it('being hidden is known to the policy', () => {
      service().connect();
      hub.last.greet().drop();
      signals.set({hidden: true});
      clock.tick(FIRST_WAIT);
      hub.last.drop();
      expect(waits).to.deep.equal([
        {failures: 0, need: 'open'},
        {failures: 1, need: 'hidden'},
      ]);
    });

    it('becoming hidden does not cut the wait short', () => {
      service().connect();
      hub.last.drop();
      signals.set({hidden: true});
      expect(hub.sockets.length).to.equal(1);
    });
  });

  describe('the need', () => {
    it('is asked of the owner before every wait', () => {
      const needs: Need[] = ['visible', 'open'];
      service({need: () => needs.shift()!}).connect();
      hub.last.drop();
      clock.tick(FIRST_WAIT);
      hub.last.drop();
      expect(waits.map(({need}) => need)).to.deep.equal(['visible', 'open']);
    });

    it('that there is none of is asked for again now and then, for who is back without a word', () => {
      let need: LinkNeed = 'none';
      const socket = service({need: () => need});
      socket.connect();
      hub.last.drop();
      clock.tick(600_000);
      expect(hub.sockets.length).to.equal(1);
      expect(socket.isDormant).to.equal(true);
      need = 'open';
      clock.tick(60_000 + FIRST_WAIT);
      expect(hub.sockets.length).to.equal(2);
    });

    it('of this moment ends the wait', () => {
      const socket = service();
      socket.connect();
      hub.last.drop();
      socket.reconnectNow();
      expect(socket.state).to.equal('connecting');
      hub.last.greet();
      clock.tick(FIRST_WAIT);
      expect(hub.sockets.length, 'the wait is over').to.equal(2);
    });

    for (const [moment, arrange] of [
      ['before it is asked to connect', () => undefined],
      ['while it is connecting', (socket: SocketService) => socket.connect()],
      ['when it was closed', (socket: SocketService) => socket.close()],
      [
        'on a page that was left',
        (socket: SocketService) => {
          socket.connect();
          signals.set({left: true});
        },
      ],
    ] as const) {
      it(`makes no attempt ${moment}`, () => {
        const socket = service();
        arrange(socket);
        const {state} = socket;
        const before = hub.sockets.length;
        socket.reconnectNow();
        expect(socket.state).to.equal(state);
        expect(hub.sockets.length).to.equal(before);
      });
    }
  });

  it('lets go of a page that the visitor leaves, and takes up again when they are back', () => {
    const socket = service();
    socket.connect();
    const old = hub.last.greet();
    signals.set({left: true});
    expect(old.readyState).to.equal(3);
    expect(clock.countTimers()).to.equal(0);
    signals.set({left: false});
    hub.last.greet();
    expect(hub.sockets.length).to.equal(2);
    expect(socket.state).to.equal('ready');
  });

  describe('close', () => {
    it('ends the link, all timers and all listeners', () => {
      const socket = service();
      socket.connect();
      const last = hub.last.greet();
      socket.close();
      expect(last.readyState).to.equal(3);
      expect(socket.state).to.equal('stopped');
      expect(clock.countTimers()).to.equal(0);
      expect(signals.listeners.size).to.equal(0);
    });

    for (const [moment, arrange] of [
      ['connecting', () => undefined],
      ['waiting', () => hub.last.drop()],
      [
        'waiting after the network came back',
        () => {
          hub.last.drop();
          signals.set({online: false});
          signals.set({online: true});
        },
      ],
    ] as const) {
      it(`ends all timers and listeners while ${moment}`, () => {
        const socket = service();
        socket.connect();
        arrange();
        expect(clock.countTimers(), 'something to release').to.be.above(0);
        socket.close();
        clock.tick(3_600_000);
        expect(clock.countTimers()).to.equal(0);
        expect(signals.listeners.size).to.equal(0);
        expect(hub.sockets.length).to.equal(1);
      });
    }

    it('can be followed by another connect', () => {
      const socket = service();
      socket.connect();
      hub.last.drop();
      socket.close();
      socket.connect();
      hub.last.greet();
      expect(socket.state).to.equal('ready');
    });
  });

  describe('an address that cannot be used', () => {
    it('stops everything and says so', () => {
      const socket = service({
        address: () => {
          throw new Error('no');
        },
      });
      socket.connect();
      expect(socket.state).to.equal('stopped');
      expect(failures()).to.deep.equal(['bad-address']);
      expect(clock.countTimers()).to.equal(0);
    });
  });

  it('forgets a subscriber that left', () => {
    const socket = service();
    const heard: SocketEvent[] = [];
    const unsubscribe = socket.subscribe((event) => heard.push(event));
    unsubscribe();
    socket.connect();
    expect(heard).to.be.empty;
    expect(events).not.to.be.empty;
  });
});
