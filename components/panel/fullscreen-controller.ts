import type {LitElement, ReactiveController} from 'lit';
import {smallScreen} from '../../styles/small-screen.js';
import type {Mode} from '../chat-host.js';

/** The element that may cover the page. */
export interface FullscreenHost extends LitElement {
  readonly mode: Mode;
}

/** Notes when the element covers the page, and fetches what that takes, which is not needed elsewhere. */
export class FullscreenController implements ReactiveController {
  readonly #screen = matchMedia(smallScreen.cssText);
  /** What is covered: nothing, or how. */
  #covering: Mode | undefined;
  #leave: (() => void) | undefined;

  constructor(private readonly host: FullscreenHost) {}

  hostConnected(): void {
    this.#screen.addEventListener('change', this.#follow);
    this.#follow();
  }

  hostDisconnected(): void {
    this.#screen.removeEventListener('change', this.#follow);
    this.#follow();
  }

  hostUpdated(): void {
    this.#follow();
  }

  readonly #follow = () => {
    const {mode, isConnected} = this.host;
    const covers = mode === 'page' || (mode === 'floating' && this.#screen.matches);
    const covered = isConnected && covers ? mode : undefined;
    if (covered === this.#covering) return;
    this.#covering = covered;
    this.#leave?.();
    this.#leave = undefined;
    if (covered) void this.#enter(covered);
  };

  async #enter(mode: Mode): Promise<void> {
    try {
      const {enterFullscreen} = await import('./fullscreen.js');
      if (this.#covering === mode) this.#leave ??= enterFullscreen(this.host, mode);
    } catch {
      // It covers the page without; only a keyboard on the screen may be in its way.
    }
  }
}
