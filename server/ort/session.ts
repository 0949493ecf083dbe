/** The core's session over onnxruntime-node. `run` holds the thread while the model computes. */
import type { Tensor } from 'onnxruntime-node';
import { UndertoneError } from '#core/contracts/errors';
import type { Session, SessionOutput } from '#core/session';

export interface NodeSession extends Session {
  /** Gives the model's memory back; the session is of no use afterwards. */
  release(): Promise<void>;
}

/** The runtime is large and has native parts; where it is absent or does not fit the machine, that is said as such. */
async function loadRuntime(): Promise<typeof import('onnxruntime-node')> {
  try {
    return await import('onnxruntime-node');
  } catch (cause) {
    throw new UndertoneError('engine-failed', { missing: 'onnxruntime-node' }, { cause });
  }
}

/**
 * Loads a graph whose weights lie beside it. One thread, so that processes add up instead of competing; no arena,
 * which keeps the memory of the largest run for ever and gains no speed here.
 *
 * @throws UndertoneError `engine-failed`
 */
export async function createNodeSession(graphPath: string): Promise<NodeSession> {
  const runtime = await loadRuntime();
  const session = await runtime.InferenceSession.create(graphPath, {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: false,
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  }).catch((cause: unknown) => {
    throw new UndertoneError('engine-failed', { stage: 'load' }, { cause });
  });

  async function run(ids: Int32Array, rows: number, length: number): Promise<SessionOutput> {
    const input = new runtime.Tensor('int64', BigInt64Array.from(ids, BigInt), [rows, length]);
    try {
      const outputs = await session.run({ input_ids: input });
      return { logits: floats(outputs['logits']), evidence: floats(outputs['evidence']) };
    } catch (cause) {
      throw new UndertoneError('engine-failed', { stage: 'run', rows, length }, { cause });
    }
  }

  return { run, release: () => session.release() };
}

function floats(tensor: Tensor | undefined): Float32Array {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError('The graph lacks an output of floats.');
  return tensor.data;
}
