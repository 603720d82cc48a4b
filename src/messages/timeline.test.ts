import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import type {ContentPart, HubMessageEvent, Sender, TranscriptEntry} from '../protocol/index.js';
import {Timeline} from './timeline.js';

const NOW = 1_700_000_000_000;

let written = 0;

function stored(text: string) {
  return {id: `own-${++written}`, text, time: NOW, after: 0};
}

function textPart(text: string): ContentPart {
  return {type: 'text', text};
}

function live(text: string, ids: Partial<HubMessageEvent> = {}): HubMessageEvent {
  return {type: 'message', sender: 'bot', parts: [textPart(text)], ...ids};
}

function entry(sender: Sender, ...texts: string[]): TranscriptEntry {
  return {sender, parts: texts.map(textPart)};
}

function said(timeline: Timeline) {
  return timeline.messages.map(({sender, text}) => `${sender}: ${text}`);
}

describe('Timeline', () => {
  let timeline: Timeline;

  beforeEach(() => (timeline = new Timeline()));

  describe('of a long history that is not read yet', () => {
    const all = ['a', 'b', 'a', 'b', 'c'].map((text) => entry('bot', text));
    const end = all.slice(2);

    it('shows the end, and keeps it when the rest comes above it', () => {
      timeline.preview(end);
      expect(said(timeline)).to.deep.equal(['bot: a', 'bot: b', 'bot: c']);
      const shown = timeline.messages;
      const {added} = timeline.merge(all);
      expect(said(timeline)).to.deep.equal(['bot: a', 'bot: b', 'bot: a', 'bot: b', 'bot: c']);
      expect(timeline.messages.slice(2).every((message, n) => message === shown[n])).to.equal(true);
      expect(new Set(timeline.messages.map(({id}) => id)).size).to.equal(5);
      expect(added).to.have.length(5);
      expect(timeline.receivedCount).to.equal(5);
    });

    it('leaves what is written meanwhile at the end', () => {
      timeline.preview(end);
      timeline.write(stored('hello'));
      timeline.merge(all);
      expect(said(timeline).slice(-2)).to.deep.equal(['bot: c', 'user: hello']);
      expect(timeline.messages).to.have.length(6);
    });

    it('has all of it once also where another link brings it', () => {
      timeline.preview(end);
      timeline.merge(all.map((each) => ({...each})));
      expect(said(timeline)).to.have.length(5);
    });

    it('changes nothing in a list that has something', () => {
      timeline.write(stored('c'));
      const {messages} = timeline;
      timeline.preview(end);
      expect(timeline.messages).to.equal(messages);
    });

    it('belongs to what was before where the hub refuses the conversation meanwhile', () => {
      timeline.preview(end);
      timeline.restart(new Set());
      timeline.receive(live('fresh'), NOW);
      const {added} = timeline.merge([entry('bot', 'fresh')]);
      expect(added).to.be.empty;
      expect(said(timeline)).to.deep.equal(['bot: a', 'bot: b', 'bot: c', 'bot: fresh']);
    });

    it('counts as nothing that was heard before it is merged', () => {
      timeline.preview(end);
      expect(timeline.receivedCount).to.equal(0);
    });
  });

  it('shows what the visitor writes as pending, under its own id', () => {
    const message = timeline.write({id: 'a', text: 'hello', time: NOW, after: 0});
    expect(message).to.include({
      id: 'a',
      sender: 'user',
      status: 'pending',
      text: 'hello',
      time: NOW,
    });
    expect(timeline.messages).to.deep.equal([message]);
  });

  it('shows live messages after it', () => {
    timeline.write(stored('hello'));
    timeline.receive(live('hi', {author: {name: 'Robo'}}), NOW);
    expect(said(timeline)).to.deep.equal(['user: hello', 'bot: hi']);
    expect(timeline.messages[1]).to.deep.include({status: 'received', author: {name: 'Robo'}});
  });

  it('hands out frozen lists of frozen messages', () => {
    timeline.write(stored('hello'));
    timeline.receive(live('hi'), NOW);
    timeline.merge([entry('user', 'hello'), entry('bot', 'hi'), entry('agent', 'I am Ana')]);
    expect(timeline.messages).to.be.frozen;
    for (const message of timeline.messages) expect(message).to.be.frozen;
  });

  it('has nothing to show for a message without content', () => {
    const pause = {type: 'pause', milliseconds: 5} as const;
    for (const blank of [' ', '\u200b\u200d', '\u3164', '\u2800\u00a0', '\u202b\u00ad\ufe0f']) {
      const empty = {...live(''), parts: [textPart(blank), pause]};
      expect(timeline.receive(empty, NOW)).to.be.undefined;
    }
    expect(timeline.messages).to.be.empty;
  });

  describe('lines of which thousands come', () => {
    const codes = () => timeline.notices.map(({code, name}) => `${code} ${name ?? ''}`.trim());

    function comeAndGo(times: number) {
      for (let time = 0; time < times; time++) {
        timeline.note('agent-joined', `Ana ${time}`);
        timeline.note('agent-left', `Ana ${time}`);
      }
    }

    it('are few behind one message, the newest of them', () => {
      timeline.receive(live('hi'), NOW);
      comeAndGo(2_500);
      expect(codes().length).to.equal(10);
      expect(codes().slice(-2)).to.deep.equal(['agent-joined Ana 2499', 'agent-left Ana 2499']);
      expect(timeline.notices).to.be.frozen;
    });

    it('are all there where something was said between them', () => {
      for (let time = 0; time < 20; time++) {
        timeline.receive(live(`hi ${time}`), NOW);
        timeline.note('agent-joined', 'Ana');
        timeline.note('agent-left', 'Ana');
      }
      expect(codes().length).to.equal(40);
    });

    it('do not displace one that says where another conversation begins, or keeps a place', () => {
      timeline.receive(live('hi'), NOW);
      timeline.restart(new Set());
      timeline.note('message-loading');
      comeAndGo(50);
      expect(codes().slice(0, 2)).to.deep.equal(['conversation-restarted', 'message-loading']);
    });
  });

  describe('the number of messages beyond what was read', () => {
    /** Tells each time somebody looks at what the message says. */
    function watched(text: string, tell: () => void): HubMessageEvent {
      const parts: ContentPart[] = [textPart(text)];
      const get = (target: ContentPart[], name: PropertyKey) => {
        tell();
        return Reflect.get(target, name) as unknown;
      };
      return {...live(text), parts: new Proxy(parts, {get})};
    }

    it('is known without a look at them, however many there are', () => {
      let looks = 0;
      for (let n = 0; n < 1_000; n++)
        timeline.receive(
          watched(`${n}`, () => looks++),
          NOW,
        );
      expect(timeline.countBeyond(0)).to.equal(1_000);
      looks = 0;
      timeline.receive(live('one more'), NOW);
      expect(timeline.countBeyond(0)).to.equal(1_001);
      expect(timeline.countBeyond(999)).to.equal(2);
      expect(timeline.countBeyond(5_000)).to.equal(0);
      expect(looks).to.equal(0);
    });

    for (const [how, change] of [
      ['a transcript brings some', () => timeline.merge([entry('bot', 'a'), entry('bot', 'b')])],
      ['the visitor writes', () => timeline.write(stored('c'))],
      ['another conversation begins', () => timeline.restart(new Set())],
      ['all is cleared', () => timeline.clear(new Set())],
      [
        'one comes to an earlier place',
        () => {
          const {id} = timeline.note('message-loading');
          timeline.receive(live('behind'), NOW);
          timeline.receiveAt(id, live('between'), NOW);
        },
      ],
      [
        'one has several parts',
        () => timeline.receive({...live(''), parts: [textPart('x'), textPart('y')]}, NOW),
      ],
    ] as const) {
      it(`is right when ${how}`, () => {
        timeline.receive(live('a'), NOW);
        expect(timeline.countBeyond(0)).to.equal(1);
        change();
        for (const count of [0, 1, 2, 3, 4]) {
          expect(timeline.countBeyond(count)).to.equal(timeline.receivedBeyond(count).length);
        }
      });
    }
  });

  describe('an event that comes again', () => {
    it('is known by its message id', () => {
      timeline.receive(live('hi', {messageId: 'm1', eventId: 'e1'}), NOW);
      expect(timeline.receive(live('hi', {messageId: 'm1', eventId: 'e2'}), NOW)).to.be.undefined;
      expect(said(timeline)).to.deep.equal(['bot: hi']);
    });

    it('is known by its event id where it has no other', () => {
      timeline.receive(live('hi', {eventId: 'e1'}), NOW);
      expect(timeline.receive(live('hi', {eventId: 'e1'}), NOW)).to.be.undefined;
      expect(said(timeline)).to.deep.equal(['bot: hi']);
    });

    it('is not mistaken for another message of the same event', () => {
      timeline.receive(live('one', {eventId: 'e1'}), NOW);
      timeline.receive(live('two', {eventId: 'e1'}), NOW);
      timeline.receive(live('yes', {eventId: 'e2', messageId: 'm1'}), NOW);
      timeline.receive(live('yes', {eventId: 'e2', messageId: 'm2'}), NOW);
      expect(said(timeline)).to.deep.equal(['bot: one', 'bot: two', 'bot: yes', 'bot: yes']);
    });

    it('is taken for a new one where it has no id at all', () => {
      timeline.receive(live('tick'), NOW);
      timeline.receive(live('tick'), NOW);
      expect(said(timeline)).to.deep.equal(['bot: tick', 'bot: tick']);
    });
  });

  describe('merging a transcript', () => {
    it('fills an empty list', () => {
      const {added} = timeline.merge([entry('bot', 'Welcome'), entry('user', 'hello')]);
      expect(said(timeline)).to.deep.equal(['bot: Welcome', 'user: hello']);
      expect(added).to.deep.equal(timeline.messages);
      expect(timeline.messages.map(({status}) => status)).to.deep.equal(['received', 'sent']);
    });

    it('invents no time', () => {
      timeline.merge([entry('bot', 'Welcome')]);
      expect(timeline.messages[0]).not.to.have.property('time');
    });

    it('adds nothing when it comes again, and keeps every object', () => {
      const entries = [entry('bot', 'Welcome'), entry('user', 'yes'), entry('user', 'yes')];
      timeline.merge(entries);
      const before = timeline.messages;
      const {added} = timeline.merge(entries);
      expect(added).to.be.empty;
      expect(timeline.messages).to.equal(before);
    });

    it('confirms what the visitor wrote', () => {
      const {id} = timeline.write(stored('hello'));
      const lost = timeline.write(stored('lost'));
      const {confirmed} = timeline.merge([entry('user', 'hello')]);
      expect([...confirmed]).to.deep.equal([id]);
      expect(timeline.messages.map(({status}) => status)).to.deep.equal(['sent', 'pending']);
      expect(timeline.messages[1]).to.equal(lost);
    });

    it('keeps the same words said twice as two messages', () => {
      const first = timeline.write(stored('yes'));
      const second = timeline.write(stored('yes'));
      const {confirmed, added} = timeline.merge([entry('user', 'yes')]);
      expect([...confirmed]).to.deep.equal([first.id]);
      expect(added).to.be.empty;
      expect(timeline.messages.map(({id}) => id)).to.deep.equal([first.id, second.id]);
    });

    it('does not take an earlier message of the same words for a later one', () => {
      const later = {...stored('yes'), after: 1};
      timeline.restore([later]);
      const history = [entry('user', 'yes'), entry('bot', 'ok')];
      expect([...timeline.merge(history, [later]).confirmed]).to.be.empty;
      expect(said(timeline)).to.deep.equal(['user: yes', 'bot: ok', 'user: yes']);
      const {confirmed} = timeline.merge([...history, entry('user', 'yes')], [later]);
      expect(confirmed.has(later.id)).to.be.true;
    });

    it('shows what was answered on an earlier page with the history it is part of', () => {
      const outbox = [{...stored('old'), answered: true}, stored('waiting')];
      timeline.restore(outbox);
      expect(said(timeline)).to.deep.equal(['user: waiting']);
      const {confirmed} = timeline.merge([entry('user', 'old'), entry('bot', 'reply')], outbox);
      expect(said(timeline)).to.deep.equal(['user: old', 'bot: reply', 'user: waiting']);
      expect([...confirmed]).to.deep.equal([outbox[0]!.id]);
    });

    it('leaves blanks out of account', () => {
      timeline.write(stored('two\n\nlines  here'));
      const {added} = timeline.merge([entry('user', ' two lines here ')]);
      expect(added).to.be.empty;
      expect(timeline.messages[0]?.text).to.equal('two\n\nlines  here');
    });

    it('finds a message whose parts the transcript groups differently', () => {
      timeline.receive({...live(''), parts: [textPart('a'), textPart('b')]}, NOW);
      timeline.receive(live('c'), NOW);
      timeline.receive(live('d'), NOW);
      const before = timeline.messages;
      const {added} = timeline.merge([
        entry('bot', 'a'),
        entry('bot', 'b'),
        entry('bot', 'c', 'd'),
      ]);
      expect(added).to.be.empty;
      expect(timeline.messages).to.equal(before);
    });

    it('finds a message that came with pauses, of which transcripts may know nothing', () => {
      const parts = [textPart('a'), {type: 'pause', milliseconds: 100} as const, textPart('b')];
      timeline.receive({...live(''), parts}, NOW);
      expect(timeline.merge([entry('bot', 'a', 'b')]).added).to.be.empty;
      expect(timeline.messages).to.have.length(1);
    });

    it('is not led astray by what shows nothing', () => {
      timeline.write(stored('one'));
      timeline.receive(live('two'), NOW);
      const before = timeline.messages;
      const {added, ownCount} = timeline.merge([
        entry('bot', '\u200b'),
        entry('user', 'one'),
        entry('user', '\u3164'),
        entry('bot', '\u2800', 'two', '\ufeff'),
      ]);
      expect(added).to.be.empty;
      expect(ownCount).to.equal(1);
      expect(timeline.messages.map(({id}) => id)).to.deep.equal(before.map(({id}) => id));
    });

    it('does not show the silent opening', () => {
      timeline.merge([entry('user', ''), {sender: 'user', parts: []}, entry('bot', 'Welcome')]);
      expect(said(timeline)).to.deep.equal(['bot: Welcome']);
    });

    it('puts what was missed in its place', () => {
      timeline.receive(live('one'), NOW);
      timeline.receive(live('three'), NOW);
      timeline.merge([entry('bot', 'one'), entry('bot', 'two'), entry('bot', 'three')]);
      expect(said(timeline)).to.deep.equal(['bot: one', 'bot: two', 'bot: three']);
    });

    it('puts what was missed before what the visitor wrote meanwhile', () => {
      timeline.receive(live('one'), NOW);
      timeline.write(stored('and then?'));
      timeline.merge([entry('bot', 'one'), entry('agent', 'two')]);
      expect(said(timeline)).to.deep.equal(['bot: one', 'agent: two', 'user: and then?']);
    });

    it('follows the order of the hub', () => {
      timeline.write(stored('a'));
      timeline.write(stored('b'));
      timeline.receive(live('to a'), NOW);
      timeline.merge([entry('user', 'a'), entry('bot', 'to a'), entry('user', 'b')]);
      expect(said(timeline)).to.deep.equal(['user: a', 'bot: to a', 'user: b']);
    });

    it('keeps a live message that the transcript does not have yet', () => {
      timeline.receive(live('one'), NOW);
      timeline.receive(live('brand new'), NOW);
      timeline.merge([entry('bot', 'one')]);
      expect(said(timeline)).to.deep.equal(['bot: one', 'bot: brand new']);
    });

    it('counts what bots and agents said, however it is grouped', () => {
      timeline.receive({...live(''), parts: [textPart('a'), textPart('b')]}, NOW);
      expect(timeline.receivedCount).to.equal(2);
      timeline.merge([
        entry('bot', 'a'),
        entry('bot', 'b'),
        entry('user', 'hm'),
        entry('agent', 'c'),
      ]);
      expect(timeline.receivedCount).to.equal(3);
      expect(timeline.receivedBeyond(2).map(({text}) => text)).to.deep.equal(['c']);
      expect(timeline.receivedBeyond(3)).to.be.empty;
    });

    it('agrees with any transcript, whatever part of it came live', () => {
      const word = fc.constantFrom('yes', 'no', 'ok');
      const said = fc.record({sender: fc.constantFrom<Sender>('user', 'bot', 'agent'), text: word});
      const history = fc.array(fc.record({message: said, seen: fc.boolean()}), {maxLength: 30});
      fc.assert(
        fc.property(history, (items) => {
          const list = new Timeline();
          for (const {message, seen} of items) {
            if (!seen) continue;
            if (message.sender === 'user') list.write(stored(message.text));
            else list.receive(live(message.text, {sender: message.sender}), NOW);
          }
          const shown = list.messages;
          list.merge(items.map(({message}) => entry(message.sender, message.text)));
          expect(list.messages.map(({sender, text}) => ({sender, text}))).to.deep.equal(
            items.map(({message}) => message),
          );
          for (const {id} of shown) expect(list.messages.some((m) => m.id === id)).to.be.true;
          expect(new Set(list.messages.map(({id}) => id)).size).to.equal(list.messages.length);
        }),
        {numRuns: 500},
      );
    });
  });

  describe('a live message that a transcript has brought just before', () => {
    it('is not shown once more, however often it comes', () => {
      timeline.write(stored('hello'));
      timeline.merge([entry('user', 'hello'), entry('bot', 'hi')]);
      const before = timeline.messages;
      for (const ids of [{messageId: 'b1', eventId: 'e1'}, {messageId: 'b1'}, {eventId: 'e1'}]) {
        expect(timeline.receive(live('hi', ids), NOW)).to.be.undefined;
      }
      expect(timeline.messages).to.equal(before);
      expect(timeline.inDoubt).to.be.true;
    });

    it('is known though it is grouped differently, and though another transcript came meanwhile', () => {
      const entries = [entry('bot', 'a', 'b'), entry('bot', 'c'), entry('bot', 'd')];
      timeline.merge(entries.slice(0, 2));
      timeline.merge(entries);
      timeline.receive(live('a'), NOW);
      timeline.receive({...live(''), parts: [textPart('b'), textPart('c')]}, NOW);
      timeline.receive(live('d'), NOW);
      expect(said(timeline)).to.deep.equal(['bot: a\nb', 'bot: c', 'bot: d']);
    });

    it('is shown where it comes twice, at the latest with the next transcript', () => {
      timeline.merge([entry('bot', 'yes')]);
      timeline.receive(live('yes'), NOW);
      timeline.receive(live('yes'), NOW);
      expect(said(timeline)).to.deep.equal(['bot: yes', 'bot: yes']);
      timeline.merge([entry('bot', 'yes'), entry('bot', 'yes'), entry('bot', 'yes')]);
      expect(said(timeline)).to.deep.equal(['bot: yes', 'bot: yes', 'bot: yes']);
    });

    it('is known behind what the visitor wrote here, and not before what they wrote elsewhere', () => {
      timeline.write(stored('more'));
      timeline.merge([
        entry('bot', 'old'),
        entry('user', 'elsewhere'),
        entry('bot', 'new'),
        entry('user', 'more'),
      ]);
      timeline.receive(live('new'), NOW);
      expect(timeline.messages).to.have.length(4);
      timeline.receive(live('old'), NOW);
      expect(said(timeline).at(-1)).to.equal('bot: old');
    });

    it('is another one behind one that the transcript does not have', () => {
      timeline.merge([entry('bot', 'hi')]);
      timeline.receive(live('later'), NOW);
      timeline.receive(live('hi'), NOW);
      expect(said(timeline)).to.deep.equal(['bot: hi', 'bot: later', 'bot: hi']);
      expect(timeline.inDoubt).to.be.false;
    });

    it('is another one once none is expected, and in another conversation', () => {
      for (const leave of [
        () => timeline.forgetNews(),
        () => timeline.clear(new Set()),
        () => timeline.restart(new Set()),
      ]) {
        timeline.merge([entry('agent', 'hi')]);
        leave();
        expect(timeline.receive(live('hi', {sender: 'agent'}), NOW)).not.to.be.undefined;
        timeline.clear(new Set());
      }
    });

    it('is known for certain by its id', () => {
      timeline.merge([{...entry('bot', 'hi'), id: 'b1'}, entry('user', 'and then?')]);
      expect(timeline.receive(live('Hi!', {messageId: 'b1'}), NOW)).to.be.undefined;
      expect(timeline.inDoubt).to.be.false;
    });
  });

  describe('a long history', () => {
    /** A part that counts how often anybody looks at it. */
    function counted(text: string, count: {looks: number}): ContentPart {
      return {
        type: 'text',
        get text() {
          count.looks++;
          return text;
        },
      };
    }

    function history(length: number, count: {looks: number}): TranscriptEntry[] {
      return Array.from({length}, (_, index) => ({
        sender: index % 2 === 0 ? 'user' : 'bot',
        parts: [counted(index % 4 === 0 ? 'yes' : `message ${index}`, count)],
      }));
    }

    /** How often the parts of so many messages are looked at while one more comes. */
    function looksToReceive(length: number): number {
      const count = {looks: 0};
      const list = new Timeline();
      list.merge(history(length, count));
      list.receive({...live(''), parts: [counted('hi', count)]}, NOW);
      count.looks = 0;
      for (const text of ['yes', 'new']) {
        list.receive({...live(''), parts: [counted(text, count)]}, NOW);
      }
      return count.looks;
    }

    it('makes one more message no dearer', () => {
      expect(looksToReceive(10_000)).to.equal(looksToReceive(10));
    });

    it('is looked at as often for each of its messages when it comes again', () => {
      const looks = (length: number) => {
        const count = {looks: 0};
        const list = new Timeline();
        list.merge(history(length, count));
        count.looks = 0;
        list.merge(history(length, count));
        return count.looks / length;
      };
      expect(looks(10_000)).to.equal(looks(10));
    });

    // Each would take minutes if every message were compared with every other.
    const LENGTH = 50_000;
    const yes = (index: number) => stored(`yes${index % 2}`);
    for (const [what, sayings] of [
      ['of one word', () => ['yes']],
      ['of messages that begin alike', (index) => ['Choose:', `number ${index}`]],
      ['of messages that end alike', (index) => [`number ${index}`, 'Right?']],
    ] as [string, (index: number) => string[]][]) {
      it(`${what} is aligned in one pass`, () => {
        const entries = Array.from({length: LENGTH}, (_, index) => entry('bot', ...sayings(index)));
        // Backwards, so that nobody finds their message where the last one stood.
        for (const {parts} of entries.slice(-20).reverse())
          timeline.receive({...live(''), parts}, NOW);
        timeline.merge(entries);
        const before = timeline.messages;
        expect(timeline.merge(entries).added).to.be.empty;
        expect(timeline.messages === before).to.be.true;
        expect(before.length).to.equal(LENGTH);
      });
    }

    it('is aligned in one pass with many messages that wait', () => {
      const waiting = Array.from({length: LENGTH}, (_, index) => ({
        ...yes(index),
        after: LENGTH / 2,
      }));
      timeline.restore(waiting);
      const entries = waiting.map(({text}) => entry('user', text));
      const {confirmed} = timeline.merge(entries, waiting);
      expect(confirmed.size).to.equal(LENGTH / 2);
    });
  });

  describe('another conversation', () => {
    it('begins below a line that says so, and takes along what waits', () => {
      timeline.receive(live('old'), NOW);
      const waiting = timeline.write(stored('anybody?'));
      timeline.restart(new Set([waiting.id]));
      expect(said(timeline)).to.deep.equal(['bot: old', 'user: anybody?']);
      expect(timeline.notices).to.have.length(1);
      expect(timeline.notices[0]).to.include({
        code: 'conversation-restarted',
        after: timeline.messages[0]?.id,
      });
      expect(timeline.receivedCount).to.equal(0);
    });

    it('is not mixed with the earlier one by its transcripts', () => {
      timeline.receive(live('Welcome'), NOW);
      timeline.write(stored('hello'));
      timeline.restart(new Set());
      timeline.merge([entry('bot', 'Welcome'), entry('user', 'hello')]);
      expect(said(timeline)).to.deep.equal([
        'bot: Welcome',
        'user: hello',
        'bot: Welcome',
        'user: hello',
      ]);
    });
  });

  it('says a thing between two messages once', () => {
    timeline.note('unreadable');
    timeline.note('unreadable');
    timeline.receive(live('hi'), NOW);
    timeline.note('unreadable');
    expect(timeline.notices.map(({after}) => after)).to.deep.equal([
      undefined,
      timeline.messages[0]?.id,
    ]);
  });

  it('does not offer to try again what only another tab could', () => {
    const before = new Timeline();
    before.note('message-loading');
    before.renote(before.note('message-loading').id, {
      code: 'message-unavailable',
      retryable: true,
    });
    before.note('agent-left', 'Ana');
    timeline.adopt(before.messages, before.notices, before.marks);
    expect(timeline.notices.map(({id, ...line}) => line)).to.deep.equal([
      {code: 'message-unavailable'},
      {code: 'message-unavailable'},
      {code: 'agent-left', name: 'Ana'},
    ]);
    timeline.merge([entry('bot', 'long')]);
    expect(timeline.notices.map(({code}) => code)).to.deep.equal([
      'message-unavailable',
      'agent-left',
    ]);
  });

  for (const ids of [{messageId: 'b1'}, {eventId: 'e1'}]) {
    it(`knows a repeated message by its ${Object.keys(ids)[0]} in the tab that goes on`, () => {
      const before = new Timeline();
      before.receive(live('hi', ids), NOW);
      timeline.adopt(before.messages, before.notices, before.marks);
      expect(timeline.receive(live('hi', ids), NOW)).to.be.undefined;
      expect(said(timeline)).to.deep.equal(['bot: hi']);
    });

    it(`takes the same ${Object.keys(ids)[0]} for another message in another conversation`, () => {
      timeline.receive(live('hi', ids), NOW);
      timeline.clear(new Set());
      expect(timeline.receive(live('hi', ids), NOW)).not.to.be.undefined;
    });
  }

  it('shows no message late where a transcript has brought it behind its place', () => {
    const {id} = timeline.note('message-loading');
    timeline.write(stored('and then?'));
    timeline.merge([entry('user', 'and then?'), entry('bot', 'long')]);
    expect(timeline.receiveAt(id, live('long'), NOW)).to.be.undefined;
    expect(said(timeline)).to.deep.equal(['user: and then?', 'bot: long']);
  });

  it('changes nothing but the status of the messages named', () => {
    const a = timeline.write(stored('a'));
    const b = timeline.write(stored('b'));
    timeline.mark(new Set([b.id]), 'sent');
    expect(timeline.messages[0]).to.equal(a);
    expect(timeline.messages[1]).to.deep.equal({...b, status: 'sent'});
  });
});
