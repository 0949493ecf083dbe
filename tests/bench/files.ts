/**
 * `npm run bench:files -- FILE`: a table of texts read by the page in Chromium and then by the command line, the column
 * of texts as it is guessed. Prints rows per second, the memory both hold and the longest task on the page's thread.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { heldByChildren } from '../browser-memory.ts';
import { FilesPlace } from '../e2e/files-place.ts';
import { withFreshProfile } from './browser.ts';
import { longestTaskMs, watchTasks } from './long-tasks.ts';
import { startProduct } from './servers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lookEveryMs = 1000;
/** Memory is told at the start and whenever so much of the rows is read. */
const memoryEveryShare = 0.1;
const bytesPerMegabyte = 1e6;

interface Sample {
  rows: number;
  bytes: number;
}

interface PageRun {
  rows: number;
  tookMs: number;
  takeInMs: number;
  longestTaskMs: number;
  emptyPageBytes: number;
  samples: Sample[];
  peakBytes: number;
}

/** Rows that the line under the bar tells of, such as "3,087 of 4,550 rows". */
function rowsIn(line: string): { done: number; total: number } | null {
  const found = /([\d,]+) of ([\d,]+) rows/u.exec(line);
  const count = (text = ''): number => Number(text.replaceAll(',', ''));
  return found === null ? null : { done: count(found[1]), total: count(found[2]) };
}

async function readWithPage(origin: string, file: string): Promise<PageRun> {
  return withFreshProfile(async (context) => {
    await watchTasks(context);
    const page = await context.newPage();
    const files = new FilesPlace(page);
    await page.goto(`${origin}/files`);
    await page.waitForFunction(() => performance.getEntriesByName('reader ready').length > 0);
    await page.waitForTimeout(lookEveryMs);
    const emptyPageBytes = heldByChildren();

    const chooser = page.waitForEvent('filechooser');
    await files.button(/^Pick/u).click();
    await (await chooser).setFiles(file);
    const takenAtMs = performance.now();
    await files.button('Take in the rows').click();
    await expect(files.button('Start')).toBeVisible({ timeout: 600_000 });
    const takeInMs = performance.now() - takenAtMs;
    await expect(files.bar).toContainText('About', { timeout: 600_000 });

    const startedAtMs = performance.now();
    await files.button('Start').click();
    const samples: Sample[] = [{ rows: 0, bytes: heldByChildren() }];
    let peakBytes = 0;
    let total = 0;
    for (;;) {
      await page.waitForTimeout(lookEveryMs);
      const line = await files.bar.innerText();
      const bytes = heldByChildren();
      peakBytes = Math.max(peakBytes, bytes);
      const rows = rowsIn(line);
      if (rows === null && /all done/u.test(line)) break;
      if (rows === null) continue;
      total = rows.total;
      const [last] = samples.slice(-1);
      if (rows.done - (last?.rows ?? 0) >= total * memoryEveryShare) samples.push({ rows: rows.done, bytes });
    }
    const tookMs = performance.now() - startedAtMs;
    samples.push({ rows: total, bytes: heldByChildren() });
    return {
      rows: total,
      tookMs,
      takeInMs,
      longestTaskMs: await longestTaskMs(page),
      emptyPageBytes,
      samples,
      peakBytes,
    };
  });
}

interface CommandRun {
  tookMs: number;
  peakBytes: number;
}

async function readWithCommandLine(file: string): Promise<CommandRun> {
  const startedAtMs = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'server/cli.ts', 'analyze', file, '--format', 'json'],
    { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  let peakBytes = 0;
  const looking = setInterval(() => {
    peakBytes = Math.max(peakBytes, heldByChildren());
  }, lookEveryMs);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  clearInterval(looking);
  if (code !== 0) throw new Error(`The command line ended with ${code}.`);
  return { tookMs: performance.now() - startedAtMs, peakBytes };
}

const megabytes = (bytes: number): string => `${(bytes / bytesPerMegabyte).toFixed(0)} MB`;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
const perSecond = (rows: number, ms: number): string => ((rows * 1000) / ms).toFixed(0);

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('Which file? npm run bench:files -- FILE');
const product = await startProduct();
let onPage: PageRun;
try {
  onPage = await readWithPage(product.origin, file);
} finally {
  await product.stop();
}
console.log(`The page: ${onPage.rows} rows, taken in within ${seconds(onPage.takeInMs)}, read within ${seconds(onPage.tookMs)}:
${perSecond(onPage.rows, onPage.tookMs)} rows a second. Longest task ${onPage.longestTaskMs.toFixed(0)} ms (0: none of 50 ms or more).

| rows read | the browser holds, all processes |
| ---: | ---: |
| reader ready, no file | ${megabytes(onPage.emptyPageBytes)} |
${onPage.samples.map(({ rows, bytes }) => `| ${rows} | ${megabytes(bytes)} |`).join('\n')}
| most at any time | ${megabytes(onPage.peakBytes)} |
`);
const onCommandLine = await readWithCommandLine(file);
console.log(
  `The command line: ${seconds(onCommandLine.tookMs)}, ${perSecond(onPage.rows, onCommandLine.tookMs)} rows a second with its start, at most ${megabytes(onCommandLine.peakBytes)}.`,
);
