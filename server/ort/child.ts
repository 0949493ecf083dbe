/**
 * The inference process: a model run holds its thread and cannot be broken off, so it happens here and not where
 * requests are answered. Arguments: the models folder and, where not the default, the model's id.
 */
import type { Analysis } from '#core/contracts/analysis';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import { toRowsRead } from '#core/score/row-result';
import { LocalEngine } from '../local-engine.ts';
import { messageToChild } from './child-messages.ts';
import type { MessageFromChild, MessageToChild, ReadingCost } from './child-messages.ts';

const [modelsDir = '', modelId] = process.argv.slice(2);
const engine = new LocalEngine({ modelsDir, modelId, where: 'server' });
const running = new Map<number, AbortController>();

type Reading = Exclude<MessageToChild, { kind: 'cancel' }>;

function tell(message: MessageFromChild): void {
  // A parent that has just gone hears nothing; that it has gone is told below.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function costOf(analyses: readonly Analysis[], busyMs: number): ReadingCost {
  return {
    texts: analyses.length,
    characters: analyses.reduce((sum, { input }) => sum + input.characters, 0),
    tokens: analyses.reduce((sum, { input }) => sum + input.tokens, 0),
    busyMs,
  };
}

async function read(message: Reading): Promise<void> {
  const { id } = message;
  const stop = new AbortController();
  running.set(id, stop);
  try {
    tell(await answerTo(message, stop.signal));
  } catch (thrown) {
    tell({ kind: 'failure', id, error: toUndertoneError(thrown).toData() });
  } finally {
    running.delete(id);
  }
}

async function answerTo(message: Reading, signal: AbortSignal): Promise<MessageFromChild> {
  const { id } = message;
  const beganMs = performance.now();
  if (message.kind === 'analyze') {
    const analysis = await engine.analyze(message.request, {
      signal,
      onProgress: ({ done, total }) => tell({ kind: 'progress', id, done, total }),
    });
    return { kind: 'result', id, analysis, cost: costOf([analysis], performance.now() - beganMs) };
  }
  const requests =
    message.kind === 'rows'
      ? message.texts.map((text) => ({ text, anyLanguage: message.anyLanguage }))
      : message.requests;
  const found = await engine.analyzeMany(requests, { signal });
  const analyses = found.filter((result): result is Analysis => !(result instanceof UndertoneError));
  const cost = costOf(analyses, performance.now() - beganMs);
  if (message.kind === 'rows') return { kind: 'rows-read', id, results: toRowsRead(found).results, cost };
  const results = found.map((result) =>
    result instanceof UndertoneError ? { error: result.toData() } : { analysis: result },
  );
  return { kind: 'many-read', id, results, cost };
}

async function start(): Promise<void> {
  engine.subscribe(() => {
    if (engine.state.kind !== 'ready') tell({ kind: 'state', state: engine.state });
  });
  const info = await engine.start();
  const costs = engine.proven.map((analysis) => costOf([analysis], analysis.timing.totalMs));
  const [known] = engine.proven;
  if (known === undefined) throw new UndertoneError('engine-wrong');
  tell({ kind: 'ready', engine: info, model: known.model, costs });
}

process.on('message', (data: unknown) => {
  const message = messageToChild.parse(data);
  if (message.kind === 'cancel') running.get(message.id)?.abort();
  else void read(message);
});

// The parent decides when this process ends: these signals may reach both, and open requests come first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

// A failure to start is told as a state; the parent ends this process then.
start().catch(() => undefined);
