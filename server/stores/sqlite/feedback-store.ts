/** Feedback and its audit in SQLite. */
import type Database from 'libsql';
import * as z from 'zod/mini';
import { auditEntry } from '#core/contracts/feedback';
import type { AuditEntry } from '#core/contracts/feedback';
import { nextLink } from '../../services/feedback/audit-chain.ts';
import type { Secrets } from '../../services/secrets.ts';
import type { FeedbackStore } from '../stores.ts';
import { blob } from './blob.ts';

const tables = `
  create table if not exists feedback (
    id text primary key,
    createdAt text not null,
    model text not null,
    receiptHash text not null,
    sealed blob not null
  ) strict;
  create index if not exists feedbackByTime on feedback (createdAt, id);
  create table if not exists audit (
    sequence integer primary key,
    at text not null,
    action text not null,
    subject text not null,
    caller text not null,
    previous text not null,
    hash text not null
  ) strict;
`;

/** Entries that are fetched at a time while a list is sent. */
const pageSize = 200;

const listedRow = z.object({
  id: z.string(),
  createdAt: z.string(),
  model: z.string(),
  sealed: blob,
});

/** Makes its tables where they are missing. */
export function createSqliteFeedbackStore(database: Database.Database, secrets: Secrets): FeedbackStore {
  database.exec(tables);
  const insertEntry = database.prepare(
    'insert into feedback (id, createdAt, model, receiptHash, sealed) values (?, ?, ?, ?, ?)',
  );
  const deleteEntry = database.prepare('delete from feedback where id = ? and receiptHash = ?');
  const selectEntries = database.prepare(
    `select id, createdAt, model, sealed from feedback
     where (createdAt, id) > (?, ?) and (? is null or model = ?) order by createdAt, id limit ${pageSize}`,
  );
  const selectLast = database.prepare('select * from audit order by sequence desc limit 1');
  const selectLinks = database.prepare(
    `select * from audit where sequence > ? order by sequence limit ${pageSize}`,
  );
  const insertLink = database.prepare(
    'insert into audit (sequence, at, action, subject, caller, previous, hash) values (?, ?, ?, ?, ?, ?, ?)',
  );

  function append(done: Pick<AuditEntry, 'action' | 'subject' | 'caller' | 'at'>): void {
    const row: unknown = selectLast.get();
    const last = row === undefined ? undefined : auditEntry.parse(row);
    const { sequence, at, action, subject, caller, previous, hash } = nextLink(last, done, secrets);
    insertLink.run(sequence, at, action, subject, caller, previous, hash);
  }

  /** Written at once or not at all, and before any other process of this machine writes. */
  function atOnce<T>(work: () => T): T {
    return database.transaction(work).immediate();
  }

  return {
    async add({ id, createdAt, model, receiptHash, sealed, caller }) {
      atOnce(() => {
        insertEntry.run(id, createdAt, model, receiptHash, sealed);
        append({ at: createdAt, action: 'feedback-added', subject: id, caller });
      });
    },

    async erase({ id, receiptHash, caller, at }) {
      return atOnce(() => {
        const isErased = deleteEntry.run(id, receiptHash).changes > 0;
        if (isErased) append({ at, action: 'feedback-erased', subject: id, caller });
        return isErased;
      });
    },

    async *list({ since = '', model = null }) {
      let from = { createdAt: since, id: '' };
      for (;;) {
        const page = z.array(listedRow).parse(selectEntries.all(from.createdAt, from.id, model, model));
        yield* page;
        const last = page.at(-1);
        if (last === undefined || page.length < pageSize) return;
        from = last;
      }
    },

    async audit(link) {
      atOnce(() => append(link));
    },

    async *auditTrail() {
      let sequence = 0;
      for (;;) {
        const page = z.array(auditEntry).parse(selectLinks.all(sequence));
        yield* page;
        const last = page.at(-1);
        if (last === undefined) return;
        ({ sequence } = last);
      }
    },
  };
}
