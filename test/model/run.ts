import fc from 'fast-check';
import {checkPromises, checkSettled} from './promises.js';
import {describeScript, script, type Script} from './script.js';
import {VirtualClock} from './virtual-clock.js';
import {World, type Log} from './world.js';

export interface RunOptions {
  readonly runs: number;
  readonly seed?: number | undefined;
  /** Of one script, as a failure prints it. */
  readonly path?: string | undefined;
}

/** Runs a script to its end and checks that every promise holds. */
export async function runScript({setting, steps}: Script, log?: Log): Promise<void> {
  const clock = new VirtualClock();
  const uninstall = clock.install();
  const realFetch = globalThis.fetch;
  try {
    const world = new World(setting, clock, log);
    globalThis.fetch = world.fetch as unknown as typeof fetch;
    for (const step of steps) await world.perform(step);
    await world.settle();
    checkSettled(world);
    await world.catchUp();
    checkPromises(world);
    await world.close();
  } finally {
    globalThis.fetch = realFetch;
    uninstall();
  }
}

/** Runs one script that has failed, and says what passed between the client and the hub. */
export async function replay(seed: number, path: string, log: Log): Promise<void> {
  const [failed] = fc.sample(script, {seed, path, numRuns: 1}) as [Script];
  log(describeScript(failed));
  await runScript(failed, log);
}

/** Runs scripts made at random; the error for one that fails says how to run it again. */
export async function runScripts({runs, seed, path}: RunOptions): Promise<void> {
  const property = fc.asyncProperty(script, (each) => runScript(each));
  const details = await fc.check(property, {
    numRuns: runs,
    ...(seed !== undefined && {seed}),
    ...(path !== undefined && {path}),
  });
  if (!details.failed) return;
  const [example] = details.counterexample!;
  const again = `npm run test:model -- --seed ${details.seed} --path ${details.counterexamplePath}`;
  throw new Error(
    `A promise is broken after ${details.numRuns} scripts. Again: ${again}\n${describeScript(example)}`,
    {cause: details.errorInstance},
  );
}
