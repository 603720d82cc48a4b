import {expect} from '@open-wc/testing';
import '../../components/define.js';
import type {CaptivateChat} from '../../components/chat/captivate-chat.js';
import {AnnouncementRecorder} from '../support/announcements.js';
import {startTestHub, type TestHub} from '../support/hub-fixture.js';
import {waitUntil} from '../support/wait-until.js';
import {partsOf} from './support/parts.js';

const GREETING =
  'Demo bot says: Hello! I am the demo bot. Write “help” to see what I can show you.';
const CHOICES =
  'Demo bot says: How do you take your coffee? 3 choices: Black, With milk, I prefer tea';
const TYPING = 'Demo bot is typing…';

/** What is said only where something takes longer than a moment. Before its first message, nobody knows the bot's name. */
const WAITS = /^Connecting…$|is typing…$/;

/** What happens, and all that a screen reader is told of it. */
type Step = readonly [happens: (stage: Stage) => unknown, ...told: readonly string[]];

interface Stage {
  readonly chat: CaptivateChat;
  readonly hub: TestHub;
  /** The conversation. */
  readonly id: string;
}

const open: Step = [({chat}) => part(chat, 'launcher').click(), GREETING];

const write = (text: string, ...told: readonly string[]): Step => [
  async ({chat}) => {
    chat.prefill(text);
    await until(() => part(chat, 'send-button').matches(':enabled'), 'the draft');
    part(chat, 'send-button').click();
  },
  ...told,
];

const choose = (item: number): Step => [
  async ({chat}) => {
    part(chat, 'menu-button').click();
    await has(chat, 'menu-item');
    part(chat, 'menu-item', item).click();
  },
];

const confirm = (...told: readonly string[]): Step => [
  async ({chat}) => {
    await has(chat, 'confirm-button');
    part(chat, 'confirm-button').click();
  },
  ...told,
];

const joined: Step = [
  ({hub, id}) => hub.connectAgent(id, {name: 'Ana'}),
  'Ana has joined the conversation.',
];

/** Shows that nothing else was waiting to be said. */
const end: Step = [({hub, id}) => hub.sayAsBot(id, 'That is all.'), 'Demo bot says: That is all.'];

/** The link is lost, and stays so. */
const lost: Step = [
  async ({hub}) => {
    await hub.faults.refuseConnections('destroy');
    await hub.faults.cutAll();
  },
  'Reconnecting…',
];

/** Comes while the link is lost, and so with the history. */
const missed = (text: string): Step => [
  async ({chat, hub, id}) => {
    await hub.sayAsBot(id, text);
    await hub.faults.acceptConnections();
    await until(() => chat.messages.some((message) => message.text === text), 'what was missed');
  },
];

const CONVERSATIONS: Readonly<Record<string, readonly Step[]>> = {
  'with a bot that repeats': [
    open,
    write('One', 'Demo bot says: You said: One'),
    write('One', 'Demo bot says: You said: One'),
  ],

  'with choices': [
    open,
    write('buttons', CHOICES),
    [({chat}) => part(chat, 'option').click(), 'Demo bot says: You said: I take it black'],
    write('button', 'Demo bot says: Ready? 1 choice: Yes, go on'),
  ],

  'with formatted text, cards and files': [
    open,
    write('card', 'Demo bot says: Sidamo € 9.00 for 500 g, roasted on the day it leaves.'),
    write('file', 'Demo bot says: For your records File: notes.txt File: picture.svg'),
    write('html', 'Demo bot says: Your order is on its way. Packed Handed over Follow the parcel'),
    write('custom', 'Demo bot says: Choose a seat'),
    [
      ({hub, id}) => hub.sayAsBot(id, '**Two** [links](https://a.example)'),
      'Demo bot says: Two links',
    ],
  ],

  'with pauses, in which the bot seems to think': [
    open,
    write(
      'pause',
      'Demo bot says: Let me think…',
      TYPING,
      'Demo bot says: …I have thought about it.',
    ),
  ],

  'with pauses, after which the bot goes on': [
    open,
    [
      async ({hub, id}) => {
        const pause = {type: 'pause', time: 1300} as const;
        await hub.sayAsBot(id, 'First', pause, text('Second'), pause, text('Third'));
      },
      ...['Demo bot says: First', TYPING, 'Demo bot says: Second', 'Demo bot says: Third'],
    ],
  ],

  'that a person takes over, and gives back': [
    open,
    write(
      'human',
      'Demo bot says: I am looking for a colleague.',
      'Nobody is available right now. You can go on writing here.',
    ),
    joined,
    [({hub, id}) => hub.sayAsAgent(id, 'Hello, this is Ana.'), 'Ana says: Hello, this is Ana.'],
    [({hub, id}) => hub.disconnectAgent(id), 'Ana has left the conversation.'],
  ],

  'for which there is nobody': [
    open,
    [({chat}) => chat.requestAgent(), 'A person was asked to join. Please wait a moment.'],
    [
      ({hub, id}) => hub.sendUpdate(id, 'failedAgentAssignment'),
      'Nobody is available right now. You can go on writing here.',
    ],
  ],

  'in which the hub fails': [
    open,
    write('error', 'Something went wrong on our side. Please try that again.'),
  ],

  'in which a message is refused': [
    open,
    [
      async ({chat, hub, id}) => {
        await hub.faults.goSilent({store: false});
        await chat.sendMessage('Refused');
        await hub.waitForFrames('user_message', 2);
        await hub.faults.speakAgain();
        await hub.sendError(id, 403, 'Refused');
      },
      'Something went wrong on our side. Please try that again.',
      'Not sent: The chat service did not accept this message.',
    ],
  ],

  'with a message that is too long to be sent': [
    open,
    [
      ({chat}) => chat.prefill('long '.repeat(30_000)),
      'This is too long for one message. Please shorten it, or send it in parts.',
    ],
    [({chat}) => chat.prefill('')],
  ],

  'that is interrupted, where what was missed comes with the history': [
    open,
    lost,
    missed('You missed this.'),
  ],

  'that is closed, and opened again': [
    open,
    [({chat}) => chat.hide()],
    [
      async ({chat, hub, id}) => {
        await hub.sayAsBot(id, 'Are you there?');
        await until(() => chat.unreadCount === 1, 'the unread message');
      },
      'Demo bot says: Are you there?',
    ],
    [({chat}) => chat.show()],
  ],

  'that goes on in another one, with lines between': [
    open,
    joined,
    [
      async ({chat}) => {
        const again = await put(chat.parentElement!, chat.socketUrl, chat.userId);
        again.show();
        await until(() => again.conversationId === chat.conversationId, 'the same conversation');
        await until(() => partsOf(again, 'notice').length > 0, 'the line');
      },
    ],
    [
      ({hub, id}) => hub.disconnectAgent(id),
      ...Array<string>(2).fill('Ana has left the conversation.'),
    ],
    [({chat}) => (chat.nextElementSibling as CaptivateChat).hide()],
  ],
};

/** In which a menu is open, which closes when the focus goes to another chat. */
const WITH_FOCUS: Readonly<Record<string, readonly Step[]>> = {
  'that is deleted': [open, choose(-1), confirm('Your conversation was deleted.', GREETING)],

  'that the hub does not delete': [
    open,
    choose(-1),
    [({hub}) => hub.faults.goSilent({store: false})],
    confirm(),
    [
      async ({hub, id}) => {
        await hub.waitForFrames('delete_conversation');
        await hub.faults.speakAgain();
        await hub.sendError(id, 500, 'No');
      },
      'That did not work. Please check your connection and try again.',
    ],
  ],
};

const text = (words: string) => ({type: 'text', text: words}) as const;

const part = (chat: CaptivateChat, name: string, index = 0) => partsOf(chat, name).at(index)!;
const until = (condition: () => boolean, what: string) =>
  waitUntil(condition, what, {interval: 20});
const has = (chat: CaptivateChat, name: string) =>
  until(() => partsOf(chat, name).length > 0, name);

/**
 * What was heard, but for what the chat says while it waits longer than it should: on a slow machine that is right. Where
 * it is expected, it stays.
 */
function withoutWaits(heard: readonly string[], expected: readonly string[] = []): string[] {
  let count = 0;
  return heard.filter((words) => {
    const counts = words === expected[count] || !WAITS.test(words);
    if (counts) count++;
    return counts;
  });
}

/** A page of its own, with a chat and somebody who listens to it. */
class Scene {
  readonly place = document.body.appendChild(document.createElement('div'));
  readonly recorder = new AnnouncementRecorder(this.place);
  #expected: string[] = [];

  private constructor(private readonly hub: TestHub) {}

  static async begin(): Promise<Scene> {
    return new Scene(await startTestHub());
  }

  async end(): Promise<void> {
    this.recorder.stop();
    this.place.remove();
    await this.hub.close();
  }

  /** Plays the steps, each to where it has been told. */
  async play(steps: readonly Step[]): Promise<Stage> {
    const chat = await put(this.place, this.hub.url, crypto.randomUUID());
    const {hub} = this;
    for (const [happens, ...told] of steps) {
      await happens({chat, hub, id: chat.conversationId ?? ''});
      this.#expected = [...this.#expected, ...told];
      const heard = () => withoutWaits(this.recorder.heard, this.#expected);
      const isTold = () => heard().length >= this.#expected.length;
      await until(isTold, told.join(' | ')).catch(() => undefined);
      expect(heard()).to.deep.equal(this.#expected);
    }
    return {chat, hub, id: chat.conversationId!};
  }
}

async function put(place: Element, socketUrl: string, userId: string): Promise<CaptivateChat> {
  const chat = document.createElement('captivate-chat');
  chat.apiKey = 'announcements-key';
  chat.socketUrl = socketUrl;
  chat.userId = userId;
  place.append(chat);
  await chat.updateComplete;
  return chat;
}

async function playOne(steps: readonly Step[]): Promise<void> {
  const scene = await Scene.begin();
  try {
    await scene.play([...steps, end]);
  } finally {
    await scene.end();
  }
}

/** They take their time, which is mostly silence. */
const AT_ONCE = 5;

/** Begins with the first ones, and with another one whenever one has ended. */
function playAll(conversations: Readonly<Record<string, readonly Step[]>>) {
  const ends = new Map<string, Promise<unknown>>();
  const waiting = Object.entries(conversations);
  const playNext = async (): Promise<void> => {
    const [name, steps] = waiting.shift() ?? [];
    if (!name || !steps) return;
    const played = playOne(steps);
    ends.set(name, played);
    await played.catch(() => undefined);
    await playNext();
  };
  for (let each = 0; each < AT_ONCE; each++) void playNext();
  return ends;
}

describe('What a screen reader is told of a conversation', () => {
  let ends: ReadonlyMap<string, Promise<unknown>>;

  before(async () => {
    await Promise.all([
      import('../../components/chat/loaded-client.js'),
      import('../../components/panel/define-panel.js'),
    ]);
    ends = playAll(CONVERSATIONS);
  });

  for (const name of Object.keys(CONVERSATIONS)) {
    it(name, async () => {
      await waitUntil(() => ends.has(name), 'its turn', {interval: 50});
      await ends.get(name);
    });
  }

  for (const [name, steps] of Object.entries(WITH_FOCUS)) {
    it(name, async () => {
      await playOne(steps);
    });
  }

  it('of a thousand messages at once: how many they are', async () => {
    const scene = await Scene.begin();
    const {hub, id} = await scene.play([open]);
    await Promise.all(Array.from({length: 1000}, (_, n) => hub.sayAsBot(id, `Message ${n}`)));
    const told = () => withoutWaits(scene.recorder.heard).slice(1);
    const count = () =>
      told().reduce(
        (sum, line) => sum + Number(/^([\d,]+) new/.exec(line)?.[1]?.replace(',', '') ?? 1),
        0,
      );
    await until(() => count() >= 1000, 'all of them');
    expect(count()).to.equal(1000);
    expect(told().length).to.be.below(20);
    await scene.end();
  });
});
