/** Two colours that have to be told apart, as CSS writes them. */
export interface Pair {
  readonly name: string;
  readonly front: string;
  readonly back: string;
  /** The contrast that WCAG 2.2 asks for. */
  readonly least: number;
}

const canvas = document.createElement('canvas');
const context = canvas.getContext('2d', {willReadFrequently: true})!;

/** The contrast of each pair as it is painted: in sRGB, with 8 bits. */
export function contrasts(pairs: readonly Pair[]): (Pair & {readonly contrast: number})[] {
  const colors = pairs.flatMap(({front, back}) => [front, back]);
  canvas.width = colors.length;
  canvas.height = 1;
  colors.forEach((color, x) => {
    context.fillStyle = '#f0f';
    context.fillStyle = color;
    context.fillRect(x, 0, 1, 1);
  });
  const {data} = context.getImageData(0, 0, colors.length, 1);
  const luminances = colors.map((color, x) => {
    const [r, g, b, alpha] = data.slice(x * 4, x * 4 + 4);
    if (alpha !== 255) throw new Error(`${color} lets shine through what is behind it.`);
    return luminance(r!, g!, b!);
  });
  return pairs.map((pair, index) => {
    const [front, back] = [luminances[index * 2]!, luminances[index * 2 + 1]!];
    const contrast = (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
    return {...pair, contrast};
  });
}

/** What is seen where colours lie over each other, the lowest first. */
export function painted(layers: readonly string[]): string {
  canvas.width = 1;
  canvas.height = 1;
  for (const layer of ['white', ...layers]) {
    context.fillStyle = layer;
    context.fillRect(0, 0, 1, 1);
  }
  const [r, g, b] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${r} ${g} ${b})`;
}

/** As WCAG defines it. */
function luminance(...rgb: readonly [number, number, number]): number {
  const [r, g, b] = rgb.map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}
