import {expect} from '@open-wc/testing';
import {plain, stringify} from './json.js';

const own = (...pairs: readonly (readonly [object, unknown])[]) => {
  for (const [prototype, value] of pairs) {
    const before = Object.getOwnPropertyDescriptor(prototype, 'toJSON');
    undo.push(() => {
      if (before) Object.defineProperty(prototype, 'toJSON', before);
      else Reflect.deleteProperty(prototype, 'toJSON');
    });
    Object.defineProperty(prototype, 'toJSON', {value, configurable: true, writable: true});
  }
};

const undo: (() => void)[] = [];

const DATA = {
  list: [1, 'two', [3, {four: [5]}], undefined, null],
  date: new Date(0),
  never: new Date(NaN),
  text: 'a "quoted" one',
  number: 5,
  absent: undefined,
  own: {toJSON: () => ['its', 'own']},
};

describe('JSON', () => {
  afterEach(() => {
    for (const each of undo.splice(0)) each();
  });

  const expected = JSON.stringify(DATA);

  /** What Prototype.js 1.6 puts there: each gives a text. */
  function likePrototype() {
    own(
      [Array.prototype, () => '[a text]'],
      [Date.prototype, () => '"a date"'],
      [String.prototype, () => '"a text"'],
      [Number.prototype, () => '0'],
    );
  }

  it('is what browsers write', () => {
    expect(stringify(DATA)).to.equal(expected);
    expect(stringify(undefined)).to.equal(undefined);
  });

  it('is the same in a page with a library that has its own', () => {
    likePrototype();
    expect(JSON.stringify(DATA), 'it would be wrong').not.to.equal(expected);
    expect(stringify(DATA)).to.equal(expected);
    expect(stringify([[1]])).to.equal('[[1]]');
    expect(stringify(undefined)).to.equal(undefined);
  });

  it('is the same where all objects have one', () => {
    own([Object.prototype, () => 'an object']);
    const dated = {...DATA};
    expect(stringify(dated)).to.equal(expected);
  });

  it('is read from a proxy as it is at that moment', () => {
    const target = {name: 'Ann', tags: ['a']};
    const proxy = new Proxy(target, {});
    const copy = plain({user: proxy});
    target.name = 'Ben';
    expect(copy).to.deep.equal({user: {name: 'Ann', tags: ['a']}});
    expect(structuredClone(copy)).to.deep.equal(copy);
  });

  it('is refused where there is none', () => {
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    const {proxy, revoke} = Proxy.revocable({}, {});
    revoke();
    const throws = {
      get name() {
        throw new Error('not now');
      },
    };
    for (const wrong of [circle, proxy, throws, {big: 5n}]) {
      expect(() => plain(wrong)).to.throw();
    }
  });

  it('is refused where it would be empty of what is there', () => {
    const full = [new Map([['a', 1]]), new Set([1]), Promise.resolve({}), new Error('no'), /a/];
    for (const wrong of [...full, document.body, new Proxy(new Map(), {get: Reflect.get})]) {
      expect(() => plain(wrong)).to.throw();
      expect(() => plain({list: [wrong]})).to.throw();
    }
  });

  it('is read from whatever shows what it has', () => {
    class User {
      readonly name = 'Ann';
      readonly #secret = 1;
      get secret() {
        return this.#secret;
      }
    }
    const address = new URL('https://example.com/');
    const shown = {user: new User(), none: {}, list: []};
    const read = {user: {name: 'Ann'}, none: {}, list: []};
    expect(plain(shown)).to.deep.equal(read);
    expect(plain({address, number: Object(0)})).to.deep.equal({address: address.href, number: 0});
    expect(plain(Object.create(null))).to.deep.equal({});
    likePrototype();
    expect(plain(shown)).to.deep.equal(read);
    expect(() => plain({map: new Map()})).to.throw();
  });
});
