import {nothing, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {keyed} from 'lit/directives/keyed.js';
import {visibleText} from './visible-text.js';
import type {FileItem, FilesPart} from '../../src/protocol/types.js';
import {closeIcon} from '../icons.js';
import type {Localization} from '../i18n/localize.js';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';
import type {ContentTemplate} from './content.js';
import {fileIcon, type FileKind} from './file-icons.js';
import {linkTemplate} from './link.js';
import {pictureSource, webAddress, type SafeHref} from './safe-href.js';

export const filesStyles = css`
  .files {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--_space);
    width: 320px;
    max-width: 100%;
    overflow-wrap: anywhere;
  }

  .files-title {
    grid-column: 1 / -1;
    margin: 0;
  }

  .files-entry {
    grid-column: 1 / -1;
    min-width: 0;
  }

  .files.many .files-entry:has(> .picture:not([hidden])) {
    grid-column: span 1;
  }

  .picture {
    display: block;
    width: 100%;
    aspect-ratio: 4 / 3;
    overflow: hidden;
    border-radius: var(--_radius-box);
    background: color-mix(in srgb, currentColor 8%, transparent);
    cursor: zoom-in;
  }

  .picture img {
    display: block;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  .player {
    margin: 0;
  }

  .player figcaption {
    font-size: var(--_font-size-small);
  }

  .player audio,
  .player video {
    display: block;
    width: 100%;
    border-radius: var(--_radius-box);
  }

  .player video {
    aspect-ratio: 16 / 9;
    background: #000;
  }

  .file {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 6px 10px;
    border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
    border-radius: var(--_radius-box);
  }

  .file-icon {
    flex: none;
    font-size: 24px;
  }

  .file-body {
    min-width: 0;
  }

  .file-name,
  .player figcaption {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
  }

  /* The whole row is the link. */
  a.file-name::after {
    position: absolute;
    inset: 0;
    border-radius: inherit;
    content: '';
  }

  a.file-name:focus-visible {
    outline: none;
  }

  .file:has(:focus-visible) {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }

  .user .file:has(:focus-visible) {
    outline-color: currentColor;
  }

  .file-note {
    display: block;
    font-size: var(--_font-size-small);
  }

  .view {
    width: 100%;
    max-width: none;
    height: 100%;
    max-height: none;
    margin: 0;
    padding: 0;
    border: 0;
    background: color-mix(in srgb, var(--_surface) 94%, transparent);
    color: var(--_text);
  }

  .view[open] {
    display: flex;
    flex-direction: column;
  }

  .view-bar {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding-block: 8px;
    padding-inline: 16px 8px;
  }

  .view-name {
    position: relative;
    min-width: 44px;
    padding-block: 12px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }

  .view-name:focus-visible {
    outline-offset: -2px;
  }

  .view-close {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    font-size: 22px;
  }

  .view-close:focus-visible {
    outline-offset: -4px;
  }

  .view-space {
    display: grid;
    flex: 1;
    min-height: 0;
    padding: 8px 16px 24px;
    place-items: center;
  }

  .view-picture {
    display: block;
    min-width: 0;
    max-width: 100%;
    min-height: 0;
    max-height: 100%;
    object-fit: contain;
  }
`;

/** Pictures to look at, sounds and films to play, and a row for every other file. */
export const filesTemplate: ContentTemplate<FilesPart> = ({title, files}) => {
  const shownTitle = visibleText(title);
  if (files.length === 0 && !shownTitle) return undefined;
  const pictures = files.filter((file) => pictureOf(file)).length;
  return html`<div class="files ${pictures > 1 ? 'many' : ''}">
    ${shownTitle ? html`<p class="files-title" dir="auto">${shownTitle}</p>` : nothing}
    ${files.map((file) => html`<div class="files-entry">${fileTemplate(file)}</div>`)}
  </div>`;
};

function fileTemplate(file: FileItem) {
  const address = webAddress(file.url);
  const source = pictureOf(file);
  const shown = source ? picture(file, source, address) : player(file, address);
  if (!shown) return row(file, address, false);
  // What turned into a row stays one; another address gets elements of its own.
  return keyed(file.url, html`${shown}${row(file, address, true)}`);
}

/** Where the picture is taken from that a file is; data says itself what it is. */
function pictureOf(file: FileItem): string | undefined {
  const source = pictureSource(file.url);
  return source?.startsWith('http') && mediaOf(file) !== 'image' ? undefined : source;
}

/** What stands for a name that is not there. */
const fileWord = localized(({file}) => file);

/** The name, of which blanks are none. */
const nameOf = ({name}: FileItem) => visibleText(name);

/**
 * `hidden` until what stands before it turns out not to load. Lit sets an attribute again only when its value changes,
 * so that what turned out stands.
 */
function row(file: FileItem, address: SafeHref | undefined, hidden: boolean) {
  const hasNote = file.size !== undefined || !address;
  return html`<div part="file" class="file" ?hidden=${hidden}>
    ${fileIcon(kindOf(file))}
    <div class="file-body">
      ${address ? fileLink(file, address, 'file-name') : fileName(file, 'file-name')}
      ${hasNote ? html`<span class="file-note">${localized((strings) => fileNote(file, address, strings))}</span>` : nothing}
    </div>
  </div>`;
}

function fileNote({size}: FileItem, address: SafeHref | undefined, strings: Localization) {
  return [
    size === undefined ? '' : formatSize(size, strings.locale),
    address ? '' : strings.fileUnavailable,
  ]
    .filter(Boolean)
    .join(' · ');
}

const fileName = (file: FileItem, className: string) =>
  html`<span class=${className} dir="auto">${nameOf(file) ?? fileWord}</span>`;

/** What is on the same site can be saved at once. */
function fileLink(file: FileItem, address: SafeHref, className: string) {
  const name = nameOf(file);
  return linkTemplate(address, name ?? fileWord, {
    class: className,
    dir: 'auto',
    download: name ?? '',
  });
}

function player(file: FileItem, address: SafeHref | undefined) {
  const media = mediaOf(file);
  if (!address || !media || media === 'image') return undefined;
  const name = nameOf(file) ?? fileWord;
  const element =
    media === 'audio'
      ? html`<audio
          controls
          preload="metadata"
          aria-label=${name}
          src=${address.href}
          @error=${handleLoadError}
        ></audio>`
      : html`<video
          controls
          playsinline
          preload="metadata"
          aria-label=${name}
          src=${address.href}
          @error=${handleLoadError}
        ></video>`;
  return html`<figure part="player" class="player">
    ${element}
    <figcaption dir="auto" aria-hidden="true">${name}</figcaption>
  </figure>`;
}

function picture(file: FileItem, source: string, address: SafeHref | undefined): TemplateResult {
  const name = nameOf(file) ?? localized((strings) => strings.picture);
  // The large one is not asked for before its dialog opens: until then, lazy as it is, it has no place on the page.
  return html`<button
      type="button"
      part="image"
      class="picture"
      aria-haspopup="dialog"
      @click=${handleOpen}
    >
      <img
        alt=${name}
        loading="lazy"
        decoding="async"
        referrerpolicy="no-referrer"
        src=${pictureSource(file.thumbnailUrl) ?? source}
        @error=${handleLoadError}
      />
    </button>
    <dialog
      part="view"
      class="view"
      aria-label=${name}
      @click=${handleViewClick}
      @keydown=${handleViewKeydown}
      @close=${handleClosed}
    >
      <div class="view-bar">
        ${address ? fileLink(file, address, 'view-name') : fileName(file, 'view-name')}
        <button
          type="button"
          class="view-close"
          aria-label=${localized(({closePicture}) => closePicture)}
          @click=${handleClose}
        >
          ${closeIcon}
        </button>
      </div>
      <div class="view-space">
        <img
          class="view-picture"
          alt=${name}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
          src=${source}
        />
      </div>
    </dialog>`;
}

const entryOf = (event: Event) => (event.currentTarget as Element).closest('.files-entry')!;

const viewOf = (event: Event) => entryOf(event).querySelector('dialog')!;

/** What cannot be shown can perhaps be fetched. */
function handleLoadError(event: Event) {
  const entry = entryOf(event);
  entry.querySelector<HTMLElement>('.picture, .player')!.hidden = true;
  entry.querySelector<HTMLElement>('.file')!.hidden = false;
}

function handleOpen(event: Event) {
  const view = viewOf(event);
  view.showModal();
  view.querySelector('button')!.focus();
  // A page would be locked by a dialog that is open where nobody sees it, as when the chat is hidden around it.
  new ResizeObserver(([entry], observer) => {
    if (entry!.contentRect.width > 0) return;
    observer.disconnect();
    view.close();
  }).observe(view);
}

function handleClose(event: Event) {
  viewOf(event).close();
}

function handleViewClick(event: Event) {
  const outside = !(event.target as Element).closest('.view-picture, .view-bar > *');
  if (outside) viewOf(event).close();
}

/** Escape closes this, and not the chat around it as well. */
function handleViewKeydown(event: KeyboardEvent) {
  if (event.key === 'Escape') event.stopPropagation();
}

/** Browsers that do not focus a button when it is clicked do not come back to it by themselves. */
function handleClosed(event: Event) {
  entryOf(event).querySelector<HTMLElement>('.picture')!.focus({preventScroll: true});
}

type Media = 'image' | 'audio' | 'video';

const MEDIA_EXTENSIONS: Readonly<Record<Media, RegExp>> = {
  image: /^(?:png|jpe?g|gif|webp|avif|svg|bmp|ico)$/,
  audio: /^(?:mp3|m4a|aac|oga|ogg|opus|wav|flac)$/,
  video: /^(?:mp4|m4v|webm|ogv|mov)$/,
};

/** Bots send a MIME type, its first half, or nothing. */
function mediaOf(file: FileItem): Media | undefined {
  const type = file.mimeType.trim().toLowerCase();
  const medias: readonly Media[] = ['image', 'audio', 'video'];
  if (type) return medias.find((media) => type === media || type.startsWith(`${media}/`));
  const extension = extensionOf(file);
  return medias.find((media) => MEDIA_EXTENSIONS[media].test(extension));
}

const KINDS: readonly (readonly [FileKind, extension: RegExp, type: RegExp])[] = [
  ['spreadsheet', /^(?:xlsx?|xlsm|ods|csv|tsv|numbers)$/, /spreadsheet|excel|\/(?:csv|tab-sep)/],
  ['archive', /^(?:zip|rar|7z|tar|t?gz|bz2|xz)$/, /zip|compressed|\/(?:x-tar|vnd\.rar|x-rar)/],
  [
    'code',
    /^(?:html?|css|[cm]?[jt]sx?|json|xml|ya?ml|py|rb|java|c|h|cpp|cs|go|rs|php|sh|sql)$/,
    /\/(?:html|css|(?:x-)?javascript|json|xml|x-sh|x-python)|\+(?:json|xml)$/,
  ],
  [
    'document',
    /^(?:pdf|docx?|odt|rtf|txt|md|pptx?|odp|pages|key)$/,
    /^text|pdf|word|document|presentation|rtf/,
  ],
];

function kindOf(file: FileItem): FileKind {
  const extension = extensionOf(file);
  const type = file.mimeType.trim().toLowerCase();
  if (mediaOf(file)) return 'other';
  return (KINDS.find(([, pattern]) => pattern.test(extension)) ??
    KINDS.find(([, , pattern]) => pattern.test(type)) ?? ['other' as const])[0];
}

/** Of the name, or of the address where the name has none. */
function extensionOf({name, url}: FileItem) {
  const path = url?.split(/[?#]/, 1)[0];
  return (extension(name) ?? extension(path) ?? '').toLowerCase();
}

const extension = (path: string | undefined) => /\.(\w{1,8})$/.exec(path?.trim() ?? '')?.[1];

const UNITS = [
  [1e9, 'gigabyte'],
  [1e6, 'megabyte'],
  [1e3, 'kilobyte'],
] as const;

function formatSize(bytes: number, locale: string | undefined) {
  const [size, unit] = UNITS.find(([size]) => bytes >= size) ?? ([1, 'byte'] as const);
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: 1,
  }).format(bytes / size);
}
