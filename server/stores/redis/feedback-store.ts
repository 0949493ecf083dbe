/** Feedback and its audit in Redis. */
import type { Redis } from 'ioredis';
import * as z from 'zod/mini';
import { auditEntry, auditHead } from '#core/contracts/feedback';
import type { AuditEntry, AuditHead } from '#core/contracts/feedback';
import { nextLink } from '../../services/feedback/audit-chain.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { FeedbackStore } from '../stores.ts';
import { asked, keyOf } from './connection.ts';
import { createScript } from './script.ts';

/** Entries that are fetched at a time while a list is sent. */
const pageSize = 200;

/**
 * The digests of the chain are not to be had in Lua: the link comes made, and goes in where the head is still the one that it
 * was made behind. Keys: the trail, its head. Values: that head, empty for none, the next head, the link.
 */
const isNext = `if (redis.call('GET', KEYS[2]) or '') ~= ARGV[1] then return -1 end`;
const link = `redis.call('RPUSH', KEYS[1], ARGV[3]) redis.call('SET', KEYS[2], ARGV[2])`;
const append = createScript(`${isNext} ${link} return 1`);
const add = createScript(`
${isNext}
redis.call('HSET', KEYS[3], 'createdAt', ARGV[5], 'model', ARGV[6], 'receiptHash', ARGV[7], 'sealed', ARGV[8])
redis.call('ZADD', KEYS[4], 0, ARGV[5] .. ' ' .. ARGV[4])
${link}
return 1`);
const erase = createScript(`
if redis.call('HGET', KEYS[3], 'receiptHash') ~= ARGV[5] then return 0 end
${isNext}
redis.call('ZREM', KEYS[4], redis.call('HGET', KEYS[3], 'createdAt') .. ' ' .. ARGV[4])
redis.call('DEL', KEYS[3])
${link}
return 1`);

const taken = -1;

const entryRow = z.object({
  createdAt: z.pipe(z.instanceof(Buffer), z.transform(String)),
  model: z.pipe(z.instanceof(Buffer), z.transform(String)),
  sealed: z.instanceof(Uint8Array),
});

export function createRedisFeedbackStore(redis: Redis, secrets: Secrets): FeedbackStore {
  const trail = keyOf('audit');
  const head = keyOf('audit-head');
  /** By time and id, as text: all have the same score. */
  const order = keyOf('feedback-order');
  const entryOf = (id: string): string => keyOf('feedback', id);

  const parsedHead = (kept: string): AuditHead | undefined =>
    kept === '' ? undefined : auditHead.parse(JSON.parse(kept));

  /** Until nobody else was faster. @param work with the head of before, the next one and the link @returns what it returned */
  async function linked(
    done: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>,
    work: (link: [string, string, string]) => Promise<unknown>,
  ): Promise<number> {
    for (;;) {
      const { action, subject, caller, at } = done;
      const kept = (await asked(redis.get(head))) ?? '';
      const end = { head: parsedHead(kept), lastSequence: await lastSequence() };
      const made = nextLink(end, { action, subject, caller, at }, secrets);
      const outcome = z.int().parse(await work([kept, JSON.stringify(made.head), JSON.stringify(made.link)]));
      if (outcome !== taken) return outcome;
    }
  }

  async function lastSequence(): Promise<number> {
    const last = await asked(redis.lindex(trail, -1));
    return last === null ? 0 : auditEntry.parse(JSON.parse(last)).sequence;
  }

  return {
    async add({ id, createdAt, model, receiptHash, sealed, caller }) {
      await linked({ at: createdAt, action: 'feedback-added', subject: id, caller }, (made) =>
        add(
          redis,
          [trail, head, entryOf(id), order],
          [...made, id, createdAt, model, receiptHash, Buffer.from(sealed)],
        ),
      );
    },

    async erase({ id, receiptHash, caller, at }) {
      const erased = await linked({ at, action: 'feedback-erased', subject: id, caller }, (made) =>
        erase(redis, [trail, head, entryOf(id), order], [...made, id, receiptHash]),
      );
      return erased === 1;
    },

    async *list({ since = '', model }) {
      let from = since === '' ? '-' : `[${since}`;
      for (;;) {
        const names = await asked(redis.zrangebylex(order, from, '+', 'LIMIT', 0, pageSize));
        for (const name of names) {
          const id = name.slice(name.indexOf(' ') + 1);
          // One that was erased in the meantime is not there any more.
          const row = entryRow.safeParse(await asked(redis.hgetallBuffer(entryOf(id))));
          if (row.success && (model === undefined || row.data.model === model)) yield { id, ...row.data };
        }
        const last = names.at(-1);
        if (last === undefined) return;
        from = `(${last}`;
      }
    },

    async audit(done) {
      await linked(done, (made) => append(redis, [trail, head], made));
    },

    async auditHead() {
      return parsedHead((await asked(redis.get(head))) ?? '');
    },

    async *auditTrail() {
      for (let from = 0; ; from += pageSize) {
        const page = await asked(redis.lrange(trail, from, from + pageSize - 1));
        for (const line of page) yield auditEntry.parse(JSON.parse(line));
        if (page.length < pageSize) return;
      }
    },
  };
}
