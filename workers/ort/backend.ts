/** onnxruntime-web in whichever of its builds: a runtime that starts once, and the core's Session over it. */
import type * as Ort from 'onnxruntime-web';
import type { EngineInfo } from '#core/contracts/analysis';
import { UndertoneError } from '#core/contracts/errors';
import type { Manifest } from '#core/contracts/manifest';
import type { Session, SessionOutput } from '#core/session';

export interface SessionFiles {
  /** The ONNX graph, which names its weights as external data. */
  graph: Uint8Array;
  weights: Uint8Array;
  /** The name under which the graph asks for its weights. */
  weightsName: string;
}

export interface Backend {
  readonly name: Exclude<EngineInfo['backend'], 'node'>;
  /**
   * Tells apart ways of reading on one backend, once a model is open: each has to give the known answers by itself.
   * Undefined for the backend's own.
   */
  readonly reader?: 'kernel' | undefined;
  /** Which of a model's graphs it runs. */
  readonly graph: GraphKind;
  /**
   * Fetches and compiles the runtime, so that this goes on while the model is on its way, and a device that cannot
   * run it need not wait for the model to know. To be called once per worker: the number of threads is fixed from
   * here on, and a runtime that failed stays broken for the life of its worker.
   *
   * @returns the threads it really has: 1 where it could not have more
   * @throws UndertoneError `engine-failed`
   */
  start(threads: number): Promise<number>;
  /**
   * Loads a model into the runtime.
   *
   * @throws UndertoneError `engine-failed` when the runtime refuses the model
   */
  open(files: SessionFiles): Promise<Session>;
}

export type GraphKind = Exclude<keyof Manifest['files'], 'weights' | 'vocabulary'>;

export interface BackendParts {
  ort: typeof Ort;
  /** How far the runtime rewrites a graph when it loads it. */
  graphOptimizationLevel: 'disabled' | 'all';
  /** Address of the build's WebAssembly. */
  wasmUrl: string;
  name: Backend['name'];
  graph: GraphKind;
  /** What has to be there before the first session. */
  prepare?: () => Promise<void>;
}

/**
 * A model that hands on what it is given, 65 bytes of ONNX in base64. A session is the only thing that makes the
 * runtime load, and this one waits for no file.
 */
const smallestModel =
  'CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEBE=';

export function createBackend({
  ort,
  wasmUrl,
  name,
  graph,
  graphOptimizationLevel,
  prepare,
}: BackendParts): Backend {
  return {
    name,
    graph,
    async start(threads) {
      ort.env.logLevel = 'error';
      ort.env.wasm.wasmPaths = { wasm: wasmUrl };
      ort.env.wasm.numThreads = threads;
      return refusing(async () => {
        await prepare?.();
        const bytes = Uint8Array.from(atob(smallestModel), (character) => character.charCodeAt(0));
        const session = await ort.InferenceSession.create(bytes, { executionProviders: [name] });
        await session.release();
        return ort.env.wasm.numThreads ?? 1;
      });
    },
    async open(files) {
      const model = await refusing(() =>
        ort.InferenceSession.create(files.graph, {
          executionProviders: [name],
          externalData: [{ path: files.weightsName, data: files.weights }],
          // Texts come in every length; patterns kept for each of them would grow the memory without end.
          enableMemPattern: false,
          graphOptimizationLevel,
        }),
      );
      return { run: (ids, rows, length) => refusing(() => runModel(ort, model, ids, rows, length)) };
    },
  };
}

async function runModel(
  ort: typeof Ort,
  model: Ort.InferenceSession,
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

function takeFloats(outputs: Ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const tensor = outputs[name];
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`The model gave no ${name}.`);
  const { data } = tensor;
  tensor.dispose();
  return data;
}

/** Does something with the runtime, which throws errors of every kind, some of them plain numbers. */
async function refusing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UndertoneError('engine-failed', { reason }, { cause: thrown });
  }
}
