/**
 * `npm run bench:engine`: the engine as the page has it, without a rival: a first and a later start phase by phase, the
 * time from a killed worker to the next verdict, the longest task on the page's thread, and what the browser holds.
 * Prints tables in Markdown; no test is bound to them.
 */
import { expect } from '@playwright/test';
import type { BrowserContext, Page } from '@playwright/test';
import { heldByChildren } from '../browser-memory.ts';
import { ReadPlace } from '../e2e/read-place.ts';
import { withFreshProfile } from './browser.ts';
import { longestTaskMs, watchTasks } from './long-tasks.ts';
import { startProduct } from './servers.ts';
import { median } from './statistics.ts';
import { createMixedTexts } from './texts.ts';

declare global {
  /** The workers the page has started. */
  var startedWorkers: Worker[];
}

const laterVisits = 7;
const kills = 9;
const longCharacters = 50_000;
const manyTexts = 10_000;
/** Sentences of a text in the box that make up the many texts: as many as fit into the longest text. */
const textsPerReading = 1000;
const settleMs = 3000;
const bytesPerMegabyte = 1e6;

/** The reader's states, behind the moment at which the document is there. */
const phases = ['document', 'verifying', 'downloading', 'warming', 'proving', 'ready'] as const;
type Phases = Map<(typeof phases)[number], number>;

async function watchWorkers(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    globalThis.startedWorkers = [];
    globalThis.Worker = new Proxy(Worker, {
      construct(target, [url, options]: [string | URL, WorkerOptions | undefined]) {
        const worker = new target(url, options);
        globalThis.startedWorkers.push(worker);
        return worker;
      },
    });
  });
}

/** Milliseconds from the end of the page's workers, in mid-reading, to the verdict on the text in the box. */
async function timeRecovery(read: ReadPlace, text: string): Promise<number> {
  await read.box.fill(text);
  await expect(read.verdict).toHaveAttribute('aria-busy', 'true');
  const killedAtMs = await read.page.evaluate(() => {
    for (const worker of globalThis.startedWorkers.splice(0)) worker.terminate();
    return performance.now();
  });
  await read.isRead();
  return (await read.page.evaluate(() => performance.now())) - killedAtMs;
}

/** When each phase began, in milliseconds from the start of the navigation; NaN for one that was passed over. */
async function phasesOf(page: Page): Promise<Phases> {
  const began = await page.evaluate((names) => {
    const [navigation] = performance.getEntriesByType('navigation');
    const isThere =
      navigation instanceof PerformanceNavigationTiming ? navigation.domInteractive : Number.NaN;
    return names.map((name) =>
      name === 'document'
        ? isThere
        : (performance.getEntriesByName(`reader ${name}`)[0]?.startTime ?? Number.NaN),
    );
  }, phases);
  return new Map(phases.map((phase, i) => [phase, began[i] ?? Number.NaN]));
}

/** Opens the page and waits until the reader is ready. */
async function open(context: BrowserContext, origin: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(origin);
  await page.waitForFunction(() => performance.getEntriesByName('reader ready').length > 0);
  return page;
}

const megabytes = (bytes: number): string => `${(bytes / bytesPerMegabyte).toFixed(0)} MB`;
const milliseconds = (ms: number): string => (Number.isNaN(ms) ? '' : `${ms.toFixed(0)} ms`);

const product = await startProduct();
try {
  await withFreshProfile(async (context) => {
    await watchTasks(context);
    await watchWorkers(context);
    const blank = await context.newPage();
    await blank.goto('about:blank');
    await blank.waitForTimeout(settleMs);
    const held: [string, number][] = [['an empty page', heldByChildren()]];

    const first = await open(context, product.origin);
    const cold = await phasesOf(first);
    await first.waitForTimeout(settleMs);
    await first.close();
    const warm: Phases[] = [];
    for (let visit = 0; visit < laterVisits; visit += 1) {
      const page = await open(context, product.origin);
      warm.push(await phasesOf(page));
      await page.close();
    }

    console.log('| phase begins at | first visit | later visit, median |\n| --- | ---: | ---: |');
    for (const phase of phases) {
      const times = (visits: readonly Phases[]): string =>
        milliseconds(
          median(visits.map((visit) => visit.get(phase) ?? Number.NaN).filter((ms) => !Number.isNaN(ms))),
        );
      console.log(`| ${phase} | ${times([cold])} | ${times(warm)} |`);
    }

    const page = await open(context, product.origin);
    const read = new ReadPlace(page);
    await page.waitForTimeout(settleMs);
    held.push(['reader ready', heldByChildren()]);
    const sentences = createMixedTexts(manyTexts);
    const long = sentences.join(' ').slice(0, longCharacters);
    await read.read(long);
    console.log(
      `\nLongest task, load to the reading of ${longCharacters} characters: ${milliseconds(await longestTaskMs(page))} (0: none of 50 ms or more)`,
    );
    for (let from = 0; from < manyTexts; from += textsPerReading) {
      await read.read(
        sentences
          .slice(from, from + textsPerReading)
          .join(' ')
          .slice(0, longCharacters),
      );
      if (from === 0) held.push([`${textsPerReading} texts read`, heldByChildren()]);
    }
    held.push([`${manyTexts} texts read`, heldByChildren()]);
    const recoveries: number[] = [];
    for (let kill = 0; kill < kills; kill += 1)
      recoveries.push(await timeRecovery(read, `${kill} ${sentences.slice(0, 20).join(' ')}`));
    console.log(
      `\nKilled worker to the next verdict: median ${milliseconds(median(recoveries))}, longest ${milliseconds(Math.max(...recoveries))}`,
    );
    console.log('\n| the browser holds | all processes |\n| --- | ---: |');
    for (const [when, bytes] of held) console.log(`| ${when} | ${megabytes(bytes)} |`);
  });
} finally {
  await product.stop();
}
