import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRowReader, type RowReading } from '#core/batch/row-reader';
import { UndertoneError } from '#core/contracts/errors';
import type { Session } from '#core/session';

const rememberedTokens = 100_000;
const clsId = 101;
const sepId = 102;

/** Reads [CLS] ids [SEP] as numbers that only these ids, in this order, give; keeps a record of its runs. */
class CountingSession implements Session {
  readonly runs: { ids: number[][]; length: number }[] = [];
  running = 0;
  mostAtOnce = 0;
  /** Called before every run with its number; what it throws, the run throws. */
  beforeRun: (run: number) => void = () => undefined;

  async run(ids: Int32Array, rows: number, length: number) {
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      expect(ids).toHaveLength(rows * length);
      const split = Array.from({ length: rows }, (_, i) =>
        Array.from(ids.subarray(i * length, (i + 1) * length)),
      );
      this.runs.push({ ids: split, length });
      this.beforeRun(this.runs.length);
      await new Promise((resolve) => {
        setTimeout(resolve, 0);
      });
      return {
        logits: Float32Array.from(split.flatMap(logitsOf)),
        evidence: Float32Array.from(split.flatMap((row) => row.flatMap(evidenceOf))),
      };
    } finally {
      this.running -= 1;
    }
  }
}

const evidenceOf = (id: number): number[] => [id, id / 2, -id];
const logitsOf = (row: readonly number[]): number[] => {
  const mark = row.reduce((sum, id, i) => (sum * 31 + id * (i + 1)) % 1009, 7);
  return [mark, -mark, row.length];
};
const expected = (row: Int32Array): RowReading => {
  const [negative = 0, neutral = 0, positive = 0] = logitsOf([clsId, ...row, sepId]);
  return {
    logits: [negative, neutral, positive],
    evidence: Float32Array.from(Array.from(row).flatMap(evidenceOf)),
  };
};

function rowsOf(...rows: number[][]): Int32Array[] {
  return rows.map((row) => Int32Array.from(row));
}

const manyRows = (count: number, first = 1): Int32Array[] =>
  Array.from({ length: count }, (_, i) => Int32Array.of(first + i, 1 + (i % 7)));

describe('reading rows', () => {
  it('gives each row its own reading, in order, whatever the company', async () => {
    const row = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 30 }), async (given) => {
        const rows = rowsOf(...given);
        const session = new CountingSession();
        const { readings } = await createRowReader(session, clsId, sepId, rememberedTokens).read(rows);
        expect(readings).toEqual(rows.map(expected));
      }),
      { numRuns: 200 },
    );
  });

  it('runs rows of equal length only, each between [CLS] and [SEP], none twice', async () => {
    const session = new CountingSession();
    const rows = rowsOf([1, 2], [3], [1, 2], [4, 5, 6], [7], [3], [8, 9]);
    await createRowReader(session, clsId, sepId, rememberedTokens).read(rows);
    const read = session.runs.flatMap(({ ids }) => ids);
    for (const { ids, length } of session.runs) expect(ids.every((row) => row.length === length)).toBe(true);
    expect(read.every((row) => row.at(0) === clsId && row.at(-1) === sepId)).toBe(true);
    expect(new Set(read.map(String)).size).toBe(read.length);
    expect(read).toHaveLength(5);
    expect(session.runs).toHaveLength(3);
  });

  it('remembers what it has read', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    await reader.read(rowsOf([1, 2], [3]));
    const { readings, inferMs } = await reader.read(rowsOf([3], [1, 2]));
    expect(readings).toEqual(rowsOf([3], [1, 2]).map(expected));
    expect(session.runs).toHaveLength(2);
    expect(inferMs).toBe(0);
  });

  it('forgets the oldest, so that its memory stays bounded', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    const old = Int32Array.from({ length: 100 }, () => 9);
    const long = (i: number): Int32Array => Int32Array.from({ length: 100 }, (_, at) => 10 + ((i >> at) & 1));
    await reader.read([old]);
    for (let i = 0; i < 1_100; i += 50)
      await reader.read(Array.from({ length: 50 }, (_, more) => long(i + more)));
    const before = session.runs.length;
    await reader.read([long(1_099)]);
    expect(session.runs).toHaveLength(before);
    await reader.read([old]);
    expect(session.runs).toHaveLength(before + 1);
  });

  it('keeps nothing of a call that is not to be remembered, and forgets nothing for it', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, 4);
    await reader.read(rowsOf([1, 2]));
    await reader.read(rowsOf([3, 4], [5, 6], [1, 2]), { remembers: false });
    expect(session.runs.map(({ ids }) => ids.length)).toEqual([1, 2]);
    await reader.read(rowsOf([1, 2]));
    expect(session.runs).toHaveLength(2);
    await reader.read(rowsOf([3, 4]));
    expect(session.runs).toHaveLength(3);
  });

  it('keeps nothing where nothing is to be kept', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, 0);
    await reader.read(rowsOf([1, 2], [1, 2]));
    expect(session.runs).toHaveLength(1);
    await reader.read(rowsOf([1, 2]));
    expect(session.runs).toHaveLength(2);
  });

  it('reads nothing of nothing', async () => {
    const session = new CountingSession();
    expect(await createRowReader(session, clsId, sepId, rememberedTokens).read([])).toEqual({
      readings: [],
      inferMs: 0,
    });
    expect(session.runs).toHaveLength(0);
  });
});

describe('several readers at once', () => {
  it('never run at the same time, and each gets its own', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    const texts = [manyRows(300), rowsOf([1], [2, 3]), manyRows(200, 1_000), rowsOf([4, 5, 6])];
    const results = await Promise.all(texts.map((rows) => reader.read(rows)));
    expect(session.mostAtOnce).toBe(1);
    for (const [i, { readings }] of results.entries()) expect(readings).toEqual(texts[i]?.map(expected));
  });
});

describe('progress', () => {
  it('rises to the number of distinct rows and then stops', async () => {
    const steps: { done: number; total: number }[] = [];
    const reader = createRowReader(new CountingSession(), clsId, sepId, rememberedTokens);
    await reader.read(rowsOf([7]));
    const rows = [...manyRows(400), ...manyRows(3), ...rowsOf([7], [7])];
    await reader.read(rows, { onProgress: (step) => steps.push(step) });
    expect(steps.length).toBeGreaterThan(2);
    expect(steps.every(({ done, total }, i) => total === 401 && done > (steps[i - 1]?.done ?? 0))).toBe(true);
    expect(steps.at(-1)).toEqual({ done: 401, total: 401 });
  });
});

describe('cancelling', () => {
  it('stops between two runs', async () => {
    const session = new CountingSession();
    const abort = new AbortController();
    session.beforeRun = (run) => {
      if (run === 2) abort.abort();
    };
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    const reading = reader.read(manyRows(1_000), { signal: abort.signal });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.runs).toHaveLength(2);
    const rows = rowsOf([1, 1]);
    expect((await reader.read(rows)).readings).toEqual(rows.map(expected));
  });

  it('before the start runs nothing, even if all is remembered', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    await reader.read(rowsOf([1]));
    const reading = reader.read(rowsOf([1]), { signal: AbortSignal.abort() });
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' });
    expect(session.runs).toHaveLength(1);
  });

  it('while waiting for another reader runs nothing', async () => {
    const session = new CountingSession();
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    const abort = new AbortController();
    const first = reader.read(rowsOf([1]));
    const second = reader.read(rowsOf([2]), { signal: abort.signal });
    abort.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await first;
    expect(session.runs).toHaveLength(1);
  });
});

describe('a session that fails', () => {
  it('fails the reading, not the next one', async () => {
    const session = new CountingSession();
    const failure = new UndertoneError('engine-failed', { reason: 'tried' });
    session.beforeRun = (run) => {
      if (run === 1) throw failure;
    };
    const reader = createRowReader(session, clsId, sepId, rememberedTokens);
    const first = reader.read(rowsOf([1]));
    const second = reader.read(rowsOf([2]));
    await expect(first).rejects.toBe(failure);
    expect((await second).readings).toEqual(rowsOf([2]).map(expected));
    expect((await reader.read(rowsOf([1]))).readings).toEqual(rowsOf([1]).map(expected));
  });

  it.each([
    ['not a number', [Number.NaN, 0, 0]],
    ['infinite', [0, Number.POSITIVE_INFINITY, 0]],
    ['missing', [0, 0]],
  ])('with outputs that are %s is a failure too', async (_, logits) => {
    const session: Session = {
      run: (_ids, _rows, length) =>
        Promise.resolve({ logits: Float32Array.from(logits), evidence: new Float32Array(length * 3) }),
    };
    const reading = createRowReader(session, clsId, sepId, rememberedTokens).read(rowsOf([1]));
    await expect(reading).rejects.toMatchObject({ code: 'engine-failed' });
  });
});
