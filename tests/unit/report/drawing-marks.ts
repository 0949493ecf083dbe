/** Where the marks of a picture lie, and what of them a person sees. */
import type { BarMark, Drawing, Mark, TextMark } from '#core/report/drawing';
import { textWidth } from '#core/report/drawing-text';

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function boxOf({ text, tail, x, y, anchor, sizePx }: TextMark): Box {
  const width = textWidth(text, sizePx) + (tail === undefined ? 0 : 10 + textWidth(tail, sizePx));
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { left, right: left + width, top: y - 0.72 * sizePx, bottom: y + 0.22 * sizePx };
}

function corners(mark: Mark): { x: number; y: number }[] {
  switch (mark.kind) {
    case 'bar':
      return [mark, { x: mark.x + mark.width, y: mark.y + mark.height }];
    case 'line':
      return [...mark.places];
    case 'band':
      return mark.edges.flatMap(({ x, low, high }) => [low, high].map((y) => ({ x, y })));
    case 'point':
      return [-1, 1].map((side) => ({ x: mark.x + side * mark.radius, y: mark.y + side * mark.radius }));
    case 'text': {
      const { left, right, top, bottom } = boxOf(mark);
      return [
        { x: left, y: top },
        { x: right, y: bottom },
      ];
    }
  }
}

export function outside({ width, height, marks }: Drawing): Mark[] {
  const hair = 0.6;
  return marks.filter((mark) =>
    corners(mark).some(
      ({ x, y }) =>
        !(x >= -hair && x <= width + hair && y >= -hair && y <= height + hair) ||
        (mark.kind === 'bar' && (mark.width < 0 || mark.height < 0)),
    ),
  );
}

export const textsOf = ({ marks }: Drawing): TextMark[] =>
  marks.filter((mark) => mark.kind === 'text').filter(({ text }) => text !== '');
export const barsOf = ({ marks }: Drawing): BarMark[] => marks.filter((mark) => mark.kind === 'bar');

/** Pairs of texts that lie on one another. */
export function collisions(drawing: Drawing): string[] {
  const texts = textsOf(drawing).map((mark) => ({ mark, box: boxOf(mark) }));
  return texts.flatMap(({ mark, box }, index) =>
    texts
      .slice(index + 1)
      .filter(
        ({ box: other }) =>
          box.left < other.right - 0.5 &&
          other.left < box.right - 0.5 &&
          box.top < other.bottom - 0.5 &&
          other.top < box.bottom - 0.5,
      )
      .map(({ mark: other }) => `${drawing.id}: ${mark.text} / ${other.text}`),
  );
}
