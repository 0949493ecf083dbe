/** The measurements. Arms take turns within a round, and the one that begins changes from round to round. */
import type { BrowserContext, Page } from '@playwright/test';
import type { BenchPage } from './bench-page.ts';
import { noteReadiness, visit, withFreshProfile } from './browser.ts';
import type { CountingServer } from './servers.ts';
import { median, sum } from './statistics.ts';

declare global {
  /** Of the bench's own pages. */
  var bench: BenchPage;
}

/** How often and how much; the quick run only shows that everything works. */
export interface Amounts {
  rounds: number;
  shortTextsPerRound: number;
  mixedTextsPerRound: number;
  firstVisits: number;
  cachedVisits: number;
}

export interface Arms {
  ours: number[];
  rival: number[];
}

const rivalBatch = 32;
const warmUpTexts = 16;
const quietMs = 2000;
/** A visit that fetches more than this has not used its cache. */
const cachedVisitBytes = 1_000_000;
/** What the workers say once they can read: the engine's description, and the rival worker's own word. */
const readySigns = ['"where":"device"', '"type":"ready"'];

/** Runs the steps of a round in an order that moves on by one each round. */
async function takeTurns(round: number, steps: readonly (() => Promise<void>)[]): Promise<void> {
  const first = round % steps.length;
  for (const step of [...steps.slice(first), ...steps.slice(0, first)]) await step();
}

export interface PageTimes {
  /** Milliseconds for one short text, each round's median. */
  short: Arms;
  /** Milliseconds for the round's mixed texts. */
  mixed: Arms & { rivalOneByOne: number[] };
  threads: { ours: number; rival: number };
  browser: string;
}

export interface PageTexts {
  /** `rounds` times `shortTextsPerRound`, and a few more to warm up. */
  short: readonly string[];
  mixed: readonly string[];
  /** Not among the mixed ones: an engine may remember what it has read. */
  warmUp: readonly string[];
}

/** Times short and mixed texts on two pages in one browser. */
export function measurePages(
  origins: { ours: string; rival: string },
  texts: PageTexts,
  amounts: Amounts,
): Promise<PageTimes> {
  return withFreshProfile(async (context) => {
    const ours = await openBenchPage(context, origins.ours);
    const rival = await openBenchPage(context, origins.rival);
    await timeEach(ours.page, texts.warmUp);
    await timeEach(rival.page, texts.warmUp);

    const short: Arms = { ours: [], rival: [] };
    for (let round = 0; round < amounts.rounds; round += 1) {
      const own = roundOf(texts.short, round, amounts.shortTextsPerRound);
      await takeTurns(round, [
        async () => void short.ours.push(median(await timeEach(ours.page, own))),
        async () => void short.rival.push(median(await timeEach(rival.page, own))),
      ]);
    }

    await timeBatches(ours.page, texts.warmUp, warmUpTexts);
    await timeBatches(rival.page, texts.warmUp, rivalBatch);
    const mixed: PageTimes['mixed'] = { ours: [], rival: [], rivalOneByOne: [] };
    for (let round = 0; round < amounts.rounds; round += 1) {
      const own = roundOf(texts.mixed, round, amounts.mixedTextsPerRound);
      await takeTurns(round, [
        async () => void mixed.ours.push(await timeBatches(ours.page, own, own.length)),
        async () => void mixed.rival.push(await timeBatches(rival.page, own, rivalBatch)),
        async () => void mixed.rivalOneByOne.push(sum(await timeEach(rival.page, own))),
      ]);
    }
    return {
      short,
      mixed,
      threads: { ours: ours.threads, rival: rival.threads },
      browser: context.browser()?.version() ?? 'unknown',
    };
  });
}

/** How many texts `PageTexts.warmUp` should hold. */
export const warmUpCount = warmUpTexts;

function roundOf(texts: readonly string[], round: number, count: number): string[] {
  return texts.slice(round * count, (round + 1) * count);
}

async function openBenchPage(
  context: BrowserContext,
  origin: string,
): Promise<{ page: Page; threads: number }> {
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => 'bench' in globalThis);
  const { threads } = await page.evaluate(() => globalThis.bench.ready);
  return { page, threads };
}

function timeEach(page: Page, texts: readonly string[]): Promise<number[]> {
  return page.evaluate((given) => globalThis.bench.timeEach(given), texts);
}

function timeBatches(page: Page, texts: readonly string[], size: number): Promise<number> {
  return page.evaluate((given) => globalThis.bench.timeBatches(given.texts, given.size), { texts, size });
}

export interface VisitServers {
  ours: CountingServer;
  rival: CountingServer;
}

export interface FirstVisits extends Arms {
  /** Bodies of the last visit by path, to see what weighs. */
  bytesByPath: { ours: Record<string, number>; rival: Record<string, number> };
}

/** Bytes of everything a first visit downloads: the page until it is ready, and what it keeps for later. */
export async function measureFirstVisits(
  servers: VisitServers,
  { firstVisits }: Amounts,
): Promise<FirstVisits> {
  const found: FirstVisits = { ours: [], rival: [], bytesByPath: { ours: {}, rival: {} } };
  for (let round = 0; round < firstVisits; round += 1) {
    await withFreshProfile(async (context) => {
      await noteReadiness(context, readySigns);
      const visitArm = async (arm: 'ours' | 'rival'): Promise<void> => {
        servers[arm].take();
        await visit(context, `${servers[arm].origin}/`, () => servers[arm].untilQuiet(quietMs));
        const { totalBytes, bytesByPath } = servers[arm].take();
        found[arm].push(totalBytes);
        found.bytesByPath[arm] = bytesByPath;
      };
      await takeTurns(round, [() => visitArm('ours'), () => visitArm('rival')]);
    });
  }
  return found;
}

/** Milliseconds from navigation to ready, for someone who was here before. */
export function measureCachedVisits(servers: VisitServers, { cachedVisits }: Amounts): Promise<Arms> {
  return withFreshProfile(async (context) => {
    await noteReadiness(context, readySigns);
    for (const server of [servers.ours, servers.rival]) {
      await visit(context, `${server.origin}/`, () => server.untilQuiet(quietMs));
      // Once more unmeasured: browsers keep compiled code only from the second time on.
      await visit(context, `${server.origin}/`, () => server.untilQuiet(quietMs));
    }
    const found: Arms = { ours: [], rival: [] };
    const visitArm = async (arm: 'ours' | 'rival'): Promise<void> => {
      servers[arm].take();
      found[arm].push(await visit(context, `${servers[arm].origin}/`));
      if (servers[arm].take().totalBytes > cachedVisitBytes) {
        throw new Error(`A later visit (${arm}) downloaded its model again.`);
      }
    };
    for (let round = 0; round < cachedVisits; round += 1) {
      await takeTurns(round, [() => visitArm('ours'), () => visitArm('rival')]);
    }
    return found;
  });
}
