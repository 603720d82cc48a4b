import {ChatError} from '../errors.js';
import type {HubEvent} from '../protocol/index.js';
import {settleWithin} from '../async.js';
import {ANSWER_LIMIT} from '../timing.js';

interface Question {
  readonly failsOnHubError: boolean;
  readonly handle: (event: HubEvent) => boolean;
  readonly fail: (error: ChatError) => void;
}

export interface QuestionOptions {
  /** Milliseconds; 10,000 by default. */
  readonly limit?: number;
  /** An error of the hub while this is the oldest such question is the answer to it. */
  readonly failsOnHubError?: boolean;
  /** It asks for a transcript, which need not say of which conversation it is. */
  readonly isTranscript?: boolean;
}

/**
 * Requests to the hub that wait for an answer. The protocol gives answers no id, so each question says which
 * event it takes for one; questions of a kind are answered in the order in which they were asked.
 */
export class PendingRequests {
  readonly #open = new Set<Question>();
  readonly #transcripts = new Set<Promise<unknown>>();

  /** Somebody waits for a transcript. */
  get awaitTranscript(): boolean {
    return this.#transcripts.size > 0;
  }

  /** Resolves when those who wait for a transcript now have it or gave up, or after so many milliseconds. */
  whenTranscripts(limit: number): Promise<void> {
    if (limit <= 0) throw noAnswer();
    return settleWithin(limit, Promise.allSettled(this.#transcripts));
  }

  /**
   * Waits for the first event for which `pick` gives an answer. Rejects with `answer-timeout` when the limit has
   * passed, or with what `refuse` or `failAll` says.
   */
  ask<T>(
    pick: (event: HubEvent) => T | undefined,
    {limit = ANSWER_LIMIT, failsOnHubError = false, isTranscript = false}: QuestionOptions = {},
  ): Promise<T> {
    const answer = new Promise<T>((resolve, reject) => {
      const timer = setTimeout(() => question.fail(noAnswer()), limit);
      const close = () => {
        clearTimeout(timer);
        this.#open.delete(question);
      };
      const question: Question = {
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
      this.#open.add(question);
    });
    if (isTranscript) {
      const done = () => this.#transcripts.delete(answer);
      this.#transcripts.add(answer);
      answer.then(done, done);
    }
    return answer;
  }

  /** Offers an event to the open questions, the oldest first; the first that takes it is answered. */
  handle(event: HubEvent): void {
    for (const question of this.#open) if (question.handle(event)) return;
  }

  /** The hub reported an error, which refuses the oldest question that can be refused; false without one. */
  refuse(error: ChatError): boolean {
    const question = [...this.#open].find(({failsOnHubError}) => failsOnHubError);
    question?.fail(error);
    return question !== undefined;
  }

  /** The answers can no longer come. */
  failAll(error: ChatError): void {
    for (const question of [...this.#open]) question.fail(error);
  }
}

function noAnswer(): ChatError {
  return new ChatError('answer-timeout', 'The hub did not answer.');
}
