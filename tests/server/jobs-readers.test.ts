import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { openDatabase } from '../../server/stores/sqlite/database.ts';
import { code, finished, get, handOver, items, lines, manyRows, status } from './jobs-asking.ts';
import type { Reader } from './jobs-server.ts';
import { withJobsServers } from './with-jobs-servers.ts';

const { newFolder, reader, start, stop } = withJobsServers();
const model = { name: 'another', version: '2.0.0', sha256: 'b'.repeat(64) };

describe('a reader that fails', () => {
  it('costs nothing where it comes back, and where it never does that row alone which ends it', async () => {
    let calls = 0;
    const flaky: Reader = {
      model: reader.model,
      state: reader.state,
      readRows: (texts, options) => {
        calls += 1;
        const isBad = texts.includes('Day 300 was lovely.') || calls === 1;
        return isBad ? Promise.reject(new UndertoneError('engine-lost')) : reader.readRows(texts, options);
      },
    };
    const server = await start({ inference: flaky });
    const { id } = status(await handOver(server, manyRows(600), { type: 'application/x-ndjson' }));
    const end = await finished(server, id);
    expect(end).toMatchObject({ state: 'partial', progress: { total: 600, done: 600, failed: 1 } });
    const results = lines(await get(server, `${id}/results`));
    const failed = results.filter(({ result }) => result.kind === 'failed');
    expect(failed).toEqual([{ index: 300, id: 'row 300', result: { kind: 'failed', code: 'engine-lost' } }]);
  });

  it('costs nothing where it is busy or being stopped, or nothing can be kept: the portion waits', async () => {
    let calls = 0;
    const busy: Reader = {
      model: reader.model,
      state: reader.state,
      readRows: (texts, options) => {
        calls += 1;
        const refusals = [
          'server-busy',
          'server-stopping',
          'deadline-exceeded',
          'storage-full',
          'storage-unavailable',
        ] as const;
        const refusal = refusals[calls % 5] ?? 'server-busy';
        return calls < 8
          ? Promise.reject(new UndertoneError(refusal, { retryAfterMs: 1 }))
          : reader.readRows(texts, options);
      },
    };
    const server = await start({ inference: busy });
    const { id } = status(await handOver(server, items('One.')));
    expect(await finished(server, id)).toMatchObject({ state: 'succeeded' });
  });

  it.each(['engine-failed', 'engine-lost', 'model-corrupt', 'model-unavailable'] as const)(
    'costs nothing where it cannot be started (%s): the portion waits until it can',
    async (reason) => {
      const error = new UndertoneError(reason, { retryAfterMs: 1 });
      let looks = 0;
      const broken: Reader = {
        model: reader.model,
        get state() {
          looks += 1;
          return looks < 8 ? ({ kind: 'failed', error: error.toData() } as const) : reader.state;
        },
        readRows: (texts, options) => (looks < 8 ? Promise.reject(error) : reader.readRows(texts, options)),
      };
      const server = await start({ inference: broken });
      const { id } = status(await handOver(server, items('One.')));
      expect(await finished(server, id)).toMatchObject({ state: 'succeeded' });
    },
  );

  it('takes no job in before it is known what it reads with', async () => {
    const { readRows, state } = reader;
    const server = await start({ inference: { model: null, state, readRows } });
    const answer = await handOver(server, items('One.'));
    expect([answer.status, code(answer), answer.headers['retry-after']]).toEqual([503, 'server-busy', '1']);
  });

  it.each([
    ['that is known', model],
    ['that it has yet to start', null],
  ])('keeps nothing of a job that was read with another model, %s', async (_what, known) => {
    const dataDir = newFolder();
    const first = await start({ dataDir, isReading: false });
    const { id } = status(await handOver(first, items('One.')));
    await stop(first);
    const second = await start({
      dataDir,
      inference: {
        model: known,
        state: reader.state,
        readRows: async (texts, options) => ({ ...(await reader.readRows(texts, options)), model }),
      },
    });
    const end = await finished(second, id);
    expect(end).toMatchObject({ state: 'failed', error: { code: 'model-unavailable' } });
    expect(lines(await get(second, `${id}/results`))).toEqual([]);
  });

  it('is not asked for a portion that cannot be opened: that ends the job', async () => {
    const dataDir = newFolder();
    const first = await start({ dataDir, isReading: false });
    const { id } = status(await handOver(first, items('One.')));
    await stop(first);
    const database = openDatabase(dataDir);
    database.run('update units set rows = ?', [new Uint8Array(40)]);
    database.close();
    const second = await start({ dataDir });
    expect(await finished(second, id)).toMatchObject({ state: 'failed', error: { code: 'internal' } });
  });
});
