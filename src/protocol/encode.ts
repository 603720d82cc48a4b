import {stringify} from './json.js';
import {MAX_FRAME_BYTES} from './limits.js';
import type {ClientFrame, JsonObject, OutgoingFile} from './types.js';

/**
 * Writes a frame as the hub expects it: `{"action":"sendMessage","event":{event_type, event_payload}}`. What is
 * optional and absent, or has nothing in it (`{}`, `[]`, `''`), is left out.
 *
 * @throws {TypeError} When data given by the page (metadata, user data, an action's data) is not JSON: it
 *   contains itself or a `bigint`.
 */
export function encode(frame: ClientFrame): string {
  return stringify({
    action: 'sendMessage',
    event: {event_type: frame.type, event_payload: payloadOf(frame)},
  });
}

/** Whether what the page gave for a frame is JSON, and not more than a hub takes. */
export function canBeSent(frame: ClientFrame): boolean {
  return frameBytes(frame) <= MAX_FRAME_BYTES;
}

/** How many bytes a frame has; `Infinity` where what the page gave for it is not JSON. */
export function frameBytes(frame: ClientFrame): number {
  try {
    return new TextEncoder().encode(encode(frame)).length;
  } catch {
    return Infinity;
  }
}

/** JSON leaves out what is `undefined` here. */
function payloadOf(frame: ClientFrame): JsonObject {
  switch (frame.type) {
    case 'conversation_start': {
      const hidden = filled(frame.privateMetadata);
      return {
        userId: frame.userId || undefined,
        userBasicInfo: filled(frame.userBasicInfo),
        userData: filled(frame.userData),
        metadata: filled(hidden ? {...frame.metadata, private: hidden} : frame.metadata),
      };
    }
    case 'user_message':
      return {
        type: 'message_create',
        client_msg_id: frame.clientMessageId,
        conversation_id: frame.conversationId,
        content: contentOf(frame.text, frame.files),
      };
    case 'action':
      return {
        type: 'normal',
        id: frame.id,
        data: frame.data ?? {},
        conversation_id: frame.conversationId,
      };
    case 'metadata':
      return {
        metadata: frame.metadata,
        target: frame.target,
        client_msg_id: frame.clientMessageId,
        conversation_id: frame.conversationId,
      };
    case 'metadata_request':
    case 'conversation_transcript_request':
      return {conversation_id: frame.conversationId};
    case 'get_user_conversations':
      return {userId: frame.userId};
    case 'get_user_conversations_v2':
      return {
        userId: frame.userId,
        filter: filled(frame.filter),
        search: filled(frame.search),
        pagination: frame.pagination,
      };
    case 'delete_conversation':
      return {conversation_id: frame.conversationId, softdelete: frame.softDelete};
    case 'delete_user_conversations':
      return {userId: frame.userId, softdelete: frame.softDelete};
  }
}

/** Text alone is a text part; with files the hub wants neither a type nor an empty text. */
function contentOf(text: string, files: readonly OutgoingFile[] = []): JsonObject {
  if (!files.length) return {type: 'text', text};
  return {
    text: text || undefined,
    // Field by field: a page may hand over objects with more in them than is meant for the hub.
    files: files.map(({url, type, filename}) => ({url, type, filename})),
  };
}

/** The object, unless nothing of it would be written. */
function filled(object: JsonObject | undefined): JsonObject | undefined {
  return object && Object.values(object).some((value) => value !== undefined) ? object : undefined;
}
