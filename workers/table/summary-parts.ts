/**
 * The parts of a run's summary, each counted for what it depends on: figures on the line for *unsure*, themes on that
 * and on their words. What each side says takes nearly all the time, so its rows are moved from side to side where the
 * line goes over them, and are never counted twice.
 */
import type { Drivers, Summary } from '#core/contracts/report';
import type { ReportSettings } from '#core/contracts/run';
import { createDriverCounts } from '#core/report/drivers';
import { createFigureCounts, labelledBy, sideOf } from '#core/report/summary';
import type { FigureCounts, ReportRoles, ReportRow } from '#core/report/summary';
import type { Labelled } from '#core/score/relabel';
import { createThemeCounts } from '#core/report/themes';
import type { ThemeCounts } from '#core/report/themes';

export interface PlacedRow extends ReportRow {
  /** Its place in the file, from 0. */
  row: number;
}

export interface Counting {
  /** The first slab that some part has not counted, or counted otherwise. */
  readonly firstSlab: number;
  /** The rows of the slabs from where the last ones ended, in order; `nextSlab` is the one behind them. */
  add(rows: readonly PlacedRow[], nextSlab: number): void;
  /** To be asked for once all slabs are in. */
  summary(): Summary;
}

export interface SummaryParts {
  /** @param end the slab behind the last one that has results */
  countingFor(settings: ReportSettings, end: number): Counting;
}

type Line = ReportSettings['unsureBelow'];

interface Part<Counts> {
  counts: Counts;
  /** The first slab that is not in it. */
  nextSlab: number;
}

/** A slider goes to and fro; what is kept for each place of it is small. */
const mostKept = 12;

/** @param firstRows by slab, its first row */
export function createSummaryParts(roles: ReportRoles, firstRows: Uint32Array): SummaryParts {
  const figuresBy = new Map<string, Part<FigureCounts>>();
  const themesBy = new Map<string, Part<ThemeCounts>>();
  const drivers = createDriverCounts();
  /** By slab, the line by which its rows are among the drivers. */
  const driverLines: Line[] = [];
  const driversBy = new Map<string, { drivers: Drivers; slabs: number }>();

  return {
    countingFor({ unsureBelow, themes, trendUnit }, end) {
      const line = JSON.stringify(unsureBelow);
      const themesKey = JSON.stringify([unsureBelow, themes]);
      const figurePart = figuresBy.get(line) ?? { counts: createFigureCounts(roles), nextSlab: 0 };
      const themePart = themesBy.get(themesKey) ?? { counts: createThemeCounts(themes), nextSlab: 0 };
      keep(figuresBy, line, figurePart);
      keep(themesBy, themesKey, themePart);
      const known = driversBy.get(line)?.slabs === end ? driversBy.get(line) : undefined;
      const isDrivers = (slab: number): boolean => known !== undefined || driverLines[slab] === unsureBelow;
      let slab = Math.min(figurePart.nextSlab, themes.length === 0 ? end : themePart.nextSlab, end);
      for (let other = 0; other < slab; other += 1) if (!isDrivers(other)) slab = other;

      function moveWords({ text, result }: ReportRow, labelled: Labelled): void {
        const before = driverLines[slab];
        if (before === unsureBelow) return;
        const from = before === undefined ? null : sideOf(labelledBy(result, before));
        drivers.move(text, labelled.sentences, from, sideOf(labelled));
      }

      let from = slab;
      return {
        firstSlab: slab,
        add(rows, nextSlab) {
          for (const row of rows) {
            while (row.row >= (firstRows[slab + 1] ?? Infinity)) slab += 1;
            const labelled = labelledBy(row.result, unsureBelow);
            if (slab >= figurePart.nextSlab) figurePart.counts.add(row, labelled);
            if (labelled === null) continue;
            if (slab >= themePart.nextSlab) themePart.counts.add(row.text, labelled.sentences);
            if (known === undefined) moveWords(row, labelled);
          }
          // A part that was ahead stays so.
          figurePart.nextSlab = Math.max(figurePart.nextSlab, nextSlab);
          themePart.nextSlab = Math.max(themePart.nextSlab, nextSlab);
          for (; from < nextSlab; from += 1) if (known === undefined) driverLines[from] = unsureBelow;
        },
        summary() {
          const told = known?.drivers ?? drivers.drivers();
          keep(driversBy, line, { drivers: told, slabs: end });
          return {
            ...figurePart.counts.figures(trendUnit),
            drivers: told,
            themes: themePart.counts.themes(),
          };
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
