import {nothing, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {keyed} from 'lit/directives/keyed.js';
import {ref} from 'lit/directives/ref.js';
import {visibleText} from './visible-text.js';
import type {Card, CardsPart} from '../../src/protocol/types.js';
import {localized} from '../i18n/localized.js';
import {html} from '../template.js';
import type {ContentTemplate} from './content.js';
import {nextIcon, previousIcon} from './file-icons.js';
import {linkTemplate} from './link.js';
import {pictureSource, safeHref, type SafeHref} from './safe-href.js';

export const cardsStyles = css`
  /* As wide as its bubble may be, whatever is in it. */
  .cards {
    width: 520px;
    max-width: 100%;
  }

  .cards-strip {
    display: flex;
    gap: 10px;
    margin: 0;
    padding: 3px;
    overflow-x: auto;
    overscroll-behavior-inline: contain;
    list-style: none;
    scroll-padding-inline: 3px;
    scroll-snap-type: inline mandatory;
    scrollbar-width: thin;
    scrollbar-color: color-mix(in srgb, currentColor 35%, transparent) transparent;
  }

  .cards-strip:focus-visible {
    outline-offset: -2px;
  }

  /* What is hidden in it for screen readers stays inside, and does not make the list around it longer. */
  .card {
    position: relative;
    display: flex;
    flex-direction: column;
    gap: 4px;
    padding-block-end: 10px;
    overflow: hidden;
    border: 1px solid color-mix(in srgb, currentColor 22%, transparent);
    border-radius: var(--_radius-box);
    overflow-wrap: anywhere;
  }

  .cards-strip .card {
    flex: 0 0 min(84%, 240px);
    scroll-snap-align: start;
  }

  .card:not(:has(> *)) {
    display: none;
  }

  .card-image {
    display: block;
    width: 100%;
    aspect-ratio: 16 / 9;
    background: color-mix(in srgb, currentColor 8%, transparent);
    object-fit: cover;
  }

  .card-title,
  .card-text {
    margin: 0 12px;
    white-space: pre-line;
  }

  .card > :not(.card-image):first-child,
  .card-image + * {
    padding-block-start: 10px;
  }

  .card-image:last-child {
    margin-block-end: -10px;
  }

  .card-title {
    font-weight: var(--_weight);
  }

  .card-link {
    align-self: flex-start;
    margin: auto 12px 0;
    padding-block: 10px 4px;
  }

  /* Its outline would be cut off by the edge of the card. */
  .card-link:focus-visible {
    outline-offset: -2px;
  }

  .cards-arrows {
    display: flex;
    justify-content: flex-end;
    gap: 4px;
    margin-block-end: -6px;
  }

  .cards-arrow {
    display: grid;
    place-items: center;
    width: 44px;
    height: 44px;
    border-radius: 50%;
    font-size: 20px;
  }

  .cards-arrow:focus-visible {
    outline-offset: -4px;
  }

  .cards-arrow[aria-disabled='true'] {
    opacity: 0.4;
    cursor: default;
  }

  .cards-arrow:dir(rtl) .mirrored {
    transform: scaleX(-1);
  }

  @media (hover: hover) {
    .cards-arrow:not([aria-disabled='true']):hover {
      background: color-mix(in srgb, currentColor 10%, transparent);
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .cards-strip {
      scroll-behavior: smooth;
    }
  }
`;

/** One card in full width, or several in a strip. A card of which nothing can be shown is left out. */
export const cardsTemplate: ContentTemplate<CardsPart> = ({cards}) => {
  const shown = cards.flatMap((card) => cardContent(card) ?? []);
  if (shown.length === 0) return undefined;
  return html`<div part="cards" class="cards">
    ${shown.length === 1 ? html`<div part="card" class="card">${shown[0]}</div>` : strip(shown)}
  </div>`;
};

/* eslint-disable lit-a11y/no-redundant-role -- Without the role, a list without bullets is none to Safari. */
function strip(cards: readonly TemplateResult[]) {
  return html`
    <ul
      class="cards-strip"
      role="list"
      tabindex="0"
      aria-label=${localized(({cards}) => cards)}
      @scroll=${handleScroll}
      @keydown=${handleKeydown}
      ${ref(watchSize)}
    >
      ${cards.map((card) => html`<li part="card" class="card">${card}</li>`)}
    </ul>
    <div class="cards-arrows">
      <button
        type="button"
        part="cards-button"
        class="cards-arrow previous"
        aria-label=${localized(({previousCards}) => previousCards)}
        aria-disabled="true"
        @click=${handlePrevious}
      >
        ${previousIcon}
      </button>
      <button
        type="button"
        part="cards-button"
        class="cards-arrow next"
        aria-label=${localized(({nextCards}) => nextCards)}
        aria-disabled="false"
        @click=${handleNext}
      >
        ${nextIcon}
      </button>
    </div>
  `;
}
/* eslint-enable lit-a11y/no-redundant-role */

function cardContent({title, text, imageUrl, link}: Card) {
  const image = pictureSource(imageUrl);
  const target = link === undefined ? undefined : safeHref(link);
  const shownTitle = visibleText(title);
  const shownText = visibleText(text);
  if (!image && !target && !shownTitle && !shownText) return undefined;
  return html`${image ? picture(image) : nothing}
  ${shownTitle ? html`<p part="card-title" class="card-title" dir="auto">${shownTitle}</p>` : nothing}
  ${shownText ? html`<p part="card-text" class="card-text" dir="auto">${shownText}</p>` : nothing}
  ${target ? cardLink(target) : nothing}`;
}

/** The title says what it shows. */
function picture(address: string) {
  // One that was taken away does not come back, but another address gets an element of its own.
  return keyed(
    address,
    html`<img
      part="card-image"
      class="card-image"
      alt=""
      loading="lazy"
      decoding="async"
      referrerpolicy="no-referrer"
      src=${address}
      @error=${handlePictureError}
    />`,
  );
}

/** Its name is the site that it leads to. */
function cardLink(target: SafeHref) {
  const name = new URL(target.href).hostname || localized(({open}) => open);
  return linkTemplate(target, name, {part: 'card-link', class: 'card-link'});
}

function handlePictureError({currentTarget}: Event) {
  (currentTarget as Element).remove();
}

function handlePrevious(event: Event) {
  move(stripOf(event), -1);
}

function handleNext(event: Event) {
  move(stripOf(event), 1);
}

const stripOf = ({currentTarget}: Event) =>
  (currentTarget as Element).closest('.cards')!.querySelector<HTMLElement>('.cards-strip')!;

function handleKeydown(event: KeyboardEvent) {
  const {currentTarget, target, key} = event;
  const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
  if (currentTarget !== target || modified) return;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
  // Browsers disagree on how far a key gets in a strip that snaps.
  event.preventDefault();
  const list = currentTarget as HTMLElement;
  move(list, (key === 'ArrowRight' ? 1 : -1) * sign(list));
}

/** By as many cards as are seen in full. */
function move(list: HTMLElement, direction: number) {
  const [first, second] = list.querySelectorAll<HTMLElement>('.card');
  if (!first || !second) return;
  const step = Math.abs(second.offsetLeft - first.offsetLeft);
  const count = Math.max(1, Math.floor(list.clientWidth / step));
  list.scrollBy({left: direction * sign(list) * count * step});
}

/** Right-to-left, a strip scrolls from 0 down. */
const sign = (list: Element) => (getComputedStyle(list).direction === 'rtl' ? -1 : 1);

let sizes: ResizeObserver | undefined;

/** Lit may call this again for an element that is watched already, which changes nothing. */
function watchSize(list: Element | undefined) {
  sizes ??= new ResizeObserver((entries) => {
    for (const {target} of entries) updateArrows(target);
  });
  if (list) sizes.observe(list);
}

function handleScroll({currentTarget}: Event) {
  updateArrows(currentTarget as Element);
}

function updateArrows(list: Element) {
  const arrows = list.parentElement?.querySelector<HTMLElement>('.cards-arrows');
  if (!arrows) return;
  const space = list.scrollWidth - list.clientWidth;
  const done = Math.abs(list.scrollLeft);
  arrows.hidden = space <= 1;
  const [previous, next] = arrows.querySelectorAll('button');
  previous!.ariaDisabled = String(done <= 1);
  next!.ariaDisabled = String(done >= space - 1);
}
