import {claimOnce} from './claim-once.js';

/** In milliseconds: a browser that does not let the page make a sound may never say so. */
const PATIENCE = 500;

/** In seconds. */
const LENGTH = 0.45;

/** Of what a loudspeaker can do. */
const LOUDNESS = 0.05;

let context: AudioContext | undefined;

/** Plays the tone, in one tab only, and where the visitor has done something on the page before. */
export async function ring(): Promise<void> {
  const audio = await resumeAudio();
  if (!audio || !(await claimOnce('sound'))) return;
  playTone(audio).addEventListener('ended', () => void audio.suspend());
}

/** Called when the visitor does something: Safari lets a page make sounds only if it has begun in such a moment. */
export async function allowSound(): Promise<void> {
  if (!context) await (await resumeAudio())?.suspend();
}

async function resumeAudio(): Promise<AudioContext | undefined> {
  // Without it browsers complain of a page that tries.
  if (!navigator.userActivation?.hasBeenActive || !('AudioContext' in globalThis)) return undefined;
  context ??= new AudioContext();
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([context.resume().catch(() => undefined), late]);
  // What is played while it is not running would be heard at some other time.
  return context.state === 'running' ? context : undefined;
}

/** Two short notes, made here so that nothing is fetched and no policy of the page is in the way. */
export function playTone(audio: BaseAudioContext): OscillatorNode {
  const start = audio.currentTime;
  const volume = new GainNode(audio, {gain: 0});
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS, start + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.0001, start + LENGTH);
  const tone = new OscillatorNode(audio, {frequency: 660});
  tone.frequency.setValueAtTime(660, start);
  tone.frequency.setValueAtTime(880, start + 0.12);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + LENGTH);
  return tone;
}
