import type {CSSResult} from 'lit';
import {AsyncDirective, directive, type ChildPart} from 'lit/async-directive.js';
import type {DirectiveResult} from 'lit/directive.js';
import {replaceable} from '../template.js';

/** Code that few messages need. Fetched with the first that does. */
export class LazyCode<Loaded extends object> {
  #loaded: Loaded | undefined;
  #loading: Promise<Loaded | undefined> | undefined;

  constructor(private readonly fetch: () => Promise<Loaded>) {}

  get loaded(): Loaded | undefined {
    return this.#loaded;
  }

  /** Undefined where it cannot be fetched. Once only: some browsers remember that for as long as the page stays. */
  load(): Promise<Loaded | undefined> {
    return (this.#loading ??= this.fetch().then(
      (loaded) => (this.#loaded = loaded),
      () => undefined,
    ));
  }
}

type Show = (loaded: never) => unknown;

class LazyDirective extends AsyncDirective {
  #show: Show | undefined;

  render(_code: LazyCode<object>, _show: Show, fallback: () => unknown): unknown {
    return replaceable(fallback());
  }

  override update(
    {options}: ChildPart,
    [code, show, fallback]: [LazyCode<object>, Show, () => unknown],
  ): unknown {
    this.#show = show;
    const render = (loaded: object) => {
      adopt(options?.host, loaded);
      return replaceable(show(loaded as never));
    };
    if (code.loaded) return render(code.loaded);
    void code.load().then((loaded) => {
      if (loaded && this.#show === show) this.setValue(render(loaded));
    });
    return replaceable(fallback());
  }
}

const showLazily = directive(LazyDirective);

/**
 * What it takes code to show, and something else until that is there: `${lazy(code, ({show}) => show(part), plain)}`.
 * The `styles` of that code go to the element whose tree it is shown in.
 */
export function lazy<Loaded extends object>(
  code: LazyCode<Loaded>,
  show: (loaded: Loaded) => unknown,
  fallback: () => unknown,
): DirectiveResult {
  return showLazily(code, show, fallback);
}

function adopt(host: unknown, {styles}: {readonly styles?: CSSResult}) {
  const sheets = host instanceof Element && host.shadowRoot?.adoptedStyleSheets;
  const sheet = styles?.styleSheet;
  if (sheets && sheet && !sheets.includes(sheet)) sheets.push(sheet);
}
