import type {SessionRecord} from '../storage/session-record.js';
import type {ChatSnapshot} from './snapshot.js';
import type {TimelineMarks} from '../messages/timeline.js';

/** All that a tab needs to show a conversation, and to go on with it. */
export interface ChatState {
  readonly snapshot: ChatSnapshot;
  readonly marks: TimelineMarks;
  /** What is stored of it. */
  readonly record: SessionRecord;
}
