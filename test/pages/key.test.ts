import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {demoGreeting} from '../../demo/hub/index.js';
import {inEachBrowser, onlyConversation, type Visitor} from '../support/page.js';

/** Looks otherwise in an address. */
const KEY = 'a key/of ours+8';
const FORMS = [KEY, encodeURIComponent(KEY), encodeURI(KEY), 'a+key%2fof+ours%2b8'];
const ECHO = FORMS.join(' ');
const ADDRESS = `https://hub.example/?apikey=${FORMS[1]}`;

/** Every event that the class doc promises. */
function promisedEvents(): string[] {
  const text = readFileSync(new URL('../../dist/custom-elements.json', import.meta.url), 'utf8');
  const {modules} = JSON.parse(text) as {
    modules: readonly {declarations: {name: string; events?: {name: string}[]}[]}[];
  };
  const declarations = modules.flatMap((module) => module.declarations);
  const chat = declarations.find(({name}) => name === 'CaptivateChat')!;
  return chat.events!.map(({name}) => name);
}

/** Keeps what the page is told, what a link is followed to, and the names of files that are saved. */
async function record({page}: Visitor) {
  await page.evaluate(
    (key, events) => {
      const chat = document.querySelector('captivate-chat')!;
      chat.setAttribute('api-key', key);
      const told: string[] = [];
      Object.assign(window, {told});
      for (const type of events) {
        document.addEventListener(type, (event) =>
          told.push(`${type} ${JSON.stringify((event as CustomEvent).detail)}`),
        );
      }
      HTMLAnchorElement.prototype.click = function () {
        told.push(`saved ${this.download}`);
      };
    },
    KEY,
    promisedEvents(),
  );
}

const told = ({page}: Visitor) =>
  page.evaluate(() => Reflect.get(window, 'told') as readonly string[]);

/** All texts and attributes that are drawn. Runs in the page, so nothing inside has a name. */
const drawn = ({page}: Visitor): Promise<readonly string[]> =>
  page.evaluate(() => {
    const roots: ParentNode[] = [document.querySelector('captivate-chat')!.shadowRoot!];
    const found: string[] = [];
    for (const root of roots) {
      for (const element of root.querySelectorAll('*')) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        found.push(...[...element.attributes].map(({name, value}) => `${name}=${value}`));
        if (element instanceof HTMLElement && !element.closest('style')) {
          found.push(...[...element.childNodes].map((node) => node.nodeValue ?? ''));
        }
      }
    }
    return found.filter((text) => text.trim() !== '');
  });

inEachBrowser('The key', (play) => {
  play('is in nothing that a hub makes of it', async ({visit, hub}) => {
    const visitor = await visit();
    await record(visitor);
    await visitor.openChat();
    await visitor.shows(demoGreeting);
    const {id} = onlyConversation(hub);

    hub.sendError(id, 500, `Refused: ${ECHO}`);
    hub.sendAction(id, {id: 'echo', data: {[KEY]: [ECHO, {address: ADDRESS}]}});
    hub.send(id, {event_type: 'strange', event_payload: {conversation_id: id, echo: [ECHO]}});
    hub.sayAsBot(id, {type: 'strange_part', text: `Part ${ECHO}`, address: ADDRESS, [KEY]: 1});
    hub.sayAsBot(id, `Text ${ECHO} and ${ADDRESS}`);
    hub.sayAsBot(id, {type: 'markdown', text: `**Bold** ${ECHO} [link](${ADDRESS})`});
    hub.sayAsBot(id, {
      type: 'files',
      files: [
        {
          filename: `${KEY}.txt`,
          type: 'text/plain',
          storage: {fileType: 'url', fileKey: ADDRESS, url: ADDRESS},
        },
      ],
    });
    hub.sayAsBot(id, {type: 'button', buttons: [{title: ECHO, id: ECHO, options: {url: ADDRESS}}]});
    hub.connectAgent(id, {name: `Agent ${ECHO}`, agentId: KEY});
    hub.sayAsAgent(id, `Person ${ECHO}`);
    hub.disconnectAgent(id);
    hub.sayAsBot(id, 'The end');
    await visitor.sees('text', ({text}) => text === 'The end');

    const answers = await visitor.page.evaluate(async (echo) => {
      const chat = document.querySelector('captivate-chat')!;
      await chat.setMetadata({echo});
      await chat.downloadTranscript('text');
      await chat.downloadTranscript('html');
      const asked = [
        await chat.getMetadata(),
        await chat.getTranscript(),
        chat.messages,
        chat.agent,
      ];
      const failure = await chat.listConversations().catch((error: unknown) => String(error));
      return JSON.stringify([...asked, failure]);
    }, ECHO);
    const events = await told(visitor);
    for (const type of ['error', 'action', 'hub-event', 'part', 'message', 'agent-change']) {
      assert.ok(
        events.some((line) => line.startsWith(`captivate-${type} `)),
        type,
      );
    }
    assert.equal(events.filter((line) => line.startsWith('saved ')).length, 2);
    const all = [answers, ...events, ...(await drawn(visitor))];
    assert.ok(
      all.some((text) => text.includes('…')),
      'the echoes have come',
    );
    for (const form of FORMS)
      assert.deepEqual(
        all.filter((text) => text.includes(form)),
        [],
      );
  });
});
