// The pipeline in a worker, as its documentation shows it. Everything is at its default, except that the runtime
// and the model come from this server instead of a public one.
import { env, pipeline } from '@huggingface/transformers';
import mjs from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import wasm from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';

env.allowLocalModels = true;
env.allowRemoteModels = false;
env.localModelPath = '/models/';
env.backends.onnx.wasm.wasmPaths = { mjs, wasm };

const classifier = await pipeline('text-classification', 'distilbert-shaped', {
  dtype: 'q8',
  device: 'wasm',
});
self.postMessage({ type: 'ready', threads: env.backends.onnx.wasm.numThreads ?? null });

self.addEventListener('message', async ({ data: { id, texts } }) => {
  self.postMessage({ type: 'answer', id, answers: await classifier(texts) });
});
