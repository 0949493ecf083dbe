/** A drawing as a file: the same marks written as SVG, or painted on a canvas. The policy of the page lets no image be made of SVG. */
import { UndertoneError } from '#core/contracts/errors';
import { tailGapPx } from '#core/report/drawing';
import type { Drawing, TextMark } from '#core/report/drawing';
import { fontFamilies, lightPalette } from '#core/report/drawing-colours';
import { dash, shapesOf } from '#core/report/drawing-shapes';
import type { PathShape } from '#core/report/drawing-shapes';
import { svgFile } from '#core/report/svg';

/** Pixels of the file to one of the drawing. */
const scale = 2;

export function svgBlob(drawing: Drawing): Blob {
  return new Blob([svgFile(drawing)], { type: 'image/svg+xml' });
}

/** @throws UndertoneError `internal` where the browser does not paint */
export async function pngBlob(drawing: Drawing): Promise<Blob> {
  // A face that no text of the page has asked for yet would be painted with another one.
  const faces = [
    `400 13px ${fontFamilies.sans}`,
    `600 13px ${fontFamilies.sans}`,
    `400 17px ${fontFamilies.serif}`,
  ];
  await Promise.all(faces.map((face) => document.fonts.load(face)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil(drawing.width * scale);
  canvas.height = Math.ceil(drawing.height * scale);
  const context = canvas.getContext('2d');
  if (context === null) throw new UndertoneError('internal', { step: 'canvas' });
  context.scale(scale, scale);
  context.fillStyle = lightPalette.paper;
  context.fillRect(0, 0, drawing.width, drawing.height);
  for (const shape of shapesOf(drawing.marks)) {
    if (shape.kind === 'path') paintPath(context, shape, new Path2D(shape.d));
    else paintText(context, shape);
  }
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new UndertoneError('internal', { step: 'picture' }));
      else resolve(blob);
    }, 'image/png');
  });
}

function paintPath(context: CanvasRenderingContext2D, shape: PathShape, path: Path2D): void {
  if (shape.fill !== null) {
    context.fillStyle = lightPalette[shape.fill];
    context.fill(path);
  }
  if (shape.stroke === null) return;
  context.strokeStyle = lightPalette[shape.stroke];
  context.lineWidth = shape.strokeWidth;
  context.setLineDash(shape.isDashed ? [...dash] : []);
  context.stroke(path);
}

const alignments = { start: 'left', middle: 'center', end: 'right' } as const;

function paintText(context: CanvasRenderingContext2D, mark: TextMark): void {
  context.font = `${mark.weight} ${mark.sizePx}px ${fontFamilies[mark.font]}`;
  context.textAlign = alignments[mark.anchor];
  context.fillStyle = lightPalette[mark.colour];
  context.fillText(mark.text, mark.x, mark.y);
  if (mark.tail === undefined) return;
  context.fillStyle = lightPalette.soft;
  context.fillText(mark.tail, mark.x + context.measureText(mark.text).width + tailGapPx, mark.y);
}
