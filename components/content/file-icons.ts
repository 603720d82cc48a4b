import {svg, type TemplateResult} from 'lit';
import {icon} from '../icons.js';

/** What a file is for, as far as its icon tells. */
export type FileKind = 'document' | 'spreadsheet' | 'archive' | 'code' | 'other';

const sheet = svg`<path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5"/>`;

const shapes: Readonly<Record<FileKind, TemplateResult>> = {
  document: svg`${sheet}<path d="M9 12h6M9 16h6"/>`,
  spreadsheet: svg`${sheet}<path d="M9 12h6v5H9zM12 12v5M9 14.500h6"/>`,
  archive: svg`${sheet}<path d="M10 4v2M10 8v2M10 12v1"/><rect x="8.500" y="14" width="3" height="4" rx="1"/>`,
  code: svg`${sheet}<path d="m10.500 12-2 2.500 2 2.500M13.500 12l2 2.500-2 2.500"/>`,
  other: sheet,
};

export const fileIcon = (kind: FileKind) => icon(shapes[kind], `file-icon ${kind}`);

/** Points to where lines begin; right-to-left mirrors it. */
export const previousIcon = icon(svg`<path d="m15 5-7 7 7 7"/>`, 'mirrored');

export const nextIcon = icon(svg`<path d="m9 5 7 7-7 7"/>`, 'mirrored');
