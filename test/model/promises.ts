import assert from 'node:assert/strict';
import type {Conversation} from '../../demo/hub/conversations.js';
import type {Message} from '../../src/client.js';
import {decodeParts, type ContentPart} from '../../src/protocol/index.js';
import type {Page} from './page.js';
import {idsIn, type World} from './world.js';

/** One visible part of a message, and which message it belongs to. */
interface Line<Source> {
  readonly said: string;
  readonly source: Source;
}

/** What holds before the client has asked for the transcript: all is there, though what crossed on the way may stand crosswise. */
export function checkSettled(world: World): void {
  const {conversation} = world;
  assert.deepEqual(world.hub.violations, [], 'The client broke rules of the protocol.');
  if (!conversation) return assert.fail('The page is in no conversation that the hub knows.');
  for (const page of world.pages) {
    for (const sender of ['user', 'bot', 'agent']) {
      const of = (lines: readonly Line<{sender: string}>[]) =>
        lines.filter(({source}) => source.sender === sender).map(({said}) => said);
      assert.deepEqual(of(shown(page)), of(kept(conversation)), 'The list lacks something.');
    }
    assert.equal(page.client.snapshot.unreadCount, 0, 'Something is unread that is seen.');
  }
}

/** What holds once the list was brought in line. */
export function checkPromises(world: World): void {
  const conversation = world.conversation!;
  checkHub(world, conversation);
  checkOutbox(world, conversation);
  for (const page of world.pages) {
    checkSameList(page, conversation);
    checkNothingPending(page);
    checkTold(world, page, conversation);
  }
}

function checkSameList(page: Page, conversation: Conversation): void {
  const said = (lines: readonly Line<unknown>[]) => lines.map((line) => line.said);
  assert.deepEqual(said(shown(page)), said(kept(conversation)), 'The list is not the hub’s.');
}

/** Each message of the visitor once, and in the order of writing. */
function checkHub(world: World, conversation: Conversation): void {
  const all = world.hub.conversations.all().map(idsIn);
  const ids = idsIn(conversation);
  const words = new Map(world.written.map(({id, text}) => [id, text]));
  for (const each of all) {
    const texts = each.filter((id) => words.has(id));
    assert.equal(new Set(texts).size, texts.length, 'The hub has a message twice.');
  }
  const present = new Set(ids);
  const isInOrder = (id: string) => words.has(id) && !world.resent.has(id);
  const order = world.written.map(({id}) => id).filter((id) => present.has(id) && isInOrder(id));
  // What storage did not take is brought in behind what it has.
  if (world.store.isSound && !world.hadAbsence) {
    assert.deepEqual(
      ids.filter(isInOrder).map((id) => words.get(id)),
      order.map((id) => words.get(id)),
      'The hub has the messages in another order than they were written in.',
    );
  }
  for (const {id, text, page} of world.written) {
    if (present.has(id) || world.excused.has(id)) continue;
    // What an earlier page left may be in a conversation that storage has forgotten.
    if (world.store.hasLost && !world.pages.includes(page)) continue;
    assert.fail(`The hub does not have the message "${text}".`);
  }
  if (world.store.hasLost) return;
  assert.equal(new Set(all.flat()).size, all.flat().length, 'Two conversations have a message.');
}

function checkNothingPending({client}: Page): void {
  const own = client.snapshot.messages.filter(({sender}) => sender === 'user');
  const open = own.filter(({status}) => status !== 'sent').map(({text}) => text);
  assert.deepEqual(open, [], 'Something is still pending.');
}

function checkOutbox({store}: World, conversation: Conversation): void {
  if (store.hasLost) return;
  // Where a hub neither keeps the silent opening nor answers it, nothing shows that it has it.
  const isSilent = !conversation.messages.some(
    (message) => isOpening(message) || message.sender !== 'user',
  );
  const waiting = store.written.filter(({text}) => text !== '' || !isSilent);
  assert.deepEqual(waiting, [], 'Something is still in the stored outbox.');
}

/** What came while the page knew the conversation was told, and what the visitor wrote has kept its id. */
function checkTold({written, store}: World, page: Page, conversation: Conversation): void {
  if (page.wasAway) return;
  const hub = kept(conversation);
  shown(page).forEach(({source: message}, index) => {
    const {storedAt, clientMessageId} = hub[index]!.source;
    if (message.sender === 'user') {
      const isOurs = written.some(({id}) => id === message.id);
      if (isOurs && !store.hasLost) assert.equal(message.id, clientMessageId, 'An id has changed.');
    } else if (storedAt > page.knownAt) {
      assert.ok(page.told.has(message.id), `The message "${message.text}" was not told.`);
    }
  });
}

/** The empty message that asks a bot to speak first. */
function isOpening({sender, parts}: Conversation['messages'][number]): boolean {
  return sender === 'user' && parts.every((part) => part['text'] === '');
}

/** What the page shows of the current conversation. */
function shown(page: Page): readonly Line<Message>[] {
  const {messages, notices} = page.client.snapshot;
  const restart = notices.findLast(({code}) => code === 'conversation-restarted');
  const start = restart ? messages.findIndex(({id}) => id === restart.after) + 1 : 0;
  return messages.slice(start).flatMap((source) => lines(source, source.parts));
}

/** What the hub keeps of it. */
function kept({messages}: Conversation): readonly Line<Conversation['messages'][number]>[] {
  return messages.flatMap((source) => lines(source, decodeParts(source.parts) ?? []));
}

function lines<Source extends {readonly sender: string}>(
  source: Source,
  parts: readonly ContentPart[],
): Line<Source>[] {
  return parts
    .filter((part) => part.type !== 'pause' && !(part.type === 'text' && !part.text.trim()))
    .map((part) => ({said: `${source.sender}: ${sayPart(part)}`, source}));
}

function sayPart(part: ContentPart): string {
  return part.type === 'text' ? part.text : JSON.stringify(part);
}
