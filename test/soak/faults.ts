import {setTimeout as wait} from 'node:timers/promises';
import type {Hub} from '../../demo/hub/index.js';
import type {TcpProxy} from '../support/tcp-proxy.js';
import type {Dice} from './random.js';
import type {SoakVisitor} from './visitor.js';

export interface Scene {
  readonly hub: Hub;
  readonly network: TcpProxy;
  readonly visitor: SoakVisitor;
  readonly dice: Dice;
}

/** Something goes wrong. What it leaves behind, such as a link that is dead, is for the widget to deal with. */
export type Fault = (scene: Scene) => void | Promise<void>;

/** Lets trouble last for a random time, and ends it. */
const lasting =
  (low: number, high: number, begin: Fault): Fault =>
  async (scene) => {
    await begin(scene);
    await wait(scene.dice.between(low, high));
    scene.hub.faults.clear();
    await scene.network.restore();
  };

/** What networks and hubs do, by name. */
export const networkFaults: Readonly<Record<string, Fault>> = {
  cut: ({network}) => network.cut(),
  'cut in a frame to the hub': ({network}) => network.cutInFrame('toHub'),
  'cut in a frame to the page': ({network}) => network.cutInFrame('toPage'),
  'cut before storing': ({hub}) => hub.faults.cutBeforeStoring(),
  'cut after storing': ({hub}) => hub.faults.cutAfterStoring(),
  stall: lasting(500, 3_000, ({network}) => network.stall()),
  'black hole': lasting(500, 2_000, ({network}) => network.blackhole()),
  'silent hub': lasting(500, 2_000, ({hub}) => hub.faults.goSilent()),
  'slow line': lasting(1_000, 4_000, ({network, dice}) =>
    network.throttle({
      bytesPerSecond: dice.between(16_000, 64_000),
      latency: dice.between(50, 500),
    }),
  ),
  refused: lasting(500, 2_000, ({network}) => {
    network.refuse('reset');
    network.cut();
  }),
  'nobody listens': lasting(500, 2_000, ({network}) => {
    network.refuse('closed');
    network.cut();
  }),
  'no greeting': lasting(500, 2_000, ({hub, network}) => {
    hub.faults.neverGreet();
    network.cut();
  }),
  'transcripts lag': lasting(2_000, 5_000, ({hub, network, dice}) => {
    hub.faults.lagTranscripts(dice.between(500, 1_500));
    network.cut();
  }),
  'events repeated': lasting(1_000, 3_000, ({hub}) => hub.faults.repeat(2)),
  offline: async ({network, visitor, dice}) => {
    await visitor.setOffline(true);
    network.cut();
    await wait(dice.between(500, 2_000));
    await visitor.setOffline(false);
  },
  'panel closed and opened': ({visitor}) => visitor.closeAndOpen(),
};

/** What happens to pages, by name. */
export const pageFaults: Readonly<Record<string, Fault>> = {
  reload: ({visitor}) => visitor.reload(),
  crash: ({visitor}) => visitor.crash(),
  freeze: ({visitor, dice}) => visitor.freeze(dice.between(500, 2_000)),
};
