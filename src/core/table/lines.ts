/**
 * Lines out of a stream of text. A line ends with LF or CRLF and nothing else: a row of somebody's text may hold any
 * of the other characters that count as line ends elsewhere.
 */

export type Line =
  /** `number` counts from 1. `text` has no line end. */
  | { readonly number: number; readonly text: string }
  /** A line longer than the limit; its content was let go. */
  | { readonly number: number; readonly overlong: true };

export interface LineSplitter {
  /** The lines that `chunk` completes. */
  push(chunk: string): Line[];
  /** What is left when the stream has ended: a last line without a line end, or none. */
  end(): Line[];
}

/**
 * @param maxCharacters longest line that is kept, in UTF-16 units; a longer one takes up no memory either
 */
export function createLineSplitter(maxCharacters: number): LineSplitter {
  let lastNumber = 0;
  let pieces: string[] = [];
  let heldCharacters = 0;
  let atStart = true;

  function hold(piece: string): void {
    heldCharacters += piece.length;
    // One more than the limit, for the CR of a line end.
    if (heldCharacters > maxCharacters + 1) pieces = [];
    else pieces.push(piece);
  }

  function complete(): Line {
    const joined = pieces.join('');
    const overlong = heldCharacters > maxCharacters + 1;
    pieces = [];
    heldCharacters = 0;
    lastNumber += 1;
    const text = joined.endsWith('\r') ? joined.slice(0, -1) : joined;
    return overlong || text.length > maxCharacters
      ? { number: lastNumber, overlong: true }
      : { number: lastNumber, text };
  }

  return {
    push(chunk) {
      const lines: Line[] = [];
      let from = 0;
      if (atStart && chunk.length > 0) {
        atStart = false;
        if (chunk.startsWith('\uFEFF')) from = 1;
      }
      for (let at = chunk.indexOf('\n', from); at !== -1; at = chunk.indexOf('\n', from)) {
        hold(chunk.slice(from, at));
        lines.push(complete());
        from = at + 1;
      }
      if (from < chunk.length) hold(chunk.slice(from));
      return lines;
    },
    end() {
      return heldCharacters > 0 ? [complete()] : [];
    },
  };
}
