/** The worker's side of the engine: obtains the model, builds the analyzer, runs and cancels readings. */
import { createAnalyzer } from '#core/analyze';
import type { EngineInfo } from '#core/contracts/analysis';
import { toUndertoneError, UndertoneError } from '#core/contracts/errors';
import type { AnalyzeOptions, StartFacts } from '#core/engine';
import { toRowsRead } from '#core/score/row-result';
import { createTokenizer } from '#core/tokenize/wordpiece';
import type {
  InferenceApi,
  Started,
  StartOptions,
  StartState,
  VersionChoice,
  WorkerEvent,
} from './inference-api.ts';
import { holdLifeLock } from './life-lock.ts';
import { asOutcome } from './outcome.ts';
import type { Backend } from './ort/backend.ts';
import { createReadings } from './readings.ts';
import { obtainModel } from './weights/obtain-model.ts';
import type { ObtainedModel } from './weights/obtain-model.ts';

type Analyzer = ReturnType<typeof createAnalyzer>;

/**
 * Creates what the page talks to. Nothing it returns ever rejects: failures come back as data with their code.
 *
 * @param backend not started yet
 */
export function createInference(backend: Backend): InferenceApi {
  let analyzer: Analyzer | null = null;
  let report: (event: WorkerEvent) => void = () => undefined;
  const readings = createReadings((event) => report(event));

  async function start(options: StartOptions): Promise<Started> {
    await holdLifeLock(options.lifeLock);
    const { weightsUrl, visit } = options;
    const onState = (state: StartState): void => report({ kind: 'state', state });
    const obtain = (choice: VersionChoice) =>
      obtainModel({ weightsUrl, graph: backend.graph, visit, choice, onState });
    const [threads, model] = await Promise.all([backend.start(options.threads), obtain(options.choice)]);
    const engine: EngineInfo = { where: 'device', backend: backend.name, threads };
    try {
      return { engine, facts: await tryOut(model, engine) };
    } catch (thrown) {
      if (!model.isOnTrial) throw thrown;
      const isWrong = toUndertoneError(thrown, 'engine-failed').code === 'engine-wrong';
      // Where it broke the runtime, the next worker goes on with the version before it.
      if (!isWrong) await model.putOff();
      const facts = await tryOut(await obtain('current'), engine);
      // That one is right in the same place, so it was not the backend that made this one wrong.
      if (isWrong) await model.refuse();
      return { engine, facts };
    }
  }

  /** Reads with this model from now on, once it has given its known answers. */
  async function tryOut(model: ObtainedModel, engine: EngineInfo): Promise<StartFacts> {
    const { manifest, graph, weights, vocabulary } = model;
    report({ kind: 'state', state: { kind: 'warming' } });
    const session = await backend.open({ graph, weights, weightsName: manifest.files.weights.name });
    const fresh = createAnalyzer({ session, tokenizer: createTokenizer(vocabulary), manifest, engine });
    report({ kind: 'state', state: { kind: 'proving' } });
    const place = [backend.reader ?? engine.backend, engine.threads, navigator.userAgent].join(' ');
    const known = manifest.knownAnswers.length;
    const checked = model.isProvenOn(place) ? 1 : known;
    await fresh.prove(checked);
    await model.accept(place);
    analyzer = fresh;
    const { name, version } = manifest;
    return { model: { name, version }, knownAnswers: { checked, known }, isKept: model.isKept };
  }

  function started(): Analyzer {
    if (analyzer === null) throw new UndertoneError('engine-failed', { reason: 'not started' });
    return analyzer;
  }

  return {
    start(options, onEvent) {
      report = onEvent;
      return asOutcome(() => start(options), 'engine-failed');
    },

    analyze(id, request) {
      return readings.run(id, (options) => started().analyze(request, options), 'internal');
    },

    readRows(id, texts, rowOptions) {
      const requests = texts.map((text) => ({ text, ...rowOptions }));
      const read = async (options: AnalyzeOptions) =>
        toRowsRead(await started().analyzeMany(requests, options));
      return readings.run(id, read, 'internal');
    },

    cancel: (id) => readings.cancel(id),
  };
}
