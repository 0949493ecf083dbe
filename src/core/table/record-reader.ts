/** Records out of text that comes in pieces: with the line each begins in, none of them larger than is kept. */
import type { Delimiter, RowFault } from '../contracts/table.ts';
import { cellLimits, type RowLimits } from './limits.ts';
import { recordAt, splitRaw, type LoneCr } from './records.ts';

export interface RawRow {
  line: number;
  cells: string[];
  fault: RowFault | null;
}

export interface RecordReader {
  /** The records that `piece` completes. */
  push(piece: string): RawRow[];
  /** What is left when the text has ended. */
  end(): RawRow[];
}

/** Below this a record that is not complete yet is tried again with every piece. */
const eagerCharacters = 65_536;

/**
 * Memory stays within `limits.rowCharacters` and a piece. The work stays linear: what is not complete is tried again
 * when it has doubled, and the patience for quotes is halved each time it was in vain.
 *
 * @param delimiter null for a text a line, in which quotes mean nothing
 */
export function createRecordReader(
  delimiter: Delimiter | null,
  limits: RowLimits = cellLimits,
): RecordReader {
  let held = '';
  let triedCharacters = 0;
  let isSkipping = false;
  let line = 1;
  let loneCr: LoneCr = null;
  let patience = limits.cellCharacters * 2;

  function rules(quoted: boolean) {
    return { delimiter: quoted ? delimiter : null, loneCr, patience };
  }

  function readAll(isEnd: boolean): RawRow[] {
    const rows: RawRow[] = [];
    let at = 0;
    while (at < held.length) {
      if (isSkipping) {
        const skipped = recordAt(held, at, isEnd, rules(false));
        if (skipped === null) {
          // What has no end yet is let go, but for what may be half of a line end.
          at = held.endsWith('\r') ? held.length - 1 : held.length;
          break;
        }
        isSkipping = false;
        at = skipped.end;
        line += 1;
        loneCr = skipped.loneCr;
        continue;
      }
      const isWhole = held.length - at <= limits.rowCharacters;
      const text = isWhole ? held : held.slice(0, at + limits.rowCharacters);
      const record = recordAt(text, at, isEnd && isWhole, rules(true));
      if (record !== null) {
        const isTooLong = record.cells.some((cell) => cell.length > limits.cellCharacters);
        const fault = record.hasQuoteFault ? 'quotes' : isTooLong ? 'too-long' : null;
        rows.push({ line, cells: record.cells, fault });
        at = record.end;
        line += record.lines;
        loneCr = record.loneCr;
        if (record.isExhausted) patience = Math.floor(patience / 2);
      } else if (isWhole) {
        break;
      } else {
        const start = recordAt(text, at, true, rules(false))?.cells[0] ?? '';
        rows.push({ line, cells: splitRaw(start, rules(true)), fault: 'too-long' });
        isSkipping = true;
      }
    }
    held = held.slice(at);
    triedCharacters = held.length;
    return rows;
  }

  return {
    push(piece) {
      held += piece;
      const isDue = held.length <= eagerCharacters || held.length >= triedCharacters * 2;
      return isDue || isSkipping ? readAll(false) : [];
    },
    end: () => readAll(true),
  };
}
