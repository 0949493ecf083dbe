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

/**
 * @param args without the program's own name
 * @param path of the file of keys
 * @returns what to print
 * @throws KeyUsageError, KeyFileError
 */
export async function runKeyCommand(args: readonly string[], path: string): Promise<string> {
  const { values, positionals } = parse(args);
  const [command, id, ...rest] = positionals;
  if (rest.length > 0 || (id !== undefined && command !== 'revoke')) {
    throw new KeyUsageError('These are too many words.');
  }
  if (command === 'create') return createKey(values, path);
  if (command === 'list') return listed(await readKeyFile(path));
  if (command !== 'revoke') throw new KeyUsageError('What should be done: create, list or revoke?');
  if (id === undefined) throw new KeyUsageError('Which key? The list tells their ids.');
  return revokeKey(id, path);
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
      },
    });
  } catch (thrown) {
    throw new KeyUsageError(thrown instanceof Error ? thrown.message : 'These arguments are not known.');
  }
}

async function createKey(values: Values, path: string): Promise<string> {
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
  return key;
}

function scopesOf(list: string | undefined): Scope[] {
  const parsed = (list ?? '').split(',').map((name) => scope.safeParse(name.trim()));
  const known = parsed.flatMap(({ data }) => (data === undefined ? [] : [data]));
  if (known.length < parsed.length) {
    throw new KeyUsageError(`Say what it may do with --scopes: one or more of ${scopes.join(',')}.`);
  }
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
  return keys
    .map(({ id, scopes: allowed, tokensPerMinute, createdAt, name }) =>
      [id, createdAt.slice(0, 10), allowed.join(','), tokensPerMinute ?? '-', name].join('\t'),
    )
    .join('\n');
}
