import {assign} from './dom.js';

/** The path of a picture of 24 by 24, which is drawn with lines; how they are is said in `styles/base.ts`. */
export const CHAT =
  'M20 11.5a7.5 7.5 0 0 1-7.8 7.5 9 9 0 0 1-3.2-.6L4.5 20l1.3-3.9A7.2 7.2 0 0 1 4.4 11.5a7.6 7.6 0 0 1 7.8-7.5 7.6 7.6 0 0 1 7.8 7.500Z';

export const CHEVRON_DOWN = 'm5 9 7 7 7-7';

/** A picture in the colour and size of the text around it; the name stands beside it or on its button. */
export function drawIcon(path: string): SVGElement {
  const [svg, shape] = ['svg', 'path'].map((name) =>
    document.createElementNS('http://www.w3.org/2000/svg', name),
  ) as [SVGElement, SVGElement];
  assign(svg, {viewBox: '0 0 24 24', 'aria-hidden': 'true'});
  assign(shape, {d: path});
  svg.append(shape);
  return svg;
}
