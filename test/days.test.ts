import assert from 'node:assert/strict';
import {after, describe, it} from 'node:test';
import {dayName, dayOf} from '../components/transcript/days.js';
import {english} from '../components/i18n/strings.js';

describe('A day in the time zone of the visitor', () => {
  const {TZ} = process.env;

  after(() => {
    if (TZ === undefined) delete process.env.TZ;
    else process.env.TZ = TZ;
  });

  for (const [zone, date, hours] of [
    ['Europe/Berlin', '2026-03-29', 23],
    ['Europe/Berlin', '2026-10-25', 25],
    ['Europe/Berlin', '2026-07-01', 24],
    ['America/New_York', '2026-03-08', 23],
    ['Australia/Lord_Howe', '2026-04-05', 24.5],
    // Where midnight itself is left out, the day begins at one.
    ['America/Santiago', '2026-09-06', 23],
    ['Pacific/Kiritimati', '2026-06-01', 24],
  ] as const) {
    it(`has ${hours} hours on ${date} in ${zone}`, () => {
      process.env.TZ = zone;
      const noon = new Date(`${date}T12:00`).getTime();
      const [begin, end] = [dayOf(noon), dayOf(noon, 1)];
      assert.equal((end - begin) / 3_600_000, hours);
      assert.equal(dayName(dayOf(noon), end - 1, english), 'Today');
      assert.equal(dayName(dayOf(noon), end, english), 'Yesterday');
      assert.equal(dayName(dayOf(noon), begin, english), 'Today');
    });
  }
});
