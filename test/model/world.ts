import type {Bot, BotChat} from '../../demo/hub/bot.js';
import type {Conversation} from '../../demo/hub/conversations.js';
import {HubCore} from '../../demo/hub/core.js';
import {PageTabs} from '../../src/tabs/page-tabs.js';
import {FakeSignals} from '../../src/testing/fake-hub.js';
import {FaultyStore} from './faulty-store.js';
import {Network, type Connection} from './network.js';
import {Page} from './page.js';
import type {BotManner, Setting, Step} from './script.js';
import type {VirtualClock} from './virtual-clock.js';

const API_KEY = 'key';

export type Log = (line: string) => void;

/** A message of the visitor, and what is known of its way. */
export interface Written {
  readonly id: string;
  readonly text: string;
  readonly page: Page;
}

/** More would only be slower. */
const MOST_TABS = 3;

/** A visitor, their browser, the network and the hub, on a time of their own. */
export class World {
  readonly hub: HubCore;
  readonly network: Network;
  readonly store: FaultyStore;
  /** The tabs of the browser; there is always one. */
  pages: readonly Page[] = [];
  /** In the order of writing. */
  readonly written: Written[] = [];
  /** Messages of which nobody can say whether they have to be in the current conversation. */
  readonly excused = new Set<string>();
  /** Messages that the visitor sent again, behind all that they had written. */
  readonly resent = new Set<string>();
  /** The hub did not say what it had, so that what was new had to go on without that. */
  hadSilence = false;
  /** For so many milliseconds the hub is silent once it is asked for a transcript. */
  #silenceAtTranscript: number | undefined;
  readonly #setting: Setting;
  readonly #browser = new PageTabs();
  readonly #problems: string[] = [];
  readonly #allPages: Page[] = [];
  /** By connection, what was written to it and not answered over it. */
  readonly #unanswered = new Map<Connection, Set<string>>();
  /** What was answered over the connection that it was written to, as far as a client can tell. */
  readonly #answered = new Set<string>();

  constructor(
    setting: Setting,
    readonly clock: VirtualClock,
    private readonly log?: Log,
  ) {
    this.#setting = setting;
    this.store = new FaultyStore(clock);
    let lastId = 0;
    this.hub = new HubCore({
      ...setting.hub,
      bot: botOf(setting.bot),
      clock: this.clock,
      randomId: () => `h${++lastId}`,
      maxFrameBytes: 1_200,
      messageLink: (id) => `https://hub.example/${id}`,
    });
    this.network = new Network(this.hub, this.clock, API_KEY, {
      handleSent: (connection, data) => this.#handleSent(connection, data),
      handleReceived: (connection, data) => this.#handleReceived(connection, data),
    });
    this.#openPage();
  }

  /** The conversation that the visitor is in, as the hub has it. */
  get conversation(): Conversation | undefined {
    const {conversationId} = this.pages[0]!.client.snapshot;
    return conversationId === undefined ? undefined : this.hub.conversations.find(conversationId);
  }

  async perform(step: Step): Promise<void> {
    this.log?.(`${this.clock.now()} ${step.do}`);
    this.#perform(step);
    await this.clock.advance(step.do === 'wait' ? step.milliseconds : 0);
    this.checkPages();
  }

  /** All is well from now on, for so long that whatever is to be noticed is noticed. */
  async settle(): Promise<void> {
    const {faults} = this.hub;
    faults.clear();
    this.#silenceAtTranscript = undefined;
    this.store.mood = {kind: 'well'};
    this.network.latency = {up: 20, down: 20};
    this.network.pushDelay = 0;
    this.network.reception = 'accepted';
    this.network.greetingDelay = 0;
    this.network.heal({lose: this.#setting.stalledIsLost});
    // What a tab wrote that nobody could hear is found by the next that comes.
    if (this.hadAbsence) for (const page of [...this.pages]) this.#reload(page, {crashes: false});
    for (const {client, signals} of this.pages) {
      signals.set({online: !this.#setting.onlineIsWrong, hidden: false, left: false});
      client.connect();
      client.setViewed(true);
    }
    await this.clock.advance(450_000);
    this.#resendFailed();
    await this.clock.advance(30_000);
    this.checkPages();
  }

  /** The visitor finds what could not be delivered. */
  #resendFailed(): void {
    const {client} = this.pages[0]!;
    for (const {id, text, status} of client.snapshot.messages) {
      if (status !== 'failed') continue;
      if (!this.hadSilence) throw new Error(`The message "${text}" has failed for no reason.`);
      this.resent.add(id);
      client.resend(id);
    }
  }

  /** Asks for the transcript until it comes, and brings the list in line with it. */
  async catchUp(): Promise<void> {
    for (let attempt = 0; attempt < 5; attempt++) {
      let done = false;
      this.pages[0]!.client.getTranscript().then(
        () => (done = true),
        () => undefined,
      );
      await this.clock.advance(12_000);
      this.checkPages();
      if (done) return;
    }
    throw new Error('The transcript was not to be had on a network that is well.');
  }

  /** The tabs go one after the other; nothing of them may be left. */
  async close(): Promise<void> {
    for (const page of this.pages) {
      page.close();
      await this.clock.advance(0);
    }
    this.checkPages();
    if (this.clock.clientTimers > 0) throw new Error('The closed client has left a timer.');
    this.hub.close();
  }

  /** What was written in different tabs may arrive in another order. */
  get hadAbsence(): boolean {
    return this.#allPages.some(({wasAway}) => wasAway);
  }

  /** Throws where a page has broken a promise. */
  checkPages(): void {
    const [problem] = [...this.#problems, ...this.#allPages.flatMap(({problems}) => problems)];
    if (problem !== undefined) throw new Error(problem);
    if (this.network.used > 1) throw new Error('Two connections are used at once.');
  }

  readonly fetch = (address: string): Promise<Pick<Response, 'ok' | 'text'>> => {
    const {stalled, reception, latency} = this.network;
    const isReached = !stalled && reception === 'accepted';
    const id = address.slice(address.lastIndexOf('/') + 1);
    return new Promise((resolve, reject) => {
      this.clock.setTimeout(() => {
        if (!isReached) return reject(new TypeError('Failed to fetch'));
        const message = this.hub.linkedMessage(API_KEY, id);
        resolve({ok: message !== undefined, text: async () => JSON.stringify(message)});
      }, latency.up + latency.down);
    });
  };

  #perform(step: Step): void {
    const {hub, network} = this;
    const page = this.pages[('tab' in step ? step.tab : 0) % this.pages.length]!;
    switch (step.do) {
      case 'write': {
        // A page that was left does nothing.
        if (page.signals.left) return;
        const text = this.#setting.distinct ? `${step.text} ${this.written.length}` : step.text;
        const {id} = page.client.send(text);
        this.written.push({id, text, page});
        return;
      }
      case 'bot says':
        if (this.conversation) hub.sayAsBot(this.conversation.id, ...step.parts);
        return;
      case 'agent says':
        if (this.conversation) hub.sayAsAgent(this.conversation.id, ...step.parts);
        return;
      case 'agent joins':
        if (this.conversation) hub.connectAgent(this.conversation.id, {name: 'Ana'});
        return;
      case 'agent leaves':
        if (this.conversation?.agent) hub.disconnectAgent(this.conversation.id);
        return;
      case 'cut':
        return network.cut(step);
      case 'hub cuts':
        if (step.moment === 'before') hub.faults.cutBeforeStoring();
        else hub.faults.cutAfterStoring();
        return;
      case 'hub closes all':
        return hub.faults.cutAll();
      case 'stall':
        network.keptOfStalled = step.kept;
        return network.stall();
      case 'heal':
        return network.heal(step);
      case 'latency':
        network.latency = {up: step.up, down: step.down};
        return;
      case 'reception':
        network.reception = step.reception;
        return;
      case 'greet late':
        network.greetingDelay = step.milliseconds;
        return;
      case 'clock jumps':
        return this.clock.jump(step.milliseconds);
      case 'believe':
        // The network is as it was.
        return page.signals.set({online: step.online});
      case 'lag':
        return hub.faults.lagTranscripts(step.milliseconds);
      case 'push late':
        network.pushDelay = step.milliseconds;
        return;
      case 'repeat':
        return hub.faults.repeat(step.times);
      case 'silence':
        this.hadSilence = true;
        if (step.from === 'transcript') this.#silenceAtTranscript = step.milliseconds;
        else this.#silence(step.milliseconds);
        return;
      case 'forget':
        return this.#forget();
      case 'reload':
        if (step.cut) network.cut(step.cut);
        return this.#reload(page, step);
      case 'open a tab':
        if (this.pages.length < MOST_TABS) this.#openPage(page.signals);
        for (const each of this.pages) each.wasAway ||= each.isAway;
        return;
      case 'close a tab':
        if (this.pages.length > 1) this.#closePage(page, step);
        return;
      case 'offline':
        network.stall();
        return page.signals.set({online: false});
      case 'online':
        network.heal(step);
        return page.signals.set({online: true});
      case 'hide':
        return page.signals.set({hidden: true});
      case 'show':
        return page.signals.set({hidden: false});
      case 'leave':
        this.#away(page);
        return page.signals.set({hidden: true, left: true});
      case 'come back':
        page.isAway = page.isDisconnected;
        return page.signals.set({hidden: false, left: false});
      case 'view':
        return page.client.setViewed(step.viewed);
      case 'disconnect':
        this.#away(page);
        page.isDisconnected = true;
        return page.client.disconnect();
      case 'connect':
        page.isAway = page.signals.left;
        page.isDisconnected &&= page.isAway;
        return page.signals.left ? undefined : page.client.connect();
      case 'ask for the transcript':
        page.client.getTranscript().catch(() => undefined);
        return;
      case 'store':
        this.store.mood = step.mood;
        return;
      case 'wait':
        return;
    }
  }

  #silence(milliseconds: number): void {
    const {faults} = this.hub;
    faults.goSilent();
    this.clock.setTimeout(() => faults.speakAgain(), milliseconds);
  }

  /** @param signals - Of a page like it. */
  #openPage({online, hidden} = new FakeSignals()): void {
    const {start, userId, viewed} = this.#setting;
    const page = new Page(
      {apiKey: API_KEY, socketUrl: 'ws://hub.example/dev', start, userId},
      {
        browser: this.#browser,
        store: this.store,
        openSocket: this.network.open,
        retryDelay: ({failures}) => Math.min(20_000, 400 * 2 ** failures),
      },
    );
    this.#allPages.push(page);
    this.pages = [...this.pages, page];
    Object.assign(page.signals, {online, hidden});
    let {conversationId} = page.client.snapshot;
    page.client.subscribe((snapshot) => {
      if (snapshot.conversationId === conversationId) return;
      if (conversationId !== undefined) this.#excuse(this.#answered);
      conversationId = snapshot.conversationId;
    });
    if (viewed !== undefined) page.client.setViewed(viewed);
    void page.connect(() => this.clock.now());
  }

  #closePage(page: Page, how: {readonly crashes: boolean}): void {
    page.close(how);
    this.pages = this.pages.filter((each) => each !== page);
    this.#excuseUnstored();
  }

  #away(page: Page): void {
    page.isAway = true;
    page.wasAway ||= this.#allPages.length > 1;
  }

  #reload(page: Page, how: {readonly crashes: boolean}): void {
    this.#closePage(page, how);
    this.#openPage(page.signals);
  }

  /** What was neither stored nor sent when its page went is lost, and so may be what was sent and not stored. */
  #excuseUnstored(): void {
    const kept = new Set(this.store.written.map(({id}) => id));
    const stored = new Set(this.hub.conversations.all().flatMap(idsIn));
    this.#excuse(this.written.map(({id}) => id).filter((id) => !kept.has(id) && !stored.has(id)));
  }

  /** The hub had it, and a client that knows this does not say it again in another conversation. */
  #forget(): void {
    if (!this.conversation) return;
    this.#excuse(idsIn(this.conversation));
    this.hub.faults.forget(this.conversation.id);
    // What is still said there need not name its conversation.
    this.network.dropPushes();
  }

  #excuse(ids: Iterable<string>): void {
    for (const id of ids) this.excused.add(id);
  }

  #handleSent(connection: Connection, data: string): void {
    this.log?.(`${this.clock.now()} → ${data}`);
    if (
      this.#silenceAtTranscript !== undefined &&
      data.includes('"conversation_transcript_request"')
    ) {
      this.#silence(this.#silenceAtTranscript);
      this.#silenceAtTranscript = undefined;
    }
    const {event} = JSON.parse(data) as {event: {event_payload: {client_msg_id?: string}}};
    const id = event.event_payload.client_msg_id;
    if (id === undefined) return;
    const {written, isSound, hasLost} = this.store;
    const stored = written.some((item) => item.id === id);
    if (!stored && isSound && !hasLost)
      this.#problems.push('A message was sent before it was stored.');
    const ids = this.#unanswered.get(connection) ?? new Set();
    this.#unanswered.set(connection, ids.add(id));
  }

  #handleReceived(connection: Connection, data: string): void {
    this.log?.(`${this.clock.now()} ← ${data}`);
    if (!/"(bot_message|livechat_message)"|"message_link"/.test(data)) return;
    for (const id of this.#unanswered.get(connection) ?? []) this.#answered.add(id);
    this.#unanswered.delete(connection);
  }
}

/** The visitor's messages in a conversation, by the ids that their client gave them. */
export function idsIn({messages}: Conversation): string[] {
  return messages.flatMap(({clientMessageId}) => clientMessageId ?? []);
}

function botOf({answers, delay}: BotManner): Bot | null {
  if (answers === 'nothing') return null;
  return {
    name: 'Bot',
    onMessage: ({text}, chat) =>
      delay > 0
        ? chat.after(delay, () => answer(answers, text, chat))
        : answer(answers, text, chat),
  };
}

function answer(answers: BotManner['answers'], said: string, chat: BotChat): void {
  const text = said || 'Welcome';
  if (answers === 'after-a-pause') chat.say('Hm', {type: 'pause', time: 1_500}, text);
  else chat.say(text);
  if (answers === 'twice') chat.say(text);
}
