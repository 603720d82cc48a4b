import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {transcript} from './testing/dialects.js';
import {decodeTranscript} from './transcript.js';

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
});
