import {aTimeout, expect, fixture, html} from '@open-wc/testing';
import {sendKeys} from '@web/test-runner-commands';
import {useFakeTimers, type SinonFakeTimers} from 'sinon';
import {waitUntil} from '../../test/support/wait-until.js';
import {
  EMPTY_SNAPSHOT,
  type ChatSnapshot,
  type ContentPart,
  type Message,
  type Notice,
  type ConnectionProblem,
} from '../../src/client.js';
import type {ChatPanel} from './chat-panel.js';
import type {CommandEvent} from './commands.js';
import './define-panel.js';
import {english} from '../i18n/strings.js';

describe('the panel', () => {
  let panel: ChatPanel;
  let heard: string[];

  async function show(snapshot: Partial<ChatSnapshot> = {}) {
    const listener = ({type}: Event) => heard.push(type);
    panel = await fixture(html`
      <captivate-chat-panel
        role="dialog"
        aria-label="Support"
        heading="Support"
        subheading="We are here"
        style="height: 500px; width: 360px"
        .snapshot=${{...EMPTY_SNAPSHOT, ...snapshot}}
        @captivate-submit=${listener}
        @captivate-draft=${listener}
        @captivate-dismiss=${listener}
      ></captivate-chat-panel>
    `);
    await panel.updateComplete;
  }

  const part = (name: string) => panel.shadowRoot!.querySelector<HTMLElement>(`[part="${name}"]`);
  const composer = () => panel.shadowRoot!.querySelector('captivate-chat-composer')!;

  beforeEach(() => (heard = []));

  const said = (...parts: ContentPart[]): Message => ({
    ...{id: 'm1', sender: 'bot', status: 'received', text: '', parts},
  });
  const talking = {
    conversationId: 'c1',
    connection: 'ready',
    messages: [said({type: 'text', text: 'Hello'})],
  } as const;

  describe('that is closed', () => {
    const transcript = () => panel.shadowRoot!.querySelector('captivate-chat-transcript')!;
    const drawn = () => transcript().shadowRoot!.querySelectorAll('[data-id]').length;
    const line = (n: number): Message => ({...said({type: 'text', text: `${n}`}), id: `n${n}`});

    beforeEach(async () => {
      await show(talking);
      panel.hidden = true;
      await panel.updateComplete;
      for (let n = 1; n <= 5; n++) {
        const messages = Array.from({length: n}, (_, index) => line(index));
        const notices = [{id: 'l1', code: 'agent-joined', name: 'Ana', after: 'n0'} as const];
        panel.snapshot = {...panel.snapshot, messages, notices, unreadCount: n};
        await panel.updateComplete;
      }
    });

    it('is no work however much comes', () => {
      expect(transcript().messages.length).to.equal(1);
    });

    it('shows all of it when it is opened, in the language of then', async () => {
      panel.translation = {
        welcome: 'Hallo',
        toEnd: 'Zum Ende',
        trouble: {offline: 'Ohne Netz'},
      } as never;
      await panel.updateComplete;
      panel.hidden = false;
      await panel.updateComplete;
      await transcript().updateComplete;
      expect(transcript().messages.length).to.equal(5);
      expect(drawn()).to.equal(5);
      expect(panel.strings.toEnd).to.equal('Zum Ende');
    });
  });

  it('shows its titles', async () => {
    await show();
    expect(part('title')!.innerText).to.equal('Support');
    expect(part('subtitle')!.innerText).to.equal('We are here');
    panel.subheading = '';
    await panel.updateComplete;
    expect(part('subtitle')).to.be.null;
  });

  it('shows who is there to talk to, with their picture in place of the logo', async () => {
    const logo = new URL('/docs/screenshots/menu.png', location.href).href;
    const face = new URL('/docs/screenshots/launcher.png', location.href).href;
    await show();
    panel.logo = logo;
    await panel.updateComplete;
    expect(part('logo')!.getAttribute('src')).to.equal(logo);
    expect(part('avatar')).to.be.null;

    const agent = {name: 'Ines', avatarUrl: face};
    panel.snapshot = {...panel.snapshot, agent: {state: 'joined', agent}};
    await panel.updateComplete;
    expect(part('subtitle')!.innerText).to.equal('Ines');
    expect(part('avatar')!.querySelector('img')!.src).to.equal(face);
    expect(part('logo')).to.be.null;
    await expect(panel).to.be.accessible();

    panel.snapshot = {...panel.snapshot, agent: {state: 'left'}};
    await panel.updateComplete;
    expect(part('subtitle')!.innerText).to.equal('We are here');
    expect(part('logo')).not.to.be.null;
    expect(part('avatar')).to.be.null;
  });

  it('has the draft in its box', async () => {
    await show({draft: 'half a thought'});
    expect(composer().draft).to.equal('half a thought');
  });

  it('passes on what the composer asks for', async () => {
    await show();
    await panel.focusComposer();
    await sendKeys({type: 'a'});
    await sendKeys({press: 'Enter'});
    expect(heard).to.deep.equal(['captivate-draft', 'captivate-submit']);
  });

  describe('a message that was not sent', () => {
    const failed: Message = {
      ...said({type: 'text', text: 'Hello'}),
      ...{sender: 'user', status: 'failed', failure: 'hub-error'},
    };
    const button = (name: string) =>
      panel
        .shadowRoot!.querySelector('captivate-chat-transcript')!
        .shadowRoot!.querySelector<HTMLElement>(`[part="${name}"]`)!;

    it('is read out', async () => {
      await show({...talking, messages: [failed]});
      panel.announceFailure(failed);
      await panel.updateComplete;
      const spoken = panel.shadowRoot!.querySelector<HTMLElement>('[aria-atomic="false"]')!;
      expect(spoken.textContent.trim()).to.equal(
        'Not sent: The chat service did not accept this message.',
      );
    });

    it('is decided about by the element around', async () => {
      await show({...talking, messages: [failed]});
      for (const name of ['captivate-resend', 'captivate-discard']) {
        panel.addEventListener(name, ({type}) => heard.push(type));
      }
      button('retry-button').click();
      button('discard-button').click();
      expect(heard).to.deep.equal(['captivate-resend', 'captivate-discard']);
    });

    it('leaves the focus to the composer when it goes with it', async () => {
      await show({...talking, messages: [failed]});
      button('discard-button').focus();
      panel.snapshot = {...panel.snapshot, messages: []};
      await waitUntil(() => panel.shadowRoot!.activeElement === composer(), 'the composer');
    });
  });

  it('asks to be closed by its button', async () => {
    await show();
    part('close-button')!.click();
    expect(heard).to.deep.equal(['captivate-dismiss']);
  });

  it('asks to be closed by Escape', async () => {
    await show();
    await panel.focusComposer();
    await sendKeys({press: 'Escape'});
    expect(heard).to.deep.equal(['captivate-dismiss']);
  });

  it('is not closed by the Escape that ends a composition', async () => {
    await show();
    const escape = new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true});
    panel.dispatchEvent(escape);
    expect(heard).to.be.empty;
  });

  for (const trouble of Object.keys(english.trouble) as ConnectionProblem[]) {
    it(`says in plain words what is the matter: ${trouble}`, async () => {
      await show({trouble, connection: 'waiting'});
      expect(part('notice')!.innerText).to.equal(english.trouble[trouble]);
      await expect(panel).to.be.accessible();
    });
  }

  it('says nothing while all is well', async () => {
    await show({connection: 'ready'});
    expect(part('notice')).to.be.null;
  });

  it('says that it is connecting where there is nothing else to see', async () => {
    await show({connection: 'connecting'});
    expect(part('notice')!.innerText).to.equal('Connecting…');
  });

  it('takes nothing where it could never be sent, and keeps the draft', async () => {
    await show({trouble: 'no-api-key', draft: 'hello'});
    expect(composer().disabled).to.be.true;
    expect(composer().draft).to.equal('hello');
    await show({trouble: 'offline', connection: 'waiting'});
    expect(composer().disabled, 'offline, messages wait').to.be.false;
  });

  describe('menu', () => {
    const menu = () => panel.shadowRoot!.querySelector('captivate-chat-menu');
    const labels = () => menu()?.items.map(({label}) => label) ?? [];

    it('offers what there is to do', async () => {
      await show(talking);
      expect(labels()).to.deep.equal([
        'Talk to a person',
        'New conversation',
        'Download as text',
        'Download as web page',
        'Delete my conversation',
      ]);
    });

    it('offers nothing that needs a conversation before there is one', async () => {
      await show({connection: 'connecting'});
      expect(labels()).to.deep.equal(['Talk to a person']);
    });

    it('offers no other person while one is there', async () => {
      await show({...talking, agent: {state: 'joined'}});
      expect(labels()).not.to.include('Talk to a person');
      await show({...talking, agent: {state: 'left'}});
      expect(labels()).to.include('Talk to a person');
    });

    it('offers nothing that the site does not want', async () => {
      await show(talking);
      panel.noAgentRequest = true;
      panel.noTranscriptDownload = true;
      await panel.updateComplete;
      expect(labels()).to.deep.equal(['New conversation', 'Delete my conversation']);
    });

    it('is absent where there is nothing to do', async () => {
      await show({trouble: 'no-api-key'});
      expect(menu()).to.be.null;
    });
  });

  describe('commands', () => {
    let asked: string[];
    let answer: PromiseWithResolvers<void>;

    const confirm = () => panel.shadowRoot!.querySelector('captivate-chat-confirm');
    const menuButton = () =>
      panel
        .shadowRoot!.querySelector('captivate-chat-menu')!
        .shadowRoot!.querySelector<HTMLElement>('[part="menu-button"]')!;

    beforeEach(async () => {
      asked = [];
      answer = Promise.withResolvers();
      await show(talking);
      panel.addEventListener('captivate-command', (event) => {
        const {detail} = event as CommandEvent;
        asked.push(detail.command);
        detail.done = answer.promise;
      });
    });

    /** By keyboard alone, counted from the end of the menu. */
    async function choose(fromEnd: number) {
      menuButton().focus();
      await sendKeys({press: 'ArrowUp'});
      for (let step = 1; step < fromEnd; step++) await sendKeys({press: 'ArrowUp'});
      await sendKeys({press: 'Enter'});
      await settled();
    }

    async function settled() {
      // A promise that was answered, what it leads to, and the drawing of that.
      for (let turn = 0; turn < 3; turn++) await aTimeout(0);
      await panel.updateComplete;
      await confirm()?.updateComplete;
    }

    it('that cannot be undone are asked about first', async () => {
      await choose(1);
      expect(asked).to.be.empty;
      expect(confirm()!.question.heading).to.equal('Delete your conversation?');
      expect(panel.shadowRoot!.activeElement).to.equal(confirm());
    });

    it('are done when the visitor means it, and the focus goes back to the menu', async () => {
      await choose(1);
      await sendKeys({press: 'Tab'});
      await sendKeys({press: 'Enter'});
      await settled();
      expect(asked).to.deep.equal(['delete-conversation']);
      expect(confirm()!.busy).to.be.true;
      answer.resolve();
      await settled();
      expect(confirm()).to.be.null;
      expect(menuButton().matches(':focus')).to.be.true;
    });

    it('are not done when the visitor does not, who is where they were', async () => {
      await choose(4);
      expect(confirm()!.question.heading).to.equal('Start a new conversation?');
      await sendKeys({press: 'Escape'});
      await settled();
      expect(confirm()).to.be.null;
      expect(asked).to.be.empty;
      expect(heard, 'the panel stays').to.be.empty;
      expect(menuButton().matches(':focus')).to.be.true;
    });

    it('that failed can be tried again, or left', async () => {
      await choose(1);
      await sendKeys({press: 'Tab'});
      await sendKeys({press: 'Enter'});
      answer.reject(new Error('no'));
      await settled();
      expect(confirm()!.failed).to.be.true;
      answer = Promise.withResolvers();
      await sendKeys({press: 'Enter'});
      await settled();
      expect(asked).to.have.length(2);
      expect(confirm()!.busy).to.be.true;
      answer.reject(new Error('no'));
      await settled();
      await sendKeys({press: 'Escape'});
      await settled();
      expect(confirm()).to.be.null;
    });

    it('let nothing else be done while they are asked about', async () => {
      await choose(1);
      const inert = [...panel.shadowRoot!.querySelectorAll('[inert]')].map(
        ({localName}) => localName,
      );
      expect(inert).to.deep.equal([
        'header',
        'captivate-chat-transcript',
        'captivate-chat-composer',
        // What the page has put below.
        'div',
      ]);
      await sendKeys({press: 'Escape'});
      await settled();
      expect(panel.shadowRoot!.querySelector('[inert]')).to.be.null;
    });

    it('about one conversation are not done to another', async () => {
      await choose(1);
      panel.snapshot = {...panel.snapshot, conversationId: 'c2'};
      await settled();
      expect(confirm()).to.be.null;
      expect(asked).to.be.empty;
    });

    it('without a risk are done at once', async () => {
      await choose(3);
      expect(asked).to.deep.equal(['download-text']);
      expect(confirm()).to.be.null;
      expect(part('notice')).to.be.null;
    });

    it('without a risk say in a line that they failed, and no more once they work', async () => {
      await choose(3);
      answer.reject(new Error('no'));
      await settled();
      expect(part('notice')!.innerText).to.include('That did not work.');
      answer = Promise.withResolvers();
      await choose(3);
      expect(part('notice')).to.be.null;
    });

    it('are accessible while they are asked about', async () => {
      await choose(1);
      await expect(panel).to.be.accessible();
    });
  });

  describe('reads out', () => {
    const spoken = () =>
      [...panel.shadowRoot!.querySelectorAll('[role="status"] p')].map(
        ({textContent}) => textContent,
      );

    async function announce(part: ContentPart, more: Partial<Message> = {}) {
      await show();
      panel.announce({...said(part), time: 1, ...more});
      await panel.updateComplete;
      return spoken().map((line) => line.replace(/\s+/g, ' '));
    }

    const kinds: Readonly<Record<string, readonly [part: ContentPart, words: string]>> = {
      text: [{type: 'text', text: '**Price**: [see](https://a.example)'}, 'Price: see'],
      buttons: [
        {
          type: 'buttons',
          title: 'Size?',
          options: [
            {label: 'Small', value: 's'},
            {label: 'Large', value: 'l'},
          ],
        },
        'Size? 2 choices: Small, Large',
      ],
      'one button': [{type: 'buttons', options: [{label: 'Go on', value: 'g'}]}, '1 choice: Go on'],
      'buttons without any': [{type: 'buttons', title: 'Size?', options: []}, 'Size?'],
      cards: [{type: 'cards', cards: [{title: 'Oslo', text: 'Cold'}]}, 'Oslo Cold'],
      files: [{type: 'files', files: [{mimeType: '', name: 'a.pdf'}]}, 'File: a.pdf'],
      html: [{type: 'html', html: '<p>Hi <b>you</b></p>'}, 'Hi you'],
    };
    for (const [kind, [content, words]] of Object.entries(kinds)) {
      it(`${kind} in words`, async () => {
        expect(await announce(content)).to.deep.equal([`Assistant says: ${words}`]);
      });
    }

    it('who it is that speaks', async () => {
      const hello = {type: 'text', text: 'Hello'} as const;
      const ana = {sender: 'agent', author: {name: 'Ana'}} as const;
      expect(await announce(hello, ana)).to.deep.equal(['Ana says: Hello']);
    });

    it('nothing where nothing is said', async () => {
      expect(await announce({type: 'pause', milliseconds: 1})).to.deep.equal([]);
    });

    it('nothing that the visitor wrote', async () => {
      expect(await announce({type: 'text', text: 'Hello'}, {sender: 'user'})).to.deep.equal([]);
    });

    it('nothing that comes with a history, which knows no times', async () => {
      await show();
      panel.announce(said({type: 'text', text: 'Hello'}));
      await panel.updateComplete;
      expect(spoken()).to.deep.equal([]);
    });

    it('a line that is new, and none that was there', async () => {
      const old: Notice = {id: 'n1', code: 'agent-requested'};
      await show({...talking, notices: [old]});
      expect(spoken()).to.deep.equal([]);
      const news: Notice = {id: 'n2', code: 'agent-joined', name: 'Ana'};
      panel.snapshot = {...panel.snapshot, notices: [old, news]};
      await panel.updateComplete;
      expect(spoken()).to.deep.equal(['Ana has joined the conversation.']);
    });

    it('no line that comes with a history', async () => {
      await show();
      panel.snapshot = EMPTY_SNAPSHOT;
      await panel.updateComplete;
      panel.snapshot = {...EMPTY_SNAPSHOT, ...talking, notices: [{id: 'n1', code: 'agent-left'}]};
      await panel.updateComplete;
      expect(spoken()).to.deep.equal([]);
    });

    it('nothing while it is hidden, nor afterwards what was said before', async () => {
      expect(await announce({type: 'text', text: 'Hello'})).to.have.length(1);
      panel.hidden = true;
      await panel.updateComplete;
      panel.snapshot = {...panel.snapshot, notices: [{id: 'n1', code: 'agent-left'}]};
      await panel.updateComplete;
      panel.hidden = false;
      await panel.updateComplete;
      expect(spoken()).to.deep.equal([]);
    });

    describe('how things are', () => {
      let clock: SinonFakeTimers;
      beforeEach(
        () =>
          (clock = useFakeTimers({
            toFake: ['setTimeout', 'clearTimeout'],
            shouldClearNativeTimers: true,
          })),
      );
      afterEach(() => clock.restore());

      async function after(milliseconds: number) {
        await clock.tickAsync(milliseconds);
        await panel.updateComplete;
        return spoken();
      }

      it('when they have been so for a moment', async () => {
        await show({...talking, connection: 'waiting', trouble: 'reconnecting'});
        expect(await after(900)).to.deep.equal([]);
        expect(await after(100)).to.deep.equal(['Reconnecting…']);
      });

      it('again for who opens the panel anew', async () => {
        await show({...talking, connection: 'waiting', trouble: 'offline'});
        expect(await after(1000)).to.deep.equal([english.trouble.offline]);
        panel.hidden = true;
        expect(await after(1000)).to.deep.equal([]);
        panel.hidden = false;
        expect(await after(0)).to.deep.equal([]);
        expect(await after(1000)).to.deep.equal([english.trouble.offline]);
      });

      it('and who is typing, once until the visitor answers', async () => {
        const own = (id: string): Message => ({...said(), id, sender: 'user', status: 'sent'});
        const turn = (messages: Message[], typing: boolean) => {
          panel.snapshot = {...panel.snapshot, messages, typing};
          return after(1000);
        };
        await show({...talking, messages: [own('u1')], typing: true});
        expect(await after(1000)).to.deep.equal(['Assistant is typing…']);
        await turn([own('u1'), said({type: 'text', text: 'Well'})], false);
        await after(10_000);
        const messages = [own('u1'), said({type: 'text', text: 'Well'})];
        expect(await turn(messages, true)).to.deep.equal([]);
        expect(await turn([...messages, own('u2')], true)).to.deep.equal(['Assistant is typing…']);
      });
    });
  });

  it('is accessible', async () => {
    await show({connection: 'ready'});
    await expect(panel).to.be.accessible();
  });
});
