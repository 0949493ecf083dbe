import { expect, it } from 'vitest';
import { createGroupCounts } from '#core/report/groups';

it('shows the largest groups first and says how many are left out', () => {
  const counts = createGroupCounts();
  for (let group = 1; group <= 25; group += 1) {
    for (let row = 0; row < group; row += 1) counts.add(`group ${group}`, row % 2 ? 'negative' : 'positive');
  }
  counts.add(null, 'negative');
  const { groups, others } = counts.groups();
  expect(groups.map(({ name, rows }) => [name, rows]).slice(0, 2)).toEqual([
    ['group 25', 25],
    ['group 24', 24],
  ]);
  expect(groups).toHaveLength(20);
  expect(groups[0]?.shares.negative).toMatchObject({ count: 12, of: 25 });
  expect(others).toEqual({ groups: 5, rows: 15 });
});

it('loses no row of a column that has a name for each', () => {
  const counts = createGroupCounts();
  for (let row = 0; row < 30_000; row += 1) counts.add(`row ${row}`, 'neutral');
  const { groups, others } = counts.groups();
  expect(groups.reduce((sum, { rows }) => sum + rows, others.rows)).toBe(30_000);
});
