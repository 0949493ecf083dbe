/** Several tabs, one engine: whoever leads closes or falls silent, and nobody loses an answer. */
import { afterEach, expect, it } from 'vitest';
import type { Router } from '../../src/engine/router.ts';
import { createRouter } from '../../src/engine/router.ts';
import { leaderLock } from '../../src/engine/tabs/messages.ts';
import { createTabRouter } from '../../src/engine/tabs/tab-router.ts';
import { cleanUp, openEngine } from './engine-kit.ts';

const review = { text: 'The room was lovely and quiet.' };
const deadlines = { greetMs: 50, silentMs: 400 };
const tabs: Router[] = [];
let enginesMade = 0;

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
              return openEngine();
            },
          },
        ],
        canOfferServer: true,
      }),
    deadlines,
  );
  tabs.push(tab);
  return tab;
}

afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.dispose();
  enginesMade = 0;
  await cleanUp();
});

it('holds one model for five tabs', async () => {
  const five = Array.from({ length: 5 }, openTab);
  const analyses = await Promise.all(five.map((tab) => tab.analyze(review)));
  expect(enginesMade).toBe(1);
  expect(new Set(analyses.map(({ score }) => score)).size).toBe(1);
  for (const tab of five) expect(tab.state.kind).toBe('ready');
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

it('reports progress to the tab that asked', async () => {
  const [leader, other] = [openTab(), openTab()];
  await leader.start();
  const seen: number[] = [];
  await other.analyze({ text: `${review.text} `.repeat(300) }, { onProgress: ({ done }) => seen.push(done) });
  expect(seen.length).toBeGreaterThan(1);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});
