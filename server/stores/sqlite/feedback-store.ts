/** Feedback and its audit in SQLite. */
import * as z from 'zod/mini';
import { auditEntry, auditHead } from '#core/contracts/feedback';
import type { AuditEntry, AuditHead } from '#core/contracts/feedback';
import { nextLink } from '../../services/feedback/audit-chain.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { FeedbackStore } from '../stores.ts';
import { blob } from './database.ts';
import type { SqlDatabase } from './database.ts';

/** Entries that are fetched at a time while a list is sent. */
const pageSize = 200;

const listedRow = z.object({ id: z.string(), createdAt: z.string(), model: z.string(), sealed: blob });

const sequenceRow = z.object({ sequence: z.int() });

export function createSqliteFeedbackStore(database: SqlDatabase, secrets: Secrets): FeedbackStore {
  const findHead = (): AuditHead | undefined =>
    database.one(auditHead, 'select sequence, hash, seal from audit_head');

  function append(done: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>): void {
    const last = database.one(sequenceRow, 'select coalesce(max(sequence), 0) as sequence from audit');
    const made = nextLink({ head: findHead(), lastSequence: last?.sequence ?? 0 }, done, secrets);
    const { sequence, at, action, subject, caller, previous, hash } = made.link;
    database.run(
      'insert into audit (sequence, at, action, subject, caller, previous, hash) values (?, ?, ?, ?, ?, ?, ?)',
      [sequence, at, action, subject, caller, previous, hash],
    );
    database.run('insert or replace into audit_head (place, sequence, hash, seal) values (1, ?, ?, ?)', [
      made.head.sequence,
      made.head.hash,
      made.head.seal,
    ]);
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

    async auditHead() {
      return findHead();
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
