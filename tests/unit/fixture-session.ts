/** An analyzer over the tiny model, run by the WebAssembly runtime in whatever runs the test. */
import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { createAnalyzer, type Analyzer } from '#core/analyze';
import type { EngineInfo } from '#core/contracts/analysis';
import type { Session } from '#core/session';
import { createTokenizer } from '#core/tokenize/wordpiece';
import { loadFixtureModel, type FixtureModel } from './model-fixture.ts';

export const fixtureEngine: EngineInfo = { where: 'device', backend: 'wasm', threads: 1 };

function floatsOf(outputs: ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`The model gave no ${name}`);
  return data;
}

/** A session of its own on one thread. */
async function createFixtureSession({ manifest, graph, weights }: FixtureModel): Promise<Session> {
  // Node finds the file beside the package; a browser has to be told.
  if ('document' in globalThis) ort.env.wasm.wasmPaths = { wasm: wasmUrl };
  ort.env.wasm.numThreads = 1;
  const model = await ort.InferenceSession.create(graph, {
    executionProviders: ['wasm'],
    externalData: [{ path: manifest.files.weights.name, data: weights }],
  });
  return {
    async run(ids, rows, length) {
      const input = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [rows, length]);
      const outputs = await model.run({ input_ids: input });
      return { logits: floatsOf(outputs, 'logits'), evidence: floatsOf(outputs, 'evidence') };
    },
  };
}

/** A fresh analyzer, which remembers nothing, over the given session. */
export function createFixtureAnalyzer(model: FixtureModel, session: Session): Analyzer {
  return createAnalyzer({
    session,
    tokenizer: createTokenizer(model.vocabulary),
    manifest: model.manifest,
    engine: fixtureEngine,
  });
}

/** Model and session, loaded once for a test file. */
export async function loadFixture(): Promise<{ model: FixtureModel; session: Session }> {
  const model = await loadFixtureModel();
  return { model, session: await createFixtureSession(model) };
}
