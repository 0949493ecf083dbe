/** What the engine's tests share: the fixture model, a clean private file system, and workers that go wrong. */
import type { Engine, EngineState } from '#core/engine';
import { createInferenceWorker } from '../../src/engine/inference-worker.ts';
import { createWorkerEngine } from '../../src/engine/worker-engine.ts';
import type { WorkerEngineOptions } from '../../src/engine/worker-engine.ts';

/** Where the test server shows the fixture models. */
const weightsUrl: string = new URL('/models/fixtures/', location.href).href;

/** Far longer than anything takes: only what would wait for ever ends by a deadline. */
export const patientDeadlines = { startMs: 60_000, stallMs: 60_000, cancelMs: 60_000, silentMs: 60_000 };

const opened: Engine[] = [];

/** An engine with the real worker, unless told otherwise; ended by `cleanUp`. */
export function openEngine(options: Partial<WorkerEngineOptions> = {}): Engine {
  const engine = createWorkerEngine({
    createWorker: createInferenceWorker,
    weightsUrl,
    threads: 1,
    visit: crypto.randomUUID(),
    deadlines: patientDeadlines,
    ...options,
  });
  opened.push(engine);
  return engine;
}

/** The real worker with one thing going wrong, as `workers/faulty.worker.ts` lists them. */
export function faultyWorker(fault: string): () => Worker {
  return () =>
    new Worker(new URL('./workers/faulty.worker.ts', import.meta.url), { type: 'module', name: fault });
}

/** The worker for many rows, which fails where the kernel does not read. */
export function createKernelOnlyWorker(): Worker {
  return new Worker(new URL('./workers/kernel-only.worker.ts', import.meta.url), { type: 'module' });
}

/** Ends every engine and removes every kept file. */
export async function cleanUp(): Promise<void> {
  for (const engine of opened.splice(0)) engine.dispose();
  const root = await navigator.storage.getDirectory();
  for await (const name of root.keys()) {
    // A worker that has just been ended may hold its files a moment longer.
    await root.removeEntry(name, { recursive: true }).catch(() => undefined);
  }
}

/** Every kind of state the engine passes through from now on, repetitions left out. */
export function recordStates(engine: Engine): EngineState['kind'][] {
  const kinds: EngineState['kind'][] = [];
  engine.subscribe(() => {
    const { kind } = engine.state;
    if (kinds.at(-1) !== kind) kinds.push(kind);
  });
  return kinds;
}

/** Resolves when the engine is in a state of this kind. */
export function reaches(engine: Engine, kind: EngineState['kind']): Promise<void> {
  return new Promise((resolve) => {
    const check = (): void => {
      if (engine.state.kind === kind) resolve();
    };
    engine.subscribe(check);
    check();
  });
}

/** The kept files of all models, by path. */
export async function keptFiles(): Promise<string[]> {
  const paths: string[] = [];
  const root = await navigator.storage.getDirectory();
  async function walk(folder: FileSystemDirectoryHandle, path: string): Promise<void> {
    for await (const [name, handle] of folder.entries()) {
      if (handle instanceof FileSystemDirectoryHandle) await walk(handle, `${path}${name}/`);
      else paths.push(path + name);
    }
  }
  await walk(root, '');
  return paths.toSorted();
}

/** The same without the note of which version is in use. */
export async function keptModelFiles(): Promise<string[]> {
  return (await keptFiles()).filter((path) => !path.endsWith('slots.json'));
}

/** Changes the content of the first kept file whose path holds `name`. */
export async function damage(
  name: string,
  change: (bytes: Uint8Array) => Uint8Array<ArrayBuffer>,
): Promise<void> {
  const [path = ''] = (await keptFiles()).filter((file) => file.includes(name));
  const names = path.split('/');
  let folder = await navigator.storage.getDirectory();
  for (const part of names.slice(0, -1)) folder = await folder.getDirectoryHandle(part);
  const handle = await folder.getFileHandle(names.at(-1) ?? '');
  const bytes = new Uint8Array(await (await handle.getFile()).arrayBuffer());
  const writable = await handle.createWritable();
  await writable.write(change(bytes));
  await writable.close();
}
