import {
  aTimeout,
  expect,
  fixture,
  fixtureCleanup,
  html,
  nextFrame,
  oneEvent,
} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {stub} from 'sinon';
import {startTestHub, type TestHub} from '../test/support/hub-fixture.js';
import {waitUntil} from '../test/support/wait-until.js';
import type {Message} from '../src/client.js';
import type {CaptivateChat} from './captivate-chat.js';
import './define.js';
import type {CaptivateChatEventMap} from './events.js';

const EVENTS = [
  'captivate-open',
  'captivate-close',
  'captivate-connection-change',
  'captivate-conversation-start',
  'captivate-before-send',
  'captivate-message',
  'captivate-message-failed',
  'captivate-part',
  'captivate-unread-change',
  'captivate-action',
  'captivate-agent-change',
  'captivate-hub-event',
  'captivate-error',
] as const satisfies readonly (keyof CaptivateChatEventMap)[];

describe('<captivate-chat>', () => {
  let hub: TestHub;
  let heard: CustomEvent[];
  // Each test is a visitor of its own, so that none finds what another has stored.
  let user: string;

  const listener = (event: Event) => heard.push(event as CustomEvent);

  // What comes later comes from a server that compiles it first, which is not what is tested here.
  before(async () => {
    await Promise.all([import('../src/client.js'), import('./define-panel.js')]);
  });

  beforeEach(async () => {
    hub = await startTestHub();
    heard = [];
    user = `visitor-${crypto.randomUUID()}`;
    for (const name of EVENTS) document.addEventListener(name, listener);
  });

  afterEach(async () => {
    for (const name of EVENTS) document.removeEventListener(name, listener);
    fixtureCleanup();
    await hub.close();
  });

  function put(options: Partial<CaptivateChat> = {}): Promise<CaptivateChat> {
    return fixture(html`
      <captivate-chat
        api-key=${options.apiKey ?? 'test-key'}
        socket-url=${options.socketUrl ?? hub.url}
        user-id=${options.userId ?? user}
        start=${options.start ?? 'bot'}
        connect=${options.connectWhen ?? 'auto'}
        storage=${options.storage ?? 'local'}
        heading="Support"
        welcome-text="How can we help?"
        ?open=${options.open ?? false}
      ></captivate-chat>
    `);
  }

  const of = (name: string) => heard.filter(({type}) => type === name);
  const details = (name: string) => of(name).map(({detail}) => detail as Record<string, unknown>);
  const codes = () => details('captivate-error').map(({code}) => code);

  const hasBeen = (wanted: string) =>
    details('captivate-connection-change').some(({state}) => state === wanted);

  function heardOf(name: string, count = 1) {
    return waitUntil(() => of(name).length >= count, `${count} of ${name}`);
  }

  function deep(root: Element | ShadowRoot, selector: string): HTMLElement[] {
    const inside = [...root.querySelectorAll<HTMLElement>('*')].flatMap((element) =>
      element.shadowRoot ? deep(element.shadowRoot, selector) : [],
    );
    return [...root.querySelectorAll<HTMLElement>(selector), ...inside];
  }

  const parts = (chat: CaptivateChat, name: string) => deep(chat.shadowRoot!, `[part~="${name}"]`);
  const texts = (chat: CaptivateChat) => parts(chat, 'text').map(({textContent}) => textContent);
  const notices = (chat: CaptivateChat) =>
    parts(chat, 'notice').map(({textContent}) => textContent);
  const launcher = (chat: CaptivateChat) => parts(chat, 'launcher')[0]!;
  const input = (chat: CaptivateChat) => parts(chat, 'input')[0] as HTMLTextAreaElement;

  function shows(chat: CaptivateChat, ...expected: string[]) {
    return waitUntil(
      () => texts(chat).join('|') === expected.join('|'),
      expected.join(' | '),
    ).catch((error: Error) => {
      throw new Error(`${error.message}, but saw ${texts(chat).join(' | ')}`);
    });
  }

  async function opened(options: Partial<CaptivateChat> = {}) {
    const chat = await put(options);
    launcher(chat).click();
    await heardOf('captivate-conversation-start');
    if (options.start !== 'visitor') await waitUntil(() => texts(chat).length > 0, 'the greeting');
    await waitUntil(() => input(chat)?.matches(':focus'), 'the composer has the focus');
    return chat;
  }

  /** What the menu offers; leaves it open. */
  async function offered(chat: CaptivateChat) {
    const [button] = parts(chat, 'menu-button');
    if (button!.getAttribute('aria-expanded') !== 'true') button!.click();
    await waitUntil(() => parts(chat, 'menu-item').length > 0, 'the menu');
    return parts(chat, 'menu-item').map(({innerText}) => innerText);
  }

  async function choose(chat: CaptivateChat, label: string) {
    const index = (await offered(chat)).indexOf(label);
    expect(index, label).to.be.at.least(0);
    parts(chat, 'menu-item')[index]!.click();
    await nextFrame();
  }

  const isMoving = (element: Element) => element.getAnimations().length > 0;

  describe('on the page', () => {
    it('is a launcher that does nothing before the visitor wants it', async () => {
      const chat = await put();
      await nextFrame();
      expect(launcher(chat)).to.have.attribute('aria-label', 'Open chat');
      expect(launcher(chat)).to.have.attribute('aria-expanded', 'false');
      expect(parts(chat, 'panel')).to.be.empty;
      expect(chat.connectionState).to.equal('idle');
      expect(heard).to.be.empty;
      expect(await hub.connections()).to.equal(0);
    });

    it('greets the visitor who opens it', async () => {
      const chat = await opened();
      expect(parts(chat, 'title')[0]!.innerText).to.equal('Support');
      expect(texts(chat)).to.have.length(1);
      expect(of('captivate-open')).to.have.length(1);
      expect(details('captivate-conversation-start')).to.deep.equal([
        {conversationId: chat.conversationId, resumed: false},
      ]);
      expect(launcher(chat)).to.have.attribute('aria-expanded', 'true');
    });

    it('waits for the visitor where they are to speak first', async () => {
      const chat = await opened({start: 'visitor'});
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await shows(chat, 'Hello', 'You said: Hello');
      expect(await hub.conversations.messages(chat.conversationId!)).to.have.length(2);
    });

    it('is accessible, closed and open', async () => {
      const chat = await put();
      await expect(chat).to.be.accessible();
      launcher(chat).click();
      await heardOf('captivate-message');
      await waitUntil(
        () => !deep(chat.shadowRoot!, '*').some(isMoving),
        'the panel is in its place',
      );
      await expect(chat).to.be.accessible();
    });

    it('follows its attributes when they change', async () => {
      const chat = await opened();
      chat.setAttribute('heading', 'Ask us');
      chat.setAttribute('placeholder', 'Go ahead');
      await chat.updateComplete;
      await nextFrame();
      expect(parts(chat, 'title')[0]!.innerText).to.equal('Ask us');
      expect(parts(chat, 'panel')[0]).to.have.attribute('aria-label', 'Ask us');
      expect(input(chat).placeholder).to.equal('Go ahead');
    });

    it('exports every part of the panel', async () => {
      const chat = await opened();
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await waitUntil(() => texts(chat).length === 3);
      const style = document.createElement('style');
      document.head.append(style);
      const names = [
        ...['launcher', 'launcher-icon', 'panel', 'header', 'title', 'close-button', 'transcript'],
        ...['message', 'user', 'bot', 'avatar', 'author', 'bubble', 'text', 'time'],
        ...['composer', 'input', 'send-button'],
      ];
      for (const name of names) {
        style.textContent = `captivate-chat::part(${name}) { outline: 7px solid red }`;
        const [element] = parts(chat, name);
        expect(getComputedStyle(element!).outlineWidth, name).to.equal('7px');
      }
      style.remove();
    });
  });

  describe('a conversation', () => {
    it('shows the own message at once and the reply when it comes', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.faults.goSilent();
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await shows(chat, 'Hello');
      expect(input(chat).value).to.equal('');
      await hub.waitForFrames('user_message');
      await hub.faults.speakAgain();
      await hub.sayAsBot(chat.conversationId!, 'Hi');
      await shows(chat, 'Hello', 'Hi');
      const told = details('captivate-message').map(
        ({message}) => (message as {text: string}).text,
      );
      expect(told).to.deep.equal(['Hello', 'Hi']);
      expect(chat.messages.map(({text}) => text)).to.deep.equal(['Hello', 'Hi']);
      expect(chat.messages).to.be.frozen;
    });

    for (const envelope of ['wrapped', 'bare'] as const) {
      for (const transcriptShape of ['transcript', 'messages'] as const) {
        it(`is resumed from a hub that speaks ${envelope} ${transcriptShape}`, async () => {
          const other = await startTestHub({envelope, transcriptShape});
          const chat = await opened({socketUrl: other.url});
          await chat.sendMessage('Hello');
          await waitUntil(() => texts(chat).length === 3, 'the reply');
          const before = texts(chat);
          const {conversationId} = chat;
          fixtureCleanup();
          heard = [];
          const again = await put({socketUrl: other.url});
          await heardOf('captivate-conversation-start');
          expect(details('captivate-conversation-start')).to.deep.equal([
            {conversationId, resumed: true},
          ]);
          launcher(again).click();
          await shows(again, ...before.map(String));
          expect(of('captivate-message'), 'history is silent').to.be.empty;
          await other.close();
        });
      }
    }

    it('goes on after the link was cut, without loss', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      await hub.faults.cutAll();
      await waitUntil(() => hasBeen('waiting'), 'the link is lost');
      await chat.sendMessage('two');
      await shows(chat, 'one', 'You said: one', 'two', 'You said: two');
      expect(codes()).to.be.empty;
    });

    for (const moment of ['cutBeforeStoring', 'cutAfterStoring'] as const) {
      it(`has a message once that was under way: ${moment}`, async () => {
        const chat = await opened({start: 'visitor'});
        await hub.faults[moment]();
        await chat.sendMessage('precious');
        await waitUntil(() => hasBeen('waiting'), 'the link is lost');
        await waitUntil(
          () => chat.connectionState === 'ready' && chat.messages[0]?.status === 'sent',
          'sent',
        );
        await waitUntil(async () => {
          const stored = await hub.conversations.messages(chat.conversationId!);
          return stored.some(({sender}) => sender === 'user');
        });
        const stored = await hub.conversations.messages(chat.conversationId!);
        expect(stored.filter(({sender}) => sender === 'user')).to.have.length(1);
        expect(chat.messages.filter(({sender}) => sender === 'user')).to.have.length(1);
      });
    }

    it("is read out message by message, the visitor's own and history excepted", async () => {
      const chat = await opened({start: 'visitor'});
      const spoken = () => deep(chat.shadowRoot!, '[role="status"]')[0]!.innerText.trim();
      await chat.sendMessage('mine');
      await shows(chat, 'mine', 'You said: mine');
      await nextFrame();
      expect(spoken()).to.equal('Demo bot says: You said: mine');
      chat.remove();
      fixtureCleanup();
      const again = await opened({start: 'visitor'});
      await shows(again, 'mine', 'You said: mine');
      expect(deep(again.shadowRoot!, '[role="status"]')[0]!.innerText.trim()).to.equal('');
    });

    it('goes on with the option that the visitor chooses, also after a resume', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.sayAsBot(chat.conversationId!, {
        type: 'buttons',
        buttons: {title: 'Size?', options: [{label: 'Small', value: 'size-s'}]},
      });
      await waitUntil(() => parts(chat, 'option').length === 1, 'the option');
      parts(chat, 'option')[0]!.click();
      await shows(chat, 'Size?', 'Small', 'You said: size-s');
      expect(chat.messages.map(({text}) => text)).to.include('size-s');
      fixtureCleanup();
      const again = await put({start: 'visitor', open: true});
      await shows(again, 'Size?', 'Small', 'You said: size-s');
      expect(parts(again, 'option')[0]).to.have.attribute('aria-pressed', 'true');
      expect(parts(again, 'option')[0]).to.have.attribute('aria-disabled', 'true');
    });

    it('shows an event once that the hub repeats', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.faults.repeat(2);
      await hub.sayAsBot(chat.conversationId!, 'again');
      await hub.faults.clear();
      await hub.sayAsBot(chat.conversationId!, 'last');
      await shows(chat, 'again', 'last');
    });

    it('starts anew where the hub has forgotten it, and says so', async () => {
      const chat = await opened();
      const before = chat.conversationId;
      await hub.faults.forget(before!);
      await sendKeys({type: 'Still there?'});
      await sendKeys({press: 'Enter'});
      await heardOf('captivate-conversation-start', 2);
      expect(chat.conversationId).not.to.equal(before);
      await waitUntil(() => texts(chat).at(-1) === 'You said: Still there?', 'the answer');
      expect(notices(chat)).to.include('Your earlier conversation has ended. This is a new one.');
    });
  });

  describe('the visitor', () => {
    it('opens with the keyboard, writes, and closes with Escape', async () => {
      const chat = await put();
      launcher(chat).focus();
      await sendKeys({press: 'Enter'});
      await waitUntil(() => input(chat)?.matches(':focus'), 'the composer has the focus');
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Escape'});
      await waitUntil(() => launcher(chat).matches(':focus'), 'the launcher has the focus');
      expect(chat.open).to.be.false;
      expect(of('captivate-close')).to.have.length(1);
      await sendKeys({press: 'Enter'});
      await waitUntil(() => input(chat).matches(':focus'));
      expect(input(chat).value).to.equal('Hello');
    });

    it('is empty as soon as a message was sent, however many are sent in a frame', async () => {
      const chat = await opened({start: 'visitor'});
      const box = input(chat);
      for (const text of ['one', 'two', 'three']) {
        box.value += text;
        box.dispatchEvent(new InputEvent('input', {bubbles: true, composed: true}));
        box.dispatchEvent(
          new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, composed: true}),
        );
        await aTimeout(0);
      }
      expect(chat.messages.map((message) => message.text)).to.deep.equal(['one', 'two', 'three']);
    });

    it('finds an unsent draft again on the next page', async () => {
      const chat = await opened();
      await sendKeys({type: 'half a thought'});
      fixtureCleanup();
      expect(chat.connectionState).to.equal('ready');
      heard = [];
      const again = await opened();
      await waitUntil(() => input(again).value === 'half a thought', 'the draft');
    });

    it('sees how many messages came while the panel was closed', async () => {
      const chat = await opened();
      launcher(chat).click();
      expect(chat.open).to.be.false;
      await hub.sayAsAgent(chat.conversationId!, 'one');
      await hub.sayAsAgent(chat.conversationId!, 'two');
      await heardOf('captivate-unread-change', 2);
      await chat.updateComplete;
      expect(parts(chat, 'badge')[0]!.innerText).to.equal('2');
      expect(launcher(chat)).to.have.attribute('aria-label', 'Open chat, 2 unread messages');
      expect(chat.unreadCount).to.equal(2);
      launcher(chat).click();
      await heardOf('captivate-unread-change', 3);
      expect(details('captivate-unread-change')).to.deep.equal([
        {count: 1},
        {count: 2},
        {count: 0},
      ]);
      await chat.updateComplete;
      expect(parts(chat, 'badge')).to.be.empty;
    });

    it('sees again what was unread on the page before', async () => {
      const chat = await opened();
      launcher(chat).click();
      await hub.sayAsAgent(chat.conversationId!, 'one');
      await heardOf('captivate-unread-change');
      fixtureCleanup();
      const again = await put();
      await waitUntil(() => again.unreadCount === 1, 'the unread message');
    });

    it('is told quietly when the link is lost, and keeps what they write', async () => {
      const chat = await opened();
      await hub.faults.refuseConnections();
      await hub.faults.cutAll();
      const isTold = () => parts(chat, 'notice').length === 1;
      await waitUntil(isTold, 'the notice');
      expect(parts(chat, 'notice')[0]!.innerText).to.equal('Reconnecting…');
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await waitUntil(() => parts(chat, 'pending').length === 1, 'the pending message');
      expect(parts(chat, 'status')[0]!.innerText).to.equal('Sending…');
      await hub.faults.clear();
      await waitUntil(() => texts(chat).at(-1) === 'You said: Hello', 'the reply');
      expect(parts(chat, 'pending')).to.be.empty;
      expect(parts(chat, 'notice')).to.be.empty;
    });
  });

  describe('a message that the hub refuses', () => {
    async function refused() {
      const chat = await opened({start: 'visitor'});
      await hub.faults.goSilent({store: false});
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await hub.waitForFrames('user_message');
      await hub.faults.speakAgain();
      await hub.sendError(chat.conversationId!, 403, 'Not that.');
      await heardOf('captivate-message-failed');
      return chat;
    }

    it('is shown and told as not sent, and spoken once', async () => {
      const chat = await refused();
      await waitUntil(() => parts(chat, 'failed').length === 1, 'the failed message');
      const reason = 'Not sent: The chat service did not accept this message.';
      expect(parts(chat, 'status')[0]!.innerText).to.equal(reason);
      expect(getComputedStyle(parts(chat, 'bubble')[0]!).borderStyle).to.equal('dashed');
      const [message] = chat.messages;
      expect(message).to.include({text: 'Hello', status: 'failed', failure: 'hub-error'});
      expect(details('captivate-message-failed')).to.deep.equal([{message, code: 'hub-error'}]);
      const spoken = deep(chat.shadowRoot!, '[aria-atomic="false"] p');
      expect(spoken.filter(({textContent}) => textContent === reason)).to.have.length(1);
    });

    it('is sent when the visitor tries again, who goes on writing', async () => {
      const chat = await refused();
      await waitUntil(() => parts(chat, 'retry-button').length === 1, 'the button');
      parts(chat, 'retry-button')[0]!.focus();
      await sendKeys({press: 'Enter'});
      await shows(chat, 'Hello', 'You said: Hello');
      expect(parts(chat, 'failed')).to.be.empty;
      expect(input(chat).matches(':focus')).to.be.true;
      const stored = await hub.conversations.messages(chat.conversationId!);
      expect(stored.filter(({sender}) => sender === 'user')).to.have.length(1);
    });

    it('is gone when the visitor discards it', async () => {
      const chat = await refused();
      await waitUntil(() => parts(chat, 'discard-button').length === 1, 'the button');
      parts(chat, 'discard-button')[0]!.click();
      await waitUntil(() => parts(chat, 'message').length === 0, 'nothing is left');
      expect(chat.messages.length).to.equal(0);
    });
  });

  describe('the page', () => {
    it('opens, closes and toggles it', async () => {
      const chat = await put();
      chat.show();
      await chat.updateComplete;
      expect(chat.hasAttribute('open')).to.be.true;
      chat.show();
      chat.hide();
      chat.toggle();
      expect(chat.open).to.be.true;
      expect(heard.map(({type}) => type).filter((type) => /open|close/.test(type))).to.deep.equal([
        'captivate-open',
        'captivate-close',
        'captivate-open',
      ]);
    });

    it('is not told of what it did itself by an attribute', async () => {
      const chat = await put();
      chat.open = true;
      await heardOf('captivate-conversation-start');
      expect(of('captivate-open')).to.be.empty;
    });

    it('keeps its focus when it opens the chat itself', async () => {
      const box = await fixture<HTMLInputElement>(html`<input aria-label="Page" />`);
      box.focus();
      const chat = await put();
      chat.show();
      await heardOf('captivate-message');
      expect(document.activeElement).to.equal(box);
      await chat.focusComposer();
      expect(input(chat).matches(':focus')).to.be.true;
    });

    it('sends as the visitor', async () => {
      const chat = await put({start: 'visitor'});
      const message = await chat.sendMessage({text: 'Hello'});
      expect(message).to.include({sender: 'user', text: 'Hello'});
      await heardOf('captivate-message', 2);
      expect(chat.messages.map(({text}) => text)).to.deep.equal(['Hello', 'You said: Hello']);
    });

    it('can call methods before the element is in the document', async () => {
      const chat = document.createElement('captivate-chat');
      chat.apiKey = 'test-key';
      chat.socketUrl = hub.url;
      chat.userId = user;
      chat.start = 'visitor';
      chat.prefill('later');
      const sent = chat.sendMessage('early');
      chat.show();
      const place = await fixture(html`<div></div>`);
      place.append(chat);
      expect((await sent)?.text).to.equal('early');
      await shows(chat, 'early', 'You said: early');
      expect(input(chat).value).to.equal('later');
    });

    it('is told that files cannot be sent, rather than that they were', async () => {
      const chat = await opened({start: 'visitor'});
      const message = {text: 'See', files: [new File(['a'], 'a.txt')]};
      const error: unknown = await chat.sendMessage(message).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).with.property('code', 'bad-data');
      expect(texts(chat)).to.be.empty;
    });

    it('is told that a message cannot be read', async () => {
      const chat = await put();
      const {proxy, revoke} = Proxy.revocable({text: 'Hello'}, {});
      revoke();
      const error: unknown = await chat.sendMessage(proxy).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).with.property('code', 'bad-data');
    });

    it('is told what a bad call lacks', async () => {
      const chat = await put();
      for (const text of ['  ', '\u200b', '\u3164\u2800', '\u200f\u00ad']) {
        const error = await chat.sendMessage(text).catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(Error).with.property('code', 'empty-message');
      }
    });

    it('is told that a message is too long, also where a listener made it so', async () => {
      const chat = await opened({start: 'visitor'});
      const long = 'a'.repeat(140_000);
      const error = await chat.sendMessage(long).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(Error).with.property('code', 'message-too-long');
      chat.addEventListener('captivate-before-send', ({detail}) => (detail.text = long));
      await sendKeys({type: 'short'});
      await sendKeys({press: 'Enter'});
      await waitUntil(() => codes().includes('message-too-long'));
      expect(input(chat).value).to.equal('short');
      expect(chat.messages.length).to.equal(0);
    });

    it('gives the focus back to the launcher when it closes the panel that has it, and only then', async () => {
      const chat = await opened();
      chat.hide();
      await waitUntil(() => launcher(chat).matches(':focus'), 'the launcher has the focus');
      const box = await fixture<HTMLInputElement>(html`<input aria-label="Page" />`);
      chat.show();
      box.focus();
      chat.hide();
      await nextFrame();
      expect(document.activeElement).to.equal(box);
    });

    it('is told that nothing is left when the visitor changes', async () => {
      const chat = await opened();
      launcher(chat).click();
      await hub.sayAsAgent(chat.conversationId!, 'one');
      await heardOf('captivate-unread-change');
      chat.userId = `${user}-other`;
      await heardOf('captivate-unread-change', 2);
      expect(details('captivate-unread-change').at(-1)).to.deep.equal({count: 0});
      expect(details('captivate-connection-change').at(-1)).to.deep.equal({state: 'idle'});
    });

    it('may remove a text that it set', async () => {
      const chat = await opened();
      chat.removeAttribute('heading');
      await chat.updateComplete;
      await nextFrame();
      expect(parts(chat, 'title')[0]!.innerText).to.equal('Chat');
    });

    it('may change a message before it is sent, or keep it from being sent', async () => {
      const chat = await opened({start: 'visitor'});
      chat.addEventListener('captivate-before-send', ({detail}) => (detail.text += '!'), {
        once: true,
      });
      await chat.sendMessage('Hello');
      await shows(chat, 'Hello!', 'You said: Hello!');
      chat.addEventListener('captivate-before-send', (event) => event.preventDefault());
      await sendKeys({type: 'secret'});
      await sendKeys({press: 'Enter'});
      await nextFrame();
      expect(await chat.sendMessage('secret')).to.be.undefined;
      expect(texts(chat)).to.deep.equal(['Hello!', 'You said: Hello!']);
      expect(input(chat).value, 'what was written is kept').to.equal('secret');
    });

    it('is asked before a link is followed', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.sayAsBot(chat.conversationId!, 'See https://example.com/a');
      await waitUntil(() => deep(chat.shadowRoot!, 'a').length === 1, 'the link');
      const hrefs: string[] = [];
      chat.addEventListener('captivate-link', (event) => {
        hrefs.push(event.detail.href);
        event.preventDefault();
      });
      const click = new MouseEvent('click', {bubbles: true, composed: true, cancelable: true});
      deep(chat.shadowRoot!, 'a')[0]!.dispatchEvent(click);
      expect(hrefs).to.deep.equal(['https://example.com/a']);
      expect(click.defaultPrevented).to.be.true;
    });

    it('is asked before a link is opened with the middle button, and not with the right one', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.sayAsBot(chat.conversationId!, 'See https://example.com/a');
      await waitUntil(() => deep(chat.shadowRoot!, 'a').length === 1, 'the link');
      chat.addEventListener('captivate-link', (event) => event.preventDefault());
      const isPrevented = (button: number) => {
        const options = {button, bubbles: true, composed: true, cancelable: true};
        return !deep(chat.shadowRoot!, 'a')[0]!.dispatchEvent(new MouseEvent('auxclick', options));
      };
      expect(isPrevented(1)).to.be.true;
      expect(isPrevented(2)).to.be.false;
    });

    it('is not asked about links of its own', async () => {
      const chat = await opened({start: 'visitor'});
      const hrefs: string[] = [];
      chat.addEventListener('captivate-link', ({detail}) => hrefs.push(detail.href));
      for (const slot of ['footer', 'welcome']) {
        const link = Object.assign(document.createElement('a'), {href: `#${slot}`, slot});
        chat.append(link);
        link.click();
      }
      expect(hrefs).to.be.empty;
    });

    it('prefills the box', async () => {
      const chat = await opened();
      chat.prefill('I would like to');
      await nextFrame();
      expect(input(chat).value).to.equal('I would like to');
    });

    it('prefills the box with nothing where the page has no text', async () => {
      const chat = await opened();
      for (const text of [undefined, null, Object.create(null), Proxy.revocable({}, {}).proxy]) {
        chat.prefill('I would like to');
        await nextFrame();
        expect(input(chat).value).to.equal('I would like to');
        chat.prefill(text);
        await nextFrame();
        expect(input(chat).value).to.equal('');
      }
    });

    it('prefills the box of the visitor whom it has just named', async () => {
      const chat = await opened();
      chat.userId = `${user}-bob`;
      chat.prefill('I am Bob');
      await heardOf('captivate-conversation-start', 2);
      await waitUntil(() => input(chat).value === 'I am Bob', "Bob's draft");
      chat.userId = user;
      await heardOf('captivate-conversation-start', 3);
      await waitUntil(() => texts(chat).length === 1, 'the conversation of Ann');
      expect(input(chat).value).to.equal('');
    });

    it('sends as the visitor whom it has just named', async () => {
      const chat = await opened({start: 'visitor'});
      const anns = chat.conversationId!;
      chat.userId = `${user}-bob`;
      await chat.sendMessage('I am Bob');
      await shows(chat, 'I am Bob', 'You said: I am Bob');
      expect(await hub.conversations.messages(anns)).to.be.empty;
    });

    it('is told of events that the widget does not know', async () => {
      const chat = await opened();
      await hub.send(chat.conversationId!, {event_type: 'fireworks', event_payload: {n: 1}});
      await heardOf('captivate-hub-event');
      expect(details('captivate-hub-event')).to.deep.equal([{type: 'fireworks', payload: {n: 1}}]);
    });

    it('says who the visitor is when the conversation starts', async () => {
      const chat = await put({start: 'visitor'});
      chat.user = {firstName: 'Ann'};
      chat.metadata = {page: 'shop'};
      chat.privateMetadata = {score: 1};
      chat.show();
      await heardOf('captivate-conversation-start');
      const [start] = await hub.received();
      expect(start?.payload).to.deep.equal({
        userId: user,
        userBasicInfo: {firstName: 'Ann'},
        metadata: {page: 'shop', private: {score: 1}},
      });
    });
  });

  describe('a human agent', () => {
    const subtitle = (chat: CaptivateChat) => parts(chat, 'subtitle')[0]?.innerText;

    it('is asked for in the menu, joins, is named, and leaves', async () => {
      const chat = await opened({start: 'visitor'});
      await choose(chat, 'Talk to a person');
      await heardOf('captivate-agent-change');
      await hub.waitForFrames('action');
      await hub.connectAgent(chat.conversationId!, {name: 'Ana'});
      await waitUntil(() => subtitle(chat) === 'Ana', 'the name in the header');
      expect(chat.agent).to.deep.include({name: 'Ana'});
      expect(await offered(chat), 'nobody else to ask for').not.to.include('Talk to a person');
      await hub.sayAsAgent(chat.conversationId!, 'I am Ana');
      await waitUntil(() => parts(chat, 'agent').length === 1, 'her message');
      await hub.disconnectAgent(chat.conversationId!);
      await waitUntil(() => subtitle(chat) === undefined, 'the header as before');
      expect(chat.agent).to.be.undefined;
      await waitUntil(() => notices(chat).length === 3, 'the line about it');
      expect(notices(chat).map((text) => text?.trim())).to.deep.equal([
        'A person was asked to join. Please wait a moment.',
        'Ana has joined the conversation.',
        'Ana has left the conversation.',
      ]);
      expect(details('captivate-agent-change').map(({state}) => state)).to.deep.equal([
        'requested',
        'joined',
        'left',
      ]);
    });

    it('is still there after a reload', async () => {
      const chat = await opened();
      await hub.connectAgent(chat.conversationId!, {name: 'Ana'});
      await waitUntil(() => chat.agent?.name === 'Ana');
      await hub.sayAsAgent(chat.conversationId!, 'I am Ana');
      await shows(chat, ...texts(chat).map(String));
      fixtureCleanup();
      const again = await put({open: true});
      await waitUntil(() => subtitle(again) === 'Ana', 'the name in the header');
    });

    it('is not offered where the site does not want that', async () => {
      const chat = await opened();
      chat.noAgentRequest = true;
      await chat.updateComplete;
      expect(await offered(chat)).not.to.include('Talk to a person');
    });

    it('may not be available', async () => {
      const chat = await opened();
      await hub.sendUpdate(chat.conversationId!, 'failedAgentAssignment');
      await waitUntil(() => notices(chat).length === 1);
      expect(notices(chat)[0]).to.include('Nobody is available right now');
    });
  });

  describe('what the page asks the hub', () => {
    it('keeps metadata, and gives it back except for what is private', async () => {
      const chat = await put();
      await chat.setMetadata({plan: 'pro'});
      await chat.setMetadata({secret: 1}, {private: true});
      const known = await chat.getMetadata();
      expect(known).to.deep.include({plan: 'pro'});
      expect(JSON.stringify(known)).not.to.include('secret');
    });

    it('begins a new conversation, lists both, and goes back', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const first = chat.conversationId!;
      const second = await chat.newConversation();
      expect(chat.conversationId).to.equal(second);
      expect(second).not.to.equal(first);
      await waitUntil(() => texts(chat).length === 0, 'an empty list');
      const {conversations} = await chat.listConversations();
      expect(conversations.map(({conversationId}) => conversationId)).to.have.members([
        first,
        second,
      ]);
      await chat.openConversation(first);
      await shows(chat, 'one', 'You said: one');
    });

    it('gives the whole conversation', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const messages = await chat.getTranscript();
      expect(messages.map(({text}) => text)).to.deep.equal(['one', 'You said: one']);
    });

    it('deletes a conversation, or everything', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const first = chat.conversationId!;
      await chat.deleteConversation({hard: true});
      await waitUntil(() => texts(chat).length === 0, 'nothing left');
      const ids = (await hub.conversations.all()).map(({id}) => id);
      expect(ids).not.to.include(first);
      await heardOf('captivate-conversation-start', 2);
      await chat.deleteMyData();
      await waitUntil(() => texts(chat).length === 0, 'nothing left');
    });

    it('fails with a code', async () => {
      const chat = await opened({userId: ''});
      const failure = await chat.listConversations().catch((error: unknown) => error);
      expect(failure).to.be.an('error').with.property('code', 'no-user-id');
    });
  });

  describe('the menu', () => {
    it('begins a new conversation when the visitor means it', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const first = chat.conversationId;
      await choose(chat, 'New conversation');
      expect(chat.conversationId, 'not before they do').to.equal(first);
      parts(chat, 'confirm-button')[0]!.click();
      await heardOf('captivate-conversation-start', 2);
      await waitUntil(() => parts(chat, 'confirm').length === 0, 'the question is gone');
      expect(chat.conversationId).not.to.equal(first);
      await shows(chat);
    });

    it('deletes the conversation when the visitor means it, and says so', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const first = chat.conversationId;
      await choose(chat, 'Delete my conversation');
      parts(chat, 'cancel-button')[0]!.click();
      await waitUntil(() => parts(chat, 'confirm').length === 0, 'the question is gone');
      await shows(chat, 'one', 'You said: one');
      await choose(chat, 'Delete my conversation');
      parts(chat, 'confirm-button')[0]!.click();
      await waitUntil(() => notices(chat).includes('Your conversation was deleted.'), 'the line');
      await shows(chat);
      const ids = (await hub.conversations.all()).map(({id}) => id);
      expect(ids).not.to.include(first);
    });

    it('says that the hub did not do it, tells the page, and lets the visitor go on', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      await choose(chat, 'Delete my conversation');
      await hub.faults.goSilent();
      parts(chat, 'confirm-button')[0]!.click();
      await hub.waitForFrames('delete_conversation');
      await hub.faults.cutAll();
      const alert = () => deep(chat.shadowRoot!, '[role="alert"]')[0]?.innerText;
      await waitUntil(() => alert()?.includes('did not work'), 'the failure');
      expect(codes()).to.include('connection-failed');
      parts(chat, 'cancel-button')[0]!.click();
      await waitUntil(() => parts(chat, 'confirm').length === 0, 'the question is gone');
    });

    for (const [label, type, start] of [
      ['Download as text', 'text/plain;charset=utf-8', 'Support\n'],
      ['Download as web page', 'text/html;charset=utf-8', '<!doctype html>'],
    ] as const) {
      it(`saves a file: ${label}`, async () => {
        const saved = catchFile();
        const chat = await opened({start: 'visitor'});
        await chat.sendMessage('one');
        await shows(chat, 'one', 'You said: one');
        await choose(chat, label);
        const {link, file} = await saved;
        expect(link.isConnected, 'nothing is put into the page').to.be.false;
        expect(link.download).to.match(/^transcript\./);
        expect(file.type).to.equal(type);
        const content = await file.text();
        expect(content.startsWith(start)).to.be.true;
        expect(content).to.include('You said: one');
      });
    }

    it('saves what is on the page when there is no connection', async () => {
      const saved = catchFile();
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      await hub.faults.refuseConnections();
      await hub.faults.cutAll();
      await waitUntil(() => hasBeen('waiting'), 'the link is lost');
      await choose(chat, 'Download as text');
      const {file} = await saved;
      expect(await file.text()).to.include('You said: one');
    });

    it('offers no file where the site does not want that', async () => {
      const chat = await opened();
      chat.setAttribute('no-transcript-download', '');
      await chat.updateComplete;
      expect((await offered(chat)).filter((label) => label.includes('Download'))).to.be.empty;
    });

    /** The next file that the page would save. */
    function catchFile() {
      const caught = Promise.withResolvers<{link: HTMLAnchorElement; file: Blob}>();
      const files = stub(URL, 'createObjectURL').returns('blob:caught');
      const click = stub(HTMLAnchorElement.prototype, 'click').callsFake(function (
        this: HTMLAnchorElement,
      ) {
        caught.resolve({link: this, file: files.firstCall.args[0] as Blob});
        restore();
      });
      restore = () => [files, click].forEach((each) => each.restore());
      return caught.promise;
    }

    let restore = () => {};
    afterEach(() => restore());
  });

  describe('a part of an unknown kind', () => {
    it('is handed to the page, once, as the hub sent it', async () => {
      const chat = await opened({start: 'visitor'});
      const sent = {type: 'map', latitude: 59.9, zoom: {level: 3}};
      await hub.sayAsBot(chat.conversationId!, sent);
      await heardOf('captivate-part');
      await chat.getTranscript();
      const [told, ...more] = details('captivate-part') as {part: object; message: Message}[];
      expect(more.length).to.equal(0);
      expect(told!.part).to.deep.equal(sent);
      expect(told!.message).to.equal(chat.messages.at(-1));
    });
  });

  describe('typing', () => {
    it('is shown until the reply comes', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.faults.goSilent();
      await chat.sendMessage('Hello');
      await waitUntil(() => parts(chat, 'typing').length === 1, 'the dots');
      expect(chat.messages).to.have.length(1);
      await hub.faults.speakAgain();
      await hub.sayAsBot(chat.conversationId!, 'Hi');
      await shows(chat, 'Hello', 'Hi');
      expect(parts(chat, 'typing')).to.be.empty;
    });
  });

  describe('an action', () => {
    it('of the hub is told to the page', async () => {
      const chat = await opened();
      await hub.sendAction(chat.conversationId!, {id: 'openCart', data: {n: 1}});
      await heardOf('captivate-action');
      expect(details('captivate-action')).to.deep.equal([
        {id: 'openCart', type: 'normal', data: {n: 1}},
      ]);
    });

    it('of the page goes to the hub', async () => {
      const chat = await put();
      await chat.sendAction('addToCart', {sku: 7});
      await hub.waitForFrames('action');
      const action = (await hub.received()).find(({eventType}) => eventType === 'action');
      expect(action?.payload).to.deep.include({id: 'addToCart', data: {sku: 7}});
    });
  });

  describe('connecting', () => {
    it('happens at once with connect="load"', async () => {
      await put({connectWhen: 'load'});
      await heardOf('captivate-conversation-start');
    });

    it('is left to the page with connect="manual"', async () => {
      const chat = await put({connectWhen: 'manual', open: true});
      await waitUntil(() => parts(chat, 'input').length === 1, 'the panel');
      await nextFrame();
      expect(chat.connectionState).to.equal('idle');
      expect(await hub.connections()).to.equal(0);
      chat.connect();
      await heardOf('captivate-conversation-start');
    });

    it('with connect="manual" keeps what is written until the page connects', async () => {
      const chat = await put({connectWhen: 'manual', open: true, start: 'visitor'});
      chat.prefill('early');
      await waitUntil(() => input(chat)?.value === 'early', 'the prefilled box');
      await chat.focusComposer();
      await sendKeys({press: 'Enter'});
      await shows(chat, 'early');
      expect(parts(chat, 'pending')).to.have.length(1);
      expect(await hub.connections()).to.equal(0);
      chat.connect();
      await shows(chat, 'early', 'You said: early');
    });

    it('does not happen after the page has said no', async () => {
      const chat = await put();
      chat.connect();
      chat.disconnect();
      await nextFrame();
      await nextFrame();
      expect(chat.connectionState).to.equal('idle');
      expect(await hub.connections()).to.equal(0);
    });

    it('does not happen for an element that was removed meanwhile', async () => {
      const chat = await put({start: 'visitor'});
      const place = chat.parentElement!;
      const sent = chat.sendMessage('Hello');
      chat.remove();
      await nextFrame();
      await nextFrame();
      expect(await hub.connections()).to.equal(0);
      place.append(chat);
      expect((await sent)?.text).to.equal('Hello');
    });

    it('resumes the conversation of a visitor who is known only later', async () => {
      const first = await opened();
      const before = first.conversationId;
      fixtureCleanup();
      heard = [];
      const chat = await put({userId: ''});
      chat.userId = user;
      await heardOf('captivate-conversation-start');
      expect(chat.conversationId).to.equal(before);
    });

    it('can be ended and begun again', async () => {
      const chat = await opened();
      chat.disconnect();
      expect(chat.connectionState).to.equal('stopped');
      await hub.waitForConnections(0);
      chat.connect();
      await waitUntil(() => chat.connectionState === 'ready');
      expect(of('captivate-conversation-start'), 'the same conversation').to.have.length(1);
    });

    it('stays ended, wherever the chat is moved and whoever visits, until the panel is opened', async () => {
      const chat = await opened();
      chat.disconnect();
      await hub.waitForConnections(0);
      const place = await fixture(html`<div></div>`);
      place.append(chat);
      chat.userId = `${user}-bob`;
      // What connects later shows that the first one does not.
      const other = await put({userId: `${user}-cleo`});
      other.connect();
      await waitUntil(() => other.connectionState === 'ready', 'the other one');
      expect(await hub.connections()).to.equal(1);
      chat.hide();
      chat.show();
      await heardOf('captivate-conversation-start', 2);
    });
  });

  describe('in the document', () => {
    it('keeps its session when it is moved', async () => {
      const chat = await opened();
      const place = await fixture(html`<div></div>`);
      place.append(chat);
      await nextFrame();
      await nextFrame();
      expect(chat.connectionState).to.equal('ready');
      expect(texts(chat)).to.have.length(1);
      expect(details('captivate-connection-change').map(({state}) => state)).to.deep.equal([
        'connecting',
        'ready',
      ]);
    });

    it('closes the socket when it is removed', async () => {
      const chat = await opened();
      chat.remove();
      await hub.waitForConnections(0);
    });

    it('goes on with the conversation when it comes back later', async () => {
      const chat = await opened();
      const before = chat.conversationId;
      const place = chat.parentElement!;
      chat.remove();
      await hub.waitForConnections(0);
      place.append(chat);
      // What it showed before may stand there until the next frame.
      await waitUntil(() => chat.conversationId !== undefined, 'the conversation');
      expect(chat.conversationId).to.equal(before);
      await waitUntil(() => texts(chat).length === 1, 'the history');
    });

    it('goes on with the conversation in memory with storage="none"', async () => {
      const chat = await opened({storage: 'none'});
      const before = chat.conversationId;
      fixtureCleanup();
      heard = [];
      const again = await opened({storage: 'none'});
      expect(again.conversationId).to.equal(before);
    });

    it('shows nothing of one visitor to another', async () => {
      const chat = await opened();
      const anns = chat.conversationId;
      await sendKeys({type: 'I am Ann'});
      chat.userId = `${user}-bob`;
      await heardOf('captivate-conversation-start', 2);
      expect(chat.conversationId).not.to.equal(anns);
      await waitUntil(() => texts(chat).length === 1, 'the greeting of Bob');
      expect(input(chat).value).to.equal('');
      chat.userId = user;
      await heardOf('captivate-conversation-start', 3);
      expect(chat.conversationId).to.equal(anns);
      await waitUntil(() => input(chat).value === 'I am Ann', "Ann's draft");
    });

    it('lives side by side with another that has another key', async () => {
      const one = await opened();
      const two = await put({apiKey: 'other-key'});
      two.show();
      await waitUntil(() => texts(two).length === 1);
      expect(two.conversationId).not.to.equal(one.conversationId);
      await one.sendMessage('for one');
      await waitUntil(() => texts(one).length === 3);
      expect(texts(two)).to.have.length(1);
    });

    it('leaves no listeners and no elements behind on the page', async () => {
      const added: string[] = [];
      const removed: string[] = [];
      const signals: AbortSignal[] = [];
      const targets = [document, window];
      const stubs = targets.flatMap((target) => [
        stub(target, 'addEventListener').callsFake(
          (type: string, _: unknown, options?: unknown) => {
            const {signal} = (options ?? {}) as {signal?: AbortSignal};
            if (signal) signals.push(signal);
            else added.push(type);
          },
        ),
        stub(target, 'removeEventListener').callsFake((type: string) => void removed.push(type)),
      ]);
      const children = document.body.childElementCount + document.head.childElementCount;
      try {
        const chat = await put();
        chat.show();
        await waitUntil(() => chat.connectionState === 'ready');
        expect(signals).not.to.be.empty;
        fixtureCleanup();
        await waitUntil(() => signals.every(({aborted}) => aborted), 'all signals ended');
        expect(added.filter((type) => !removed.includes(type))).to.be.empty;
      } finally {
        for (const each of stubs) each.restore();
      }
      expect(document.body.childElementCount + document.head.childElementCount).to.equal(children);
    });
  });

  describe('trouble', () => {
    it('with a missing key is said in the panel, without a connection', async () => {
      const chat = await put({apiKey: ''});
      launcher(chat).click();
      await heardOf('captivate-error');
      expect(codes()).to.deep.equal(['no-api-key']);
      await waitUntil(() => notices(chat).some((text) => text?.includes('its key is missing')));
      expect(await hub.connections()).to.equal(0);
    });

    it('with a missing key ends when there is one', async () => {
      const chat = await put({apiKey: ''});
      launcher(chat).click();
      await heardOf('captivate-error');
      chat.apiKey = 'test-key';
      await heardOf('captivate-conversation-start');
    });

    it('with an unusable address is said in the panel', async () => {
      const chat = await put({socketUrl: 'nonsense'});
      launcher(chat).click();
      await heardOf('captivate-error');
      expect(codes()).to.deep.equal(['bad-address']);
      await waitUntil(() => notices(chat).some((text) => text?.includes('address cannot be used')));
    });

    it('with a hub that refuses is told once, and over when it accepts', async () => {
      await hub.faults.refuseConnections();
      const chat = await put();
      launcher(chat).click();
      await heardOf('captivate-error');
      expect(codes()).to.deep.equal(['connection-failed']);
      await waitUntil(() =>
        parts(chat, 'notice').some(({innerText}) => /cannot be reached/.test(innerText)),
      );
      await hub.faults.clear();
      await waitUntil(() => texts(chat).length === 1, 'the greeting');
      expect(codes()).to.deep.equal(['connection-failed']);
    });

    it('with nonsense from the hub costs only the nonsense', async () => {
      const chat = await opened();
      await hub.faults.sendGarbage('{{{', chat.conversationId);
      await heardOf('captivate-error');
      expect(codes()).to.deep.equal(['bad-frame']);
      await hub.sayAsBot(chat.conversationId!, 'all is well');
      await waitUntil(() => texts(chat).at(-1) === 'all is well');
      expect(notices(chat)).to.deep.equal(['A message could not be shown.']);
    });

    it('with storage is told once, and the conversation goes on', async () => {
      const open = stub(indexedDB, 'open').throws(new DOMException('blocked', 'SecurityError'));
      const peek = stub(indexedDB, 'databases').rejects(
        new DOMException('blocked', 'SecurityError'),
      );
      try {
        // A page that has the database open already would not notice.
        await new Promise((resolve) => {
          indexedDB.deleteDatabase('captivate-chat').onsuccess = resolve;
        });
        const chat = await opened({start: 'visitor'});
        await chat.sendMessage('Hello');
        await shows(chat, 'Hello', 'You said: Hello');
        expect(codes()).to.deep.equal(['storage-unavailable']);
      } finally {
        open.restore();
        peek.restore();
      }
    });

    it('with an attribute value warns once and uses the default', async () => {
      const warn = stub(console, 'warn');
      try {
        const chat = await fixture<CaptivateChat>(
          html`<captivate-chat placement="middle" session-timeout="soon"></captivate-chat>`,
        );
        expect(chat.placement).to.equal('bottom-end');
        expect(chat.sessionTimeout).to.equal(0);
        expect(warn.args.flat()).to.deep.equal([
          '<captivate-chat>: placement="middle" is not one of bottom-end, bottom-start; bottom-end is used.',
          '<captivate-chat>: session-timeout="soon" is not a number of 0 or more; 0 is used.',
        ]);
      } finally {
        warn.restore();
      }
    });
  });

  it('is registered once', async () => {
    const first = customElements.get('captivate-chat');
    const {CaptivateChat: again} = await import('./element.js');
    expect(again).to.equal(first);
  });

  it('waits to be loaded before it can be clicked away', async () => {
    const chat = await put();
    setTimeout(() => launcher(chat).click());
    await oneEvent(chat, 'captivate-open');
    launcher(chat).click();
    expect(chat.open).to.be.false;
    await nextFrame();
    expect(parts(chat, 'panel').every(({hidden}) => hidden)).to.be.true;
  });
});
