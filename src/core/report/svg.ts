/** Drawings as SVG: a file of their own with its colours in it, or a part of a page that has classes for them. */
import { tailGapPx } from './drawing.ts';
import type { Colour, Drawing, TextMark } from './drawing.ts';
import { fontFamilies, lightPalette } from './drawing-colours.ts';
import { dash, shapesOf } from './drawing-shapes.ts';
import type { PathShape, Shape } from './drawing-shapes.ts';
import { escaped } from './html-escape.ts';

/** How colours and fonts are told. */
interface Style {
  fill: (colour: Colour | null) => string;
  stroke: (colour: Colour) => string;
  font: (font: TextMark['font']) => string;
}

const inline: Style = {
  fill: (colour) => `fill="${colour === null ? 'none' : lightPalette[colour]}"`,
  stroke: (colour) => `stroke="${lightPalette[colour]}"`,
  font: (font) => `font-family="${escaped(fontFamilies[font])}"`,
};

const classes: Style = {
  fill: (colour) => (colour === null ? 'fill="none"' : `data-fill="${colour}"`),
  stroke: (colour) => `data-stroke="${colour}"`,
  font: (font) => `data-font="${font}"`,
};

const at = (value: number): string => String(Math.round(value * 100) / 100);

function pathMarkup({ d, fill, stroke, strokeWidth, isDashed }: PathShape, style: Style): string {
  const line =
    stroke === null
      ? ''
      : ` ${style.stroke(stroke)} stroke-width="${strokeWidth}"${isDashed ? ` stroke-dasharray="${dash.join(' ')}"` : ''}`;
  return `<path d="${d}" ${style.fill(fill)}${line}/>`;
}

function textMarkup(mark: TextMark, style: Style): string {
  const { text, tail, x, y, anchor, sizePx, weight, font, colour } = mark;
  const after =
    tail === undefined ? '' : `<tspan dx="${tailGapPx}" ${style.fill('soft')}>${escaped(tail)}</tspan>`;
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" font-size="${sizePx}" font-weight="${weight}" ${style.font(font)} ${style.fill(colour)}>${escaped(text)}${after}</text>`;
}

function shapeMarkup(shape: Shape, style: Style): string {
  return shape.kind === 'path' ? pathMarkup(shape, style) : textMarkup(shape, style);
}

function opening({ width, height }: Drawing): string {
  const size = { width: at(width), height: at(height) };
  return `width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}"`;
}

/** A file of its own, in light colours on paper, with title and description for those who do not see it. */
export function svgFile(drawing: Drawing): string {
  const { title, description, width, height, marks } = drawing;
  return `<svg xmlns="http://www.w3.org/2000/svg" ${opening(drawing)} role="img">
<title>${escaped(title)}</title>
<desc>${escaped(description)}</desc>
<path d="M0,0h${at(width)}v${at(height)}h${at(-width)}z" ${inline.fill('paper')}/>
${shapesOf(marks)
  .map((shape) => shapeMarkup(shape, inline))
  .join('\n')}
</svg>
`;
}

/** A part of a page: without colours and fonts of its own, but with attributes that a style sheet knows. */
export function svgPart(drawing: Drawing, className: string): string {
  const { title, description, marks } = drawing;
  const shapes = shapesOf(marks).map((shape) => shapeMarkup(shape, classes));
  return `<svg class="${className}" ${opening(drawing)} role="img" aria-label="${escaped(`${title}. ${description}`)}">${shapes.join('')}</svg>`;
}
