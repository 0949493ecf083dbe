/** Where rows are, and what is known of each before it is read. */
import type { Cell, ColumnRoles, DateOrder, TableRow } from '#core/contracts/table';
import { createDateOrderGuess, readDate, rolesAsRead } from '#core/table/dates';
import type { DateOrderGuess } from '#core/table/dates';
import { noDay } from './database.ts';
import type { LayoutRecord } from './database.ts';
import { groupOf, placedCell, ratingOf } from '#core/table/row-cells';

const dayMs = 86_400_000;

/** The slab that holds a row. */
export function slabOf(firstRows: Uint32Array, row: number): number {
  let low = 0;
  let high = firstRows.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((firstRows[middle] ?? Infinity) <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The day of a row, ISO 8601 (`2024-03-05`); null where it has none. */
export function dayOf({ days }: LayoutRecord, row: number): string | null {
  const day = days?.[row] ?? noDay;
  return day === noDay ? null : new Date(day * dayMs).toISOString().slice(0, 10);
}

function dayNumber(cell: Cell | undefined, order: DateOrder): number {
  const day = readDate(cell, order);
  return day === null ? noDay : Date.parse(day) / dayMs;
}

export interface LayoutWriter {
  /** To be called with the rows of each slab, in order. */
  add(rows: readonly TableRow[]): void;
  end(): LayoutRecord;
  /** As they came to be read; known at the end. */
  roles(): ColumnRoles;
}

/** @param columns of the table: those that its rows so far have */
export function createLayoutWriter(roles: ColumnRoles, columns: readonly string[]): LayoutWriter {
  const firstRows: number[] = [];
  const malformed = createGrowing((length) => new Uint8Array(length));
  const days = roles.date === null ? null : createDayColumn(roles.dateOrder);
  const ratings = roles.rating === null ? null : createGrowing((length) => new Float64Array(length));
  const groupIds = roles.group === null ? null : createGrowing((length) => new Uint32Array(length));
  const idOfGroup = new Map<string | null, number>([[null, 0]]);
  let rowCount = 0;

  function groupId(name: string | null): number {
    const known = idOfGroup.get(name);
    if (known !== undefined) return known;
    idOfGroup.set(name, idOfGroup.size);
    return idOfGroup.size - 1;
  }

  return {
    add(rows) {
      firstRows.push(rowCount);
      rowCount += rows.length;
      for (const { cells, fault } of rows) {
        malformed.push(fault === null ? 0 : 1);
        days?.add(placedCell(cells, roles.date, roles, columns.length));
        ratings?.push(ratingOf(cells, roles, columns.length));
        groupIds?.push(groupId(groupOf(cells, roles, columns.length)));
      }
    },
    end: () => ({
      firstRows: Uint32Array.from(firstRows),
      malformed: malformed.end(),
      days: days?.end() ?? null,
      ratings: ratings?.end() ?? null,
      groups: groupIds === null ? null : { ids: groupIds.end(), names: [...idOfGroup.keys()] },
    }),
    roles: () => rolesAsRead(roles, days?.guess ?? null),
  };
}

interface DayColumn {
  readonly guess: DateOrderGuess;
  add(cell: Cell | undefined): void;
  end(): Int32Array;
}

/** What a column's `3/5/2024` means is known at its end only, so until then it is read both ways. */
function createDayColumn(given: DateOrder | undefined): DayColumn {
  const guess = createDateOrderGuess(given);
  const dayFirst = createGrowing((length) => new Int32Array(length));
  const monthFirst = createGrowing((length) => new Int32Array(length));
  return {
    guess,
    add(cell) {
      guess.add(cell);
      dayFirst.push(dayNumber(cell, 'day-first'));
      monthFirst.push(dayNumber(cell, 'month-first'));
    },
    end: () => (guess.order === 'day-first' ? dayFirst : monthFirst).end(),
  };
}

interface Growable<Self> {
  readonly length: number;
  [index: number]: number;
  set(values: Self): void;
  slice(start: number, end: number): Self;
}

interface Growing<Numbers> {
  push(value: number): void;
  end(): Numbers;
}

/** A typed array that doubles when it is full. */
function createGrowing<Numbers extends Growable<Numbers>>(
  make: (length: number) => Numbers,
): Growing<Numbers> {
  let numbers = make(1024);
  let length = 0;
  return {
    push(value) {
      if (length === numbers.length) {
        const larger = make(length * 2);
        larger.set(numbers);
        numbers = larger;
      }
      numbers[length] = value;
      length += 1;
    },
    end: () => numbers.slice(0, length),
  };
}
