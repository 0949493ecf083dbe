/** The worker's side of an engine that reads with a person's own model. */
import { readOneByOne } from '#core/batch/read-one-by-one';
import type { EngineInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions } from '#core/engine';
import { createOwnAnalyzer } from '#core/own/analyze';
import type { InferenceApi, Started, StartOptions, WorkerEvent } from '../inference-api.ts';
import { holdLifeLock } from '../life-lock.ts';
import { createWasmBackend } from '../ort/wasm.ts';
import { asOutcome } from '../outcome.ts';
import type { OwnModelSource } from '../own-model-api.ts';
import { createReadings } from '../readings.ts';
import { openKeptFolder } from './kept-folder.ts';
import { openLabelReader } from './label-reader.ts';

/** Creates what the page talks to. Nothing it returns ever rejects: failures come back as data with their code. */
export function createOwnInference(): InferenceApi {
  let analyze: ReturnType<typeof createOwnAnalyzer> | null = null;
  let report: (event: WorkerEvent) => void = () => undefined;
  const readings = createReadings((event) => report(event));

  async function start({ ownModel, threads: wanted, lifeLock }: StartOptions): Promise<Started> {
    await holdLifeLock(lifeLock);
    if (ownModel === undefined) throw new UndertoneError('own-model-gone');
    const { facts, tones } = ownModel;
    report({ kind: 'state', state: { kind: 'verifying' } });
    const fileOf = await openFiles(ownModel);
    const threads = await createWasmBackend().start(wanted);
    report({ kind: 'state', state: { kind: 'warming' } });
    const { reader, specialTokens } = await openLabelReader(facts, fileOf);
    const engine: EngineInfo = { where: 'device', backend: 'wasm', threads };
    const capacity = Math.max(1, facts.maxTokens - specialTokens);
    const fresh = createOwnAnalyzer({ reader, model: { facts, tones }, capacity, engine });
    // Nobody knows its answers, but one that gives none at all is found out here.
    const { model } = await fresh({ text: 'It is here.' }).catch((cause: unknown) => {
      throw new UndertoneError('own-model-failed', {}, { cause });
    });
    analyze = fresh;
    return {
      engine,
      facts: {
        // The same files read otherwise once their labels are said to mean something else.
        model: { name: model.name, version: [model.version, ...tones.map((tone) => tone ?? '–')].join(' ') },
        knownAnswers: { checked: 0, known: 0 },
        isKept: facts.isKept,
      },
    };
  }

  function started(): ReturnType<typeof createOwnAnalyzer> {
    if (analyze === null) throw new UndertoneError('engine-failed', { reason: 'not started' });
    return analyze;
  }

  return {
    start(options, onEvent) {
      report = onEvent;
      return asOutcome(() => start(options), 'own-model-failed');
    },

    analyze(id, request) {
      return readings.run(id, (options) => started()(request, options), 'engine-failed');
    },

    readRows(id, texts, rowOptions) {
      const read = async (options: AnalyzeOptions) =>
        readOneByOne(texts, (text) => started()({ text, ...rowOptions }, options));
      return readings.run(id, read, 'engine-failed');
    },

    cancel: (id) => readings.cancel(id),
  };
}

/** @throws UndertoneError `own-model-gone` when the files are not here any more */
async function openFiles({
  facts,
  held,
}: OwnModelSource): Promise<(name: string) => Promise<Blob | undefined>> {
  if (held !== null) return (name) => Promise.resolve(held[name]);
  const folder = facts.isKept ? await openKeptFolder(facts.id) : null;
  for (const { name, sizeBytes } of facts.files) {
    if ((await folder?.read(name))?.size !== sizeBytes)
      throw new UndertoneError('own-model-gone', { file: name });
  }
  return (name) => folder?.read(name) ?? Promise.resolve(undefined);
}
