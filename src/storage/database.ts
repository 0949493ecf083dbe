/** The page's own database: one open connection, and the steps from one version of it to the next. */
import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { UndertoneError } from '#core/contracts/errors';
import type { Correction } from './corrections.ts';

export interface UndertoneSchema extends DBSchema {
  corrections: { key: number; value: Correction; indexes: { text: string } };
}

const databaseName = 'undertone';
const databaseVersion = 1;

let connection: Promise<IDBPDatabase<UndertoneSchema>> | null = null;

/**
 * The database, opened at the first call. A failed opening is forgotten, so that the next call tries again.
 *
 * @throws UndertoneError `storage-unavailable` when the browser keeps nothing
 */
export async function openDatabase(): Promise<IDBPDatabase<UndertoneSchema>> {
  connection ??= openDB<UndertoneSchema>(databaseName, databaseVersion, {
    upgrade(database) {
      const corrections = database.createObjectStore('corrections', { keyPath: 'id', autoIncrement: true });
      corrections.createIndex('text', 'text');
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
