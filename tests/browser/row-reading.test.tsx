/** A row of a file that two versions of the model read, opened and corrected. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { createRouter } from '../../src/engine/router.ts';
import { RowReading } from '../../src/features/files/row-reading.tsx';
import { eraseCorrections, listCorrections } from '../../src/storage/corrections.ts';
import { memoryRun, memoryRuns } from './review/memory-runs.ts';

const older = { name: 'Undertone English', version: '1.2.0', sha256: '0'.repeat(64) };
const newer = { ...older, version: '1.3.0', sha256: '1'.repeat(64) };
const nothing = () => undefined;
let root: Root;

beforeEach(async () => {
  await eraseCorrections();
  root = createRoot(document.body.appendChild(document.createElement('div')));
});
afterEach(() => {
  root.unmount();
  document.body.replaceChildren();
});

test('a correction names the version that read the row, not the latest', async () => {
  const { run, rows } = memoryRun('stay', [{ text: 'Good, but dear.', label: 'mixed' }]);
  run.models = [older, newer];
  const kept = memoryRuns([{ run, rows: rows.map((row) => ({ ...row, model: 0 })) }]);
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <RowReading
        runs={kept}
        run={run}
        row={0}
        unsureBelow={null}
        engine={createRouter({ rungs: () => [], canOfferServer: false })}
        state={{ kind: 'idle' }}
        isOver={false}
        isPicked={false}
        onPick={nothing}
        onNext={null}
        onPrevious={null}
        onClose={nothing}
      />
    </QueryClientProvider>,
  );
  await page.getByRole('button', { name: 'Correct this' }).click();
  await page.getByRole('button', { name: 'Negative', exact: true }).click();
  await expect
    .poll(() => listCorrections())
    .toMatchObject([{ label: 'negative', modelLabel: 'mixed', modelVersion: '1.2.0' }]);
});
