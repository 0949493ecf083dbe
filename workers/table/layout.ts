/** Where rows are, and what is known of each before it is read. */
import type { ColumnRoles, TableRow } from '#core/contracts/table';
import type { LayoutRecord } from './database.ts';
import { dateOf, groupOf, ratingOf } from './row-cells.ts';

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

export interface LayoutWriter {
  /** To be called with the rows of each slab, in order. */
  add(rows: readonly TableRow[]): void;
  end(): LayoutRecord;
}

export function createLayoutWriter(roles: ColumnRoles): LayoutWriter {
  const firstRows: number[] = [];
  const malformed = createGrowing((length) => new Uint8Array(length));
  const dates = roles.date === null ? null : createGrowing((length) => new Float64Array(length));
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
        dates?.push(dateOf(cells, roles));
        ratings?.push(ratingOf(cells, roles));
        groupIds?.push(groupId(groupOf(cells, roles)));
      }
    },
    end: () => ({
      firstRows: Uint32Array.from(firstRows),
      malformed: malformed.end(),
      dates: dates?.end() ?? null,
      ratings: ratings?.end() ?? null,
      groups: groupIds === null ? null : { ids: groupIds.end(), names: [...idOfGroup.keys()] },
    }),
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
