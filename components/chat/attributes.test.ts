import {expect} from '@open-wc/testing';
import {stub, type SinonStub} from 'sinon';
import {amount, flag, oneOf, text} from './attributes.js';

describe('attribute values', () => {
  let warn: SinonStub;

  beforeEach(() => (warn = stub(console, 'warn')));
  afterEach(() => warn.restore());

  it('of a choice are taken as they are', () => {
    const colour = oneOf('red', 'blue');
    expect(colour('blue', 'colour')).to.equal('blue');
    for (const absent of [null, undefined, false, '']) {
      expect(colour(absent, 'colour')).to.equal('red');
    }
    expect(warn).not.to.have.been.called;
  });

  it('of a choice that are wrong warn once and use the default', () => {
    const shape = oneOf('round', 'square');
    expect(shape('flat', 'shape')).to.equal('round');
    expect(shape('flat', 'shape')).to.equal('round');
    expect(warn).to.have.been.calledOnce;
    expect(warn.firstCall.args[0]).to.equal(
      '<captivate-chat>: shape="flat" is not one of round, square; round is used.',
    );
  });

  it('of an amount are numbers from 0', () => {
    expect(amount('1.5', 'minutes')).to.equal(1.5);
    expect(amount(1.5, 'minutes')).to.equal(1.5);
    for (const absent of [null, undefined, false, '', '0', 0]) {
      expect(amount(absent, 'minutes')).to.equal(0);
    }
    expect(warn).not.to.have.been.called;
    for (const wrong of ['-1', 'soon', 'Infinity']) {
      expect(amount(wrong, 'minutes')).to.equal(0);
    }
    expect(warn).to.have.been.calledThrice;
  });

  it('of an amount that are no number warn, whatever they are', () => {
    for (const wrong of [-2, NaN, Infinity, {}, [5], Symbol('5'), Object.create(null)]) {
      expect(amount(wrong, 'hours')).to.equal(0);
    }
    // As attributes some of them look the same.
    expect(warn).to.have.been.called;
  });

  it('that are texts may be numbers', () => {
    expect(text('42', 'id')).to.equal('42');
    expect(text(42, 'id')).to.equal('42');
    expect(text(0, 'id')).to.equal('0');
    expect(text(42n, 'id')).to.equal('42');
    expect(text(true, 'id')).to.equal('true');
    for (const absent of [null, undefined, false, '']) expect(text(absent, 'id')).to.equal('');
    expect(warn).not.to.have.been.called;
  });

  it('that are no texts warn once, without their content', () => {
    for (const wrong of [{key: 'secret'}, ['secret'], Symbol('secret'), () => 'secret']) {
      expect(text(wrong, 'key')).to.equal('');
    }
    expect(warn).to.have.been.calledOnce;
    expect(warn.firstCall.args[0]).not.to.contain('secret');
  });

  it('that are neither a text nor a number are absent', () => {
    expect(text(NaN, 'id')).to.equal('');
    expect(text(Object.create(null), 'id')).to.equal('');
  });

  it('of a switch are on where they are there', () => {
    for (const on of ['', 'open', 'true', true, 1]) expect(flag(on, 'open')).to.equal(true);
    for (const off of [null, undefined, false, 0]) expect(flag(off, 'open')).to.equal(false);
    expect(warn).not.to.have.been.called;
  });

  it('of a switch that a framework has written as "false" are off, with a warning', () => {
    expect(flag('false', 'sound')).to.equal(false);
    expect(flag('false', 'sound')).to.equal(false);
    expect(warn).to.have.been.calledOnce;
  });
});
