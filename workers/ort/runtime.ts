/** onnxruntime-web: WebAssembly on the processor, with threads where they are allowed. */
import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { UndertoneError } from '#core/contracts/errors';

/**
 * A model that hands on what it is given, 65 bytes of ONNX in base64. A session is the only thing that makes the
 * runtime load, and this one waits for no file.
 */
const smallestModel =
  'CAg6NwoQCgF4EgF5IghJZGVudGl0eRIBZ1oPCgF4EgoKCAgBEgQKAggBYg8KAXkSCgoICAESBAoCCAFCBAoAEBE=';

/**
 * Fetches and compiles the runtime, so that this goes on while the model is on its way, and a device that cannot run
 * it need not wait for the model to know. To be called once per worker: the number of threads is fixed from here
 * on, and a runtime that failed stays broken for the life of its worker.
 *
 * @returns the threads it really has: 1 where it could not have more
 * @throws UndertoneError `engine-failed`
 */
export async function startRuntime(threads: number): Promise<number> {
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmPaths = { wasm: wasmUrl };
  ort.env.wasm.numThreads = threads;
  return refusing(async () => {
    const bytes = Uint8Array.from(atob(smallestModel), (character) => character.charCodeAt(0));
    const session = await ort.InferenceSession.create(bytes, { executionProviders: ['wasm'] });
    await session.release();
    return ort.env.wasm.numThreads ?? 1;
  });
}

/**
 * Does something with the runtime, which throws errors of every kind, some of them plain numbers.
 *
 * @throws UndertoneError `engine-failed`
 */
export async function refusing<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UndertoneError('engine-failed', { reason }, { cause: thrown });
  }
}
