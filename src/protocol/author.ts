import {asObject, asText} from './read.js';
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
  const author: {-readonly [Name in keyof Author]: Author[Name]} = {};
  for (const source of sources) {
    const outer = asObject(source);
    for (const each of [outer?.[role], outer]) {
      const {name, avatarUrl} = describe(role, each);
      if (name !== undefined) author.name ??= name;
      if (avatarUrl !== undefined) author.avatarUrl ??= avatarUrl;
    }
  }
  return author.name || author.avatarUrl ? author : undefined;
}

/** What is known of somebody; a mere name where there are no fields. */
function describe(role: 'bot' | 'agent', source: unknown) {
  const object = asObject(source);
  if (!object) return {name: asLabel(source)};
  const labels = labelsOf(object);
  const whole = [labels.get('firstname'), labels.get('lastname')].filter(Boolean).join(' ');
  return {name: first(labels, NAMES[role]) ?? asText(whole), avatarUrl: first(labels, PICTURES)};
}

/** The fields that say something, by their names without case and separators. */
function labelsOf(object: JsonObject): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const key of Object.keys(object)) {
    const label = asLabel(object[key]);
    if (label !== undefined) labels.set(key.replace(/[_-]/g, '').toLowerCase(), label);
  }
  return labels;
}

function first(labels: ReadonlyMap<string, string>, keys: readonly string[]): string | undefined {
  const key = keys.find((candidate) => labels.has(candidate));
  return key && labels.get(key);
}

function asLabel(value: unknown): string | undefined {
  return asText(asText(value)?.trim());
}
