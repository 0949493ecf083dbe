/** The figures of a file without the personal data that names of columns and groups, and phrases, may hold. */
import type { Driver, Summary } from '../contracts/report.ts';
import { distinctNames } from '../table/column-names.ts';

export interface NamedFigures {
  columns: string[];
  summary: Summary;
}

/**
 * Names and phrases are words of the file too. The person's own themes stay as they are.
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
      groups:
        groups === null
          ? null
          : { ...groups, groups: groups.groups.map((group) => ({ ...group, name: mask(group.name) })) },
      drivers: { ...drivers, negative: phrased(drivers.negative), positive: phrased(drivers.positive) },
    },
  };
}
