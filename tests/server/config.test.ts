import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, variableNames } from '../../server/config.ts';

describe('the configuration', () => {
  it('needs nothing: this machine only, at the root, with the models of the repository', () => {
    const config = readConfig({});
    expect(config).toMatchObject({ port: 8787, host: '127.0.0.1', basePath: '/', publicOrigin: undefined });
    expect(config.modelsDir).toBe(resolve(import.meta.dirname, '../../models'));
  });

  it('reads what is set, and an empty variable is not set', () => {
    const config = readConfig({
      UNDERTONE_PORT: '0',
      UNDERTONE_HOST: '::1',
      UNDERTONE_BASE_PATH: '/a/b.c/',
      UNDERTONE_MODELS_DIR: 'somewhere',
      UNDERTONE_PUBLIC_ORIGIN: 'https://tone.example:8443',
      UNDERTONE_LOG_LEVEL: '',
    });
    expect(config).toMatchObject({
      port: 0,
      host: '::1',
      basePath: '/a/b.c/',
      modelsDir: resolve('somewhere'),
      publicOrigin: 'https://tone.example:8443',
      logLevel: 'warn',
    });
  });

  it('takes localhost for the one address that it usually is', () => {
    expect(readConfig({ UNDERTONE_HOST: 'LocalHost' }).host).toBe('127.0.0.1');
    expect(readConfig({ UNDERTONE_HOST: 'localhost.example' }).host).toBe('localhost.example');
  });

  it('reads origins as browsers send them: without the usual port, whatever commas stand around them', () => {
    const origins =
      ' https://app.example:443,http://127.0.0.1:80 , http://app.example:443,https://[::1]:8443,';
    expect(readConfig({ UNDERTONE_CORS_ORIGINS: origins }).corsOrigins).toEqual([
      'https://app.example',
      'http://127.0.0.1',
      'http://app.example:443',
      'https://[::1]:8443',
    ]);
    const { publicOrigin } = readConfig({ UNDERTONE_PUBLIC_ORIGIN: 'https://tone.example:443' });
    expect(publicOrigin).toBe('https://tone.example');
  });

  it.each([
    ['UNDERTONE_PORT', '80a'],
    ['UNDERTONE_PORT', '-1'],
    ['UNDERTONE_PORT', '65536'],
    ['UNDERTONE_HOST', 'a host'],
    ['UNDERTONE_BASE_PATH', 'tone'],
    ['UNDERTONE_BASE_PATH', '/tone'],
    ['UNDERTONE_BASE_PATH', '//'],
    ['UNDERTONE_BASE_PATH', '/../'],
    ['UNDERTONE_BASE_PATH', '/a;b/'],
    ['UNDERTONE_PUBLIC_ORIGIN', 'tone.example'],
    ['UNDERTONE_PUBLIC_ORIGIN', 'https://tone.example/path'],
    ['UNDERTONE_PUBLIC_ORIGIN', "https://tone.example;script-src'*'"],
    ['UNDERTONE_PUBLIC_ORIGIN', 'https://tone.example:99999'],
    ['UNDERTONE_CORS_ORIGINS', 'https://app.example:'],
    ['UNDERTONE_CORS_ORIGINS', 'https://app.example,*'],
    ['UNDERTONE_LOG_LEVEL', 'loud'],
    ['UNDERTONE_REDIS_URL', '127.0.0.1:6379'],
    ['UNDERTONE_REDIS_URL', 'redis://127.0.0.1:99999'],
    ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://['],
  ])('is refused by name with %s=%s', (name, value) => {
    const read = (): unknown => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name} must .+\\.$`));
  });
});

describe('the readme', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../server/README.md'), 'utf8');
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` +\| (.+?) +\|/gm)].map(([, name = '', said = '']) => ({
    name,
    said,
  }));

  it('names every variable, and no other', () => {
    expect(rows.map(({ name }) => name).toSorted()).toEqual(variableNames.toSorted());
    const mentioned = new Set(readme.match(/UNDERTONE_[A-Z_]+/g));
    expect([...mentioned].filter((name) => !variableNames.includes(name))).toEqual([]);
  });

  it.each(rows)('tells the default of $name as it is', ({ name, said }) => {
    const told = /^`(.+)`$/.exec(said)?.[1];
    if (told === undefined) return expect(said).not.toContain('`');
    expect(readConfig({ [name]: told })).toEqual(readConfig({}));
  });
});
