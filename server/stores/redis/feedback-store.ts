/** Feedback and its audit in Redis. */
import type { Redis } from 'ioredis';
import * as z from 'zod/mini';
import { auditEntry } from '#core/contracts/feedback';
import type { AuditEntry } from '#core/contracts/feedback';
import { nextLink } from '../../services/feedback/audit-chain.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { FeedbackStore } from '../stores.ts';
import { asked, keyOf } from './connection.ts';
import { createScript } from './script.ts';

/** Entries that are fetched at a time while a list is sent. */
const pageSize = 200;

/** The digests of the chain are not to be had in Lua: the link comes made, and goes in where its place is still free. */
const isNext = `if redis.call('LLEN', KEYS[1]) + 1 ~= tonumber(ARGV[1]) then return -1 end`;
const link = `redis.call('RPUSH', KEYS[1], ARGV[2])`;
const append = createScript(`${isNext} ${link} return 1`);
const add = createScript(`
${isNext}
redis.call('HSET', KEYS[2], 'createdAt', ARGV[4], 'model', ARGV[5], 'receiptHash', ARGV[6], 'sealed', ARGV[7])
redis.call('ZADD', KEYS[3], 0, ARGV[4] .. ' ' .. ARGV[3])
${link}
return 1`);
const erase = createScript(`
if redis.call('HGET', KEYS[2], 'receiptHash') ~= ARGV[4] then return 0 end
${isNext}
redis.call('ZREM', KEYS[3], redis.call('HGET', KEYS[2], 'createdAt') .. ' ' .. ARGV[3])
redis.call('DEL', KEYS[2])
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
  /** By time and id, as text: all have the same score. */
  const order = keyOf('feedback-order');
  const entryOf = (id: string): string => keyOf('feedback', id);

  async function lastLink(): Promise<AuditEntry | undefined> {
    const last = await asked(redis.lindex(trail, -1));
    return last === null ? undefined : auditEntry.parse(JSON.parse(last));
  }

  /** Until nobody else was faster. @param work with the number and the text of the link @returns what it returned */
  async function linked(
    done: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>,
    work: (link: [number, string]) => Promise<unknown>,
  ): Promise<number> {
    for (;;) {
      const { action, subject, caller, at } = done;
      const made = nextLink(await lastLink(), { action, subject, caller, at }, secrets);
      const outcome = z.int().parse(await work([made.sequence, JSON.stringify(made)]));
      if (outcome !== taken) return outcome;
    }
  }

  return {
    async add({ id, createdAt, model, receiptHash, sealed, caller }) {
      await linked({ at: createdAt, action: 'feedback-added', subject: id, caller }, (made) =>
        add(
          redis,
          [trail, entryOf(id), order],
          [...made, id, createdAt, model, receiptHash, Buffer.from(sealed)],
        ),
      );
    },

    async erase({ id, receiptHash, caller, at }) {
      const erased = await linked({ at, action: 'feedback-erased', subject: id, caller }, (made) =>
        erase(redis, [trail, entryOf(id), order], [...made, id, receiptHash]),
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
      await linked(done, (made) => append(redis, [trail], made));
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
