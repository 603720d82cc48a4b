/** The longest frame that a hub takes, in bytes: the quota of the API Gateway that hubs look like. */
export const MAX_FRAME_BYTES = 128 * 1024;

/** The gateway in front of hubs closes the socket for a frame of more bytes, and a browser puts a start into one frame. */
export const MAX_START_BYTES = 32 * 1024;

/** More than the envelope and the ids around a text take. */
const ENVELOPE_BYTES = 2048;

/** Whether a text does not fit into one frame. */
export function isTooLong(text: string): boolean {
  // No letter takes more than six bytes in JSON, as control characters do.
  if (text.length * 6 < MAX_FRAME_BYTES - ENVELOPE_BYTES) return false;
  return bytesOf(text) > MAX_FRAME_BYTES - ENVELOPE_BYTES;
}

/** How many bytes a text takes in a frame. */
export function bytesOf(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}
