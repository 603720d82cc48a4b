import {expect} from '@open-wc/testing';
import type {ChatState} from '../conversation/chat-state.js';
import type {Message, Notice} from '../messages/message.js';
import {EMPTY_SNAPSHOT} from '../conversation/snapshot.js';
import {EMPTY_SESSION} from '../storage/session-record.js';
import {applyChange, changeOf} from './chat-change.js';

function state(messages: readonly Message[], notices: readonly Notice[]): ChatState {
  const snapshot = {...EMPTY_SNAPSHOT, messages, notices};
  return {snapshot, marks: {start: 0, lastId: 0}, record: EMPTY_SESSION};
}

const message = (id: string): Message => ({
  ...{id, sender: 'bot', status: 'received', text: id, parts: [{type: 'text', text: id}]},
});

const notice = (id: string): Notice => Object.freeze({id, code: 'agent-joined'});

const many = <T>(make: (id: string) => T) => Array.from({length: 100}, (_, n) => make(`${n}`));

describe('what changes from one state to another', () => {
  const messages = many(message);
  const notices = many(notice);
  const before = state(messages, notices);

  for (const [what, after, size] of [
    ['a message more', state([...messages, message('new')], notices), [1, 0]],
    ['a line more', state(messages, [...notices, notice('new')]), [0, 1]],
    [
      'a line more, and the first gone',
      state(messages, [...notices.slice(1), notice('new')]),
      [0, 100],
    ],
    ['a line less', state(messages, notices.toSpliced(50, 1)), [0, 0]],
    ['other lines', state(messages, many(notice)), [0, 100]],
    ['nothing', before, [0, 0]],
  ] as const) {
    it(`is ${what}, of which the rest is no part`, () => {
      const change = structuredClone(changeOf(before, after));
      expect([change.messages.added.length, change.notices.added.length]).to.deep.equal(size);
      const result = applyChange(before, change);
      expect(result).to.deep.equal(after);
      expect(result.snapshot.notices.every(Object.isFrozen)).to.equal(true);
    });
  }

  it('leaves what has not changed the same object', () => {
    const after = applyChange(
      before,
      changeOf(before, state([...messages, message('new')], notices)),
    );
    expect(after.snapshot.notices === notices).to.equal(true);
    expect(after.snapshot.messages[50] === messages[50]).to.equal(true);
  });
});
