/** What is typed into the filters of a table while a run draws the page anew again and again. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { fileOrder } from '../../src/features/files/row-address.ts';
import { RowFilters } from '../../src/features/files/row-filters.tsx';
import type { FilterChanges } from '../../src/features/files/row-filters.tsx';
import { createTestReader, openTab } from './runs-kit.ts';

const runs = openTab(createTestReader());
const run = { id: 'run', roles: { text: [0], date: null, group: null, rating: null } };

/** Drawn anew far more often than a hand rests. */
function OftenDrawn({ onFilter }: { onFilter: (changes: FilterChanges) => void }) {
  const [drawn, setDrawn] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setDrawn(drawn + 1), 20);
    return () => clearTimeout(timer);
  }, [drawn]);
  return (
    <RowFilters
      runs={runs}
      run={run}
      filter={{}}
      sort={fileOrder}
      onFilter={(changes) => onFilter(changes)}
      onSort={() => undefined}
    />
  );
}

test('words are looked for once the hand rests, however often the page is drawn', async () => {
  const place = document.body.appendChild(document.createElement('div'));
  const root = createRoot(place);
  const told: FilterChanges[] = [];
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <OftenDrawn onFilter={(changes) => told.push(changes)} />
    </QueryClientProvider>,
  );
  await expect.poll(() => place.querySelector('input[type=search]')).not.toBeNull();
  const box = place.querySelector('input[type=search]');
  if (box === null) throw new Error('There is no box to type in.');
  await userEvent.type(box, 'towels');
  await expect.poll(() => told.at(-1), { timeout: 20_000 }).toEqual({ search: 'towels' });
  root.unmount();
  place.remove();
});
