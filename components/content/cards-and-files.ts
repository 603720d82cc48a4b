/** The kinds of content that take much code, and that many conversations do without. Loaded with the first of them. */
import type {CSSResult} from 'lit';
import {css} from '../../styles/css.js';
import {cardsStyles, cardsTemplate} from './cards.js';
import {filesStyles, filesTemplate} from './files.js';

export const lazyTemplates = {cards: cardsTemplate, files: filesTemplate};

export const styles: CSSResult = css`
  ${cardsStyles} ${filesStyles}

  /* What turned out to show nothing. */
  .bubble:has(> .nothing) {
    display: none;
  }
`;
