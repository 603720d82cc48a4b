/**
 * For tests: arbitrary normal forms together with one of the many ways in which a hub may write them, made
 * by small writers that share no code with the decoder.
 */
import fc from 'fast-check';
import type {
  Author,
  ButtonsPart,
  Card,
  CardsPart,
  ContentPart,
  FileItem,
  FilesPart,
  HubAction,
  HubEvent,
  TranscriptEntry,
} from '../types.js';

/** What was meant, and how it is written. */
export interface Written<T> {
  readonly normal: T;
  readonly wire: unknown;
}

/** One way to write; `undefined` where it cannot say this. */
type Writer<T> = (normal: T) => unknown;

/** Any JSON value, free of what JSON text cannot carry (`-0`). */
export const json: fc.Arbitrary<unknown> = fc
  .jsonValue({maxDepth: 3})
  .map((value): unknown => JSON.parse(JSON.stringify(value)));

/** Text of any code points, a lone half of a surrogate pair among them; never empty. */
export const text: fc.Arbitrary<string> = fc.oneof(
  {weight: 5, arbitrary: fc.string({minLength: 1, unit: 'binary'})},
  {weight: 2, arbitrary: fc.integer().map(String)},
  {weight: 1, arbitrary: fc.constantFrom('\ud800', '__proto__', 'constructor', ' ', '0')},
);

/** An identifier, often one that could be a number. */
export const id: fc.Arbitrary<string> = fc.oneof(fc.uuid(), text);

/** A JSON object with arbitrary keys. */
export const jsonObject: fc.Arbitrary<Record<string, unknown>> = fc
  .dictionary(fc.string(), json, {maxKeys: 4})
  .map((value) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>);

const label = text.map((value) => value.trim()).filter(Boolean);

const author: fc.Arbitrary<Author> = record({}, {name: label, avatarUrl: label}).filter(
  (value) => Object.keys(value).length > 0,
);

function record<R extends object, O extends object>(
  required: {[K in keyof R]: fc.Arbitrary<R[K]>},
  optional: {[K in keyof O]: fc.Arbitrary<O[K]>},
): fc.Arbitrary<R & Partial<O>> {
  return fc.record(
    {...required, ...optional},
    {requiredKeys: Object.keys(required) as never},
  ) as unknown as fc.Arbitrary<R & Partial<O>>;
}

/** Pairs each value with what one of the writers makes of it. */
function written<T>(values: fc.Arbitrary<T>, ...writers: Writer<T>[]): fc.Arbitrary<Written<T>> {
  return fc.tuple(values, fc.nat()).map(([normal, pick]) => {
    const wires = writers.map((write) => write(normal)).filter((wire) => wire !== undefined);
    return {normal, wire: wires[pick % wires.length]};
  });
}

function writtenList<T>(
  items: fc.Arbitrary<Written<T>>,
  constraints: fc.ArrayConstraints = {maxLength: 4},
): fc.Arbitrary<Written<readonly T[]>> {
  return fc.array(items, constraints).map((list) => ({
    normal: list.map((item) => item.normal),
    wire: list.map((item) => item.wire),
  }));
}

/** A number where the text is exactly what that number looks like. */
function asNumber(value: string): number | undefined {
  return String(Number(value)) === value && Number.isSafeInteger(Number(value))
    ? Number(value)
    : undefined;
}

const option = fc.record({label: text, value: text});

const buttons: fc.Arbitrary<Written<ContentPart>> = written<ButtonsPart>(
  record(
    {
      type: fc.constant('buttons' as const),
      options: fc.array(option, {minLength: 1, maxLength: 3}),
    },
    {title: text},
  ),
  ({title, options}) => ({type: 'buttons', buttons: {title, options}}),
  ({title, options}) => ({type: 'button', button: {title, options}}),
  ({title, options}) => ({type: 'button', buttons: {title, options}}),
  ({title, options}) => ({type: 'buttons', title, options}),
  ({title, options}) => ({type: 'buttons', title, buttons: options}),
  ({title, options}) =>
    options.length === 1 ? {type: 'buttons', buttons: {title, options: options[0]}} : undefined,
  ({title, options}) => ({
    type: 'buttons',
    buttons: {
      title,
      options: options.map(({label, value}) => (label === value ? {label} : {label, value})),
    },
  }),
  ({title, options}) => ({
    type: 'buttons',
    buttons: {
      title: (title && asNumber(title)) ?? title,
      options: options.map(({label, value}) => ({
        label: asNumber(label) ?? label,
        value: asNumber(value) ?? value,
      })),
    },
  }),
);

function cardFields({title, text, imageUrl, link}: Card): object {
  return {text: title, description: text, image_url: imageUrl, link};
}

const card: fc.Arbitrary<Card> = record(
  {title: text},
  {text, imageUrl: fc.webUrl(), link: fc.webUrl()},
);

const cards: fc.Arbitrary<Written<ContentPart>> = written<CardsPart>(
  fc.record({
    type: fc.constant('cards' as const),
    cards: fc.array(card, {minLength: 1, maxLength: 3}),
  }),
  ({cards}) => ({type: 'cards', cards: cards.map(cardFields)}),
  ({cards}) =>
    cards[0] && cards.length === 1 ? {type: 'cards', ...cardFields(cards[0])} : undefined,
  ({cards}) =>
    cards[0] && cards.length === 1 ? {type: 'cards', cards: cardFields(cards[0])} : undefined,
);

const file: fc.Arbitrary<FileItem> = record(
  {mimeType: fc.constantFrom('image', 'image/png', 'application/pdf'), url: fc.webUrl()},
  {name: text, size: fc.nat(), thumbnailUrl: fc.webUrl(), storage: fc.constant({fileKey: 'k'})},
);

function fileFields({mimeType, name, url, size, thumbnailUrl, storage}: FileItem): object {
  return {type: mimeType, filename: name, url, size, thumbnail: thumbnailUrl, storage};
}

const files: fc.Arbitrary<Written<ContentPart>> = written<FilesPart>(
  record(
    {type: fc.constant('files' as const), files: fc.array(file, {minLength: 1, maxLength: 3})},
    {title: text},
  ),
  ({title, files}) => ({type: 'files', title, files: files.map(fileFields)}),
  ({title, files}) => ({type: 'file', title, file: files.map(fileFields)}),
  ({title, files}) => ({
    type: 'file',
    title,
    files: files.map((item) => ({
      ...fileFields(item),
      type: 'image',
      mimetype: item.mimeType,
      size: item.size === undefined ? undefined : String(item.size),
    })),
  }),
  ({title, files}) =>
    files[0] && files.length === 1 ? {type: 'file', title, file: fileFields(files[0])} : undefined,
);

const KNOWN = 'text button buttons cards file files html table pause'.split(' ');

const custom: fc.Arbitrary<Written<ContentPart>> = fc
  .tuple(
    text.filter((kind) => !KNOWN.includes(kind)),
    fc.option(text, {nil: undefined}),
    json,
  )
  .map(([kind, shown, extra]) => {
    const raw = {type: kind, extra, ...(shown && {text: shown})};
    return {normal: {type: 'custom', kind, raw, ...(shown && {text: shown})}, wire: raw};
  });

/** A content part that shows something. */
export const part: fc.Arbitrary<Written<ContentPart>> = fc.oneof(
  written<ContentPart & {type: 'text'}>(
    fc.record({type: fc.constant('text' as const), text}),
    ({text}) => ({type: 'text', text}),
    ({text}) => ({type: 'text', text: asNumber(text) ?? text}),
    ({text}) => ({text}),
    ({text}) => text,
  ),
  buttons,
  cards,
  files,
  written<ContentPart & {type: 'html'}>(
    fc.record({type: fc.constant('html' as const), html: text}),
    ({html}) => ({type: 'html', html}),
  ),
  written<ContentPart & {type: 'table'}>(
    fc.record({type: fc.constant('table' as const), html: text}),
    ({html}) => ({type: 'table', table: html}),
  ),
  written<ContentPart & {type: 'pause'}>(
    fc.record({type: fc.constant('pause' as const), milliseconds: fc.nat()}),
    ({milliseconds}) => ({type: 'pause', time: milliseconds}),
    ({milliseconds}) => ({type: 'pause', time: String(milliseconds)}),
  ),
  custom,
);

/** What can never be read as a content part. */
export const badPart: fc.Arbitrary<unknown> = fc.constantFrom(
  null,
  true,
  [],
  {type: 'text'},
  {type: 'text', text: {}},
  {type: 'buttons', buttons: {options: [null]}},
  {type: 'cards', cards: [{}]},
  {type: 'files', files: [{type: 'image'}]},
  {type: 'pause', time: 'soon'},
  {type: 'html'},
);

/** The content of a message, in which bad parts and empty texts may stand between the good ones. */
export const content: fc.Arbitrary<Written<readonly ContentPart[]>> = fc
  .array(
    fc.oneof(
      {weight: 4, arbitrary: part.map((item) => ({normal: [item.normal], wire: item.wire}))},
      {weight: 1, arbitrary: badPart.map((wire) => ({normal: [], wire}))},
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('', {type: 'text', text: ''})
          .map((wire) => ({normal: [], wire})),
      },
    ),
    {maxLength: 5},
  )
  .map((list) => ({
    normal: list.flatMap((item): readonly ContentPart[] => item.normal),
    wire: list.map((item) => item.wire),
  }))
  .filter(({normal, wire}) => normal.length > 0 || wire.length === 0);

const SENDERS = {
  user: ['user', 'user ', 'User'],
  bot: ['chatbot', 'bot', 'chatbot  ', 'BOT'],
  agent: ['livechat', 'agent', ' agent', 'livechat '],
} as const;

/** The hub names both its bot and its agent in the same entry. */
const entryNames = {
  user: () => ({chatbotName: 'Robo', livechatName: 'Ann', channelName: 'Web'}),
  bot: (name: string | undefined) => ({chatbotName: name, livechatName: 'Ann', channelName: 'Web'}),
  agent: (name: string | undefined) => ({chatbotName: 'Robo', livechatName: name}),
};

const entry: fc.Arbitrary<Written<TranscriptEntry>> = fc
  .record({
    sender: fc.constantFrom('user' as const, 'bot' as const, 'agent' as const),
    parts: writtenList(part, {maxLength: 3}),
    name: fc.option(label, {nil: undefined}),
    id: fc.option(id, {nil: undefined}),
    dialect: fc.nat(),
  })
  .filter(({sender, parts}) => sender === 'user' || parts.normal.length > 0)
  .map(({sender, parts, name, id, dialect}) => {
    const known = name !== undefined && sender !== 'user';
    const spellings = SENDERS[sender];
    const shared = {from: spellings[dialect % spellings.length], ...entryNames[sender](name)};
    const bodies = [
      {...shared, id, messages: parts.wire, actions: [{id: 'old', data: {}}], files: []},
      {...shared, message_id: id, messages: {idChat: 7, messages: parts.wire, actions: []}},
      {...shared, message_id: id, content: parts.wire, text: ''},
      {...shared, message_id: id, messages: [{idChat: 'c', messages: parts.wire}]},
    ];
    return {
      normal: {
        sender,
        parts: parts.normal,
        ...(id !== undefined && {id}),
        ...(known && {author: {name}}),
      },
      wire: bodies[dialect % bodies.length],
    };
  });

/** A transcript as a list in which entries and groups of them stand side by side. */
export const transcript: fc.Arbitrary<Written<readonly TranscriptEntry[]>> = fc
  .tuple(
    fc.uniqueArray(entry, {
      maxLength: 6,
      selector: ({normal}) => normal.id ?? Symbol(),
    }),
    fc.infiniteStream(fc.boolean()),
  )
  .map(([entries, breaks]) => {
    const list: unknown[] = [];
    let group: unknown[] | undefined;
    for (const {wire} of entries) {
      if (breaks.next().value) group = undefined;
      if (group) group.push(wire);
      else if (breaks.next().value) list.push({event_id: 'shared', messages: (group = [wire])});
      else list.push(wire);
    }
    return {normal: entries.map((item) => item.normal), wire: list};
  });

/** An event with its `event_type` and payload. */
interface WrittenEvent {
  readonly normal: HubEvent;
  readonly eventType: string;
  readonly payload: object;
  readonly eventId?: string;
}

const conversation = fc.option(id, {nil: undefined});

/** The hub writes an empty id where it has none, or leaves the field out. */
function conversationFields(conversationId: string | undefined, pick: number): object {
  if (conversationId !== undefined)
    return {conversation_id: asNumber(conversationId) ?? conversationId};
  return [{}, {conversation_id: ''}, {conversation_id: null}][pick % 3] ?? {};
}

function defined<T extends object>(fields: T): T {
  return JSON.parse(JSON.stringify(fields)) as T;
}

/** The six ways to introduce somebody, on the payload or inside of it. */
function authorFields(role: 'bot' | 'agent', value: Author | undefined, pick: number): object {
  if (!value) return [{}, {[role]: {}}, {[role]: null}, {data: {}}][pick % 3] ?? {};
  const {name, avatarUrl} = value;
  const full = [
    {[role]: {name, avatar: avatarUrl}},
    {[role]: {displayName: name, image: avatarUrl}},
    {[`${role}Name`]: name, avatarUrl},
    {[role]: {[`${role}_name`]: name, photo_url: avatarUrl}},
    {[role]: name, picture: avatarUrl},
    role === 'bot'
      ? {chatbotName: name, photo: avatarUrl}
      : {livechatName: name, avatar_url: avatarUrl},
  ];
  return full[pick % full.length] ?? {};
}

const action: fc.Arbitrary<Written<HubAction>> = written<HubAction>(
  fc.record({id, type: fc.constantFrom('normal', 'custom'), data: fc.oneof(jsonObject, text)}),
  ({id, type, data}) => ({id, type, data}),
  ({id, type, data}) => ({action: id, type, payload: data}),
  ({id, type, data}) => ({title: id, type, payload: data}),
  ({id, type, data}) => (type === 'normal' ? {id: asNumber(id) ?? id, data} : undefined),
);

/** Every kind of event that the hub sends, in a random dialect. */
export const event: fc.Arbitrary<WrittenEvent> = fc.oneof(
  id.map((socketId) => ({
    normal: {type: 'socket_connected' as const, socketId},
    eventType: 'socket_connected',
    payload: {socket_id: socketId},
  })),
  id.map((conversationId) => ({
    normal: {type: 'conversation_start_success' as const, conversationId},
    eventType: 'conversation_start_success',
    payload: {conversation_id: conversationId},
  })),
  fc
    .record({
      sender: fc.constantFrom('bot' as const, 'agent' as const),
      eventId: conversation,
      messageId: conversation,
      conversationId: conversation,
      who: fc.option(author, {nil: undefined}),
      content,
      pick: fc.nat(),
    })
    .map(({sender, eventId, messageId, conversationId, who, content, pick}) => ({
      normal: {
        type: 'message' as const,
        sender,
        parts: content.normal,
        ...(eventId !== undefined && {eventId}),
        ...(messageId !== undefined && {messageId}),
        ...(conversationId !== undefined && {conversationId}),
        ...(who && {author: who}),
      },
      eventType: sender === 'bot' ? 'bot_message' : 'livechat_message',
      ...(eventId !== undefined && {eventId}),
      payload: {
        type: 'message_create',
        ch_msg_id: messageId,
        content: content.wire,
        ...authorFields(sender, who, pick),
        ...conversationFields(conversationId, pick),
      },
    })),
  fc
    .record({actions: writtenList(action), conversationId: conversation, pick: fc.nat()})
    .map(({actions, conversationId, pick}) => {
      const one = actions.normal.length === 1 && pick % 2 === 0;
      const [first] = actions.wire as object[];
      return {
        normal: {
          type: 'action' as const,
          actions: actions.normal,
          ...(conversationId !== undefined && {conversationId}),
        },
        eventType: 'action',
        payload: {
          ...(one ? first : {actions: actions.wire}),
          ...conversationFields(conversationId, pick),
        },
      };
    }),
  fc
    .record({
      update: fc.constantFrom(
        'failedAgentAssignment' as const,
        'livechatAgentConnected' as const,
        'livechatAgentDisconnected' as const,
      ),
      conversationId: conversation,
      agent: fc.option(author, {nil: undefined}),
      pick: fc.nat(),
    })
    .map(({update, conversationId, agent, pick}) => ({
      normal: {
        type: 'conversation_update' as const,
        update,
        ...(conversationId !== undefined && {conversationId}),
        ...(agent && {agent}),
      },
      eventType: 'conversation_update',
      payload: {
        type: update,
        data: authorFields('agent', agent, pick),
        ...conversationFields(conversationId, pick),
      },
    })),
  fc
    .record({
      entries: transcript,
      conversationId: conversation,
      key: fc.constantFrom('transcript', 'messages'),
      pick: fc.nat(),
    })
    .map(({entries, conversationId, key, pick}) => ({
      normal: {
        type: 'conversation_transcript' as const,
        entries: entries.normal,
        ...(conversationId !== undefined && {conversationId}),
      },
      eventType: 'conversation_transcript',
      payload: {[key]: entries.wire, ...conversationFields(conversationId, pick)},
    })),
  fc.record({conversationId: id, content: jsonObject}).map(({conversationId, content}) => ({
    normal: {type: 'conversation_metadata' as const, conversationId, content},
    eventType: 'conversation_metadata',
    payload: {conversation_id: conversationId, content},
  })),
  fc.tuple(conversation, fc.nat()).map(([conversationId, pick]) => ({
    normal: {
      type: 'metadata_update_success' as const,
      ...(conversationId !== undefined && {conversationId}),
    },
    eventType: 'metadata_update_success',
    payload: conversationFields(conversationId, pick),
  })),
  fc
    .record({
      conversations: fc.array(record({conversationId: id, metadata: jsonObject}, {apiKey: text}), {
        maxLength: 3,
      }),
      pagination: fc.option(
        fc.record({
          page: fc.nat(),
          pageSize: fc.nat(),
          total: fc.nat(),
          totalPages: fc.nat(),
          hasNextPage: fc.boolean(),
          hasPrevPage: fc.boolean(),
        }),
        {nil: undefined},
      ),
    })
    .map(({conversations, pagination}) => ({
      normal: {
        type: 'user_conversations' as const,
        conversations,
        ...(pagination && {pagination}),
      },
      eventType: 'user_conversations',
      payload: {
        conversations: conversations.map(({conversationId, metadata, apiKey}) => ({
          conversation_id: conversationId,
          metadata,
          apiKey,
        })),
        pagination: pagination && {...pagination, page: String(pagination.page)},
      },
    })),
  fc.record({conversationId: id, userId: id}).map(({conversationId, userId}) => ({
    normal: {type: 'delete_conversation_success' as const, conversationId, userId},
    eventType: 'delete_conversation_success',
    payload: {conversation_id: conversationId, userId},
  })),
  fc
    .record({
      code: fc.option(fc.oneof(fc.nat(), fc.constantFrom('EXPIRED', 'E_400')), {nil: undefined}),
      description: fc.oneof(fc.constant(''), text),
      messageLink: fc.option(fc.webUrl(), {nil: undefined}),
      eventId: conversation,
      pick: fc.nat(),
    })
    .map(({code, description, messageLink, eventId, pick}) => {
      const payload = {
        error_code: pick % 2 ? code : code?.toString(),
        error_desc: description,
        message_link: messageLink,
      };
      const nested = {event_type: 'general_error', event_payload: payload, event_id: eventId};
      return {
        normal: {
          type: 'general_error' as const,
          description,
          ...(code !== undefined && {code}),
          ...(messageLink && {messageLink}),
          ...(eventId !== undefined && {eventId}),
        },
        ...(eventId !== undefined && {eventId}),
        ...(pick % 3
          ? {eventType: 'general_error', payload}
          : {eventType: 'conversation_update', payload: nested}),
      };
    }),
  fc
    .record({
      eventType: fc.oneof(
        fc.constantFrom('__proto__', 'constructor', 'toString', 'message', 'unknown', 'bot_typing'),
        fc.string({minLength: 1, maxLength: 20}).map((name) => `x_${name}`),
      ),
      payload: jsonObject,
    })
    .map(({eventType, payload}) => ({
      normal: {type: 'unknown' as const, eventType, payload},
      eventType,
      payload,
    })),
);

/** A frame in one of the two envelopes, before it becomes text. */
export const frame: fc.Arbitrary<{normal: HubEvent; frame: object}> = fc
  .tuple(event, fc.boolean(), fc.boolean())
  .map(([{normal, eventType, payload, eventId}, wrapped, asText]) => {
    // The payload of an unknown event is passed on as it came, so it has one form only.
    const event_payload =
      asText && normal.type !== 'unknown' ? JSON.stringify(payload) : defined(payload);
    const bare = defined({event_type: eventType, event_payload, event_id: eventId});
    return {
      normal,
      frame: wrapped
        ? {action: 'receiveMessage', event: {...bare, accepts_response_payload: false}}
        : bare,
    };
  });
