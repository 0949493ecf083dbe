/** The browser of the bench: a fresh profile, and pages that say when they were ready. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import type { BrowserContext } from '@playwright/test';
import { chromiumArguments, findChromium } from '../browser-path.ts';

declare global {
  /** Set by `noteReadiness`: milliseconds from the start of the navigation, or null as long as it is not ready. */
  var readyAfterMs: number | null;
}

const patienceMs = 180_000;

/** Runs `work` with a browser whose profile on disk is new, and removes the profile afterwards. */
export async function withFreshProfile<Value>(
  work: (context: BrowserContext) => Promise<Value>,
): Promise<Value> {
  const profile = await mkdtemp(join(tmpdir(), 'undertone-bench-'));
  try {
    const context = await chromium.launchPersistentContext(profile, {
      executablePath: findChromium(),
      args: [...chromiumArguments],
    });
    try {
      context.setDefaultTimeout(patienceMs);
      return await work(context);
    } finally {
      await context.close();
    }
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Makes every page note when a worker of it first sends a message that holds one of `signs` (as JSON): the moment
 * its engine is ready, seen from outside, without a word in either page's code.
 */
export async function noteReadiness(context: BrowserContext, signs: readonly string[]): Promise<void> {
  await context.addInitScript((wanted) => {
    globalThis.readyAfterMs = null;
    globalThis.Worker = new Proxy(Worker, {
      construct(target, [url, options]: [string | URL, WorkerOptions | undefined]) {
        const worker = new target(url, options);
        worker.addEventListener('message', ({ data }) => {
          const said = JSON.stringify(data) ?? '';
          if (wanted.some((sign) => said.includes(sign))) globalThis.readyAfterMs ??= performance.now();
        });
        return worker;
      },
    });
  }, signs);
}

/** Opens `url` in a new page, waits until it is ready, lets `afterwards` look, and closes it. */
export async function visit(
  context: BrowserContext,
  url: string,
  afterwards: () => Promise<void> = async () => undefined,
): Promise<number> {
  const page = await context.newPage();
  try {
    await page.goto(url, { waitUntil: 'commit' });
    const handle = await page.waitForFunction(() => globalThis.readyAfterMs);
    const readyMs = await handle.jsonValue();
    if (readyMs === null) throw new Error('The page was never ready.');
    await afterwards();
    return readyMs;
  } finally {
    await page.close();
  }
}
