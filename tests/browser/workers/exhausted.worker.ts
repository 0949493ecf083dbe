/** The real worker over a backend that runs out of memory in every run but those of the start. */
import * as Comlink from 'comlink';
import { createInference } from '../../../workers/inference.ts';
import type { InferenceApi } from '../../../workers/inference-api.ts';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';
import type { Backend } from '../../../workers/ort/backend.ts';
import { UndertoneError } from '#core/contracts/errors';

let isReading = false;
const wasm = createWasmBackend();
const exhausted: Backend = {
  ...wasm,
  async open(files) {
    const session = await wasm.open(files);
    return {
      run: (ids, rows, length) =>
        isReading
          ? Promise.reject(new UndertoneError('engine-failed', { reason: 'RangeError: Out of memory' }))
          : session.run(ids, rows, length),
    };
  },
};
const inference = createInference(exhausted);
const api: InferenceApi = {
  ...inference,
  analyze(id, request) {
    isReading = true;
    return inference.analyze(id, request);
  },
};
if (!self.name.startsWith('em-pthread')) Comlink.expose(api);
