import {expect} from '@open-wc/testing';
import {browserTabs} from './browser-tabs.js';
import {PageTabs} from './page-tabs.js';

/** What stands in for the browser has to do what the browser does. */
for (const [kind, make] of [
  ['the browser', () => browserTabs()!],
  ['this page', () => new PageTabs()],
] as const) {
  describe(`The tabs of ${kind}`, () => {
    const tabs = make();
    let count = 0;
    let name: string;
    beforeEach(() => (name = `test ${++count}`));

    const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

    it('give a lock to one at a time, in line', async () => {
      const order: string[] = [];
      const release = await tabs.lock(name);
      const second = tabs.lock(name).then((end) => (order.push('second'), end));
      const third = tabs.lock(name).then((end) => (order.push('third'), end));
      await turn();
      expect(order).to.be.empty;
      release();
      (await second)();
      (await third)();
      expect(order).to.deep.equal(['second', 'third']);
    });

    it('let whoever waits for a lock go', async () => {
      const release = await tabs.lock(name);
      const life = new AbortController();
      const waiting = tabs.lock(name, {signal: life.signal}).catch((error: Error) => error.name);
      const next = tabs.lock(name);
      await turn();
      life.abort();
      expect(await waiting).to.equal('AbortError');
      release();
      (await next)();
      const late = tabs.lock(name, {signal: life.signal}).catch((error: Error) => error.name);
      expect(await late).to.equal('AbortError');
    });

    it('keep a lock whose wait is ended too late', async () => {
      const life = new AbortController();
      const release = await tabs.lock(name, {signal: life.signal});
      life.abort();
      let taken = false;
      const next = tabs.lock(name).then((end) => ((taken = true), end));
      await turn();
      expect(taken).to.be.false;
      release();
      (await next)();
    });

    it('take a lock from whoever holds it, and say so', async () => {
      const lost: string[] = [];
      await tabs.lock(name, {onLost: () => lost.push('first')});
      const waiting = tabs.lock(name);
      const release = await tabs.lock(name, {steal: true, onLost: () => lost.push('thief')});
      await turn();
      expect(lost).to.deep.equal(['first']);
      release();
      (await waiting)();
    });

    it('tell all others what is said in a channel, in order, as copies', async () => {
      const heard: unknown[][] = [[], [], []];
      const [speaker, , leaver] = heard.map((list) => tabs.open(name, (said) => list.push(said)));
      const other = tabs.open(`${name} other`, (said) => heard[0]!.push(said));
      const said = {text: 'one'};
      speaker!.post(said);
      speaker!.post('two');
      await turn();
      expect(heard).to.deep.equal([[], [{text: 'one'}, 'two'], [{text: 'one'}, 'two']]);
      expect(heard[1]![0] === said).to.be.false;
      leaver!.close();
      speaker!.post('three');
      await turn();
      expect(heard[2]).to.have.length(2);
      expect(() => speaker!.post(() => 'a function')).to.throw();
      other.close();
    });
  });
}
