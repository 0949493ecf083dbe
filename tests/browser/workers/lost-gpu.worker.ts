/** The real worker of the graphics processor, whose device is lost in its first reading. */
import * as Comlink from 'comlink';
import * as ort from 'onnxruntime-web/jspi';
import { createInference } from '../../../workers/inference.ts';
import type { InferenceApi } from '../../../workers/inference-api.ts';
import { createWebGpuBackend } from '../../../workers/ort/webgpu.ts';

const inference = createInference(createWebGpuBackend(() => self.close()));
const api: InferenceApi = {
  ...inference,
  async analyze(id, request) {
    const device = await ort.env.webgpu.device;
    device.destroy();
    return inference.analyze(id, request);
  },
};
Comlink.expose(api);
