/** The page's own database: one open connection, and the steps from one version of it to the next. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { UndertoneError } from '#core/contracts/errors';
import type { BlindCheck } from './blind-check.ts';
import type { Correction } from './corrections.ts';
import type { PastReading } from './history.ts';

export interface UndertoneSchema extends DBSchema {
  corrections: { key: number; value: Correction; indexes: { text: string } };
  /** By the id of the run. */
  blindChecks: { key: string; value: BlindCheck };
  /** By the text. */
  history: { key: string; value: PastReading; indexes: { readAtMs: number } };
}

const databaseName = 'undertone';
const databaseVersion = 2;

let connection: Promise<IDBPDatabase<UndertoneSchema>> | null = null;

/**
 * The database, opened at the first call. A failed opening is forgotten, so that the next call tries again.
 *
 * @throws UndertoneError `storage-unavailable` when the browser keeps nothing
 */
export async function openDatabase(): Promise<IDBPDatabase<UndertoneSchema>> {
  connection ??= openDB<UndertoneSchema>(databaseName, databaseVersion, {
    upgrade(database, versionBefore) {
      if (versionBefore < 1) {
        const corrections = database.createObjectStore('corrections', { keyPath: 'id', autoIncrement: true });
        corrections.createIndex('text', 'text');
      }
      database.createObjectStore('blindChecks', { keyPath: 'runId' });
      database.createObjectStore('history', { keyPath: 'text' }).createIndex('readAtMs', 'readAtMs');
    },
    // Another tab wants a newer version: let it have the database, and open anew when asked again.
    blocking(_current, _blocked, event) {
      connection = null;
      if (event.target instanceof IDBDatabase) event.target.close();
    },
    terminated() {
      connection = null;
    },
  });
  try {
    return await connection;
  } catch (cause) {
    connection = null;
    throw new UndertoneError('storage-unavailable', {}, { cause });
  }
}
