import {expect} from '@open-wc/testing';
import {encode} from '../protocol/index.js';
import {startOf} from './start-frame.js';

const OPTIONS = {apiKey: 'key', socketUrl: 'ws://hub.example/dev', userId: 'ann'};

/** An object that takes about so many bytes. */
const sized = (bytes: number) => ({text: 'x'.repeat(bytes)});

const payload = (options: object) => {
  const {frame, leftOut} = startOf({...OPTIONS, ...options});
  const {event} = JSON.parse(encode(frame)) as {event: {event_payload: object}};
  return {names: Object.keys(event.event_payload), leftOut, text: encode(frame)};
};

describe('the start of a conversation', () => {
  it('says all that the page says of the visitor', () => {
    const all = {user: {firstName: 'Ann'}, userData: sized(10), metadata: sized(10)};
    const {names, leftOut} = payload({...all, privateMetadata: sized(10)});
    expect(names).to.deep.equal(['userId', 'userBasicInfo', 'userData', 'metadata']);
    expect(leftOut).to.be.empty;
  });

  it('takes 32 KB and not a byte more', () => {
    const around = payload({userData: sized(0)}).text.length;
    const fits = 32 * 1024 - around;
    expect(payload({userData: sized(fits)}).leftOut).to.be.empty;
    expect(payload({userData: sized(fits)}).text.length).to.equal(32 * 1024);
    expect(payload({userData: sized(fits + 1)}).leftOut).to.deep.equal(['userData']);
  });

  it('counts bytes, and not letters', () => {
    expect(payload({userData: {text: '語'.repeat(11_000)}}).leftOut).to.deep.equal(['userData']);
  });

  it('leaves out what does not fit, and keeps what is small', () => {
    const big = {userData: sized(40_000), metadata: sized(100), user: {firstName: 'Ann'}};
    const {names, leftOut} = payload(big);
    expect(names).to.deep.equal(['userId', 'userBasicInfo', 'metadata']);
    expect(leftOut).to.deep.equal(['userData']);
  });

  it('leaves out the biggest of what fits one by one, and not together', () => {
    const {names, leftOut} = payload({
      ...{userData: sized(20_000), metadata: sized(15_000), privateMetadata: sized(10_000)},
    });
    expect(names).to.deep.equal(['userId', 'metadata']);
    expect(leftOut).to.deep.equal(['userData']);
  });

  it('leaves out what is not JSON, and keeps the rest', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    const {names, leftOut} = payload({user: {firstName: 'Ann'}, metadata: cycle});
    expect(names).to.deep.equal(['userId', 'userBasicInfo']);
    expect(leftOut).to.deep.equal(['metadata']);
  });
});
