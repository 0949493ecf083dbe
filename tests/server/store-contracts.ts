/** What every store of feedback, limits and readings does, whatever it is made with. */
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstBrokenLink } from '../../server/services/feedback/audit-chain.ts';
import { createSecrets } from '../../server/services/secrets.ts';
import type { FeedbackStore, LimitStore, ReadingCache } from '../../server/stores/stores.ts';

export const contractSecrets = createSecrets('a secret of the test, long enough for it');

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

const brokenLink = async (store: FeedbackStore): Promise<number | null> =>
  firstBrokenLink(store.auditTrail(), await store.auditHead(), contractSecrets);

/** @param open a store that is empty */
export function describeFeedbackStore(
  name: string,
  open: () => Promise<FeedbackStore> | FeedbackStore,
): void {
  const startMs = Date.UTC(2026, 0, 1);
  const at = (second: number): string => new Date(startMs + second * 1000).toISOString();
  const entry = (second: number, model = 'tiny') => ({
    id: `fb_${randomUUID()}`,
    createdAt: at(second),
    model,
    sealed: bytes(`sealed ${second}`),
    receiptHash: `receipt ${second}`,
    caller: 'anonymous',
  });

  describe(`${name}: feedback`, () => {
    it('is what was added and not erased, by time and model, whatever came in which order', async () => {
      const step = fc.oneof(
        fc.record({ kind: fc.constant('add' as const), second: fc.nat(9), model: fc.constantFrom('a', 'b') }),
        fc.record({ kind: fc.constant('erase' as const), which: fc.nat(9), hasReceipt: fc.boolean() }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.nat(9), async (steps, since) => {
          const store = await open();
          let kept: ReturnType<typeof entry>[] = [];
          let links = 0;
          for (const each of steps) {
            if (each.kind === 'add') {
              const added = entry(each.second, each.model);
              await store.add(added);
              kept.push(added);
              links += 1;
            } else {
              const meant = kept[each.which];
              const id = meant?.id ?? 'fb_nobody';
              const receiptHash = each.hasReceipt && meant ? meant.receiptHash : 'another';
              const isThere = meant !== undefined && each.hasReceipt;
              expect(await store.erase({ id, receiptHash, caller: 'key', at: at(20) })).toBe(isThere);
              if (isThere) kept = kept.filter((other) => other !== meant);
              if (isThere) links += 1;
            }
          }
          const listed = await all(store.list({ since: at(since), model: 'a' }));
          const expected = kept
            .filter(({ createdAt, model }) => createdAt >= at(since) && model === 'a')
            .toSorted((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
          expect(listed.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
          expect(listed.map(({ sealed }) => [...sealed])).toEqual(expected.map(({ sealed }) => [...sealed]));
          expect(await all(store.list({}))).toHaveLength(kept.length);
          expect(await all(store.auditTrail())).toHaveLength(links);
          expect(await brokenLink(store)).toBeNull();
        }),
        { numRuns: 15 },
      );
    });

    it('keeps one chain, though many write to it at the same time, and past any page', async () => {
      const store = await open();
      const link = { action: 'job-erased', subject: 'a job', at: at(0) } as const;
      await Promise.all(Array.from({ length: 30 }, (_, i) => store.audit({ ...link, caller: `key ${i}` })));
      for (let i = 30; i < 410; i += 1) await store.audit({ ...link, caller: `key ${i}` });
      const trail = await all(store.auditTrail());
      expect(new Set(trail.map(({ caller }) => caller)).size).toBe(410);
      expect(trail.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 410 }, (_, i) => i + 1));
      expect(await brokenLink(store)).toBeNull();
    });
  });
}

export function describeLimitStore(name: string, open: () => Promise<LimitStore> | LimitStore): void {
  describe(`${name}: limits`, () => {
    it('allow what there is, and once more than there is', async () => {
      const store = await open();
      const take = (tokens: number) => store.take('a caller', tokens, 6, Date.now());
      expect(await take(4)).toEqual({ isAllowed: true, remaining: 2, retryAfterMs: 0 });
      expect(await take(10)).toEqual({ isAllowed: true, remaining: 0, retryAfterMs: 0 });
      const refused = await take(1);
      expect(refused).toMatchObject({ isAllowed: false, remaining: 0 });
      // Nine tokens, of which one comes in ten seconds; less what has come since.
      expect(refused.retryAfterMs).toBeGreaterThan(60_000);
      expect(refused.retryAfterMs).toBeLessThanOrEqual(90_000);
      expect(await store.take('another', 1, 6, Date.now())).toMatchObject({ isAllowed: true, remaining: 5 });
      await store.settle('a caller', -12, 6, Date.now());
      expect(await take(1)).toMatchObject({ isAllowed: true, remaining: 3 });
    });

    it('hold everybody to their share, whatever is taken and given back', async () => {
      const perMinute = 5;
      const step = fc.record({
        kind: fc.constantFrom('take', 'settle'),
        tokens: fc.integer({ min: 0, max: 4 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.boolean(), async (steps, givesBack) => {
          const store = await open();
          const caller = randomUUID();
          // Less than a token comes while this lasts.
          let held = perMinute;
          for (const { kind, tokens } of steps) {
            if (kind === 'settle') {
              const owed = givesBack ? -tokens : tokens;
              await store.settle(caller, owed, perMinute, Date.now());
              held = Math.min(held - owed, perMinute);
              continue;
            }
            const taken = await store.take(caller, tokens, perMinute, Date.now());
            expect(taken.isAllowed).toBe(held >= 1);
            if (taken.isAllowed) held -= tokens;
            expect(taken.remaining).toBe(taken.isAllowed ? Math.max(held, 0) : 0);
            expect(taken.retryAfterMs > 0).toBe(!taken.isAllowed);
          }
        }),
        { numRuns: 30 },
      );
    });
  });
}

/** @param open a cache of three entries */
export function describeReadingCache(name: string, open: () => Promise<ReadingCache> | ReadingCache): void {
  describe(`${name}: cache`, () => {
    it('remembers the latest that were asked for, and no more than it may', async () => {
      const cache = await open();
      const textOf = async (key: string): Promise<string> =>
        Buffer.from((await cache.get(key)) ?? []).toString();
      const isKept = async (key: string): Promise<boolean> => (await cache.get(key)) !== undefined;
      expect(await cache.get('a')).toBeUndefined();
      for (const key of ['a', 'b', 'c']) await cache.set(key, bytes(key));
      expect(await textOf('a')).toBe('a');
      // Times are whole milliseconds: what comes in the same one has no order.
      await new Promise((resolve) => setTimeout(resolve, 5));
      await cache.get('a');
      await cache.get('b');
      await cache.set('d', bytes('d'));
      expect(await isKept('c')).toBe(false);
      expect([await isKept('a'), await isKept('b'), await isKept('d')]).toEqual([true, true, true]);
      await cache.set('d', bytes('other'));
      expect(await textOf('d')).toBe('other');
      expect([await isKept('a'), await isKept('b')]).toEqual([true, true]);
    });
  });
}
