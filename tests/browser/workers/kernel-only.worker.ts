/** The worker for many rows with no runtime to fall back to: whatever it reads, the kernel has read. */
import * as Comlink from 'comlink';
import { createInference } from '../../../workers/inference.ts';
import { withKernel } from '../../../workers/kernel/backend.ts';
import { createWasmBackend } from '../../../workers/ort/wasm.ts';

const missing = (): Promise<never> => Promise.reject(new Error('The runtime was asked for.'));
Comlink.expose(createInference(withKernel({ ...createWasmBackend(), start: missing, open: missing })));
