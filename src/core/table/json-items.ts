/** The items of a JSON array out of text that comes in pieces, each as the JSON it is written in. */
import { jsonLimits, type RowLimits } from './limits.ts';
import type { RawRow, RecordReader } from './record-reader.ts';

const structure = /["\\[\]{},:\n]/g;

/** Deeper than anybody's table; what is nested deeper still is not told apart. */
const maxDepth = 1_000;

/**
 * The array is the whole text, or the first array of objects that stands in as many objects, one in another, as `depth`
 * says. With a depth of 0 objects that stand one after another are the items. What follows, another array or object of
 * that kind, has items too.
 *
 * `line` counts items from 1. What is between two commas is an item, whether it is JSON or not. One that is broken
 * spoils no other: a string ends with its line at the latest, as JSON wants it, a closing bracket closes all that was
 * left open inside, and an object that opens where only a name may stand begins an item of its own. An item over the
 * limit is cut there and marked `too-long`.
 */
export function createJsonItems(limits: RowLimits = jsonLimits, depth = 1): RecordReader {
  /** Open brackets, the outermost first. */
  const open: string[] = [];
  /** How many of them are open where the items stand; null while these are looked for. */
  let itemDepth: number | null = depth === 0 ? 0 : null;
  let isInString = false;
  /** The next character is taken as it stands. */
  let isEscaped = false;
  /** Nothing else has items in the object that the text is at. */
  let isOver = false;
  let lastMark = '';
  let pieces: string[] = [];
  let heldCharacters = 0;
  let items = 0;

  function hold(text: string): void {
    if (itemDepth === null) return;
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
    if (itemDepth !== null) {
      const isNewItem =
        mark === '{' && (open.length > itemDepth ? open.at(-1) === '{' && lastMark !== ':' : itemDepth === 0);
      if (isNewItem) {
        open.length = itemDepth;
        complete(rows, true);
      }
      hold(mark);
    } else if (mark === '[' && open.length === 0) itemDepth = 1;
    else if (mark === '{' && lastMark === '[' && !isOver && isIn(open, depth)) {
      itemDepth = open.length;
      hold(mark);
    }
    if (open.length < maxDepth) open.push(mark);
  }

  function closeBracket(mark: string, rows: RawRow[]): void {
    const partner = open.lastIndexOf(mark === ']' ? '[' : '{');
    if (itemDepth !== null && itemDepth > 0 && partner < itemDepth && mark === ']') {
      complete(rows, true);
      open.length = itemDepth - 1;
      itemDepth = null;
      isOver = open.length > 0;
      return;
    }
    if (partner >= (itemDepth ?? 0)) open.length = partner;
    hold(mark);
    if (open.length > 0) return;
    isOver = false;
    if (itemDepth === 0) complete(rows, true);
  }

  /** What a character that means something does where it stands in no string. */
  function take(mark: string, rows: RawRow[]): void {
    if (mark === '[' || mark === '{') openBracket(mark, rows);
    else if (mark === ']' || mark === '}') closeBracket(mark, rows);
    else if (mark === ',' && open.length === itemDepth) complete(rows, itemDepth === 0);
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
      if (itemDepth !== null) complete(rows, true);
      return rows;
    },
  };
}

/** Whether what opens next stands in an array in so many objects. */
function isIn(open: readonly string[], depth: number): boolean {
  return open.length === depth + 1 && open.indexOf('[') === depth;
}
