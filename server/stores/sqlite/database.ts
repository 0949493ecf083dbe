/** The file in which one machine keeps what outlasts a request: SQLite inside the process, by libsql. */
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import Libsql from 'libsql';
import * as z from 'zod/mini';
import { UndertoneError } from '#core/contracts/errors';
import { ConfigError } from '../../config.ts';
import { makeFolder } from '../../make-folder.ts';
import { migrations } from './migrations.ts';

const fileName = 'undertone.db';
const lockName = 'undertone.lock';
/** For another process to finish a change. */
const busyTimeoutMs = 5000;

/** There is no truth value among them: libsql ends the process over one. */
export type SqlValue = string | number | null | Uint8Array;

/** A blob as libsql gives it, which is one thing for a single row and another for several. */
export const blob = z.pipe(
  z.union([z.instanceof(Uint8Array), z.instanceof(ArrayBuffer)]),
  z.transform((bytes) => (bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes))),
);

/** A truth value as SQLite keeps it. */
export const flag = z.pipe(
  z.number(),
  z.transform((value) => value !== 0),
);

export interface SqlDatabase {
  /** Whether no other process had this file open when it was opened here: what is half done in it was left by the dead. */
  readonly isAlone: boolean;
  /** @returns rows that were changed @throws UndertoneError `storage-full` */
  run(sql: string, values?: readonly SqlValue[]): number;
  /** The first row, by its schema. */
  one<T>(row: z.ZodMiniType<T>, sql: string, values?: readonly SqlValue[]): T | undefined;
  all<T>(row: z.ZodMiniType<T>, sql: string, values?: readonly SqlValue[]): T[];
  /** All of `work` or nothing; nobody else changes anything meanwhile. Not to be nested. */
  transaction<T>(work: () => T): T;
  /** Writes the log into the file and empties it: what was erased is then nowhere any more. */
  shred(): void;
  close(): void;
}

/**
 * Opens the file, makes it where it is not there, and brings its tables up to date.
 *
 * @param dataDir made where it is not there, for its owner's eyes only
 * @throws ConfigError where a newer version has changed the file
 */
export function openDatabase(dataDir: string): SqlDatabase {
  makeFolder(dataDir);
  const presence = enter(join(dataDir, lockName));
  const path = join(dataDir, fileName);
  // SQLite gives the files beside it the same rights.
  closeSync(openSync(path, 'a', 0o600));
  const connection = new Libsql(path, { timeout: busyTimeoutMs });
  connection.exec('pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on');
  const statements = new Map<string, Libsql.Statement>();

  function prepared(sql: string): Libsql.Statement {
    let statement = statements.get(sql);
    if (statement === undefined) statements.set(sql, (statement = connection.prepare(sql)));
    return statement;
  }

  const database: SqlDatabase = {
    isAlone: presence.isAlone,
    run: (sql, values = []) => guarded(() => prepared(sql).run([...values]).changes),
    one(row, sql, values = []) {
      const found = guarded(() => prepared(sql).get([...values]));
      return found === undefined ? undefined : row.parse(found);
    },
    all: (row, sql, values = []) =>
      guarded(() => prepared(sql).all([...values])).map((found) => row.parse(found)),
    transaction(work) {
      guarded(() => connection.exec('begin immediate'));
      try {
        const result = work();
        guarded(() => connection.exec('commit'));
        return result;
      } catch (thrown) {
        // A full disk has ended it already.
        if (connection.inTransaction) connection.exec('rollback');
        throw thrown;
      }
    },
    shred() {
      prepared('pragma wal_checkpoint(truncate)').all([]);
    },
    close() {
      database.shred();
      statements.clear();
      connection.close();
      presence.leave();
    },
  };
  migrate(database);
  return database;
}

const migrationRow = z.object({ name: z.string() });

function migrate(database: SqlDatabase): void {
  database.run('create table if not exists migrations (name text primary key) strict');
  database.transaction(() => {
    const done = new Set(database.all(migrationRow, 'select name from migrations').map(({ name }) => name));
    for (const { name, statements } of migrations) {
      if (done.delete(name)) continue;
      for (const statement of statements) database.run(statement);
      database.run('insert into migrations (name) values (?)', [name]);
    }
    if (done.size > 0) throw new ConfigError('A newer version of Undertone has changed the data folder.');
  });
}

/** What SQLite says of a statement may quote it and what it holds, so nobody else is told but of a full disk. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof Libsql.SqliteError && thrown.code === 'SQLITE_FULL') {
      throw new UndertoneError('storage-full', {}, { cause: thrown });
    }
    throw thrown;
  }
}

/**
 * A lock that lasts as long as the process, however that ends: every process shares it, and the one that had it to
 * itself first was alone.
 */
function enter(path: string): { isAlone: boolean; leave(): void } {
  closeSync(openSync(path, 'a', 0o600));
  const lock = new Libsql(path);
  let isAlone = true;
  try {
    lock.exec('begin exclusive; commit');
  } catch {
    isAlone = false;
  }
  lock.exec('begin; select count(*) from sqlite_schema');
  return {
    isAlone,
    leave() {
      lock.exec('rollback');
      lock.close();
    },
  };
}
