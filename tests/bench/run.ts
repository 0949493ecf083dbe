/**
 * `npm run bench -- [--quick] [--only texts] [FILE]`: Undertone beside the usual stack, in one browser on this machine.
 * Prints a table in Markdown and writes the figures as JSON to FILE; `--only texts` leaves the visits out. Exit code 1
 * when a bound that must hold is missed.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { createTokenizer } from '../../src/core/tokenize/wordpiece.ts';
import { measureCachedVisits, measureFirstVisits, measurePages, warmUpCount } from './measure.ts';
import type { Amounts } from './measure.ts';
import { prepare } from './prepare.ts';
import { formatReport, toRow } from './report.ts';
import type { Circumstances, Row } from './report.ts';
import { startCounting, startFiles, startProduct } from './servers.ts';
import type { RunningServer } from './servers.ts';
import { median, sum } from './statistics.ts';
import { createMixedTexts, createShortTexts } from './texts.ts';

const fullAmounts: Amounts = {
  rounds: 5,
  shortTextsPerRound: 20,
  mixedTextsPerRound: 200,
  firstVisits: 5,
  cachedVisits: 9,
};
const quickAmounts: Amounts = {
  rounds: 2,
  shortTextsPerRound: 6,
  mixedTextsPerRound: 30,
  firstVisits: 2,
  cachedVisits: 2,
};
const bytesPerMegabyte = 1e6;
const addedTokens = 2;

const { values: options, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
  allowPositionals: true,
});
const amounts = options.quick ? quickAmounts : fullAmounts;
const withVisits = options.only === undefined;
if (!withVisits && options.only !== 'texts') throw new Error('--only takes: texts');

function note(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

const prepared = await prepare();
const mixedCount = amounts.rounds * amounts.mixedTextsPerRound;
const mixedAndWarmUp = createMixedTexts(mixedCount + warmUpCount);
const texts = {
  mixed: mixedAndWarmUp.slice(0, mixedCount),
  warmUp: mixedAndWarmUp.slice(mixedCount),
  short: createShortTexts(amounts.rounds * amounts.shortTextsPerRound),
};

const servers: RunningServer[] = [];
/** Remembers the server, so that it is stopped whatever happens. */
async function kept<Server extends RunningServer>(starting: Promise<Server>): Promise<Server> {
  const server = await starting;
  servers.unshift(server);
  return server;
}

try {
  const oursFiles = await kept(startFiles(prepared.oursDir));
  const rivalFiles = await kept(startFiles(prepared.rivalDir));
  note('Timing short and mixed texts.');
  const origins = { ours: oursFiles.origin, rival: rivalFiles.origin };
  const times = await measurePages(origins, texts, amounts);
  const visits = withVisits ? await timeVisits(rivalFiles) : null;

  const mixedName = `${mixedCount} texts of mixed length`;
  const perRun = amounts.rounds / 1000;
  const mixed = {
    ours: times.mixed.ours.map((milliseconds) => milliseconds * perRun),
    rival: times.mixed.rival.map((milliseconds) => milliseconds * perRun),
    rivalOneByOne: times.mixed.rivalOneByOne.map((milliseconds) => milliseconds * perRun),
  };
  const rows: Row[] = [
    toRow({
      what: 'one short text',
      unit: 'ms',
      comparison: 'faster',
      ...times.short,
      bounds: { must: 2.8, goal: 5 },
    }),
    toRow({
      what: `${mixedName}, pipeline fed 32 at a time`,
      unit: 's',
      comparison: 'faster',
      ours: mixed.ours,
      rival: mixed.rival,
      bounds: { must: 8, goal: 20 },
    }),
    toRow({
      what: `${mixedName}, pipeline fed one by one`,
      unit: 's',
      comparison: 'faster',
      ours: mixed.ours,
      rival: mixed.rivalOneByOne,
    }),
    ...(visits === null ? [] : rowsOfVisits(visits)),
  ];

  const circumstances = describe(times.threads, times.browser);
  process.stdout.write(formatReport(circumstances, rows));
  const [file] = positionals;
  if (file !== undefined) {
    const result = {
      quick: options.quick,
      circumstances,
      rows,
      firstVisitBytesByPath: visits?.first.bytesByPath,
    };
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  }
  const missed = rows.filter(({ verdict }) => verdict === 'missed');
  if (options.quick) note('A quick run shows only that everything works; its figures mean nothing.');
  else if (missed.length > 0) process.exitCode = 1;
} finally {
  for (const server of servers) await server.stop();
}

async function timeVisits(rivalFiles: RunningServer) {
  const product = await kept(startProduct());
  const origins = {
    ours: await kept(startCounting(product)),
    rival: await kept(startCounting(rivalFiles)),
  };
  note('Counting the bytes of first visits.');
  const first = await measureFirstVisits(origins, amounts);
  note('Timing later visits.');
  return { first, cached: await measureCachedVisits(origins, amounts) };
}

function rowsOfVisits({ first, cached }: Awaited<ReturnType<typeof timeVisits>>): Row[] {
  const seconds = (milliseconds: number): number => milliseconds / 1000;
  const megabytes = (sizeBytes: number): number => sizeBytes / bytesPerMegabyte;
  return [
    toRow({
      what: 'first visit, everything that is downloaded',
      unit: 'MB',
      comparison: 'share',
      ours: first.ours.map(megabytes),
      rival: first.rival.map(megabytes),
      bounds: { must: 0.4, goal: 0.25 },
    }),
    toRow({
      what: 'model in cache: navigation to ready',
      unit: 's',
      comparison: 'share',
      ours: cached.ours.map(seconds),
      rival: cached.rival.map(seconds),
      bounds: { must: 0.6, goal: 0.4, goalOurs: 1.2 },
    }),
  ];
}

function describe(threads: { ours: number; rival: number }, browser: string): Circumstances {
  const tokenizer = createTokenizer(prepared.vocabulary);
  const countTokens = (text: string): number => tokenizer.encode(text).ids.length + addedTokens;
  const mixedTokens = texts.mixed.map(countTokens);
  const mean = sum(mixedTokens) / mixedTokens.length;
  const { name, version } = prepared.manifest;
  return {
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    logicalProcessors: cpus().length,
    browser,
    threads:
      `${threads.ours} (Undertone) and ${threads.rival} (usual stack) for texts, both pages without isolation; ` +
      'navigation with what each takes by default.',
    texts:
      `short ones of ${median(texts.short.map(countTokens))} tokens; ` +
      `mixed ones of ${median(mixedTokens)} (median), ${mean.toFixed(1)} (mean) and ` +
      `${Math.max(...mixedTokens)} (longest).`,
    model: `${name} ${version}, against a DistilBERT-shaped int8 model with random weights.`,
    rounds: `${amounts.rounds} for texts, ${amounts.firstVisits} first visits, ${amounts.cachedVisits} later visits; arms interleaved, medians.`,
  };
}
