/** Entry of the inference worker. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { createInference } from './inference.ts';
import { withKernel } from './kernel/backend.ts';
import { createWasmBackend } from './ort/wasm.ts';

allowFilesOnly();

// The runtime's own threads load this same file; only the first of them answers the page.
if (!self.name.startsWith('em-pthread')) {
  const runtime = createWasmBackend();
  Comlink.expose(createInference(self.name === 'runtime' ? runtime : withKernel(runtime)));
}
