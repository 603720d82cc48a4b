/**
 * Every clock and limit of the client, in milliseconds.
 *
 * How they relate: a hub has `GREETING_LIMIT` to greet and `ANSWER_LIMIT` to answer, and after attempts that failed up
 * to four times as long. A link counts as stable only after more than an answer may take, so that a hub that greets and
 * then says nothing is not asked again and again. What a hub closes by itself, a link that was silent for 10 minutes,
 * is looked after well before that.
 */

/** How long the hub has to greet at first. The public client uses the same. */
export const GREETING_LIMIT = 10_000;

/** How long it has at most: on a satellite, behind a slow portal, or where it was asleep. */
export const MAX_GREETING_LIMIT = 4 * GREETING_LIMIT;

/** An attempt that hangs for so long gets another one beside it, where the visitor waits. */
export const SECOND_ATTEMPT_AFTER = 3_000;

/**
 * How long a link must have been ready before its end counts as a first failure again. More than `ANSWER_LIMIT`, so
 * that a hub that greets and says nothing else is not asked again and again.
 */
export const STABLE_AFTER = 15_000;

/** How often a client that nobody needs looks whether it is needed again, for whoever is back without a word of it. */
export const DORMANT_CHECK_INTERVAL = 60_000;

/** Browsers forget now and then to say what has changed, so the page is looked at so often. */
export const PAGE_CHECK_INTERVAL = 30_000;

/** How long the hub has to answer. */
export const ANSWER_LIMIT = 10_000;

/** How long it has at most. Its biggest frame, 128 KB, takes no longer on a line that carries 3.2 KB per second. */
export const MAX_ANSWER_LIMIT = 4 * ANSWER_LIMIT;

/** After a message nothing at all has come for so long: the link may be dead. */
export const UNANSWERED_LIMIT = 15_000;

/** Nothing has come for so long while the visitor looks. Well below the 10 minutes after which hubs close. */
export const SILENCE_LIMIT = 240_000;

/** Hubs close links that were silent for 10 minutes. A link that ends after nearly so long did not fail. */
export const IDLE_LIMIT = 540_000;

/** A page that was hidden for longer than this may have slept. A glance at another tab does a link no harm. */
export const LONG_AWAY = 30_000;

/** A lost link is told to the visitor after so long: most are back before anybody needs them. */
export const LOSS_NOTICE_DELAY = 3_000;

/** For so long a hub's transcript may lack what the hub has already. */
export const TRANSCRIPT_LAG = 2_000;

/** So long after a transcript a hub may still send what that had already. */
export const PUSH_LAG = 5_000;

/**
 * A transcript that takes longer than this may have got lost: hubs drop answers while they have trouble. The first time
 * of several, each twice as long as the one before.
 */
export const TRANSCRIPT_OVERDUE = 5_000;

/** The longest that a bot may appear to think before it goes on. */
export const MAX_PAUSE = 10_000;

/** An answer that was being written for so long is not coming. */
export const TYPING_LIMIT = 30_000;

/** A big message that comes by a link may take its time on a slow network. */
export const FETCH_LIMIT = 30_000;

/** What is not urgent to store waits so long for more of it. */
export const SAVE_DELAY = 200;

/** Storage that is slower than this holds no message up. */
export const STORAGE_DELAY_LIMIT = 1_000;

/** Storage that does not answer within so long counts as unavailable. */
export const STORAGE_ANSWER_LIMIT = 5_000;

/** A leading tab that has not answered for so long is asked once more. */
export const LEADER_ANSWER_LIMIT = 1_000;

/** After that it counts as dead. A page that was busy itself hears an answer that has come meanwhile. */
export const LEADER_SECOND_LIMIT = 500;

/** How often a tab that is seen asks whether the leader is still there: a browser may stop one without a word. */
export const LEADER_CHECK_INTERVAL = 30_000;
