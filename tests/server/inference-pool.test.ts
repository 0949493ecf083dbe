import { cp, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { analysis } from '#core/contracts/analysis';
import type { Analysis } from '#core/contracts/analysis';
import { manifest as manifestSchema, registry as registrySchema } from '#core/contracts/manifest';
import type { Manifest } from '#core/contracts/manifest';
import type { InferencePool, InferencePoolOptions } from '../../server/services/inference/pool.ts';
import { fixtureModelsDir } from './fixture-models.ts';
import { createFixturePool } from './fixture-pool.ts';
import { germanText, longText, shortText } from './texts.ts';

const engines: InferencePool[] = [];
const folders: string[] = [];

function createEngine(options: Partial<InferencePoolOptions> = {}): InferencePool {
  const engine = createFixturePool(options);
  engines.push(engine);
  return engine;
}

afterEach(async () => {
  for (const engine of engines.splice(0)) engine.dispose();
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })));
});

function processOf(engine: InferencePool): number {
  const processId = engine.load.processes[0]?.processId;
  if (processId === undefined) throw new Error('There is no inference process.');
  return processId;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** Starts reading the long text and calls `step` in the middle of each attempt. */
function readLong(
  engine: InferencePool,
  step: (attempt: number) => void,
  signal?: AbortSignal,
  text = longText,
): Promise<Analysis> {
  let attempt = 0;
  let seen: number | undefined;
  return engine.analyze(
    { text },
    {
      ...(signal === undefined ? {} : { signal }),
      onProgress: ({ done, total }) => {
        if (done >= total || processOf(engine) === seen) return;
        seen = processOf(engine);
        attempt += 1;
        step(attempt);
      },
    },
  );
}

describe('a pool of one process', () => {
  it('reads texts and says that it is a server', async () => {
    const engine = createEngine();
    expect(await engine.start()).toEqual({ where: 'server', backend: 'node', threads: 1 });
    const result = await engine.analyze({ text: shortText });
    expect(analysis.parse(result)).toEqual(result);
    expect(result.engine.where).toBe('server');
    expect(result.input.characters).toBe(shortText.length);
  });

  it('starts by itself with the first text', async () => {
    const result = await createEngine().analyze({ text: shortText });
    expect(result.model.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps what crosses the boundary as it is', async () => {
    const engine = createEngine();
    const text = 'Fine \ud800 \u0000 \u{1F600} really\nfine';
    const result = await engine.analyze({ text, aspects: ['fine'] });
    expect(result.input.characters).toBe(text.length);
    expect(result.aspects?.[0]?.term).toBe('fine');
    await expect(engine.analyze({ text: ' \n ' })).rejects.toMatchObject({ code: 'text-blank' });
  });

  it('answers in the order of the questions', async () => {
    const engine = createEngine();
    const order: number[] = [];
    const texts = [longText, shortText, 'Fine.', longText.slice(0, 500), 'Bad.'];
    await Promise.all(texts.map(async (text, i) => engine.analyze({ text }).then(() => order.push(i))));
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  it('counts waiting into the timing', async () => {
    const engine = createEngine();
    await engine.start();
    const first = engine.analyze({ text: longText });
    const second = await engine.analyze({ text: shortText });
    const { timing } = await first;
    expect(second.timing.queueMs).toBeGreaterThan(timing.inferMs);
    expect(second.timing.totalMs).toBeGreaterThanOrEqual(second.timing.queueMs);
  });

  it('answers although its process was killed between two texts', async () => {
    const engine = createEngine();
    const before = await engine.analyze({ text: shortText });
    const killed = processOf(engine);
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(killed)).toBe(false), { timeout: 60_000 });
    const after = await engine.analyze({ text: shortText });
    expect(after.probabilities).toEqual(before.probabilities);
    expect(processOf(engine)).not.toBe(killed);
  });

  it('reads a text once more when its process dies under it', async () => {
    const engine = createEngine();
    const waiting: Promise<Analysis>[] = [];
    const result = await readLong(engine, (attempt) => {
      if (attempt > 1) return;
      waiting.push(engine.analyze({ text: shortText }));
      process.kill(processOf(engine), 'SIGKILL');
    });
    expect(await Promise.all(waiting)).toHaveLength(1);
    // Not by the same engine: it remembers what it has read.
    const undisturbed = await createEngine().analyze({ text: longText });
    expect(result.probabilities).toEqual(undisturbed.probabilities);
  });

  it('gives a text up that two processes died under, and reads the next', async () => {
    const engine = createEngine();
    const lost = readLong(engine, () => process.kill(processOf(engine), 'SIGKILL'));
    await expect(lost).rejects.toMatchObject({ code: 'engine-lost' });
    expect((await engine.analyze({ text: shortText })).label).toBeTypeOf('string');
  });

  it('replaces a process that hangs', async () => {
    const engine = createEngine({ leastStallMs: 4000 });
    // It is missed after a multiple of what is predicted, which at first is for a slow machine.
    await engine.analyze({ text: longText.replaceAll('number', 'no.') });
    const result = await readLong(engine, (attempt) => {
      if (attempt === 1) process.kill(processOf(engine), 'SIGSTOP');
    });
    expect(engine.load.processes[0]?.restarts).toEqual({ died: 0, hung: 1 });
    expect(result.input.characters).toBe(longText.length);
  });

  it('stops a reading that nobody waits for, and reads the next', async () => {
    const engine = createEngine();
    await engine.start();
    // What comes again in a text is read once.
    const text = Array.from({ length: 10 }, (_, i) => longText.replaceAll('number', `number ${i}`)).join(' ');
    const undisturbed = await engine.analyze({ text });
    const gone = new AbortController();
    let processId: number | undefined;
    const cancelled = readLong(
      engine,
      () => {
        processId = processOf(engine);
        gone.abort();
      },
      gone.signal,
      text,
    );
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    const { timing } = await engine.analyze({ text: shortText });
    expect(timing.queueMs).toBeLessThan(undisturbed.timing.totalMs / 2);
    expect(processOf(engine)).toBe(processId);
  });

  it('drops a waiting text that nobody waits for', async () => {
    const engine = createEngine({ maxWaitMs: 1 });
    await engine.start();
    const gone = new AbortController();
    const first = engine.analyze({ text: longText.slice(0, 50) });
    const dropped = engine.analyze({ text: longText }, { signal: gone.signal, workClass: 'jobs' });
    expect(engine.load.depth.jobs).toBe(1);
    gone.abort();
    expect(engine.load.depth.jobs).toBe(0);
    await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
    await first;
  });

  it('refuses what is beyond its queue and says when to come back', async () => {
    const engine = createEngine({ maxWaitMs: 20 });
    await engine.start();
    const results = await Promise.allSettled(
      Array.from({ length: 300 }, () => engine.analyze({ text: shortText })),
    );
    const refused = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as unknown] : [],
    );
    expect(refused.length).toBeGreaterThanOrEqual(3);
    for (const reason of refused) {
      expect(reason).toMatchObject({ code: 'server-busy', details: { retryAfterMs: expect.any(Number) } });
    }
    // On a slow machine one is all that the wait allows.
    expect(results.some(({ status }) => status === 'fulfilled')).toBe(true);
  });

  it('ends its process and every open call when it is disposed of', async () => {
    const engine = createEngine();
    const open = [engine.analyze({ text: longText }), engine.analyze({ text: shortText })];
    const outcomes = Promise.allSettled(open);
    // At the very moment: a quick machine may have read both soon after.
    const processId = await new Promise<number>((resolve) => {
      const unsubscribe = engine.subscribe(() => {
        if (engine.state.kind !== 'ready') return;
        unsubscribe();
        resolve(processOf(engine));
        engine.dispose();
      });
    });
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'cancelled' } });
    }
    await vi.waitFor(() => expect(isAlive(processId)).toBe(false), { timeout: 60_000 });
    await expect(engine.analyze({ text: shortText })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** A copy of the fixture models, and the manifest of its default model, for a test to spoil. */
async function copyModels(): Promise<{ dir: string; manifestPath: string; manifest: Manifest }> {
  const dir = await mkdtemp(join(tmpdir(), 'undertone-models-'));
  folders.push(dir);
  await cp(fixtureModelsDir, dir, { recursive: true });
  const registry = registrySchema.parse(JSON.parse(await readFile(join(dir, 'registry.json'), 'utf8')));
  const entry = registry.models.find(({ id }) => id === registry.default);
  const manifestPath = join(dir, entry?.manifest ?? '');
  return {
    dir,
    manifestPath,
    manifest: manifestSchema.parse(JSON.parse(await readFile(manifestPath, 'utf8'))),
  };
}

async function expectFailure(
  modelsDir: string,
  code: string,
  details: Record<string, unknown>,
): Promise<void> {
  const engine = createEngine({ modelsDir });
  await expect(engine.start()).rejects.toMatchObject({ code, details });
  expect(engine.state).toMatchObject({ kind: 'failed', error: { code } });
  await expect(engine.analyze({ text: shortText })).rejects.toMatchObject({ code });
}

describe('short texts that wait together', () => {
  it('are answered one by one, whatever is wrong with another', async () => {
    const engine = createEngine();
    await engine.start();
    const texts = ['Fine.', ' ', shortText, germanText, 'Bad.', 'The food was cold.', '', shortText];
    const alone: unknown[] = [];
    for (const text of texts) {
      alone.push(await engine.analyze({ text }).catch((thrown: unknown) => thrown));
    }
    const gone = new AbortController();
    const first = engine.analyze({ text: longText.slice(0, 2000) });
    const waiting = texts.map((text) => engine.analyze({ text }));
    const left = engine.analyze({ text: shortText }, { signal: gone.signal });
    const outcomes = Promise.allSettled(waiting);
    await first;
    gone.abort();
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    for (const [i, outcome] of (await outcomes).entries()) {
      const known = alone[i];
      if (outcome.status === 'rejected') {
        expect(outcome.reason).toMatchObject({ code: expect.any(String) });
        expect(outcome.reason).toEqual(known);
      } else {
        const { probabilities, id } = analysis.parse(known);
        expect(outcome.value.id).not.toBe(id);
        expect(outcome.value.input.characters).toBe(texts[i]?.length);
        expect(outcome.value.probabilities.positive).toBeCloseTo(probabilities.positive, 6);
      }
    }
  });
});

describe('an engine whose model is not right', () => {
  it('says that files are missing', async () => {
    await expectFailure(join(tmpdir(), 'undertone-nowhere'), 'model-unavailable', { file: 'registry.json' });
    const { dir, manifestPath, manifest } = await copyModels();
    const { name } = manifest.files.weights;
    await rm(join(manifestPath, '..', name));
    await expectFailure(dir, 'model-unavailable', { file: name });
  });

  it('reads again once the files are back', async () => {
    const { dir, manifestPath } = await copyModels();
    const engine = createEngine({ modelsDir: dir, brokenPauseMs: 50 });
    await engine.start();
    await rename(manifestPath, `${manifestPath}.away`);
    process.kill(processOf(engine), 'SIGKILL');
    await vi.waitFor(() => expect(engine.state.kind).toBe('failed'), { timeout: 60_000 });
    await expect(engine.analyze({ text: shortText })).rejects.toMatchObject({ code: 'model-unavailable' });
    await rename(`${manifestPath}.away`, manifestPath);
    await vi.waitFor(() => expect(engine.state.kind).toBe('ready'), { timeout: 60_000 });
    expect(await engine.analyze({ text: shortText })).toMatchObject({ engine: { where: 'server' } });
  });

  it('says which models there are when the one asked for is not among them', async () => {
    const engine = createEngine({ modelId: 'nobody' });
    await expect(engine.start()).rejects.toMatchObject({
      code: 'model-unavailable',
      details: { model: 'nobody' },
    });
  });

  it.each(['weights', 'graphCpu', 'vocabulary'] as const)('finds a changed byte in the %s', async (file) => {
    const { dir, manifestPath, manifest } = await copyModels();
    const { name } = manifest.files[file];
    const path = join(manifestPath, '..', name);
    const bytes = await readFile(path);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expectFailure(dir, 'model-corrupt', { file: name });
  });

  it('finds a manifest that is none', async () => {
    const { dir, manifestPath } = await copyModels();
    await writeFile(manifestPath, '{"schemaVersion": 2}');
    await expectFailure(dir, 'model-corrupt', { file: 'manifest.json' });
  });

  it('does not trust an engine that answers a known text wrongly', async () => {
    const { dir, manifestPath, manifest } = await copyModels();
    const knownAnswers = manifest.knownAnswers.map(({ text, logits: [a, b, c] }) => ({
      text,
      logits: [c, a, b + 3],
    }));
    await writeFile(manifestPath, JSON.stringify({ ...manifest, knownAnswers }));
    await expectFailure(dir, 'engine-wrong', {});
  });
});
