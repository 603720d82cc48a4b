import {expect} from '@open-wc/testing';
import {readChoices} from './choices.js';
import type {Message, Notice} from './message.js';

const said = (id: string, text: string, sender: Message['sender'] = 'user'): Message => ({
  id,
  sender,
  status: 'sent',
  parts: [{type: 'text', text}],
  text,
});

const offer = (id: string, ...values: string[]): Message => ({
  id,
  sender: 'bot',
  status: 'received',
  parts: [{type: 'buttons', options: values.map((value) => ({label: `Label of ${value}`, value}))}],
  text: '',
});

describe('readChoices', () => {
  it('leaves options open until the visitor writes', () => {
    expect([...readChoices([offer('o', 'yes'), said('b', 'Well?', 'bot')], []).open]).to.deep.equal(
      ['o'],
    );
    expect([...readChoices([offer('o', 'yes'), said('u', 'what?')], []).open]).to.be.empty;
  });

  it('knows which option was chosen, and its label', () => {
    const {answers, labels} = readChoices([offer('o', 'yes', 'no'), said('u', 'no')], []);
    expect([...answers]).to.deep.equal([['o', 'no']]);
    expect([...labels]).to.deep.equal([['u', 'Label of no']]);
  });

  it('has no label for what is none of the values', () => {
    const {answers, labels} = readChoices([offer('o', 'yes'), said('u', 'maybe')], []);
    expect([...answers]).to.deep.equal([['o', 'maybe']]);
    expect([...labels]).to.be.empty;
  });

  it('takes a message for the answer to the options just before it, and to no earlier ones', () => {
    const list = [offer('a', 'yes'), said('u', 'hm'), offer('b', 'no'), said('v', 'yes')];
    expect([...readChoices(list, []).labels]).to.be.empty;
    expect([...readChoices(list, []).answers]).to.deep.equal([
      ['a', 'hm'],
      ['b', 'yes'],
    ]);
  });

  it('closes the options of a conversation that has ended', () => {
    const notices: Notice[] = [{id: 'n', code: 'conversation-restarted', after: 'o'}];
    const {open, answers} = readChoices([offer('o', 'yes'), said('u', 'yes')], notices);
    expect([...open]).to.be.empty;
    expect([...answers]).to.be.empty;
  });
});
