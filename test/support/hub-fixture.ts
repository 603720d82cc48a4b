import {executeServerCommand} from '@web/test-runner-commands';
import type {Conversations, Faults, Hub, ReceivedFrame, Violation} from '../../demo/hub/index.js';
import type {HubCall, HubCommand, HubRead, HubStarted, TestHubOptions} from './hub-plugin.js';

/** The same methods, each with a promise, because they run in another process. */
type Remote<T> = {
  readonly [Name in keyof T]: T[Name] extends (...args: infer Args) => infer Result
    ? (...args: Args) => Promise<Awaited<Result>>
    : never;
};

type HubMethods = Remote<
  Pick<
    Hub,
    | 'send'
    | 'broadcast'
    | 'sayAsBot'
    | 'sayAsAgent'
    | 'sendAction'
    | 'sendUpdate'
    | 'sendError'
    | 'sendRaw'
    | 'connectAgent'
    | 'disconnectAgent'
    | 'waitForFrames'
    | 'waitForConnections'
  >
>;
type FaultMethods = Remote<
  Pick<
    Faults,
    | 'refuseConnections'
    | 'acceptConnections'
    | 'neverGreet'
    | 'cutAll'
    | 'cutBeforeStoring'
    | 'cutAfterStoring'
    | 'goSilent'
    | 'speakAgain'
    | 'delay'
    | 'repeat'
    | 'sendGarbage'
    | 'forget'
    | 'lagTranscripts'
    | 'clear'
  >
>;
type ConversationMethods = Remote<Pick<Conversations, 'all' | 'find' | 'messages'>>;

/** A hub of one's own for a test in a browser. The methods are those of `Hub`, which documents them. */
export interface TestHub extends HubMethods {
  /** For `socket-url`. */
  readonly url: string;
  /** For `api-url`. */
  readonly httpUrl: string;
  readonly faults: FaultMethods;
  readonly conversations: ConversationMethods;
  /** The frames received so far that kept the rules. */
  received(): Promise<readonly ReceivedFrame[]>;
  /** The frames received so far that broke the rules. */
  violations(): Promise<readonly Violation[]>;
  /** How many sockets are open. */
  connections(): Promise<number>;
  /** Closes the hub. Rejects when any frame it received broke the rules. */
  close(): Promise<void>;
}

/**
 * Starts a local hub on a free port.
 *
 * ```ts
 * const hub = await startTestHub({envelope: 'bare'});
 * // … use hub.url …
 * await hub.close(); // fails the test when the client broke a rule
 * ```
 */
export async function startTestHub(options: TestHubOptions = {}): Promise<TestHub> {
  const {id, url, httpUrl} = await command<HubStarted>('hub-start', options);
  const read = <Value>(property: HubRead['property']) =>
    command<Value>('hub-read', {id, property} satisfies HubRead);
  const own = {
    url,
    httpUrl,
    faults: remote<FaultMethods>(id, 'faults.'),
    conversations: remote<ConversationMethods>(id, 'conversations.'),
    received: () => read<readonly ReceivedFrame[]>('received'),
    violations: () => read<readonly Violation[]>('violations'),
    connections: () => read<number>('connections'),
    close: () => close(id),
  };
  return Object.assign(remote<HubMethods>(id, ''), own);
}

/** An object that passes every call on to the hub in the other process. */
function remote<Methods extends object>(id: number, prefix: string): Methods {
  return new Proxy({} as Methods, {
    get(target, name, receiver) {
      // `await` asks every object for `then`; what was set here is not remote.
      if (typeof name === 'symbol' || name === 'then' || Reflect.has(target, name)) {
        return Reflect.get(target, name, receiver) as unknown;
      }
      return (...args: readonly unknown[]) =>
        command('hub-call', {id, method: prefix + name, args} satisfies HubCall);
    },
  });
}

async function close(id: number) {
  const violations = await command<readonly Violation[]>('hub-close', {id});
  if (violations.length === 0) return;
  const reasons = violations.map(({reason, frame}) => `${reason}\n  ${frame}`).join('\n');
  throw new Error(`The client sent frames that break the protocol:\n${reasons}`);
}

async function command<Value>(name: HubCommand, payload: unknown): Promise<Value> {
  const {value} = await executeServerCommand<{value: Value}, unknown>(name, payload);
  return value;
}
