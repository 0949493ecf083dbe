/** How the worker obtains the model: verified, kept, healed, and never anything half. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  cleanUp,
  damage,
  faultyWorker,
  keptFiles,
  keptModelFiles,
  openEngine,
  reaches,
  recordStates,
} from './engine-kit.ts';

const text = 'The room was lovely and quiet.';

beforeEach(cleanUp);
afterEach(cleanUp);

/** A whole visit: start, read, leave. */
async function visit(fault?: string): Promise<ReturnType<typeof recordStates>> {
  const engine = openEngine(fault === undefined ? {} : { createWorker: faultyWorker(fault) });
  const states = recordStates(engine);
  await engine.start();
  await engine.analyze({ text });
  engine.dispose();
  return states;
}

describe('kept files', () => {
  it('are used at the second visit, and nothing is fetched again', async () => {
    expect(await visit()).toContain('downloading');
    const kept = await keptModelFiles();
    expect(kept).toHaveLength(3);
    expect(kept.every((path) => !path.endsWith('.part'))).toBe(true);
    // The weights cannot be fetched this time: they are here.
    expect(await visit('no-weights')).not.toContain('downloading');
    expect(await keptModelFiles()).toEqual(kept);
  });

  it('are proven whole at the first start, and by one known answer at the next', async () => {
    const starts: unknown[] = [];
    for (let start = 0; start < 2; start += 1) {
      const engine = openEngine();
      await engine.start();
      starts.push(engine.state);
      engine.dispose();
    }
    const model = { name: 'Undertone', version: '0.1.0' };
    expect(starts).toMatchObject([
      { kind: 'ready', facts: { model, knownAnswers: { checked: 5, known: 5 } } },
      { kind: 'ready', facts: { model, knownAnswers: { checked: 1, known: 5 } } },
    ]);
  });

  it.each([
    [
      'a changed byte',
      (bytes: Uint8Array) => Uint8Array.from(bytes, (byte, at) => (at === 7 ? byte ^ 1 : byte)),
    ],
    ['a missing end', (bytes: Uint8Array) => bytes.slice(0, 100)],
    ['nothing in it', () => new Uint8Array()],
  ])('heal when one has %s', async (_, change) => {
    await visit();
    await damage('weights-', change);
    // The damaged one is fetched anew, and is right from then on.
    expect(await visit()).toContain('downloading');
    expect(await visit('no-weights')).not.toContain('downloading');
  });

  it('of other versions are dropped once the new one has proved itself', async () => {
    await visit();
    const [path = ''] = await keptModelFiles();
    const folder = path.split('/').slice(0, -1);
    let directory = await navigator.storage.getDirectory();
    for (const part of folder) directory = await directory.getDirectoryHandle(part);
    await directory.getFileHandle('weights-0123456789abcdef.bin', { create: true });
    await directory.getFileHandle('weights-0123456789abcdef.bin.broken-off.part', { create: true });
    await visit();
    expect(await keptModelFiles()).toHaveLength(3);
  });
});

describe('a packed copy of the weights', () => {
  it('is fetched in their place, and kept unpacked', async () => {
    const engine = openEngine({ createWorker: faultyWorker('packed') });
    const totals: number[] = [];
    engine.subscribe(() => {
      if (engine.state.kind === 'downloading') totals.push(engine.state.totalBytes);
    });
    await engine.start();
    engine.dispose();
    const kept = await keptModelFiles();
    expect(kept).toHaveLength(3);
    expect(kept.filter((path) => /packed|part/.test(path))).toEqual([]);
    // As if it had never been packed: whole, under its own name, and less was fetched for it.
    expect(await visit('no-weights')).not.toContain('downloading');
    await cleanUp();
    const whole = openEngine();
    whole.subscribe(() => {
      if (whole.state.kind === 'downloading')
        expect(Math.max(...totals)).toBeLessThan(whole.state.totalBytes);
    });
    await whole.start();
  });

  it.each([
    ['comes damaged', 'packed-flipped'],
    ['holds something else', 'packed-other'],
  ])('that %s is not used, and leaves nothing behind', async (_, fault) => {
    await expect(visit(fault)).rejects.toMatchObject({ code: 'model-corrupt' });
    expect((await keptFiles()).filter((path) => path.endsWith('.bin'))).toEqual([]);
    await expect(visit('packed')).resolves.toContain('ready');
  });
});

describe('what arrives is not what the manifest names', () => {
  it.each([
    ['html', 'model-corrupt'],
    ['html-registry', 'model-corrupt'],
    ['short', 'model-corrupt'],
    ['long', 'model-corrupt'],
    ['flipped', 'model-corrupt'],
    ['no-weights', 'model-unavailable'],
    ['cut-off', 'model-unavailable'],
    ['offline', 'model-unavailable'],
  ])('%s is %s, and no weights are kept', async (fault, code) => {
    await expect(visit(fault)).rejects.toMatchObject({ code });
    expect((await keptFiles()).filter((path) => path.endsWith('.bin'))).toEqual([]);
  });

  it('does no harm to the next visit', async () => {
    await expect(visit('flipped')).rejects.toMatchObject({ code: 'model-corrupt' });
    await expect(visit()).resolves.toContain('ready');
  });
});

describe('a browser that keeps no files', () => {
  it.each(['no-files', 'no-room'])('reads from memory: %s', async (fault) => {
    expect(await visit(fault)).toContain('downloading');
    expect((await keptFiles()).filter((path) => !path.endsWith('.part'))).toEqual([]);
  });
});

describe('room', () => {
  /** What a start says of keeping the model: while it comes, and once it is ready. */
  async function startWith(fault: string): Promise<{ saysMemoryOnly: boolean; isKept: boolean | undefined }> {
    const engine = openEngine({ createWorker: faultyWorker(fault) });
    let saysMemoryOnly = false;
    engine.subscribe(() => {
      if (engine.state.kind === 'downloading') saysMemoryOnly = engine.state.isMemoryOnly === true;
    });
    await engine.start();
    await engine.analyze({ text });
    const isKept = engine.state.kind === 'ready' ? engine.state.facts?.isKept : undefined;
    engine.dispose();
    return { saysMemoryOnly, isKept };
  }

  it.each(['little-room', 'no-files'])('that is not there means memory, and is said: %s', async (fault) => {
    expect(await startWith(fault)).toEqual({ saysMemoryOnly: true, isKept: false });
    expect(await keptModelFiles()).toEqual([]);
  });

  it('that ends although the browser promised it is said once the model is ready', async () => {
    expect(await startWith('no-room')).toEqual({ saysMemoryOnly: false, isKept: false });
  });

  it.each(['', 'unknown-room'])('enough, or unknown, means that the model is kept: "%s"', async (fault) => {
    expect(await startWith(fault)).toEqual({ saysMemoryOnly: false, isKept: true });
    expect(await keptModelFiles()).toHaveLength(3);
  });

  it('is not asked for what is kept already', async () => {
    await visit();
    expect(await startWith('little-room')).toEqual({ saysMemoryOnly: false, isKept: true });
  });
});

describe('a stopped download', () => {
  it('gives nothing a name and may start again', async () => {
    const engine = openEngine({ createWorker: faultyWorker('stalled') });
    const abort = new AbortController();
    const starting = engine.start(abort.signal);
    const outcome = expect(starting).rejects.toMatchObject({ code: 'cancelled' });
    await reaches(engine, 'downloading');
    abort.abort();
    await outcome;
    expect((await keptModelFiles()).filter((path) => !path.endsWith('.part'))).toEqual([]);
    expect(await visit()).toContain('downloading');
  });

  it('tells how much has come of how much', async () => {
    const engine = openEngine();
    const shares: number[] = [];
    engine.subscribe(() => {
      if (engine.state.kind === 'downloading')
        shares.push(engine.state.loadedBytes / engine.state.totalBytes);
    });
    await engine.start();
    expect(shares[0]).toBe(0);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  });
});
