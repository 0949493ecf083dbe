import { Writable } from 'node:stream';
import { afterAll, expect, it } from 'vitest';
import { analyzeRows } from '../../server/analyze-rows.ts';
import { LocalEngine } from '../../server/local-engine.ts';
import { fixtureModelsDir } from './fixture-models.ts';

const engine = new LocalEngine({ modelsDir: fixtureModelsDir, where: 'cli' });
afterAll(() => engine.dispose());

it('answers a line that only says there is no text as a blank one', async () => {
  let written = '';
  const output = new Writable({
    write: (line, _encoding, done) => {
      written += String(line);
      done();
    },
  });
  async function* source(): AsyncGenerator<string> {
    yield await Promise.resolve('A lovely room.\nn/a\n');
  }
  const counts = await analyzeRows({
    engine,
    source: source(),
    format: { kind: 'txt' },
    anyLanguage: false,
    output,
  });
  expect(counts).toEqual({ rows: 2, failed: 1 });
  expect(written).toContain('text-blank');
});

it('reads no further ahead of a full output than the chunk it has', async () => {
  const chunkCount = 40;
  const rowsPerChunk = 5;
  let pulled = 0;
  let written = 0;
  let farthestAhead = 0;

  async function* source(): AsyncGenerator<string> {
    for (; pulled < chunkCount; pulled += 1) {
      farthestAhead = Math.max(farthestAhead, pulled * rowsPerChunk - written);
      yield 'A lovely room.\n'.repeat(rowsPerChunk);
    }
  }
  // Full after every row, and slow.
  const output = new Writable({
    highWaterMark: 1,
    write: (_line, _encoding, done) => {
      setImmediate(() => {
        written += 1;
        done();
      });
    },
  });

  const counts = await analyzeRows({
    engine,
    source: source(),
    format: { kind: 'txt' },
    anyLanguage: false,
    output,
  });
  expect(counts).toEqual({ rows: chunkCount * rowsPerChunk, failed: 0 });
  expect(written).toBe(chunkCount * rowsPerChunk);
  expect(farthestAhead).toBeLessThanOrEqual(rowsPerChunk);
});
