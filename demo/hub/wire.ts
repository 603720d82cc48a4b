/** What goes over the wire, as the hub writes it. The client's own normal form is in `src/protocol`. */

/** Any JSON object. */
export type WireObject = Readonly<Record<string, unknown>>;

/** One content part of a message, for example `{type: 'text', text: 'Hello'}`. */
export type WirePart = Readonly<Record<string, unknown>> & {readonly type: string};

/** An event without its envelope. */
export interface WireEvent {
  readonly event_type: string;
  readonly event_payload: WireObject;
}

/** What an action carries: its name and whatever belongs to it. */
export interface WireAction {
  readonly id: string;
  readonly data?: WireObject;
  readonly type?: string;
}

/** The kinds of `conversation_update`. */
export type UpdateType =
  'failedAgentAssignment' | 'livechatAgentConnected' | 'livechatAgentDisconnected';

/** How a bot or a human agent presents itself. */
export interface AgentInfo {
  readonly name: string;
  readonly [field: string]: unknown;
}

/** True for JSON objects, false for arrays, `null` and everything else. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text part. */
export function text(value: string): WirePart {
  return {type: 'text', text: value};
}

/** Lets a plain string stand for a text part. */
export function toPart(part: string | WirePart): WirePart {
  return typeof part === 'string' ? text(part) : part;
}
