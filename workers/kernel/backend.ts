/** The model on the processor by a kernel of our own: several times as fast as the runtime with one thread. */
import type { Backend } from '../ort/backend.ts';
import kernelUrl from './kernel.wasm?url';
import { openKernelSession } from './session.ts';

/**
 * The same backend, which reads by the kernel where that can be: with one thread, in a browser that knows its
 * instructions, and a model of its kind. The runtime is not even fetched then.
 *
 * @param runtime not started yet
 */
export function withKernel(runtime: Backend): Backend {
  let module: WebAssembly.Module | null = null;
  let isInUse = false;
  return {
    ...runtime,
    get reader() {
      return isInUse ? 'kernel' : runtime.reader;
    },
    async start(threads) {
      module = threads === 1 ? await fetchKernel() : null;
      return module === null ? runtime.start(threads) : 1;
    },
    async open(files) {
      const session = module === null ? null : await openKernelSession(module, files).catch(() => null);
      isInUse = session !== null;
      if (session !== null) return session;
      if (module !== null) await runtime.start(1);
      module = null;
      return runtime.open(files);
    },
  };
}

/** Null where the browser does not know the kernel's instructions, or the file does not come. */
async function fetchKernel(): Promise<WebAssembly.Module | null> {
  try {
    return await WebAssembly.compileStreaming(fetch(kernelUrl));
  } catch {
    return null;
  }
}
