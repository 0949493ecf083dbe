/** The tones by a column of groups. */
import type { VerdictLabel } from '../contracts/analysis.ts';
import type { CountsByLabel, Groups } from '../contracts/report.ts';
import { labelShares, noneByLabel, totalOf } from './by-label.ts';

/** As many as a picture holds. */
const shownGroups = 20;
/** A column of as many names is none of groups; what comes after them is counted together. */
export const toldApart = 20_000;

export interface GroupCounts {
  /** @param name null where the row has none: it is in no group */
  add(name: string | null, label: VerdictLabel): void;
  groups(): Groups;
}

export function createGroupCounts(): GroupCounts {
  const groups = new Map<string, CountsByLabel>();
  let furtherRows = 0;

  return {
    add(name, label) {
      if (name === null) return;
      let counts = groups.get(name);
      if (counts === undefined) {
        if (groups.size === toldApart) {
          furtherRows += 1;
          return;
        }
        counts = noneByLabel();
        groups.set(name, counts);
      }
      counts[label] += 1;
    },
    groups() {
      const all = [...groups]
        .map(([name, counts]) => ({ name, counts, rows: totalOf(counts) }))
        .toSorted((a, b) => b.rows - a.rows || (a.name < b.name ? -1 : 1));
      const rest = all.slice(shownGroups);
      return {
        groups: all.slice(0, shownGroups).map(({ name, counts }) => ({ name, ...labelShares(counts) })),
        others: {
          groups: rest.length + (furtherRows > 0 ? 1 : 0),
          rows: rest.reduce((sum, { rows }) => sum + rows, furtherRows),
        },
      };
    },
  };
}
