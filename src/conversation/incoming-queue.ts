import type {ContentPart, HubMessageEvent} from '../protocol/index.js';
import {isVisible} from '../messages/transcript-matcher.js';
import {MAX_PAUSE} from '../timing.js';

/** A part of a message that stands between two pauses, and the milliseconds to wait before it. */
interface Segment {
  readonly delay: number;
  /** Absent behind a pause at the end of a message: what comes next waits for it. */
  readonly event?: HubMessageEvent;
}

/** Hands on what arrives live, in order; what stands behind a pause is held back until that is over. */
export class IncomingQueue {
  #waiting: Segment[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly receive: (event: HubMessageEvent) => void,
    private readonly onChange: () => void,
  ) {}

  /** Whether a pause is on, in which the bot wants to appear to think. */
  get pausing(): boolean {
    return this.#timer !== undefined;
  }

  add(event: HubMessageEvent): void {
    for (const segment of segmentsOf(event)) this.#waiting.push(segment);
    if (!this.pausing) this.#next();
  }

  /** Hands on what is held back, at once. */
  flush(): void {
    const waiting = this.#waiting;
    this.clear();
    for (const {event} of waiting) if (event) this.receive(event);
  }

  /** Forgets what is held back. */
  clear(): void {
    this.#waiting = [];
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Hands on all up to the next pause. */
  #next(): void {
    while (this.#waiting.length > 0) {
      const {delay} = this.#waiting[0]!;
      if (delay > 0) return this.#pause(delay);
      this.#take();
    }
  }

  #pause(delay: number): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#take();
      this.#next();
    }, delay);
    this.onChange();
  }

  #take(): void {
    const event = this.#waiting.shift()?.event;
    if (event) this.receive(event);
    else this.onChange();
  }
}

/** The message, cut at its pauses. Each segment has ids of its own, so that a repeated one is still known. */
function segmentsOf(event: HubMessageEvent): readonly Segment[] {
  if (!event.parts.some(({type}) => type === 'pause')) return [{delay: 0, event}];
  const segments: Segment[] = [];
  let delay = 0;
  let parts: ContentPart[] = [];
  const cut = () => {
    if (!parts.some(isVisible)) return;
    segments.push({
      delay: Math.min(delay, MAX_PAUSE),
      event: segmentOf(event, parts, segments.length),
    });
    delay = 0;
    parts = [];
  };
  for (const part of event.parts) {
    if (part.type !== 'pause') {
      parts.push(part);
    } else if (part.milliseconds > 0) {
      cut();
      delay += part.milliseconds;
    }
  }
  cut();
  if (delay > 0) segments.push({delay: Math.min(delay, MAX_PAUSE)});
  return segments;
}

function segmentOf(event: HubMessageEvent, parts: readonly ContentPart[], index: number) {
  const {messageId, eventId} = event;
  if (index === 0) return {...event, parts};
  return {
    ...event,
    parts,
    ...(messageId !== undefined && {messageId: `${messageId}/${index}`}),
    ...(eventId !== undefined && {eventId: `${eventId}/${index}`}),
  };
}
