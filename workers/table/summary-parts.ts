/**
 * The parts of a run's summary, each counted for what it depends on: figures on the line for *unsure*, themes on that
 * and on their words. Figures by another line are counted from what is known of each row, without its text. What each
 * side says takes nearly all the time, so its rows are moved from side to side where the line goes over them, and are
 * never counted twice.
 */
import type { Drivers, Summary } from '#core/contracts/report';
import type { ReportSettings } from '#core/contracts/run';
import { createDriverCounts } from '#core/report/drivers';
import { createLabelFigures, createRowFigures, figuresOf, labelledBy, sideOf } from '#core/report/summary';
import type { Figures, LabelFigures, ReportRoles, ReportRow } from '#core/report/summary';
import { createThemeCounts } from '#core/report/themes';
import type { ThemeCounts } from '#core/report/themes';
import { createRowFacts } from './row-facts.ts';

export interface PlacedRow extends ReportRow {
  /** Its place in the file, from 0. */
  row: number;
}

/** What a row is counted by besides its label. */
export type RowCells = Pick<ReportRow, 'group' | 'date' | 'rating'>;

export interface Counting {
  /** The first slab that some part has not counted, or counted otherwise. */
  readonly firstSlab: number;
  /** All but what depends on words, where that is known without looking at rows; else null. */
  figures(): Figures | null;
  /** The rows of the slabs from where the last ones ended, in order; `nextSlab` is the one behind them. */
  add(rows: readonly PlacedRow[], nextSlab: number): void;
  /** To be asked for once all slabs are in. */
  summary(): Summary;
}

export interface SummaryParts {
  /** @param end the slab behind the last one that has results */
  countingFor(settings: ReportSettings, end: number): Counting;
}

export interface SummaryPartsOptions {
  roles: ReportRoles;
  /** Of the file. */
  rows: number;
  /** By slab, its first row. */
  firstRows: Uint32Array;
  cellsOf: (row: number) => RowCells;
}

type Line = ReportSettings['unsureBelow'];

interface Part<Counts> {
  counts: Counts;
  /** The first slab that is not in it. */
  nextSlab: number;
}

/** A slider goes to and fro; what is kept for each place of it is small. */
const mostKept = 12;

export function createSummaryParts({ roles, rows, firstRows, cellsOf }: SummaryPartsOptions): SummaryParts {
  const facts = createRowFacts(rows);
  /** Of the rows of which there are facts. */
  const rowPart = { counts: createRowFigures(), nextSlab: 0 };
  const labelsBy = new Map<string, Part<LabelFigures>>();
  const themesBy = new Map<string, Part<ThemeCounts>>();
  const drivers = createDriverCounts();
  /** By slab, the line by which its rows are among the drivers. */
  const driverLines: Line[] = [];
  const driversBy = new Map<string, { drivers: Drivers; slabs: number }>();
  const firstRowOf = (slab: number): number => firstRows[slab] ?? rows;

  function countLabel(part: Part<LabelFigures>, row: number, cells: RowCells, line: Line): void {
    const label = facts.labelOf(row, line);
    if (label !== null) part.counts.add(cells, facts.scoreBinOf(row), label);
  }

  /** As far as there are facts. */
  function bringUp(part: Part<LabelFigures>, line: Line): void {
    const to = firstRowOf(rowPart.nextSlab);
    for (let row = firstRowOf(part.nextSlab); row < to; row += 1) countLabel(part, row, cellsOf(row), line);
    part.nextSlab = Math.max(part.nextSlab, rowPart.nextSlab);
  }

  return {
    countingFor({ unsureBelow, themes, trendUnit }, end) {
      const line = JSON.stringify(unsureBelow);
      const themesKey = JSON.stringify([unsureBelow, themes]);
      const labelPart = labelsBy.get(line) ?? { counts: createLabelFigures(roles), nextSlab: 0 };
      const themePart = themesBy.get(themesKey) ?? { counts: createThemeCounts(themes), nextSlab: 0 };
      keep(labelsBy, line, labelPart);
      keep(themesBy, themesKey, themePart);
      bringUp(labelPart, unsureBelow);
      const known = driversBy.get(line)?.slabs === end ? driversBy.get(line) : undefined;
      const isDrivers = (slab: number): boolean => known !== undefined || driverLines[slab] === unsureBelow;
      let slab = Math.min(rowPart.nextSlab, themes.length === 0 ? end : themePart.nextSlab, end);
      for (let other = 0; other < slab; other += 1) if (!isDrivers(other)) slab = other;

      function moveWords({ row, text, result }: PlacedRow): void {
        const before = driverLines[slab];
        if (result.kind !== 'read' || before === unsureBelow) return;
        const from = before === undefined ? null : sideOf(facts.labelOf(row, before));
        drivers.move(text, result.reading.sentences, from, sideOf(facts.labelOf(row, unsureBelow)));
      }

      function countThemes({ text, result }: PlacedRow): void {
        const labelled = labelledBy(result, unsureBelow);
        if (labelled !== null) themePart.counts.add(text, labelled.sentences);
      }

      const figures = (): Figures => figuresOf(rowPart.counts, labelPart.counts, trendUnit);
      let from = slab;
      return {
        firstSlab: slab,
        figures: () => (rowPart.nextSlab < end ? null : figures()),
        add(added, nextSlab) {
          for (const row of added) {
            while (row.row >= firstRowOf(slab + 1)) slab += 1;
            if (slab >= rowPart.nextSlab) {
              rowPart.counts.add(row);
              facts.set(row.row, row.result);
              countLabel(labelPart, row.row, row, unsureBelow);
            }
            if (themes.length > 0 && slab >= themePart.nextSlab) countThemes(row);
            if (known === undefined) moveWords(row);
          }
          // A part that was ahead stays so.
          rowPart.nextSlab = Math.max(rowPart.nextSlab, nextSlab);
          labelPart.nextSlab = Math.max(labelPart.nextSlab, nextSlab);
          themePart.nextSlab = Math.max(themePart.nextSlab, nextSlab);
          for (; from < nextSlab; from += 1) if (known === undefined) driverLines[from] = unsureBelow;
        },
        summary() {
          const told = known?.drivers ?? drivers.drivers();
          keep(driversBy, line, { drivers: told, slabs: end });
          return { ...figures(), drivers: told, themes: themePart.counts.themes() };
        },
      };
    },
  };
}

/** The ones used last at the end; the oldest go. */
function keep<Value>(by: Map<string, Value>, key: string, value: Value): void {
  by.delete(key);
  by.set(key, value);
  for (const oldest of [...by.keys()].slice(0, -mostKept)) by.delete(oldest);
}
