/** The real worker, but its first reading ends it: by an error, or without a word, as its name says. */
import * as Comlink from 'comlink';
import { createInference } from '../../../workers/inference.ts';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';
import type { InferenceApi } from '../../../workers/inference-api.ts';

function die(): Promise<never> {
  setTimeout(() => {
    if (self.name === 'closes') self.close();
    else throw new Error('died in mid-run');
  });
  return new Promise(() => undefined);
}

const api: InferenceApi = {
  ...createInference(createWasmBackend()),
  analyze: die,
  readRows: die,
};
if (!self.name.startsWith('em-pthread')) Comlink.expose(api);
