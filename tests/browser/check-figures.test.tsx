/** What a blind check said stands on the page of its file, once it has ended. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, expect, test } from 'vitest';
import type { Run } from '#core/contracts/run';
import { noCounts } from '#core/contracts/run';
import { CheckSection } from '../../src/features/files/pictures/check-section.tsx';
import { useCheckFigures } from '../../src/features/files/use-check-figures.ts';
import type { BlindCheck } from '../../src/storage/blind-check.ts';
import { addBlindCheck, changeBlindCheck, eraseBlindCheck } from '../../src/storage/blind-checks.ts';

const counts = {
  ...noCounts(),
  rows: 100,
  read: 100,
  byLabel: { negative: 60, neutral: 0, positive: 40, mixed: 0, unsure: 0 },
};
const run: Pick<Run, 'id' | 'counts'> = { id: 'a-run-that-was-checked', counts };
const check: BlindCheck = {
  runId: run.id,
  seed: 1,
  drawnFrom: 100,
  rows: Array.from({ length: 20 }, (_, row) => row),
  seen: [],
  answers: Array.from({ length: 20 }, (_, row) => ({
    row,
    label: row < 11 ? 'negative' : 'positive',
    modelLabel: row < 12 ? 'negative' : 'positive',
    isBlind: true,
  })),
  endedAtMs: null,
};

let root: Root | null = null;

function Place() {
  const figures = useCheckFigures(run);
  return figures === null ? <p>none</p> : <CheckSection figures={figures} counts={run.counts.byLabel} />;
}

function show(): void {
  root?.unmount();
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  root = createRoot(place);
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <Place />
    </QueryClientProvider>,
  );
}

const shown = (): string => document.body.innerText.replaceAll('\u00A0', ' ');

afterEach(async () => {
  root?.unmount();
  root = null;
  await eraseBlindCheck(run.id);
});

test('stands there with its intervals and of how many rows it is, and not before it has ended', async () => {
  await addBlindCheck(check);
  show();
  await expect.poll(shown).toBe('none');
  await changeBlindCheck(run.id, (kept) => ({ ...kept, endedAtMs: 1 }));
  show();
  await expect.poll(shown).toContain('How well it was read');
  expect(shown()).toContain(
    'From 20 rows drawn at random: a person and the model agree on 19 of 20, 95 % (76–99 %).',
  );
  expect(shown()).toMatch(/Cohen’s kappa is 0\.90 \(0\.\d\d to 0\.\d\d\)/);
  expect(shown()).toMatch(/Negative\s+55 %\s+\d+–\d+ %\s+60 %/);
  expect(shown()).toMatch(/Unsure\s+–\s+–\s+0 %/);
});
