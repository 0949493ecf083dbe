/** The figures of a file without the personal data that names of columns and groups, and phrases, may hold. */
import type { Driver, GroupShares, Summary } from '../contracts/report.ts';
import { distinctNames } from '../table/column-names.ts';

export interface NamedFigures {
  columns: string[];
  summary: Summary;
}

/**
 * Names and phrases are words of the file too. Groups whose names become the same are told apart by numbers. The
 * person's own themes stay as they are.
 *
 * @param mask what makes `[email]` of a mail address, and the like
 */
export function maskedFigures(
  { columns, summary }: { columns: readonly string[]; summary: Summary },
  mask: (text: string) => string,
): NamedFigures {
  const { groups, drivers } = summary;
  const phrased = (side: readonly Driver[]): Driver[] =>
    side.map((driver) => ({ ...driver, phrase: mask(driver.phrase) }));
  return {
    columns: distinctNames(columns.map(mask)),
    summary: {
      ...summary,
      groups: groups === null ? null : { ...groups, groups: maskedGroups(groups.groups, mask) },
      drivers: { ...drivers, negative: phrased(drivers.negative), positive: phrased(drivers.positive) },
    },
  };
}

function maskedGroups(groups: readonly GroupShares[], mask: (text: string) => string): GroupShares[] {
  const names = groups.map(({ name }) => mask(name));
  return groups.map((group, place) => {
    const name = names[place] ?? '';
    const isAlone = names.indexOf(name) === names.lastIndexOf(name);
    const number = names.slice(0, place + 1).filter((other) => other === name).length;
    return { ...group, name: isAlone ? name : `${name} ${String(number)}` };
  });
}
