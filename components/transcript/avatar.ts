import {nothing, type TemplateResult} from 'lit';
import {css} from '../../styles/css.js';
import {keyed} from 'lit/directives/keyed.js';
import {safeHref} from '../content/safe-href.js';
import {html} from '../template.js';

export const avatarStyles = css`
  .avatar {
    position: relative;
    display: grid;
    flex: none;
    place-items: center;
    width: 28px;
    height: 28px;
    overflow: hidden;
    border-radius: 50%;
    background: var(--_subtle);
    color: var(--_muted);
    font-size: 17px;
  }

  .avatar img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }

  /* The icon must not be seen through it. */
  .avatar img[data-loaded] {
    background: var(--_surface);
  }
`;

/** A round picture of somebody whose name stands beside it: the icon until their own is there, and without one. */
export function avatarTemplate(icon: TemplateResult, address: string | undefined): TemplateResult {
  return html`<span part="avatar" class="avatar" aria-hidden="true"
    >${icon}${photoTemplate(address)}</span
  >`;
}

function photoTemplate(address: string | undefined) {
  const href = address === undefined ? undefined : safeHref(address)?.href;
  if (!href?.startsWith('http')) return nothing;
  return keyed(
    href,
    html`<img
      alt=""
      referrerpolicy="no-referrer"
      loading="lazy"
      decoding="async"
      src=${href}
      @load=${handleLoad}
      @error=${handleError}
    />`,
  );
}

function handleLoad({currentTarget}: Event) {
  (currentTarget as HTMLElement).toggleAttribute('data-loaded', true);
}

function handleError({currentTarget}: Event) {
  (currentTarget as HTMLElement).hidden = true;
}
