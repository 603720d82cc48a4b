import {expect} from '@open-wc/testing';
import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {pageSignals} from './page-signals.js';
import {PAGE_CHECK_INTERVAL} from '../timing.js';

describe('the signals of the page', () => {
  let ends: (() => void)[];
  let calls: string[];

  const subscribe = (name: string) => {
    const end = pageSignals.subscribe(() => calls.push(`${name} ${pageSignals.left}`));
    ends.push(end);
    return end;
  };
  const leave = () => window.dispatchEvent(new Event('pagehide'));
  const comeBack = () => window.dispatchEvent(new Event('pageshow'));

  beforeEach(() => {
    ends = [];
    calls = [];
  });

  afterEach(() => {
    for (const end of ends) end();
  });

  for (const [what, target, gone, back] of [
    ['left for another', window, 'pagehide', 'pageshow'],
    ['frozen', document, 'freeze', 'resume'],
  ] as const) {
    it(`tell everyone of a page that is ${what}, and of its return`, () => {
      subscribe('a');
      subscribe('b');
      target.dispatchEvent(new Event(gone));
      expect(pageSignals.left).to.be.true;
      target.dispatchEvent(new Event(back));
      expect(pageSignals.left).to.be.false;
      expect(calls).to.deep.equal(['a true', 'b true', 'a false', 'b false']);
    });
  }

  it('stay right for whoever is left when others end', () => {
    const end = subscribe('a');
    subscribe('b');
    end();
    end();
    leave();
    subscribe('c');
    expect(pageSignals.left).to.be.true;
    comeBack();
    expect(calls).to.deep.equal(['b true', 'b false', 'c false']);
  });

  it('are told no more to one who is ended by another', () => {
    subscribe('a');
    ends.push(pageSignals.subscribe(() => end()));
    const end = subscribe('b');
    leave();
    expect(calls).to.deep.equal(['a true']);
  });

  it('are told to each as often as they subscribed', () => {
    const listener = () => calls.push('again');
    const end = pageSignals.subscribe(listener);
    ends.push(pageSignals.subscribe(listener), end);
    end();
    leave();
    expect(calls).to.deep.equal(['again']);
  });

  it('begin anew after nobody listened', () => {
    const end = subscribe('a');
    leave();
    end();
    comeBack();
    subscribe('b');
    expect(pageSignals.left).to.be.false;
    expect(calls).to.deep.equal(['a true']);
  });

  describe('that the browser forgets to tell', () => {
    let clock: SinonFakeTimers;

    beforeEach(() => (clock = useFakeTimers()));

    afterEach(() => clock.restore());

    for (const [what, target, gone] of [
      ['left', window, 'pagehide'],
      ['frozen', document, 'freeze'],
    ] as const) {
      it(`are found out on a page that was ${what} and runs again`, () => {
        subscribe('a');
        clock.tick(PAGE_CHECK_INTERVAL - 1);
        target.dispatchEvent(new Event(gone));
        clock.tick(PAGE_CHECK_INTERVAL - 1);
        expect(pageSignals.left, 'it may only be about to go').to.be.true;
        clock.tick(1);
        expect(calls).to.deep.equal(['a true', 'a false']);
      });
    }

    for (const [what, target, name, values] of [
      ['that is seen again', document, 'visibilityState', ['hidden', 'visible']],
      ['that is hidden', document, 'visibilityState', ['visible', 'hidden']],
      ['without a network', navigator, 'onLine', [true, false]],
    ] as const) {
      it(`are found out on a page ${what}`, () => {
        let value: unknown = values[0];
        Object.defineProperty(target, name, {configurable: true, get: () => value});
        try {
          subscribe('a');
          clock.tick(3 * PAGE_CHECK_INTERVAL);
          expect(calls, 'nothing has changed').to.be.empty;
          value = values[1];
          clock.tick(PAGE_CHECK_INTERVAL);
          expect(calls).to.deep.equal(['a false']);
          clock.tick(3 * PAGE_CHECK_INTERVAL);
          expect(calls).to.deep.equal(['a false']);
        } finally {
          Reflect.deleteProperty(target, name);
        }
      });
    }

    it('are not looked for when nobody listens', () => {
      subscribe('a')();
      expect(clock.countTimers()).to.equal(0);
    });
  });
});
