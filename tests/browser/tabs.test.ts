/** Several tabs, one engine: whoever leads closes or falls silent, and nobody loses an answer. */
import { afterEach, expect, it, vi } from 'vitest';
import { createInferenceWorker } from '../../src/engine/inference-worker.ts';
import type { Router } from '../../src/engine/router.ts';
import { createRouter } from '../../src/engine/router.ts';
import { leaderLock } from '../../src/engine/tabs/messages.ts';
import { createTabRouter } from '../../src/engine/tabs/tab-router.ts';
import { cleanUp, faultyWorker, openEngine } from './engine-kit.ts';

const review = { text: 'The room was lovely and quiet.' };
const deadlines = { greetMs: 100, mostUnanswered: 4 };
const tabs: Router[] = [];
let enginesMade = 0;
let comparisons: unknown[] = [];
let createWorker = createInferenceWorker;

/** A tab: what it shares with the others goes through the browser, as between pages. */
function openTab(): Router {
  const tab = createTabRouter(
    () =>
      createRouter({
        rungs: () => [
          {
            name: 'single',
            create: () => {
              enginesMade += 1;
              return openEngine({ createWorker });
            },
          },
        ],
        canOfferServer: true,
        compare: async (own, signal) => {
          comparisons.push(await own.start(signal));
        },
      }),
    deadlines,
  );
  tabs.push(tab);
  return tab;
}

afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.dispose();
  enginesMade = 0;
  comparisons = [];
  createWorker = createInferenceWorker;
  vi.unstubAllGlobals();
  await cleanUp();
});

it('holds one model for five tabs', async () => {
  const five = Array.from({ length: 5 }, openTab);
  const analyses = await Promise.all(five.map((tab) => tab.analyze(review)));
  expect(enginesMade).toBe(1);
  expect(new Set(analyses.map(({ score }) => score)).size).toBe(1);
  for (const tab of five) expect(tab.state.kind).toBe('ready');
});

it('reads rows for a tab that does not lead, and goes on with them where the leader closes', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const texts = Array.from({ length: 200 }, (_, index) => `On day ${index} the room was lovely.`);
  const reading = other.readRows(texts);
  leader.dispose();
  const { results, model } = await reading;
  expect(results).toHaveLength(texts.length);
  expect(results.every(({ kind }) => kind === 'read')).toBe(true);
  expect(model?.name).toBe('Undertone');
  expect(enginesMade).toBe(2);
});

it('tells a tab that opens later where the engine stands', async () => {
  await openTab().start();
  const late = openTab();
  await expect.poll(() => late.state.kind).toBe('ready');
  expect(late.status.rung).toBe('single');
  expect(enginesMade).toBe(1);
});

it('answers all tabs when the leader closes in mid-request', async () => {
  const [leader, ...others] = Array.from({ length: 4 }, openTab);
  await leader?.start();
  const answers = others.map((tab) => tab.analyze({ text: `${review.text} `.repeat(200) }));
  leader?.dispose();
  await expect(Promise.all(answers)).resolves.toHaveLength(3);
  expect(enginesMade).toBe(2);
});

it('is ready again when the leader has closed, although nobody asks', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  await expect.poll(() => other.state.kind).toBe('ready');
  leader.dispose();
  await expect.poll(() => enginesMade).toBe(2);
  await expect.poll(() => other.state.kind).toBe('ready');
});

it('takes the lead from a tab that is silent', async () => {
  let wake = (): void => undefined;
  const frozen = navigator.locks.request(leaderLock, () => new Promise<void>((resolve) => (wake = resolve)));
  frozen.catch(() => undefined);
  await expect(openTab().analyze(review)).resolves.toMatchObject({ engine: { where: 'device' } });
  await expect(frozen).rejects.toMatchObject({ name: 'AbortError' });
  wake();
});

it('does not take the lead because its own timers are slow, as those of a hidden tab are', async () => {
  let ticks = 0;
  const nativeInterval = setInterval;
  vi.stubGlobal('setInterval', (run: () => void, ms: number) =>
    nativeInterval(() => {
      ticks += 1;
      run();
    }, ms * 12),
  );
  createWorker = faultyWorker('stalled');
  const [leader, other] = [openTab(), openTab()];
  const waits = [leader, other].map((tab) =>
    expect(tab.start()).rejects.toMatchObject({ code: 'cancelled' }),
  );
  await expect.poll(() => leader.state.kind).toBe('downloading');
  ticks = 0;
  await expect.poll(() => ticks).toBeGreaterThan(3);
  expect(enginesMade).toBe(1);
  expect(leader.state.kind).toBe('downloading');
  other.stop();
  await Promise.all(waits);
});

it('follows once it has lost the lead, and loses no answer by it', async () => {
  const [first, second] = [openTab(), openTab()];
  await first.start();
  const answer = first.analyze({ text: `${review.text} `.repeat(200) });
  let release = (): void => undefined;
  const thief = navigator.locks.request(leaderLock, { steal: true }, () => {
    return new Promise<void>((resolve) => (release = resolve));
  });
  // Both tabs wait for the lead now: the first one knows that it lost it.
  await expect.poll(async () => (await navigator.locks.query()).pending?.length).toBe(2);
  release();
  await thief;
  await expect(answer).resolves.toMatchObject({ engine: { where: 'device' } });
  await expect(second.analyze(review)).resolves.toMatchObject({ engine: { where: 'device' } });
});

it('stops at the word of any tab, for all of them, and starts again at the word of another', async () => {
  createWorker = faultyWorker('stalled');
  const three = Array.from({ length: 3 }, openTab);
  const waits = three.map((tab) => expect(tab.start()).rejects.toMatchObject({ code: 'cancelled' }));
  const [leader, other] = three;
  if (leader === undefined || other === undefined) throw new Error('No tabs.');
  await expect.poll(() => three.map(({ state }) => state.kind)).toEqual(Array(3).fill('downloading'));
  other.stop();
  await Promise.all(waits);
  for (const tab of three) {
    await expect.poll(() => tab.state.kind).toBe('idle');
    expect(tab.status.wasStopped).toBe(true);
  }
  createWorker = createInferenceWorker;
  leader.dispose();
  // The next leader has not forgotten it.
  const late = openTab();
  await expect.poll(() => late.status.wasStopped).toBe(true);
  await other.start();
  await expect.poll(() => late.state.kind).toBe('ready');
  expect(late.status.wasStopped).toBe(false);
});

it('cancels for the tab that asked, and for no other', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const control = new AbortController();
  const long = { text: `${review.text} `.repeat(200) };
  const cancelled = other.analyze(long, { signal: control.signal });
  const kept = leader.analyze(long);
  control.abort();
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  await expect(kept).resolves.toMatchObject({ label: expect.any(String) });
});

it('rests at the wish of any tab, and is made anew when it is asked again', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  await other.start();
  other.rest();
  await expect.poll(() => leader.state.kind).toBe('resting');
  await expect(other.start()).resolves.toMatchObject({ where: 'device' });
  expect(enginesMade).toBe(2);
});

it('opens anew in the tab that asks for it, and what others have asked is answered', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const long = leader.analyze({ text: `${review.text} `.repeat(200) });
  other.reopen();
  await expect(long).resolves.toMatchObject({ label: expect.any(String) });
  await expect.poll(() => leader.state.kind).toBe('ready');
  const made = enginesMade;
  expect(made).toBeGreaterThan(1);
  // It leads now: the other one may close.
  leader.dispose();
  await expect(other.analyze(review)).resolves.toMatchObject({ engine: { where: 'device' } });
  other.reopen();
  await expect(other.analyze(review)).resolves.toMatchObject({ engine: { where: 'device' } });
  expect(enginesMade).toBeGreaterThan(made);
});

it('does not rest while somebody reads', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const long = leader.analyze({ text: `${review.text} `.repeat(200) });
  other.rest();
  await expect(long).resolves.toMatchObject({ label: expect.any(String) });
  expect(leader.state.kind).toBe('ready');
  expect(enginesMade).toBe(1);
});

it('compares beside the one engine there is, whichever tab asks for it', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  await other.compare(new AbortController().signal);
  expect(comparisons).toHaveLength(1);
  expect(enginesMade).toBe(1);
});

it('reports progress to the tab that asked', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const seen: number[] = [];
  // Long and never the same: what is told last may come after the answer, which ends the telling.
  const text = Array.from({ length: 600 }, (_, room) => `Room ${room} was lovely and quiet.`).join(' ');
  await other.analyze({ text }, { onProgress: ({ done }) => seen.push(done) });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});
