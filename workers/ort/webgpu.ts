/** The model on the graphics processor; only ever loaded where there is one. */
import * as ort from 'onnxruntime-web/jspi';
import wasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url';
import { createBackend } from './backend.ts';
import type { Backend } from './backend.ts';

/** @param onLost told when the device is lost, after which no run comes back */
export function createWebGpuBackend(onLost: () => void): Backend {
  return createBackend({
    ort,
    wasmUrl,
    name: 'webgpu',
    graph: 'graphGpu',
    // There the rewritten graph spares launches of programs.
    graphOptimizationLevel: 'all',
    async prepare() {
      const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
      if (adapter === null) throw new Error('No adapter.');
      const device = await adapter.requestDevice();
      void device.lost.then(onLost);
      ort.env.webgpu.device = device;
    },
  });
}
