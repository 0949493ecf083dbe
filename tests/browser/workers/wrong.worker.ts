/** The real worker over a backend that answers at once, and wrongly. */
import * as Comlink from 'comlink';
import { createInference } from '../../../workers/inference.ts';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';
import type { Backend } from '../../../workers/ort/backend.ts';

const wrong: Backend = {
  ...createWasmBackend(),
  async open() {
    return {
      run: async (_, rows, length) => ({
        logits: new Float32Array(rows * 3).fill(1),
        evidence: new Float32Array(rows * length * 3).fill(1),
      }),
    };
  },
};
Comlink.expose(createInference(wrong));
