import {expect, fixture, fixtureCleanup, html} from '@open-wc/testing';
import {LitElement} from 'lit';
import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {Announcer} from './announcer.js';

class AnnouncerHost extends LitElement {
  readonly announcer = new Announcer(this, (count) => `${count} new messages`);

  override render() {
    return this.announcer.render();
  }
}
customElements.define('test-announcer-host', AnnouncerHost);

describe('the announcer', () => {
  let clock: SinonFakeTimers;
  let host: AnnouncerHost;
  let announcer: Announcer;
  /** All lines that have been there, in order. */
  let heard: string[];
  let watch: MutationObserver;

  beforeEach(async () => {
    host = await fixture(html`<test-announcer-host></test-announcer-host>`);
    ({announcer} = host);
    heard = [];
    watch = new MutationObserver(listen);
    watch.observe(region(), {childList: true, subtree: true});
    clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout'], shouldClearNativeTimers: true});
  });

  afterEach(() => {
    clock.restore();
    watch.disconnect();
  });

  const region = () => host.shadowRoot!.querySelector<HTMLElement>('[role="status"]')!;
  const lines = () => [...region().querySelectorAll('p')].map(({textContent}) => textContent);

  function listen(records: readonly MutationRecord[]) {
    for (const {addedNodes} of records) {
      heard.push(...[...addedNodes].filter(isElement).map((line) => line.textContent));
    }
  }
  const isElement = (node: Node) => node instanceof HTMLElement;

  /** What was said so far, after that many milliseconds. */
  async function after(milliseconds = 0) {
    await host.updateComplete;
    await clock.tickAsync(milliseconds);
    await host.updateComplete;
    listen(watch.takeRecords());
    return heard;
  }

  const write = (...texts: string[]) => {
    for (const text of texts) announcer.message(() => text);
  };

  it('says what was written at once', async () => {
    write('Hello');
    expect(await after()).to.deep.equal(['Hello']);
  });

  it('says each of what comes at once, also where the words are the same', async () => {
    write('Sorry?', 'Sorry?', 'Well.');
    expect(await after()).to.deep.equal(['Sorry?', 'Sorry?', 'Well.']);
  });

  it('says together what comes while it speaks', async () => {
    write('one');
    await after();
    write('two');
    await after(500);
    write('three');
    expect(await after(400)).to.deep.equal(['one']);
    expect(await after(100)).to.deep.equal(['one', 'two', 'three']);
  });

  it('counts what comes in a burst', async () => {
    for (let n = 1; n <= 1000; n++) {
      write(`message ${n}`);
      await host.updateComplete;
    }
    await after(1000);
    expect(heard).to.deep.equal(['message 1', '999 new messages']);
  });

  it('does not put into words what it only counts', async () => {
    let asked = 0;
    for (let n = 0; n < 100; n++) announcer.message(() => `${++asked}`);
    expect(await after(5000)).to.deep.equal(['100 new messages']);
    expect(asked).to.equal(0);
  });

  it('says other lines beside a burst, in their order where it is none', async () => {
    write('one');
    announcer.say('Ana has joined.');
    write('two');
    expect(await after()).to.deep.equal(['one', 'Ana has joined.', 'two']);
    write('three', 'four', 'five', 'six', 'seven');
    announcer.say('Ana has left.');
    expect((await after(1000)).slice(3)).to.deep.equal(['5 new messages', 'Ana has left.']);
  });

  it('says nothing of what has no words', async () => {
    write('');
    expect(await after(1000)).to.deep.equal([]);
    write('one');
    expect(await after(), 'and loses no time by it').to.deep.equal(['one']);
  });

  it('takes away what was said long ago, and leaves nothing behind', async () => {
    const marks = region().childNodes.length;
    write('one');
    await after(1000);
    expect(lines()).to.deep.equal(['one']);
    await after(6000);
    expect(lines()).to.deep.equal([]);
    for (let n = 0; n < 30; n++) {
      write(`${n}`);
      await after(8000);
    }
    expect(heard).to.have.length(31);
    // Nor the marks of Lit: https://github.com/lit/lit/issues/5298, because of which package.json pins lit-html.
    expect(region().childNodes.length).to.equal(marks);
    expect(clock.countTimers(), 'timers').to.equal(0);
  });

  it('says how things are once they have been so for a moment', async () => {
    announcer.state('trouble', 'Reconnecting…');
    expect(await after(900)).to.deep.equal([]);
    announcer.state('trouble', 'Reconnecting…');
    expect(await after(100)).to.deep.equal(['Reconnecting…']);
    announcer.state('trouble', 'Reconnecting…');
    expect(await after(60_000)).to.deep.equal(['Reconnecting…']);
  });

  it('says nothing of what was over within a moment', async () => {
    announcer.state('trouble', 'Reconnecting…');
    await after(900);
    announcer.state('trouble', undefined);
    expect(await after(60_000)).to.deep.equal([]);
  });

  it('says it again when it is so again', async () => {
    for (const text of ['Offline', undefined, 'Offline']) {
      announcer.state('trouble', text);
      await after(2000);
    }
    expect(heard).to.deep.equal(['Offline', 'Offline']);
  });

  it('says once what comes and goes in one turn', async () => {
    for (const [text, turn] of [
      ['Ana is typing', '1'],
      [undefined, ''],
      ['Ana is typing', '1'],
      [undefined, ''],
      ['Ana is typing', '2'],
    ] as const) {
      announcer.state('typing', text, turn);
      await after(2000);
    }
    expect(heard).to.deep.equal(['Ana is typing', 'Ana is typing']);
  });

  it('says in a turn what was over too soon before', async () => {
    announcer.state('typing', 'Ana is typing', '1');
    await after(500);
    announcer.state('typing', undefined, '');
    await after(500);
    announcer.state('typing', 'Ana is typing', '1');
    expect(await after(1000)).to.deep.equal(['Ana is typing']);
  });

  it('forgets everything when it is told to', async () => {
    write('one');
    await after();
    write('two');
    announcer.state('trouble', 'Offline');
    announcer.clear();
    await after(60_000);
    expect(heard).to.deep.equal(['one']);
    expect(lines()).to.deep.equal([]);
  });

  it('leaves no timer behind when it goes', async () => {
    write('one', 'two');
    announcer.state('trouble', 'Offline');
    await after();
    fixtureCleanup();
    expect(clock.countTimers()).to.equal(0);
  });
});
