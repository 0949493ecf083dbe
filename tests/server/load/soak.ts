/**
 * `npm run soak:server -- [--minutes 10]`: the server under callers of every kind, jobs and broken requests among them.
 * Exit code 1 when a request is answered wrongly, when a process dies, or when one holds on to memory or files. Linux only: the system is
 * asked what a process holds.
 */
import { readdirSync } from 'node:fs';
import { readOptions } from '../../bench/program-options.ts';
import { createRandom } from '../../bench/random.ts';
import { median } from '../../bench/statistics.ts';
import { startLoadServer } from './load-server.ts';
import { pause } from './load.ts';
import { inferenceProcesses, proportionalBytes } from './process-tree.ts';
import { callOn } from './soak-callers.ts';

const usage = `Usage:
  npm run soak:server -- [--minutes 10]`;
const { values: options } = readOptions(usage, { options: { minutes: { type: 'string', default: '10' } } });
const durationMs = Number(options.minutes) * 60_000;
if (!(durationMs > 0)) throw new Error('--minutes takes a number above 0.');

const callers = 6;
const processes = 2;
const samples = 60;
/** Of the samples; until then caches fill and code is compiled. */
const warmUpShare = 0.25;
/** The two ends that are compared, as a share of what follows the warm-up. */
const endShare = 0.25;
const bytesPerMegabyte = 1e6;
/** What is not collected at once varies by some ten megabytes; a leak of a kilobyte a request is several times this. */
const mostGrowthBytes = 40 * bytesPerMegabyte;
const mostNewFiles = 20;
/** In megabytes: garbage is then collected long before it could be taken for a leak. */
const heapLimit = 96;

interface Sample {
  /** Of the front, and behind it of each inference process. */
  bytes: number[];
  /** Open files and connections of the front. */
  files: number;
}

const server = await startLoadServer({
  UNDERTONE_PROCESSES: String(processes),
  UNDERTONE_CACHE_ENTRIES: '2000',
  NODE_OPTIONS: `--max-old-space-size=${heapLimit}`,
});
const over = new AbortController();
const counts = new Map<string, number>();
const taken: Sample[] = [];
let failure: unknown;
try {
  const started = inferenceProcesses(server.processId);
  const calling = Array.from({ length: callers }, (_, seed) =>
    callOn(server.port, createRandom(seed), over.signal, counts).catch((thrown: unknown) => {
      failure ??= thrown;
      over.abort();
    }),
  );
  for (let i = 0; i < samples && !over.signal.aborted; i += 1) {
    await pause(durationMs / samples);
    taken.push({
      bytes: [server.processId, ...started].map(proportionalBytes),
      files: readdirSync(`/proc/${server.processId}/fd`).length,
    });
  }
  over.abort();
  await Promise.all(calling);
  const now = inferenceProcesses(server.processId);
  if (now.join() !== started.join()) failure ??= new Error('An inference process was replaced.');
} finally {
  over.abort();
  await server.end();
}

/** From the first part behind the warm-up to the last, each by its median. */
function growthOf(valueOf: (sample: Sample) => number): { from: number; to: number } {
  const settled = taken.slice(Math.floor(taken.length * warmUpShare)).map(valueOf);
  const part = Math.max(1, Math.floor(settled.length * endShare));
  return { from: median(settled.slice(0, part)), to: median(settled.slice(-part)) };
}

const calls = [...counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
console.log(`In ${options.minutes} minutes: ${calls}.`);
const names = ['front', ...Array.from({ length: processes }, (_, i) => `inference process ${i + 1}`)];
const tooMuch: string[] = [];
for (const [i, name] of names.entries()) {
  const { from, to } = growthOf(({ bytes }) => bytes[i] ?? Number.NaN);
  const inMegabytes = (bytes: number): string => `${(bytes / bytesPerMegabyte).toFixed(1)} MB`;
  console.log(`${name}: ${inMegabytes(from)} after the warm-up, ${inMegabytes(to)} at the end`);
  if (!(to - from < mostGrowthBytes)) tooMuch.push(name);
}
const files = growthOf((sample) => sample.files);
console.log(`open files of the front: ${files.from} after the warm-up, ${files.to} at the end`);
if (!(files.to - files.from < mostNewFiles)) tooMuch.push('open files');
if (failure !== undefined) console.error(failure);
if (tooMuch.length > 0) console.error(`Grew too much: ${tooMuch.join(', ')}.`);
process.exitCode = failure === undefined && tooMuch.length === 0 ? 0 : 1;
