import {asObject, asText, compact} from './read.js';
import type {Author, JsonObject} from './types.js';

const NAMES = {
  bot: ['name', 'fullname', 'displayname', 'botname', 'chatbotname'],
  agent: ['name', 'fullname', 'displayname', 'agentname', 'livechatname'],
} as const;

const PICTURES = [
  'avatarurl',
  'avatar',
  'imageurl',
  'image',
  'pictureurl',
  'picture',
  'photourl',
  'photo',
];

/**
 * Finds out how a bot or an agent presents itself. The hub documents no fields for it, and its
 * transcripts, live messages and chat backends each use their own: `name`, `firstName` with `lastName`,
 * `agentName`, `livechatName`, `chatbotName`, `avatar`, `image`, `photo` and so on, in camel or snake case,
 * on the message itself or in an object named `bot` or `agent` (which may also be just the name).
 *
 * @param role Whose fields count: a transcript entry may name both its bot and its agent.
 * @param sources Where to look, best first; what is not an object is passed over.
 * @returns `undefined` when nothing is known.
 */
export function readAuthor(role: 'bot' | 'agent', ...sources: unknown[]): Author | undefined {
  let author: Author = {};
  for (const source of sources) {
    const outer = asObject(source);
    author = {...describe(role, outer), ...describe(role, outer?.[role]), ...author};
  }
  return author.name || author.avatarUrl ? author : undefined;
}

function describe(role: 'bot' | 'agent', source: unknown): Author {
  const object = asObject(source);
  if (!object) return compact({name: asLabel(source)});
  const fields = lowerCased(object);
  const whole = [fields.get('firstname'), fields.get('lastname')].map(asLabel).filter(Boolean);
  return compact({
    name: first(fields, NAMES[role]) ?? asLabel(whole.join(' ')),
    avatarUrl: first(fields, PICTURES),
  });
}

function lowerCased(object: JsonObject): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(object).map(([key, value]) => [key.replace(/[_-]/g, '').toLowerCase(), value]),
  );
}

function first(fields: ReadonlyMap<string, unknown>, keys: readonly string[]): string | undefined {
  const key = keys.find((candidate) => asLabel(fields.get(candidate)));
  return key && asLabel(fields.get(key));
}

function asLabel(value: unknown): string | undefined {
  return asText(asText(value)?.trim());
}
