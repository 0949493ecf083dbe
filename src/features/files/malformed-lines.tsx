/** How many rows are not as the others, with the lines they stand in at hand. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Run } from '#core/contracts/run';
import type { Runs } from '../../engine/runs/runs.ts';
import { filesWords } from '../../i18n/files.ts';
import { fileOrder } from './row-address.ts';
import { placeInFile } from './row-words.ts';

/** The others are found by the filter. */
const mostLines = 20;

export function MalformedLines({ runs, run }: { runs: Runs; run: Run }) {
  const [isOpen, setIsOpen] = useState(false);
  const { malformed } = run.counts;
  const lines = useQuery({
    queryKey: ['files', run.id, 'malformed', malformed],
    queryFn: () => runs.rows(run.id, { kinds: ['malformed'] }, fileOrder, 0, mostLines),
    enabled: isOpen,
  });
  const rows = lines.data?.rows ?? [];
  return (
    <details
      className="malformed"
      open={isOpen}
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary>{filesWords.run.malformed(malformed)}</summary>
      <ul className="small">
        {rows.map(({ row, line, fault }) => (
          <li key={row}>
            {filesWords.fault(
              row + 1,
              placeInFile(run, { line }),
              fault === null ? '' : filesWords.faults[fault],
            )}
          </li>
        ))}
        {rows.some(({ fault }) => fault === 'too-many-cells') && <li>{filesWords.run.moved}</li>}
        {malformed > mostLines && rows.length > 0 && <li>{filesWords.run.more(malformed - rows.length)}</li>}
      </ul>
    </details>
  );
}
