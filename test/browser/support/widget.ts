import {expect, fixture, fixtureCleanup, html, nextFrame} from '@open-wc/testing';
import type {CaptivateChat} from '../../../components/chat/captivate-chat.js';
import '../../../components/define.js';
import type {CaptivateChatEventMap} from '../../../components/events.js';
import {startTestHub, type TestHub} from '../../support/hub-fixture.js';
import {waitUntil} from '../../support/wait-until.js';
import {partsOf} from './parts.js';

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

/**
 * The whole widget in a page, with a hub and a visitor of its own for each test, so that none finds what another has
 * stored. To be called once in a `describe`, whose hooks it adds.
 */
export function useWidget() {
  let hub: TestHub;
  let user: string;
  let heard: CustomEvent[] = [];
  const listener = (event: Event) => heard.push(event as CustomEvent);

  // What comes later comes from a server that compiles it first, which is not what is tested here.
  before(async () => {
    await Promise.all([
      import('../../../src/client.js'),
      import('../../../components/panel/define-panel.js'),
    ]);
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

  function heardOf(name: string, count = 1) {
    return waitUntil(() => of(name).length >= count, `${count} of ${name}`);
  }

  async function opened(options: Partial<CaptivateChat> = {}) {
    const chat = await put(options);
    launcher(chat).click();
    await heardOf('captivate-conversation-start');
    if (options.start !== 'visitor') await waitUntil(() => texts(chat).length > 0, 'the greeting');
    await waitUntil(() => input(chat)?.matches(':focus'), 'the composer has the focus');
    return chat;
  }

  const details = (name: string) => of(name).map(({detail}) => detail as Record<string, unknown>);

  return {
    get hub() {
      return hub;
    },
    get user() {
      return user;
    },
    /** What the page was told so far. */
    get heard() {
      return heard;
    },
    /** From now on only what comes now counts as heard. */
    forget: () => void (heard = []),
    /** Puts an element into the page. */
    put,
    /** Puts an element into the page, whose chat is open, greeted and ready to be written in. */
    opened,
    /** Of what was heard, the events of this name. */
    of,
    /** Waits until so many events of this name were heard. */
    heardOf,
    /** What came with the events of this name. */
    details,
    /** The codes of the errors that were told. */
    codes: () => details('captivate-error').map(({code}) => code),
    /** Whether the connection was in this state. */
    hasBeen: (wanted: string) =>
      details('captivate-connection-change').some(({state}) => state === wanted),
  };
}

export const texts = (chat: CaptivateChat) =>
  partsOf(chat, 'text').map(({textContent}) => textContent);

export const notices = (chat: CaptivateChat) =>
  partsOf(chat, 'notice').map(({textContent}) => textContent);

export const launcher = (chat: CaptivateChat) => partsOf(chat, 'launcher')[0]!;

export const input = (chat: CaptivateChat) => partsOf(chat, 'input')[0] as HTMLTextAreaElement;

/** Waits until exactly these messages are in the list. */
export function shows(chat: CaptivateChat, ...expected: string[]) {
  return waitUntil(() => texts(chat).join('|') === expected.join('|'), expected.join(' | ')).catch(
    (error: Error) => {
      throw new Error(`${error.message}, but saw ${texts(chat).join(' | ')}`);
    },
  );
}

/** What the menu offers; leaves it open. */
export async function offered(chat: CaptivateChat) {
  const [button] = partsOf(chat, 'menu-button');
  if (button!.getAttribute('aria-expanded') !== 'true') button!.click();
  await waitUntil(() => partsOf(chat, 'menu-item').length > 0, 'the menu');
  return partsOf(chat, 'menu-item').map(({innerText}) => innerText);
}

export async function choose(chat: CaptivateChat, label: string) {
  const index = (await offered(chat)).indexOf(label);
  expect(index, label).to.be.at.least(0);
  partsOf(chat, 'menu-item')[index]!.click();
  await nextFrame();
}
