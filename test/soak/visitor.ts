import type {CDPSession} from 'puppeteer-core';
import {setTimeout as wait} from 'node:timers/promises';
import {isStored, LOST_LINK, until, type Tabs, type Visitor} from '../support/page.js';

/** What the page shows of a message. */
export interface Shown {
  readonly text: string;
  readonly status: string;
}

/** A visitor whose tab may be replaced by another. While that goes on they write nothing. */
export class SoakVisitor {
  #tab!: Visitor;
  #session!: CDPSession;
  #last = '';
  /** Whatever is done with the page, one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly tabs: Tabs,
    private readonly address: string,
    /** Whether the hub has a message. */
    private readonly hubHas: (text: string) => boolean,
  ) {}

  open(): Promise<void> {
    return this.#inTurn(() => this.#open());
  }

  /** Resolves when the message is in the list. */
  write(text: string): Promise<void> {
    return this.#inTurn(async () => {
      await this.#tab.page.evaluate(
        async (message) =>
          void (await document.querySelector('captivate-chat')!.sendMessage(message)),
        text,
      );
      this.#last = text;
    });
  }

  reload(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#lastIsSafe();
      await this.#tab.reload();
      await this.#openChat();
    });
  }

  crash(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#lastIsSafe();
      await this.#tab.crash();
      await this.#tab.page.close();
      await this.#open();
    });
  }

  freeze(milliseconds: number): Promise<void> {
    return this.#inTurn(async () => {
      await this.#session.send('Page.setWebLifecycleState', {state: 'frozen'});
      await wait(milliseconds);
      await this.#session.send('Page.setWebLifecycleState', {state: 'active'});
    });
  }

  setOffline(offline: boolean): Promise<void> {
    return this.#inTurn(() => this.#tab.page.setOfflineMode(offline));
  }

  closeAndOpen(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#tab.page.evaluate(() => document.querySelector('captivate-chat')!.hide());
      await this.#openChat();
    });
  }

  list(): Promise<Shown[]> {
    return this.#inTurn(() =>
      this.#tab.page.evaluate(() =>
        document
          .querySelector('captivate-chat')!
          .messages.map(({text, status}) => ({text, status})),
      ),
    );
  }

  /** How many messages are drawn as pending. */
  async pending(): Promise<number> {
    return (await this.#inTurn(() => this.#tab.parts('pending'))).length;
  }

  /** Brings the list in line with the hub's. */
  update(): Promise<void> {
    return this.#inTurn(() =>
      this.#tab.page.evaluate(
        async () => void (await document.querySelector('captivate-chat')!.getTranscript()),
      ),
    );
  }

  /** Leaves the conversation for a new one, whose id it resolves with. */
  startAnew(): Promise<string> {
    return this.#inTurn(() =>
      this.#tab.page.evaluate(() => document.querySelector('captivate-chat')!.newConversation()),
    );
  }

  /** Bytes that the page's scripts hold, after what nobody needs is gone. */
  heap(): Promise<number> {
    return this.#inTurn(async () => {
      // The console keeps what browsers say of lost links, for whoever opens it.
      await this.#session.send('Runtime.discardConsoleEntries');
      // What is collected may let go of more, in tasks of its own.
      for (let times = 0; times < 3; times++) {
        await this.#session.send('HeapProfiler.collectGarbage');
        await wait(100);
      }
      return (await this.#session.send('Runtime.getHeapUsage')).usedSize;
    });
  }

  async #open() {
    this.#tab = await this.tabs.open(this.address);
    this.#tab.expectConsole(LOST_LINK);
    this.#session = await this.#tab.page.createCDPSession();
    await this.#openChat();
  }

  /**
   * Not with the pointer: a page that was frozen stays hidden in Chromium, even when it is reloaded, and in a hidden
   * page nothing is drawn that could be clicked.
   */
  async #openChat() {
    await this.#tab.page.evaluate(() => document.querySelector('captivate-chat')!.show());
    await until('the chat is open', async () => (await this.#tab.parts('input')).length > 0);
  }

  /** No page can keep what it had no time to store. */
  #lastIsSafe() {
    return until(
      'the last message is stored',
      async () => this.hubHas(this.#last) || (await isStored(this.#tab, this.#last)),
    );
  }

  #inTurn<T>(act: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(act);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
