/** The real worker of the graphics processor, whose device is lost in its first reading. */
import * as Comlink from 'comlink';
import { createInference } from '../../../workers/inference.ts';
import type { InferenceApi } from '../../../workers/inference-api.ts';
import { createWebGpuBackend } from '../../../workers/ort/webgpu.ts';

const devices: GPUDevice[] = [];
const requestDevice = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, descriptor) {
  const device = await requestDevice.call(this, descriptor);
  devices.push(device);
  return device;
};

const inference = createInference(createWebGpuBackend(() => self.close()));
const api: InferenceApi = {
  ...inference,
  analyze(id, request) {
    for (const device of devices) device.destroy();
    return inference.analyze(id, request);
  },
};
Comlink.expose(api);
