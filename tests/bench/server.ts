/**
 * `npm run bench:server -- [--quick] [--job-rows N] [FILE]`: our server beside the seed's, both on this machine. Prints
 * tables in Markdown and writes the figures as JSON to FILE. Exit code 1 when a bound that must hold is missed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { readOptions } from './program-options.ts';
import type { Arm } from './serving/arm.ts';
import { measureJob, measureLoad } from './serving/measure.ts';
import type { Figures } from './serving/measure.ts';
import { ourProcesses, startOurs } from './serving/ours.ts';
import { prepareSeed, seedWorkers, startSeed } from './serving/seed.ts';
import { formatArms, formatCells, judge } from './serving/serving-report.ts';
import type { ArmFacts, Cell } from './serving/serving-report.ts';
import { median } from './statistics.ts';
import { createLongTexts, createMixedTexts, createShortTexts } from './texts.ts';

const usage = `Usage:
  npm run bench:server -- [--quick] [--job-rows 20000] [FILE]

FILE is written with the figures as JSON. --quick tries whether it runs; its figures say little.`;
const { values: options, positionals } = readOptions(usage, {
  options: {
    quick: { type: 'boolean', default: false },
    'job-rows': { type: 'string', default: '20000' },
  },
  allowPositionals: true,
});

const rounds = options.quick ? 1 : 5;
const durationMs = options.quick ? 1000 : 5000;
const warmUpMs = options.quick ? 1000 : 3000;
const connectionCounts = [1, 16, 64];
const warmUpConnections = 8;
const cacheConnections = 16;
const rememberedTexts = 100;
/** A round asks for no more than these; it ends early where they run out. */
const shortTextsPerRound = options.quick ? 10_000 : 40_000;
const longTextsPerRound = options.quick ? 2000 : 10_000;
const jobRows = Number(options['job-rows']);
const processorFlags = ['avx2', 'avx512f', 'avx_vnni', 'avx512_vnni', 'amx_int8'];

function note(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/** What the processor says of itself that decides how fast integers are multiplied. */
function describeProcessor(): string {
  const name = cpus()[0]?.model.trim() ?? 'unknown';
  const count = `${cpus().length} logical`;
  try {
    const flags = new Set(/^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' '));
    const has = processorFlags.map((flag) => `${flags.has(flag) ? 'with' : 'without'} ${flag}`);
    return `${name}, ${count}, ${has.join(', ')}`;
  } catch {
    return `${name}, ${count}; its flags are not known`;
  }
}

const starters = { ours: startOurs, seed: startSeed };
type Name = keyof typeof starters;
const inTurn = (round: number): Name[] => (round % 2 === 0 ? ['seed', 'ours'] : ['ours', 'seed']);

note('Preparing.');
await prepareSeed();
const texts = {
  short: createShortTexts(rounds * shortTextsPerRound),
  long: createLongTexts(rounds * longTextsPerRound),
};
const perRound = { short: shortTextsPerRound, long: longTextsPerRound };
const facts: Record<Name, { readyMs: number[]; heldBytes: number[] } & ArmFacts> = {
  ours: { readyMs: [], heldBytes: [] },
  seed: { readyMs: [], heldBytes: [] },
};
const cells = (['short', 'long'] as const).flatMap((kind) =>
  connectionCounts.map((connections) => ({
    texts: kind,
    connections,
    isBound: kind === 'short',
    ours: [] as Figures[],
    seed: [] as Figures[],
  })),
) satisfies Cell[];
const remembered: number[] = [];
let rowsPerSecond = Number.NaN;

for (let round = 0; round < rounds; round += 1) {
  note(`Round ${round + 1} of ${rounds}.`);
  const running = new Map<Name, Arm>();
  try {
    for (const name of inTurn(round)) {
      const arm = await starters[name]();
      running.set(name, arm);
      facts[name].readyMs.push(arm.readyMs);
    }
    await measureRound(round, running);
  } finally {
    for (const arm of running.values()) await arm.stop();
  }
}

/** Every arm reads the same texts in the same order, as far as it gets; none comes twice to an arm. */
async function measureRound(round: number, running: ReadonlyMap<Name, Arm>): Promise<void> {
  const streamsOf = (): Record<'short' | 'long', Iterator<string>> => ({
    short: texts.short.slice(round * perRound.short, (round + 1) * perRound.short).values(),
    long: texts.long.slice(round * perRound.long, (round + 1) * perRound.long).values(),
  });
  const streams = { ours: streamsOf(), seed: streamsOf() };
  for (const [name, arm] of running) {
    await measureLoad(arm, streams[name].short, { connections: warmUpConnections, durationMs: warmUpMs });
  }
  for (const [i, cell] of cells.entries()) {
    for (const name of inTurn(round + i)) {
      const arm = running.get(name);
      if (arm === undefined) throw new Error('Both services must run.');
      const { connections } = cell;
      cell[name].push(await measureLoad(arm, streams[name][cell.texts], { connections, durationMs }));
    }
  }
  for (const [name, arm] of running) facts[name].heldBytes.push(arm.heldBytes());
  const ours = running.get('ours');
  if (ours === undefined) throw new Error('Both services must run.');
  const again = texts.short.slice(0, rememberedTexts);
  const cached = { connections: cacheConnections, durationMs };
  remembered.push((await measureLoad(ours, roundAndRound(again), cached)).requestsPerSecond);
  if (round === rounds - 1) {
    note(`A job of ${jobRows} rows.`);
    rowsPerSecond = await measureJob(ours, createMixedTexts(jobRows));
  }
}

function* roundAndRound(again: readonly string[]): Generator<string> {
  for (;;) yield* again;
}

process.stdout.write(
  [
    `- Processor: ${describeProcessor()}.`,
    `- Threads: ours ${ourProcesses} inference processes of one thread, seed ${seedWorkers} workers of one thread.`,
    `- Rounds: ${rounds} of ${durationMs / 1000} s for each cell, arms interleaved, medians; every text comes once.`,
    '',
    formatCells(cells),
    formatArms(facts),
    `Texts that ours remembers, ${cacheConnections} connections: ${median(remembered).toFixed(0)} a second.`,
    `A job of ${jobRows} rows of mixed length: ${rowsPerSecond.toFixed(0)} rows a second.`,
    '',
  ].join('\n'),
);
const [file] = positionals;
if (file !== undefined) {
  const result = {
    quick: options.quick,
    processor: describeProcessor(),
    cells,
    facts,
    remembered,
    rowsPerSecond,
  };
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
}
if (options.quick) note('A quick run shows only that everything works; its figures mean nothing.');
else if (cells.some((cell) => judge(cell).verdict === 'missed')) process.exitCode = 1;
