import {withoutKey, type HubErrorEvent} from '../protocol/index.js';
import {fetchLinkedMessage} from './fetch-message.js';
import type {Message} from '../messages/message.js';
import type {Timeline} from '../messages/timeline.js';

/** The error by which a hub says where a message can be fetched that was too big for the socket. */
export type MessageLinkEvent = HubErrorEvent & {readonly messageLink: string};

export function isMessageLinkEvent(event: HubErrorEvent): event is MessageLinkEvent {
  return event.code === 413 && event.messageLink !== undefined;
}

export interface LargeMessagesOptions {
  readonly timeline: Timeline;
  readonly apiKey: () => string;
  /** A line changed. */
  readonly onChange: () => void;
  /** A message took its place in the timeline; undefined where a transcript was quicker. */
  readonly onMessage: (message: Message | undefined) => void;
  readonly onError: (error: unknown) => void;
}

/** Fetches messages that were too big for the socket. Until one is there, a line in the timeline keeps its place. */
export class LargeMessages {
  /** By the id of the line. */
  readonly #events = new Map<string, MessageLinkEvent>();

  constructor(private readonly options: LargeMessagesOptions) {}

  add(event: MessageLinkEvent): void {
    const {id} = this.options.timeline.note('message-loading');
    this.#events.set(id, event);
    void this.#fetch(id, event);
  }

  /** Tries again for the line with this id, if there is one. */
  retry(noticeId: string): void {
    const event = this.#events.get(noticeId);
    if (!event) return;
    this.options.timeline.renote(noticeId, {code: 'message-loading'});
    void this.#fetch(noticeId, event);
  }

  /** Waits for none of them any more. */
  clear(): void {
    this.#events.clear();
  }

  async #fetch(noticeId: string, event: MessageLinkEvent): Promise<void> {
    const {timeline, apiKey, onChange, onMessage, onError} = this.options;
    onChange();
    try {
      const fetched = await fetchLinkedMessage(event.messageLink, apiKey());
      const parts = withoutKey(fetched, apiKey());
      if (!this.#events.delete(noticeId)) return;
      const {eventId} = event;
      const message = {type: 'message', sender: 'bot', parts, ...(eventId && {eventId})} as const;
      onMessage(timeline.receiveAt(noticeId, message, Date.now()));
    } catch (error) {
      if (!this.#events.has(noticeId)) return;
      timeline.renote(noticeId, {code: 'message-unavailable', retryable: true});
      onChange();
      onError(error);
    }
  }
}
