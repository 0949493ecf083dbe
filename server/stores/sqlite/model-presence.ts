/** Which models are read with around one data folder: each server says so from time to time, and it counts for a while. */
import * as z from 'zod/mini';
import type { ModelPresence } from '../stores.ts';
import type { SqlDatabase } from './database.ts';

const amountRow = z.object({ amount: z.int() });

/** @param waitMs how long a server that was heard of may still come back */
export function createSqliteModelPresence(database: SqlDatabase, waitMs: number): ModelPresence {
  // Whoever is alone with the folder has nobody to wait for.
  if (database.isAlone) database.run('delete from model_presence');

  return {
    async announce(sha256) {
      database.run('insert or replace into model_presence (sha256, until_ms) values (?, ?)', [
        sha256,
        Date.now() + waitMs,
      ]);
    },
    async isAwaited(sha256) {
      const sql = 'select count(*) as amount from model_presence where sha256 = ? and until_ms > ?';
      return database.one(amountRow, sql, [sha256, Date.now()])?.amount === 1;
    },
  };
}
