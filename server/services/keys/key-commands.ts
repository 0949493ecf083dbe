/** What `npm run keys` can be asked for, done to the file of keys. */
import { parseArgs } from 'node:util';
import { scope, scopes } from '#core/contracts/service';
import type { Scope } from '#core/contracts/service';
import { createApiKey, hashOfKey } from './api-key.ts';
import { changeKeyFile, readKeyFile } from './key-file.ts';
import type { KeyEntry } from './key-file.ts';

export const keysUsage = `Usage:
  npm run keys -- create --name NAME --scopes ${scopes.join(',')} [--tokens-per-minute N]
  npm run keys -- list
  npm run keys -- revoke ID`;

/** Wrong usage; the message is for the person at the terminal. */
export class KeyUsageError extends Error {
  override readonly name = 'KeyUsageError';
}

export interface KeyAnswer {
  /** What was asked for. */
  readonly output: string;
  /** For the person at the terminal, and for nobody who takes the output. */
  readonly note?: string;
}

/**
 * @param args without the program's own name
 * @param path of the file of keys
 * @throws KeyUsageError, KeyFileError
 */
export async function runKeyCommand(args: readonly string[], path: string): Promise<KeyAnswer> {
  const { values, positionals } = parse(args);
  if (values.help === true) return { output: keysUsage };
  const [command, id, ...rest] = positionals;
  if (rest.length > 0 || (id !== undefined && command !== 'revoke')) {
    throw new KeyUsageError('These are too many words.');
  }
  if (command === 'create') return createKey(values, path);
  if (command === 'list') return { output: listed(await readKeyFile(path)) };
  if (command !== 'revoke') throw new KeyUsageError('What should be done: create, list or revoke?');
  if (id === undefined) throw new KeyUsageError('Which key? The list tells their ids.');
  return { output: await revokeKey(id, path) };
}

type Values = ReturnType<typeof parse>['values'];

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        scopes: { type: 'string' },
        'tokens-per-minute': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw new KeyUsageError(thrown instanceof Error ? thrown.message : 'These arguments are not known.');
  }
}

async function createKey(values: Values, path: string): Promise<KeyAnswer> {
  const { name } = values;
  if (name === undefined || name.trim() === '') throw new KeyUsageError('Give it a --name, to know it by.');
  const entry = {
    name,
    scopes: scopesOf(values.scopes),
    tokensPerMinute: tokensOf(values['tokens-per-minute']),
    createdAt: new Date().toISOString(),
  };
  const { id, key } = createApiKey();
  const hash = hashOfKey(key).toString('base64url');
  await changeKeyFile(path, (keys) => [...keys, { id, hash, ...entry }]);
  const note = `The key is shown this once. ${path} keeps what it is known by: the server must read that file.`;
  return { output: key, note };
}

function scopesOf(list: string | undefined): Scope[] {
  const choice = `one or more of ${scopes.join(',')}`;
  if (list === undefined || list.trim() === '') {
    throw new KeyUsageError(`Say what it may do with --scopes: ${choice}.`);
  }
  const known = list.split(',').map((name) => {
    const { data } = scope.safeParse(name.trim());
    if (data === undefined)
      throw new KeyUsageError(`There is no scope "${name.trim()}"; --scopes takes ${choice}.`);
    return data;
  });
  return [...new Set(known)];
}

function tokensOf(given: string | undefined): number | null {
  if (given === undefined) return null;
  if (!/^[1-9]\d{0,8}$/.test(given)) {
    throw new KeyUsageError('--tokens-per-minute must be a whole number from 1 to 999999999.');
  }
  return Number(given);
}

async function revokeKey(id: string, path: string): Promise<string> {
  await changeKeyFile(path, (keys) => {
    const others = keys.filter((key) => key.id !== id);
    if (others.length === keys.length) throw new KeyUsageError('There is no key with this id.');
    return others;
  });
  return `${id} is revoked. Servers that run refuse it within two seconds.`;
}

function listed(keys: readonly KeyEntry[]): string {
  if (keys.length === 0) return 'There are no keys.';
  const heading = ['id', 'made', 'scopes', 'tokens a minute', 'name'].join('\t');
  const rows = keys.map(({ id, scopes: allowed, tokensPerMinute, createdAt, name }) =>
    [id, createdAt.slice(0, 10), allowed.join(','), tokensPerMinute ?? '-', name].join('\t'),
  );
  return [heading, ...rows].join('\n');
}
