import {expect} from '@open-wc/testing';
import {stub, type SinonStub} from 'sinon';
import {amount, oneOf} from './attributes.js';

describe('attribute values', () => {
  let warn: SinonStub;

  beforeEach(() => (warn = stub(console, 'warn')));
  afterEach(() => warn.restore());

  it('of a choice are taken as they are', () => {
    const colour = oneOf('colour', ['red', 'blue']);
    expect(colour.fromAttribute?.('blue')).to.equal('blue');
    expect(colour.fromAttribute?.(null)).to.equal('red');
    expect(warn).not.to.have.been.called;
  });

  it('of a choice that are wrong warn once and use the default', () => {
    const shape = oneOf('shape', ['round', 'square']);
    expect(shape.fromAttribute?.('flat')).to.equal('round');
    expect(shape.fromAttribute?.('flat')).to.equal('round');
    expect(warn).to.have.been.calledOnce;
    expect(warn.firstCall.args[0]).to.equal(
      '<captivate-chat>: shape="flat" is not one of round, square; round is used.',
    );
  });

  it('of an amount are numbers from 0', () => {
    const minutes = amount('minutes');
    expect(minutes.fromAttribute?.('1.5')).to.equal(1.5);
    expect(minutes.fromAttribute?.(null)).to.equal(0);
    expect(warn).not.to.have.been.called;
    for (const wrong of ['-1', 'soon', 'Infinity']) {
      expect(minutes.fromAttribute?.(wrong)).to.equal(0);
    }
    expect(warn).to.have.been.calledThrice;
  });
});
