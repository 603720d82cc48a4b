/**
 * What can go wrong, as stable words. A page may switch over them; the words for people are picked in the view.
 *
 * - `no-api-key`: there is no key, so nothing was tried.
 * - `bad-address`: an address cannot be used; nothing more is tried.
 * - `connection-failed`: the hub could not be reached or did not greet; it is tried again.
 * - `start-timeout`: the hub greeted but did not start a conversation; it is tried again.
 * - `answer-timeout`: the hub did not answer a question in time.
 * - `bad-data`: the page gave something that cannot be sent, and it was left out.
 * - `no-user-id`: it cannot be done for a visitor whom the hub does not know by an id.
 * - `message-unavailable`: a message that was too big for the socket could not be fetched.
 * - `bad-frame`: a frame could not be understood and was dropped.
 * - `hub-error`: the hub reported an error.
 * - `storage-unavailable`: nothing can be kept beyond this page.
 * - `empty-message`: there was nothing to send.
 * - `message-too-long`: a message does not fit into one frame, which is 128 KB.
 * - `not-delivered`: the hub has later messages of the visitor and not this one; sent again it would stand behind them.
 * - `load-failed`: the widget's own code could not be fetched.
 * - `unsupported-document`: the widget works in HTML documents only, not in XHTML.
 */
export type ErrorCode =
  | 'no-api-key'
  | 'bad-address'
  | 'connection-failed'
  | 'start-timeout'
  | 'answer-timeout'
  | 'bad-data'
  | 'no-user-id'
  | 'message-unavailable'
  | 'bad-frame'
  | 'hub-error'
  | 'storage-unavailable'
  | 'empty-message'
  | 'message-too-long'
  | 'not-delivered'
  | 'load-failed'
  | 'unsupported-document';

/**
 * Why a message of the visitor was not delivered: the hub reported an error and does not have it, it does not fit into
 * a frame, or it got lost before messages that the hub has.
 */
export type FailureCode = Extract<ErrorCode, 'hub-error' | 'message-too-long' | 'not-delivered'>;

/** An error with a stable `code`; `message` is for developers and never holds the API key. */
export class ChatError extends Error {
  override readonly name = 'ChatError';

  constructor(
    readonly code: ErrorCode,
    message: string,
  ) {
    super(message);
  }
}
