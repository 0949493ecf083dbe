/** What a newer version of the model would say of texts, beside the one in use, before it takes its place. */
import type { VerdictLabel } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { Engine } from '#core/engine';
import { createInferenceWorker } from './inference-worker.ts';
import { createWorkerEngine } from './worker-engine.ts';

export interface ComparedText {
  text: string;
  /** What the version in use calls it. */
  before: VerdictLabel;
  /** What the newer one would call it. */
  after: VerdictLabel;
}

export interface VersionComparison {
  /** Reads with the version in use. */
  engine: Engine;
  /** Absolute address of the folder that holds `registry.json`; the files of its model have to be here already. */
  weightsUrl: string;
  texts: readonly string[];
  /** Told how many texts have been read by both. */
  onProgress: (done: number) => void;
  signal: AbortSignal;
}

/**
 * Reads each text with both versions, the newer one in an engine of its own, which takes nothing over and counts as no
 * trial. One text at a time, so that whoever wants to read meanwhile waits for one at most.
 *
 * @throws UndertoneError `cancelled`, also when the newer version has come into use meanwhile; what the engines throw,
 * such as `engine-wrong` for a version that gives wrong known answers
 */
export async function compareVersions(comparison: VersionComparison): Promise<ComparedText[]> {
  const { engine, weightsUrl, texts, onProgress, signal } = comparison;
  const newer = createWorkerEngine({
    createWorker: createInferenceWorker,
    weightsUrl,
    threads: 1,
    visit: crypto.randomUUID(),
    choice: 'published',
  });
  const compared: ComparedText[] = [];
  try {
    for (const text of texts) {
      // What was corrected was read before, whatever its language.
      const request = { text, anyLanguage: true };
      // First the one in use: it may still have to start, and is not to be held up.
      const before = await engine.analyze(request, { signal });
      await newer.start(signal);
      const after = await newer.analyze(request, { signal });
      if (before.model.sha256 === after.model.sha256) throw new UndertoneError('cancelled');
      compared.push({ text, before: before.label, after: after.label });
      onProgress(compared.length);
    }
    return compared;
  } finally {
    newer.dispose();
  }
}
