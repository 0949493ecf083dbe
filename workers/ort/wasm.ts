/** The model on the processor, with threads where they are allowed. */
import * as ort from 'onnxruntime-web/wasm';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { createBackend } from './backend.ts';
import type { Backend } from './backend.ts';

export function createWasmBackend(): Backend {
  return createBackend({
    ort,
    wasmUrl,
    name: 'wasm',
    graph: 'graphCpu',
    // Rewriting takes longer than loading, at every start, and leaves runs as quick as they were.
    graphOptimizationLevel: 'disabled',
  });
}
