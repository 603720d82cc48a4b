import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {transcript} from './testing/dialects.js';
import {decodeTranscript, transcriptSteps} from './transcript.js';
import type {TextPart, TranscriptEntry} from './types.js';

const hi = {type: 'text', text: 'Hi'};
const hello = {type: 'text', text: 'Hello'};

describe('decodeTranscript', () => {
  it('reads groups of entries', () => {
    const value = {
      conversation_id: 'c',
      transcript: [
        {
          event_id: 'e1',
          messages: [
            {from: 'user', actions: [], files: [], chatbotName: 'Robo', messages: [hi]},
            {from: 'chatbot', actions: [{id: 'x'}], chatbotName: 'Robo', messages: [hello]},
          ],
        },
        {
          event_id: 'e2',
          messages: [
            {from: 'livechat', chatbotName: 'Robo', livechatName: 'Ann', messages: [hi, hello]},
          ],
        },
      ],
    };
    expect(decodeTranscript(value)).to.deep.equal([
      {sender: 'user', parts: [hi]},
      {sender: 'bot', parts: [hello], author: {name: 'Robo'}},
      {sender: 'agent', parts: [hi, hello], author: {name: 'Ann'}},
    ]);
  });

  it('reads entries, some of which have their parts one level deeper', () => {
    const value = {
      messages: [
        {from: 'user', messages: [hi], channelName: 'Web'},
        {from: 'bot', messages: {idChat: 3, messages: [hello], actions: []}, chatbotName: 'Robo'},
        {from: 'agent', messages: [{idChat: 3, messages: [hello]}]},
      ],
    };
    expect(decodeTranscript(value)).to.deep.equal([
      {sender: 'user', parts: [hi]},
      {sender: 'bot', parts: [hello], author: {name: 'Robo'}},
      {sender: 'agent', parts: [hello]},
    ]);
  });

  it('reads entries as the HTTP interface has them', () => {
    const file = {type: 'image/png', url: 'https://f.example/1', filename: 'a.png'};
    const decoded = {mimeType: 'image/png', url: 'https://f.example/1', name: 'a.png'};
    const value = {
      transcript: [
        {from: 'user', message_id: 'm1', text: 'Hi'},
        {from: 'user', id: 2, text: 'See', files: [file]},
        {from: 'user', message_id: 'm3', content: {text: 'See', files: [file]}, files: [file]},
        {from: 'bot', message_id: 'm4', content: [hello], text: 'not again'},
        {from: 'user', message_id: 'm5', content: {type: 'text', text: ''}, files: [file]},
      ],
    };
    const files = {type: 'files', files: [decoded]};
    expect(decodeTranscript(value)).to.deep.equal([
      {sender: 'user', id: 'm1', parts: [hi]},
      {sender: 'user', id: '2', parts: [{type: 'text', text: 'See'}, files]},
      {sender: 'user', id: 'm3', parts: [{type: 'text', text: 'See'}, files]},
      {sender: 'bot', id: 'm4', parts: [hello]},
      {sender: 'user', id: 'm5', parts: [files]},
    ]);
  });

  it('reads groups and entries side by side, in order', () => {
    const value = [
      {from: 'bot', messages: [hello]},
      {event_id: 'e', messages: [{from: 'user', messages: [hi]}]},
      {messages: {messages: [{from: 'bot', messages: 'Bye'}]}},
    ];
    expect(decodeTranscript(value)).to.deep.equal([
      {sender: 'bot', parts: [hello]},
      {sender: 'user', parts: [hi]},
      {sender: 'bot', parts: [{type: 'text', text: 'Bye'}]},
    ]);
  });

  for (const [from, sender] of [
    ['user', 'user'],
    ['User ', 'user'],
    ['chatbot', 'bot'],
    ['chatbot   ', 'bot'],
    ['bot', 'bot'],
    ['livechat ', 'agent'],
    [' AGENT', 'agent'],
  ]) {
    it(`knows the sender "${from}"`, () => {
      expect(decodeTranscript([{from, messages: [hi]}])).to.deep.equal([{sender, parts: [hi]}]);
    });
  }

  it('leaves out unknown senders', () => {
    const value = [
      {from: 'system', messages: [hi]},
      {from: '__proto__', messages: [hi]},
      {from: 'user', messages: [hello]},
    ];
    expect(decodeTranscript(value)).to.deep.equal([{sender: 'user', parts: [hello]}]);
    expect(decodeTranscript(value.slice(0, 2))).to.deep.equal([]);
  });

  it('keeps a visitor’s message without text or with nothing that can be read', () => {
    const kept = [{sender: 'user', parts: []}];
    for (const entry of [
      {messages: [{type: 'text', text: ''}]},
      {messages: []},
      {text: ''},
      {content: {type: 'text', text: ''}},
      {messages: [null]},
    ]) {
      expect(decodeTranscript([{from: 'user', ...entry}])).to.deep.equal(kept);
    }
  });

  it('leaves out what has nothing to show', () => {
    const value = [
      {from: 'bot', messages: [], actions: [{id: 'x', data: {}}]},
      {from: 'bot', files: []},
      {from: 'agent', messages: [{type: 'text', text: ''}]},
      {from: 'user', actions: [{id: 'x', data: {}}]},
    ];
    expect(decodeTranscript(value)).to.deep.equal([]);
    for (const entry of value) expect(decodeTranscript([entry])).to.deep.equal([]);
  });

  it('lets a bad entry cost only itself', () => {
    const value = [
      null,
      5,
      'x',
      [],
      {},
      {from: 'bot', messages: [null]},
      {from: 'user', text: 'Hi'},
    ];
    expect(decodeTranscript(value)).to.deep.equal([{sender: 'user', parts: [hi]}]);
  });

  it('leaves a part of an unknown type alone that has messages of its own', () => {
    const raw = {type: 'thread', messages: [hi]};
    expect(decodeTranscript([{from: 'bot', messages: [raw]}])).to.deep.equal([
      {sender: 'bot', parts: [{type: 'custom', kind: 'thread', raw}]},
    ]);
  });

  it('uses no id that several messages share', () => {
    const value = [
      {event_id: 'e', messages: [{from: 'user', event_id: 'e', messages: [hi]}]},
      {from: 'bot', id: 'c1', messages: {idChat: 'chat', messages: [hello]}},
      {from: 'bot', id: 'c1', messages: [hello]},
      {from: 'bot', ch_msg_id: 'm', messages: [hello]},
    ];
    expect(decodeTranscript(value)?.map(({id}) => id)).to.deep.equal([
      undefined,
      undefined,
      undefined,
      'm',
    ]);
  });

  it('gives an empty list for an empty conversation, but not where there is none to read', () => {
    expect(decodeTranscript([])).to.deep.equal([]);
    expect(decodeTranscript({transcript: []})).to.deep.equal([]);
    expect(decodeTranscript({transcript: null, messages: []})).to.deep.equal([]);
    for (const value of [
      undefined,
      null,
      {},
      'x',
      {transcript: 5},
      [null],
      [{from: 'bot', text: {}, messages: [0n]}],
    ]) {
      expect(decodeTranscript(value)).to.equal(undefined);
    }
  });

  it('does not follow groups without end', () => {
    let groups: unknown = [{from: 'user', messages: [hi]}];
    let content: unknown = [hi];
    for (let depth = 0; depth < 20_000; depth++) {
      groups = [{messages: groups}];
      content = {messages: [content]};
    }
    const value = [
      {messages: groups},
      {from: 'user', messages: content},
      {from: 'bot', messages: [hello]},
    ];
    const entries = decodeTranscript(value);
    expect(entries?.map(({sender}) => sender)).to.deep.equal(['user', 'bot']);
  });

  it('keeps what was meant, in every mix', () => {
    fc.assert(
      fc.property(transcript, fc.nat(2), ({normal, wire}, shape) => {
        const value = [wire, {transcript: wire}, {messages: wire}][shape];
        expect(decodeTranscript(JSON.parse(JSON.stringify(value)))).to.deep.equal(normal);
      }),
    );
  });

  describe('in steps', () => {
    const many = (count: number) =>
      Array.from({length: count}, (_, n) => ({
        event_id: `e${n}`,
        messages: [{from: n % 2 ? 'bot' : 'user', id: n, messages: [{type: 'text', text: `${n}`}]}],
      }));

    it('reads a short history in one', () => {
      const {done, value} = transcriptSteps(many(1000)).next();
      expect(done).to.equal(true);
      expect(value).to.have.length(1000);
    });

    it('reads a long one piece by piece, its end first, and all of it in order', () => {
      const list: unknown[] = many(5000);
      // What cannot be read, or has an id that another one has, is no different there.
      list.splice(2500, 0, 'nothing', {from: 'bot', id: 7, messages: [hello]});
      const steps = transcriptSteps({transcript: list});
      const yielded: (readonly TranscriptEntry[])[] = [];
      let count = 0;
      let step = steps.next();
      for (; !step.done; step = steps.next()) {
        count++;
        if (step.value) yielded.push(step.value);
      }
      const entries = step.value!;
      expect(count).to.be.above(5);
      expect(yielded).to.have.length(1);
      expect(yielded[0]!.at(-1)!.parts).to.deep.equal([{type: 'text', text: '4999'}]);
      expect(entries.slice(-yielded[0]!.length).every((e, n) => e === yielded[0]![n])).to.equal(
        true,
      );
      const texts = entries.map(({parts}) => (parts[0] as TextPart).text);
      expect(texts.filter((text) => text !== 'Hello').map(Number)).to.deep.equal([
        ...Array(5000).keys(),
      ]);
      expect(texts[2500]).to.equal('Hello');
      expect(entries.filter(({id}) => id === '7')).to.be.empty;
    });

    it('says of a long one that nobody can read what it says of a short one', () => {
      expect(decodeTranscript(Array<string>(3000).fill('nothing'))).to.equal(undefined);
    });
  });
});
