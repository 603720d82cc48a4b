import type {ChatOptions} from '../../src/client.js';
import {hasDatabase} from '../../src/storage/database.js';
import {loadClient, type ClientHost} from './client-controller.js';

/** Whether the attributes, or a conversation that can be resumed, ask for a connection. */
export async function shouldConnect(
  {connectWhen, open}: ClientHost,
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

/** Lets the page do what is urgent first. Safari has no `requestIdleCallback`. */
export function idle(): Promise<void> {
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), {timeout: 2_000});
    else setTimeout(resolve, 200);
  });
}
