import type {ChatOptions} from '../../src/client.js';
import {hasDatabase} from '../../src/storage/database.js';
import type {ChatHost} from '../chat-host.js';
import {idle} from '../load.js';
import {loadClient} from './client-controller.js';

/** Whether the attributes, or a conversation that can be resumed, ask for a connection. */
export async function shouldConnect(
  {connectWhen, open}: ChatHost,
  options: ChatOptions,
  seen: Promise<void>,
): Promise<boolean> {
  if (connectWhen === 'load') return true;
  if (connectWhen === 'manual') return false;
  await seen;
  return open || (await hasConversation(options));
}

/** A page without any of our storage, as of most visitors, makes no request to learn that. */
async function hasConversation(options: ChatOptions): Promise<boolean> {
  if (options.storage === 'none' || !(await hasDatabase())) return false;
  await idle();
  const {canResume} = await loadClient();
  return canResume(options);
}
