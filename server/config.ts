/** The environment, read once. A wrong value stops the start with a sentence that says what is expected. */
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';
import * as z from 'zod/mini';
import { maxTextCharacters } from '#core/contracts/analysis';

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info'] as const;

const inProject = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** A whole number as text. */
function whole(least: number, most: number) {
  const expected = `must be a whole number from ${least} to ${most}`;
  const text = z.string().check(z.regex(/^\d{1,9}$/, expected));
  return z.pipe(
    text,
    z.pipe(z.transform(Number), z.int().check(z.minimum(least, expected), z.maximum(most, expected))),
  );
}

/** A scheme and a host, as browsers name them: without the port where it is the usual one. */
function origin(expected: string) {
  const isOrigin = (text: string): boolean =>
    /^https?:\/\/[a-z0-9.:[\]-]*[a-z0-9\]]$/.test(text) && URL.canParse(text);
  return z.pipe(
    z.string().check(z.refine(isOrigin, { error: expected, abort: true })),
    z.transform((text) => new URL(text).origin),
  );
}

/** Where something listens. */
function address(pattern: RegExp, expected: string) {
  return z.string().check(z.refine((text) => pattern.test(text) && URL.canParse(text), { error: expected }));
}

const commaOrSpaces = /\s*,\s*/;
const origins = z.pipe(
  z.pipe(
    z.string(),
    z.transform((list) =>
      list
        .trim()
        .split(commaOrSpaces)
        .filter((each) => each !== ''),
    ),
  ),
  z.array(
    origin(
      'must be origins between commas, such as https://app.example, with no slash at their end and no *',
    ),
  ),
);
const leastSecretCharacters = 32;

const variables = z.object({
  /** 0 lets the system choose. */
  UNDERTONE_PORT: z._default(whole(0, 65_535), 8787),
  UNDERTONE_HOST: z._default(
    z.pipe(
      z.string().check(z.regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or an address, such as 127.0.0.1')),
      // Fastify would open more listeners for this name, without the bounds that the first one has.
      z.transform((host) => (host.toLowerCase() === 'localhost' ? '127.0.0.1' : host)),
    ),
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
  UNDERTONE_PUBLIC_ORIGIN: z.optional(
    origin('must be a scheme and a host in small letters, such as https://tone.example'),
  ),
  UNDERTONE_PAGE: z._default(z.enum(['on', 'off'], { error: 'must be on or off' }), 'on'),
  UNDERTONE_LOG_LEVEL: z._default(
    z.enum(logLevels, { error: `must be one of ${logLevels.join(', ')}` }),
    'warn',
  ),
  UNDERTONE_METRICS_PORT: z.optional(whole(0, 65_535)),
  UNDERTONE_MODELS_DIR: z._default(z.string(), inProject('models')),
  UNDERTONE_DATA_DIR: z._default(z.string(), inProject('var')),
  UNDERTONE_SECRET: z.optional(
    z
      .string()
      .check(z.minLength(leastSecretCharacters, `must have at least ${leastSecretCharacters} characters`)),
  ),
  UNDERTONE_REDIS_URL: z.optional(
    address(/^rediss?:\/\/\S+$/, 'must be an address such as redis://127.0.0.1:6379'),
  ),
  UNDERTONE_KEYS_FILE: z.optional(z.string()),
  UNDERTONE_CORS_ORIGINS: z._default(origins, []),
  UNDERTONE_PROCESSES: z._default(whole(1, 256), availableParallelism()),
  UNDERTONE_MAX_TEXT_CHARACTERS: z._default(whole(50_000, maxTextCharacters), 200_000),
  UNDERTONE_MAX_WAIT_MS: z._default(whole(100, 600_000), 2000),
  UNDERTONE_MAX_BATCH_WAIT_MS: z._default(whole(100, 600_000), 10_000),
  UNDERTONE_DEADLINE_MS: z._default(whole(100, 600_000), 30_000),
  UNDERTONE_TOKENS_PER_MINUTE: z.optional(whole(1, 999_999_999)),
  UNDERTONE_CACHE_ENTRIES: z._default(whole(0, 1_000_000), 10_000),
  UNDERTONE_JOB_HOURS: z._default(whole(1, 8760), 24),
  UNDERTONE_MODEL_WAIT_SECONDS: z._default(whole(10, 86_400), 600),
  UNDERTONE_DRAIN_SECONDS: z._default(whole(1, 600), 10),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(
    address(/^https?:\/\/\S+$/, 'must be an address such as http://127.0.0.1:4318'),
  ),
});

/** Of everything that can be set. */
export const variableNames = Object.keys(variables.shape);

/** Variables that look like one of the server's and are none: whoever set them believes that they do something. */
export function unknownVariables(environment: Record<string, string | undefined>): string[] {
  return Object.keys(environment).filter(
    (name) => name.startsWith('UNDERTONE_') && !variableNames.includes(name),
  );
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** With a slash at both ends. */
  readonly basePath: string;
  readonly publicOrigin: string | undefined;
  /** Whether the built page is served beside the API. */
  readonly servesPage: boolean;
  readonly logLevel: (typeof logLevels)[number];
  /** Undefined where nobody has asked for one in particular. */
  readonly metricsPort: number | undefined;
  /** Absolute. */
  readonly modelsDir: string;
  /** Absolute; made when it is first needed. */
  readonly dataDir: string;
  /** What keys are derived from; kept in a file of the data folder where not given. */
  readonly secret: string | undefined;
  readonly redisUrl: string | undefined;
  /** Absolute; need not be there. */
  readonly keysFile: string;
  /** Of pages elsewhere that may ask; none by default. */
  readonly corsOrigins: readonly string[];
  /** For inference. */
  readonly processes: number;
  readonly maxTextCharacters: number;
  /** The longest predicted wait at which a single text is still let in. */
  readonly maxWaitMs: number;
  /** The same for a batch. */
  readonly maxBatchWaitMs: number;
  /** For an answer, where the caller does not say (`Prefer: wait`), and the most they can ask for. */
  readonly deadlineMs: number;
  /** Of one caller; undefined for as many as the machine can read. */
  readonly tokensPerMinute: number | undefined;
  /** Readings that are remembered; 0 for none. */
  readonly cacheEntries: number;
  /** From the hand-over of a job to the erasure of all that is kept of it. */
  readonly jobHours: number;
  /** Of several servers that share jobs: how long a job waits for one with its model once the last of them was heard of. */
  readonly modelWaitMs: number;
  /** For open requests to end after a signal. */
  readonly drainMs: number;
  /** Whether traces are recorded: what sends them reads by itself where to. */
  readonly isTracing: boolean;
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
    const sentences = parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}.`);
    throw new ConfigError([...new Set(sentences)].join('\n'));
  }
  const { data } = parsed;
  if (data.UNDERTONE_REDIS_URL !== undefined && data.UNDERTONE_SECRET === undefined) {
    throw new ConfigError(
      'UNDERTONE_SECRET must be set where UNDERTONE_REDIS_URL is, to the same on every machine.',
    );
  }
  return {
    port: data.UNDERTONE_PORT,
    host: data.UNDERTONE_HOST,
    basePath: data.UNDERTONE_BASE_PATH,
    publicOrigin: data.UNDERTONE_PUBLIC_ORIGIN,
    servesPage: data.UNDERTONE_PAGE === 'on',
    logLevel: data.UNDERTONE_LOG_LEVEL,
    metricsPort: data.UNDERTONE_METRICS_PORT,
    modelsDir: resolve(data.UNDERTONE_MODELS_DIR),
    dataDir: resolve(data.UNDERTONE_DATA_DIR),
    secret: data.UNDERTONE_SECRET,
    redisUrl: data.UNDERTONE_REDIS_URL,
    keysFile: resolve(data.UNDERTONE_KEYS_FILE ?? join(data.UNDERTONE_DATA_DIR, 'keys.json')),
    corsOrigins: data.UNDERTONE_CORS_ORIGINS,
    processes: data.UNDERTONE_PROCESSES,
    maxTextCharacters: data.UNDERTONE_MAX_TEXT_CHARACTERS,
    maxWaitMs: data.UNDERTONE_MAX_WAIT_MS,
    maxBatchWaitMs: data.UNDERTONE_MAX_BATCH_WAIT_MS,
    deadlineMs: data.UNDERTONE_DEADLINE_MS,
    tokensPerMinute: data.UNDERTONE_TOKENS_PER_MINUTE,
    cacheEntries: data.UNDERTONE_CACHE_ENTRIES,
    jobHours: data.UNDERTONE_JOB_HOURS,
    modelWaitMs: data.UNDERTONE_MODEL_WAIT_SECONDS * 1000,
    drainMs: data.UNDERTONE_DRAIN_SECONDS * 1000,
    isTracing: data.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
  };
}
