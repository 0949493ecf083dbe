/**
 * The inference process: a model run holds its thread and cannot be broken off, so it happens here and not where
 * requests are answered. Arguments: the models folder and, where not the default, the model's id.
 */
import { toUndertoneError } from '#core/contracts/errors';
import { LocalEngine } from '../local-engine.ts';
import { messageToChild } from './child-messages.ts';
import type { MessageFromChild, MessageToChild } from './child-messages.ts';

const [modelsDir = '', modelId] = process.argv.slice(2);
const engine = new LocalEngine({ modelsDir, modelId, where: 'server' });
const running = new Map<number, AbortController>();

function tell(message: MessageFromChild): void {
  // A parent that has just gone hears nothing; that it has gone is told below.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

async function analyze({ id, request }: Extract<MessageToChild, { kind: 'analyze' }>): Promise<void> {
  const stop = new AbortController();
  running.set(id, stop);
  try {
    const analysis = await engine.analyze(request, {
      signal: stop.signal,
      onProgress: ({ done, total }) => tell({ kind: 'progress', id, done, total }),
    });
    tell({ kind: 'result', id, analysis });
  } catch (thrown) {
    tell({ kind: 'failure', id, error: toUndertoneError(thrown).toData() });
  } finally {
    running.delete(id);
  }
}

async function readRows({
  id,
  texts,
  anyLanguage,
}: Extract<MessageToChild, { kind: 'rows' }>): Promise<void> {
  try {
    const { results } = await engine.readRows(texts, { anyLanguage });
    tell({ kind: 'rows-read', id, results });
  } catch (thrown) {
    tell({ kind: 'failure', id, error: toUndertoneError(thrown).toData() });
  }
}

process.on('message', (data: unknown) => {
  const message = messageToChild.parse(data);
  if (message.kind === 'analyze') void analyze(message);
  else if (message.kind === 'rows') void readRows(message);
  else running.get(message.id)?.abort();
});

// The parent decides when this process ends: these signals may reach both, and open requests come first.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit(0));

engine.subscribe(() => tell({ kind: 'state', state: engine.state }));
// A failure to start is told as a state; the parent ends this process then.
engine.start().catch(() => undefined);
