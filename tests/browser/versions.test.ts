/** Which version of the model a start takes, and what stays of the others. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifest } from '#core/contracts/manifest';
import type { StartFacts } from '#core/engine';
import { cleanUp, damage, faultyWorker, keptModelFiles, openEngine } from './engine-kit.ts';
import type { WorkerEngineOptions } from '../../src/engine/worker-engine.ts';

const older = '0.1.0';
const newer = '0.2.0';

/** A start in a visit of its own, unless told otherwise; what it found out. */
async function start(fault: string, options: Partial<WorkerEngineOptions> = {}): Promise<StartFacts> {
  const engine = openEngine({ createWorker: faultyWorker(fault), visit: crypto.randomUUID(), ...options });
  await engine.start();
  const facts = engine.state.kind === 'ready' ? engine.state.facts : undefined;
  engine.dispose();
  if (facts === undefined) throw new Error('An engine on this device tells its facts.');
  return facts;
}

async function versionOf(...asked: Parameters<typeof start>): Promise<string> {
  return (await start(...asked)).model.version;
}

async function openModels(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return (await root.getDirectoryHandle('models', { create: true })).getDirectoryHandle('tiny-1', {
    create: true,
  });
}

/** The older version is in use, and the files of the newer one are here for the next start. */
async function haveBoth(): Promise<void> {
  await start('newer');
  const fetched: File[] = [];
  for await (const handle of (await openModels()).values()) {
    if (handle instanceof FileSystemFileHandle && handle.name !== 'slots.json')
      fetched.push(await handle.getFile());
  }
  const contents = await Promise.all(
    fetched.map(async (file) => ({ name: file.name, bytes: await file.arrayBuffer() })),
  );
  await cleanUp();
  await start('');
  const folder = await openModels();
  for (const { name, bytes } of contents) {
    const writable = await (await folder.getFileHandle(name, { create: true })).createWritable();
    await writable.write(bytes);
    await writable.close();
  }
}

beforeEach(cleanUp);
afterEach(cleanUp);

describe('a newer version that is here', () => {
  it('takes over, and the one before it stays for three visits, however often each of them starts', async () => {
    await haveBoth();
    const both = (await keptModelFiles()).length;
    for (let begun = 0; begun < 3; begun += 1) {
      expect(await versionOf('newer', { visit: 'one' })).toBe(newer);
      expect(await keptModelFiles()).toHaveLength(both);
    }
    await start('newer', { visit: 'two' });
    expect(await keptModelFiles()).toHaveLength(both);
    await start('newer', { visit: 'three' });
    expect((await keptModelFiles()).length).toBeLessThan(both);
  });

  it('is left alone by an engine that only tries a backend', async () => {
    await haveBoth();
    expect(await versionOf('newer', { choice: 'current' })).toBe(older);
    expect(await versionOf('newer')).toBe(newer);
  });

  it('is never used when its answers are wrong', async () => {
    await haveBoth();
    expect(await versionOf('newer-wrong')).toBe(older);
    expect(await versionOf('newer-wrong')).toBe(older);
  });

  it('is not blamed for a backend that is wrong whatever it reads with', async () => {
    await haveBoth();
    await expect(start('newer-on-wrong')).rejects.toMatchObject({ code: 'engine-wrong' });
    expect(await versionOf('newer')).toBe(newer);
  });

  it('that does not start leaves the next engine to the one before it', async () => {
    await haveBoth();
    await expect(start('newer-on-broken')).rejects.toMatchObject({ code: 'engine-failed' });
    expect(await versionOf('newer')).toBe(older);
  });
});

const withOneByteChanged = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(bytes, (byte, at) => (at === 7 ? byte ^ 1 : byte));

describe('a damaged version', () => {
  it('that the site no longer has gives way to the one it has, however long it takes to find out', async () => {
    await start('');
    await damage('weights-', withOneByteChanged);
    expect(await versionOf('newer-and-slow-to-hash')).toBe(newer);
  });

  it('that is newer, and does not come again, costs the one in use nothing', async () => {
    await haveBoth();
    const response = await fetch('/models/fixtures/tiny-2/manifest.json');
    await damage(manifest.parse(await response.json()).files.weights.name, withOneByteChanged);
    expect(await versionOf('newer-without-weights')).toBe(older);
  });
});

describe('a site that does not say what it has', () => {
  it.each(['offline', 'html-registry', 'silent'])('costs a kept version nothing: %s', async (fault) => {
    await start('');
    expect(await start(fault)).toMatchObject({ model: { version: older }, isKept: true });
  });

  it('is no reason to start half a version', async () => {
    await start('');
    const folder = await openModels();
    const [weights] = (await keptModelFiles()).filter((path) => path.includes('weights-'));
    await folder.removeEntry(weights?.split('/').at(-1) ?? '');
    await expect(start('offline')).rejects.toMatchObject({ code: 'model-unavailable' });
  });
});

describe('a site that reads with another model', () => {
  it('keeps the one before it for three visits, and starts the later one when it is away', async () => {
    const models = async () => new Set((await keptModelFiles()).map((path) => path.split('/')[1]));
    await start('');
    for (const visit of ['one', 'two']) {
      expect(await versionOf('other-model', { visit })).toBe(newer);
      expect(await models()).toEqual(new Set(['tiny-1', 'tiny-2']));
    }
    expect(await versionOf('offline')).toBe(newer);
    expect(await models()).toEqual(new Set(['tiny-2']));
  });
});

describe('a file that another tab holds half fetched', () => {
  it('is fetched under another name, and kept', async () => {
    const response = await fetch('/models/fixtures/tiny-1/manifest.json');
    const { files } = manifest.parse(await response.json());
    const holder = new Worker(new URL('./workers/holding.worker.ts', import.meta.url), { type: 'module' });
    await new Promise((resolve) => {
      holder.addEventListener('message', resolve, { once: true });
      holder.postMessage(files.weights.name);
    });
    const facts = await start('');
    expect(facts.isKept).toBe(true);
    holder.terminate();
    // Once nobody holds it any more, it goes.
    await expect
      .poll(async () => {
        await start('no-weights');
        return (await keptModelFiles()).filter((path) => path.endsWith('.part'));
      })
      .toEqual([]);
  });
});
