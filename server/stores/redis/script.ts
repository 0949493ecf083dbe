/**
 * Changes of several keys in one step: Lua that runs inside Redis
 * (https://redis.io/docs/latest/develop/programmability/eval-intro/).
 */
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import { asked } from './connection.ts';

type Argument = string | number | Buffer;

/** @returns what the script returns, unparsed @throws UndertoneError as of `asked` */
export type Script = (redis: Redis, keys: readonly string[], values: readonly Argument[]) => Promise<unknown>;

export function createScript(lua: string): Script {
  const digest = createHash('sha1').update(lua).digest('hex');
  return (redis, keys, values) => {
    const parts: Argument[] = [...keys, ...values];
    const known = redis.evalsha(digest, keys.length, ...parts).catch((thrown: unknown) => {
      // The first call after a start of Redis brings the script along.
      if (!(thrown instanceof Error && thrown.message.startsWith('NOSCRIPT'))) throw thrown;
      return redis.eval(lua, keys.length, ...parts);
    });
    return asked(known);
  };
}
