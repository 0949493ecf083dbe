import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createApiKey } from '../../server/services/keys/api-key.ts';
import { KeyUsageError, runKeyCommand } from '../../server/services/keys/key-commands.ts';
import { changeKeyFile, KeyFileError, readKeyFile } from '../../server/services/keys/key-file.ts';
import { openKeyRing } from '../../server/services/keys/key-ring.ts';
import type { KeyRing } from '../../server/services/keys/key-ring.ts';
import { runProgram } from './run-program.ts';

let dir: string;
let path: string;
const rings: KeyRing[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'undertone-keys-'));
  path = join(dir, 'keys.json');
});
afterEach(async () => {
  for (const ring of rings.splice(0)) ring.close();
  await rm(dir, { recursive: true });
});

const run = async (...args: string[]): Promise<string> => (await runKeyCommand(args, path)).output;
const create = (scopes = 'analyze,jobs', ...more: string[]): Promise<string> =>
  run('create', '--name', 'Reports', '--scopes', scopes, ...more);

async function openRing(onBroken: (thrown: unknown) => void = () => undefined): Promise<KeyRing> {
  const ring = await openKeyRing({ path, tokensPerMinute: 700, onBroken });
  rings.push(ring);
  return ring;
}

describe('the keys command', () => {
  it('shows a key once and keeps no more than its hash, for its owner alone', async () => {
    const key = await create('analyze,jobs,jobs', '--tokens-per-minute', '1200');
    expect(key).toMatch(/^ut_[0-9a-f]{12}_[\w-]{43}$/);
    const [, id = '', secret = ''] = /^ut_([0-9a-f]+)_(.+)$/.exec(key) ?? [];
    const kept = await readFile(path, 'utf8');
    expect(kept).toContain(id);
    expect(kept).not.toContain(secret);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(dir)).toEqual(['keys.json']);
    const [entry] = await readKeyFile(path);
    expect(entry).toMatchObject({ id, name: 'Reports', scopes: ['analyze', 'jobs'], tokensPerMinute: 1200 });
    const list = await run('list');
    expect(list).toMatch(/^id\tmade\tscopes\t/);
    expect(list).toContain(`\n${id}\t`);
    expect(list).toContain('analyze,jobs\t1200\tReports');
    expect(list).not.toContain(secret);
  });

  it('never makes the same key twice', async () => {
    const keys = Array.from({ length: 200 }, () => createApiKey());
    expect(new Set(keys.map(({ key }) => key)).size).toBe(200);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(200);
  });

  it('revokes one and leaves the others', async () => {
    const [first, second] = [await create(), await create()];
    await run('revoke', first.split('_')[1] ?? '');
    const ring = await openRing();
    expect(ring.callerOf(first)).toBeUndefined();
    expect(ring.callerOf(second)?.id).toBe(second.split('_')[1]);
    await expect(run('revoke', 'ffffffffffff')).rejects.toThrow(KeyUsageError);
    expect(await readdir(dir)).toEqual(['keys.json']);
  });

  it.each([
    [[]],
    [['make']],
    [['list', 'all']],
    [['revoke']],
    [['create', '--scopes', 'analyze']],
    [['create', '--name', 'A']],
    [['create', '--name', 'A', '--scopes', 'analyze,everything']],
    [['create', '--name', 'A', '--scopes', '']],
    [['create', '--name', 'A', '--scopes', 'jobs', '--tokens-per-minute', '0']],
    [['create', '--name', 'A', '--scopes', 'jobs', '--forever']],
  ])('refuses %j and writes nothing', async (args) => {
    await expect(run(...args)).rejects.toThrow(KeyUsageError);
    expect(await readdir(dir)).toEqual([]);
  });

  it('names the scope that there is none of', async () => {
    await expect(create('analyze,everything')).rejects.toThrow('"everything"');
  });

  it('leaves the file as it is while somebody else changes it, and where it is no file of keys', async () => {
    await create();
    const before = await readFile(path, 'utf8');
    await writeFile(`${path}.new`, '');
    await expect(create()).rejects.toThrow(KeyFileError);
    await rm(`${path}.new`);
    await expect(
      changeKeyFile(path, () => {
        throw new Error('Changed my mind.');
      }),
    ).rejects.toThrow('Changed my mind.');
    expect(await readFile(path, 'utf8')).toBe(before);
    await writeFile(path, '{"keys": [{}]}');
    await expect(create()).rejects.toThrow(KeyFileError);
    expect(await readFile(path, 'utf8')).toBe('{"keys": [{}]}');
    expect(await readdir(dir)).toEqual(['keys.json']);
  });

  it('is a program of its own', async () => {
    const environment = { UNDERTONE_KEYS_FILE: path };
    const made = runProgram('keys.ts', ['create', '--name', 'A', '--scopes', 'analyze'], { environment });
    expect(await made.ended).toBe(0);
    expect(made.written.stderr).toContain('this once');
    expect(made.written.stderr).toContain(path);
    const wrong = runProgram('keys.ts', ['create'], { environment });
    expect(await wrong.ended).toBe(2);
    expect(wrong.written.stderr).toContain('Usage:');
    const helped = runProgram('keys.ts', ['--help'], { environment });
    expect(await helped.ended).toBe(0);
    expect(helped.written.stdout).toContain('Usage:');
    expect((await openRing()).callerOf(made.written.stdout.trim())?.isAnonymous).toBe(false);
  });
});

describe('the ring of keys', () => {
  it('knows who holds a key, as often as it is shown', async () => {
    const [plain, limited] = [await create('models'), await create('admin', '--tokens-per-minute', '5')];
    const ring = await openRing();
    for (let time = 0; time < 3; time += 1) {
      expect(ring.callerOf(plain)).toEqual({
        id: plain.split('_')[1],
        scopes: new Set(['models']),
        isAnonymous: false,
        tokensPerMinute: 700,
      });
      expect(ring.callerOf(limited)?.tokensPerMinute).toBe(5);
    }
  });

  it('takes nothing that is not the key to the last character, before and after it was shown', async () => {
    const key = await create();
    const ring = await openRing();
    const last = key.endsWith('A') ? 'Q' : 'A';
    const wrong = [
      '',
      'ut_',
      key.slice(0, -1),
      `${key}A`,
      key.slice(0, -1) + last,
      `${key} `,
      key.toUpperCase(),
      createApiKey().key,
      `${key.slice(0, 16)}${createApiKey().key.slice(16)}`,
    ];
    for (const each of wrong) expect(ring.callerOf(each)).toBeUndefined();
    expect(ring.callerOf(key)).toBeDefined();
    for (const each of wrong) expect(ring.callerOf(each)).toBeUndefined();
  });

  it('notices what is made and revoked while it is open', async () => {
    const ring = await openRing();
    const key = await create();
    await vi.waitFor(() => expect(ring.callerOf(key)).toBeDefined(), { timeout: 60_000 });
    await run('revoke', key.split('_')[1] ?? '');
    await vi.waitFor(() => expect(ring.callerOf(key)).toBeUndefined(), { timeout: 60_000 });
  });

  it('goes on with the keys of before when the file is spoilt, and says so', async () => {
    const key = await create();
    const broken = vi.fn();
    const ring = await openRing(broken);
    await writeFile(path, 'no keys');
    await vi.waitFor(() => expect(broken).toHaveBeenCalledWith(expect.any(KeyFileError)), {
      timeout: 60_000,
    });
    expect(ring.callerOf(key)).toBeDefined();
  });

  it('does not open a file that is none of keys', async () => {
    await writeFile(path, '[]');
    await expect(openRing()).rejects.toThrow(KeyFileError);
  });
});
