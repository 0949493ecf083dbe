/**
 * `npm run bench:files -- FILE`: a table of texts read by the page in Chromium and then by the command line, the column
 * of texts as it is guessed. Prints rows per second, the memory both hold and the longest task on the page's thread.
 * The memory of the browser is told apart: by process, and by what scripts hold in the page and in each worker.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect } from '@playwright/test';
import { heldByChildren, heldByKind } from '../browser-memory.ts';
import { FilesPlace } from '../e2e/files-place.ts';
import { withFreshProfile } from './browser.ts';
import { watchHeaps } from './heaps.ts';
import type { Heap, Heaps } from './heaps.ts';
import { longestTaskMs, watchTasks } from './long-tasks.ts';
import { startProduct } from './servers.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const lookEveryMs = 1000;
/** Memory is told at the start, when so many rows are read, and at the end. */
const toldAtRows = [1000, 10_000, 40_000, 100_000];
const bytesPerMegabyte = 1e6;
/** Children of this process that are none of the browser's. */
const servers: ReadonlySet<string> = new Set(['node', 'MainThread', 'esbuild']);

interface Sample {
  rows: number;
  /** Of the browser's processes, by their kind. */
  held: Map<string, number>;
  /** As they are found, with what nobody has cleared away yet; what is left of them then; and of the processes. */
  heaps: Heap[];
  clearedHeaps: Heap[];
  heldCleared: Map<string, number>;
}

function heldByBrowser(): Map<string, number> {
  return new Map([...heldByKind()].filter(([kind]) => !servers.has(kind)));
}

const sum = (held: ReadonlyMap<string, number>): number =>
  [...held.values()].reduce((total, bytes) => total + bytes, 0);

async function lookAt(heaps: Heaps, rows: number): Promise<Sample> {
  const held = heldByBrowser();
  const found = await heaps.look({ cleared: false });
  const clearedHeaps = await heaps.look({ cleared: true });
  return { rows, held, heaps: found, clearedHeaps, heldCleared: heldByBrowser() };
}

interface PageRun {
  rows: number;
  tookMs: number;
  takeInMs: number;
  longestTaskMs: number;
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
    const heaps = await watchHeaps(page);
    const files = new FilesPlace(page);
    await page.goto(`${origin}/files`);
    await page.waitForFunction(() => performance.getEntriesByName('reader ready').length > 0);
    await page.waitForTimeout(lookEveryMs);

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
    const samples = [await lookAt(heaps, 0)];
    let peakBytes = 0;
    let total = 0;
    for (;;) {
      await page.waitForTimeout(lookEveryMs);
      const line = await files.bar.innerText();
      peakBytes = Math.max(peakBytes, sum(heldByBrowser()));
      const rows = rowsIn(line);
      if (rows === null && /all done/u.test(line)) break;
      if (rows === null) continue;
      total = rows.total;
      const before = samples.at(-1)?.rows ?? 0;
      if (toldAtRows.some((mark) => before < mark && rows.done >= mark))
        samples.push(await lookAt(heaps, rows.done));
    }
    const tookMs = performance.now() - startedAtMs;
    samples.push(await lookAt(heaps, total));
    return {
      rows: total,
      tookMs,
      takeInMs,
      longestTaskMs: await longestTaskMs(page),
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

/** A table in Markdown: a line for each name, a column for each sample. */
function table(
  samples: readonly Sample[],
  title: string,
  linesOf: (sample: Sample) => [string, string][],
): string {
  const columns = samples.map((sample) => new Map(numbered(linesOf(sample))));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line([title, ...samples.map(({ rows }) => `${rows} rows`)]),
    line(['---', ...samples.map(() => '---:')]),
    ...names.map((name) => line([name, ...columns.map((column) => column.get(name) ?? '')])),
  ].join('\n');
}

/** Workers of one name told apart. */
function numbered(lines: readonly [string, string][]): [string, string][] {
  return lines.map(([name, value], place) => {
    const before = lines.slice(0, place).filter(([other]) => other === name).length;
    return [before === 0 ? name : `${name} ${before + 1}`, value];
  });
}

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

${table(onPage.samples, 'held, by process', ({ held, heldCleared }) => [
  ...[...held].map(([kind, bytes]): [string, string] => [kind, megabytes(bytes)]),
  ['all', megabytes(sum(held))],
  ['all, cleared', megabytes(sum(heldCleared))],
])}

At most ${megabytes(onPage.peakBytes)}.

${table(onPage.samples, 'in use after clearing / set aside before', ({ heaps, clearedHeaps }) =>
  clearedHeaps.map(({ name, usedBytes }, place): [string, string] => [
    name,
    `${megabytes(usedBytes)} / ${megabytes(heaps[place]?.reservedBytes ?? 0)}`,
  ]),
)}
`);
const onCommandLine = await readWithCommandLine(file);
console.log(
  `The command line: ${seconds(onCommandLine.tookMs)}, ${perSecond(onPage.rows, onCommandLine.tookMs)} rows a second with its start, at most ${megabytes(onCommandLine.peakBytes)}.`,
);
