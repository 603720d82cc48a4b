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
import {elementsOf, partsOf} from '../../test/browser/support/parts.js';
import {
  choose,
  input,
  launcher,
  notices,
  offered,
  shows,
  texts,
  useWidget,
} from '../../test/browser/support/widget.js';
import type {TestHub} from '../../test/support/hub-fixture.js';
import {waitUntil} from '../../test/support/wait-until.js';

describe('<captivate-chat>', () => {
  const widget = useWidget();
  const {put, opened, of, heardOf, details, codes, hasBeen} = widget;
  let hub: TestHub;
  beforeEach(() => void ({hub} = widget));

  const isMoving = (element: Element) => element.getAnimations().length > 0;

  describe('on the page', () => {
    it('is a launcher that does nothing before the visitor wants it', async () => {
      const chat = await put();
      await nextFrame();
      expect(launcher(chat)).to.have.attribute('aria-label', 'Open chat');
      expect(launcher(chat)).to.have.attribute('aria-expanded', 'false');
      expect(partsOf(chat, 'panel')).to.be.empty;
      expect(chat.connectionState).to.equal('idle');
      expect(widget.heard).to.be.empty;
      expect(await hub.connections()).to.equal(0);
    });

    it('greets the visitor who opens it', async () => {
      const chat = await opened();
      expect(partsOf(chat, 'title')[0]!.innerText).to.equal('Support');
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
      await waitUntil(() => !elementsOf(chat, '*').some(isMoving), 'the panel is in its place');
      await expect(chat).to.be.accessible();
    });

    it('follows its attributes when they change', async () => {
      const chat = await opened();
      chat.setAttribute('heading', 'Ask us');
      chat.setAttribute('placeholder', 'Go ahead');
      await chat.updateComplete;
      await nextFrame();
      expect(partsOf(chat, 'title')[0]!.innerText).to.equal('Ask us');
      expect(partsOf(chat, 'panel')[0]).to.have.attribute('aria-label', 'Ask us');
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
        const [element] = partsOf(chat, name);
        expect(getComputedStyle(element!).outlineWidth, name).to.equal('7px');
      }
      style.remove();
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
      const own = chat.messages.filter(({sender}) => sender === 'user');
      expect(own.map(({text}) => text)).to.deep.equal(['one', 'two', 'three']);
    });

    it('finds an unsent draft again on the next page', async () => {
      const chat = await opened();
      await sendKeys({type: 'half a thought'});
      fixtureCleanup();
      expect(chat.connectionState).to.equal('ready');
      widget.forget();
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
      expect(partsOf(chat, 'badge')[0]!.innerText).to.equal('2');
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
      expect(partsOf(chat, 'badge')).to.be.empty;
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
      expect(
        widget.heard.map(({type}) => type).filter((type) => /open|close/.test(type)),
      ).to.deep.equal(['captivate-open', 'captivate-close', 'captivate-open']);
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
      chat.userId = widget.user;
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
      chat.userId = `${widget.user}-other`;
      await heardOf('captivate-unread-change', 2);
      expect(details('captivate-unread-change').at(-1)).to.deep.equal({count: 0});
      expect(details('captivate-connection-change').at(-1)).to.deep.equal({state: 'idle'});
    });

    it('may remove a text that it set', async () => {
      const chat = await opened();
      chat.removeAttribute('heading');
      await chat.updateComplete;
      await nextFrame();
      expect(partsOf(chat, 'title')[0]!.innerText).to.equal('Chat');
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
      await waitUntil(() => elementsOf(chat, 'a').length === 1, 'the link');
      const hrefs: string[] = [];
      chat.addEventListener('captivate-link', (event) => {
        hrefs.push(event.detail.href);
        event.preventDefault();
      });
      const click = new MouseEvent('click', {bubbles: true, composed: true, cancelable: true});
      elementsOf(chat, 'a')[0]!.dispatchEvent(click);
      expect(hrefs).to.deep.equal(['https://example.com/a']);
      expect(click.defaultPrevented).to.be.true;
    });

    it('is asked before a link is opened with the middle button, and not with the right one', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.sayAsBot(chat.conversationId!, 'See https://example.com/a');
      await waitUntil(() => elementsOf(chat, 'a').length === 1, 'the link');
      chat.addEventListener('captivate-link', (event) => event.preventDefault());
      const isPrevented = (button: number) => {
        const options = {button, bubbles: true, composed: true, cancelable: true};
        return !elementsOf(chat, 'a')[0]!.dispatchEvent(new MouseEvent('auxclick', options));
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
      chat.userId = `${widget.user}-bob`;
      chat.prefill('I am Bob');
      await heardOf('captivate-conversation-start', 2);
      await waitUntil(() => input(chat).value === 'I am Bob', "Bob's draft");
      chat.userId = widget.user;
      await heardOf('captivate-conversation-start', 3);
      await waitUntil(() => texts(chat).length === 1, 'the conversation of Ann');
      expect(input(chat).value).to.equal('');
    });

    it('sends as the visitor whom it has just named', async () => {
      const chat = await opened({start: 'visitor'});
      const anns = chat.conversationId!;
      chat.userId = `${widget.user}-bob`;
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
        userId: widget.user,
        userBasicInfo: {firstName: 'Ann'},
        metadata: {page: 'shop', private: {score: 1}},
      });
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
      partsOf(chat, 'confirm-button')[0]!.click();
      await heardOf('captivate-conversation-start', 2);
      await waitUntil(() => partsOf(chat, 'confirm').length === 0, 'the question is gone');
      expect(chat.conversationId).not.to.equal(first);
      await shows(chat);
    });

    it('deletes the conversation when the visitor means it, and says so', async () => {
      const chat = await opened({start: 'visitor'});
      await chat.sendMessage('one');
      await shows(chat, 'one', 'You said: one');
      const first = chat.conversationId;
      await choose(chat, 'Delete my conversation');
      partsOf(chat, 'cancel-button')[0]!.click();
      await waitUntil(() => partsOf(chat, 'confirm').length === 0, 'the question is gone');
      await shows(chat, 'one', 'You said: one');
      await choose(chat, 'Delete my conversation');
      partsOf(chat, 'confirm-button')[0]!.click();
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
      partsOf(chat, 'confirm-button')[0]!.click();
      await hub.waitForFrames('delete_conversation');
      await hub.faults.cutAll();
      const alert = () => elementsOf(chat, '[role="alert"]')[0]?.innerText;
      await waitUntil(() => alert()?.includes('did not work'), 'the failure');
      expect(codes()).to.include('connection-failed');
      partsOf(chat, 'cancel-button')[0]!.click();
      await waitUntil(() => partsOf(chat, 'confirm').length === 0, 'the question is gone');
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
      widget.forget();
      const again = await opened({storage: 'none'});
      expect(again.conversationId).to.equal(before);
    });

    it('shows nothing of one visitor to another', async () => {
      const chat = await opened();
      const anns = chat.conversationId;
      await sendKeys({type: 'I am Ann'});
      chat.userId = `${widget.user}-bob`;
      await heardOf('captivate-conversation-start', 2);
      expect(chat.conversationId).not.to.equal(anns);
      await waitUntil(() => texts(chat).length === 1, 'the greeting of Bob');
      expect(input(chat).value).to.equal('');
      chat.userId = widget.user;
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

  it('is registered once', async () => {
    const first = customElements.get('captivate-chat');
    const {CaptivateChat: again} = await import('../element.js');
    expect(again).to.equal(first);
  });

  it('waits to be loaded before it can be clicked away', async () => {
    const chat = await put();
    setTimeout(() => launcher(chat).click());
    await oneEvent(chat, 'captivate-open');
    launcher(chat).click();
    expect(chat.open).to.be.false;
    await nextFrame();
    expect(partsOf(chat, 'panel').every(({hidden}) => hidden)).to.be.true;
  });
});
