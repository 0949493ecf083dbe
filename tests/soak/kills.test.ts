/**
 * A thousand killed workers: no answer lost, no worker left behind, no memory kept. `npm run soak` prints how long the
 * answers took and what the browser holds.
 */
import { afterAll, expect, it } from 'vitest';
import { commands } from 'vitest/browser';
import { cleanUp } from '../browser/engine-kit.ts';
import { countWorkers, openKillLoop } from '../browser/kill-loop.ts';

const kills = 1000;
const settledKills = 100;
const longestMs = 60 * 60_000;
/** What a browser holds varies from one moment to the next; one leaked worker in thirty would be more than this. */
const slackBytes = 150_000_000;

const { router, killOnce } = openKillLoop();

afterAll(async () => {
  router.dispose();
  await cleanUp();
});

it(
  'a thousand kills leak neither workers nor memory',
  async () => {
    const timesMs: number[] = [];
    for (let kill = 1; kill <= settledKills; kill += 1) timesMs.push(await killOnce(kill));
    const before = await commands.heldBytes();
    for (let kill = settledKills + 1; kill <= kills; kill += 1) timesMs.push(await killOnce(kill));
    const after = await commands.heldBytes();
    const sorted = timesMs.toSorted((a, b) => a - b);
    const quantile = (share: number): string =>
      `${Math.round(sorted[Math.floor(share * (kills - 1))] ?? 0)} ms`;
    const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
    console.log(`kill to answer: median ${quantile(0.5)}, 95 % ${quantile(0.95)}, longest ${quantile(1)}`);
    console.log(`held: ${megabytes(before)} after ${settledKills} kills, ${megabytes(after)} after ${kills}`);
    await expect.poll(countWorkers).toBe(1);
    expect(after - before).toBeLessThan(slackBytes);
  },
  longestMs,
);
