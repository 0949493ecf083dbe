/** A drawing as a picture that stands for itself: with its title, its notes and where it comes from. */
import { textMark } from './drawing.ts';
import type { Drawing, Mark, TextMark } from './drawing.ts';
import { fittedText, textWidth, wrappedText } from './drawing-text.ts';

const margin = 24;
const lineHeight = 20;

function moved(mark: Mark, dx: number, dy: number): Mark {
  switch (mark.kind) {
    case 'line':
      return { ...mark, places: mark.places.map(({ x, y }) => ({ x: x + dx, y: y + dy })) };
    case 'band':
      return {
        ...mark,
        edges: mark.edges.map(({ x, low, high }) => ({ x: x + dx, low: low + dy, high: high + dy })),
      };
    case 'bar':
    case 'point':
    case 'text':
      return { ...mark, x: mark.x + dx, y: mark.y + dy };
  }
}

function headMarks({ title, aside, width }: Drawing): { marks: TextMark[]; height: number } {
  const titleLines = wrappedText(title, width, 16);
  const asideWidth = textWidth(aside, 13);
  const isBeside = titleLines.length === 1 && textWidth(title, 16) + asideWidth + 24 <= width;
  const marks = titleLines.map((line, index) =>
    textMark(line, margin, margin + 16 + index * lineHeight, { sizePx: 15, weight: 600 }),
  );
  let height = margin + titleLines.length * lineHeight;
  if (aside !== '' && !isBeside) height += lineHeight;
  if (aside !== '')
    marks.push(
      textMark(fittedText(aside, width, 13), isBeside ? margin + width : margin, height - 4, {
        colour: 'soft',
        anchor: isBeside ? 'end' : 'start',
      }),
    );
  return { marks, height: height + 16 };
}

/**
 * The same drawing with all that stands around it on a page drawn as well.
 *
 * @param source a line that says of what file, and read by what
 */
export function framedDrawing(drawing: Drawing, source: string): Drawing {
  const head = headMarks(drawing);
  const notes = [...drawing.notes, source].flatMap((note) => wrappedText(note, drawing.width, 13));
  const notesTop = head.height + drawing.height + 16;
  return {
    ...drawing,
    width: drawing.width + 2 * margin,
    height: notesTop + notes.length * lineHeight + margin,
    marks: [
      ...head.marks,
      ...drawing.marks.map((mark) => moved(mark, margin, head.height)),
      ...notes.map((note, index) =>
        textMark(note, margin, notesTop + 14 + index * lineHeight, { colour: 'soft' }),
      ),
    ],
  };
}
