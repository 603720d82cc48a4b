import {expect} from '@open-wc/testing';
import type {Message} from '../../src/client.js';
import {dayBeginnings, dayName} from './days.js';
import {english} from '../i18n/strings.js';

const NOON = new Date(2026, 2, 3, 12).getTime();
const at = (day: number, hour = 12) => new Date(2026, 2, 3 + day, hour).getTime();

function list(...times: readonly (number | undefined)[]): Message[] {
  return times.map((time, index) => ({
    id: `m${index}`,
    sender: 'bot',
    status: 'received',
    text: '',
    parts: [],
    ...(time !== undefined && {time}),
  }));
}

const found = (...times: readonly (number | undefined)[]) => [
  ...dayBeginnings(list(...times), NOON).keys(),
];

describe('days', () => {
  it('begin where the calendar says so, not after 24 hours', () => {
    expect(found(at(0, 1), at(0, 23))).to.be.empty;
    expect(found(at(-1, 23), at(0, 1))).to.deep.equal(['m0', 'm1']);
  });

  it('need no word where all is of today', () => {
    expect(found(at(0, 8), at(0, 9))).to.be.empty;
  });

  it('are named at the top where they are over', () => {
    expect(found(at(-2), at(-2))).to.deep.equal(['m0']);
  });

  it('are not invented for what has no time', () => {
    expect(found(undefined, undefined)).to.be.empty;
    expect(found(undefined, at(-1)), 'what stands above may be of that day').to.be.empty;
    expect(found(undefined, at(-1), undefined, at(0))).to.deep.equal(['m3']);
  });

  it('do not go back where what is late stands higher', () => {
    expect(found(at(0), at(-1), at(0))).to.be.empty;
  });

  it('are called what people call them', () => {
    const names = (...days: number[]) => days.map((day) => dayName(at(day, 0), NOON, english));
    expect(names(0, -1)).to.deep.equal(['Today', 'Yesterday']);
    const [near, far] = names(-10, -400);
    expect(near).to.include('21').and.not.include('2026');
    expect(far).to.include('2025');
  });
});
