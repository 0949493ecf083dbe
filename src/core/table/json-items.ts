/** The items of a JSON array out of text that comes in pieces, each as the JSON it is written in. */
import { jsonLimits, type RowLimits } from './limits.ts';
import type { RawRow, RecordReader } from './record-reader.ts';

const structure = /["\\[\]{},:\n]/g;

/** Deeper than anybody's table; what is nested deeper still is not told apart. */
const maxDepth = 1_000;

/**
 * The array is the whole text, or the first array of objects that is a property of the object which is the whole text.
 * `line` counts items from 1. What is between two commas is an item, whether it is JSON or not. One that is broken
 * spoils no other: a string ends with its line at the latest, as JSON wants it, a closing bracket closes all that was
 * left open inside, and an object that opens where only a name may stand begins an item of its own. An item over the
 * limit is cut there and marked `too-long`.
 */
export function createJsonItems(limits: RowLimits = jsonLimits): RecordReader {
  /** Open brackets, the outermost first. */
  const open: string[] = [];
  /** How many of them are open where the items stand; 0 while these are looked for. */
  let arrayDepth = 0;
  let isInString = false;
  /** The next character is taken as it stands. */
  let isEscaped = false;
  let isOver = false;
  let lastMark = '';
  let pieces: string[] = [];
  let heldCharacters = 0;
  let items = 0;

  function hold(text: string): void {
    if (arrayDepth === 0) return;
    const room = limits.rowCharacters - heldCharacters;
    if (room > 0) pieces.push(text.slice(0, room));
    heldCharacters += text.length;
  }

  function complete(rows: RawRow[], isLast: boolean): void {
    const item = pieces.join('').trim();
    const isTooLong = heldCharacters > limits.rowCharacters;
    pieces = [];
    heldCharacters = 0;
    // `[]` has no item, and neither has what follows a comma too many.
    if (item === '' && isLast) return;
    items += 1;
    rows.push({ line: items, cells: [item], fault: isTooLong ? 'too-long' : null });
  }

  function openBracket(mark: string, rows: RawRow[]): void {
    if (arrayDepth === 0) {
      // The outer array, or one of objects inside the outer object.
      if (mark === '[' && open.length === 0) arrayDepth = 1;
      else if (mark === '{' && open.length === 2 && lastMark === '[') {
        arrayDepth = 2;
        hold(mark);
      }
    } else {
      if (mark === '{' && open.length > arrayDepth && open.at(-1) === '{' && lastMark !== ':') {
        open.length = arrayDepth;
        complete(rows, true);
      }
      hold(mark);
    }
    if (open.length < maxDepth) open.push(mark);
  }

  function closeBracket(mark: string, rows: RawRow[]): void {
    const partner = open.lastIndexOf(mark === ']' ? '[' : '{');
    if (arrayDepth > 0 && partner < arrayDepth && mark === ']') {
      complete(rows, true);
      isOver = true;
      return;
    }
    if (partner >= arrayDepth) open.length = partner;
    hold(mark);
  }

  /** What a character that means something does where it stands in no string. */
  function take(mark: string, rows: RawRow[]): void {
    if (mark === '[' || mark === '{') openBracket(mark, rows);
    else if (mark === ']' || mark === '}') closeBracket(mark, rows);
    else if (mark === ',' && arrayDepth > 0 && open.length === arrayDepth) complete(rows, false);
    else {
      isInString = mark === '"';
      hold(mark);
    }
    if (mark !== '\n') lastMark = mark;
  }

  function push(piece: string): RawRow[] {
    const rows: RawRow[] = [];
    let at = 0;
    if (isEscaped && piece.length > 0) {
      hold(piece.slice(0, 1));
      at = 1;
      isEscaped = false;
    }
    while (at < piece.length) {
      if (isOver) break;
      structure.lastIndex = at;
      const mark = structure.exec(piece);
      const end = mark?.index ?? piece.length;
      hold(piece.slice(at, end));
      if (mark === null) break;
      at = end + 1;
      if (!isInString) take(mark[0], rows);
      else {
        hold(mark[0]);
        if (mark[0] === '"' || mark[0] === '\n') isInString = false;
        else if (mark[0] === '\\') {
          isEscaped = at === piece.length;
          hold(piece.slice(at, at + 1));
          at += 1;
        }
      }
    }
    return rows;
  }

  return {
    push,
    end() {
      const rows: RawRow[] = [];
      if (!isOver && arrayDepth > 0) complete(rows, true);
      return rows;
    },
  };
}
