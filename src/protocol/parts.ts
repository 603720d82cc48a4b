import {asNumber, asObject, asString, asText, compact, isCloneable, readList} from './read.js';
import type {ButtonOption, Card, ContentPart, FileItem, JsonObject} from './types.js';

type PartReader = (part: JsonObject) => ContentPart | undefined;

/** Every kind of content part that we know, by the hub's `type`. A new kind is one function and one line here. */
const READERS: ReadonlyMap<string, PartReader> = new Map([
  ['text', readText],
  ['button', readButtons],
  ['buttons', readButtons],
  ['cards', readCards],
  ['file', readFiles],
  ['files', readFiles],
  ['html', readHtml],
  ['table', readTable],
  ['pause', readPause],
]);

/** What a part without a `type` may consist of, in the order of reading. A visitor's `{text, files}` is one. */
const UNTYPED = ['text', 'buttons', 'cards', 'files'] as const;

/**
 * Decodes the content of a message: a list of parts, or one part alone. A part is an object with a `type`;
 * a bare string or number is text, an object without a type is what its fields say. A part of an unknown
 * type is kept as `custom`. A part that cannot be read (a known type without what it is made of) costs only
 * itself. Empty text shows nothing and is left out.
 *
 * @returns `[]` for content that is there and says nothing; `undefined` when there is no content, or when it
 *   had parts and not one of them could be read.
 */
export function decodeParts(content: unknown): readonly ContentPart[] | undefined {
  return readList(content, readPart)?.filter((part) => part.type !== 'text' || part.text);
}

/**
 * Decodes what the link of a `general_error` 413 answers with, `{"botMessage":{"content":[…]}}`: the message
 * that was too big for the socket.
 *
 * @param body The parsed JSON.
 * @returns As `decodeParts`; `undefined` also for any other body.
 */
export function decodeLinkedMessage(body: unknown): readonly ContentPart[] | undefined {
  return decodeParts(asObject(asObject(body)?.botMessage)?.content);
}

function readPart(value: unknown): ContentPart | readonly ContentPart[] | undefined {
  const text = asString(value);
  if (text !== undefined) return {type: 'text', text};
  const part = asObject(value);
  if (!part) return undefined;
  const type = asText(part.type);
  if (type === undefined) return readUntyped(part);
  const read = READERS.get(type);
  return read ? read(part) : readCustom(part, type);
}

function readUntyped(part: JsonObject): ContentPart | readonly ContentPart[] | undefined {
  const kinds = UNTYPED.filter((kind) => part[kind] !== undefined && part[kind] !== null);
  if (!kinds.length) return readCustom(part, '');
  const parts = kinds.flatMap((kind) => READERS.get(kind)?.(part) ?? []);
  return parts.length ? parts : undefined;
}

function readCustom(part: JsonObject, kind: string): ContentPart | undefined {
  // What cannot be handed on can still be read.
  if (!isCloneable(part)) return readText(part);
  return compact({type: 'custom', kind, raw: part, text: asText(part.text)} as const);
}

function readText(part: JsonObject): ContentPart | undefined {
  const text = asString(part.text);
  return text === undefined ? undefined : {type: 'text', text};
}

/**
 * The choices are under `buttons` or `button`, with a title around them or without, or on the part itself. A
 * title is kept even without choices.
 */
function readButtons(part: JsonObject): ContentPart | undefined {
  const inner = part.buttons ?? part.button ?? part;
  const group = asObject(inner);
  const title = asText(group?.title) ?? asText(part.title);
  const options = readList(group?.options ?? part.options ?? inner, readOption) ?? [];
  return title || options.length ? compact({type: 'buttons', title, options} as const) : undefined;
}

/** Whichever of label and value is missing is taken from the other. */
function readOption(value: unknown): ButtonOption | undefined {
  const option = asObject(value) ?? {label: value};
  const label = asText(option.label) ?? asText(option.value);
  const sent = asText(option.value) ?? label;
  return label && sent ? {label, value: sent} : undefined;
}

/** A list under `cards`, or the fields of a single card on the part itself. */
function readCards(part: JsonObject): ContentPart | undefined {
  const cards = readList(part.cards ?? part, readCard);
  return cards?.length ? {type: 'cards', cards} : undefined;
}

/** On the wire `text` is the heading and `description` the text below it, unless a `title` says otherwise. */
function readCard(value: unknown): Card | undefined {
  const card = asObject(value);
  const title = asText(card?.title);
  const text = asText(card?.text);
  const fields = compact({
    title: title ?? text,
    text: asText(card?.description) ?? (title && text),
    imageUrl: asText(card?.image_url),
    link: asText(card?.link),
  });
  return Object.keys(fields).length ? fields : undefined;
}

/** A list or a single one under `files` or `file`, or the fields of a single one on the part itself. */
function readFiles(part: JsonObject): ContentPart | undefined {
  // On the part itself `type` is that of the part, not of the file.
  const files = readList(part.files ?? part.file ?? {...part, type: undefined}, readFile);
  return files?.length
    ? compact({type: 'files', title: asText(part.title), files} as const)
    : undefined;
}

/** With these in it, a name could be read as one with another ending. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** A file without a name and without an address is nothing that could be shown. */
function readFile(value: unknown): FileItem | undefined {
  const file = asObject(value) ?? {url: value};
  const storage = asObject(file.storage);
  const name = asText(asString(file.filename)?.replace(TURNS, ''));
  const url = asText(file.url) ?? asText(storage?.presignedUrl);
  if (!name && !url) return undefined;
  const size = asNumber(file.size);
  return compact({
    mimeType: asText(file.mimetype) ?? asText(file.type) ?? '',
    name,
    url,
    size: size !== undefined && size >= 0 ? size : undefined,
    thumbnailUrl: asText(file.thumbnail),
    storage: isCloneable(storage) ? storage : undefined,
  });
}

function readHtml(part: JsonObject): ContentPart | undefined {
  const html = asText(part.html);
  return html ? {type: 'html', html} : undefined;
}

function readTable(part: JsonObject): ContentPart | undefined {
  const html = asText(part.table) ?? asText(part.html);
  return html ? {type: 'table', html} : undefined;
}

function readPause(part: JsonObject): ContentPart | undefined {
  const time = asNumber(part.time);
  return time === undefined ? undefined : {type: 'pause', milliseconds: Math.max(0, time)};
}
