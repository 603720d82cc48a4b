import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import {sendKeys, setViewport} from '@web/test-runner-commands';
import {restore, spy, stub} from 'sinon';
import {resetVisibility, setHidden} from '../../test/browser/support/visibility.js';
import {partsOf} from '../../test/browser/support/parts.js';
import {startTestHub, type TestHub} from '../../test/support/hub-fixture.js';
import {waitUntil} from '../../test/support/wait-until.js';
import type {Message} from '../../src/client.js';
import {EMPTY_SNAPSHOT} from '../../src/conversation/snapshot.js';
import type {CaptivateChat} from '../chat/captivate-chat.js';
import '../define.js';
import type {CaptivateChatEventMap} from '../events.js';
import {notify} from './notify.js';

interface Options {
  readonly sound?: boolean;
  readonly notifications?: boolean;
  readonly placement?: 'bottom-end' | 'bottom-start';
  readonly user?: string;
}

describe('A message that nobody sees', () => {
  let hub: TestHub;
  let chat: CaptivateChat;

  // What comes later comes from a server that compiles it first, which is not what is tested here.
  before(async () => {
    await Promise.all([
      import('../chat/loaded-client.js'),
      import('./notify.js'),
      import('./preview.js'),
    ]);
  });

  beforeEach(async () => {
    document.title = 'Shop';
    hub = await startTestHub();
  });

  afterEach(async () => {
    fixtureCleanup();
    resetVisibility();
    restore();
    await hub.close();
  });

  function put({sound, notifications, placement, user}: Options = {}): Promise<CaptivateChat> {
    return fixture(html`
      <captivate-chat
        api-key="test-key"
        socket-url=${hub.url}
        user-id=${user ?? crypto.randomUUID()}
        placement=${placement ?? 'bottom-end'}
        ?sound=${sound}
        ?notifications=${notifications}
      ></captivate-chat>
    `);
  }

  const parts = (name: string) => partsOf(chat, name);
  const text = (name: string) => parts(name)[0]?.innerText;
  const has = (name: string) => waitUntil(() => parts(name).length > 0, `the ${name}`);
  const hasNo = (name: string) => waitUntil(() => parts(name).length === 0, `no ${name}`);
  const launcher = () => parts('launcher')[0]!;

  /** An element whose visitor has had a conversation, and closed the panel. */
  async function closed(options?: Options) {
    chat = await put(options);
    chat.show();
    await waitUntil(() => parts('text').length > 0, 'the greeting');
    chat.hide();
    await waitUntil(() => parts('text')[0]!.checkVisibility() === false, 'the closed panel');
  }

  const says = (words: string) => hub.sayAsAgent(chat.conversationId!, words);

  const previews = (words: string) =>
    waitUntil(() => text('preview-text') === words, `${words}, but saw ${text('preview-text')}`);

  /** Until a message has come, and all had time that it may bring about. */
  async function counts(count: number) {
    await waitUntil(() => chat.unreadCount === count, `${count} unread`);
    await chat.updateComplete;
    await nextFrame();
    await nextFrame();
  }

  describe('is shown beside the launcher', () => {
    it('in a few words, until another one comes', async () => {
      await closed();
      await says('One moment please');
      await previews('One moment please');
      expect(text('preview-author')).to.equal('Agent');
      expect(text('badge')).to.equal('1');
      await says('Here it is');
      await previews('Here it is');
      expect(parts('preview')).to.have.length(1);
    });

    it('without the signs of Markdown where a bot wrote it, and as a person typed it', async () => {
      await closed();
      await hub.sayAsBot(chat.conversationId!, 'One **moment** please, 10*2*3 days');
      await previews('One moment please, 10*2*3 days');
      await says('One **moment** please');
      await previews('One **moment** please');
    });

    it('and opens the panel', async () => {
      await closed();
      await says('Hello?');
      await previews('Hello?');
      parts('preview-message')[0]!.click();
      await waitUntil(() => parts('input')[0]!.matches(':focus'), 'the focus');
      expect(chat.open).to.equal(true);
      await hasNo('preview');
      chat.hide();
      await counts(0);
      expect(parts('preview')).to.have.length(0);
    });

    it('until the panel is opened in another way', async () => {
      await closed();
      await says('Hello?');
      await has('preview');
      chat.show();
      await hasNo('preview');
    });

    it('until it is dismissed, which does not make it read', async () => {
      await closed();
      await says('Hello?');
      await has('preview');
      parts('preview-close')[0]!.click();
      await hasNo('preview');
      expect(chat.unreadCount).to.equal(1);
      await says('Are you there?');
      await previews('Are you there?');
    });

    it('until Escape, by whom the focus is not lost', async () => {
      await closed();
      await says('Hello?');
      await has('preview-close');
      expect(document.activeElement === chat, 'it did not take the focus').to.equal(false);
      parts('preview-close')[0]!.focus();
      await sendKeys({press: 'Escape'});
      await hasNo('preview');
      await waitUntil(() => launcher().matches(':focus'), 'the focus');
      expect(chat.open).to.equal(false);
    });

    it('is not when it came before the page did', async () => {
      const user = crypto.randomUUID();
      await closed({user});
      await says('Hello?');
      await has('preview');
      fixtureCleanup();
      chat = await put({user});
      await counts(1);
      expect(text('badge')).to.equal('1');
      expect(parts('preview')).to.have.length(0);
      await says('Are you there?');
      await previews('Are you there?');
    });

    it('is not when it was seen at once, or says nothing', async () => {
      chat = await put();
      chat.show();
      await waitUntil(() => parts('text').length > 0, 'the greeting');
      await says('Hello?');
      await waitUntil(() => text('text') !== undefined && parts('text').length === 2);
      await counts(0);
      chat.hide();
      await counts(0);
      expect(parts('preview')).to.have.length(0);
    });

    it('is not any more when the conversation is another', async () => {
      await closed();
      await says('Hello?');
      await has('preview');
      chat.userId = crypto.randomUUID();
      await hasNo('preview');
    });

    it('at no cost for all that came since', async () => {
      chat = await put();
      let looks = 0;
      const messages = Array.from({length: 2000}, (_, index): Message => ({
        get id() {
          looks++;
          return `m${index}`;
        },
        sender: 'bot',
        status: 'received',
        text: 'Hello?',
        parts: [{type: 'text', text: 'Hello?'}],
      }));
      const snapshot = {...EMPTY_SNAPSHOT, messages: messages.slice(0, 1), unreadCount: 1};
      const controller = {snapshot, translation: {}, preview: undefined};
      notify(chat, controller, messages[0]!);
      await waitUntil(() => controller.preview !== undefined, 'the preview');
      controller.snapshot = {...snapshot, messages, unreadCount: messages.length};
      looks = 0;
      for (let update = 0; update < 5; update++) {
        chat.requestUpdate();
        await chat.updateComplete;
      }
      expect(controller.preview).not.to.equal(undefined);
      expect(looks).to.be.below(messages.length);
    });

    it('is read out once', async () => {
      await closed();
      await says('Hello?');
      await has('preview');
      const status = () => parts('preview')[0]!.shadowRoot!.querySelector('[role="status"]')!;
      await waitUntil(() => status().textContent === 'Agent says: Hello?');
      chat.show();
      await hasNo('preview');
      await waitUntil(() => parts('text').at(-1)!.checkVisibility(), 'the panel');
      await nextFrame();
      const spoken = parts('panel')[0]!.shadowRoot!.querySelector('[role="status"]')!;
      expect(spoken.textContent).not.to.include('Hello?');
    });

    it('in the language of the page', async () => {
      await import('../i18n/locales/de.js');
      await closed();
      chat.lang = 'de';
      await waitUntil(() => launcher().ariaLabel === 'Chat öffnen', 'German');
      await says('Hallo?');
      await previews('Hallo?');
      expect(parts('preview-close')[0]).to.have.attribute('aria-label', 'Nachricht ausblenden');
    });

    it('with parts that a page can style', async () => {
      await closed();
      await says('Hello?');
      await has('preview');
      const style = document.createElement('style');
      document.head.append(style);
      for (const name of ['', '-message', '-author', '-text', '-close'].map((n) => `preview${n}`)) {
        style.textContent = `captivate-chat::part(${name}) { outline: 7px solid red }`;
        expect(getComputedStyle(parts(name)[0]!).outlineWidth, name).to.equal('7px');
      }
      style.remove();
    });

    for (const scheme of ['light', 'dark'] as const) {
      it(`as everybody can read it, in ${scheme} colours`, async () => {
        await closed();
        chat.appearance = scheme;
        await says('Hello?');
        await has('preview-close');
        await waitUntil(() => parts('preview')[0]!.getAnimations().length === 0, 'no motion');
        await expect(parts('preview')[0]).to.be.accessible();
      });
    }

    for (const direction of ['ltr', 'rtl'] as const) {
      for (const placement of ['bottom-end', 'bottom-start'] as const) {
        it(`above it, ${placement} of a small ${direction} window`, async () => {
          await setViewport({width: 360, height: 480});
          try {
            await closed({placement});
            chat.dir = direction;
            await says(
              `${'A rather long message, and then a word: '.repeat(9)}${'wide'.repeat(50)}`,
            );
            await has('preview');
            await waitUntil(() => parts('preview')[0]!.getAnimations().length === 0, 'no motion');
            const box = parts('preview')[0]!.getBoundingClientRect();
            const below = launcher().getBoundingClientRect();
            expect(box.left).to.be.at.least(8);
            expect(box.right).to.be.at.most(352);
            expect(box.top).to.be.at.least(0);
            expect(box.bottom).to.be.below(below.top);
            expect(box.height).to.be.below(140);
            const atStart = (placement === 'bottom-start') === (direction === 'ltr');
            const edge = atStart ? 'left' : 'right';
            expect(box[edge]).to.be.closeTo(below[edge], 1);
            expect(document.documentElement.scrollWidth).to.equal(360);
          } finally {
            await setViewport({width: 800, height: 600});
          }
        });
      }
    }
  });

  describe('is in the title of a hidden page', () => {
    it('as a number, with the panel open or closed, until it is seen', async () => {
      chat = await put();
      chat.show();
      await waitUntil(() => parts('text').length > 0, 'the greeting');
      setHidden(true);
      await says('Hello?');
      await waitUntil(() => document.title === '(1) Shop', 'the number');
      expect(parts('preview')).to.have.length(0);
      setHidden(false);
      await counts(0);
      expect(document.title).to.equal('Shop');
    });

    it('until the element is gone', async () => {
      await closed();
      setHidden(true);
      await says('Hello?');
      await waitUntil(() => document.title === '(1) Shop', 'the number');
      const {parentNode} = chat;
      chat.remove();
      expect(document.title).to.equal('Shop');
      parentNode!.append(chat);
      fixtureCleanup();
      await nextFrame();
      expect(document.title).to.equal('Shop');
    });
  });

  describe('may be heard', () => {
    let played: number;
    let audio: AudioContext | undefined;

    /** A visitor who has done something on the page, or has not. */
    function allowSound(isActive: boolean) {
      stub(Navigator.prototype, 'userActivation').get(() => ({hasBeenActive: isActive}));
    }

    beforeEach(() => {
      played = 0;
      stub(AudioScheduledSourceNode.prototype, 'start').callsFake(function (
        this: AudioScheduledSourceNode,
      ) {
        played++;
        audio = this.context as AudioContext;
        this.dispatchEvent(new Event('ended'));
      });
      stub(AudioScheduledSourceNode.prototype, 'stop');
      // There is no loudspeaker here.
      stub(AudioContext.prototype, 'resume').resolves();
      stub(BaseAudioContext.prototype, 'state').get(() => 'running');
    });

    /** Another tab has no say any more in who plays. */
    const release = () =>
      waitUntil(
        async () => {
          const {held} = await navigator.locks.query();
          return held!.every(({name}) => name !== 'captivate-chat sound');
        },
        'the sound is free',
        {interval: 200},
      );

    it('where the site wants it, and the visitor has done something', async () => {
      allowSound(true);
      await closed({sound: true});
      await says('Hello?');
      await waitUntil(() => played === 1, 'the tone');
      expect(audio).to.be.instanceOf(AudioContext);
      await says('And another');
      await previews('And another');
      await counts(2);
      expect(played, 'not again so soon').to.equal(1);
      await release();
    });

    it('but not by default', async () => {
      allowSound(true);
      await closed();
      await says('Hello?');
      await previews('Hello?');
      expect(played).to.equal(0);
    });

    it('but not before the visitor has done something', async () => {
      allowSound(false);
      await closed({sound: true});
      await says('Hello?');
      await previews('Hello?');
      expect(played).to.equal(0);
    });

    it('but not while the visitor reads', async () => {
      allowSound(true);
      chat = await put({sound: true});
      chat.show();
      await waitUntil(() => parts('text').length > 0, 'the greeting');
      await says('Hello?');
      await waitUntil(() => parts('text').length === 2, 'the message');
      await counts(0);
      expect(played).to.equal(0);
    });

    it('but not where another tab plays', async () => {
      allowSound(true);
      await closed({sound: true});
      await navigator.locks.request('captivate-chat sound', async () => {
        await says('Hello?');
        await previews('Hello?');
        await counts(1);
      });
      expect(played).to.equal(0);
    });
  });

  describe('may be told by the system', () => {
    const OFFER = 'Notify me of new messages';

    /** What was shown, and whether it still is. */
    let shown: FakeNotification[];
    let permission: NotificationPermission;
    let asked: number;

    class FakeNotification extends EventTarget {
      open = true;

      constructor(
        readonly title: string,
        readonly options: NotificationOptions = {},
      ) {
        super();
        // The widget tries whether there is such a thing.
        if (title) shown.push(this);
      }

      static get permission() {
        return permission;
      }

      static requestPermission() {
        asked++;
        permission = 'granted';
        return Promise.resolve(permission);
      }

      close() {
        this.open = false;
      }
    }

    beforeEach(() => {
      shown = [];
      permission = 'granted';
      asked = 0;
      Object.defineProperty(globalThis, 'Notification', {
        configurable: true,
        writable: true,
        value: FakeNotification,
      });
    });

    const {Notification: own} = globalThis;
    afterEach(() => {
      Object.defineProperty(globalThis, 'Notification', {
        configurable: true,
        writable: true,
        value: own,
      });
    });

    async function offered() {
      parts('menu-button')[0]!.click();
      await has('menu-item');
      return parts('menu-item').map(({innerText}) => innerText);
    }

    it('when the visitor has asked for it in the menu', async () => {
      permission = 'default';
      await closed({notifications: true});
      setHidden(true);
      await says('Hello?');
      await counts(1);
      setHidden(false);
      expect(asked, 'nobody was asked').to.equal(0);
      chat.show();
      await waitUntil(() => parts('menu-button')[0]!.checkVisibility(), 'the panel');
      const index = (await offered()).indexOf(OFFER);
      parts('menu-item')[index]!.click();
      expect(asked).to.equal(1);
      await nextFrame();
      expect(await offered()).not.to.include(OFFER);
      setHidden(true);
      await says('Are you there?');
      await waitUntil(() => shown.length === 1, 'the notification');
    });

    it('is not offered where the site does not want it, or it was answered', async () => {
      permission = 'default';
      await closed();
      chat.show();
      expect(await offered()).not.to.include(OFFER);
      permission = 'denied';
      chat.notifications = true;
      await chat.updateComplete;
      await nextFrame();
      expect(parts('menu-item').map(({innerText}) => innerText)).not.to.include(OFFER);
    });

    it('while the page is hidden, and brings the visitor back', async () => {
      await closed({notifications: true});
      setHidden(true);
      await says('Hello?');
      await waitUntil(() => shown.length === 1, 'the notification');
      const [notification] = shown;
      expect(notification!.title).to.equal('Agent');
      expect(notification!.options.body).to.equal('Hello?');
      expect(notification!.options.silent).to.equal(true);
      notification!.dispatchEvent(new Event('click'));
      expect(chat.open).to.equal(true);
      setHidden(false);
      expect(notification!.open).to.equal(false);
    });

    it('until it was read elsewhere', async () => {
      await closed({notifications: true});
      setHidden(true);
      await says('Hello?');
      await waitUntil(() => shown.length === 1, 'the notification');
      const {userId} = chat;
      const other: CaptivateChat = await fixture(html`
        <captivate-chat api-key="test-key" socket-url=${hub.url} user-id=${userId}></captivate-chat>
      `);
      resetVisibility();
      other.show();
      await waitUntil(() => !shown[0]!.open, 'the end');
    });

    /** The ids of the messages that this tab would have told of, once it has asked if it may. */
    function watchClaims() {
      const request = spy(LockManager.prototype, 'request');
      const ids = () =>
        request.args.flatMap(
          ([name]) => /^captivate-chat notification \S+ (.+)$/.exec(name)?.[1] ?? [],
        );
      const asked = async (id: string) => {
        await waitUntil(() => ids().includes(id), 'the claim');
        await nextFrame();
      };
      return {ids, asked};
    }

    const nextId = () =>
      new Promise<string>((resolve) => {
        const listener = ({detail}: CaptivateChatEventMap['captivate-message']) =>
          resolve(detail.message.id);
        chat.addEventListener('captivate-message', listener, {once: true});
      });

    it('but not while the page is seen', async () => {
      const claims = watchClaims();
      await closed({notifications: true});
      const id = nextId();
      await says('Hello?');
      await claims.asked(await id);
      expect(shown).to.have.length(0);
    });

    it('but not where the site does not want it', async () => {
      const claims = watchClaims();
      await closed();
      setHidden(true);
      const first = nextId();
      await says('Hello?');
      await previews('Hello?');
      chat.notifications = true;
      const second = nextId();
      await says('Are you there?');
      await claims.asked(await second);
      expect(claims.ids()).not.to.include(await first);
      await waitUntil(() => shown.length > 0, 'the notification');
      expect(shown.map(({options}) => options.body)).to.deep.equal(['Are you there?']);
    });

    it('but not where another tab does', async () => {
      const claims = watchClaims();
      await closed({notifications: true});
      setHidden(true);
      const id = nextId();
      await says('Hello?');
      const name = `captivate-chat notification ${chat.conversationId} ${await id}`;
      const end = Promise.withResolvers<void>();
      void navigator.locks.request(name, () => end.promise);
      await waitUntil(() => claims.ids().length === 2, 'the claim');
      await nextFrame();
      expect(shown).to.have.length(0);
      end.resolve();
    });
  });
});
