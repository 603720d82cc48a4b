import type {Author, HubEvent} from '../protocol/index.js';

/**
 * - `requested`: the visitor asked for a person, and nobody has come yet.
 * - `joined`: a person has taken the conversation.
 * - `left`: they have gone, and the bot is back.
 * - `unavailable`: nobody could come.
 */
export type AgentState = 'requested' | 'joined' | 'left' | 'unavailable';

/** Whether a person has the conversation. */
export interface AgentStatus {
  readonly state: AgentState;
  /** Who it is, or was; absent where the hub did not say. */
  readonly agent?: Author;
}

const STATES = {
  livechatAgentConnected: 'joined',
  livechatAgentDisconnected: 'left',
  failedAgentAssignment: 'unavailable',
} as const;

/** What an update of the conversation says of its agent; who leaves is who was there. */
export function agentStatus(
  {update, agent}: Extract<HubEvent, {type: 'conversation_update'}>,
  before: AgentStatus | undefined,
): AgentStatus {
  const state = STATES[update];
  const who = agent ?? (state === 'left' ? before?.agent : undefined);
  return Object.freeze({state, ...(who && {agent: who})});
}

/** Whether these describe the same, so that there is nothing to tell. */
export function isSameStatus(a: AgentStatus | undefined, b: AgentStatus | undefined): boolean {
  return a?.state === b?.state && a?.agent?.name === b?.agent?.name;
}
