import type {Message} from '../../src/client.js';
import {perLocale} from '../i18n/formats.js';
import type {Localization} from '../i18n/localize.js';
import type {IndexRange} from './range.js';

/**
 * Where another day begins among the messages of a range: by the id of a message, the day that it is the first of. Only
 * messages whose times are known count. The first of them needs a word only if it is of an earlier day and nothing
 * stands before it.
 */
export function dayBeginnings(
  messages: readonly Message[],
  now: number,
  {from, to}: IndexRange = {from: 0, to: messages.length},
): ReadonlyMap<string, number> {
  const beginnings = new Map<string, number>();
  let latest: number | undefined;
  for (let index = from; index < to; index++) {
    const {id, time} = messages[index]!;
    if (time === undefined) continue;
    const day = dayOf(time);
    latest ??= dayBefore(messages, from);
    const isNews = latest === undefined ? index === 0 && day < dayOf(now) : day > latest;
    if (isNews) beginnings.set(id, day);
    latest = Math.max(day, latest ?? day);
  }
  return beginnings;
}

/** Messages before which none has a time: the last of them ends a long history, which is not gone through each time. */
const untimed = new WeakSet<Message>();

/** The day of the last message before a place whose time is known. */
function dayBefore(messages: readonly Message[], place: number): number | undefined {
  for (let index = place - 1; index >= 0; index--) {
    const {time} = messages[index]!;
    if (time !== undefined) return dayOf(time);
    if (untimed.has(messages[index]!)) return undefined;
  }
  if (place > 0) untimed.add(messages[place - 1]!);
  return undefined;
}

/** "Today", "Yesterday", or the date; with the year where it is another. */
export function dayName(day: number, now: number, strings: Localization): string {
  if (day === dayOf(now)) return strings.today;
  if (day === dayOf(now, -1)) return strings.yesterday;
  const isThisYear = new Date(day).getFullYear() === new Date(now).getFullYear();
  return (isThisYear ? dayFormat : dayAndYearFormat)(strings.locale).format(day);
}

const dayFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, {weekday: 'long', day: 'numeric', month: 'long'}),
);

const dayAndYearFormat = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, {dateStyle: 'long'}),
);

/** The day of a time, or one so many days later: its midnight here, which is not always 24 hours after the one before. */
export function dayOf(time: number, offset = 0): number {
  const date = new Date(time);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + offset).getTime();
}
