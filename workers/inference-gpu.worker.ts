/** Entry of the worker that reads on the graphics processor. */
import * as Comlink from 'comlink';
import { allowFilesOnly } from './files-only.ts';
import { createInference } from './inference.ts';
import { createWebGpuBackend } from './ort/webgpu.ts';

allowFilesOnly();

// A worker that ends itself lets go of its lock, which is how the page learns that it is lost.
Comlink.expose(createInference(createWebGpuBackend(() => self.close())));
