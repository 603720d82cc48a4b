import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {stub} from 'sinon';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import type {Message} from '../../src/client.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {elementsOf, partsOf} from './support/parts.js';
import {
  choose,
  input,
  launcher,
  notices,
  offered,
  shows,
  texts,
  useWidget,
} from './support/widget.js';

describe('<captivate-chat>, with a hub,', () => {
  const widget = useWidget();
  const {put, opened, of, heardOf, details, codes, hasBeen} = widget;
  let hub: TestHub;
  beforeEach(() => void ({hub} = widget));

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
          widget.forget();
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
      const spoken = () => elementsOf(chat, '[role="status"]')[0]!.innerText.trim();
      await chat.sendMessage('mine');
      await shows(chat, 'mine', 'You said: mine');
      await nextFrame();
      expect(spoken()).to.equal('Demo bot says: You said: mine');
      chat.remove();
      fixtureCleanup();
      const again = await opened({start: 'visitor'});
      await shows(again, 'mine', 'You said: mine');
      expect(elementsOf(again, '[role="status"]')[0]!.innerText.trim()).to.equal('');
    });

    it('goes on with the option that the visitor chooses, also after a resume', async () => {
      const chat = await opened({start: 'visitor'});
      await hub.sayAsBot(chat.conversationId!, {
        type: 'buttons',
        buttons: {title: 'Size?', options: [{label: 'Small', value: 'size-s'}]},
      });
      await waitUntil(() => partsOf(chat, 'option').length === 1, 'the option');
      partsOf(chat, 'option')[0]!.click();
      await shows(chat, 'Size?', 'Small', 'You said: size-s');
      expect(chat.messages.map(({text}) => text)).to.include('size-s');
      fixtureCleanup();
      const again = await put({start: 'visitor', open: true});
      await shows(again, 'Size?', 'Small', 'You said: size-s');
      expect(partsOf(again, 'option')[0]).to.have.attribute('aria-pressed', 'true');
      expect(partsOf(again, 'option')[0]).to.have.attribute('aria-disabled', 'true');
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
      await waitUntil(() => partsOf(chat, 'failed').length === 1, 'the failed message');
      const reason = 'Not sent: The chat service did not accept this message.';
      expect(partsOf(chat, 'status')[0]!.innerText).to.equal(reason);
      expect(getComputedStyle(partsOf(chat, 'bubble')[0]!).borderStyle).to.equal('dashed');
      const [message] = chat.messages;
      expect(message).to.include({text: 'Hello', status: 'failed', failure: 'hub-error'});
      expect(details('captivate-message-failed')).to.deep.equal([{message, code: 'hub-error'}]);
      const spoken = elementsOf(chat, '[aria-atomic="false"] p');
      expect(spoken.filter(({textContent}) => textContent === reason)).to.have.length(1);
    });

    it('is sent when the visitor tries again, who goes on writing', async () => {
      const chat = await refused();
      await waitUntil(() => partsOf(chat, 'retry-button').length === 1, 'the button');
      partsOf(chat, 'retry-button')[0]!.focus();
      await sendKeys({press: 'Enter'});
      await shows(chat, 'Hello', 'You said: Hello');
      expect(partsOf(chat, 'failed')).to.be.empty;
      expect(input(chat).matches(':focus')).to.be.true;
      const stored = await hub.conversations.messages(chat.conversationId!);
      expect(stored.filter(({sender}) => sender === 'user')).to.have.length(1);
    });

    it('is gone when the visitor discards it', async () => {
      const chat = await refused();
      await waitUntil(() => partsOf(chat, 'discard-button').length === 1, 'the button');
      partsOf(chat, 'discard-button')[0]!.click();
      await waitUntil(() => partsOf(chat, 'message').length === 0, 'nothing is left');
      expect(chat.messages.length).to.equal(0);
    });
  });

  describe('a human agent', () => {
    const subtitle = (chat: CaptivateChat) => partsOf(chat, 'subtitle')[0]?.innerText;

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
      await waitUntil(() => partsOf(chat, 'agent').length === 1, 'her message');
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
      await waitUntil(() => partsOf(chat, 'typing').length === 1, 'the dots');
      expect(chat.messages).to.have.length(1);
      await hub.faults.speakAgain();
      await hub.sayAsBot(chat.conversationId!, 'Hi');
      await shows(chat, 'Hello', 'Hi');
      expect(partsOf(chat, 'typing')).to.be.empty;
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
      await waitUntil(() => partsOf(chat, 'input').length === 1, 'the panel');
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
      expect(partsOf(chat, 'pending')).to.have.length(1);
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
      widget.forget();
      const chat = await put({userId: ''});
      chat.userId = widget.user;
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
      chat.userId = `${widget.user}-bob`;
      // What connects later shows that the first one does not.
      const other = await put({userId: `${widget.user}-cleo`});
      other.connect();
      await waitUntil(() => other.connectionState === 'ready', 'the other one');
      expect(await hub.connections()).to.equal(1);
      chat.hide();
      chat.show();
      await heardOf('captivate-conversation-start', 2);
    });
  });

  describe('trouble', () => {
    it('is told quietly when the link is lost, and keeps what they write', async () => {
      const chat = await opened();
      await hub.faults.refuseConnections();
      await hub.faults.cutAll();
      const isTold = () => partsOf(chat, 'notice').length === 1;
      await waitUntil(isTold, 'the notice');
      expect(partsOf(chat, 'notice')[0]!.innerText).to.equal('Reconnecting…');
      await sendKeys({type: 'Hello'});
      await sendKeys({press: 'Enter'});
      await waitUntil(() => partsOf(chat, 'pending').length === 1, 'the pending message');
      expect(partsOf(chat, 'status')[0]!.innerText).to.equal('Sending…');
      await hub.faults.clear();
      await waitUntil(() => texts(chat).at(-1) === 'You said: Hello', 'the reply');
      expect(partsOf(chat, 'pending')).to.be.empty;
      expect(partsOf(chat, 'notice')).to.be.empty;
    });

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
        partsOf(chat, 'notice').some(({innerText}) => /cannot be reached/.test(innerText)),
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
});
