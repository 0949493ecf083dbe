/** Feedback and its audit in SQLite. */
import * as z from 'zod/mini';
import { auditEntry } from '#core/contracts/feedback';
import type { AuditEntry } from '#core/contracts/feedback';
import { nextLink } from '../../services/feedback/audit-chain.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { FeedbackStore } from '../stores.ts';
import { blob } from './database.ts';
import type { SqlDatabase } from './database.ts';

/** Entries that are fetched at a time while a list is sent. */
const pageSize = 200;

const listedRow = z.object({ id: z.string(), createdAt: z.string(), model: z.string(), sealed: blob });

export function createSqliteFeedbackStore(database: SqlDatabase, secrets: Secrets): FeedbackStore {
  function append(done: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>): void {
    const last = database.one(auditEntry, 'select * from audit order by sequence desc limit 1');
    const { sequence, at, action, subject, caller, previous, hash } = nextLink(last, done, secrets);
    database.run(
      'insert into audit (sequence, at, action, subject, caller, previous, hash) values (?, ?, ?, ?, ?, ?, ?)',
      [sequence, at, action, subject, caller, previous, hash],
    );
  }

  return {
    async add({ id, createdAt, model, receiptHash, sealed, caller }) {
      database.transaction(() => {
        database.run(
          'insert into feedback (id, created_at, model, receipt_hash, sealed) values (?, ?, ?, ?, ?)',
          [id, createdAt, model, receiptHash, sealed],
        );
        append({ at: createdAt, action: 'feedback-added', subject: id, caller });
      });
    },

    async erase({ id, receiptHash, caller, at }) {
      const isErased = database.transaction(() => {
        const erased = database.run('delete from feedback where id = ? and receipt_hash = ?', [
          id,
          receiptHash,
        ]);
        if (erased > 0) append({ at, action: 'feedback-erased', subject: id, caller });
        return erased > 0;
      });
      if (isErased) database.shred();
      return isErased;
    },

    async *list({ since = '', model = null }) {
      let from = { createdAt: since, id: '' };
      for (;;) {
        const page = database.all(
          listedRow,
          `select id, created_at as createdAt, model, sealed from feedback
           where (created_at, id) > (?, ?) and (? is null or model = ?)
           order by created_at, id limit ${pageSize}`,
          [from.createdAt, from.id, model, model],
        );
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        from = last;
      }
    },

    async audit(link) {
      database.transaction(() => append(link));
    },

    async *auditTrail() {
      let from = 0;
      for (;;) {
        const page = database.all(
          auditEntry,
          `select * from audit where sequence > ? order by sequence limit ${pageSize}`,
          [from],
        );
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        from = last.sequence;
      }
    },
  };
}
