/**
 * The hub's protocol in one normal form. What arrives in many dialects is a `HubEvent` once decoded, what
 * leaves is a `ClientFrame` until encoded; nothing outside this folder knows another spelling. Names of events
 * are the hub's own (`event_type`), so that a type here can be found in a recorded session.
 */

/** Who wrote a message: the visitor, a bot, or a human agent. */
export type Sender = 'user' | 'bot' | 'agent';

/** How a bot or an agent presents itself. Every field may be missing. */
export interface Author {
  readonly name?: string;
  readonly avatarUrl?: string;
}

/** Text. Bots write Markdown here; what a visitor wrote is plain. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

/** A choice that a bot offers. Choosing it sends `value` as the visitor's message and shows `label`. */
export interface ButtonOption {
  readonly label: string;
  readonly value: string;
}

/** At least a title or one option. */
export interface ButtonsPart {
  readonly type: 'buttons';
  readonly title?: string;
  readonly options: readonly ButtonOption[];
}

/** At least one field. Addresses are as the hub sent them, of any scheme. */
export interface Card {
  /** The heading; on the wire it is `text`. */
  readonly title?: string;
  /** What stands below the heading; on the wire it is `description`. */
  readonly text?: string;
  readonly imageUrl?: string;
  readonly link?: string;
}

/** At least one card. */
export interface CardsPart {
  readonly type: 'cards';
  readonly cards: readonly Card[];
}

/** At least a name or an address, which is as the hub sent it, of any scheme. */
export interface FileItem {
  /** A MIME type, or only its first half (`image`), as some bots send it; empty when none came. */
  readonly mimeType: string;
  readonly name?: string;
  /** Where the file service keeps the file and no other address came, the one that the service signed. */
  readonly url?: string;
  /** Bytes, never negative. */
  readonly size?: number;
  readonly thumbnailUrl?: string;
  /** Where the file service keeps it, handed back untouched. */
  readonly storage?: Readonly<Record<string, unknown>>;
}

/** At least one file. */
export interface FilesPart {
  readonly type: 'files';
  readonly title?: string;
  readonly files: readonly FileItem[];
}

/** A fragment of HTML from the hub. Not yet sanitised: whoever shows it has to. */
export interface HtmlPart {
  readonly type: 'html';
  readonly html: string;
}

/** A `<table>` as HTML from the hub. Not yet sanitised: whoever shows it has to. */
export interface TablePart {
  readonly type: 'table';
  readonly html: string;
}

/** How long the bot wants to appear to think before the next part. */
export interface PausePart {
  readonly type: 'pause';
  /** Not negative. Bots may ask for any length: whoever waits sets the limit. */
  readonly milliseconds: number;
}

/** A part of a kind that we do not know; `raw` is as it came, of any size and depth. */
export interface CustomPart {
  readonly type: 'custom';
  /** The hub's `type`; empty where the part had none. */
  readonly kind: string;
  readonly raw: Readonly<Record<string, unknown>>;
  /** What to show, where the part carries any text. */
  readonly text?: string;
}

export type ContentPart =
  TextPart | ButtonsPart | CardsPart | FilesPart | HtmlPart | TablePart | PausePart | CustomPart;

/** Something that the bot asks the page to do. */
export interface HubAction {
  readonly id: string;
  /** `normal` where none came. */
  readonly type: string;
  /** `{}` where none came. */
  readonly data: unknown;
}

/** One message of a transcript. The hub gives most of them neither an id nor a time. */
export interface TranscriptEntry {
  readonly sender: Sender;
  /** Identifies this message alone; what the hub lets several messages share is left out. */
  readonly id?: string;
  /** Empty only for a visitor's message without readable content, such as the empty text that makes a bot speak first. */
  readonly parts: readonly ContentPart[];
  readonly author?: Author;
}

/** One of a visitor's conversations in a list. */
export interface ConversationSummary {
  readonly conversationId: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly apiKey?: string;
}

/** Which part of a list of conversations this is. */
export interface Pagination {
  /** Counts from 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly totalPages: number;
  readonly hasNextPage: boolean;
  readonly hasPrevPage: boolean;
}

/** What the hub says, decoded. `conversationId` is absent where the hub left it out or empty. */
export type HubEvent =
  | {
      readonly type: 'socket_connected';
      /** Empty where none came: the link is ready all the same. */
      readonly socketId: string;
    }
  | {readonly type: 'conversation_start_success'; readonly conversationId: string}
  | HubMessageEvent
  | {
      readonly type: 'action';
      readonly eventId?: string;
      readonly conversationId?: string;
      readonly actions: readonly HubAction[];
    }
  | {
      readonly type: 'conversation_update';
      readonly update:
        'failedAgentAssignment' | 'livechatAgentConnected' | 'livechatAgentDisconnected';
      readonly eventId?: string;
      readonly conversationId?: string;
      readonly agent?: Author;
    }
  | TranscriptEvent
  | {
      readonly type: 'conversation_metadata';
      readonly conversationId?: string;
      readonly content: Readonly<Record<string, unknown>>;
    }
  | {readonly type: 'metadata_update_success'; readonly conversationId?: string}
  | {
      readonly type: 'user_conversations';
      readonly conversations: readonly ConversationSummary[];
      readonly pagination?: Pagination;
    }
  | {
      readonly type: 'delete_conversation_success';
      readonly conversationId?: string;
      readonly userId?: string;
    }
  | HubErrorEvent
  | {readonly type: 'unknown'; readonly eventType: string; readonly payload: unknown};

/** A live message of a bot (`bot_message`) or of a human agent (`livechat_message`). */
export interface HubMessageEvent {
  readonly type: 'message';
  readonly sender: 'bot' | 'agent';
  /** `event_id` of the envelope. */
  readonly eventId?: string;
  /** `ch_msg_id` of the payload. */
  readonly messageId?: string;
  readonly conversationId?: string;
  readonly author?: Author;
  /** Empty where the hub sent a message with nothing in it. */
  readonly parts: readonly ContentPart[];
}

/** The whole conversation in chronological order. */
export interface TranscriptEvent {
  readonly type: 'conversation_transcript';
  readonly conversationId?: string;
  readonly entries: readonly TranscriptEntry[];
}

export interface HubErrorEvent {
  readonly type: 'general_error';
  readonly eventId?: string;
  readonly conversationId?: string;
  /** `error_code`; a number also where the hub wrote it as a string of digits. Absent when none came. */
  readonly code?: number | string;
  readonly description: string;
  /** With 413: where the message that was too big for the socket can be fetched. */
  readonly messageLink?: string;
}

/** Why a frame could not be understood. */
export type FrameErrorReason = 'not-text' | 'not-json' | 'not-an-event' | 'bad-payload';

export interface FrameError {
  readonly reason: FrameErrorReason;
  /** The event's own name, where there was one. */
  readonly eventType?: string;
}

/** What a frame says, or why it says nothing. */
export type Decoded = {readonly event: HubEvent} | {readonly error: FrameError};

/** What the hub may know of the visitor. Sent under the names given here. */
export interface UserInfo {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly [field: string]: unknown;
}

/** A JSON object of any content. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** Who gets a metadata update. */
export type MetadataTarget = 'default' | 'bot' | 'live' | 'bot_live';

/** A file that travels with a visitor's message by its address. */
export interface OutgoingFile {
  readonly url: string;
  readonly type: string;
  readonly filename: string;
}

/** What the client says, before encoding. */
export type ClientFrame =
  | {
      readonly type: 'conversation_start';
      /** Absent: the hub calls the visitor `anon`. */
      readonly userId?: string;
      readonly userBasicInfo?: UserInfo;
      readonly userData?: JsonObject;
      readonly metadata?: JsonObject;
      /** Sent as `metadata.private`: the front end never reads it back. */
      readonly privateMetadata?: JsonObject;
    }
  | {
      readonly type: 'user_message';
      readonly conversationId: string;
      readonly clientMessageId: string;
      readonly text: string;
      readonly files?: readonly OutgoingFile[];
    }
  | {
      readonly type: 'action';
      readonly conversationId: string;
      readonly id: string;
      readonly data?: JsonObject;
    }
  | {
      readonly type: 'metadata';
      readonly conversationId: string;
      readonly clientMessageId: string;
      readonly metadata: JsonObject;
      readonly target?: MetadataTarget;
    }
  | {readonly type: 'metadata_request'; readonly conversationId: string}
  | {readonly type: 'conversation_transcript_request'; readonly conversationId: string}
  | {readonly type: 'get_user_conversations'; readonly userId: string}
  | {
      readonly type: 'get_user_conversations_v2';
      readonly userId: string;
      readonly filter?: JsonObject;
      readonly search?: JsonObject;
      readonly pagination?: {readonly page: number; readonly limit: number};
    }
  | {
      readonly type: 'delete_conversation';
      readonly conversationId: string;
      readonly softDelete?: boolean;
    }
  | {
      readonly type: 'delete_user_conversations';
      readonly userId: string;
      readonly softDelete?: boolean;
    };
