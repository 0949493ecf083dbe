/** What every queue of portions does, whatever it is made with. */
import { describe, expect, it } from 'vitest';
import { UndertoneError } from '#core/contracts/errors';
import { PutOff } from '../../server/stores/put-off.ts';
import type { JobQueue, UnitTask } from '../../server/stores/stores.ts';
import { until } from './until.ts';

const key = ({ jobId, unit }: UnitTask): string => `${jobId}/${unit}`;

/** @param open a queue with these times, or with quick ones */
export function describeJobQueue(
  name: string,
  open: (times?: { readonly retryMs: number }) => Promise<JobQueue> | JobQueue,
): void {
  const unforeseen = async (): Promise<void> => expect.unreachable();

  describe(`${name}: queue`, () => {
    it('gives each portion out once, at most so many at a time', async () => {
      const queue = await open();
      const seen: string[] = [];
      let atOnce = 0;
      let most = 0;
      queue.consume(
        async (task) => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          await new Promise((resolve) => setTimeout(resolve, 2));
          atOnce -= 1;
          seen.push(key(task));
        },
        { atOnce: 3, onGivenUp: unforeseen },
      );
      await queue.add('a', 12);
      await queue.add('b', 2);
      await until(() => expect(seen).toHaveLength(14));
      expect(new Set(seen).size).toBe(14);
      expect(most).toBe(3);
      await queue.close(1000);
    });

    it('offers the same job twice without giving out more', async () => {
      const queue = await open();
      await queue.add('a', 3);
      await queue.add('a', 3);
      const seen: string[] = [];
      queue.consume(async (task) => void seen.push(key(task)), { atOnce: 1, onGivenUp: unforeseen });
      await until(() => expect(seen.toSorted()).toEqual(['a/0', 'a/1', 'a/2']));
      await queue.close(1000);
      expect(seen).toHaveLength(3);
    });

    it('lets a short job have its turn before a long one has ended', async () => {
      const queue = await open();
      const seen: string[] = [];
      let late: Promise<void> | undefined;
      queue.consume(
        async (task) => {
          seen.push(key(task));
          if (seen.length === 10) await (late = queue.add('short', 2));
        },
        { atOnce: 1, onGivenUp: unforeseen },
      );
      await queue.add('long', 60);
      await until(() => expect(seen).toHaveLength(62));
      await late;
      const last = Math.max(seen.indexOf('short/0'), seen.indexOf('short/1'));
      expect(last).toBeGreaterThan(9);
      expect(last).toBeLessThan(20);
      await queue.close(1000);
    });

    it('tries a portion three times, then gives it up, and goes on with the others', async () => {
      const queue = await open();
      const tries: string[] = [];
      const givenUp: [string, unknown][] = [];
      queue.consume(
        async (task) => {
          tries.push(key(task));
          if (task.unit === 1) throw new UndertoneError('engine-lost');
        },
        {
          atOnce: 1,
          onGivenUp: async (task, error) => void givenUp.push([key(task), error]),
        },
      );
      await queue.add('a', 3);
      await until(() => expect(givenUp).toHaveLength(1));
      expect(givenUp[0]?.[0]).toBe('a/1');
      expect(tries.filter((tried) => tried === 'a/1')).toHaveLength(3);
      expect(tries.filter((tried) => tried !== 'a/1').toSorted()).toEqual(['a/0', 'a/2']);
      await queue.close(1000);
    });

    it('gives out again what was put off, as often as it takes, and counts nothing', async () => {
      const queue = await open();
      let tries = 0;
      const done: string[] = [];
      queue.consume(
        async (task) => {
          if (task.unit === 1 && (tries += 1) < 8) throw new PutOff();
          done.push(key(task));
        },
        { atOnce: 1, onGivenUp: unforeseen },
      );
      await queue.add('a', 3);
      await until(() => expect(done.toSorted()).toEqual(['a/0', 'a/1', 'a/2']));
      expect(tries).toBe(8);
      await queue.close(1000);
    });

    it('reads the rest at once, however much is put off and for however long', async () => {
      const queue = await open({ retryMs: 600_000 });
      const done: string[] = [];
      await queue.add('foreign', 8);
      await queue.add('own', 4);
      queue.consume(
        async (task) => {
          if (task.jobId === 'foreign') throw new PutOff();
          done.push(key(task));
        },
        { atOnce: 2, onGivenUp: unforeseen },
      );
      await until(() => expect(done.toSorted()).toEqual(['own/0', 'own/1', 'own/2', 'own/3']));
      await queue.close(1000);
    });

    it('keeps what cannot even be given up for another time', async () => {
      const queue = await open();
      let tries = 0;
      let refusals = 0;
      const givenUp: string[] = [];
      queue.consume(
        async () => {
          tries += 1;
          throw new UndertoneError('engine-lost');
        },
        {
          atOnce: 1,
          onGivenUp: async (task) => {
            refusals += 1;
            if (refusals < 4) throw new UndertoneError('storage-full');
            givenUp.push(key(task));
          },
        },
      );
      await queue.add('a', 1);
      await until(() => expect(givenUp).toEqual(['a/0']));
      expect(tries).toBeGreaterThanOrEqual(3);
      await queue.close(1000);
    });

    it('aborts what is under way of a job that is removed, and gives out no more of it', async () => {
      const queue = await open();
      const seen: string[] = [];
      let hasAborted = false;
      queue.consume(
        (task, signal) =>
          new Promise((resolve, reject) => {
            seen.push(key(task));
            if (task.jobId === 'b') resolve();
            signal.addEventListener('abort', () => {
              hasAborted = true;
              reject(new UndertoneError('cancelled'));
            });
          }),
        { atOnce: 1, onGivenUp: unforeseen },
      );
      await queue.add('a', 5);
      await until(() => expect(seen).toEqual(['a/0']));
      await queue.remove('a');
      await until(() => expect(hasAborted).toBe(true));
      await queue.add('b', 1);
      await until(() => expect(seen).toEqual(['a/0', 'b/0']));
      await queue.close(1000);
    });

    it('waits at its end for what is under way, and takes nothing new', async () => {
      const queue = await open();
      const done: string[] = [];
      let release: () => void = () => undefined;
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      let begun = 0;
      queue.consume(
        async (task) => {
          begun += 1;
          await gate;
          done.push(key(task));
        },
        { atOnce: 2, onGivenUp: unforeseen },
      );
      await queue.add('a', 5);
      await until(() => expect(begun).toBe(2));
      const closed = queue.close(60_000);
      release();
      await closed;
      expect(done.toSorted()).toEqual(['a/0', 'a/1']);
      expect(begun).toBe(2);
    });
  });
}
