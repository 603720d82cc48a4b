import {ChatError} from '../errors.js';
import type {HubEvent} from '../protocol/index.js';
import {settleWithin} from '../async.js';
import {ANSWER_LIMIT} from '../timing.js';

interface PendingRequest {
  readonly failsOnHubError: boolean;
  readonly handle: (event: HubEvent) => boolean;
  readonly fail: (error: ChatError) => void;
}

export interface AskOptions {
  /** Milliseconds; 10,000 by default. */
  readonly limit?: number;
  /** Whether an error of the hub is the answer to it, as long as it is the oldest such request. */
  readonly failsOnHubError?: boolean;
  /** Whether it asks for a transcript, which need not say of which conversation it is. */
  readonly isTranscript?: boolean;
}

/**
 * Requests to the hub that wait for an answer. The protocol gives answers no id, so each says which
 * event it takes for one; those of a kind are answered in the order in which they were made.
 */
export class PendingRequests {
  readonly #open = new Set<PendingRequest>();
  readonly #transcripts = new Set<Promise<unknown>>();

  /** Whether a request for a transcript is pending. */
  get isTranscriptPending(): boolean {
    return this.#transcripts.size > 0;
  }

  /** Resolves when the requests for a transcript that are pending now have ended, or after so many milliseconds. */
  whenTranscripts(limit: number): Promise<void> {
    if (limit <= 0) throw noAnswer();
    return settleWithin(limit, Promise.allSettled(this.#transcripts));
  }

  /**
   * Waits for the first event for which `pick` gives an answer. Rejects with `answer-timeout` when the limit has
   * passed, or with the error given to `refuse` or `failAll`.
   */
  ask<T>(
    pick: (event: HubEvent) => T | undefined,
    {limit = ANSWER_LIMIT, failsOnHubError = false, isTranscript = false}: AskOptions = {},
  ): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => request.fail(noAnswer()), limit);
      const close = () => {
        clearTimeout(timer);
        this.#open.delete(request);
      };
      const request: PendingRequest = {
        failsOnHubError,
        handle: (event) => {
          const answer = pick(event);
          if (answer === undefined) return false;
          close();
          resolve(answer);
          return true;
        },
        fail: (error) => {
          close();
          reject(error);
        },
      };
      this.#open.add(request);
    });
    if (isTranscript) {
      const done = () => this.#transcripts.delete(answer);
      this.#transcripts.add(answer);
      answer.then(done, done);
    }
    return answer;
  }

  /** Offers an event to the pending requests, the oldest first; the first that takes it is answered. */
  handle(event: HubEvent): void {
    for (const request of this.#open) if (request.handle(event)) return;
  }

  /** Fails the oldest request that fails on an error of the hub; false where there is none. */
  refuse(error: ChatError): boolean {
    const request = [...this.#open].find(({failsOnHubError}) => failsOnHubError);
    request?.fail(error);
    return request !== undefined;
  }

  /** Fails all requests, because their answers can no longer come. */
  failAll(error: ChatError): void {
    for (const request of [...this.#open]) request.fail(error);
  }
}

function noAnswer(): ChatError {
  return new ChatError('answer-timeout', 'The hub did not answer.');
}
