/** Review as a person uses it, over files in memory and a real database. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import type { Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ReviewPage } from '../../../src/features/review/review-page.tsx';
import type { Parameters } from '../../../src/ui/place-address.ts';
import { blindCheckOf, eraseBlindChecks } from '../../../src/storage/blind-checks.ts';
import { eraseCorrections, listCorrections, saveCorrection } from '../../../src/storage/corrections.ts';
import { memoryRun, memoryRuns } from './memory-runs.ts';
import type { MemoryRow, MemoryRun } from './memory-runs.ts';

const figure = /agree|kappa|%/i;
const nine: MemoryRow[] = [
  { text: 'The room was cold.', label: 'negative', confidence: 0.95 },
  { text: 'We came at nine.', label: 'neutral', confidence: 0.6, needsReview: true },
  { text: 'Good, but dear.', label: 'unsure', confidence: 0.4, needsReview: true, group: 'North' },
  { text: 'A lovely garden.', label: 'positive', confidence: 0.98 },
  { text: 'Not bad at all.', label: 'negative', confidence: 0.5, needsReview: true, date: '2026-05-17' },
  { text: 'The lift broke.', label: 'negative', confidence: 0.97 },
  { text: 'A chair, a bed.', label: 'neutral', confidence: 0.93 },
  { text: 'Warm welcome.', label: 'positive', confidence: 0.99 },
  { text: 'Never again.', label: 'negative', confidence: 0.96 },
];

let root: Root | null = null;

function Place({ kept, queue }: { kept: readonly MemoryRun[]; queue: string | null }) {
  const [runs] = useState(() => memoryRuns(kept));
  const [detail, setDetail] = useState<string | null>(null);
  const [parameters, setParameters] = useState<Parameters>(queue === null ? {} : { queue });
  const address = {
    detail,
    parameters,
    open: setDetail,
    setParameters: ({ queue: next }: Readonly<Record<string, string | null>>) =>
      setParameters(next === null || next === undefined ? {} : { queue: next }),
    hrefOf: () => '',
  };
  return <ReviewPage runs={runs} address={address} onFiles={() => undefined} />;
}

function open(kept: readonly MemoryRun[], queue: string | null = null): void {
  close();
  const place = document.body.appendChild(document.createElement('main'));
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  root = createRoot(place);
  root.render(
    <QueryClientProvider client={client}>
      <Place kept={kept} queue={queue} />
    </QueryClientProvider>,
  );
}

function close(): void {
  root?.unmount();
  root = null;
  document.body.replaceChildren();
}

const list = page.getByRole('listbox', { name: 'The row to read' });
const shown = page.getByRole('option', { selected: true });
const button = (name: string | RegExp) => page.getByRole('button', { name });
const tab = (name: string) => page.getByRole('tab', { name });

async function focusList(): Promise<void> {
  await expect.element(shown).toBeInTheDocument();
  list.element().focus();
}

beforeEach(async () => {
  await eraseBlindChecks();
  await eraseCorrections();
});
afterEach(close);

test('doubtful rows come least sure first, with what the model says and no figure of agreement', async () => {
  open([memoryRun('stay', nine)]);
  await expect.element(shown).toHaveTextContent(/^Row 3hotel: NorthGood, but dear\.The modelUnsure/);
  await expect.element(page.getByText(/No agreement figure here/)).toBeVisible();
  await focusList();
  await userEvent.keyboard('n');
  await expect.element(shown).toHaveTextContent(/^Row 5visited: 2026-05-17Not bad at all\./);
  await userEvent.keyboard('p');
  await expect.element(shown).toHaveTextContent('We came at nine.');
  await userEvent.keyboard('e');
  await expect.element(page.getByText('All 3 doubtful rows are answered.')).toHaveFocus();
  expect(document.body.textContent).not.toMatch(/kappa|You and the model/);
  const origin = { place: 'doubtful', runId: 'stay', runName: 'stay.csv' };
  // An answer that agrees with the model is kept as well.
  await expect
    .poll(() => listCorrections())
    .toMatchObject([
      { label: 'neutral', modelLabel: 'neutral', origin: { ...origin, row: 1 } },
      { label: 'positive', modelLabel: 'negative', origin: { ...origin, row: 4 } },
      {
        label: 'negative',
        modelLabel: 'unsure',
        modelName: 'Undertone English',
        origin: { ...origin, row: 2 },
      },
    ]);
});

test('the keys work within the desk only, and what is taken back brings back what was there', async () => {
  await saveCorrection({
    text: 'Not bad at all.',
    label: 'mixed',
    modelLabel: 'negative',
    modelName: 'Tone',
    modelVersion: '1',
    savedAtMs: 1,
  });
  const before = await listCorrections();
  open([memoryRun('stay', nine)]);
  await expect.element(shown).toHaveTextContent('Good, but dear.');
  await userEvent.keyboard('n');
  expect(await listCorrections()).toEqual(before);

  await focusList();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(shown).toHaveTextContent('Not bad at all.');
  await expect.element(button(/^Mixed/)).toHaveAttribute('aria-pressed', 'true');
  await userEvent.keyboard('p');
  await expect.poll(async () => (await listCorrections())[0]?.label).toBe('positive');
  await expect.element(shown).toHaveTextContent('We came at nine.');
  await userEvent.keyboard('s');
  await expect.element(shown).toHaveTextContent('Good, but dear.');
  await userEvent.keyboard('zz');
  await expect.element(shown).toHaveTextContent('Not bad at all.');
  await expect.poll(() => listCorrections()).toEqual(before);
  await expect.element(button(/^Undo/)).toHaveAttribute('aria-disabled', 'true');
});

test('by buttons alone: the focus stays on them, and what was saved is spoken with the next text', async () => {
  open([memoryRun('stay', nine)]);
  await expect.element(shown).toHaveTextContent('Good, but dear.');
  await button(/^Negative/).click();
  await expect.element(button(/^Negative/)).toHaveFocus();
  const spoken = page.getByRole('status').filter({ hasText: 'Row 3: you call it negative.' });
  await expect
    .element(spoken)
    .toHaveTextContent('Saved here. The model does not learn from it. Row 5: Not bad at all.');
  await button(/^Undo/).click();
  await expect.element(shown).toHaveTextContent('Good, but dear.');
  await expect.poll(() => listCorrections()).toEqual([]);
});

test('a blind check hides what the model says until one has answered, and keeps its figures to the end', async () => {
  open([memoryRun('stay', nine)], 'blind');
  await focusList();
  for (let answered = 0; answered < nine.length; answered += 1) {
    await expect.element(page.getByText(`${answered} of 9 answered. Figures wait.`)).toBeVisible();
    await expect.element(shown).toHaveTextContent('The model’s answer is shown once you have given yours.');
    expect(document.body.textContent).not.toMatch(figure);
    await userEvent.keyboard('n');
  }
  await expect.element(page.getByRole('heading', { name: 'What the blind check says' })).toHaveFocus();
  await expect.element(page.getByText('From 9 rows drawn at random, all answered.')).toBeVisible();
  // Of the eight that the model gave a label, four are negative.
  await expect.element(page.getByText(/^You and the model agree on 4 of 8:/)).toBeVisible();
  // Four of nine, as the picture of the file has them: its shares add up to 100.
  await expect
    .element(page.getByText(/^Of all rows, 100\s% negative .*; the model alone says 45\s%\.$/))
    .toBeVisible();
  await expect.element(button(/^Negative/)).not.toBeInTheDocument();
});

test('what one has said stands beside what the model says, and a look back is told apart', async () => {
  open([memoryRun('stay', nine)], 'blind');
  await focusList();
  await userEvent.keyboard('m');
  await expect.element(page.getByText('1 of 9 answered. Figures wait.')).toBeVisible();
  await userEvent.keyboard('{ArrowLeft}');
  await expect.element(shown).toHaveTextContent(/The model.*YouMixed$/);
  await userEvent.keyboard('n');
  await expect
    .poll(async () => (await blindCheckOf('stay'))?.answers)
    .toMatchObject([{ label: 'negative', isBlind: false }]);
});

test('the rows are drawn once, and the check goes on where it was left', async () => {
  const many = Array.from({ length: 400 }, (_, row): MemoryRow => ({
    text: `Text ${row}.`,
    label: 'neutral',
  }));
  open([memoryRun('many', many)], 'blind');
  await focusList();
  await userEvent.keyboard('nep');
  await expect.element(page.getByText('3 of 50 answered. Figures wait.')).toBeVisible();
  await expect.poll(async () => (await blindCheckOf('many'))?.answers.length).toBe(3);
  const check = await blindCheckOf('many');
  expect(new Set(check?.rows).size).toBe(50);
  open([memoryRun('many', many)], 'blind');
  await expect.element(shown).toHaveTextContent(`Text ${check?.rows[3]}.`);
  expect((await blindCheckOf('many'))?.rows).toEqual(check?.rows);

  await button('End it here').click();
  await expect.element(button('Go on')).toHaveFocus();
  await button('Yes, end it').click();
  await expect
    .element(page.getByText('Ended early: from 3 of 50 rows drawn at random. Rough.'))
    .toBeVisible();
});

test('rows that wait in a check that has begun are left out of the doubtful ones until they are answered', async () => {
  open([memoryRun('stay', nine)], 'blind');
  await focusList();
  await userEvent.keyboard('n');
  await expect.element(page.getByText('1 of 9 answered. Figures wait.')).toBeVisible();
  await tab('Doubtful').click();
  await expect
    .element(
      page.getByText(/All doubtful rows are in the blind check|of the blind check (?:is|are) left out here/),
    )
    .toBeVisible();
});

test('the tab of the doubtful rows says how many are left, whatever they were answered in', async () => {
  const again = { text: 'Good, but dear.', label: 'unsure', confidence: 0.4, needsReview: true } as const;
  open([memoryRun('stay', [...nine, again])], 'blind');
  await expect.element(tab('Doubtful 4')).toBeVisible();
  await focusList();
  await userEvent.keyboard('n'.repeat(10));
  await expect.element(page.getByText(/From 10 rows drawn at random, all answered/)).toBeVisible();
  await expect.element(tab('Doubtful 0')).toBeVisible();
  await tab('Corrections').click();
  await button('Remove the correction of “We came at nine.”').click();
  await expect.element(tab('Doubtful 1')).toBeVisible();
});

test('a file that is still being read has doubtful rows but no blind check yet', async () => {
  open([memoryRun('stay', nine, 'running')]);
  await expect.element(shown).toHaveTextContent('Good, but dear.');
  await tab('Blind check').click();
  await expect.element(page.getByText('The blind check is drawn from all rows of the file.')).toBeVisible();
  expect(await blindCheckOf('stay')).toBeNull();
});

test('without a file corrections are there all the same: found, removed, put back', async () => {
  for (const text of ['A fine room.', 'A cold room.', 'A rude waiter.'])
    await saveCorrection({
      text,
      label: 'neutral',
      modelLabel: 'unsure',
      modelName: 'Tone',
      modelVersion: '1',
      savedAtMs: 1,
    });
  open([]);
  await expect.element(page.getByText('No file has been read on this device yet.')).toBeVisible();
  const rows = page.getByRole('list', { name: 'Your corrections' }).getByRole('listitem');
  await expect.poll(() => rows.elements().length).toBe(3);
  await expect
    .element(rows.first())
    .toHaveTextContent(/A rude waiter\.The model said unsure, you said neutral · Read ·/);
  await page.getByRole('searchbox').fill('ROOM');
  await expect.poll(() => rows.elements().length).toBe(2);
  await expect.element(button('Save 2 rows')).toBeVisible();
  await button('Remove the correction of “A cold room.”').click();
  await expect.element(button('Undo')).toHaveFocus();
  await expect.poll(async () => (await listCorrections()).length).toBe(2);
  await userEvent.keyboard('{Enter}');
  await expect
    .poll(async () => (await listCorrections()).map(({ text }) => text))
    .toEqual(['A rude waiter.', 'A cold room.', 'A fine room.']);
});

test('what cannot be kept is not said to be saved, and the row has no answer again', async () => {
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('There is no room.', 'QuotaExceededError');
  });
  try {
    open([memoryRun('stay', nine)]);
    await focusList();
    await userEvent.keyboard('n');
    await expect
      .element(page.getByText(/^Not saved\. This browser does not let the page keep/).first())
      .toBeVisible();
    await expect.element(page.getByText(/Saved here/)).not.toBeInTheDocument();
    await userEvent.keyboard('{ArrowLeft}');
    await expect.element(shown).toHaveTextContent('Good, but dear.');
    await expect.element(button(/^Negative/)).toHaveAttribute('aria-pressed', 'false');
  } finally {
    full.mockRestore();
  }
});

test('one row is a queue as well', async () => {
  open([memoryRun('one', [{ text: 'Fine.', label: 'unsure', confidence: 0.4, needsReview: true }])]);
  await focusList();
  await userEvent.keyboard('{ArrowRight}{ArrowLeft}');
  await userEvent.keyboard('p');
  await expect.element(page.getByText('The one doubtful row is answered.')).toHaveFocus();
  await button('Look at them again').click();
  await expect.element(list).toHaveFocus();
});
