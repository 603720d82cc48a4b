import {expect} from '@open-wc/testing';
import {playTone} from './tone.js';

const RATE = 44_100;

describe('the tone', () => {
  let samples: Float32Array;

  before(async () => {
    const audio = new OfflineAudioContext(1, RATE, RATE);
    playTone(audio);
    samples = (await audio.startRendering()).getChannelData(0);
  });

  const loudest = (from: number, to: number) =>
    samples.slice(from * RATE, to * RATE).reduce((most, each) => Math.max(most, Math.abs(each)), 0);

  it('can be heard, and is quiet', () => {
    expect(loudest(0, 0.3)).to.be.within(0.02, 0.06);
  });

  it('is over after half a second, without a click at either end', () => {
    expect(loudest(0, 0.0005)).to.be.below(0.005);
    expect(loudest(0.4, 0.5)).to.be.below(0.001);
    expect(loudest(0.5, 1)).to.equal(0);
  });
});
