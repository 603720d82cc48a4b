import type {IncomingMessage, ServerResponse} from 'node:http';
import type {Hub} from './hub/index.js';

/** Where the demo page asks for a fault: `POST /demo/faults?name=cut`. Only the demo's server has it. */
export const faultPath = '/demo/faults';

interface DemoFault {
  readonly start: (hub: Hub) => void;
  /** Faults that last end after a moment by themselves, so that the demo never stays broken. */
  readonly end?: (hub: Hub) => void;
}

const duration = 10_000;

const faults: Readonly<Record<string, DemoFault>> = {
  cut: {start: ({faults: set}) => set.cutAll()},
  refuse: {
    start: ({faults: set}) => {
      set.refuseConnections();
      set.cutAll();
    },
    end: ({faults: set}) => set.acceptConnections(),
  },
  silent: {start: ({faults: set}) => set.goSilent(), end: ({faults: set}) => set.speakAgain()},
  slow: {start: ({faults: set}) => set.delay(2000), end: ({faults: set}) => set.delay(0)},
  repeat: {start: ({faults: set}) => set.repeat(3), end: ({faults: set}) => set.repeat(1)},
  'lose-next': {start: ({faults: set}) => set.cutBeforeStoring()},
  'keep-next': {start: ({faults: set}) => set.cutAfterStoring()},
  garbage: {start: ({faults: set}) => set.sendGarbage('{"event_type": "bot_mess')},
  forget: {
    start: (hub) => {
      for (const {id} of hub.conversations.all()) hub.faults.forget(id);
    },
  },
  clear: {start: ({faults: set}) => set.clear()},
};

/** Starts the fault that the request names. */
export function handleFaultRequest(request: IncomingMessage, response: ServerResponse, hub: Hub) {
  const {searchParams} = new URL(request.url ?? '/', 'http://demo.invalid');
  const name = searchParams.get('name') ?? '';
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined;
  const {origin, host} = request.headers;
  // Other pages that are open in the developer's browser have no business here.
  if (request.method !== 'POST' || origin !== `http://${host}`) answer(response, 403);
  else if (!fault) answer(response, 404);
  else {
    run(fault, hub);
    answer(response, 204);
  }
}

function run({start, end}: DemoFault, hub: Hub) {
  start(hub);
  if (end) setTimeout(() => end(hub), duration).unref();
}

function answer(response: ServerResponse, status: number) {
  response.writeHead(status).end();
}
