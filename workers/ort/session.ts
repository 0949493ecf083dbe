/** The core's Session over onnxruntime-web. */
import * as ort from 'onnxruntime-web/wasm';
import type { Session, SessionOutput } from '#core/session';
import { refusing } from './runtime.ts';

export interface OrtSessionOptions {
  /** The ONNX graph, which names its weights as external data. */
  graph: Uint8Array;
  weights: Uint8Array;
  /** The name under which the graph asks for its weights. */
  weightsName: string;
}

/**
 * Loads the model into a runtime that `startRuntime` has started.
 *
 * @throws UndertoneError `engine-failed` when the runtime refuses the model
 */
export async function createOrtSession(options: OrtSessionOptions): Promise<Session> {
  const model = await refusing(() =>
    ort.InferenceSession.create(options.graph, {
      executionProviders: ['wasm'],
      externalData: [{ path: options.weightsName, data: options.weights }],
      // Texts come in every length; patterns kept for each of them would grow the memory without end.
      enableMemPattern: false,
    }),
  );
  return { run: (ids, rows, length) => refusing(() => runModel(model, ids, rows, length)) };
}

async function runModel(
  model: ort.InferenceSession,
  ids: Int32Array,
  rows: number,
  length: number,
): Promise<SessionOutput> {
  const input = new ort.Tensor('int64', BigInt64Array.from(ids, BigInt), [rows, length]);
  try {
    const outputs = await model.run({ input_ids: input });
    return { logits: takeFloats(outputs, 'logits'), evidence: takeFloats(outputs, 'evidence') };
  } finally {
    input.dispose();
  }
}

function takeFloats(outputs: ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const tensor = outputs[name];
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`The model gave no ${name}.`);
  const { data } = tensor;
  tensor.dispose();
  return data;
}
