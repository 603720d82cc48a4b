import type {TestRunnerPlugin} from '@web/test-runner';
import {createDemoBot, startHub} from '../../demo/hub/index.js';
import type {Hub, HubOptions} from '../../demo/hub/index.js';

/** What a test in a browser can choose: all of the hub's options that are JSON, and which bot answers. */
export interface TestHubOptions extends Omit<
  HubOptions,
  'bot' | 'server' | 'clock' | 'randomId' | 'port' | 'host'
> {
  /** `'demo'`, the default, answers; with `'none'` only the test speaks. */
  readonly bot?: 'demo' | 'none';
  /** Milliseconds until the demo bot answers. */
  readonly replyDelay?: number;
}

/** Names of the commands, shared by both sides. */
export type HubCommand = 'hub-start' | 'hub-call' | 'hub-read' | 'hub-close';

export interface HubStarted {
  readonly id: number;
  readonly url: string;
  readonly httpUrl: string;
}

/** Which method to call: of the hub itself (`'sayAsBot'`), or of one of its parts (`'faults.delay'`). */
export interface HubCall {
  readonly id: number;
  readonly method: string;
  readonly args: readonly unknown[];
}

/** Which property of the hub to read. */
export interface HubRead {
  readonly id: number;
  readonly property: 'received' | 'violations' | 'connections';
}

type Command = (payload: never) => unknown;

/**
 * Lets browser tests start local hubs, each on a free port, and use everything a hub can do. The browser side is
 * `startTestHub` in `hub-fixture.ts`.
 */
export function hubPlugin(): TestRunnerPlugin {
  const hubs = new Map<number, Hub>();
  let lastId = 0;

  const find = (id: number): Hub => {
    const hub = hubs.get(id);
    if (!hub) throw new Error(`There is no test hub ${id}; it was closed, or never started.`);
    return hub;
  };

  const commands: Readonly<Record<HubCommand, Command>> = {
    'hub-start': async (options: TestHubOptions): Promise<HubStarted> => {
      const {bot = 'demo', replyDelay = 0, ...rest} = options;
      const hub = await startHub({
        ...rest,
        bot: bot === 'demo' ? createDemoBot({replyDelay}) : null,
      });
      hubs.set(++lastId, hub);
      return {id: lastId, url: hub.url, httpUrl: hub.httpUrl};
    },
    'hub-call': ({id, method, args}: HubCall) => callMethod(find(id), method, args),
    'hub-read': ({id, property}: HubRead) => find(id)[property],
    'hub-close': async ({id}: Pick<HubRead, 'id'>) => {
      const hub = find(id);
      hubs.delete(id);
      await hub.close();
      return hub.violations;
    },
  };

  return {
    name: 'local-hub',
    async executeCommand({command, payload}) {
      if (!Object.hasOwn(commands, command)) return undefined;
      const value: unknown = await commands[command as HubCommand](payload as never);
      // The runner takes null for "not my command", so every answer is wrapped.
      return {value};
    },
    async serverStop() {
      await Promise.all([...hubs.values()].map((hub) => hub.close()));
      hubs.clear();
    },
  };
}

function callMethod(hub: Hub, path: string, args: readonly unknown[]): unknown {
  const names = path.split('.');
  const method = names.pop() ?? '';
  const owner = names.reduce<unknown>((object, name) => Reflect.get(Object(object), name), hub);
  const call: unknown = Reflect.get(Object(owner), method);
  if (typeof call !== 'function') throw new Error(`A hub has no method "${path}".`);
  return Reflect.apply(call, owner, args) as unknown;
}
