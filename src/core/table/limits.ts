/** How large a file may be, and how much of it is held at a time. */
import { maxTextCharacters } from '../contracts/analysis.ts';

/** Of a file of text, in bytes. */
export const maxTextFileBytes = 200_000_000;
/** Of a workbook, in bytes: it cannot be read but as a whole. */
export const maxWorkbookBytes = 25_000_000;
/** Of a workbook when it is unpacked, in bytes: small files can hold very large ones. */
export const maxUnpackedBytes = 256_000_000;

/** What is decoded and cut into rows in one go, in bytes: the largest slice of work between two rests. */
export const pieceBytes = 65_536;

export interface RowLimits {
  /** Of a cell, in UTF-16 units; a longer one is kept and marked `too-long`. */
  cellCharacters: number;
  /** Of a row as it stands in the file; a longer one is cut here and marked `too-long`. */
  rowCharacters: number;
}

/** Room for the longest text with each of its characters doubled, and for other cells. */
export const cellLimits: RowLimits = {
  cellCharacters: maxTextCharacters,
  rowCharacters: maxTextCharacters * 2 + 65_536,
};

/** Room for the longest text with each of its characters escaped, and for other values. */
export const jsonLimits: RowLimits = {
  cellCharacters: maxTextCharacters,
  rowCharacters: maxTextCharacters * 6 + 65_536,
};
