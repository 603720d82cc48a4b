import {expect, fixture, fixtureCleanup, html} from '@open-wc/testing';
import {stub, useFakeTimers, type SinonStub} from 'sinon';
import {startTestHub, type TestHub} from '../../test/support/hub-fixture.js';
import {waitUntil} from '../../test/support/wait-until.js';
import {CaptivateChat} from './captivate-chat.js';
import '../define.js';

type Properties = Record<string, unknown>;

/** Every attribute with its property, but for `connect`, which reads as the method. */
const attributes = [...CaptivateChat.elementProperties].flatMap(([name, {attribute, state}]) =>
  attribute === false || state || name === 'connect'
    ? []
    : [{name: String(name), attribute: typeof attribute === 'string' ? attribute : String(name)}],
);

/** What frameworks set, and the attribute that it counts as; `null` for none. */
const VALUES: readonly (readonly [unknown, string | null])[] = [
  [undefined, null],
  [null, null],
  [false, null],
  ['42', '42'],
  [42, '42'],
  [1, '1'],
  ['no such word', 'no such word'],
  ['false', 'false'],
];

/** What is neither a text nor a number nor a switch. */
const STRANGE: readonly unknown[] = [
  NaN,
  Infinity,
  -1,
  Symbol('strange'),
  Object.create(null),
  new Proxy({}, {}),
  () => 'strange',
  {
    toString() {
      throw new Error('not to be read');
    },
  },
];

describe('the properties of <captivate-chat>', () => {
  let warn: SinonStub;

  beforeEach(() => (warn = stub(console, 'warn')));
  afterEach(() => {
    warn.restore();
    fixtureCleanup();
  });

  const properties = (chat: CaptivateChat) => chat as unknown as Properties;

  for (const {name, attribute} of attributes) {
    it(`${name} counts as the attribute ${attribute}`, async () => {
      for (const [value, written] of VALUES) {
        const [left, right] = [new CaptivateChat(), new CaptivateChat()];
        properties(left)[name] = value;
        if (written !== null) right.setAttribute(attribute, written);
        expect(properties(left)[name], String(value)).to.equal(properties(right)[name]);
      }
    });

    it(`${name} is the default again after undefined, null and what is no value`, async () => {
      const chat = new CaptivateChat();
      const initial = properties(chat)[name];
      for (const value of [undefined, null]) {
        properties(chat)[name] = 'true';
        properties(chat)[name] = value;
        expect(properties(chat)[name]).to.equal(initial);
      }
      for (const value of STRANGE) {
        properties(chat)[name] = value;
        expect(typeof properties(chat)[name]).to.equal(typeof initial);
      }
    });
  }

  it('stay a chat that floats where the mode is undefined', async () => {
    const chat = await fixture<CaptivateChat>(html`<captivate-chat></captivate-chat>`);
    properties(chat)['mode'] = undefined;
    await chat.updateComplete;
    expect(chat.mode).to.equal('floating');
    expect(chat.open).to.be.false;
    expect(chat.shadowRoot!.querySelectorAll('[part~="launcher"]').length).to.equal(1);
    expect(chat.getAttribute('mode')).to.equal('floating');
  });

  it('warn once of a word that is not known, however often it is set', async () => {
    const chat = new CaptivateChat();
    for (let time = 0; time < 3; time++) properties(chat)['placement'] = `top-${'left'}`;
    new CaptivateChat().setAttribute('placement', 'top-left');
    expect(warn).to.have.been.calledOnce;
  });

  it('reflect what they are, not what was set', async () => {
    const chat = await fixture<CaptivateChat>(html`<captivate-chat></captivate-chat>`);
    properties(chat)['open'] = '';
    await chat.updateComplete;
    expect(chat.getAttribute('open')).to.equal('');
    properties(chat)['open'] = null;
    await chat.updateComplete;
    expect(chat.hasAttribute('open')).to.be.false;
  });

  describe('connect', () => {
    it('is the attribute where it is set, and the method where it is read', () => {
      const chat = new CaptivateChat();
      const {connect} = chat;
      chat.connect = 'manual';
      expect(chat.connectWhen).to.equal('manual');
      expect(chat.connect).to.equal(connect);
      expect(typeof chat.connect).to.equal('function');
      chat.setAttribute('connect', 'load');
      expect(chat.connectWhen).to.equal('load');
    });

    for (const value of [undefined, null, '', 'sometimes', 5, {}]) {
      it(`is "auto" where it is set to ${typeof value} ${JSON.stringify(value)}`, () => {
        const chat = new CaptivateChat();
        chat.connect = 'manual';
        properties(chat)['connect'] = value;
        expect(chat.connectWhen).to.equal('auto');
      });
    }

    describe('with a hub', () => {
      let hub: TestHub;

      beforeEach(async () => (hub = await startTestHub()));
      afterEach(async () => {
        fixtureCleanup();
        await hub.close();
      });

      it('connects when it is called after it was set', async () => {
        const chat = await fixture<CaptivateChat>(
          html`<captivate-chat
            api-key="test-key"
            storage="none"
            .connect=${'manual'}
            .socketUrl=${hub.url}
          ></captivate-chat>`,
        );
        chat.connect();
        await waitUntil(() => chat.connectionState === 'ready', 'a connection');
        expect(chat.connectWhen).to.equal('manual');
      });
    });
  });

  it('that were set before the element was defined are taken over', async () => {
    const name = `captivate-chat-late-${crypto.randomUUID()}`;
    const chat = document.createElement(name) as CaptivateChat;
    const user = {firstName: 'Ann'};
    const strings = {openChat: 'Ask us'};
    const set = {connect: 'manual', user, strings, mode: undefined, open: '', userId: 42};
    Object.assign(chat, set, {userData: user, metadata: user, privateMetadata: user});
    chat.setAttribute('heading', 'Support');
    document.body.append(chat);
    customElements.define(name, class extends CaptivateChat {});
    await chat.updateComplete;
    expect(chat.connectWhen).to.equal('manual');
    expect(typeof chat.connect).to.equal('function');
    expect(chat.user).to.equal(user);
    expect(chat.userData).to.equal(user);
    expect(chat.metadata).to.equal(user);
    expect(chat.privateMetadata).to.equal(user);
    expect(chat.strings).to.equal(strings);
    expect(chat.mode).to.equal('floating');
    expect(chat.open).to.be.true;
    expect(chat.userId).to.equal('42');
    expect(chat.heading).to.equal('Support');
    chat.remove();
  });

  describe('methods of an element that is not in the document', () => {
    const METHODS: readonly ((chat: CaptivateChat) => Promise<unknown>)[] = [
      (chat) => chat.sendMessage('Hello'),
      (chat) => chat.sendAction('order'),
      (chat) => chat.requestAgent(),
      (chat) => chat.setMetadata({page: '/cart'}),
      (chat) => chat.getMetadata(),
      (chat) => chat.newConversation(),
      (chat) => chat.openConversation('c1'),
      (chat) => chat.listConversations(),
      (chat) => chat.deleteConversation(),
      (chat) => chat.deleteMyData(),
      (chat) => chat.getTranscript(),
      (chat) => chat.downloadTranscript(),
    ];

    it('reject after 10 s, and what they ask for is not done later', async () => {
      const hub = await startTestHub();
      const clock = useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
      const chat = new CaptivateChat();
      Object.assign(chat, {
        apiKey: 'test-key',
        socketUrl: hub.url,
        storage: 'none',
        start: 'visitor',
      });
      const codes = METHODS.map((method) =>
        method(chat).then(
          () => 'done',
          (error: {code: string}) => error.code,
        ),
      );
      await clock.tickAsync(10_000);
      clock.restore();
      expect(new Set(await Promise.all(codes))).to.deep.equal(new Set(['connection-failed']));
      document.body.append(chat);
      await chat.setMetadata({page: '/later'});
      const types = (await hub.received()).map(({eventType}) => eventType);
      expect(types.filter((type) => /user_message|^action|delete/.test(type))).to.deep.equal([]);
      expect(chat.messages.filter(({sender}) => sender === 'user').length).to.equal(0);
      chat.remove();
      await hub.close();
    });
  });
});
