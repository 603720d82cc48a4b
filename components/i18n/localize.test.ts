import {expect} from '@open-wc/testing';
import {fill, fillCount, localize, translate} from './localize.js';
import german from './locales/de.js';
import polish from './locales/pl.js';
import {english} from './strings.js';

describe('a text with placeholders', () => {
  it('is filled', () => {
    expect(fill('{name}: {text}', {name: 'Ana', text: 'Hi'})).to.equal('Ana: Hi');
  });

  it('is filled once: what was put in is left alone', () => {
    expect(fill('{name}: {text}', {name: '{text}', text: '$& {name}'})).to.equal(
      '{text}: $& {name}',
    );
  });

  it('keeps what nothing is known for', () => {
    expect(fill('{who} {name}', {name: 'Ana'})).to.equal('{who} Ana');
  });
});

describe('a text with a number', () => {
  const inPolish = (count: number) => fillCount(polish.unread, count, 'pl');

  it('has the form that the language asks for', () => {
    expect(inPolish(1)).to.equal('1 nieprzeczytana wiadomość');
    expect(inPolish(3)).to.equal('3 nieprzeczytane wiadomości');
    expect(inPolish(5)).to.equal('5 nieprzeczytanych wiadomości');
    expect(fillCount(english.unread, 1, undefined)).to.equal('1 unread message');
  });

  it('has its number as the language writes it', () => {
    expect(fillCount(german.unread, 1234, 'de')).to.equal('1.234 ungelesene Nachrichten');
  });

  it('may have one form only', () => {
    expect(fillCount('{count} new', 2, 'pl')).to.equal('2 new');
    expect(fillCount({other: '{count} new'}, 1, 'pl')).to.equal('1 new');
  });
});

describe('own texts', () => {
  it('replace those that they name, and no others', () => {
    const own = {send: 'Ask', notice: {'agent-joined': '{name} is here.'}};
    const texts = localize(english, own);
    expect(texts.send).to.equal('Ask');
    expect(texts.notice['agent-joined']).to.equal('{name} is here.');
    expect(texts.notice['agent-left']).to.equal(english.notice['agent-left']);
    expect(texts.cancel).to.equal(english.cancel);
    expect(english.send, 'the table itself').to.equal('Send');
  });

  it('go deep', () => {
    const texts = localize(english, {confirm: {'new-conversation': {action: 'Go'}}});
    expect(texts.confirm['new-conversation']).to.deep.equal({
      ...english.confirm['new-conversation'],
      action: 'Go',
    });
  });

  it('may have other forms for numbers, or none', () => {
    expect(localize(english, {unread: '{count} new'}).unread).to.equal('{count} new');
    expect(localize(english, {unread: {few: '{count} few'}}).unread).to.deep.equal({
      ...english.unread,
      few: '{count} few',
    });
  });

  it('stand over those of a language, which stand over English', () => {
    const texts = translate(english, {...localize(german, {send: 'Los'}), locale: 'de'});
    expect(texts).to.deep.equal({...german, send: 'Los', locale: 'de'});
  });

  it('that are no texts are left out', () => {
    const wrong = {
      ...{send: 5, cancel: null, notice: 'x', trouble: [1], confirm: {'new-conversation': 'y'}},
      ...{open: {other: 'z'}, failure: undefined, unknown: 'w', unread: {other: 7}},
    };
    expect(localize(english, wrong)).to.deep.equal(english);
    expect(localize(english, {})).to.deep.equal(english);
  });
});
