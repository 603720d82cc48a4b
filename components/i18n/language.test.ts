import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import {waitUntil} from '../../test/support/wait-until.js';
import {EMPTY_SNAPSHOT, type ChatSnapshot, type Message} from '../../src/client.js';
import type {CaptivateChat} from '../chat/captivate-chat.js';
import type {ChatPanel} from '../panel/chat-panel.js';
import '../define.js';
import '../panel/define-panel.js';
import {english} from './strings.js';
import {idle} from '../load.js';

const page = document.documentElement;

/** The languages that have been fetched; each only once, so that tests take different ones. */
const fetched = () =>
  performance
    .getEntriesByType('resource')
    .flatMap(({name}) => /\/locales\/(\w+)\.[jt]s/.exec(name)?.[1] ?? []);

describe('the language of the chat', () => {
  const before = {lang: page.lang, dir: page.dir};

  beforeEach(() => {
    page.removeAttribute('lang');
    page.removeAttribute('dir');
  });

  afterEach(() => {
    fixtureCleanup();
    Object.assign(page, before);
  });

  const put = () =>
    fixture<CaptivateChat>(html`<captivate-chat connect="manual"></captivate-chat>`);

  const inside = (chat: CaptivateChat, name: string) =>
    chat.shadowRoot!.querySelector<HTMLElement>(`[part~="${name}"]`)!;
  const label = (chat: CaptivateChat) => inside(chat, 'launcher').getAttribute('aria-label');
  const direction = (chat: CaptivateChat) => getComputedStyle(inside(chat, 'launcher')).direction;

  const says = (chat: CaptivateChat, text: string) => waitUntil(() => label(chat) === text, text);

  /** As long as it takes the chat to begin what it does when nothing else is to be done. */
  async function settled(chat: CaptivateChat) {
    await nextFrame();
    await idle();
    await idle();
    await chat.updateComplete;
  }

  it('is English without more, and nothing is fetched', async () => {
    const chat = await put();
    page.lang = 'en-GB';
    await settled(chat);
    expect(label(chat)).to.equal('Open chat');
    expect(fetched()).to.deep.equal([]);
  });

  it('is that of the page, and no other is fetched', async () => {
    page.lang = 'de';
    await says(await put(), 'Chat öffnen');
    expect(fetched()).to.deep.equal(['languages', 'de']);
  });

  it('follows the page', async () => {
    const chat = await put();
    page.lang = 'de-CH';
    await says(chat, 'Chat öffnen');
    page.lang = 'es';
    await says(chat, 'Abrir el chat');
    page.lang = 'en';
    await says(chat, 'Open chat');
    page.lang = 'es';
    await says(chat, 'Abrir el chat');
    page.removeAttribute('lang');
    await says(chat, 'Open chat');
  });

  it('is its own where it has one', async () => {
    page.lang = 'de';
    const chat = await put();
    chat.lang = 'pt-BR';
    await says(chat, 'Abrir o chat');
    page.lang = 'es';
    await settled(chat);
    expect(label(chat)).to.equal('Abrir o chat');
    chat.removeAttribute('lang');
    await says(chat, 'Abrir el chat');
  });

  it('is that of the nearest around it, out of a shadow tree', async () => {
    const box = await fixture<HTMLElement>(html`<section lang="nl"><div></div></section>`);
    const shadow = box.firstElementChild!.attachShadow({mode: 'open'});
    const chat = document.createElement('captivate-chat');
    shadow.append(chat);
    await chat.updateComplete;
    await says(chat, 'Chat openen');
    box.lang = 'pl';
    await says(chat, 'Otwórz czat');
  });

  it('is English where the language is none of ours', async () => {
    const chat = await put();
    chat.lang = 'de';
    await says(chat, 'Chat öffnen');
    chat.lang = 'sv';
    await says(chat, 'Open chat');
    chat.lang = 'not a language';
    await settled(chat);
    expect(label(chat)).to.equal('Open chat');
  });

  it('is no longer looked for once the chat is gone', async () => {
    const chat = await put();
    chat.remove();
    page.lang = 'fil';
    chat.lang = 'ja';
    await settled(chat);
    expect(fetched()).to.not.include.members(['fil']).and.not.include.members(['ja']);
    document.body.append(chat);
    await says(chat, 'チャットを開く');
    chat.remove();
  });

  it('is there when the panel opens', async () => {
    const chat = await put();
    chat.lang = 'it';
    chat.show();
    await waitUntil(() => inside(chat, 'panel'), 'the panel');
    const panel = inside(chat, 'panel') as ChatPanel;
    await panel.updateComplete;
    const close = panel.shadowRoot!.querySelector('[part="close-button"]')!;
    expect(close.getAttribute('aria-label')).to.equal('Chiudi la chat');
    expect(panel.getAttribute('aria-label')).to.equal('Chat');
  });

  it('has the words of the page over its own, in any language', async () => {
    const chat = await put();
    chat.strings = {openChat: 'Ask us', heading: 'Help'};
    await says(chat, 'Ask us');
    chat.lang = 'de';
    chat.show();
    await says(chat, 'Chat schließen');
    await waitUntil(() => inside(chat, 'panel'), 'the panel');
    expect(inside(chat, 'panel').getAttribute('aria-label')).to.equal('Help');
    chat.hide();
    await says(chat, 'Ask us');
    chat.strings = undefined;
    await says(chat, 'Chat öffnen');
  });

  describe('and its direction', () => {
    it('are those of the page', async () => {
      const chat = await put();
      expect(direction(chat)).to.equal('ltr');
      page.dir = 'rtl';
      await nextFrame();
      expect(direction(chat)).to.equal('rtl');
      chat.dir = 'ltr';
      await nextFrame();
      expect(direction(chat)).to.equal('ltr');
    });

    it('go together where the page says nothing', async () => {
      const chat = await put();
      chat.lang = 'ar';
      await says(chat, 'فتح الدردشة');
      expect(direction(chat)).to.equal('rtl');
      chat.lang = 'de';
      await says(chat, 'Chat öffnen');
      expect(direction(chat)).to.equal('ltr');
    });

    it('go together however the language is written', async () => {
      const chat = await put();
      for (const [tag, expected] of [
        ['ar_EG', 'rtl'],
        ['HE-il', 'rtl'],
        ['ar-Latn', 'ltr'],
        ['art', 'ltr'],
      ] as const) {
        chat.lang = tag;
        await nextFrame();
        expect(direction(chat), tag).to.equal(expected);
      }
    });

    it('do not go together where the page says otherwise', async () => {
      page.dir = 'ltr';
      const chat = await put();
      chat.lang = 'he';
      await says(chat, 'פתיחת הצ׳אט');
      expect(direction(chat)).to.equal('ltr');
    });

    it('turn the whole chat around, and leave the page alone', async () => {
      const chat = await put();
      chat.lang = 'ar';
      await says(chat, 'فتح الدردشة');
      expect(inside(chat, 'launcher').getBoundingClientRect().left).to.be.below(100);
      expect(chat.matches(':dir(rtl)')).to.be.false;
      expect(chat.hasAttribute('dir')).to.be.false;
    });
  });

  describe('with words of the page', () => {
    it('may have them as a reactive proxy, and shows what they are when it is drawn', async () => {
      const chat = await put();
      const words = {openChat: 'Ask us', notice: {'agent-joined': '{name} is here.'}};
      chat.strings = new Proxy(words, {});
      await says(chat, 'Ask us');
      words.openChat = 'Talk to us';
      chat.requestUpdate();
      await says(chat, 'Talk to us');
    });

    it('leaves out, and reports once, what cannot be read', async () => {
      const chat = await put();
      const codes: string[] = [];
      chat.addEventListener('captivate-error', ({detail}) => codes.push(detail.code));
      const {proxy, revoke} = Proxy.revocable({openChat: 'Ask us'}, {});
      revoke();
      chat.strings = proxy;
      await chat.updateComplete;
      chat.heading = 'drawn again';
      await chat.updateComplete;
      expect(label(chat)).to.equal('Open chat');
      expect(codes).to.deep.equal(['bad-data']);
    });

    for (const wrong of [null, 'text', 5, [], () => 'text', Symbol('text'), {toJSON: () => null}]) {
      it(`is as without them where they are ${typeof wrong}`, async () => {
        const chat = await put();
        Object.assign(chat, {strings: wrong});
        await chat.updateComplete;
        expect(label(chat)).to.equal('Open chat');
      });
    }
  });
});

describe('the texts in the panel', () => {
  const message = (id: string, more: Partial<Message>): Message => ({
    ...{id, sender: 'bot', status: 'received', text: '', parts: [], time: Date.UTC(2024, 0, 2, 15)},
    ...more,
  });
  const text = (value: string) => ({type: 'text', text: value}) as const;
  const file = {mimeType: 'text/plain', size: 2048} as const;

  const snapshot: ChatSnapshot = {
    ...EMPTY_SNAPSHOT,
    conversationId: 'c1',
    connection: 'ready',
    trouble: 'offline',
    typing: true,
    agent: {state: 'joined', agent: {}},
    messages: [
      message('1', {parts: [text('[site](https://other.example) `x`\n\n```\ncode\n```')]}),
      message('2', {
        parts: [{type: 'html', html: '<a href="https://other.example">x</a><table><td>1</table>'}],
      }),
      message('3', {sender: 'agent', parts: [{type: 'files', files: [file]}]}),
      message('4', {
        parts: [{type: 'cards', cards: [{title: 'A'}, {title: 'B', link: 'tel:1'}]}],
      }),
      message('5', {sender: 'user', status: 'pending', parts: [text('A')], time: Date.now()}),
      message('6', {sender: 'user', status: 'failed', failure: 'hub-error', parts: [text('B')]}),
    ],
    notices: [{id: 'n', code: 'agent-joined', after: '4'}],
  };

  /** All that is read or heard: texts, and attributes with words in them. */
  function words(root: ParentNode): string[] {
    return [...root.querySelectorAll('*')]
      .flatMap((element) => [
        ...['aria-label', 'title', 'alt', 'placeholder'].map((name) => element.getAttribute(name)),
        ...[...element.childNodes].map((node) => (node instanceof Text ? node.data : '')),
        ...(element.shadowRoot ? words(element.shadowRoot) : []),
      ])
      .flatMap((value) => value?.trim() || []);
  }

  const table = (value: unknown, change: (text: string) => string): unknown =>
    typeof value === 'string'
      ? change(value)
      : Object.fromEntries(
          Object.entries(value as object).map(([key, inner]) => [key, table(inner, change)]),
        );

  const flat = (value: unknown): string[] =>
    typeof value === 'string' ? [value] : Object.values(value as object).flatMap(flat);

  async function show() {
    const panel = await fixture<ChatPanel>(
      html`<captivate-chat-panel
        style="height: 500px; width: 360px"
        .snapshot=${snapshot}
      ></captivate-chat-panel>`,
    );
    await waitUntil(() => words(panel.shadowRoot!).includes(english.copyCode), 'Markdown');
    await waitUntil(() => words(panel.shadowRoot!).includes(english.table), 'HTML');
    const hasSize = () => /\d\s?kB/i.test(words(panel.shadowRoot!).join(' '));
    await waitUntil(hasSize, 'the file');
    panel
      .shadowRoot!.querySelector('captivate-chat-menu')!
      .shadowRoot!.querySelector('button')!
      .click();
    return panel;
  }

  async function updated(panel: ChatPanel) {
    await panel.updateComplete;
    await nextFrame();
    await nextFrame();
  }

  it('are all in its language, and change with it', async () => {
    const panel = await show();
    await updated(panel);
    const inEnglish = words(panel.shadowRoot!).filter((each) => flat(english).includes(each));
    expect(inEnglish.length).to.be.above(25);

    panel.translation = {...(table(english, (each) => `«${each}»`) as object), locale: 'de'};
    const left = () => words(panel.shadowRoot!).filter((each) => flat(english).includes(each));
    await waitUntil(() => left().length === 0, 'all in its language').catch(() => undefined);
    expect(left()).to.deep.equal([]);
    const now = words(panel.shadowRoot!);
    for (const each of inEnglish) expect(now).to.include(`«${each}»`);
    expect(now, 'with a name in it').to.include('««Agent» has joined the conversation.»');
  });

  it('are read out in its language', async () => {
    const panel = await show();
    panel.translation = {says: '{name} schreibt: {text}', file: 'Datei', bot: 'Assistent'};
    await panel.updateComplete;
    panel.announce(message('7', {parts: [{type: 'files', files: [{mimeType: '', name: 'a'}]}]}));
    await panel.updateComplete;
    expect(words(panel.shadowRoot!)).to.include('Assistent schreibt: Datei: a');
  });

  it('have dates, times and numbers as it writes them', async () => {
    const panel = await show();
    const has = (text: string) =>
      waitUntil(() => words(panel.shadowRoot!).join('\n').includes(text), text);
    panel.translation = {locale: 'de-DE'};
    await has('2. Januar 2024');
    const now = words(panel.shadowRoot!).join('\n');
    await has('2 kB');
    expect(now)
      .to.match(/\d\d:\d\d/)
      .and.not.match(/\d [AP]M/);
    panel.translation = {locale: 'ja'};
    await has('2024年1月2日');
  });
});
