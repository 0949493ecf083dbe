/** The way to Redis: under which names things are kept there, and what is said when it cannot be reached. */
import { Redis } from 'ioredis';
import { UndertoneError } from '#core/contracts/errors';
import { ConfigError } from '../../config.ts';

/** Before the names of all that this server keeps there. */
export const namespace = 'undertone';

export function keyOf(...parts: readonly string[]): string {
  return [namespace, ...parts].join(':');
}

/** A Redis that takes longer is as good as lost, and so is the connection: what is asked next need not find out anew. */
const commandTimeoutMs = 5000;
const connectTimeoutMs = 5000;
const longestRetryMs = 2000;
const passwordReplies = /^(?:NOAUTH|WRONGPASS|NOPERM)/;
/** For who meets a lost Redis: it is looked for again all the time. */
const retryAfterMs = 1000;

/** Tells sentences of a connection that is lost, and of one that is there again. */
export function tellOfLosses(redis: Redis, tell: (sentence: string) => void): void {
  let isLost = false;
  redis.on('close', () => {
    if (isLost) return;
    isLost = true;
    tell(
      'The connection to Redis is lost: jobs and feedback are refused, and nobody is held to limits, until it is back.',
    );
  });
  redis.on('ready', () => {
    if (isLost) tell('The connection to Redis is back.');
    isLost = false;
  });
}

/**
 * Connects. From then on a lost connection is made again by itself, and whatever is asked meanwhile fails at once instead
 * of waiting: requests that do not need it go on.
 *
 * @throws ConfigError with a sentence where there is no Redis at the address
 */
export async function connectRedis(url: string): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    // Who asked has been told that it failed: it must not be done later after all.
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    commandTimeout: commandTimeoutMs,
    socketTimeout: commandTimeoutMs,
    connectTimeout: connectTimeoutMs,
    retryStrategy: retryDelayMs,
  });
  let lastCode = '';
  // Beyond the start it is told by every command, and by the server's health.
  redis.on('error', (error) => {
    if ('code' in error) lastCode = ` (${String(error.code)})`;
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (thrown) {
    redis.disconnect();
    if (thrown instanceof Error && passwordReplies.test(thrown.message)) {
      throw new ConfigError(
        `The Redis at ${placeOf(url)} asks for another user or password than UNDERTONE_REDIS_URL has.`,
      );
    }
    throw new ConfigError(
      `UNDERTONE_REDIS_URL names a Redis that does not answer at ${placeOf(url)}${lastCode}. Start it, or correct the address.`,
    );
  }
  return redis;
}

/** A connection of its own for what blocks or listens; it waits for a lost Redis as long as it takes. */
export function patientConnection(redis: Redis): Redis {
  const patient = redis.duplicate({
    lazyConnect: false,
    enableOfflineQueue: true,
    autoResendUnfulfilledCommands: true,
    maxRetriesPerRequest: null,
    // What blocks takes its time.
    commandTimeout: undefined,
    socketTimeout: undefined,
  });
  patient.on('error', () => undefined);
  return patient;
}

function retryDelayMs(tries: number): number {
  return Math.min(tries * 50, longestRetryMs);
}

/** Without user and password. */
function placeOf(url: string): string {
  try {
    return new URL(url).host;
  } catch {
    return 'this address';
  }
}

/** What is wrong with how this Redis is set up, as sentences for who runs it. */
export async function doubtsAbout(redis: Redis): Promise<string[]> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'unknown';
  if (policy === 'noeviction') return [];
  return [
    `The maxmemory-policy of this Redis is ${policy}: where memory is short it would drop jobs and their results unasked. Set it to noeviction.`,
  ];
}

/**
 * What came of a command. Failures become errors of the catalogue: what Redis says of a command may quote it.
 *
 * @throws UndertoneError `storage-unavailable` (`retryAfterMs`) where Redis cannot be reached, `storage-full`, `internal`
 */
export async function asked<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (thrown) {
    if (thrown instanceof UndertoneError) throw thrown;
    if (!(thrown instanceof Error) || thrown.name !== 'ReplyError') {
      throw new UndertoneError('storage-unavailable', { retryAfterMs });
    }
    const kind = thrown.message.split(' ', 1)[0] ?? '';
    if (kind === 'OOM') throw new UndertoneError('storage-full');
    // It has its data, but cannot be written to or read from for now.
    const passing = ['LOADING', 'BUSY', 'READONLY', 'MASTERDOWN', 'TRYAGAIN'];
    if (passing.includes(kind)) throw new UndertoneError('storage-unavailable', { retryAfterMs });
    throw new UndertoneError('internal', { redis: kind });
  }
}
