/** Rows out of an Excel workbook (.xlsx). It is read as a whole: its parts stand in it in any order. */
import { unzipSync, zipSync } from 'fflate';
import readXlsxFile, { readSheet } from 'read-excel-file/universal';
import { UndertoneError } from '../contracts/errors.ts';
import type { Cell, TableRow } from '../contracts/table.ts';
import type { ByteSource } from './byte-source.ts';
import { joinBytes } from './decode.ts';
import { maxUnpackedBytes, maxWorkbookBytes } from './limits.ts';
import { isSpreadTooFar } from './sheet-spread.ts';

export interface Workbook {
  /** Names of the sheets, in their order. */
  readonly sheets: readonly string[];
  /**
   * Every row of a sheet up to the last one that holds something; `line` is its number there.
   *
   * @param sheet the first unless told
   * @throws UndertoneError `table-unreadable` where there is no such sheet, or where it is broken; `table-too-large`
   *   where its cells stand too far apart
   */
  rows(sheet: string | undefined): Promise<TableRow[]>;
}

/** @throws UndertoneError `table-too-large`, `table-unreadable` */
export async function openWorkbook(source: ByteSource): Promise<Workbook> {
  const entries = unpack(await collect(source));
  const sheets = await readable(async () =>
    (await readXlsxFile(repack(withSheets(entries, () => emptySheet)))).map(({ sheet }) => sheet),
  );
  if (sheets.length === 0) throw new UndertoneError('table-unreadable', { reason: 'no sheet' });
  const tooFar = Object.keys(entries).filter(
    (name) => isSheet(name) && isSpreadTooFar(entries[name] ?? noBytes),
  );
  const readableEntries = withSheets(entries, (name) => (tooFar.includes(name) ? refusedSheet : undefined));
  return {
    sheets,
    async rows(sheet = sheets[0]) {
      try {
        return await readable(async () => {
          const rows: readonly (readonly unknown[])[] = await readSheet(repack(readableEntries), sheet, {
            trim: false,
          });
          return rows.map((cells, i) => ({ line: i + 1, cells: withoutEnd(cells.map(toCell)), fault: null }));
        });
      } catch (thrown) {
        // Which part a sheet is only the library knows: it stumbles over those that were put in place of others.
        const isTooFar = tooFar.length > 0 && sheet !== undefined && sheets.includes(sheet);
        throw isTooFar ? new UndertoneError('table-too-large', { reason: 'cells far apart' }) : thrown;
      }
    },
  };
}

async function collect(source: ByteSource): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const chunk of source) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxWorkbookBytes)
      throw new UndertoneError('table-too-large', { maxBytes: maxWorkbookBytes });
    chunks.push(chunk);
  }
  return joinBytes(chunks);
}

type Entries = Record<string, Uint8Array>;

/** The parts of it that hold cells and what they refer to, unpacked; nothing is unpacked where they are too large. */
function unpack(bytes: Uint8Array): Entries {
  let unpackedBytes = 0;
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith('.xml') && !name.endsWith('.xml.rels')) return false;
        unpackedBytes += originalSize;
        if (unpackedBytes > maxUnpackedBytes) {
          throw new UndertoneError('table-too-large', { maxUnpackedBytes });
        }
        return true;
      },
    });
  } catch (thrown) {
    throw thrown instanceof UndertoneError ? thrown : unreadable(thrown);
  }
}

/**
 * The library unpacks larger parts in workers that it makes itself, which the page's policy forbids; parts that are
 * not packed it takes as they are.
 */
function repack(entries: Entries): ArrayBuffer {
  return zipSync(entries, { level: 0 }).buffer;
}

const noBytes = new Uint8Array(0);
const emptySheet = new TextEncoder().encode('<worksheet><sheetData/></worksheet>');
/** Its row comes twice, which the library does not read. */
const refusedSheet = new TextEncoder().encode(
  '<worksheet><sheetData><row r="1"></row><row r="1"></row></sheetData></worksheet>',
);

function isSheet(name: string): boolean {
  return /\/(?:worksheets|chartsheets)\/[^/]+$/.test(name);
}

/** @param instead of a sheet, by the name of its part; undefined leaves it as it is */
function withSheets(entries: Entries, instead: (name: string) => Uint8Array | undefined): Entries {
  return Object.fromEntries(
    Object.entries(entries).map(([name, bytes]) => [
      name,
      (isSheet(name) ? instead(name) : undefined) ?? bytes,
    ]),
  );
}

function toCell(value: unknown): Cell {
  if (value instanceof Date) return isoText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' || typeof value === 'boolean' ? value : null;
}

/** A day without a time is a day only, and a time of no day a time; sheets know no time zone. */
function isoText(date: Date): string | null {
  if (Number.isNaN(date.getTime())) return null;
  const text = date.toISOString();
  if (text.startsWith('1899-12-30T') && !text.endsWith('T00:00:00.000Z')) return text.slice(11, 19);
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 19);
}

function withoutEnd(cells: Cell[]): Cell[] {
  const last = cells.findLastIndex((cell) => cell !== null);
  return cells.slice(0, last + 1);
}

/** Whatever a broken workbook makes the library throw is `table-unreadable`; its own words may quote cells. */
async function readable<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (thrown) {
    throw unreadable(thrown);
  }
}

function unreadable(thrown: unknown): UndertoneError {
  const reason = thrown instanceof Error ? thrown.name : 'unknown';
  return new UndertoneError('table-unreadable', { reason: `workbook: ${reason}` });
}
