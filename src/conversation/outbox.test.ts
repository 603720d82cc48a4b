import {expect} from '@open-wc/testing';
import {Outbox} from './outbox.js';

const item = (id: string, text = id) => ({id, text, time: 0, after: 0});
const ids = (items: readonly {id: string}[]) => items.map(({id}) => id);

describe('Outbox', () => {
  let outbox: Outbox;

  beforeEach(() => (outbox = new Outbox()));

  it('hands each item to a link once', () => {
    outbox.add(item('a'));
    outbox.add(item('b'));
    expect(ids(outbox.due(1, true))).to.deep.equal(['a', 'b']);
    outbox.markHanded('a', 1);
    expect(ids(outbox.due(1, true))).to.deep.equal(['b']);
  });

  it('keeps what was handed over until the hub is seen to have it', () => {
    outbox.add(item('a'));
    outbox.markHanded('a', 1);
    expect(ids(outbox.items)).to.deep.equal(['a']);
    outbox.confirm(new Set(['a']), 1);
    expect(outbox.items).to.be.empty;
  });

  it('places what the hub does not have behind all that it has', () => {
    for (const id of ['a', 'b']) outbox.add(item(id, 'yes'));
    outbox.confirm(new Set(['a']), 3);
    expect(outbox.items.map(({after}) => after)).to.deep.equal([3]);
    outbox.confirm(new Set(), 2);
    expect(
      outbox.items.map(({after}) => after),
      'a transcript that lags',
    ).to.deep.equal([3]);
  });

  it('finds what an earlier link lost before something that the hub has', () => {
    for (const id of ['lost', 'unsent', 'there', 'behind']) outbox.add(item(id));
    for (const id of ['lost', 'there', 'behind']) outbox.markHanded(id, 1);
    outbox.confirm(new Set(['there']), 1);
    expect(outbox.overtaken(2)).to.deep.equal(['lost']);
    expect(outbox.overtaken(1), 'it may still arrive').to.be.empty;
    outbox.fail('lost', 'not-delivered');
    expect(outbox.overtaken(2)).to.be.empty;
  });

  it('finds nothing overtaken in another conversation, or of another tab', () => {
    outbox.addUncertain(item('elsewhere'));
    for (const id of ['lost', 'there']) outbox.add(item(id));
    outbox.markHanded('lost', 1);
    outbox.confirm(new Set(['there']), 1);
    expect(outbox.overtaken(2)).to.deep.equal(['lost']);
    outbox.restart();
    outbox.markHanded('lost', 2);
    expect(outbox.overtaken(3)).to.be.empty;
  });

  it('expects in no transcript what was handed to no link', () => {
    for (const id of ['a', 'b']) outbox.add(item(id));
    outbox.markHanded('a', 1);
    expect(outbox.expected.map(({after}) => after)).to.deep.equal([0, Infinity]);
  });

  it('sends again what an earlier link may have lost only after a transcript', () => {
    outbox.add(item('a'));
    outbox.markHanded('a', 1);
    outbox.add(item('b'));
    expect(ids(outbox.due(2, false))).to.deep.equal(['b']);
    expect(ids(outbox.due(2, true))).to.deep.equal(['a', 'b']);
  });

  it('does not trust that an earlier page sent nothing', () => {
    outbox.add(item('new'));
    outbox.restore([item('old')], 0);
    expect(ids(outbox.due(1, false))).to.deep.equal(['new']);
    expect(ids(outbox.due(1, true))).to.deep.equal(['old', 'new']);
  });

  it('opens a conversation before anything else is said', () => {
    outbox.add(item('a'));
    outbox.addOpening(item('opening', ''));
    expect(ids(outbox.due(1, true))).to.deep.equal(['opening', 'a']);
    outbox.confirmOpening();
    expect(ids(outbox.items)).to.deep.equal(['a']);
  });

  it('places what is here behind what an earlier page knew the hub to have', () => {
    outbox.add(item('new'));
    outbox.restore([{...item('old'), after: 2}], 5);
    expect(outbox.items.map(({id, after}) => [id, after])).to.deep.equal([
      ['old', 2],
      ['new', 5],
    ]);
  });

  it('knows what was answered: all that the link was handed before', () => {
    outbox.addOpening(item('opening', ''));
    outbox.add(item('a'));
    outbox.markHanded('a', 1);
    outbox.add(item('b'));
    outbox.answer(1);
    expect(ids(outbox.items), 'the opening has done its work').to.deep.equal(['a', 'b']);
    expect([...outbox.unanswered]).to.deep.equal(['b']);
    expect(ids(outbox.due(2, true)), 'an answer is no proof').to.deep.equal(['a', 'b']);
  });

  it('takes only what nobody answered to another conversation', () => {
    outbox.addOpening(item('opening', ''));
    for (const id of ['a', 'b']) outbox.add({...item(id), after: 3});
    outbox.markHanded('a', 1);
    outbox.answer(1);
    outbox.markHanded('b', 1);
    outbox.restart();
    expect(outbox.due(1, true)).to.deep.equal([item('b')]);
  });
});
