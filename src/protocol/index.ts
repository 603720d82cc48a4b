export {decode, decodeSteps, type Decoding} from './decode.js';
export {encode} from './encode.js';
export {HUB_SOCKETS, HubAddressError, socketAddress} from './hub-address.js';
export type {HubAddressErrorCode} from './hub-address.js';
export {bytesOf, canBeSent, frameBytes, isTooLong, MAX_START_BYTES} from './limits.js';
export {decodeLinkedMessage, decodeParts} from './parts.js';
export {decodeTranscript} from './transcript.js';
export type * from './types.js';
