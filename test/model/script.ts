import fc from 'fast-check';
import type {HubCoreOptions} from '../../demo/hub/core.js';
import type {WirePart} from '../../demo/hub/wire.js';
import type {Cut, Reception} from './network.js';
import type {StoreMood} from './faulty-store.js';

/** How the bot answers. */
export interface BotManner {
  readonly answers: 'nothing' | 'echo' | 'twice' | 'after-a-pause';
  /** Milliseconds until it does. */
  readonly delay: number;
}

/** What holds for a whole script. */
export interface Setting {
  readonly start: 'bot' | 'visitor';
  readonly userId?: string | undefined;
  readonly bot: BotManner;
  readonly hub: Pick<
    HubCoreOptions,
    | 'envelope'
    | 'transcriptShape'
    | 'transcriptEventIds'
    | 'conversationIdStyle'
    | 'storeEmptyMessages'
  >;
  /** What a view says when the page begins; nothing where there is none. */
  readonly viewed?: boolean | undefined;
  /** Whether what stalled is lost in the end, so that the client has to find out by itself. */
  readonly stalledIsLost: boolean;
  /** The browser says to the end that there is no network, though there is. */
  readonly onlineIsWrong: boolean;
  /** Whether the visitor writes nothing twice. */
  readonly distinct: boolean;
}

/** Tabs count from 0, and again from 0 where there are not so many. */
interface InTab {
  readonly tab: number;
}

/** What happens next. */
export type Step =
  | ({readonly do: 'write'; readonly text: string} & InTab)
  | {readonly do: 'bot says' | 'agent says'; readonly parts: readonly WirePart[]}
  | {readonly do: 'agent joins' | 'agent leaves'}
  | ({readonly do: 'cut'} & Cut)
  | {readonly do: 'hub cuts'; readonly moment: 'before' | 'after'}
  | {readonly do: 'hub closes all'}
  | {readonly do: 'stall'; readonly kept: number}
  | {readonly do: 'heal'; readonly lose: boolean}
  | {readonly do: 'latency'; readonly up: number; readonly down: number}
  | {readonly do: 'reception'; readonly reception: Reception}
  | {readonly do: 'greet late'; readonly milliseconds: number}
  | {readonly do: 'clock jumps'; readonly milliseconds: number}
  | ({readonly do: 'believe'; readonly online: boolean} & InTab)
  | {readonly do: 'lag'; readonly milliseconds: number}
  | {readonly do: 'push late'; readonly milliseconds: number}
  /** For a while nothing leaves the hub, from now on or from when it is next asked for a transcript; all that is lost. */
  | {readonly do: 'silence'; readonly from: 'now' | 'transcript'; readonly milliseconds: number}
  | {readonly do: 'repeat'; readonly times: number}
  | {readonly do: 'forget'}
  | ({readonly do: 'reload'; readonly crashes: boolean; readonly cut?: Cut | undefined} & InTab)
  | {readonly do: 'offline'}
  | {readonly do: 'online'; readonly lose: boolean}
  | ({readonly do: 'hide' | 'show' | 'leave' | 'come back'} & InTab)
  | ({readonly do: 'view'; readonly viewed: boolean} & InTab)
  | ({readonly do: 'disconnect' | 'connect' | 'ask for the transcript'} & InTab)
  | ({readonly do: 'open a tab'} & InTab)
  | ({readonly do: 'close a tab'; readonly crashes: boolean} & InTab)
  | {readonly do: 'store'; readonly mood: StoreMood}
  | {readonly do: 'wait'; readonly milliseconds: number};

export interface Script {
  readonly setting: Setting;
  readonly steps: readonly Step[];
}

/** Few, so that equal ones are common. */
const visitorText = fc.constantFrom('yes', 'no', 'yes', 'ok', 'Grüße 👋🏽', 'two\nlines');
const botText = fc.constantFrom('yes', 'ok', 'Sure?', 'Grüße 👋🏽', '**bold**', 'yes', ' ');

const text = botText.map((value): WirePart => ({type: 'text', text: value}));
const pause = fc.constantFrom(100, 3_000, 60_000).map((time): WirePart => ({type: 'pause', time}));
const other = fc.constantFrom<WirePart>(
  {type: 'buttons', buttons: {title: 'Sure?', options: [{label: 'Yes', value: 'yes'}]}},
  {type: 'files', files: [{type: 'image', filename: 'a.png', url: 'https://hub.example/a.png'}]},
  {type: 'cards', text: 'Card', link: 'https://hub.example/'},
  {type: 'html', html: '<b>yes</b>'},
  {type: 'seat_map', text: 'Choose a seat', rows: 3},
  // Too big for the socket.
  {type: 'text', text: 'big '.repeat(400)},
);
const parts = fc.array(
  fc.oneof(
    {weight: 6, arbitrary: text},
    {weight: 1, arbitrary: pause},
    {weight: 2, arbitrary: other},
  ),
  {minLength: 1, maxLength: 3},
);

const frames = fc.constantFrom(0, 0, 1, 2, 3, 100);
const cut = fc.record({up: frames, down: frames, unnoticed: fc.constantFrom(0, 2_000, 100_000)});
const kept = fc.constantFrom(0, 0, 1, 2, 100);
const latency = fc.constantFrom(5, 20, 20, 300, 900);

function step(weight: number, arbitrary: fc.Arbitrary<Step>) {
  return phrase(
    weight,
    arbitrary.map((one) => [one]),
  );
}

/** Steps that follow each other at once. */
function phrase(weight: number, arbitrary: fc.Arbitrary<Step[]>) {
  return {weight, arbitrary};
}

function plain<Name extends Step['do']>(...names: readonly Name[]) {
  return fc.constantFrom(...names).map((name) => ({do: name}) as unknown as Step);
}

const tab = fc.nat(2);

function inTab<Name extends Step['do']>(...names: readonly Name[]) {
  return fc.record({do: fc.constantFrom(...names), tab}) as fc.Arbitrary<Step>;
}

const traffic = [
  step(10, fc.record({do: fc.constant('write'), text: visitorText, tab})),
  step(6, fc.record({do: fc.constantFrom('bot says', 'bot says', 'agent says'), parts})),
  step(1, plain('agent joins', 'agent leaves')),
  step(
    10,
    fc
      .constantFrom(1, 10, 30, 100, 300, 1_000, 2_500, 5_000, 20_000, 45_000, 330_000, 700_000)
      .map((milliseconds): Step => ({do: 'wait', milliseconds})),
  ),
];

const faults = [
  step(
    4,
    cut.map((how): Step => ({do: 'cut', ...how})),
  ),
  step(
    2,
    fc.constantFrom('before', 'after').map((moment): Step => ({do: 'hub cuts', moment})),
  ),
  step(1, plain('hub closes all')),
  step(
    2,
    kept.map((value): Step => ({do: 'stall', kept: value})),
  ),
  step(
    2,
    fc.boolean().map((lose): Step => ({do: 'heal', lose})),
  ),
  step(1, fc.record({do: fc.constant('latency'), up: latency, down: latency})),
  step(
    1,
    fc
      .constantFrom<Reception[]>(
        'accepted',
        'accepted',
        'refused',
        'unanswered',
        'every second unanswered',
      )
      .map((reception): Step => ({do: 'reception', reception})),
  ),
  step(
    1,
    fc.constantFrom(0, 300, 900).map((milliseconds): Step => ({do: 'lag', milliseconds})),
  ),
  step(
    2,
    fc
      .constantFrom(0, 30, 300, 1_000)
      .map((milliseconds): Step => ({do: 'push late', milliseconds})),
  ),
  step(
    1,
    fc.constantFrom(1, 2, 3).map((times): Step => ({do: 'repeat', times})),
  ),
];

const silence = [
  step(
    3,
    fc.record({
      do: fc.constant('silence'),
      from: fc.constantFrom('now', 'transcript', 'transcript'),
      milliseconds: fc.constantFrom(500, 2_000, 8_000, 30_000),
    }),
  ),
  // What the visitor wrote is lost, though the other side spoke after it.
  phrase(
    3,
    fc.tuple(visitorText, parts, tab, fc.nat(1)).map(([text, parts, tab, up]): Step[] => [
      {do: 'write', text, tab},
      {do: 'bot says', parts},
      {do: 'cut', up, down: 100, unnoticed: 0},
    ]),
  ),
];

const pageLife = [
  step(
    3,
    fc.record({
      do: fc.constant('reload'),
      crashes: fc.boolean(),
      cut: fc.option(cut, {nil: undefined, freq: 3}),
      tab,
    }),
  ),
  step(1, plain('offline')),
  step(
    1,
    fc.boolean().map((lose): Step => ({do: 'online', lose})),
  ),
  step(1, inTab('hide', 'show')),
  step(2, fc.record({do: fc.constant('view'), viewed: fc.boolean(), tab})),
  step(1, inTab('ask for the transcript')),
];

const wrongSignals = [
  step(
    1,
    fc
      .constantFrom(0, 4_000, 12_000, 25_000)
      .map((milliseconds): Step => ({do: 'greet late', milliseconds})),
  ),
  step(
    1,
    fc
      .constantFrom(-86_400_000, -10_000, 10_000, 86_400_000)
      .map((milliseconds): Step => ({do: 'clock jumps', milliseconds})),
  ),
  step(1, fc.record({do: fc.constant('believe'), online: fc.boolean(), tab})),
];

const absence = [
  step(1, inTab('leave', 'come back', 'come back')),
  step(1, inTab('disconnect', 'connect', 'connect')),
];

const tabs = [
  step(6, inTab('open a tab')),
  step(3, fc.record({do: fc.constant('close a tab'), crashes: fc.boolean(), tab})),
];

const refusals = [step(1, plain('forget'))];

const storage = [
  step(
    2,
    fc
      .constantFrom<StoreMood[]>(
        {kind: 'well'},
        {kind: 'slow', milliseconds: 200},
        {kind: 'slow', milliseconds: 3_000},
        {kind: 'rejecting'},
      )
      .map((mood): Step => ({do: 'store', mood})),
  ),
];

const setting = fc.record({
  start: fc.constantFrom('visitor', 'bot'),
  userId: fc.constantFrom(undefined, 'ann'),
  bot: fc.record({
    answers: fc.constantFrom('nothing', 'echo', 'twice', 'after-a-pause'),
    delay: fc.constantFrom(0, 0, 150, 3_000),
  }),
  hub: fc.record({
    envelope: fc.constantFrom('wrapped', 'bare'),
    transcriptShape: fc.constantFrom('transcript', 'messages'),
    transcriptEventIds: fc.constantFrom('stable', 'fresh'),
    conversationIdStyle: fc.constantFrom('uuid', 'user-uuid'),
    storeEmptyMessages: fc.boolean(),
  }),
  viewed: fc.constantFrom(undefined, true, false),
  stalledIsLost: fc.boolean(),
  onlineIsWrong: fc.constantFrom(false, false, true),
});

/** Scripts in which everything can happen. */
export const script: fc.Arbitrary<Script> = fc.oneof(
  {
    weight: 3,
    arbitrary: scriptOf(stepsOf(...traffic, ...faults, ...wrongSignals, ...pageLife, ...absence)),
  },
  {
    weight: 2,
    arbitrary: scriptOf(
      stepsOf(...traffic, ...faults, ...wrongSignals, ...pageLife, ...absence, ...refusals),
    ),
  },
  {
    weight: 2,
    arbitrary: scriptOf(
      stepsOf(...traffic, ...faults, ...wrongSignals, ...pageLife, ...tabs, ...absence),
    ),
  },
  {
    weight: 1,
    arbitrary: scriptOf(
      stepsOf(
        ...traffic,
        ...faults,
        ...wrongSignals,
        ...pageLife,
        ...tabs,
        ...absence,
        ...refusals,
      ),
    ),
  },
  {
    weight: 2,
    arbitrary: scriptOf(
      stepsOf(
        ...traffic,
        ...faults,
        ...wrongSignals,
        ...pageLife,
        ...absence,
        ...refusals,
        ...storage,
      ),
    ),
  },
  // What goes on without an answer can leave a place empty, and of equal texts nobody can tell which one is missing.
  {
    weight: 3,
    arbitrary: scriptOf(stepsOf(...traffic, ...faults, ...silence, ...pageLife), true),
  },
);

function scriptOf(steps: fc.Arbitrary<Step[]>, distinct = false): fc.Arbitrary<Script> {
  return fc.record({setting: setting.map((each) => ({...each, distinct})), steps});
}

function stepsOf(...choices: readonly ReturnType<typeof step>[]) {
  return fc
    .array(fc.oneof(...choices), {minLength: 4, maxLength: 26, size: 'max'})
    .map((phrases) => phrases.flat());
}

/** A line for each step, to be read by people. */
export function describeScript({setting: {hub, ...rest}, steps}: Script): string {
  const lines = steps.map(({do: name, ...details}) => {
    const text = JSON.stringify(details);
    return text === '{}' ? name : `${name} ${text}`;
  });
  return [JSON.stringify({...rest, ...hub}), ...lines].join('\n  ');
}
