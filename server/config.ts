/** The environment, read once. A wrong value stops the start with a sentence that says what is expected. */
import { fileURLToPath } from 'node:url';
import { resolve } from 'node:path';
import * as z from 'zod/mini';

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info'] as const;

const integerText = z.string().check(z.regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535'));
const port = z.int().check(z.maximum(65_535, 'must be a whole number from 0 to 65535'));

const variables = z.object({
  /** 0 lets the system choose. */
  UNDERTONE_PORT: z._default(z.pipe(integerText, z.pipe(z.transform(Number), port)), 8787),
  UNDERTONE_HOST: z._default(
    z.string().check(z.regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address, such as 127.0.0.1')),
    '127.0.0.1',
  ),
  UNDERTONE_BASE_PATH: z._default(
    z
      .string()
      .check(
        z.regex(
          /^\/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*$/,
          'must begin and end with a slash, such as /tone/',
        ),
      ),
    '/',
  ),
  UNDERTONE_MODELS_DIR: z._default(z.string(), fileURLToPath(new URL('../models', import.meta.url))),
  UNDERTONE_PUBLIC_ORIGIN: z.optional(
    z
      .string()
      .check(
        z.regex(
          /^https?:\/\/[a-z0-9.:[\]-]+$/,
          'must be a scheme and a host in small letters, such as https://tone.example',
        ),
      ),
  ),
  UNDERTONE_LOG_LEVEL: z._default(
    z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }),
    'warn',
  ),
});

export interface Config {
  readonly port: number;
  readonly host: string;
  /** With a slash at both ends. */
  readonly basePath: string;
  /** Absolute. */
  readonly modelsDir: string;
  readonly publicOrigin: string | undefined;
  readonly logLevel: (typeof logLevels)[number];
}

/** A configuration that cannot be used; the message is for the person who starts the server. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the configuration; an empty variable counts as not set.
 *
 * @throws ConfigError with a sentence for each variable that cannot be used
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new ConfigError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}.`).join('\n'),
    );
  }
  const { data } = parsed;
  return {
    port: data.UNDERTONE_PORT,
    host: data.UNDERTONE_HOST,
    basePath: data.UNDERTONE_BASE_PATH,
    modelsDir: resolve(data.UNDERTONE_MODELS_DIR),
    publicOrigin: data.UNDERTONE_PUBLIC_ORIGIN,
    logLevel: data.UNDERTONE_LOG_LEVEL,
  };
}
