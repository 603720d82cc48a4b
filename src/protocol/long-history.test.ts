import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {spy} from 'sinon';
import {decode, decodeSteps} from './decode.js';
import {transcript} from './testing/dialects.js';
import type {Decoded, TextPart, TranscriptEntry} from './types.js';

const COUNT = 5000;

/** What is written looks like items of a list, and is none. */
const TEXT = 'as in "},{"from":"user","messages":[{"event_id":"1","messages":[" \\';

const numbers = [...Array(COUNT).keys()];
const entry = (n: number) => ({
  from: n % 2 ? 'chatbot' : 'user',
  messages: [
    {type: 'text', text: `${n}`},
    {type: 'text', text: TEXT},
  ],
});
const groups = numbers.map((n) => ({event_id: `e${n}`, messages: [entry(n)]}));
const wrapped = numbers.map((n) => ({
  from: 'user',
  messages: {idChat: 'c', messages: entry(n).messages},
}));

function frame(payload: object, indent?: number) {
  const event = {event_type: 'conversation_transcript', event_payload: payload};
  return JSON.stringify({action: 'sendEvent', event}, undefined, indent);
}

/** The same as one string within a string, which is never cut. */
const unCut = (payload: object) =>
  decode(
    JSON.stringify({
      event_type: 'conversation_transcript',
      event_payload: JSON.stringify(payload),
    }),
  );

/** What is yielded first, how all ends, which texts were parsed, and how long the longest of them is. */
function read(text: string) {
  const parse = spy(JSON, 'parse');
  const steps = decodeSteps(text);
  try {
    let step = steps.next();
    const first = step.done ? undefined : step.value;
    while (!step.done) step = steps.next();
    const parsed = parse.args.map(([part]) => part);
    const longest = Math.max(0, ...parsed.map(({length}) => length));
    return {preview: first?.entries, decoded: step.value, parsed, longest};
  } finally {
    parse.restore();
  }
}

function entriesOf(decoded: Decoded): readonly TranscriptEntry[] {
  return 'event' in decoded && decoded.event.type === 'conversation_transcript'
    ? decoded.event.entries
    : [];
}

const first = ({parts}: TranscriptEntry) => (parts[0] as TextPart).text;

describe('a long history', () => {
  for (const [kind, payload] of Object.entries({
    'in groups': {conversation_id: 'c', transcript: groups},
    'of entries': {messages: numbers.map(entry)},
    'of entries with ids': {
      messages: numbers.map((n) => ({message_id: n, ...entry(n), files: []})),
    },
    'of entries whose parts lie deeper': {conversation_id: 'c', messages: wrapped},
    'in a single group': {transcript: [{event_id: 'e', messages: numbers.map(entry)}]},
    'behind other fields': {note: '"transcript":[{', meta: {a: [1]}, transcript: groups, more: []},
  })) {
    for (const indent of [undefined, 1]) {
      it(`${kind} is parsed piece by piece, its end first${indent ? ', with blanks' : ''}`, () => {
        const {preview, decoded, longest} = read(frame(payload, indent));
        expect(longest).to.be.below(300_000);
        expect(decoded).to.deep.equal(unCut(payload));
        const entries = entriesOf(decoded);
        expect(entries.map(first)).to.deep.equal(numbers.map(String));
        expect(preview).to.have.length.within(20, 250);
        const end = entries.slice(-preview!.length);
        expect(end.every((each, n) => each === preview![n])).to.equal(true);
      });
    }
  }

  it('shows its last message, however long that is', () => {
    const long = {event_id: 'long', messages: [{from: 'bot', messages: ['a'.repeat(100_000)]}]};
    const {preview, decoded, longest} = read(frame({transcript: [...groups, long]}));
    expect(longest).to.be.below(300_000);
    expect(preview).to.have.length(1);
    expect(entriesOf(decoded)).to.have.length(COUNT + 1);
  });

  for (const [kind, payload] of Object.entries({
    'whose items begin as what lies in them does': {
      transcript: numbers.map((n) => ({
        messages: [{messages: entry(n).messages, from: 'user'}],
      })),
    },
    'whose items begin in many ways': {
      transcript: numbers.map((n) => ({[`field${n}`]: n, ...entry(n)})),
    },
    'that has another list before it': {
      messages: [{from: 'user', messages: ['not this']}],
      transcript: numbers.map(entry),
    },
    'with a list in front that is no history': {
      state: {messages: [{from: 'nobody'}, {from: 'nobody'}]},
      messages: numbers.map(entry),
    },
    'in a list of one item that is no group': {
      messages: [{from: 'user', messages: numbers.map(String)}],
    },
  })) {
    it(`${kind} is read all the same`, () => {
      expect(read(frame(payload)).decoded).to.deep.equal(unCut(payload));
    });
  }

  it('that is not whole is no history, wherever the rest has gone', () => {
    const text = frame({transcript: groups});
    const middle = text.length / 2;
    for (const broken of [
      text.slice(0, -1),
      text.slice(0, middle) + text.slice(middle + 1),
      text.replace('"from"', 'from'),
    ]) {
      expect(read(broken).decoded).to.deep.equal({error: {reason: 'not-json'}});
    }
  });

  it('that has no comma where it is cut is no history either', () => {
    const text = frame({transcript: groups});
    const cuts = read(text)
      .parsed.map((part) => text.indexOf(part.slice(1, 50)))
      .filter((at) => at > text.indexOf('{"event_id"'));
    expect(cuts).to.have.length.above(2);
    for (const at of cuts) {
      const broken = `${text.slice(0, at - 1)};${text.slice(at)}`;
      expect(read(broken).decoded).to.deep.equal({error: {reason: 'not-json'}});
    }
  });

  it('is nothing that an event of another kind can have', () => {
    const event = {event_type: 'news', event_payload: {messages: numbers.map(entry)}};
    expect(read(JSON.stringify(event)).decoded).to.deep.equal({
      event: {type: 'unknown', eventType: 'news', payload: event.event_payload},
    });
  });

  it('is what was meant, in every mix', () => {
    fc.assert(
      fc.property(transcript, fc.nat(2), fc.boolean(), ({wire}, indent, named) => {
        const length = JSON.stringify(wire).length;
        const list = Array<unknown>(Math.ceil(250_000 / length))
          .fill(wire)
          .flat();
        const payload = {[named ? 'transcript' : 'messages']: list};
        expect(read(frame(payload, indent)).decoded).to.deep.equal(unCut(payload));
      }),
      {numRuns: 30},
    );
  });
});
