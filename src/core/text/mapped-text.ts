/** Text that has been rewritten but still knows where each of its UTF-16 units came from. */
import type { Span } from '../contracts/analysis.ts';

interface Edit extends Span {
  piece: string;
}

export class MappedText {
  readonly text: string;
  /** For each unit of `text`, the start of the span of the original it stands for. */
  readonly starts: Uint32Array;
  /** For each unit of `text`, the end (exclusive) of that span. */
  readonly ends: Uint32Array;

  private constructor(text: string, starts: Uint32Array, ends: Uint32Array) {
    this.text = text;
    this.starts = starts;
    this.ends = ends;
  }

  /** The text as it is: every unit stands for itself. */
  static of(text: string): MappedText {
    const starts = new Uint32Array(text.length);
    const ends = new Uint32Array(text.length);
    for (let i = 0; i < text.length; i += 1) {
      starts[i] = i;
      ends[i] = i + 1;
    }
    return new MappedText(text, starts, ends);
  }

  /** The span of the original that the non-empty range [from, to) of `text` stands for. */
  originalSpan(from: number, to: number): { start: number; end: number } {
    return { start: this.starts[from] ?? 0, end: this.ends[to - 1] ?? 0 };
  }

  /** The same places with other characters in them, unit for unit (a change of case, for instance). */
  withText(text: string): MappedText {
    if (text.length !== this.text.length) throw new RangeError('withText keeps the length');
    return new MappedText(text, this.starts, this.ends);
  }

  /**
   * Rewrites every match of `pattern` (which must be global) by what `rewrite` returns; all units of the
   * new piece stand for the whole span of the old one. `null` leaves the match as it is.
   */
  replace(pattern: RegExp, rewrite: (match: RegExpExecArray) => string | null): MappedText {
    const edits: Edit[] = [];
    for (const match of this.text.matchAll(pattern)) {
      const old = match[0];
      const piece = rewrite(match);
      if (piece === null || piece === old) continue;
      edits.push({ start: match.index, end: match.index + old.length, piece });
    }
    return this.replaceSpans(edits);
  }

  /** Puts pieces in the place of spans of `text`, which follow one another; see `replace`. */
  replaceSpans(edits: readonly Edit[]): MappedText {
    if (edits.length === 0) return this;

    const newLength = edits.reduce(
      (length, { start, end, piece }) => length + piece.length - (end - start),
      this.text.length,
    );
    const starts = new Uint32Array(newLength);
    const ends = new Uint32Array(newLength);
    const pieces: string[] = [];
    let read = 0;
    let write = 0;
    const copyUntil = (to: number): void => {
      pieces.push(this.text.slice(read, to));
      starts.set(this.starts.subarray(read, to), write);
      ends.set(this.ends.subarray(read, to), write);
      write += to - read;
      read = to;
    };
    for (const { start: from, end: to, piece } of edits) {
      copyUntil(from);
      const { start, end } = this.originalSpan(from, to);
      pieces.push(piece);
      starts.fill(start, write, write + piece.length);
      ends.fill(end, write, write + piece.length);
      write += piece.length;
      read = to;
    }
    copyUntil(this.text.length);
    return new MappedText(pieces.join(''), starts, ends);
  }
}
